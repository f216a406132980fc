//! What holds for every reader, and doors for the tests of each.

mod fields;

use std::io::{BufReader, Cursor};

use super::*;

/// Every entry of a file; an error is a failure of the test.
pub fn items(format: Format, bytes: &[u8]) -> Vec<Item> {
    let mut reader = open(format, Box::new(Cursor::new(bytes.to_vec())));
    let items = std::iter::from_fn(|| reader.next()).map(Result::unwrap).collect();
    assert!(reader.next().is_none(), "nothing comes after the end");
    items
}

/// The only record of a file.
#[track_caller]
pub fn one(format: Format, text: &str) -> Record {
    let mut items = items(format, text.as_bytes());
    assert_eq!(items.len(), 1, "{items:?}");
    match items.remove(0) {
        Item::Record(record) => *record,
        other => panic!("{other:?}"),
    }
}

/// What each entry became: the first title of a record, or the reason of a rejection.
pub fn fates(format: Format, bytes: &[u8]) -> Vec<String> {
    let title = |record: &Record| record.citation.titles.first().map(|title| title.text.clone());
    let fate = |item: &Item| match item {
        Item::Record(record) => title(record).unwrap_or_default(),
        Item::Rejected(rejection) => format!("line {}: {}", rejection.line, rejection.reason),
        Item::Deleted(deletion) => format!("deleted {}", deletion.source_record_id),
    };
    items(format, bytes).iter().map(fate).collect()
}

/// Tag and value of everything that has no field.
pub fn unplaced(record: &Record) -> Vec<(&str, &str)> {
    let fields = &record.citation.sources[0].unplaced;
    fields.iter().map(|field| (field.tag.as_str(), field.value.as_str())).collect()
}

/// A small file of each format with two records, of which the first is called "Più luce".
pub const SAMPLES: [(Format, &str); 15] = [
    (Format::Ris, "TY  - JOUR\nTI  - Più luce\nER  - \n\nTY  - JOUR\nTI  - B\nER  - \n"),
    (Format::Nbib, "PMID- 1\nTI  - Più luce.\n\nPMID- 2\nTI  - B\n"),
    (Format::Bibtex, "@article{a,\n  title = {Più luce}\n}\n\n@article{b, title = {B}}\n"),
    (
        Format::Biblatex,
        "@online{a,\n  title = {Più luce},\n  date = {2009}\n}\n@online{b, title = {B}, date = {2010}}\n",
    ),
    (
        Format::Wos,
        "FN ISI Export Format\nVR 1.0\nPT J\nAU Rossi, A\nTI Più luce\nER\n\nPT J\nTI B\nER\n\nEF\n",
    ),
    (Format::Refworks, "RT Journal Article\nA1 Rossi, Anna\nT1 Più luce\n\nRT Journal Article\nT1 B\n"),
    (Format::Csv, "title,authors,year\nPiù luce,\"Rossi, Anna\",2009\nB,\"Bianchi, B\",2010\n"),
    (
        Format::PubmedText,
        "1: Rossi A. Più luce. J Test. 2009 Sep;1(2):3-4. PMID: 1.\n\n2: Rossi A. B. J Test. 2010. PMID: 2.\n",
    ),
    (
        Format::EndnoteXml,
        "<xml><records><record><ref-type name=\"Book\">6</ref-type><titles><title>Più luce</title></titles></record>\n<record>\
         <ref-type name=\"Book\">6</ref-type><titles><title>B</title></titles></record></records></xml>",
    ),
    (
        Format::Jats,
        "<articles><article><front><article-meta><title-group><article-title>Più luce</article-title></title-group></article-meta>\
         </front></article>\n<article><front><article-meta><title-group><article-title>B</article-title></title-group>\
         </article-meta></front></article></articles>",
    ),
    (
        Format::OaiDc,
        "<OAI-PMH xmlns=\"oai_dc/\"><ListRecords><record><header/><metadata><dc><dc:title>Più luce</dc:title></dc></metadata></record>\n\
         <record><header/><metadata><dc><dc:title>B</dc:title></dc></metadata></record></ListRecords></OAI-PMH>",
    ),
    (
        Format::PubmedXml,
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>Più luce.</ArticleTitle></Article>\
         </MedlineCitation></PubmedArticle>\n<PubmedArticle><MedlineCitation><PMID>2</PMID><Article><ArticleTitle>B</ArticleTitle>\
         </Article></MedlineCitation></PubmedArticle></PubmedArticleSet>",
    ),
    (
        Format::Crossref,
        "{\"message\": {\"items\": [{\"DOI\": \"10.5555/1\", \"member\": \"1\", \"prefix\": \"10.5555\", \"title\": [\"Più luce\"]},\n\
         {\"DOI\": \"10.5555/2\", \"title\": [\"B\"]}]}}",
    ),
    (
        Format::Datacite,
        "{\"data\": [{\"type\": \"dois\", \"attributes\": {\"doi\": \"10.5555/1\", \"titles\": [{\"title\": \"Più luce\"}]}},\n\
         {\"type\": \"dois\", \"attributes\": {\"doi\": \"10.5555/2\", \"titles\": [{\"title\": \"B\"}]}}]}",
    ),
    (
        Format::CslJson,
        "[{\"id\": \"a\", \"type\": \"book\", \"title\": \"Più luce\"},\n{\"id\": \"b\", \"type\": \"book\", \"title\": \"B\"}]",
    ),
];

