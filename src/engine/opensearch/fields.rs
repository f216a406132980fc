//! What the cluster searches, as JSON: names of fields, stems, numbers.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::engine::terms::{Interval, Sink};
use crate::query::ast::TextField;

/// Most bytes of a stem: the cluster cuts longer words in two.
const LONGEST_STEM: usize = 256;
/// Most bytes of the name of a measurement that is found.
const LONGEST_NAME: usize = 1_000;
/// Most measurements of a finding that are searched: the cluster refuses documents with more than 10,000.
const MOST_MEASUREMENTS: usize = 5_000;

/// Low and high end of value, months, percentage and p of a measurement.
pub(super) const ENDS: [(&str, &str); 4] = [
    ("value_low", "value_high"),
    ("months_low", "months_high"),
    ("percent_low", "percent_high"),
    ("p_low", "p_high"),
];

/// Name of a field of text.
pub(super) fn name(field: TextField) -> &'static str {
    match field {
        TextField::Any => "any",
        TextField::Title => "title",
        TextField::Abstract => "abstract",
        TextField::Author => "author",
        TextField::Journal => "journal",
        TextField::Mesh => "mesh",
        TextField::Keyword => "keyword",
        TextField::Statement => "statement",
        TextField::Outcome => "outcome",
        TextField::Intervention => "intervention",
        TextField::Population => "population",
        TextField::Comparator => "comparator",
    }
}

/// A whole value as it stands in the field `exact`.
pub(super) fn exact(term: u64) -> String {
    format!("{term:016x}")
}

/// A stem as it stands in a field of text: a long one by its hash.
pub(super) fn stem(stem: &str) -> Cow<'_, str> {
    if stem.len() <= LONGEST_STEM {
        return Cow::Borrowed(stem);
    }
    let hash = Sha256::digest(stem);
    Cow::Owned(hash.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Gathers the searched fields of one document.
#[derive(Default)]
pub(super) struct Fields {
    texts: BTreeMap<&'static str, Vec<String>>,
    exact: Vec<String>,
    measurements: Vec<Value>,
}

impl Fields {
    /// Adds them to a document.
    pub fn add_to(mut self, document: &mut Map<String, Value>) {
        self.exact.sort_unstable();
        self.exact.dedup();
        document.extend(self.texts.into_iter().map(|(field, texts)| (field.to_owned(), json!(texts))));
        document.insert("exact".into(), json!(self.exact));
        if !self.measurements.is_empty() {
            document.insert("measurements".into(), Value::Array(self.measurements));
        }
    }
}

impl Sink for Fields {
    fn text(&mut self, fields: &[TextField], stems: &str) {
        let text: String = match stems.split(' ').any(|stem| stem.len() > LONGEST_STEM) {
            false => stems.to_owned(),
            true => stems.split(' ').map(|one| stem(one) + " ").collect(),
        };
        for field in fields {
            self.texts.entry(name(*field)).or_default().push(text.clone());
        }
    }

    fn exact(&mut self, term: u64) {
        self.exact.push(exact(term));
    }

    fn measurement(&mut self, names: [String; 4], intervals: [Interval; 4]) {
        if self.measurements.len() == MOST_MEASUREMENTS {
            return;
        }
        let [kind, statistic, of, _] = &names;
        let mut document = Map::new();
        document.insert("kind".into(), words_of(kind));
        document.insert("of".into(), words_of(&format!("{statistic} {of}")));
        let found = names.iter().filter(|name| !name.is_empty() && name.len() < LONGEST_NAME);
        document.insert("names".into(), found.map(String::as_str).collect());
        for ((low_field, high_field), (low, high)) in ENDS.into_iter().zip(intervals) {
            if !low.is_nan() && !high.is_nan() {
                document.insert(low_field.into(), json!(finite(low)));
                document.insert(high_field.into(), json!(finite(high)));
            }
        }
        self.measurements.push(Value::Object(document));
    }
}

fn words_of(name: &str) -> Value {
    let words: Vec<Cow<'_, str>> = name.split(' ').filter(|word| !word.is_empty()).map(stem).collect();
    Value::String(words.join(" "))
}

/// JSON has no infinity; nobody asks for an end beyond the largest number.
fn finite(end: f64) -> f64 {
    end.clamp(f64::MIN, f64::MAX)
}
