//! A bare integer, or one with a unit that no table knows: a count whose noun is left out, a score, or not known.

use super::Reader;
use super::bare::GRADED;
use crate::contract::v1::{Measurement, MeasurementKind as Kind};
use crate::finding::number::{context, make, plain};
use crate::finding::reading::Extent;

/// What those do who are counted.
const DEEDS: &[&str] = &[
    "were",
    "had",
    "received",
    "died",
    "underwent",
    "developed",
    "who",
    "showed",
    "did",
    "required",
    "survived",
    "relapsed",
    "remained",
    "completed",
    "responded",
    "failed",
    "experienced",
    "withdrew",
    "assigned",
    "recovered",
    "improved",
];

impl Reader<'_> {
    /// What a bare integer is; it may be a result only where the words around it say so.
    pub(super) fn naked(&self) -> Option<Measurement> {
        let atom = &self.atoms[0];
        if !atom.integer
            || atom.unit.is_some()
            || atom.shared.is_some()
            || atom.lexical
            || atom.modifier
            || self.item()
        {
            return None;
        }
        let (operator, start) = self.operator(atom);
        let left = context::left(self.reading, self.extent.start, start, 48).trim_end();
        let rest = self.reading.lower.get(atom.extent.end..self.extent.end)?;
        if rest.starts_with(['-', '\'', '′', '*']) || left.ends_with(['#', '*', '^']) {
            return None;
        }
        // "on days 7, 14 and 21"
        let head = plain::listed(left);
        if head.len() < left.len() && context::ends_with_word(head, GRADED) {
            return Some(self.suppressed(Kind::Grade, atom.extent));
        }
        // "CS 476 had no effect"
        let coded = self.reading.text.get(..start).is_some_and(|head| {
            head.strip_suffix(' ').is_some_and(|head| head.ends_with(|c: char| c.is_ascii_uppercase()))
        });
        let kind = match () {
            () if coded => Kind::Unspecified,
            () if self.continues() => Kind::Quantity,
            () if context::ends_with_word(
                left,
                &["per", "position", "positions", "residue", "residues", "at"],
            ) =>
            {
                Kind::Unspecified
            }
            () if self.counts(left, rest) => Kind::Count,
            () if self.amounts(left) => Kind::Quantity,
            () => Kind::Unspecified,
        };
        let mut found = make(self.reading, kind, Extent::new(start, atom.extent.end));
        self.value(&mut found, atom);
        self.operated(&mut found, operator);
        Some(found)
    }

    /// "three failed to recover", "seven of them": a number in words that stands for its things.
    pub(super) fn alone(&self) -> Option<Measurement> {
        let atom = &self.atoms[0];
        if atom.value == "0" || atom.high.is_some() || atom.unit.is_some() || atom.modifier {
            return None;
        }
        let left = context::left(self.reading, self.extent.start, atom.extent.start, 24).trim_end();
        // "the two were alike", "group two had"
        let named = context::ends_with_word(
            left,
            &["the", "these", "those", "all", "both", "last", "first", "other", "no"],
        ) || context::ends_with_word(left, GRADED);
        let next = self.tail(atom, 24).trim_start();
        let whom = ["of them ", "of these ", "of whom "].iter().find(|of| next.starts_with(**of));
        let word = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let does = DEEDS.contains(&word) && (atom.value != "1" || !matches!(word, "who" | "had" | "did"));
        if named || !does && whom.is_none() {
            return None;
        }
        let them = whom.filter(|of| **of == "of them ").map_or(0, |of| of.len());
        let mut found =
            make(self.reading, Kind::Count, Extent::new(atom.extent.start, atom.extent.end + them));
        self.value(&mut found, atom);
        found.lexical = true;
        Some(found)
    }

    /// "170 000, 126 000 and 35 000": goes on a list of bare amounts.
    fn continues(&self) -> bool {
        let amount = self.before.is_some_and(|before| {
            before.kind == Kind::Quantity as i32 && before.unit.is_empty() && !before.value.contains('.')
        });
        let gap = self.reading.lower.get(self.floor..self.atoms[0].extent.start).unwrap_or_default();
        amount && matches!(gap.trim(), "," | "and" | ", and" | "or" | "to" | "vs" | "versus")
    }

    /// "1." or "2)" before the sentence or clause that it numbers.
    fn item(&self) -> bool {
        let atom = &self.atoms[0];
        let bytes = self.reading.text.as_bytes();
        let next = bytes.get(atom.extent.end);
        let opening = atom.extent.start == self.extent.start && matches!(next, Some(b'.' | b')' | b':'));
        let opened = context::left(self.reading, self.extent.start, atom.extent.start, 200);
        let unopened = next == Some(&b')') && !opened.contains('(');
        opening || unopened
    }

    /// Things or people, named earlier or by what they do.
    fn counts(&self, left: &str, rest: &str) -> bool {
        if self.atoms[0].high.is_some() || self.atoms[0].value.starts_with('-') {
            return false;
        }
        let next = rest.trim_start().split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        if DEEDS.contains(&next)
            || ["of the", "of these", "of them", "of whom"].iter().any(|of| rest.trim_start().starts_with(of))
        {
            return true;
        }
        let counted =
            |kind: i32| [Kind::Count, Kind::CountOfTotal, Kind::SampleSize].iter().any(|k| kind == *k as i32);
        let after_count = self.before.is_some_and(|before| counted(before.kind));
        let linked = context::ends_with_word(
            left,
            &[
                "and",
                "in",
                "only",
                "by",
                "vs",
                "vs.",
                "versus",
                "v",
                "than",
                "with",
                "other",
                "remaining",
                "while",
                "or",
                "among",
            ],
        ) || left.ends_with([',', ';', '(']);
        let ends = rest.trim_start().is_empty()
            || rest.trim_start().starts_with([',', '.', ';', ')'])
            || matches!(
                next,
                "in" | "of"
                    | "on"
                    | "by"
                    | "for"
                    | "with"
                    | "from"
                    | "and"
                    | "or"
                    | "to"
                    | "vs"
                    | "versus"
                    | "v"
                    | "at"
                    | "was"
                    | "as"
                    | "after"
                    | "before"
                    | "without"
                    | "who"
                    | "among"
                    | "during"
                    | "respectively"
                    | "occurring"
            );
        after_count && linked && ends
    }

    /// A value that something has, reaches or changes to.
    fn amounts(&self, left: &str) -> bool {
        let atom = &self.atoms[0];
        let verb = context::ends_with_word(
            left,
            &[
                "was",
                "were",
                "is",
                "are",
                "averaged",
                "reached",
                "score of",
                "scores of",
                "value of",
                "values of",
                "index of",
                "mean of",
                "median of",
                "average of",
                "mean",
                "median",
                "averaging",
                "level of",
                "levels of",
                "weight of",
                "weights of",
                "mr",
                "mr of",
                "number of",
                "equal to",
                "era",
                "factor of",
                "titer of",
                "titers of",
                "titre of",
                "ratio of",
                "count of",
                "counts of",
                "ranging from",
                "ranged from",
                "totaled",
                "totalled",
            ],
        ) || left.ends_with('=');
        let weight = ["molecular weight", "molecular mass", "mol. wt", "mol.wt", "m.w.", "relative mass"]
            .iter()
            .any(|name| left.contains(name));
        let pressure = self.gap(0, 1) == "/"
            || left.ends_with('/') && left[..left.len() - 1].ends_with(|c: char| c.is_ascii_digit());
        verb || weight || pressure || atom.change.is_some()
    }
}
