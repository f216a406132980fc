//! Zeros in words: "no deaths", "no mortality".

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::contract::v1::{Measurement, MeasurementKind as Kind};
use crate::finding::number::make;
use crate::finding::reading::{Extent, Reading};
use crate::finding::token;

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

static NO: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| ["no ", "nessuna "].map(Finder::new));

/// "no deaths" is a count of nought, "no mortality" nought percent.
pub fn lexical_zeros(reading: &Reading<'_>, extent: Extent, found: &mut Vec<Measurement>) {
    let lower = reading.lower(extent);
    let mut zeros = Vec::new();
    let all = NO.iter().flat_map(|no| no.find_iter(lower.as_bytes()).map(|at| at..at + no.needle().len()));
    for place in all {
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
    zeros.extend(none_of(reading, extent));
    if !zeros.is_empty() {
        found.append(&mut zeros);
        found.sort_by_key(|m| m.span.map_or((0, 0), |span| (span.start, span.end)));
    }
}

/// "None of the patients": nought of them.
fn none_of(reading: &Reading<'_>, extent: Extent) -> Option<Measurement> {
    let lower = reading.lower(extent);
    let at = lower.find("none of the")?;
    let rest = &lower[at + 11..];
    let rest = rest.strip_prefix("se").or_else(|| rest.strip_prefix('m')).unwrap_or(rest);
    let them = rest.len() < lower.len() - at - 11 && lower[at + 11..].starts_with('m');
    let start = extent.start + at;
    let begins = token::boundary_before(reading.text, start);
    let end = match them {
        true => start + 12,
        false => {
            let word = token::words(reading, Extent::new(extent.end - rest.len(), extent.end)).next()?;
            if !super::context::countable(reading.lower(word)) {
                return None;
            }
            word.end
        }
    };
    let mut zero = make(reading, Kind::CountOfTotal, Extent::new(start, end));
    zero.value = "0".to_owned();
    zero.value_number = Some(0.0);
    zero.lexical = true;
    (begins && token::boundary(reading.text, end)).then_some(zero)
}
