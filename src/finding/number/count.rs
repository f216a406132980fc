//! Counts of a total: "12/40 (30%)", "12 of 40", "12 (30%)", "30% (12/40)", "12 (30%) of 40 patients".

mod things;
mod zero;

pub use things::{next_word, noun, of_things, stops};
pub use zero::lexical_zeros;

use super::atom::Atom;
use super::bracket::{closing, opening};
use super::{context, double, make};
use crate::contract::v1::{Measurement, MeasurementKind as Kind, MeasurementOperator as Operator};
use crate::finding::reading::{Extent, Reading};

/// A count while it is put together.
struct Parts<'a> {
    number: &'a Atom,
    total: Option<&'a Atom>,
    percent: Option<&'a Atom>,
    start: usize,
    end: usize,
    taken: usize,
}

/// A count of a total that begins with the first of `atoms`, and how many atoms it takes.
pub fn of_total(
    reading: &Reading<'_>,
    extent: Extent,
    floor: usize,
    atoms: &[Atom],
) -> Option<(Measurement, usize)> {
    let first = atoms.first()?;
    if first.high.is_some() || first.modifier || first.value.starts_with('-') || atoms.get(1)?.high.is_some()
    {
        return None;
    }
    let parts = match () {
        () if first.is_percent() => percent_first(reading, extent, atoms),
        () if !first.integer || first.unit.is_some() => None,
        () => with_percent(reading, extent, atoms).or_else(|| with_total(reading, extent, atoms)),
    }?;
    Some((count(reading, floor, &parts), parts.taken))
}

/// "12 (30%)", "12 relapses (30%)", "12 (30%) of 40 patients", "(12, 30%)", "(12 patients; 30%)".
fn with_percent<'a>(reading: &Reading<'_>, extent: Extent, atoms: &'a [Atom]) -> Option<Parts<'a>> {
    let [number, percent, ..] = atoms else { return None };
    if !share(percent) {
        return None;
    }
    let counted = |at: usize| noun(reading, extent, at).map_or(at, |noun| noun.word.end);
    let mut parts = Parts {
        number,
        total: None,
        percent: Some(percent),
        start: number.extent.start,
        end: percent.extent.end,
        taken: 2,
    };
    let after = counted(number.extent.end);
    // "2016 (39%)"
    let year = number.value.len() == 4 && matches!(number.value.get(..2), Some("19" | "20"));
    if year && after == number.extent.end {
        return None;
    }
    let inner = [number.extent.end, after].into_iter().find_map(|at| opening(reading, extent, at));
    if let Some(inner) = inner {
        let gap = reading.lower.get(inner..percent.extent.start)?;
        if !matches!(gap.trim(), "" | "about" | "approximately" | "or") {
            return None;
        }
        // "(30%; n = 40)" holds more
        let end = closing(reading, extent, percent.extent.end).or_else(|| {
            reading
                .text
                .as_bytes()
                .get(percent.extent.end)
                .filter(|b| matches!(b, b',' | b';'))
                .map(|_| percent.extent.end)
        })?;
        parts.end = end;
        if let Some(total) = atoms.get(2).filter(|total| whole(total))
            && matches!(
                reading.lower.get(end..total.extent.start),
                Some(" of " | " of the " | " out of " | " out of the ")
            )
        {
            parts.total = Some(total);
            parts.end = counted(total.extent.end);
            parts.taken = 3;
        } else {
            parts.end = listed(reading, extent, end);
        }
        return Some(parts);
    }
    let bracketed = reading.text.get(..number.extent.start)?.trim_end().ends_with(['(', '[']);
    let gap = reading.lower.get(after..percent.extent.start)?;
    let inside = bracketed && matches!(gap, ", " | "; " | " , " | " ; ");
    let closes = closing(reading, extent, percent.extent.end).is_some()
        || reading.text.get(percent.extent.end..).is_some_and(|rest| rest.trim_start().starts_with(';'));
    (inside && closes).then_some(parts)
}

/// "12/40", "12 of 40 patients (30%)", "12 of 40, 30%", "1 in 40".
fn with_total<'a>(reading: &Reading<'_>, extent: Extent, atoms: &'a [Atom]) -> Option<Parts<'a>> {
    let [number, total, ..] = atoms else { return None };
    // "12 patients of 40"
    let counted = noun(reading, extent, number.extent.end).filter(|noun| noun.word.end <= total.extent.start);
    let from = counted.map_or(number.extent.end, |noun| noun.word.end);
    let gap = reading.lower.get(from..total.extent.start)?;
    let of = matches!(
        gap,
        "/" | " / "
            | " of "
            | " of the "
            | " out of "
            | " out of the "
            | " of a total of "
            | " of these "
            | " of our "
            | " su "
            | " dei "
            | " delle "
            | " von "
            | " der "
            | " sur "
            | " de "
            | " de los "
            | " de las "
            | " des "
    ) || gap == " in " && number.value == "1";
    if !of || !whole(total) {
        return None;
    }
    let (small, large) = (double(&number.value)?, double(&total.value)?);
    if small > large || large == 0.0 {
        return None;
    }
    let end = noun(reading, extent, total.extent.end)
        .filter(|noun| noun.listed || !gap.contains('/'))
        .map_or(total.extent.end, |noun| noun.word.end);
    let mut parts =
        Parts { number, total: Some(total), percent: None, start: number.extent.start, end, taken: 2 };
    let Some(percent) = atoms.get(2).filter(|percent| share(percent)) else { return Some(parts) };
    let gap = reading.lower.get(end..percent.extent.start)?;
    let close = closing(reading, extent, percent.extent.end);
    let opened = opening(reading, extent, end).is_some_and(|inner| inner == percent.extent.start);
    if let (true, Some(close)) = (opened, close) {
        let counted = end > total.extent.end;
        parts.end = if counted { close } else { listed(reading, extent, close) };
    } else if matches!(gap, ", " | " , ") || gap == "; " && close.is_some() {
        parts.end = percent.extent.end;
    } else {
        return Some(parts);
    }
    parts.percent = Some(percent);
    parts.taken = 3;
    Some(parts)
}

