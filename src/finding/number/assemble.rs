//! Gives each number its kind, from what stands around it.

use super::atom::Atom;
use super::{context, count, double, make, statistic, unit};
use crate::contract::v1::{
    Measurement, MeasurementKind as Kind, MeasurementOperator as Operator, QuantityRole,
};
use crate::finding::reading::{Extent, Reading};

/// Names the numbers of a sentence, in order.
pub fn assemble(reading: &Reading<'_>, extent: Extent, atoms: &[Atom]) -> Vec<Measurement> {
    let mut found: Vec<Measurement> = Vec::new();
    let mut at = 0;
    while at < atoms.len() {
        // the digit of "I2" belongs to a name that a label may need
        let named = |m: &&Measurement| m.kind != Kind::Identifier as i32;
        let floor = found
            .last()
            .filter(named)
            .and_then(|m| m.span)
            .map_or(extent.start, |span| span.end as usize)
            .max(extent.start);
        let reader = Reader { reading, extent, atoms: &atoms[at..], floor, before: found.last() };
        let (measurement, taken) = reader.next();
        found.extend(measurement);
        at += taken.max(1);
    }
    found
}

struct Reader<'r> {
    reading: &'r Reading<'r>,
    extent: Extent,
    atoms: &'r [Atom],
    /// End of the last measurement; nothing reaches back beyond it.
    floor: usize,
    before: Option<&'r Measurement>,
}

type Taken = (Option<Measurement>, usize);

