use proptest::prelude::*;

use super::*;
use crate::contract::v1::{DateKind, IdentifierScheme};
use crate::record::identifier::identifier;

fn source(format: &str, record_id: &str) -> v1::Citation {
    let source = v1::Source { format: format.into(), record_id: record_id.into(), ..Default::default() };
    v1::Citation { sources: vec![source], ..Default::default() }
}

fn title(text: &str, role: TitleRole) -> v1::Title {
    v1::Title { text: text.into(), role: role.into(), ..Default::default() }
}

#[test]
fn single_fields_come_from_the_first_that_gives_them() {
    let ris = v1::Citation { volume: "9".into(), issue: "3".into(), ..source("ris", "k") };
    let pubmed = v1::Citation { volume: "10".into(), ..source("pubmed-xml", "12") };
    let merged = merge(&[ris, pubmed]);
    assert_eq!((merged.volume.as_str(), merged.issue.as_str()), ("10", "3"));
    let formats: Vec<&str> = merged.sources.iter().map(|source| source.format.as_str()).collect();
    assert_eq!(formats, ["pubmed-xml", "ris"]);
}

#[test]
fn lists_are_united_by_what_their_items_are() {
    let pubmed = v1::Citation {
        identifiers: vec![
            identifier(IdentifierScheme::Pmid, "12"),
            identifier(IdentifierScheme::Doi, "10.5555/a"),
        ],
        titles: vec![title("Role of exercise", TitleRole::Translated)],
        ..source("pubmed-xml", "12")
    };
    let pure = v1::Citation {
        identifiers: vec![identifier(IdentifierScheme::Doi, "10.5555/A")],
        titles: vec![
            title("Ruolo dell'esercizio", TitleRole::Original),
            title("Role of Exercise.", TitleRole::Translated),
        ],
        ..source("pure", "u")
    };
    let merged = merge(&[pubmed, pure]);
    let values: Vec<&str> = merged.identifiers.iter().map(|id| id.value.as_str()).collect();
    assert_eq!(values, ["12", "10.5555/a"]);
    let titles: Vec<&str> = merged.titles.iter().map(|title| title.text.as_str()).collect();
    assert_eq!(titles, ["Ruolo dell'esercizio", "Role of exercise"]);
}

#[test]
fn what_one_source_says_apart_stays_apart() {
    let event = |label: &str, year| v1::DatedEvent {
        kind: DateKind::Indexed.into(),
        date: Some(v1::PartialDate { year, ..Default::default() }),
        label: label.into(),
        ..Default::default()
    };
    let a = v1::Citation { dates: vec![event("", 2009), event("", 2010)], ..source("pubmed-xml", "12") };
    let b = v1::Citation { dates: vec![event("", 2011)], ..source("ris", "k") };
    assert_eq!(merge(&[b, a.clone()]).dates, a.dates);
}

#[test]
fn one_abstract_in_two_formats_is_one() {
    let with = |format: &str, texts: &[&str]| v1::Citation {
        abstracts: texts
            .iter()
            .map(|text| v1::Abstract { text: (*text).into(), ..Default::default() })
            .collect(),
        ..source(format, "k")
    };
    let text = "Of 40 adults who walked daily for twelve weeks, 30 slept longer than before and nobody was harmed by it.";
    let labelled = format!("RESULTS: {text}");
    let italian = "Dei 40 adulti che camminavano ogni giorno per dodici settimane, 30 dormivano di più e nessuno ne ebbe danno.";
    let merged = merge(&[with("ris", &[&labelled, italian]), with("pubmed-xml", &[text])]);
    let texts: Vec<&str> = merged.abstracts.iter().map(|a| a.text.as_str()).collect();
    assert_eq!(texts, [text, italian]);
}

#[test]
fn containers_complete_each_other() {
    let issn = |value: &str| v1::Issn { value: value.into(), ..Default::default() };
    let with = |format: &str, container| v1::Citation { container: Some(container), ..source(format, "k") };
    let full = v1::Container {
        title: "Journal of Sleep".into(),
        issns: vec![issn("0034-1193")],
        ..Default::default()
    };
    let other = v1::Container {
        title: "J Sleep".into(),
        country: "Italy".into(),
        issns: vec![issn("0034-1193"), issn("2038-1840")],
        ..Default::default()
    };
    let merged = merge(&[with("ris", other), with("pubmed-xml", full)]).container.unwrap();
    assert_eq!((merged.title.as_str(), merged.country.as_str()), ("Journal of Sleep", "Italy"));
    assert_eq!(merged.issns, [issn("0034-1193"), issn("2038-1840")]);
}

