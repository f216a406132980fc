//! `cs:sort`: keys are rendered once and compared by the rules of the locale's language; what has no key comes last.

use std::borrow::Cow;
use std::cmp::Ordering;

use citationberg::taxonomy::{DateVariable, NumberVariable, Variable};
use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};

use super::budget::Budget;
use super::item::Item;
use super::locale::Locale;
use super::program::{Key, KeyBy, Program};
use super::render::date_key;
use super::render::{Cite, Purpose, Renderer};
use super::tape::Tape;

/// Between the parts of a name, and between names, of a sorting key.
pub const FIELD: char = '\u{1f}';

/// One key of one work; `None` where it is empty.
type KeyBytes = Option<Vec<u8>>;

/// Compares as a language does.
pub struct Sorter {
    collator: CollatorBorrowed<'static>,
}

impl Sorter {
    /// The rules of a language; those of no language where it is not known.
    pub fn new(lang: &str) -> Option<Self> {
        let rules = |lang: &str| {
            let locale: icu_locale_core::Locale = lang.parse().ok()?;
            let mut options = CollatorOptions::default();
            options.strength = Some(Strength::Primary);
            let mut preferences = CollatorPreferences::from(&locale);
            preferences.numeric_ordering = Some(CollationNumericOrdering::True);
            Collator::try_new(preferences, options).ok()
        };
        let collator = rules(lang).or_else(|| rules("und"))?;
        Some(Self { collator })
    }

    fn key(&self, text: &str) -> KeyBytes {
        if text.is_empty() {
            return None;
        }
        let mut bytes = Vec::with_capacity(text.len() * 2);
        // fields are compared one by one, so that Smith, T. comes before Smithson
        for field in text.split(FIELD) {
            // brackets, quotation marks and commas do not count
            let punctuated = field.contains(|c: char| is_skipped(c));
            let bare: Cow<'_, str> = match punctuated {
                true => field.chars().filter(|c| !is_skipped(*c)).collect::<String>().into(),
                false => field.into(),
            };
            let _ = self.collator.write_sort_key_to(&bare, &mut bytes);
            bytes.push(0);
        }
        Some(bytes)
    }

    /// The keys of one work.
    pub fn keys(
        &self,
        keys: &[Key],
        (program, locale, budget): (&Program, &Locale, &Budget),
        cite: &Cite<'_>,
    ) -> Vec<KeyBytes> {
        let mut tape = Tape::default();
        keys.iter()
            .map(|key| {
                tape.clear();
                write(key, (program, locale, budget), cite, &mut tape);
                self.key(tape.text.trim())
            })
            .collect()
    }
}

fn is_skipped(c: char) -> bool {
    c.is_ascii_punctuation() || matches!(c, '“' | '”' | '‘' | '’' | '«' | '»' | '…' | '–' | '—' | '¿' | '¡')
}

/// The order of two works by their keys.
pub fn compare(keys: &[Key], left: &[KeyBytes], right: &[KeyBytes]) -> Ordering {
    for ((key, left), right) in keys.iter().zip(left).zip(right) {
        let order = match (left, right) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => return Ordering::Greater,
            (Some(_), None) => return Ordering::Less,
            (Some(left), Some(right)) if key.descending => right.cmp(left),
            (Some(left), Some(right)) => left.cmp(right),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
}

fn write(
    key: &Key,
    (program, locale, budget): (&Program, &Locale, &Budget),
    cite: &Cite<'_>,
    tape: &mut Tape,
) {
    let renderer = |tape| Renderer::new(program, locale, cite, Purpose::Sort(Some(key)), tape, budget);
    match &key.by {
        KeyBy::Macro(nodes) => {
            renderer(tape).nodes(nodes, "");
        }
        KeyBy::Names(node) => {
            renderer(tape).nodes(&(*node..*node + 1), "");
        }
        KeyBy::Variable(Variable::Date(date)) => dated(cite.item, *date, tape),
        KeyBy::Variable(Variable::Number(NumberVariable::CitationNumber)) => {
            tape.text.push_str(&format!("{:010}", cite.number));
        }
        KeyBy::Variable(variable) => {
            renderer(tape).sort_variable(*variable);
        }
    }
}

fn dated(item: &dyn Item, variable: DateVariable, tape: &mut Tape) {
    if let Some(date) = item.date(variable) {
        match &date.literal {
            Some(literal) if date.start.year.is_none() => tape.text.push_str(literal),
            _ => date_key(&date, true, true, &mut tape.text),
        }
    }
}
