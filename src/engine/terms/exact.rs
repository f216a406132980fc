//! Whole values as terms: the hash of `journal:the lancet`. Most values occur once, and a dictionary of whole titles and names
//! costs more to write than the text itself.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use sha2::{Digest, Sha256};

use crate::query::ast::Field;
use crate::query::words::{fold, words};

/// The term of a value; `None` where the value is empty.
pub(in crate::engine) fn term(field: Field, value: &str) -> Option<u64> {
    let value = match field {
        Field::Author => plain_name(value),
        _ => value.to_lowercase(),
    };
    let value = value.trim();
    (!value.is_empty()).then(|| hash(&[tag(field), ":", value]))
}

/// The terms of enum values and flags. There are few, so that each is hashed once.
#[derive(Default)]
pub(in crate::engine) struct Numbers(HashMap<(Field, i32), u64, RandomState>);

/// Most of them that are remembered: a message may hold numbers that no enum has.
const NUMBERS: usize = 1_024;

impl Numbers {
    /// The term of an enum value or flag.
    pub fn term(&mut self, field: Field, number: i32) -> u64 {
        if self.0.len() >= NUMBERS {
            self.0.clear();
        }
        *self.0.entry((field, number)).or_insert_with(|| number_term(field, number))
    }
}

/// The term of an enum value or flag.
pub(in crate::engine) fn number_term(field: Field, number: i32) -> u64 {
    hash(&[tag(field), ":", &number.to_string()])
}

/// The term of one stem of a field that has no text of its own.
pub(in crate::engine) fn stem_term(field: Field, stem: &str) -> u64 {
    hash(&[tag(field), "~", stem])
}

/// The name of a measurement as it is compared: folded words, one space apart.
pub(in crate::engine) fn measure_name(text: &str) -> String {
    let text = text.strip_prefix("MEASUREMENT_KIND_").unwrap_or(text);
    let folded: Vec<String> = words(text).map(|(_, word)| fold(word)).collect();
    folded.join(" ")
}

/// The hash of a measurement's name.
pub(in crate::engine) fn measure_hash(name: &str) -> u64 {
    hash(&[name])
}

/// 64 bits of SHA-256: nobody can make a value that is taken for another, and no two values of a library meet by chance.
fn hash(parts: &[&str]) -> u64 {
    let mut digest = Sha256::new();
    parts.iter().for_each(|part| digest.update(part));
    digest.finalize().iter().take(8).fold(0, |hash, byte| hash << 8 | u64::from(*byte))
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
        Field::Review => "review",
        Field::Orphaned => "orphaned",
        _ => "other",
    }
}

/// "Rossi, M.R.", "rossi mr" and "M.R. Rossi" are one: the words of a name in the order of the alphabet.
fn plain_name(name: &str) -> String {
    let plain = name.to_lowercase().replace('.', "");
    let mut words: Vec<&str> = plain.split([' ', ',', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.join(" ")
}
