//! Ties intervals and p values to the effects they qualify, and numbers to the time point and the arm that the text names beside them.

use crate::contract::v1::{Measurement, MeasurementKind as Kind};
use crate::finding::reading::{Extent, Reading};

const EFFECTS: [Kind; 12] = [
    Kind::EffectSize,
    Kind::Diagnostic,
    Kind::FoldChange,
    Kind::Proportion,
    Kind::CountOfTotal,
    Kind::Quantity,
    Kind::SurvivalTime,
    Kind::MeanSd,
    Kind::Rate,
    Kind::MedianIqr,
    Kind::MeanSe,
    Kind::Duration,
];

/// Sets `linked_to`: the nearest effect in the same parenthesis, else the nearest on the left within the clause.
pub fn link(reading: &Reading<'_>, found: &mut [Measurement]) {
    let mut last: Option<usize> = None;
    let mut strong: Option<usize> = None;
    for at in 0..found.len() {
        if !is(&found[at], &[Kind::ConfidenceInterval, Kind::PValue]) {
            if is(&found[at], &EFFECTS) {
                last = Some(at);
            }
            if is(&found[at], &[Kind::EffectSize, Kind::Diagnostic]) {
                strong = Some(at);
            }
            continue;
        }
        let near = |effect: &usize| near(reading, found, *effect, at);
        let target = match is(&found[at], &[Kind::PValue]) {
            true => strong.filter(near).or_else(|| last.filter(near)),
            false => last.filter(near),
        };
        // "(P = 0.01; OR 2.4)": the effect comes after
        let target = target.or_else(|| {
            let next = found.get(at + 1).filter(|next| is(next, &[Kind::EffectSize, Kind::Diagnostic]))?;
            let between = between(reading, &found[at], next)?;
            (between.len() <= 24 && !between.contains(')')).then_some(at + 1)
        });
        found[at].linked_to = target.and_then(|target| i32::try_from(target).ok());
    }
}

fn is(measurement: &Measurement, kinds: &[Kind]) -> bool {
    kinds.iter().any(|kind| measurement.kind == *kind as i32)
}

fn between<'r>(reading: &'r Reading<'_>, first: &Measurement, second: &Measurement) -> Option<&'r str> {
    let end = usize::try_from(first.span?.end).ok()?;
    let start = usize::try_from(second.span?.start).ok()?;
    reading.lower.get(end..start)
}

/// No more than a bracket's worth of text lies between, and no end of a clause.
fn near(reading: &Reading<'_>, found: &[Measurement], effect: usize, at: usize) -> bool {
    let Some(between) = between(reading, &found[effect], &found[at]) else { return false };
    between.len() <= 120
        && !between.contains(", and ")
        && !between.contains(" whereas ")
        && !between.contains(" but ")
}

/// True where a confidence interval and the p value of the same effect contradict each other: one holds no effect
/// possible, the other does not. Only at 95 % and for statistics whose value of no effect is known.
pub fn interval_contradicts_p(found: &[Measurement]) -> bool {
    found.iter().filter(|m| is(m, &[Kind::ConfidenceInterval])).any(|interval| {
        let (Some(effect), Some(low), Some(high)) =
            (interval.linked_to, interval.low_number, interval.high_number)
        else {
            return false;
        };
        let none = usize::try_from(effect).ok().and_then(|at| found.get(at)).and_then(|effect| match effect
            .statistic
            .as_str()
        {
            "OR" | "RR" | "HR" | "IRR" | "PR" | "SIR" | "SMR" => Some(1.0),
            "RD" | "MD" | "SMD" | "d" | "beta" | "r" => Some(0.0),
            _ => None,
        });
        let Some(none) = none.filter(|_| matches!(interval.confidence_level.as_str(), "95" | "95.0")) else {
            return false;
        };
        let excludes = low > none || high < none;
        let includes = low < none && none < high;
        found.iter().filter(|m| is(m, &[Kind::PValue]) && m.linked_to == Some(effect)).any(|p| {
            use crate::contract::v1::MeasurementOperator::{
                Equal, Greater, GreaterOrEqual, Less, LessOrEqual,
            };
            let Some(value) = p.value_number else { return false };
            let value = if p.unit_ucum == "%" { value / 100.0 } else { value };
            let significant = matches!(p.operator(), Less | LessOrEqual) && value <= 0.05
                || p.operator() == Equal && value < 0.05;
            let not = matches!(p.operator(), Greater | GreaterOrEqual) && value >= 0.05
                || p.operator() == Equal && value > 0.05;
            significant && includes || not && excludes
        })
    })
}

