//! Two bounds: confidence intervals, named or in a bracket after an effect, and ranges.

use super::{Reader, Taken};
use crate::contract::v1::MeasurementKind as Kind;
use crate::finding::number::{context, make};
use crate::finding::reading::Extent;

impl Reader<'_> {
    /// "95% CI 0.6-0.9", "IC 95%, 0,6-0,9", "CI 0.6 to 0.9".
    pub(super) fn interval(&self) -> Option<Taken> {
        const NAMES: [&str; 14] = [
            "confidence intervals",
            "confidence interval",
            "credible interval",
            "confidence limits",
            "intervallo di confidenza",
            "crl",
            "cri",
            "ci",
            "ic",
            "cis",
            "konfidenzintervall",
            "intervalo de confianza",
            "intervalle de confiance",
            "confidence",
        ];
        let atom = &self.atoms[0];
        let lower = &self.reading.lower;
        let window = context::left(self.reading, self.floor, atom.extent.start, 34);
        let left = window.trim_end_matches([' ', ',', ':', '=', '[', '(']).trim_end();
        let name = NAMES.iter().find(|name| context::ends_with_word(left, &[name]));
        let before = name.map(|name| atom.extent.start - window.len() + left.len() - name.len());
        let mut start = before.unwrap_or(atom.extent.start);
        let level = atom.is_percent()
            && atom.high.is_none()
            && matches!(atom.value.as_str(), "95" | "90" | "99" | "97.5" | "80" | "98" | "95.0");
        let mut bounds_at = 0;
        if level {
            let rest = lower.get(atom.extent.end..self.extent.end)?;
            let rest = rest.trim_start_matches([' ', '-', '\u{a0}']);
            let after = NAMES.iter().any(|name| {
                rest.strip_prefix(name).is_some_and(|tail| !tail.starts_with(|c: char| c.is_alphanumeric()))
            });
            if !after && before.is_none() {
                return None;
            }
            if after {
                start = atom.extent.start;
            }
            bounds_at = 1;
        } else if before.is_none() {
            return None;
        }
        let Some(bounds) = self.atoms.get(bounds_at) else { return Some((None, 1)) };
        let from = if level { atom.extent.end } else { bounds.extent.start };
        let gap = lower.get(from..bounds.extent.start).unwrap_or_default();
        let foreign = gap.len() > 40 || gap.contains(") ") || gap.contains("and ") || bounds.identifier;
        if foreign {
            return Some((None, 1));
        }
        let (low, high, last) = match (&bounds.high, self.atoms.get(bounds_at + 1)) {
            (Some(high), _) => (bounds.value.clone(), high.clone(), bounds_at),
            (None, Some(next))
                if matches!(
                    self.gap(bounds_at, bounds_at + 1).trim(),
                    "," | ";" | "and" | "to" | "-" | "–" | "/"
                ) =>
            {
                (bounds.value.clone(), next.value.clone(), bounds_at + 1)
            }
            _ => return Some((None, bounds_at.max(1))),
        };
        let end = self.atoms[last].extent.end;
        let mut found = make(self.reading, Kind::ConfidenceInterval, Extent::new(start, end));
        self.range(&mut found, &low, &high);
        if level {
            found.confidence_level.clone_from(&atom.value);
        }
        self.unit(&mut found, &self.atoms[last]);
        found.statistic_code = "STATO:0000196".to_owned();
        Some((Some(found), last + 1))
    }

    /// A bare bracket after an effect: "HR 0.72 (0.6-0.9)"; "range 3-9" as a range.
    pub(super) fn bracketed(&self) -> Option<Taken> {
        let atom = &self.atoms[0];
        let effect = self.before.is_some_and(|m| m.kind == Kind::EffectSize as i32);
        let between = self.reading.lower.get(self.floor..atom.extent.start)?;
        let bound = effect && matches!(between, " (" | " [" | "; ");
        if let (true, None, Some(next)) = (bound, &atom.high, self.atoms.get(1))
            && matches!(self.gap(0, 1), ", " | "; ")
            && matches!(self.reading.text.as_bytes().get(next.extent.end), Some(b')' | b']'))
        {
            let extent = Extent::new(atom.extent.start, next.extent.end);
            let mut found = make(self.reading, Kind::ConfidenceInterval, extent);
            self.range(&mut found, &atom.value, &next.value);
            return Some((Some(found), 2));
        }
        let high = atom.high.as_ref()?;
        let left = context::left(self.reading, self.extent.start, atom.extent.start, 40).trim_end();
        const RANGES: [&str; 5] = ["range", "ranged from", "ranging from", "ranges", "ranged between"];
        let kind = match () {
            () if bound => Kind::ConfidenceInterval,
            () if context::ends_with_word(left.trim_end_matches([':', ',', '=']), &RANGES) => Kind::Range,
            () => return None,
        };
        let mut found = make(self.reading, kind, atom.extent);
        self.range(&mut found, &atom.value, high);
        self.unit(&mut found, atom);
        Some((Some(found), 1))
    }
}
