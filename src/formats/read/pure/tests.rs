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