/// Time points and arms that stand beside the numbers of a sentence, verbatim.
pub fn place(reading: &Reading<'_>, extent: Extent, found: &mut [Measurement]) {
    let point = only_point(reading, extent);
    for at in 0..found.len() {
        if !is(&found[at], &EFFECTS) && !is(&found[at], &[Kind::Count]) {
            continue;
        }
        let Some(end) = found[at].span.and_then(|span| usize::try_from(span.end).ok()) else { continue };
        let next =
            found.get(at + 1).and_then(|next| usize::try_from(next.span?.start).ok()).unwrap_or(extent.end);
        let rest = reading.slice(Extent::new(end, next.clamp(end, extent.end)));
        if let Some(arm) = arm(rest) {
            found[at].arm = arm.to_owned();
        }
        if let Some(point) = after(reading, extent, end).or(point) {
            found[at].time_point = reading.slice(point).to_owned();
        }
    }
}

/// "in the placebo group", "among treated patients" right behind a number, without its preposition.
fn arm(rest: &str) -> Option<&str> {
    let rest = rest.trim_start_matches([' ', ')', ']', '%']);
    // "of patients in the placebo group"
    let rest = match rest.strip_prefix("of ") {
        Some(tail) => tail.split_once(' ').map_or(tail, |(_, tail)| tail),
        None => rest,
    };
    const BEFORE: [&str; 8] =
        ["in the ", "with ", "for the ", "in ", "for ", "among the ", "among ", "receiving "];
    let body = BEFORE.iter().find_map(|word| rest.strip_prefix(word))?;
    const ENDS: [&str; 7] = [" group", " arm", " recipients", " controls", " cohort", " groups", " arms"];
    let stop = body.find([',', ';', '.', '(', ')', ':']).unwrap_or(body.len());
    let clause = &body[..stop.min(body.len())];
    let clause =
        [" and ", " versus ", " vs ", " compared ", " than ", " whereas ", " were ", " was ", " had "]
            .iter()
            .filter_map(|word| clause.find(word))
            .min()
            .map_or(clause, |at| &clause[..at]);
    let end = ENDS.iter().filter_map(|word| clause.find(word).map(|at| at + word.len())).min()?;
    let arm = clause.get(..end)?;
    let whole = !clause.get(end..)?.starts_with(|c: char| c.is_alphanumeric());
    (whole && arm.len() <= 60 && !arm.contains(|c: char| c.is_ascii_digit())).then_some(arm)
}

/// A time point right behind a number: "12% at 6 months".
fn after(reading: &Reading<'_>, extent: Extent, end: usize) -> Option<Extent> {
    let rest = reading.lower.get(end..extent.end)?;
    let gap = rest.len() - rest.trim_start_matches([' ', ')', ']']).len();
    point(reading, extent, end + gap)
}

/// "at 6 months", "after 2 weeks", "by day 14" at `at`.
fn point(reading: &Reading<'_>, extent: Extent, at: usize) -> Option<Extent> {
    let rest = reading.lower.get(at..extent.end)?;
    let word = ["at ", "after ", "by ", "within ", "a ", "dopo ", "nach ", "à ", "a los ", "aos "]
        .iter()
        .find(|word| rest.starts_with(**word))?;
    let body = rest.get(word.len()..)?;
    let named = ["day ", "week ", "month ", "year "].iter().find(|name| body.starts_with(**name));
    let number = named.map_or(0, |name| name.len());
    let digits = body.get(number..)?.bytes().take(5).take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    if digits == 0 {
        return None;
    }
    let end = at + word.len() + number + digits;
    if named.is_some() {
        return Some(Extent::new(at, end));
    }
    let unit = super::unit::at(reading, extent, end)?;
    super::unit::is_time(&unit.ucum).then_some(Extent::new(at, unit.extent.end))
}

/// The one time point that opens the sentence: "At 6 months, ...".
fn only_point(reading: &Reading<'_>, extent: Extent) -> Option<Extent> {
    let rest = reading.lower.get(extent.start..extent.end)?;
    let start = extent.start + (rest.len() - rest.trim_start().len());
    point(reading, extent, start)
}
