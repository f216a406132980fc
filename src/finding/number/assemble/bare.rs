//! A number that only the words around it name: folds, grades, years, amounts.

use super::{Reader, Taken};
use crate::contract::v1::{
    Measurement, MeasurementKind as Kind, MeasurementOperator as Operator, QuantityRole,
};
use crate::finding::number::{context, make, plain};
use crate::finding::reading::Extent;

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
        ];
        let length = match () {
            () if rest.starts_with("-fold") => 5,
            () if rest.starts_with(" fold") => 5,
            () if rest.starts_with("fold") => 4,
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
        const NAMES: &[&str] = &[
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
        let atom = &self.atoms[0];
        let left = context::left(self.reading, self.floor, atom.extent.start, 24);
        atom.unit.is_none() && context::ends_with_word(left, NAMES)
    }

    pub(super) fn plain(&self) -> Option<Measurement> {
        let atom = &self.atoms[0];
        if atom.modifier {
            return None;
        }
        if self.year() {
            return Some(self.suppressed(Kind::Year, atom.extent));
        }
        let kind = plain::kind(self.reading, self.extent, self.floor, atom)?;
        let (operator, start) = self.operator(atom);
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
        if kind.tail.is_some() {
            found.unit = self.reading.slice(Extent::new(atom.digits_end, end)).trim().to_owned();
        }
        found.statistic = kind.statistic.to_owned();
        found.of = kind.of.to_owned();
        if kind.dose {
            found.role = QuantityRole::Dose.into();
        }
        Some(found)
    }

    /// Start of "after" before `start`.
    fn after(&self, start: usize) -> usize {
        let left = context::left(self.reading, self.floor, start, 12);
        let trimmed = left.trim_end();
        if trimmed.ends_with("after") { start - left.len() + trimmed.len() - 5 } else { start }
    }

    fn year(&self) -> bool {
        let atom = &self.atoms[0];
        let calendar = |value: &str| value.len() == 4 && matches!(&value[..2], "18" | "19" | "20");
        let dated = atom.integer
            && atom.unit.is_none()
            && calendar(&atom.value)
            && atom.digits_end - atom.extent.start >= 4;
        let plain = !self.reading.slice(atom.extent).contains([',', '.']);
        let high = atom.high.as_deref().is_none_or(|high| calendar(high) || high.len() == 2);
        const MONTHS: [&str; 12] = [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ];
        let near = |text: &str| MONTHS.iter().any(|month| text.trim_start().starts_with(month));
        let rest = self.reading.lower.get(atom.digits_end..self.extent.end).unwrap_or_default();
        let left = context::left(self.reading, self.floor, atom.extent.start, 14);
        let day = atom.integer
            && atom.unit.is_none()
            && (near(rest) || context::ends_with_word(left, &MONTHS))
            && atom.value.len() <= 2;
        dated && plain && high || day
    }
}