impl Reader<'_> {
    fn next(&self) -> Taken {
        let atom = &self.atoms[0];
        if atom.extent.start < self.floor {
            return (None, 1);
        }
        if atom.identifier {
            return (Some(self.suppressed(Kind::Identifier, atom.extent)), 1);
        }
        if let Some(taken) = self.reference().or_else(|| self.ratio()).or_else(|| self.interval()) {
            return taken;
        }
        if atom.lexical {
            return self.lexical();
        }
        if let Some(taken) = self.labelled() {
            return taken;
        }
        if let Some((measurement, taken)) = count::of_total(self.reading, self.extent, self.atoms) {
            return (Some(measurement), taken);
        }
        if let Some(taken) = self.spread().or_else(|| self.bracketed()).or_else(|| self.fold()) {
            return taken;
        }
        if self.graded() {
            return (Some(self.suppressed(Kind::Grade, atom.extent)), 1);
        }
        if let Some(measurement) = count::of_things(self.reading, self.extent, atom) {
            return (Some(measurement), 1);
        }
        (self.plain(), 1)
    }

    fn lexical(&self) -> Taken {
        let atom = &self.atoms[0];
        if let Some((measurement, taken)) = count::of_total(self.reading, self.extent, self.atoms) {
            return (Some(measurement), taken);
        }
        if let Some(taken) = self.fold() {
            return taken;
        }
        let counted = (atom.value != "1" && atom.value != "0")
            .then(|| count::of_things(self.reading, self.extent, atom))
            .flatten();
        if counted.is_some() {
            return (counted, 1);
        }
        let timed = atom.unit.is_some() && unit::is_time(atom.ucum());
        (timed.then(|| self.plain()).flatten().map(|m| Measurement { lexical: true, ..m }), 1)
    }

    fn suppressed(&self, kind: Kind, extent: Extent) -> Measurement {
        let mut found = make(self.reading, kind, extent);
        found.value.clone_from(&self.atoms[0].value);
        found
    }

    fn gap(&self, left: usize, right: usize) -> &str {
        match (self.atoms.get(left), self.atoms.get(right)) {
            (Some(left), Some(right)) => {
                self.reading.lower.get(left.extent.end..right.extent.start).unwrap_or("\u{0}")
            }
            _ => "\u{0}",
        }
    }

    /// "[12-14]", "(3, 4)".
    fn reference(&self) -> Option<Taken> {
        let atom = &self.atoms[0];
        let bytes = self.reading.text.as_bytes();
        let open = atom.extent.start.checked_sub(1).filter(|open| *open >= self.extent.start)?;
        let close = match bytes[open] {
            b'[' => b']',
            b'(' => b')',
            _ => return None,
        };
        let mut last = 0;
        while self.gap(last, last + 1).trim() == "," && last < 40 {
            last += 1;
        }
        let all = &self.atoms[..=last];
        let plain = all.iter().all(|a| {
            a.integer && a.unit.is_none() && !a.value.starts_with('-') && !a.lexical && a.value.len() <= 3
        });
        let closed = bytes.get(all[last].extent.end) == Some(&close);
        if !plain || !closed {
            return None;
        }
        let left = context::left(self.reading, self.extent.start, open, 12).trim_end();
        let after_number = left.ends_with(|c: char| c.is_ascii_digit() || c == '%' || c == '.');
        if close == b')'
            && (last == 0 && atom.high.is_some() || after_number || left.ends_with(['i', ')']) && last == 0)
        {
            return None;
        }
        Some((Some(self.suppressed(Kind::Citation, Extent::new(open, all[last].extent.end + 1))), last + 1))
    }

    /// "1:1", "2:1:1".
    fn ratio(&self) -> Option<Taken> {
        let mut last = 0;
        while self.gap(last, last + 1) == ":" && self.atoms[last + 1].high.is_none() && last < 6 {
            last += 1;
        }
        if last == 0 || self.atoms[0].high.is_some() {
            return None;
        }
        let mut found = self
            .suppressed(Kind::Ratio, Extent::new(self.atoms[0].extent.start, self.atoms[last].digits_end));
        found.total.clone_from(&self.atoms[1].value);
        Some((Some(found), last + 1))
    }

    /// "95% CI 0.6-0.9", "IC 95%, 0,6-0,9", "CI 0.6 to 0.9".
    fn interval(&self) -> Option<Taken> {
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

    /// A number with the name of its statistic before it.
    fn labelled(&self) -> Option<Taken> {
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
                        &["value of", "value", "value was", "p of", "values of"],
                    ) =>
            {
                return None;
            }
            Kind::PValue if atom.unit.is_some() && atom.is_percent() => return None,
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
            && !matches!(name, "MD" | "RD" | "SMD" | "beta" | "ES" | "WMD")
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

    /// "52.3 ± 4.1 mmHg", "61.2 (8.4) years" after "mean (SD)", "5.2 (SD 1.1)", "median 9.0 (IQR 5-12)".
    fn spread(&self) -> Option<Taken> {
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
        let close = matches!(self.reading.text.as_bytes().get(second.extent.end), Some(b')' | b']'));
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

    /// A bare bracket after an effect: "HR 0.72 (0.6-0.9)"; "range 3-9" as a range.
    fn bracketed(&self) -> Option<Taken> {
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

    /// "2.5-fold", "twofold", "three times".
    fn fold(&self) -> Option<Taken> {
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
    fn graded(&self) -> bool {
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

    fn plain(&self) -> Option<Measurement> {
        let atom = &self.atoms[0];
        if atom.modifier {
            return None;
        }
        if self.year() {
            return Some(self.suppressed(Kind::Year, atom.extent));
        }
        let kind = super::plain::kind(self.reading, self.extent, self.floor, atom)?;
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

    fn operator(&self, atom: &Atom) -> (Option<Operator>, usize) {
        match context::operator(self.reading, self.floor, atom.extent.start) {
            Some((operator, start)) => (Some(operator), start),
            None => (None, atom.extent.start),
        }
    }

    fn operated(&self, found: &mut Measurement, operator: Option<Operator>) {
        let Some(operator) = operator else { return };
        found.approximate = operator == Operator::Approximate;
        if found.operator != i32::from(Operator::Range) {
            found.operator = operator.into();
        }
    }

    fn tail(&self, atom: &Atom, most: usize) -> &str {
        let rest = self.reading.lower.get(atom.extent.end..self.extent.end).unwrap_or_default();
        let end = rest.char_indices().nth(most).map_or(rest.len(), |(byte, _)| byte);
        &rest[..end]
    }

    fn value(&self, found: &mut Measurement, atom: &Atom) {
        match &atom.high {
            Some(high) => self.range(found, &atom.value, high),
            None => {
                found.value.clone_from(&atom.value);
                found.value_number = double(&atom.value);
            }
        }
    }

    fn range(&self, found: &mut Measurement, low: &str, high: &str) {
        found.operator = Operator::Range.into();
        found.low = low.to_owned();
        found.low_number = double(low);
        found.high = high.to_owned();
        found.high_number = double(high);
    }

    fn unit(&self, found: &mut Measurement, atom: &Atom) {
        let Some(unit) = &atom.unit else { return };
        found.unit = self.reading.slice(unit.extent).to_owned();
        found.unit_ucum.clone_from(&unit.ucum);
        found.value_months =
            found.value_number.zip(unit::months(&unit.ucum)).map(|(value, months)| value * months);
    }
}
