//! Counts: "12/40 (30%)", "12 of 40", "12 (30%)", "12 relapses", and zeros in words.

use std::sync::LazyLock;

use super::atom::Atom;
use super::{context, double, make};
use crate::contract::v1::{Measurement, MeasurementKind as Kind, MeasurementOperator as Operator};
use crate::finding::phrases::Phrases;
use crate::finding::reading::{Extent, Reading};
use crate::finding::token;

/// A count of a total that begins with the first of `atoms`, and how many atoms it takes.
pub fn of_total(reading: &Reading<'_>, extent: Extent, atoms: &[Atom]) -> Option<(Measurement, usize)> {
    let first = atoms.first()?;
    let second = atoms.get(1)?;
    let gap = reading.lower.get(first.extent.end..second.extent.start)?;
    if first.high.is_some() || second.high.is_some() || second.identifier {
        return None;
    }
    if first.is_percent()
        && (gap == " (n=" || gap == " (n = " || gap == " (")
        && second.integer
        && second.unit.is_none()
    {
        return percent_first(reading, atoms);
    }
    if !first.integer || first.unit.is_some() {
        return None;
    }
    if gap.starts_with(" (") || noun(gap).is_some() {
        let bracket = gap == " (" || noun(gap).is_some() || matches!(gap, " (about " | " (approximately ");
        let closes =
            reading.text.as_bytes().get(second.extent.end).is_some_and(|b| matches!(b, b')' | b',' | b';'));
        if !(bracket && second.is_percent() && closes) {
            return None;
        }
        let end =
            second.extent.end + usize::from(reading.text.as_bytes().get(second.extent.end) == Some(&b')'));
        return Some((count(reading, first, None, Some(second), end), 2));
    }
    let slash = matches!(gap, "/" | " / ");
    let of = matches!(
        gap,
        " of "
            | " of the "
            | " out of "
            | " out of the "
            | " of a total of "
            | " su "
            | " dei "
            | " delle "
            | " of these "
    );
    if !(slash || of)
        || !second.integer
        || second.unit.is_some()
        || second.modifier
        || first.value.starts_with('-')
    {
        return None;
    }
    let (small, large) = (double(&first.value)?, double(&second.value)?);
    if small > large || large == 0.0 {
        return None;
    }
    let mut end = second.extent.end;
    if let Some(word) =
        next_word(reading, extent, end).filter(|word| context::countable(reading.lower(*word)))
    {
        end = word.end;
    }
    if let Some(percent) = atoms.get(2).filter(|p| p.is_percent() && p.high.is_none())
        && matches!(reading.lower.get(end..percent.extent.start), Some(" (" | " [" | ", " | "; "))
    {
        let close = reading.text.as_bytes().get(percent.extent.end);
        if matches!(close, Some(b')' | b']')) {
            return Some((count(reading, first, Some(second), Some(percent), percent.extent.end + 1), 3));
        }
        if reading.lower.get(end..percent.extent.start) == Some(", ") {
            return Some((count(reading, first, Some(second), Some(percent), percent.extent.end), 3));
        }
    }
    Some((count(reading, first, Some(second), None, end), 2))
}

/// "49% (n=18)", "45% (45/100)".
fn percent_first(reading: &Reading<'_>, atoms: &[Atom]) -> Option<(Measurement, usize)> {
    let (percent, number) = (&atoms[0], &atoms[1]);
    let bytes = reading.text.as_bytes();
    let with_n = reading.lower[percent.extent.end..number.extent.start].contains('n');
    if bytes.get(number.extent.end) == Some(&b')') && with_n {
        let mut found = count(reading, number, None, Some(percent), number.extent.end + 1);
        widen(reading, &mut found, percent.extent.start, number.extent.end + 1);
        return Some((found, 2));
    }
    let total = atoms.get(2)?;
    let gap = reading.lower.get(number.extent.end..total.extent.start)?;
    if matches!(gap, "/" | " of ") && total.integer && bytes.get(total.extent.end) == Some(&b')') {
        let mut found = count(reading, number, Some(total), Some(percent), total.extent.end + 1);
        widen(reading, &mut found, percent.extent.start, total.extent.end + 1);
        return Some((found, 3));
    }
    None
}

fn widen(reading: &Reading<'_>, found: &mut Measurement, start: usize, end: usize) {
    let extent = Extent::new(start, end);
    found.text = reading.slice(extent).to_owned();
    found.span = Some(reading.span(extent));
}

fn count(
    reading: &Reading<'_>,
    number: &Atom,
    total: Option<&Atom>,
    percent: Option<&Atom>,
    end: usize,
) -> Measurement {
    let start = number.extent.start.min(end);
    let mut found = make(reading, Kind::CountOfTotal, Extent::new(start, end));
    found.value_number = double(&number.value);
    found.value.clone_from(&number.value);
    if let Some(total) = total {
        found.total.clone_from(&total.value);
        found.total_number = double(&total.value);
    }
    if let Some(percent) = percent {
        found.percent.clone_from(&percent.value);
        found.percent_number = double(&percent.value);
    }
    found.lexical = number.lexical;
    found
}

/// A countable noun between a number and the bracket with its percentage: " patients (".
fn noun(gap: &str) -> Option<&str> {
    gap.strip_prefix(' ')?.strip_suffix(" (").filter(|word| context::countable(word))
}

