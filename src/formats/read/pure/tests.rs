use std::io::Cursor;

use super::*;
use crate::contract::v1;
use crate::formats::read::Record;

fn page(bytes: &[u8]) -> Record {
    let mut reader = reader(Box::new(Cursor::new(bytes.to_vec())));
    let Some(Ok(Item::Record(record))) = reader.next() else { panic!("no record") };
    assert!(reader.next().is_none());
    *record
}

#[test]
fn fused_type_line_is_a_path() {
    let path = |text: &str| super::work_type::path(text).join("|");
    assert_eq!(
        path("Contribution to journalArticlepeer-review"),
        "Contribution to journal|Article|peer-review"
    );
    assert_eq!(
        path("Contribution to journal › Article › Research › peer-review"),
        "Contribution to journal|Article|Research|peer-review"
    );
    assert_eq!(path("ThesisPhD Thesis"), "Thesis|PhD Thesis");
    assert_eq!(
        path("Beitrag in FachzeitschriftArtikelForschungBegutachtung"),
        "Beitrag in Fachzeitschrift|Artikel|Forschung|Begutachtung"
    );
}

#[test]
fn other_pages_are_refused_with_the_reason() {
    let mut reader = reader(Box::new(Cursor::new(b"A letter.\nResearch output is low.".to_vec())));
    let Some(Err(ReadError::NotOfFormat { format: "pure", reason })) = reader.next() else { panic!() };
    assert!(reason.contains("no line of type"), "{reason}");
}

#[test]
fn smallest_page() {
    let record = page(
        b"A title\nAnna Rossi, Bo Li*\nResearch output: ThesisDoctoral Thesis\nOriginal languageEnglish\n",
    );
    assert_eq!(record.citation.titles[0].text, "A title");
    assert_eq!(record.citation.contributors.len(), 2);
    assert_eq!(record.citation.contributors[1].family, "Li");
    assert_eq!(record.citation.r#type(), v1::CitationType::Thesis);
    assert_eq!(record.citation.languages, ["en"]);
}

fn fixture(name: &str) -> Record {
    page(&std::fs::read(format!("{}/tests/fixtures/pure/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap())
}

fn families(record: &Record) -> Vec<&str> {
    record
        .citation
        .contributors
        .iter()
        .map(|c| if c.family.is_empty() { c.literal.as_str() } else { c.family.as_str() })
        .collect()
}

fn date(event: &v1::DatedEvent) -> (i32, Option<i32>, Option<i32>) {
    let date = event.date.as_ref().unwrap();
    (date.year, date.month, date.day)
}

#[test]
fn conference_paper_in_a_table_with_navigation_around_it() {
    let record = fixture("conference.txt");
    let citation = &record.citation;
    assert_eq!(citation.titles[0].text, "Scheduling sparse solvers on tiled accelerators");
    assert_eq!(families(&record), ["Lindqvist", "de la Vega", "Chen", "Kowalska"]);
    assert_eq!(citation.r#type(), v1::CitationType::PaperConference);
    assert_eq!(citation.peer_reviewed, Some(true));
    assert_eq!(
        citation.abstracts[0].text,
        "Sparse triangular solves with p<0.05 density leave most of a tiled accelerator idle. Journals of prior runs are replayed.\nWe schedule them by level."
    );
    let container = citation.container.as_ref().unwrap();
    assert_eq!(container.title, "Proceedings of the 12th Workshop on Sparse Things");
    assert_eq!(container.isbns, ["9783161484100"]);
    assert_eq!(citation.identifiers[0].value, "10.5555/sparse.2021.7");
    // 25/02/2021 shows that days come first
    assert_eq!(date(&citation.dates[0]), (2021, Some(3), Some(5)));
    assert_eq!(date(&citation.dates[1]), (2021, Some(2), Some(25)));
    assert_eq!(citation.subjects.len(), 2);
    let unplaced = &citation.sources[0].unplaced;
    assert!(
        unplaced.iter().any(|field| field.tag == "Portal colour" && field.value == "Blue"),
        "{unplaced:?}"
    );
    assert!(record.warnings.iter().any(|warning| warning.contains("Portal colour")));
}

#[test]
fn german_portal() {
    let record = fixture("german.txt");
    let citation = &record.citation;
    assert_eq!(families(&record), ["Huber", "von Arx"]);
    assert_eq!(citation.r#type(), v1::CitationType::ArticleJournal);
    assert_eq!(citation.peer_reviewed, Some(true));
    assert_eq!(citation.languages, ["de"]);
    assert_eq!(citation.abstracts[0].language, "de");
    assert_eq!((citation.volume.as_str(), citation.issue.as_str()), ("44", "2"));
    assert_eq!(citation.container.as_ref().unwrap().title, "Zeitschrift für Alpine Hydrologie");
    assert_eq!(date(&citation.dates[0]), (2016, Some(5), Some(7)));
    let codes: Vec<&str> = citation.subjects.iter().map(|subject| subject.code.as_str()).collect();
    assert_eq!(codes, ["1900", ""]);
}

#[test]
fn fused_page_with_a_fingerprint() {
    let record = fixture("fingerprint.txt");
    let citation = &record.citation;
    assert_eq!(citation.type_path, ["Contribution to journal", "Review article", "peer-review"]);
    assert_eq!(citation.container.as_ref().unwrap().title, "eField");
    assert_eq!(citation.pages.as_ref().unwrap().article_number, "77");
    assert_eq!(citation.publication_status(), v1::PublicationStatus::AheadOfPrint);
    assert_eq!(citation.dates[0].kind(), v1::DateKind::Online);
    let concepts: Vec<&str> = citation
        .subjects
        .iter()
        .filter(|subject| subject.scheme() == v1::SubjectScheme::Fingerprint)
        .map(|subject| subject.label.as_str())
        .collect();
    assert_eq!(concepts, ["Hedgerow Agriculture & Biology", "bees"]);
    assert_eq!(citation.sources[0].record_id, "01234567-89ab-cdef-0123-456789abcdef");
    assert!(
        citation.abstracts[0].text.starts_with("Hedgerows feed")
            && citation.abstracts[0].text.ends_with("pollinators.")
    );
}

#[test]
fn page_saved_as_html() {
    let record = fixture("saved.html");
    let citation = &record.citation;
    assert_eq!(citation.titles[0].text, "Tides & silt in the Wadden Sea");
    assert_eq!(families(&record), ["van Dam", "Sousa"]);
    assert_eq!(citation.type_path, ["Contribution to journal", "Article", "peer-review"]);
    assert_eq!(citation.container.as_ref().unwrap().title, "Journal of Mud");
    assert_eq!(date(&citation.dates[0]), (2012, Some(6), None));
    assert!(
        citation.abstracts[0].text.starts_with("Silt settles where tides are slow. Over 30 m2"),
        "{:?}",
        citation.abstracts
    );
    assert_eq!(citation.subjects[0].label, "Oceanography");
}

#[test]
fn pages_are_detected() {
    for name in ["conference.txt", "german.txt", "fingerprint.txt", "saved.html"] {
        let bytes =
            std::fs::read(format!("{}/tests/fixtures/pure/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        assert_eq!(crate::formats::read::detect(&bytes), Some(Format::Pure), "{name}");
    }
}

#[test]
fn deep_html_is_no_danger() {
    let mut reader = reader(Box::new(Cursor::new(format!("<html>{}", "<div>".repeat(100_000)).into_bytes())));
    assert!(matches!(reader.next(), Some(Err(ReadError::NotOfFormat { .. }))));
}
