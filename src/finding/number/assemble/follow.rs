//! Numbers that share the name of a statistic with others: "P = 0.02 and 0.04", "sensitivity and specificity were 91% and 88%".

use super::{Reader, Taken};
use crate::contract::v1::{Measurement, MeasurementKind as Kind};
use crate::finding::number::{context, make};
use crate::finding::reading::Extent;

/// Diagnostic names that may stand far before their numbers, and what they are called.
const NAMES: &[(&str, &str)] = &[
    ("sensitivity", "sensitivity"),
    ("sensitivities", "sensitivity"),
    ("specificity", "specificity"),
    ("specificities", "specificity"),
    ("positive predictive value", "PPV"),
    ("positive predictive values", "PPV"),
    ("negative predictive value", "NPV"),
    ("negative predictive values", "NPV"),
    ("diagnostic accuracy", "accuracy"),
    ("overall accuracy", "accuracy"),
    ("ppv", "PPV"),
    ("npv", "NPV"),
];

impl Reader<'_> {
    /// A number that goes on a list whose first member is named.
    pub(super) fn following(&self) -> Option<Taken> {
        let (atom, before) = (&self.atoms[0], self.before?);
        let kind = before.kind();
        if !matches!(kind, Kind::PValue | Kind::EffectSize | Kind::Diagnostic) || atom.high.is_some() {
            return None;
        }
        let (operator, start) = self.operator(atom);
        let gap = self.reading.lower.get(self.floor..start)?;
        let listed = matches!(
            gap.trim(),
            "," | "and"
                | ", and"
                | "or"
                | "vs"
                | "vs."
                | "v"
                | "versus"
                | "to"
                | ", and to"
                | "e"
                | "und"
                | "et"
                | "y"
        );
        let alike = match kind {
            Kind::PValue => atom.unit.is_none() && atom.value.starts_with('0') && !atom.integer,
            _ => {
                before.unit_ucum == atom.ucum() && (atom.is_percent() || atom.unit.is_none() && !atom.integer)
            }
        };
        let rest = self.tail(atom, 8);
        if !listed
            || !alike
            || atom.modifier
            || atom.lexical
            || rest.starts_with(" of ")
            || rest.trim_start().starts_with(['±', '(', '[']) && kind == Kind::PValue
        {
            return None;
        }
        let mut found = make(self.reading, kind, Extent::new(start, atom.extent.end));
        self.value(&mut found, atom);
        self.operated(&mut found, operator);
        // "P less than 0.05 and 0.01": the bound is shared too
        if kind == Kind::PValue && operator.is_none() {
            found.operator = before.operator;
        }
        self.unit(&mut found, atom);
        found.statistic.clone_from(&before.statistic);
        found.statistic_code.clone_from(&before.statistic_code);
        if kind == Kind::Diagnostic
            && let Some(next) = self.second_name(before)
        {
            found.statistic = next.to_owned();
        }
        Some((Some(found), 1))
    }

    /// "The sensitivity of the test was 91%": the name stands before a phrase of its own.
    pub(super) fn subject(&self) -> Option<Taken> {
        let atom = &self.atoms[0];
        if !(atom.is_percent() || atom.unit.is_none() && !atom.integer) || atom.modifier {
            return None;
        }
        let (operator, start) = self.operator(atom);
        let left = context::left(self.reading, self.floor, start, 160).trim_end();
        let verb = context::ends_with_word(
            left,
            &["was", "were", "is", "are", "of", "reached", "to be", "respectively"],
        );
        if !verb {
            return None;
        }
        let clause = left.rfind("; ").map_or(left, |at| &left[at..]);
        let name = *names(clause).first()?;
        let mut found = make(self.reading, Kind::Diagnostic, Extent::new(start, atom.extent.end));
        self.value(&mut found, atom);
        self.operated(&mut found, operator);
        self.unit(&mut found, atom);
        found.statistic = name.to_owned();
        Some((Some(found), 1))
    }

    /// The name that the text lists after that of the number before.
    fn second_name(&self, before: &Measurement) -> Option<&'static str> {
        let start = usize::try_from(before.span?.start).ok()?;
        let left = context::left(self.reading, self.extent.start, start, 200);
        let names = names(left);
        let at = names.iter().position(|name| *name == before.statistic)?;
        names.get(at + 1).copied()
    }
}

/// Diagnostic names of a text, in order.
fn names(text: &str) -> Vec<&'static str> {
    if !["sensitiv", "specific", "predictive", "accuracy", "ppv", "npv"]
        .iter()
        .any(|stem| text.contains(stem))
    {
        return Vec::new();
    }
    let mut found: Vec<(usize, &'static str)> = Vec::new();
    for (written, name) in NAMES {
        for (at, _) in text.match_indices(written) {
            let whole = context::ends_with_word(&text[..at + written.len()], &[written])
                && !text[at + written.len()..].starts_with(|c: char| c.is_alphanumeric());
            if whole {
                found.push((at, name));
            }
        }
    }
    found.sort_unstable();
    found.into_iter().map(|(_, name)| name).collect()
}