#[test]
fn formats_are_read_in_every_encoding_and_with_every_line_end() {
    for (format, text) in SAMPLES {
        let expected = ["Più luce", "B"];
        let marked = format!("\u{feff}{text}");
        let little: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = marked.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let latin: Vec<u8> = text.chars().map(|c| if c == 'ù' { 0xF9 } else { c as u8 }).collect();
        let mac: Vec<u8> = text.chars().map(|c| if c == 'ù' { 0x9D } else { c as u8 }).collect();
        let old = text.replace('\n', "\r");
        let windows = text.replace('\n', "\r\n");
        let cases = [text.as_bytes(), marked.as_bytes(), &little, &big, old.as_bytes(), windows.as_bytes()];
        for bytes in cases {
            assert_eq!(detect(bytes), Some(format), "{format}: {text}");
            assert_eq!(fates(format, bytes), expected, "{format}: {text}");
        }
        // JSON is UTF-8 by definition
        if !matches!(format, Format::Crossref | Format::Datacite | Format::CslJson) {
            assert_eq!(fates(format, &latin), expected, "{format} in Latin-1");
            assert_eq!(fates(format, &mac), expected, "{format} in MacRoman");
        }
    }
}

#[test]
fn line_of_a_record_is_where_it_begins() {
    for (format, text) in SAMPLES {
        let lines: Vec<u64> = items(format, text.as_bytes())
            .iter()
            .map(|item| match item {
                Item::Record(record) => record.line,
                _ => panic!("{item:?}"),
            })
            .collect();
        let second = text[..text.rfind(['B']).unwrap()].matches('\n').count() as u64 + 1;
        assert!(lines[0] < lines[1] && lines[1] <= second, "{format}: {lines:?}");
        let known: Vec<Option<i32>> = items(format, text.as_bytes())
            .iter()
            .map(|item| if let Item::Record(r) = item { r.citation.sources[0].line } else { None })
            .collect();
        assert_eq!(known, lines.iter().map(|line| i32::try_from(*line).ok()).collect::<Vec<_>>(), "{format}");
    }
}

/// A file that breaks off anywhere gives what it holds, or an error; never a panic.
#[test]
fn files_that_break_off_anywhere_never_panic() {
    for (format, text) in SAMPLES {
        for end in 0..text.len() {
            let bytes = &text.as_bytes()[..end];
            detect(bytes);
            for capacity in [1, 4096] {
                let input = BufReader::with_capacity(capacity, Cursor::new(bytes.to_vec()));
                let mut reader = open(format, Box::new(input));
                while reader.next().is_some() {}
            }
        }
    }
}

#[test]
fn every_format_refuses_what_is_another() {
    for (format, _) in SAMPLES {
        for text in ["", "Dear all,\nsee you tomorrow.\n", "\u{0}\u{1}\u{2}"] {
            let mut reader = open(format, Box::new(Cursor::new(text.as_bytes().to_vec())));
            let first = reader.next();
            assert!(
                matches!(first, Some(Err(ReadError::NotOfFormat { .. } | ReadError::Damaged { .. }))),
                "{format} {text:?}: {first:?}"
            );
            assert!(reader.next().is_none(), "{format}");
        }
    }
}

/// Would overflow the stack where a reader descended by recursion.
#[test]
fn nesting_of_a_hundred_thousand_is_no_danger() {
    const DEEP: usize = 100_000;
    let cases = [
        (
            Format::Bibtex,
            format!(
                "@article{{a, title = {}x{}}}\n@article{{b, title = {{B}}}}",
                "{".repeat(DEEP),
                "}".repeat(DEEP)
            ),
        ),
        (
            Format::Bibtex,
            format!("@article{{a, author = {}x\n@article{{b, title = {{B}}}}", "{".repeat(DEEP)),
        ),
        (
            Format::EndnoteXml,
            format!(
                "<xml><records><record>{}{}</record><record><titles><title>B</title></titles></record></records></xml>",
                "<a>".repeat(DEEP),
                "</a>".repeat(DEEP)
            ),
        ),
        (
            Format::Jats,
            format!(
                "<articles><article><front><article-meta><abstract>{}x{}</abstract></article-meta></front></article></articles>",
                "<sec>".repeat(DEEP),
                "</sec>".repeat(DEEP)
            ),
        ),
        (
            Format::Crossref,
            format!("[{{\"DOI\": \"10.5555/1\", \"x\": {}{}}}]", "[".repeat(DEEP), "]".repeat(DEEP)),
        ),
        (Format::Csv, format!("title,author,year\n{}\nB,,\n", "\"".repeat(DEEP))),
    ];
    for (format, text) in cases {
        let mut reader = open(format, Box::new(Cursor::new(text.into_bytes())));
        let mut any = false;
        while let Some(item) = reader.next() {
            any |= item.is_ok();
        }
        assert!(any, "{format}");
    }
}
