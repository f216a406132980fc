//! A centre with its spread: mean and deviation, median and quartiles.

use super::{Reader, Taken};
use crate::contract::v1::{MeasurementKind as Kind, MeasurementOperator as Operator};
use crate::finding::number::{context, double, make, unit};
use crate::finding::reading::Extent;

impl Reader<'_> {
    /// "52.3 ± 4.1 mmHg", "61.2 (8.4) years" after "mean (SD)", "5.2 (SD 1.1)", "median 9.0 (IQR 5-12)".
    pub(super) fn spread(&self) -> Option<Taken> {
        let (atom, second) = (&self.atoms[0], self.atoms.get(1)?);
        if atom.high.is_some() || second.identifier {
            return None;
        }
        let gap = self.gap(0, 1);
        let left = context::left(self.reading, self.floor, atom.extent.start, 60);
        let plus = matches!(gap.trim(), "±" | "+/-" | "+-" | "+/−" | "+ or -")
            || gap.trim() == "(±"
            || gap.trim() == "(+/-";
        if plus {
            let error = ["sem", "se)", "standard error", "s.e.m"]
                .iter()
                .any(|word| left.contains(word) || self.tail(second, 24).contains(word));
            let kind = if error { Kind::MeanSe } else { Kind::MeanSd };
            let close = usize::from(
                gap.trim().starts_with('(')
                    && self.reading.text.as_bytes().get(second.extent.end) == Some(&b')'),
            );
            let end = second.extent.end + close;
            let mut found = make(self.reading, kind, Extent::new(atom.extent.start, end));
            self.value(&mut found, atom);
            found.operator = Operator::PlusMinus.into();
            found.spread.clone_from(&second.value);
            self.unit(&mut found, if second.unit.is_some() { second } else { atom });
            found.statistic = "mean".to_owned();
            return Some((Some(found), 2));
        }
        let label =
            gap.strip_prefix(" (").or_else(|| gap.strip_prefix(" [")).or_else(|| gap.strip_prefix("("))?;
        let label = label.trim_end_matches([' ', ':', ',', '=', '±', '-']);
        let rest = &self.reading.text.as_bytes()[second.extent.end..self.extent.end];
        let close = matches!(rest.first(), Some(b')' | b']'));
        if !close {
            return None;
        }
        let mut end = second.extent.end + 1;
        let trailing = unit::at(self.reading, self.extent, end).filter(|_| atom.unit.is_none());
        let mut ucum = None;
        if let Some(unit) = &trailing {
            end = unit.extent.end;
            ucum = Some(unit);
        }
        let quartiles = matches!(
            label,
            "iqr"
                | "interquartile range"
                | "inter-quartile range"
                | "interquartile range, iqr"
                | "interquartile range [iqr]"
                | "q1-q3"
        );
        let deviation = matches!(label, "sd" | "s.d." | "standard deviation" | "standard deviation [sd]")
            || label.is_empty() && left.contains("(sd)");
        let error = matches!(label, "se" | "sem" | "s.e.m." | "standard error");
        let kind = match () {
            () if quartiles
                || label.is_empty()
                    && second.high.is_some()
                    && (left.contains("(iqr)") || left.contains("(interquartile range)")) =>
            {
                Kind::MedianIqr
            }
            () if deviation && second.high.is_none() => Kind::MeanSd,
            () if error && second.high.is_none() => Kind::MeanSe,
            () if label.is_empty()
                && second.high.is_some()
                && !atom.is_percent()
                && (trailing.is_some() || second.unit.is_some()) =>
            {
                Kind::Quantity
            }
            () => return None,
        };
        let mut start = atom.extent.start;
        let touching = left.trim_end();
        if kind == Kind::MedianIqr && touching.ends_with("median") {
            start -= left.len() - (touching.len() - 6);
        }
        let mut found = make(self.reading, kind, Extent::new(start, end));
        self.value(&mut found, atom);
        match &second.high {
            Some(high) => {
                found.low.clone_from(&second.value);
                found.low_number = double(&second.value);
                found.high.clone_from(high);
                found.high_number = double(high);
            }
            None => found.spread.clone_from(&second.value),
        }
        self.unit(&mut found, if second.unit.is_some() { second } else { atom });
        if let Some(unit) = ucum {
            found.unit = self.reading.slice(unit.extent).to_owned();
            found.unit_ucum.clone_from(&unit.ucum);
        }
        let statistic = match kind {
            Kind::MedianIqr => "median",
            Kind::Quantity => "",
            _ => "mean",
        };
        found.statistic = statistic.to_owned();
        Some((Some(found), 2))
    }
}
