//! A centre with its spread: mean and deviation, median and quartiles, a value and its range.

use super::{Reader, Taken};
use crate::contract::v1::{Measurement, MeasurementKind as Kind, MeasurementOperator as Operator};
use crate::finding::number::atom::Atom;
use crate::finding::number::bracket::{closing, opening};
use crate::finding::number::{self, context, double, make, unit};
use crate::finding::reading::Extent;

/// What a bracket after a centre says that it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spread {
    Deviation,
    Error,
    Quartiles,
    Unnamed,
}

impl Reader<'_> {
    /// "52.3 ± 4.1 mmHg", "61.2 (8.4) years" after "mean (SD)", "5.2 (SD 1.1)", "median 9.0 (IQR 5-12)".
    pub(super) fn spread(&self) -> Option<Taken> {
        let (atom, second) = (&self.atoms[0], self.atoms.get(1)?);
        if atom.high.is_some() || second.identifier || second.lexical || atom.modifier {
            return None;
        }
        self.plus_minus(atom, second).or_else(|| self.bracket_spread(atom, second))
    }

    /// "52.3 ± 4.1 mmHg", "(2.08 +/- 0.89) mm", "4.3 (± 1.6)", "-6.85 diopters (D) ± 2.57 (SD)".
    fn plus_minus(&self, atom: &Atom, second: &Atom) -> Option<Taken> {
        if second.high.is_some() {
            return None;
        }
        let gap = self.gap(0, 1);
        let signs = ["±", "+/-", "+-", "+/−", "+ or -", "plus or minus", "+ -", "+/–", "-/+"];
        let head = signs.iter().find_map(|sign| gap.trim_end().strip_suffix(sign))?.trim();
        let bracket = head == "(" || head == "[";
        let named =
            head.is_empty() || bracket || head.starts_with('(') && head.ends_with(')') && head.len() <= 8;
        if !named {
            return None;
        }
        let mut start = atom.extent.start;
        let mut end = second.extent.end;
        if bracket {
            // "36.5 h (± 10.5 SD)"
            let rest = self.reading.lower.get(end..self.extent.end)?;
            let named = [" sd", " sem", " se", " s.d.", " s.e.m.", " s.e."]
                .iter()
                .find(|name| rest.strip_prefix(**name).is_some_and(|tail| tail.starts_with([')', ']'])));
            end += named.map_or(0, |name| name.len());
            end = closing(self.reading, self.extent, end)?;
        }
        // "(2.08 ± 0.89) mm": the unit stands behind the bracket
        let mut trailing = None;
        let opened = self.reading.text.get(self.floor..start)?.trim_end().strip_suffix(['(', '[']);
        if (bracket || opened.is_some()) && atom.unit.is_none() && second.unit.is_none() {
            let close = if bracket { Some(end) } else { closing(self.reading, self.extent, end) };
            trailing = close.and_then(|close| unit::at(self.reading, self.extent, close));
            if let Some(unit) = &trailing {
                end = unit.extent.end;
                if let (false, Some(before)) = (bracket, opened) {
                    start = self.floor + before.len();
                }
            }
        }
        let mut kind = if self.errors(second) { Kind::MeanSe } else { Kind::MeanSd };
        for (label, named) in [
            ("sd", Kind::MeanSd),
            ("s.d.", Kind::MeanSd),
            ("sem", Kind::MeanSe),
            ("se", Kind::MeanSe),
            ("s.e.m.", Kind::MeanSe),
        ] {
            let inner = opening(self.reading, self.extent, end).filter(|inner| {
                self.reading.lower.get(*inner..self.extent.end).is_some_and(|rest| rest.starts_with(label))
            });
            if let Some(close) =
                inner.and_then(|inner| closing(self.reading, self.extent, inner + label.len()))
            {
                end = close;
                kind = named;
                // "1.94 ± 0.34 (SEM) ng/ml"
                if atom.unit.is_none() && second.unit.is_none() && trailing.is_none() {
                    trailing = unit::at(self.reading, self.extent, close);
                    end = trailing.as_ref().map_or(close, |unit| unit.extent.end);
                }
                break;
            }
        }
        let mut found = make(self.reading, kind, Extent::new(start, end));
        self.value(&mut found, atom);
        found.operator = Operator::PlusMinus.into();
        found.spread.clone_from(&second.value);
        self.unit(&mut found, if second.unit.is_some() || second.shared.is_some() { second } else { atom });
        if let Some(unit) = &trailing {
            self.units(&mut found, unit);
        }
        found.statistic = "mean".to_owned();
        Some((Some(found), 2))
    }

    /// A standard error is meant: the text says so beside the number, else in the sentence, else nearby.
    fn errors(&self, second: &Atom) -> bool {
        const ERRORS: [&str; 8] =
            ["sem", "s.e.m", "standard error", "+/- se", "± se", "s.e.", "(se)", "+/- s.e"];
        const DEVIATIONS: [&str; 7] = ["sd", "s.d.", "standard deviation", "+/- sd", "± sd", "(sd)", "s.d"];
        let marks = |text: &str, list: &[&str]| {
            list.iter().any(|word| {
                text.match_indices(word).any(|(at, word)| {
                    let whole = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
                    whole(text[..at].chars().next_back()) && whole(text[at + word.len()..].chars().next())
                })
            })
        };
        let near = self.tail(second, 24);
        let sentence = self.reading.lower(self.extent);
        let sentence = if sentence.len() <= 2000 { sentence } else { near };
        for text in [near, sentence, self.beside(false), self.beside(true)] {
            match (marks(text, &ERRORS), marks(text, &DEVIATIONS)) {
                (true, false) => return true,
                (false, true) => return false,
                _ => {}
            }
        }
        false
    }

    /// Text before the sentence, or after it.
    fn beside(&self, after: bool) -> &str {
        const MOST: usize = 1500;
        let lower = &self.reading.lower;
        if !after {
            return &lower[number::back(self.reading, 0, self.extent.start, MOST)..self.extent.start];
        }
        let mut end = (self.extent.end + MOST).min(lower.len());
        while !lower.is_char_boundary(end) {
            end -= 1;
        }
        lower.get(self.extent.end..end).unwrap_or_default()
    }

    /// "5.2 (SD 1.1)", "9.0 (IQR 5-12) units", "61.2 (8.4)" after "mean (SD)", "62 (50 to 74) seconds", "74 [45, 126]".
    fn bracket_spread(&self, atom: &Atom, second: &Atom) -> Option<Taken> {
        let (inner, named) = self.opened(atom, second)?;
        if self.year() {
            return None;
        }
        let third = self.atoms.get(2).filter(|third| {
            second.high.is_none()
                && third.high.is_none()
                && second.unit.is_none()
                && matches!(self.gap(1, 2), ", " | "; " | " , " | " ; " | " and ")
        });
        let (taken, last) = match third {
            Some(third) => (3, third),
            None => (2, second),
        };
        // "(s.d. = 27, n = 18)": more stands in the bracket
        let goes_on = named != Spread::Unnamed
            && self
                .reading
                .text
                .get(last.extent.end..self.extent.end)
                .is_some_and(|rest| rest.starts_with([',', ';']));
        let close = match inner {
            Some(_) if goes_on => last.extent.end,
            Some(_) => closing(self.reading, self.extent, last.extent.end)?,
            None => last.extent.end,
        };
        let bounds = second.high.as_deref().or(third.map(|third| third.value.as_str()));
        let trailing = if atom.unit.is_none() && last.unit.is_none() {
            unit::at(self.reading, self.extent, close)
        } else {
            None
        };
        let said = match named {
            Spread::Unnamed => self.announced(),
            named => named,
        };
        let kind = match (said, bounds) {
            (Spread::Quartiles, _) => Kind::MedianIqr,
            (Spread::Deviation, None) => Kind::MeanSd,
            (Spread::Error, None) => Kind::MeanSe,
            (Spread::Unnamed, Some(_))
                if !atom.is_percent() && atom.unit.is_none() && (trailing.is_some() || third.is_some()) =>
            {
                Kind::Quantity
            }
            _ => return None,
        };
        let end = trailing.as_ref().map_or(close, |unit| unit.extent.end);
        let mut found = make(self.reading, kind, Extent::new(self.labelled_start(atom), end));
        self.value(&mut found, atom);
        match bounds {
            Some(high) => {
                found.low.clone_from(&second.value);
                found.low_number = double(&second.value);
                found.high = high.to_owned();
                found.high_number = double(high);
            }
            None => found.spread.clone_from(&second.value),
        }
        self.unit(&mut found, if atom.unit.is_some() { atom } else { last });
        if let Some(unit) = &trailing {
            self.units(&mut found, unit);
        }
        let statistic = match kind {
            Kind::MedianIqr => "median",
            Kind::Quantity => "",
            _ => "mean",
        };
        found.statistic = statistic.to_owned();
        Some((Some(found), taken))
    }

    /// The bracket between a centre and its spread, with what it names; or "; SD, 1.7" without one.
    fn opened(&self, atom: &Atom, second: &Atom) -> Option<(Option<usize>, Spread)> {
        let inner =
            opening(self.reading, self.extent, atom.extent.end).filter(|inner| *inner <= second.extent.start);
        let label = match inner {
            Some(inner) => self.reading.lower.get(inner..second.extent.start)?,
            None => self.gap(0, 1).trim_start().strip_prefix([';', ','])?.trim_start(),
        };
        let label = label.trim_end_matches([' ', ':', ',', '=', '±', '-']).trim_end_matches("of").trim_end();
        let spread = match label {
            "iqr"
            | "interquartile range"
            | "inter-quartile range"
            | "interquartile range, iqr"
            | "q1-q3"
            | "interquartile range [iqr]"
            | "interquartile"
            | "quartiles" => Spread::Quartiles,
            "sd" | "s.d." | "standard deviation" | "standard deviation [sd]" | "std dev" | "ds" => {
                Spread::Deviation
            }
            "se" | "sem" | "s.e.m." | "s.e." | "standard error" | "standard error of the mean" => {
                Spread::Error
            }
            "" if inner.is_some() => Spread::Unnamed,
            _ => return None,
        };
        Some((inner, spread))
    }

    /// What an unnamed bracket holds, as the words before the number or an earlier number of the sentence say.
    fn announced(&self) -> Spread {
        let left = context::left(self.reading, self.extent.start, self.atoms[0].extent.start, 90);
        let has = |words: &[&str]| words.iter().any(|word| left.contains(word));
        let earlier = |kind: Kind| {
            self.before.is_some_and(|m| m.kind == kind as i32 && m.operator != i32::from(Operator::PlusMinus))
        };
        match () {
            () if has(&["(sd)", "[sd]", "(standard deviation)", "(s.d.)", "( sd )"]) => Spread::Deviation,
            () if has(&["(se)", "(sem)", "(standard error)", "( se )"]) => Spread::Error,
            () if has(&[
                "(iqr)",
                "[iqr]",
                "(interquartile range)",
                "( iqr )",
                "(interquartile range [iqr])",
            ]) =>
            {
                Spread::Quartiles
            }
            () if earlier(Kind::MeanSd) => Spread::Deviation,
            () if earlier(Kind::MeanSe) => Spread::Error,
            () if earlier(Kind::MedianIqr) => Spread::Quartiles,
            () => Spread::Unnamed,
        }
    }

    /// Start of the number with "mean" or "median" where it touches.
    pub(super) fn labelled_start(&self, atom: &Atom) -> usize {
        let left = context::left(self.reading, self.floor, atom.extent.start, 14);
        let touching = left.trim_end_matches([' ', ':', '=']);
        let touching = touching.strip_suffix(" of").unwrap_or(touching);
        ["median", "mean"]
            .iter()
            .find(|word| context::ends_with_word(touching, &[word]))
            .map_or(atom.extent.start, |word| atom.extent.start - left.len() + touching.len() - word.len())
    }

    pub(super) fn units(&self, found: &mut Measurement, unit: &unit::Unit) {
        found.unit = self.reading.slice(unit.extent).to_owned();
        found.unit_ucum.clone_from(&unit.ucum);
        found.value_months =
            found.value_number.zip(unit::months(&unit.ucum)).map(|(value, months)| value * months);
    }
}
