//! RefWorks' tagged format.

mod record;

use std::io::BufRead;

use super::tagged::{self, Dialect, Fields};
use super::{Format, Reader};

static DIALECT: Dialect = Dialect {
    format: Format::Refworks,
    lacks: "no line begins with a tag such as \"RT Journal Article\"",
    tagged,
    begins,
    ends: |_| false,
    outside: |_| false,
    joint: " ",
    item: record::item,
};

/// Reads RefWorks' tagged format record by record. A record of more than 64 MiB is rejected.
pub fn reader(input: Box<dyn BufRead + Send>) -> Box<dyn Reader> {
    tagged::reader(&DIALECT, input)
}

/// Tags of the format, but for those of users.
const TAGS: &[&str] = &[
    "RT", "SR", "ID", "A1", "A2", "A3", "A4", "A5", "A6", "T1", "T2", "T3", "JF", "JO", "YR", "FD", "VO",
    "IS", "SP", "OP", "K1", "AB", "NO", "PB", "PP", "ED", "SN", "AV", "AD", "AN", "LA", "CL", "SF", "OT",
    "LK", "DO", "CN", "DB", "DS", "IP", "RD", "ST", "UL", "SL", "LL", "CR", "WT", "WV", "WP", "OL", "PMID",
    "PMCID", "U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8", "U9", "PN",
];

/// A line that begins a field: a tag of the format and a space, or the tag alone.
fn tagged(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches('\u{feff}');
    let end = line.find(' ').unwrap_or(line.len());
    let tag = &line[..end];
    let user = tag.len() == 3 && tag.starts_with("U1");
    (TAGS.contains(&tag) || user).then(|| (tag, line[end..].trim()))
}

fn begins(tag: &str, open: &Fields, after_blank: bool) -> bool {
    tag == "RT" && !open.is_empty() || after_blank && tag == "SR" && open.first("SR").is_some()
}

/// Whether a text begins like this format.
pub fn is_refworks(head: &str) -> bool {
    let mut tags = head.split(['\n', '\r']).filter(|line| !line.trim().is_empty()).map(tagged);
    let first = tags.next().flatten();
    first.is_some_and(|(tag, kind)| tag == "RT" && !kind.is_empty()) && tags.take(6).flatten().count() >= 2
}
