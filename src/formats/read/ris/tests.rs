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