/// "49% (n=18)", "45% (45/100)", "50% (2 of 4 patients)", "62%; n=18".
fn percent_first<'a>(reading: &Reading<'_>, extent: Extent, atoms: &'a [Atom]) -> Option<Parts<'a>> {
    let [percent, number, ..] = atoms else { return None };
    if !share(percent) || !number.integer || number.unit.is_some() || number.identifier {
        return None;
    }
    let mut parts = Parts {
        number,
        total: None,
        percent: Some(percent),
        start: percent.extent.start,
        end: number.extent.end,
        taken: 2,
    };
    let named = |gap: &str| gap.strip_prefix('n').is_some_and(|gap| gap.trim() == "=");
    let Some(inner) = opening(reading, extent, percent.extent.end) else {
        let gap = reading.lower.get(percent.extent.end..number.extent.start)?;
        let joined = gap.strip_prefix([';', ',']).is_some_and(|gap| named(gap.trim_start()));
        let closes = closing(reading, extent, number.extent.end).is_some();
        return (joined && closes).then_some(parts);
    };
    let gap = reading.lower.get(inner..number.extent.start)?;
    let label = named(gap);
    if !(gap.is_empty() || label) {
        return None;
    }
    let counted = |at: usize| noun(reading, extent, at).map_or(at, |noun| noun.word.end);
    if let Some(end) = closing(reading, extent, counted(number.extent.end))
        && (label || counted(number.extent.end) > number.extent.end)
    {
        parts.end = end;
        return Some(parts);
    }
    let total = atoms.get(2).filter(|total| whole(total))?;
    let gap = reading.lower.get(number.extent.end..total.extent.start)?;
    if !matches!(gap, "/" | " / " | " of " | " of the " | " out of ") {
        return None;
    }
    parts.end = closing(reading, extent, counted(total.extent.end))?;
    parts.total = Some(total);
    parts.taken = 3;
    Some(parts)
}

/// The end of the counted noun behind a bracket, or of the bracket.
fn listed(reading: &Reading<'_>, extent: Extent, at: usize) -> usize {
    noun(reading, extent, at).filter(|noun| noun.listed).map_or(at, |noun| noun.word.end)
}

/// A percentage that may stand beside a count.
fn share(atom: &Atom) -> bool {
    atom.is_percent() && atom.high.is_none() && !atom.value.starts_with('-')
}

/// A number that things may be counted of.
fn whole(atom: &Atom) -> bool {
    atom.integer
        && atom.unit.is_none()
        && !atom.identifier
        && !atom.modifier
        && atom.high.is_none()
        && !atom.value.starts_with('-')
}

fn count(reading: &Reading<'_>, floor: usize, parts: &Parts<'_>) -> Measurement {
    let bound =
        context::operator(reading, floor, parts.start).filter(|(operator, _)| *operator != Operator::Equal);
    let start = bound.map_or(parts.start, |(_, start)| start);
    let mut found = make(reading, Kind::CountOfTotal, Extent::new(start.min(parts.end), parts.end));
    if let Some((operator, _)) = bound {
        found.operator = operator.into();
        found.approximate = operator == Operator::Approximate;
    }
    found.value_number = double(&parts.number.value);
    found.value.clone_from(&parts.number.value);
    // "2/3 of the nucleus" is a share and counts nothing
    if let Some(total) = parts.total.filter(|total| total.value.len() == 1 && parts.taken == 2) {
        let rest = reading.lower.get(parts.end..).unwrap_or_default();
        if rest.starts_with(" of ")
            && reading.slice(Extent::new(parts.number.extent.end, total.extent.start)) == "/"
        {
            found.kind = Kind::Proportion.into();
            found.value_number = None;
        }
    }
    if let Some(total) = parts.total {
        found.total.clone_from(&total.value);
        found.total_number = double(&total.value);
    }
    if let Some(percent) = parts.percent {
        found.percent.clone_from(&percent.value);
        found.percent_number = double(&percent.value);
    }
    found.lexical = parts.number.lexical;
    found
}