#[test]
fn what_the_library_writes_is_left_to_it() {
    let written = v1::Citation {
        name: "citations/x".into(),
        etag: "e".into(),
        editorial_status: 2,
        updated: Some(prost_types::Timestamp { seconds: 1, nanos: 0 }),
        ..source("ris", "k")
    };
    assert_eq!(merge(&[written]), source("ris", "k"));
    assert_eq!(merge::<v1::Citation>(&[]), v1::Citation::default());
}

#[test]
fn long_lists_of_references_are_united_like_short_ones() {
    let link = |number: usize| v1::Link {
        kind: v1::LinkKind::References.into(),
        targets: vec![identifier(IdentifierScheme::Pmid, &number.to_string())],
        ..Default::default()
    };
    let with = |format: &str, numbers: &[usize]| v1::Citation {
        links: numbers.iter().map(|number| link(*number)).collect(),
        ..source(format, "k")
    };
    let first: Vec<usize> = (1..=100).chain([7, 7]).collect();
    let second: Vec<usize> = (90..=200).chain([199]).collect();
    let merged = merge(&[with("ris", &second), with("pubmed-xml", &first)]);
    assert_eq!(merged.links, (1..=200).map(link).collect::<Vec<_>>());
}

#[test]
fn items_without_letters_or_names_are_still_told_apart() {
    let with = |format: &str, note: &str, code: &str| v1::Citation {
        notes: vec![note.into()],
        substances: vec![v1::Substance { code: code.into(), ..Default::default() }],
        ..source(format, "k")
    };
    let merged = merge(&[with("ris", "†", "D2"), with("pubmed-xml", "*", "D1")]);
    assert_eq!(merged.notes, ["*", "†"]);
    assert_eq!(merged.substances.len(), 2);
}

fn any_source() -> impl Strategy<Value = v1::Citation> {
    let titles = prop::collection::vec(("[ab]{1,2}", 0..4_i32), 0..3);
    let ids = prop::collection::vec((1..3_i32, "[12]"), 0..3);
    let words = prop::collection::vec("[a-c ]{1,6}", 0..3);
    ("(ris|pure|pubmed-xml|odd)", "[xy]?", "[12]?", titles, ids, words).prop_map(
        |(format, record_id, volume, titles, ids, words)| v1::Citation {
            volume,
            titles: titles
                .into_iter()
                .map(|(text, role)| v1::Title { text, role, ..Default::default() })
                .collect(),
            identifiers: ids
                .into_iter()
                .map(|(scheme, value)| v1::Identifier { scheme, value, ..Default::default() })
                .collect(),
            abstracts: words
                .iter()
                .map(|text| v1::Abstract { text: text.clone(), ..Default::default() })
                .collect(),
            notes: words,
            ..source(&format, &record_id)
        },
    )
}

proptest! {
    #[test]
    fn the_order_of_imports_never_matters(
        (sources, shuffled) in prop::collection::vec(any_source(), 0..5)
            .prop_flat_map(|sources| (Just(sources.clone()), Just(sources).prop_shuffle()))
    ) {
        prop_assert_eq!(merge(&sources), merge(&shuffled));
    }

    #[test]
    fn alone_is_merging_one(one in any_source(), more in prop::collection::vec(any_source(), 0..60)) {
        let mut source = one;
        source.contributors_incomplete = !more.is_empty();
        source.container = more.first().map(|_| v1::Container {
            isbns: more.iter().map(|other| other.volume.clone()).collect(),
            abbreviations: more
                .iter()
                .map(|other| v1::Abbreviation { text: other.volume.clone(), ..Default::default() })
                .collect(),
            ..Default::default()
        });
        source.links = more
            .iter()
            .map(|other| v1::Link { reference: other.notes.concat(), ..Default::default() })
            .collect();
        for other in more {
            source.titles.extend(other.titles);
            source.identifiers.extend(other.identifiers);
            source.notes.extend(other.notes);
            source.sources.extend(other.sources);
        }
        source.name = "citations/x".into();
        prop_assert_eq!(alone(source.clone()), merge(&[source]));
    }

    #[test]
    fn merging_again_changes_nothing(sources in prop::collection::vec(any_source(), 0..5)) {
        let once = merge(&sources);
        prop_assert_eq!(merge(std::slice::from_ref(&once)), once.clone());
        let twice: Vec<v1::Citation> = sources.iter().chain(&sources).cloned().collect();
        prop_assert_eq!(merge(&twice), once);
    }
}
