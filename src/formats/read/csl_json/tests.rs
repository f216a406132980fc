use std::io::{BufReader, Cursor};

use super::*;
use crate::formats::read::Record;

fn read(text: &str) -> Vec<Result<Item, String>> {
    let input = BufReader::with_capacity(7, Cursor::new(text.as_bytes().to_vec()));
    let mut reader = reader(Box::new(input));
    std::iter::from_fn(|| reader.next()).map(|item| item.map_err(|error| error.to_string())).collect()
}

fn one(text: &str) -> Record {
    match read(text).remove(0) {
        Ok(Item::Record(record)) => *record,
        other => panic!("{other:?}"),
    }
}

/// Titles of the records, reasons of what was rejected or failed.
fn check(text: &str, expected: &[&str]) {
    let found: Vec<String> = read(text)
        .into_iter()
        .map(|item| match item {
            Ok(Item::Record(record)) => record.citation.titles[0].text.clone(),
            Ok(Item::Rejected(rejection)) => rejection.reason,
            Ok(other) => panic!("{other:?}"),
            Err(error) => error,
        })
        .collect();
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.contains(expected), "{found} for {expected}");
    }
}

#[test]
fn shapes_of_a_file() {
    check("[]", &[]);
    check("[{\"type\": \"book\", \"title\": \"A\"}, {\"type\": \"book\", \"title\": \"B\"}]", &["A", "B"]);
    check("{\"type\": \"book\", \"title\": \"A ] } \\\" \"}", &["A ] } \""]);
    check("{\"title\": \"A\"}\n{\"title\": \"B\"}\n", &["A", "B"]);
    check("{\"k1\": {\"type\": \"book\", \"title\": \"A\"}, \"k2\": {\"title\": \"B\"}}", &["A", "B"]);
    check("{\"items\": [{\"title\": \"A\"}]}", &["A"]);
    check("\u{feff}[{\"title\": \"A\"}]", &["A"]);
    check("", &["holds no object"]);
    check("x", &["not csl-json"]);
}

#[test]
fn bad_items_do_not_spoil_the_others() {
    let deep =
        format!("[{{\"title\": {}1{}}}, {{\"title\": \"B\"}}]", "[".repeat(100_000), "]".repeat(100_000));
    check(&deep, &["recursion", "B"]);
    check("[{\"title\": nope}, {\"title\": \"B\"}]", &["expected", "B"]);
    check("[{\"x\": 1}, {\"title\": \"B\"}]", &["none of type", "B"]);
    check("[{\"title\": \"A\"}, {\"title\": \"B", &["A", "ends inside an item"]);
    check("[{\"title\": \"A\"}", &["A", "not closed"]);
}

#[test]
fn variables_find_their_fields() {
    let record = one(
        r#"{"id": "k1", "type": "article-journal", "title": "Growth of <i>Zea mays</i>", "DOI": "https://doi.org/10.5555/AB.1",
        "author": [{"family": "Berg", "given": "Anna", "non-dropping-particle": "van der"}, {"literal": "Maize Group"}],
        "issued": {"date-parts": [["2019", 3]]}, "page": "12-9", "container-title": "Field Trials", "ISSN": ["0034-1193"],
        "volume": 7, "locator": "p. 3", "accessed": {"raw": "2020-01-02"}, "host": [{"family": "Doe", "given": "J"}]}"#,
    );
    let citation = &record.citation;
    assert_eq!(citation.titles[0].text, "Growth of Zea mays");
    assert_eq!(citation.titles[0].formatting.len(), 1);
    assert_eq!(citation.identifiers[0].value, "10.5555/ab.1");
    assert_eq!(citation.contributors[0].family, "van der Berg");
    assert_eq!(citation.contributors[1].collective, "Maize Group");
    assert_eq!(citation.contributors[2].role_label, "host");
    let issued = citation.dates[0].date.as_ref().unwrap();
    assert_eq!((issued.year, issued.month, issued.day), (2019, Some(3), None));
    assert_eq!(citation.volume, "7");
    assert_eq!(citation.sources[0].record_id, "k1");
    assert_eq!(citation.sources[0].unplaced[0].tag, "locator");
}
