use std::io::Cursor;

use super::*;
use crate::contract::v1;

pub fn read(bytes: &[u8]) -> Vec<Item> {
    let mut reader = reader(Box::new(Cursor::new(bytes.to_vec())));
    std::iter::from_fn(|| reader.next()).map(Result::unwrap).collect()
}

fn one(text: &str) -> (v1::Citation, Vec<String>) {
    let mut items = read(text.as_bytes());
    assert_eq!(items.len(), 1, "{items:?}");
    match items.remove(0) {
        Item::Record(record) => (record.citation, record.warnings),
        other => panic!("{other:?}"),
    }
}

fn titles(bytes: &[u8], expected: &[&str]) {
    let found: Vec<String> = read(bytes)
        .into_iter()
        .map(|item| match item {
            Item::Record(record) => {
                record.citation.titles.first().map(|title| title.text.clone()).unwrap_or_default()
            }
            Item::Rejected(rejection) => format!("rejected: {}", rejection.reason),
            Item::Deleted(_) => unreachable!(),
        })
        .collect();
    assert_eq!(found, expected, "{}", String::from_utf8_lossy(bytes));
}

#[test]
fn entries_as_they_are_met() {
    titles(b"TY  - JOUR\nTI  - A\nER  - \n\nTY  - JOUR\nTI  - B\nER  -", &["A", "B"]);
    titles(b"\xef\xbb\xbfTY  - JOUR\r\nTI  - A\r\nER  - \r\n", &["A"]);
    titles(b"TY  - JOUR\rTI  - A\rER  - \rTY  - JOUR\rTI  - B\rER  - \r", &["A", "B"]);
    titles(b"TY  - JOUR\nTI  - Caf\xe9\nER  - ", &["Café"]);
    let wide: Vec<u8> =
        "\u{feff}TY  - JOUR\r\nTI  - Über\r\nER  - ".encode_utf16().flat_map(u16::to_le_bytes).collect();
    titles(&wide, &["Über"]);
    titles(b"TI  - A\nPY  - 2001\nER  - \n", &["A"]);
    titles(b"TY  - JOUR\nTI  - A\nTY  - JOUR\nTI  - B\n", &["A", "B"]);
    titles(b"TI  - A\nAU  - X, Y\n\nTI  - B\nAU  - X, Y\n", &["A", "B"]);
    titles(b"TY  - JOUR\nTI  - A\nER  - TY  - JOUR\nTI  - B\nER  - ", &["A", "B"]);
    titles(
        b"1.\nTY  - JOUR\nTI  - A long\n      title\nER  - \n2.\nTY  - BOOK\nER  - \n",
        &["A long title", "rejected: the entry has no fields"],
    );
}

#[test]
fn traps_of_single_fields() {
    let (citation, _) =
        one("TY  - JOUR\nTI  - A\nPY  - 1948/07//\nN2  - Same.\nAB  - Same.\nM3  - Article\nER  - ");
    let date = citation.dates[0].date.as_ref().unwrap();
    assert_eq!((date.year, date.month, date.day), (1948, Some(7), None));
    assert_eq!(citation.abstracts.len(), 1);
    assert_eq!(citation.genre, "Article");

    let (citation, _) = one(
        "TY  - JOUR\nTI  - A\nPY  - 2017\nDA  - OCT 18\nSP  - 424\nEP  - 33\nSN  - 0034-1193 1950-6007\nXX  - odd\nER  - ",
    );
    let date = citation.dates[0].date.as_ref().unwrap();
    assert_eq!((date.year, date.month, date.day), (2017, Some(10), Some(18)));
    assert_eq!(citation.pages.as_ref().unwrap().last, "433");
    assert_eq!(citation.container.as_ref().unwrap().issns.len(), 2);
    assert_eq!(citation.sources[0].unplaced, [v1::UnplacedField { tag: "XX".into(), value: "odd".into() }]);
}

#[test]
fn export_of_a_portal() {
    let (citation, warnings) = one(
        "TY  - JOUR\nT1  - Il suolo\nT2  - uno studio\nTT  - The soil\nAU  - Rossi, Anna\nAD  - Torino\nPY  - 2009\nY1  - 2009\nLA  - ita\nJO  - Terra\nJF  - Terra\nU2  - 10.5555/T.1\nDO  - 10.5555/t.1\nER  - ",
    );
    let titles: Vec<(&str, &str)> =
        citation.titles.iter().map(|t| (t.text.as_str(), t.language.as_str())).collect();
    assert_eq!(titles, [("Il suolo", "it"), ("uno studio", "it"), ("The soil", "")]);
    assert_eq!(citation.dates.len(), 1);
    assert_eq!(citation.identifiers.len(), 1);
    assert_eq!(citation.contributors[0].affiliations[0].text, "Torino");
    assert!(warnings.is_empty(), "{warnings:?}");
}

#[test]
fn nbib_and_prose_are_not_ris() {
    for (text, reason) in
        [("PMID- 1\nOWN - NLM\nTI  - A\n", "NBIB"), ("Dear all,\nhello.\n", "no line begins")]
    {
        let mut reader = reader(Box::new(Cursor::new(text.as_bytes().to_vec())));
        let Some(Err(ReadError::NotOfFormat { reason: found, .. })) = reader.next() else { panic!("{text}") };
        assert!(found.contains(reason), "{found}");
        assert!(reader.next().is_none());
    }
}

#[test]
fn line_past_the_limit_loses_its_entry_only() {
    let head = std::io::Read::chain(
        Cursor::new(b"TY  - JOUR\nTI  - A\nAB  - ".to_vec()),
        std::io::Read::take(std::io::repeat(b'a'), 65 << 20),
    );
    let input = std::io::BufReader::new(std::io::Read::chain(
        head,
        Cursor::new(b"\nER  - \nTY  - JOUR\nTI  - B\nER  - ".to_vec()),
    ));
    let mut reader = reader(Box::new(input));
    let Some(Ok(Item::Rejected(rejection))) = reader.next() else { panic!() };
    assert!(
        rejection.line == 1 && rejection.record == "A" && rejection.reason.contains("line 3"),
        "{rejection:?}"
    );
    assert!(matches!(reader.next(), Some(Ok(Item::Record(_)))));
}

/// Would hang where each value of a list were compared with all before it.
#[test]
fn an_entry_with_very_many_values_is_read() {
    const MANY: usize = 200_000;
    let line = |n: usize| format!("UR  - https://example.org/{n}\n\nDO  - 10.5555/{n}\n\n");
    let text: String = std::iter::once("TI  - T\n\n".to_owned()).chain((0..MANY).map(line)).collect();
    let mut reader = super::reader(Box::new(std::io::Cursor::new(text.into_bytes())));
    let Some(Ok(Item::Record(record))) = reader.next() else { panic!("no record") };
    assert_eq!(record.citation.locations.len(), MANY);
    assert_eq!(record.citation.identifiers.len(), MANY);
    assert!(reader.next().is_none());
}
