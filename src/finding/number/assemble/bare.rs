//! A number that only the words around it name: folds, grades, years, amounts.

use super::{Reader, Taken};
use crate::contract::v1::{
    Measurement, MeasurementKind as Kind, MeasurementOperator as Operator, QuantityRole,
};
use crate::finding::number::{context, make, plain, unit};
use crate::finding::reading::Extent;
use crate::finding::token;

/// What numbers its kinds, days and cases.
pub(super) const GRADED: &[&str] = &[
    "grade",
    "grades",
    "stage",
    "stages",
    "type",
    "types",
    "class",
    "phase",
    "phases",
    "level",
    "levels i",
    "group",
    "groups",
    "day",
    "days",
    "week",
    "month",
    "year",
    "figure",
    "fig.",
    "table",
    "version",
    "case",
    "cohort",
    "step",
    "visit",
    "category",
    "no.",
    "number",
    "part",
    "experiment",
    "study",
    "grado",
    "stadio",
    "tipo",
    "factor",
    "isoform",
    "chromosome",
    "exon",
    "codon",
    "position",
    "residue",
    "site",
    "line",
    "model",
    "trial",
    "interleukin",
    "serotype",
    "genotype",
    "cycle",
    "lead",
    "patient",
];

impl Reader<'_> {
    /// "2.5-fold", "twofold", "three times".
    pub(super) fn fold(&self) -> Option<Taken> {
        let atom = &self.atoms[0];
        let rest = self.reading.lower.get(atom.digits_end..self.extent.end)?;
        let higher = [
            " times higher",
            " times more",
            " times greater",
            " times as",
            " times lower",
            " times the",
            " times that",
            " times less",
            " times larger",
            " times smaller",
            " times faster",
            " times slower",
            " times longer",
            " times stronger",
            " times increase",
        ];
        let length = match () {
            () if rest.starts_with("-fold") => 5,
            () if rest.starts_with(" fold") => 5,
            () if rest.starts_with("fold") => 4,
            () if rest.starts_with("-times") => 6,
            () if ["volte", "-fach", "fach", "veces", "vezes", " fois"]
                .iter()
                .any(|word| rest.trim_start().starts_with(word.trim_start())) =>
            {
                let word = rest.trim_start();
                let length = word.bytes().take_while(|b| b.is_ascii_alphabetic() || *b == b'-').count();
                rest.len() - word.len() + length
            }
            () if higher.iter().any(|phrase| rest.starts_with(phrase)) => 6,
            () => return None,
        };
        let (operator, start) = self.operator(atom);
        let mut found = make(self.reading, Kind::FoldChange, Extent::new(start, atom.digits_end + length));
        self.value(&mut found, atom);
        self.operated(&mut found, operator);
        found.lexical = atom.lexical;
        Some((Some(found), 1))
    }

    /// "grade 3-4", "type 2", "day 7".
    pub(super) fn graded(&self) -> bool {
        let atom = &self.atoms[0];
        let left = context::left(self.reading, self.floor, atom.extent.start, 24);
        atom.unit.is_none() && context::ends_with_word(left.trim_end_matches('-'), GRADED)
    }

    pub(super) fn plain(&self) -> Option<Measurement> {
        let atom = &self.atoms[0];
        if atom.modifier {
            return None;
        }
        if self.year() {
            return Some(self.suppressed(Kind::Year, atom.extent));
        }
        // "at 1, 3 and 6 months": what the last is, the others are
        let last =
            self.atoms.iter().take(24).find(|next| next.unit.is_some()).filter(|_| atom.shared.is_some());
        let mut kind = plain::kind(self.reading, self.extent, self.floor, last.unwrap_or(atom))?;
        if kind.kind == Kind::Duration && self.aged() {
            kind.kind = Kind::Age;
        }
        kind.tail = kind.tail.filter(|_| last.is_none());
        let (operator, mut start) = self.operator(atom);
        if operator.is_none() && kind.kind != Kind::Proportion {
            start = self.labelled_start(atom).min(self.priced(start));
        }
        let living = kind.kind == Kind::SurvivalTime && kind.after;
        let start = if living { self.after(start) } else { start };
        let mut end = atom.extent.end;
        if let Some(tail) = kind.tail {
            end = tail.max(end);
        }
        let mut found = make(self.reading, kind.kind, Extent::new(start, end));
        self.value(&mut found, atom);
        self.operated(&mut found, operator);
        if living {
            found.operator = Operator::Greater.into();
        }
        self.unit(&mut found, atom);
        self.named_unit(&mut found);
        if kind.tail.is_some() {
            found.unit = self.reading.slice(Extent::new(atom.digits_end, end)).trim().to_owned();
            found.unit_ucum = plain::per(&found.unit);
        }
        found.statistic = kind.statistic.to_owned();
        found.of = kind.of.to_owned();
        if kind.dose {
            found.role = QuantityRole::Dose.into();
        }
        Some(found)
    }

    /// One end of "8 months to 21 years", where the other is an age.
    fn aged(&self) -> bool {
        let joined = |gap: &str| matches!(gap.trim(), "to" | "-" | "–" | "and");
        let before = self.before.is_some_and(|before| before.kind == Kind::Age as i32)
            && self.reading.lower.get(self.floor..self.atoms[0].extent.start).is_some_and(joined);
        let next = self.atoms.get(1).filter(|next| unit::is_time(next.ucum()) && joined(self.gap(0, 1)));
        let old = next.is_some_and(|next| {
            let tail = self.tail(next, 12);
            [" of age", " old", "-old", " di et"].iter().any(|word| tail.starts_with(word))
        });
        before || old
    }

    /// Start of "$" before a number.
    fn priced(&self, start: usize) -> usize {
        let head = self.reading.text.get(self.floor..start).unwrap_or_default();
        let sign = head.chars().next_back().filter(|c| matches!(c, '$' | '€' | '£'));
        start - sign.map_or(0, char::len_utf8)
    }

    /// Units that stand before their number: "$12.50", "pH 7.4".
    fn named_unit(&self, found: &mut Measurement) {
        if !found.unit.is_empty() {
            return;
        }
        let unit = match found.text.chars().next() {
            Some('$') => ("$", "{USD}"),
            Some('€') => ("€", "{EUR}"),
            Some('£') => ("£", "{GBP}"),
            _ => {
                let left = context::left(self.reading, self.floor, self.atoms[0].extent.start, 12);
                let left = left.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '=' | ':'));
                let bare = left.strip_suffix(" of").unwrap_or(left);
                match context::ends_with_word(bare, &["ph"]) {
                    true => ("pH", "[pH]"),
                    false => return,
                }
            }
        };
        (found.unit, found.unit_ucum) = (unit.0.to_owned(), unit.1.to_owned());
    }

    /// Start of "after" before `start`.
    fn after(&self, start: usize) -> usize {
        let left = context::left(self.reading, self.floor, start, 12);
        let trimmed = left.trim_end();
        if trimmed.ends_with("after") { start - left.len() + trimmed.len() - 5 } else { start }
    }

    pub(super) fn year(&self) -> bool {
        let atom = &self.atoms[0];
        let calendar = |value: &str| value.len() == 4 && matches!(&value[..2], "18" | "19" | "20");
        let dated = atom.integer
            && atom.unit.is_none()
            && calendar(&atom.value)
            && atom.digits_end - atom.extent.start >= 4;
        let plain = !self.reading.slice(atom.extent).contains([',', '.']);
        let high = atom.high.as_deref().is_none_or(|high| calendar(high) || high.len() == 2);
        let near = |text: &str| token::MONTHS.iter().any(|month| text.trim_start().starts_with(month));
        let rest = self.reading.lower.get(atom.digits_end..self.extent.end).unwrap_or_default();
        let left = context::left(self.reading, self.floor, atom.extent.start, 14);
        let day = atom.integer
            && atom.unit.is_none()
            && (near(rest) || context::ends_with_word(left, &token::MONTHS))
            && atom.value.len() <= 2;
        dated && plain && high || day
    }
}
