//! What an index holds of a record, whichever engine keeps the index: all of them find the same.

pub(super) mod analysis;
mod citation;
pub(super) mod exact;
mod finding;
mod measurement;

pub(super) use citation::year;

use self::analysis::{Analyser, Stemming};
use self::exact::Numbers;
use crate::query::ast::{Field, TextField};

/// A number known to lie between two ends, both part of it; `NAN` where there is none.
pub(super) type Interval = (f64, f64);

/// Takes what the index is to hold of one record.
pub(super) trait Sink {
    /// Stems of one piece of text, each followed by a space, to be found in those fields.
    fn text(&mut self, fields: &[TextField], stems: &str);

    /// A value that is compared whole.
    fn exact(&mut self, term: u64);

    /// A measurement of a finding: kind, statistic, what is measured, and these two together, of which some may be empty; value,
    /// months, percentage and p.
    fn measurement(&mut self, names: [String; 4], intervals: [Interval; 4]);
}

/// Finds what is to be indexed, and remembers which languages it saw.
pub(super) struct Terms {
    /// Set of the languages seen, by their bits.
    pub languages: u32,
    numbers: Numbers,
    analyser: Analyser,
    stems: String,
}

impl Terms {
    /// For an index that holds those languages already.
    pub fn new(languages: u32) -> Self {
        Self { languages, numbers: Numbers::default(), analyser: Analyser::default(), stems: String::new() }
    }

    /// Gives a piece of text to fields; phrases do not cross from one piece into another.
    fn text(&mut self, sink: &mut impl Sink, fields: &[TextField], stemming: Stemming, text: &str) {
        self.stems.clear();
        self.analyser.append(stemming, text, &mut self.stems);
        if self.stems.is_empty() {
            return;
        }
        self.languages |= stemming.bit();
        sink.text(fields, &self.stems);
    }

    /// Gives the words of a value that is otherwise compared whole.
    fn words(&mut self, sink: &mut impl Sink, field: Field, text: &str) {
        for stem in self.analyser.stems(Stemming::ENGLISH, text) {
            sink.exact(exact::stem_term(field, &stem));
        }
    }
}

/// The terms of a language tag: itself, and its primary subtag, so that `pt` finds `pt-BR`.
fn language_terms(tag: &str) -> impl Iterator<Item = u64> {
    let primary = tag.split('-').next().filter(|primary| *primary != tag);
    exact::term(Field::Language, tag)
        .into_iter()
        .chain(primary.and_then(|tag| exact::term(Field::Language, tag)))
}

/// The text that holds the words of a field of conditions.
pub(super) fn text_of(field: Field) -> Option<TextField> {
    match field {
        Field::Title => Some(TextField::Title),
        Field::Abstract => Some(TextField::Abstract),
        Field::Author => Some(TextField::Author),
        Field::Journal => Some(TextField::Journal),
        Field::Mesh => Some(TextField::Mesh),
        Field::Keyword => Some(TextField::Keyword),
        Field::Outcome => Some(TextField::Outcome),
        Field::Intervention => Some(TextField::Intervention),
        Field::Population => Some(TextField::Population),
        Field::Comparator => Some(TextField::Comparator),
        _ => None,
    }
}
