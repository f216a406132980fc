//! A number with the name of its statistic before it.

use super::{Reader, Taken};
use crate::contract::v1::{MeasurementKind as Kind, MeasurementOperator as Operator};
use crate::finding::number::{context, count, make, statistic};
use crate::finding::reading::Extent;

impl Reader<'_> {
    /// A number with the name of its statistic before it.
    pub(super) fn labelled(&self) -> Option<Taken> {
        let atom = &self.atoms[0];
        let operator = context::operator(self.reading, self.floor, atom.extent.start);
        let begin = operator.map_or(atom.extent.start, |(_, start)| start);
        let label = statistic::before(self.reading, self.floor, begin)?;
        let name = label.statistic.name;
        match label.statistic.kind {
            Kind::PValue
                if operator.is_none()
                    && !context::ends_with_word(
                        context::left(self.reading, self.floor, begin, 24),
                        &["value of", "value", "value was", "p of", "values of", "between", "p-value of"],
                    ) =>
            {
                return None;
            }
            Kind::PValue if atom.is_percent() && operator.is_none() => return None,
            Kind::SampleSize
                if !atom.integer
                    || !matches!(operator, Some((Operator::Equal, _)))
                        && name == "n"
                        && context::left(self.reading, self.floor, begin, 2).trim_end().ends_with('n') =>
            {
                return None;
            }
            _ => {}
        }
        if atom.unit.is_some()
            && !atom.is_percent()
            && !matches!(name, "MD" | "RD" | "SMD" | "beta" | "ES" | "WMD" | "NNT" | "NNH" | "p")
            && label.statistic.kind != Kind::SampleSize
        {
            return None;
        }
        if name.len() <= 2
            && !label.touches
            && label.statistic.kind == Kind::EffectSize
            && operator.is_none()
            && name == "r"
        {
            return None;
        }
        let start = if label.touches { label.start } else { begin };
        if label.statistic.kind == Kind::SampleSize
            && let Some((mut found, taken)) =
                count::of_total(self.reading, self.extent, self.floor, self.atoms)
            && taken == 2
            && found.total.is_empty()
        {
            // "n=26 [27%]"
            let end =
                found.span.map_or(atom.extent.end, |span| usize::try_from(span.end).unwrap_or_default());
            let extent = Extent::new(start, end.max(start));
            found.text = self.reading.slice(extent).to_owned();
            found.span = Some(self.reading.span(extent));
            return Some((Some(found), taken));
        }
        let mut end = atom.extent.end;
        if label.statistic.kind == Kind::SampleSize {
            end = atom.digits_end;
        }
        let mut found = make(self.reading, label.statistic.kind, Extent::new(start.min(end), end));
        self.value(&mut found, atom);
        if let Some((operator, _)) = operator {
            found.operator = operator.into();
            found.approximate = operator == Operator::Approximate;
        }
        found.statistic = name.to_owned();
        found.statistic_code = label.statistic.code.to_owned();
        if label.statistic.kind != Kind::SampleSize {
            self.unit(&mut found, atom);
        }
        Some((Some(found), 1))
    }
}
