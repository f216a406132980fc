//! Every field that a format carries lands in the record, or is kept beside it: fixtures whose every value is a word of its own.

use std::collections::BTreeSet;

use super::items;
use crate::contract::to_json_value;
use crate::formats::read::{Format, Item, Record, detect};

/// What the words of the fixtures begin with that must not be lost.
const MARK: &str = "word";

fn fixture(name: &str) -> String {
    let path = format!("{}/tests/fixtures/read/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn marked(text: &str) -> BTreeSet<String> {
    let text = text.to_lowercase();
    let letters = |rest: &str| rest.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(rest.len());
    let begins = |at: &usize| !text[..*at].ends_with(|c: char| c.is_ascii_lowercase());
    let places = text.match_indices(MARK).map(|(at, _)| at).filter(begins);
    let words = places.map(|at| &text[at..at + letters(&text[at..])]);
    words.filter(|word| *word != MARK).map(str::to_owned).collect()
}

/// The record of a fixture is the one in `expected`, and no marked word of it is lost.
fn check(format: Format, name: &str, expected: &str) {
    let source = fixture(name);
    assert_eq!(detect(source.as_bytes()), Some(format), "{name}");
    let mut items = items(format, source.as_bytes());
    let Some(Item::Record(record)) = items.pop() else { panic!("{name}: {items:?}") };
    assert!(items.is_empty(), "{name}: {items:?}");
    let Record { citation, warnings, .. } = *record;
    let found = to_json_value("Citation", &citation).unwrap();
    let kept = marked(&format!("{found} {}", warnings.join(" ")));
    let lost: Vec<String> = marked(&source).into_iter().filter(|word| !kept.contains(word)).collect();
    assert!(lost.is_empty(), "{name} loses {lost:?}");
    let expected: serde_json::Value = serde_json::from_str(&fixture(expected)).unwrap();
    assert_eq!(found, expected, "{name} is not read as expected:\n{found:#}");
}

#[test]
fn every_field_of_jats_lands() {
    check(Format::Jats, "jats.xml", "jats.expected.json");
}

#[test]
fn every_field_of_crossref_lands() {
    check(Format::Crossref, "crossref.json", "crossref.expected.json");
}

#[test]
fn every_field_of_datacite_lands() {
    check(Format::Datacite, "datacite.json", "datacite.expected.json");
}

#[test]
fn every_field_of_dublin_core_lands() {
    check(Format::OaiDc, "oai-dc.xml", "oai-dc.expected.json");
}

#[test]
fn every_field_of_pubmeds_texts_lands() {
    check(Format::PubmedText, "pubmed-summary.txt", "pubmed-summary.expected.json");
    check(Format::PubmedText, "pubmed-abstract.txt", "pubmed-abstract.expected.json");
}

#[test]
fn every_field_of_refworks_lands() {
    check(Format::Refworks, "refworks.txt", "refworks.expected.json");
}
