//! Web of Science: its tagged text ("ISI export format") and its tables separated by tabs, whose columns have the same tags.

mod people;
mod record;
mod table;

#[cfg(test)]
mod tests;

use std::io::BufRead;

use super::tagged::{self, Dialect, Fields};
use super::{Format, Reader};

static DIALECT: Dialect = Dialect {
    format: Format::Wos,
    lacks: "no line begins with a tag such as \"PT J\"",
    tagged,
    begins,
    ends: |tag| tag == "ER",
    outside: |tag| matches!(tag, "FN" | "VR" | "EF"),
    joint: "\n",
    item: record::item,
};

/// Reads an export of Web of Science record by record. A record of more than 64 MiB is rejected.
pub fn reader(input: Box<dyn BufRead + Send>) -> Box<dyn Reader> {
    table::reader(input, |input| tagged::reader(&DIALECT, input))
}

/// A line that begins a field: two characters and a space, or these two alone. Lines that go on are indented.
fn tagged(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches('\u{feff}');
    let bytes = line.as_bytes();
    let is_tag = bytes.len() >= 2
        && bytes[0].is_ascii_uppercase()
        && (bytes[1].is_ascii_uppercase() || bytes[1].is_ascii_digit())
        && bytes.get(2).is_none_or(|b| *b == b' ');
    is_tag.then(|| (&line[..2], line[2..].trim()))
}

fn begins(tag: &str, open: &Fields, _: bool) -> bool {
    tag == "PT" && open.iter().any(|(tag, _)| tag == "PT")
}

/// Whether a text is an export of Web of Science: a record begins with its kind, or a header has its tags.
pub fn is_wos(head: &str) -> bool {
    let first = head.split(['\n', '\r']).find(|line| !line.trim().is_empty()).unwrap_or_default();
    if table::is_header(first) {
        return true;
    }
    let mut tags = head.split(['\n', '\r']).filter_map(tagged);
    match tags.next() {
        Some(("FN", name)) => {
            ["ISI", "Web of", "Clarivate", "Thomson", "WOS"].iter().any(|known| name.contains(known))
                || tags.next().is_some_and(|(tag, _)| tag == "VR")
        }
        Some(("PT", kind)) => kind.len() <= 2 && tags.any(|(tag, _)| matches!(tag, "AU" | "TI" | "SO")),
        _ => false,
    }
}
