//! Whole values as terms: `journal:the lancet`.

use crate::query::ast::Field;
use crate::query::words::{fold, words};

/// Longest value that is a term as it is; a longer one is its beginning and a hash.
const LONGEST: usize = 64;

/// The term of a value; `None` where the value is empty.
pub(super) fn term(field: Field, value: &str) -> Option<String> {
    let value = match field {
        Field::Author => plain_name(value),
        _ => value.to_lowercase(),
    };
    let value = value.trim();
    (!value.is_empty()).then(|| shortened(tag(field), value))
}

/// The term of an enum value or flag.
pub(super) fn number_term(field: Field, number: i32) -> String {
    format!("{}:{number}", tag(field))
}

/// The term of one stem of a field that has no text of its own.
pub(super) fn stem_term(field: Field, stem: &str) -> String {
    format!("{}~{stem}", tag(field))
}

/// The name of a measurement as it is compared: folded words, one space apart.
pub(super) fn measure_name(text: &str) -> String {
    let text = text.strip_prefix("MEASUREMENT_KIND_").unwrap_or(text);
    let folded: Vec<String> = words(text).map(|(_, word)| fold(word)).collect();
    folded.join(" ")
}

/// The term of a measurement's name.
pub(super) fn measure_term(name: &str) -> String {
    format!("{}:{name}", tag(Field::Measure))
}

/// A 64-bit hash that stays the same from run to run (FNV-1a).
pub(super) fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn tag(field: Field) -> &'static str {
    match field {
        Field::Language => "language",
        Field::Type => "type",
        Field::Journal => "journal",
        Field::Issn => "issn",
        Field::Author => "author",
        Field::Title => "title",
        Field::Mesh => "mesh",
        Field::Keyword => "keyword",
        Field::PublicationType => "publication_type",
        Field::Status => "status",
        Field::Doi => "doi",
        Field::Pmid => "pmid",
        Field::Pmcid => "pmcid",
        Field::Source => "source",
        Field::Has => "has",
        Field::Kind => "kind",
        Field::Direction => "direction",
        Field::Certainty => "certainty",
        Field::Role => "role",
        Field::Negated => "negated",
        Field::Main => "main",
        Field::KeyFinding => "key_finding",
        Field::Outcome => "outcome",
        Field::Intervention => "intervention",
        Field::Population => "population",
        Field::Comparator => "comparator",
        Field::StudyDesign => "study_design",
        Field::Measure => "measure",
        _ => "other",
    }
}

fn shortened(tag: &str, value: &str) -> String {
    if value.len() <= LONGEST {
        return format!("{tag}:{value}");
    }
    let cut = (0..=LONGEST / 2).rev().find(|at| value.is_char_boundary(*at)).unwrap_or(0);
    format!("{tag}:{}#{:016x}", &value[..cut], hash(value))
}

/// "Rossi, M.R." and "rossi mr" are one.
fn plain_name(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.to_lowercase().chars() {
        match c {
            '.' => {}
            ' ' | ',' | '\u{a0}' => gap = true,
            c => {
                if gap && !plain.is_empty() {
                    plain.push(' ');
                }
                gap = false;
                plain.push(c);
            }
        }
    }
    plain
}
