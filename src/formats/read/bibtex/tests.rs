use std::time::{Duration, Instant};

use crate::contract::v1::{CitationType, DateKind, FormattingStyle, IdentifierScheme, TitleRole};
use crate::formats::read::tests::{fates, items, one, unplaced};
use crate::formats::read::{Format, Item};

#[test]
fn fields_of_an_entry() {
    let record = one(
        Format::Bibtex,
        r#"@string{jt = "Journal of " # {Tests}}
@Article{rossi:2009,
  author = "Anna Rossi and {Light Group} and B{\"o}hm, Karl and others",
  title = {{Light} on {\em E. coli} at 10$^{-3}$ m},
  journal = jt, year = 2009, month = sep # "~7",
  volume = 100, number = {9}, pages = {424--33},
  doi = {https://doi.org/10.5555/A\_1}, issn = {0034-1193},
  eprint = {2101.00001}, archiveprefix = {arXiv},
  url = {https://example.org/~a/b_c}, urldate = {2020-01-02},
  keywords = {light, sleep}, language = {Italian}, owner = {me},
  abstract = {Less than 5\% --- or so.}
}"#,
    );
    assert!(record.warnings.is_empty(), "{:?}", record.warnings);
    let citation = &record.citation;
    assert_eq!(citation.r#type(), CitationType::ArticleJournal);
    let title = &citation.titles[0];
    assert_eq!((title.text.as_str(), title.language.as_str()), ("Light on E. coli at 10-3 m", "it"));
    let marks: Vec<FormattingStyle> = title.formatting.iter().map(|mark| mark.style()).collect();
    assert_eq!(marks, [FormattingStyle::Italic, FormattingStyle::Superscript]);
    let people: Vec<&str> = citation
        .contributors
        .iter()
        .map(|p| if p.family.is_empty() { p.collective.as_str() } else { p.family.as_str() })
        .collect();
    assert_eq!((people, citation.contributors_incomplete), (vec!["Rossi", "Light Group", "Böhm"], true));
    assert_eq!(citation.container.as_ref().unwrap().title, "Journal of Tests");
    let pages = citation.pages.as_ref().unwrap();
    assert_eq!((pages.first.as_str(), pages.last.as_str()), ("424", "433"));
    let issued = citation.dates[0].date.as_ref().unwrap();
    assert_eq!((issued.year, issued.month, issued.day), (2009, Some(9), Some(7)));
    assert_eq!(citation.dates[1].kind(), DateKind::Accessed);
    let ids: Vec<(IdentifierScheme, &str)> =
        citation.identifiers.iter().map(|id| (id.scheme(), id.value.as_str())).collect();
    assert_eq!(
        ids,
        [
            (IdentifierScheme::CitationKey, "rossi:2009"),
            (IdentifierScheme::Arxiv, "2101.00001"),
            (IdentifierScheme::Doi, "10.5555/a_1")
        ]
    );
    assert_eq!(citation.locations[0].url, "https://example.org/~a/b_c");
    assert_eq!(citation.abstracts[0].text, "Less than 5% — or so.");
    assert_eq!(citation.subjects.len(), 2);
    assert_eq!(unplaced(&record), [("owner", "me")]);
}

#[test]
fn fields_of_biblatex() {
    let record = one(
        Format::Biblatex,
        "@thesis{t, author = {family=Berg, given=Maria, prefix=van der}, title = {A}, subtitle = {B}, date = {2004-21/2005}, type = {phdthesis}, institution = {Torino}, langid = {ngerman}, eventdate = {2004-05-01/2004-05-03}, editor = {Bianchi, B}, editortype = {compiler}}",
    );
    let citation = &record.citation;
    assert_eq!(citation.contributors[0].family, "van der Berg");
    assert_eq!(citation.titles[1].role(), TitleRole::Subtitle);
    assert_eq!(citation.dates[0].end.as_ref().unwrap().year, 2005);
    assert_eq!((citation.institution.as_str(), citation.languages[0].as_str()), ("Torino", "de"));
    assert_eq!(citation.event.as_ref().unwrap().end.as_ref().unwrap().day, Some(3));
}

#[test]
fn one_bad_entry_leaves_its_neighbours() {
    let open = "a brace or quote is not closed before the next entry; close it";
    let cut = "the file ends inside the entry; close its braces and quotes, or get the rest of the file";
    for (text, expected) in [
        (
            "@article{a, title = {A}}\n@article{b, title = {B\n}\n@article{c, title = {C}}",
            vec!["A".to_owned(), format!("line 2: {open}"), "C".into()],
        ),
        (
            "@article{a, title = {A {x}\n@string{z = {y}}\n@book{b, title = z}",
            vec![format!("line 1: {open}"), "y".into()],
        ),
        ("@article{a, title = {A}\n", vec![format!("line 1: {cut}")]),
        (
            "@article{a, title = {A}}\n\n@Article,\n  title = {B},\n}\n@book{c, title = {C}}",
            vec![
                "A".into(),
                "line 3: no brace stands behind the type of the entry; write \"@type{key, ...}\"".into(),
                "C".into(),
            ],
        ),
        ("@article{a}\n@article{b, title = {B}}", vec!["line 1: the entry has no fields".into(), "B".into()]),
        (
            "@comment{ @article{x, title = {X}} }\n@preamble{\"\\x\"}\n% @article{y, title = {Y}}\n@article(b, title = \"B (b)\")",
            vec!["B (b)".into()],
        ),
        ("mail me@example.org {now}\n@article{b, title = {me@x.org}}", vec!["me@x.org".into()]),
        ("@article{a, title = {A}}@article{b, title = {B}}", vec!["A".into(), "B".into()]),
    ] {
        assert_eq!(fates(Format::Bibtex, text.as_bytes()), expected, "{text}");
    }
}

#[test]
fn entries_inherit_from_earlier_and_later_ones() {
    let read = |text: &str| {
        let items = items(Format::Biblatex, text.as_bytes());
        let record = items.into_iter().find_map(|item| match item {
            Item::Record(record) if record.citation.sources[0].record_id == "c" => Some(record),
            _ => None,
        });
        record.expect("the child").citation
    };
    let parent = "@proceedings{p, title = {All}, year = 2001, doi = {10.5555/p}, publisher = {Pub}}\n";
    let child = "@inproceedings{c, title = {C}, crossref = {p}}\n";
    for text in [format!("{parent}{child}"), format!("{child}{parent}")] {
        let citation = read(&text);
        let container = citation.container.unwrap();
        assert_eq!((container.title.as_str(), container.publisher.unwrap().name.as_str()), ("All", "Pub"));
        assert_eq!(citation.dates[0].date.as_ref().unwrap().year, 2001);
        assert!(
            citation.identifiers.iter().all(|id| id.scheme() != IdentifierScheme::Doi),
            "the DOI is its parent's"
        );
    }
    let citation = read(
        "@xdata{x, publisher = {Pub}, xdata = {y}}\n@xdata{y, location = {Torino}, xdata = {x}}\n@book{c, title = {C}, xdata = {x}}",
    );
    let publisher = citation.publisher.unwrap();
    assert_eq!((publisher.name.as_str(), publisher.place.as_str()), ("Pub", "Torino"));
    let lonely = one(Format::Bibtex, "@book{c, title = {C}, crossref = {nowhere}}");
    assert_eq!(lonely.warnings, ["the entry \"nowhere\" that it refers to is not in the file"]);
}

/// Would never end where a cycle of references were followed.
#[test]
fn cycles_of_references_are_harmless() {
    let text = "@book{a, title = {A}, crossref = {b}}\n@book{b, title = {B}, crossref = {a}}\n@book{c, title = {C}, crossref = {c}}";
    let mut found = fates(Format::Bibtex, text.as_bytes());
    found.sort();
    assert_eq!(found, ["A", "B", "C"]);
    for item in items(Format::Bibtex, text.as_bytes()) {
        let Item::Record(record) = item else { panic!("{item:?}") };
        let told = "it refers to itself, by way of crossref or xdata; take one of the references out";
        assert_eq!(record.warnings, [told], "line {}", record.line);
    }
}

#[test]
fn fields_behind_a_brace_too_many_are_told() {
    for (text, told) in [
        (
            "@article{a, title = {A}}, year = {2000},\n volume = {3}\n}\n",
            ", year = {2000},\n volume = {3}\n}",
        ),
        ("@article{a, title = {A}},\n  year = 2000\n}\n@article{b, title = {B}}", ",\n  year = 2000\n}"),
        ("@article{a, title = {A}\n}\n}\n", ""),
        ("@article{a, title = {A}},\n@article{b, title = {B}}", ""),
        ("@article{a, title = {A}}\nA remark on a=b.\n", ""),
    ] {
        let items = items(Format::Bibtex, text.as_bytes());
        let Item::Record(record) = &items[0] else { panic!("{items:?}") };
        let warning = "not read, since a brace too many closes the entry before it; take that brace out: ";
        let expected: Vec<String> =
            Some(format!("{warning}{told}")).filter(|_| !told.is_empty()).into_iter().collect();
        assert_eq!(record.warnings, expected, "{text}");
    }
}

/// Time that this thread has had on a core, where the system tells: others may have it meanwhile.
fn on_core() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// Time must grow with the size: ten times the text in far less than a hundred times the time.
#[test]
fn hostile_files_are_read_in_linear_time() {
    let cases: [fn(usize) -> String; 9] = [
        |n| "@".repeat(n),
        |n| "@a{".repeat(n / 3),
        |n| "%@".repeat(n / 2),
        |n| format!("@article{{a, title = {{{}}}}}", "\\'".repeat(n / 2)),
        |n| format!("@article{{a, author = {{{}}}}}", "a and ".repeat(n / 6)),
        |n| format!("@article{{a{}}}", ", x".repeat(n / 3)),
        |n| format!("@article{{a{}}}", ", issue = 1".repeat(n / 11)),
        |n| format!("@article{{a{}}}", ", editor = B".repeat(n / 12)),
        |n| format!("@xdata{{p{0}}}\n@article{{a, xdata = p{0}}}", ", f = 1".repeat(n / 14)),
    ];
    // a megabyte takes a second where time is linear, and an hour where it is quadratic
    for case in cases {
        let text = format!("{}\n\n@book{{z, title = {{Z}}}}", case(1_000_000));
        let (start, before) = (Instant::now(), on_core());
        items(Format::Bibtex, text.as_bytes());
        let time = on_core().zip(before).map_or(start.elapsed(), |(after, before)| after - before);
        assert!(time < Duration::from_secs(60), "{time:?} for 1 MB of {}", &case(12));
    }
}
