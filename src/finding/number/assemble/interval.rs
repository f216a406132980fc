//! Two bounds: confidence intervals, named or in a bracket after an effect, and ranges.

use super::{Reader, Taken};
use crate::contract::v1::MeasurementKind as Kind;
use crate::finding::number::bracket::{closing, opening};
use crate::finding::number::{context, make};
use crate::finding::reading::Extent;

impl Reader<'_> {
    /// "95% CI 0.6-0.9", "IC 95%, 0,6-0,9", "CI 0.6 to 0.9".
    pub(super) fn interval(&self) -> Option<Taken> {
        const NAMES: [&str; 19] = [
            "confidence intervals",
            "confidence interval",
            "credible interval",
            "confidence limits",
            "intervallo di confidenza",
            "credible intervals",
            "confidence range",
            "intervalles de confiance",
            "konfidenzintervalle",
            "intervalos de confianza",
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
        let window = context::left(self.reading, self.floor, atom.extent.start, 48);
        let left = window.trim_end_matches([' ', ',', ':', '=', '[', '(', '\u{a0}', '\u{2009}']);
        // "IC del 95%"
        let left =
            [" del", " al", " de", " at"].iter().find_map(|word| left.strip_suffix(word)).unwrap_or(left);
        // "confidence interval [CI]"
        let left = left.strip_suffix([']', ')']).filter(|left| left.len() > 4).unwrap_or(left).trim_end();
        let mut name = context::ending(left, &NAMES);
        let mut left = left;
        if let Some(head) = name.and_then(|name| left.strip_suffix(name)).map(str::trim_end)
            && let Some(head) = head.strip_suffix(['[', '(']).map(str::trim_end)
            && let Some(longer) = context::ending(head, &NAMES)
        {
            name = Some(longer);
            left = head;
        }
        let before = name.map(|name| atom.extent.start - window.len() + left.len() - name.len());
        let mut start = before.unwrap_or(atom.extent.start);
        let level = atom.is_percent()
            && atom.high.is_none()
            && matches!(atom.value.as_str(), "95" | "90" | "99" | "97.5" | "80" | "98" | "95.0");
        let mut bounds_at = 0;
        if level {
            let rest = lower.get(atom.extent.end..self.extent.end)?;
            let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '-');
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
        let gap = gap.replace("(ci)", "").replace("( ci )", "");
        let foreign = gap.len() > 40 || gap.contains(") ") || gap.contains("and ") || bounds.identifier;
        if foreign {
            return Some((None, 1));
        }
        let (low, high, last) = match (&bounds.high, self.atoms.get(bounds_at + 1)) {
            (Some(high), _) => (bounds.value.clone(), high.clone(), bounds_at),
            (None, Some(next))
                if matches!(
                    self.gap(bounds_at, bounds_at + 1).trim(),
                    "," | ";" | "and" | "to" | "-" | "–" | "/" | ":" | "a" | "e" | "bis" | "et" | "y"
                ) && bounds.high.is_none()
                    && next.high.is_none() =>
            {
                (bounds.value.clone(), next.value.clone(), bounds_at + 1)
            }
            _ => return Some((None, bounds_at.max(1))),
        };
        let mut end = self.atoms[last].extent.end;
        // the bracket that opened inside the span closes inside it
        let inside = self.reading.text.get(start..end).unwrap_or_default();
        let depth = |open: char, close: char| inside.matches(open).count() > inside.matches(close).count();
        if depth('(', ')') || depth('[', ']') {
            end = closing(self.reading, self.extent, end).unwrap_or(end);
        }
        let mut found = make(self.reading, Kind::ConfidenceInterval, Extent::new(start, end));
        self.range(&mut found, &low, &high);
        if level {
            found.confidence_level.clone_from(&atom.value);
        }
        self.unit(&mut found, &self.atoms[last]);
        found.statistic_code = "STATO:0000196".to_owned();
        Some((Some(found), last + 1))
    }

    /// A bare bracket after an effect: "HR 0.72 (0.6-0.9)"; "range 3-9" and "19 mm (3-52)" as ranges.
    pub(super) fn bracketed(&self) -> Option<Taken> {
        let atom = &self.atoms[0];
        let after = self.before.filter(|_| {
            opening(self.reading, self.extent, self.floor) == Some(atom.extent.start)
                || self.reading.lower.get(self.floor..atom.extent.start) == Some("; ")
        });
        let is = |kinds: &[Kind]| after.is_some_and(|m| kinds.iter().any(|kind| m.kind == *kind as i32));
        let effect = is(&[Kind::EffectSize, Kind::Diagnostic]);
        let valued =
            is(&[Kind::Quantity, Kind::MeanSd, Kind::MeanSe, Kind::Duration, Kind::Age, Kind::SurvivalTime]);
        let kind = if effect { Kind::ConfidenceInterval } else { Kind::Range };
        if (effect || valued)
            && let (None, Some(next)) = (&atom.high, self.atoms.get(1))
            && matches!(self.gap(0, 1), ", " | "; " | " , " | " ; ")
            && next.high.is_none()
            && closing(self.reading, self.extent, next.extent.end).is_some()
        {
            let extent = Extent::new(atom.extent.start, next.extent.end);
            let mut found = make(self.reading, kind, extent);
            self.range(&mut found, &atom.value, &next.value);
            self.unit(&mut found, next);
            return Some((Some(found), 2));
        }
        let high = atom.high.as_ref()?;
        let left = context::left(self.reading, self.extent.start, atom.extent.start, 40).trim_end();
        const RANGES: [&str; 17] = [
            "range",
            "ranges",
            "ranged from",
            "ranging from",
            "range from",
            "ranged between",
            "ranging between",
            "range of",
            "extremes",
            "limits",
            "extrêmes",
            "étendue",
            "intervallo",
            "extremos",
            "variando de",
            "spannweite",
            "rango",
        ];
        let named = context::ends_with_word(left.trim_end_matches([':', ',', '=']), &RANGES);
        let closed = closing(self.reading, self.extent, atom.extent.end).is_some();
        if !(effect || named || valued && closed) {
            return None;
        }
        let mut found =
            make(self.reading, kind, Extent::new(self.ranging(atom.extent.start), atom.extent.end));
        self.range(&mut found, &atom.value, high);
        self.unit(&mut found, atom);
        Some((Some(found), 1))
    }

    /// Start of a range with the word that names it, where it touches: "range: 2-18 days", "range 3 to 9".
    fn ranging(&self, at: usize) -> usize {
        let left = context::left(self.reading, self.floor, at, 12);
        let touching = left.trim_end_matches([' ', ':', ',', '=']);
        match context::ends_with_word(touching, &["range"]) {
            true => at - left.len() + touching.len() - 5,
            false => at,
        }
    }
}