/// The next word after `at`, when only one space lies between.
pub fn next_word(reading: &Reading<'_>, extent: Extent, at: usize) -> Option<Extent> {
    let rest = reading.text.get(at..extent.end)?;
    let space = rest.chars().next().filter(|c| matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}'))?;
    let start = at + space.len_utf8();
    let word = token::words(reading, Extent::new(start, extent.end)).next()?;
    (word.start == start && word.end - word.start < 40).then_some(word)
}

/// "1,234 patients", "94 consecutive patients": the number with its noun.
pub fn of_things(reading: &Reading<'_>, extent: Extent, atom: &Atom) -> Option<Measurement> {
    if !atom.integer
        || atom.high.is_some()
        || atom.unit.is_some()
        || atom.value.starts_with('-')
        || atom.modifier
    {
        return None;
    }
    let mut word = next_word(reading, extent, atom.extent.end)?;
    for _ in 0..3 {
        if context::countable(reading.lower(word)) {
            break;
        }
        if !reading.slice(word).chars().all(|c| c.is_alphabetic() || c == '-')
            || matches!(
                reading.lower(word),
                "of" | "in" | "and" | "or" | "to" | "with" | "were" | "was" | "the" | "for" | "at"
            )
        {
            return None;
        }
        word = next_word(reading, extent, word.end)?;
    }
    if !context::countable(reading.lower(word)) {
        return None;
    }
    let (operator, start) = context::operator(reading, extent.start, atom.extent.start)
        .unwrap_or((Operator::Equal, atom.extent.start));
    let after = reading.lower.get(word.end..extent.end).unwrap_or_default();
    let window = after.char_indices().nth(60).map_or(after.len(), |(byte, _)| byte);
    let enrolled = [
        " were enrolled",
        " were included",
        " were random",
        " were recruited",
        " were studied",
        " were analy",
        " participated",
        " were assigned",
        " underwent random",
        " were evaluated",
    ];
    let sampled = enrolled.iter().any(|verb| after[..window].contains(verb))
        && !reading.lower(word).ends_with("studies");
    let kind = if sampled { Kind::SampleSize } else { Kind::Count };
    let mut found = make(reading, kind, Extent::new(start, word.end));
    found.operator = operator.into();
    found.approximate = operator == Operator::Approximate;
    found.value_number = double(&atom.value);
    found.value.clone_from(&atom.value);
    found.lexical = atom.lexical;
    found.of = reading.slice(word).to_owned();
    Some(found)
}

const EVENTS: &[&str] = &[
    "deaths",
    "complications",
    "relapses",
    "recurrences",
    "adverse events",
    "serious adverse events",
    "patients",
    "cases",
    "events",
    "infections",
    "side effects",
    "toxicities",
    "failures",
    "fractures",
    "withdrawals",
    "reoperations",
    "decessi",
    "complicanze",
    "perioperative deaths",
    "postoperative deaths",
    "postoperative complications",
    "major complications",
    "treatment-related deaths",
];
const RATES: &[&str] = &[
    "mortality",
    "morbidity",
    "perioperative mortality",
    "operative mortality",
    "postoperative mortality",
    "toxicity",
    "hospital mortality",
    "in-hospital mortality",
    "recurrence",
    "relapse",
    "mortalità",
];

static NO: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&["no ", "nessuna "]));

/// "no deaths" is a count of nought, "no mortality" nought percent.
pub fn lexical_zeros(reading: &Reading<'_>, extent: Extent, found: &mut Vec<Measurement>) {
    let lower = reading.lower(extent);
    let mut zeros = Vec::new();
    let mut next = 0;
    while let Some((_, place)) = NO.find(lower.as_bytes(), next) {
        next = place.end;
        let no = &lower[place.clone()];
        let start = extent.start + place.start;
        if !token::boundary_before(reading.text, start) {
            continue;
        }
        let rest = &lower[place.end..];
        let longest = |list: &[&'static str]| {
            let whole = |noun: &&&str| {
                rest.starts_with(**noun) && token::boundary(reading.text, start + no.len() + noun.len())
            };
            list.iter().filter(whole).map(|noun| noun.len()).max()
        };
        let (kind, length) = match (longest(EVENTS), longest(RATES)) {
            (Some(length), _) => (Kind::Count, length),
            (_, Some(length)) => (Kind::Proportion, length),
            _ => continue,
        };
        let tail = &rest[length..];
        if [" benefit", " difference", " reduction", " rate", " advantage", " increase", " risk"]
            .iter()
            .any(|word| tail.starts_with(word))
        {
            continue;
        }
        let mut zero = make(reading, kind, Extent::new(start, start + no.len() + length));
        zero.value = "0".to_owned();
        zero.value_number = Some(0.0);
        zero.lexical = true;
        zero.of = reading.slice(Extent::new(start + no.len(), start + no.len() + length)).to_owned();
        if kind == Kind::Proportion {
            zero.unit_ucum = "%".to_owned();
        }
        zeros.push(zero);
    }
    if !zeros.is_empty() {
        found.append(&mut zeros);
        found.sort_by_key(|m| m.span.map_or((0, 0), |span| (span.start, span.end)));
    }
}
