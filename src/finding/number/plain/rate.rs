//! Rates: events per persons, births or person-years.

use crate::finding::number::atom::Atom;
use crate::finding::reading::{Extent, Reading};

/// End of "per 1000 person-years", "/100,000", "per year" after a number.
pub fn per_persons(reading: &Reading<'_>, extent: Extent, atom: &Atom) -> Option<usize> {
    let rest = reading.lower.get(atom.extent.end..extent.end)?;
    let after = rest
        .strip_prefix(" per ")
        .or_else(|| rest.strip_prefix("/"))
        .or_else(|| rest.strip_prefix(" cases per "))
        .or_else(|| rest.strip_prefix(" events per "))?;
    let number =
        after.bytes().take(12).take_while(|b| b.is_ascii_digit() || matches!(b, b',' | b' ')).count();
    let digits = after[..number].trim_end();
    let round = digits.starts_with("10")
        && digits.bytes().all(|b| matches!(b, b'0' | b'1' | b',' | b' '))
        && digits.len() >= 3;
    let mut end = atom.extent.end + (rest.len() - after.len());
    if round {
        end += digits.len();
    } else if number > 0 {
        return None;
    }
    let tail = reading.lower.get(end..extent.end)?;
    let nouns = [
        "person-years",
        "patient-years",
        "person years",
        "patient years",
        "live births",
        "births",
        "inhabitants",
        "population",
        "patients",
        "persons",
        "women",
        "people",
        "children",
    ];
    let noun = nouns.iter().find(|noun| tail.trim_start().starts_with(**noun));
    match noun {
        Some(noun) => Some(end + (tail.len() - tail.trim_start().len()) + noun.len()),
        None => round.then_some(end),
    }
}

/// UCUM code of "per 1000 person-years".
pub fn per(written: &str) -> String {
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let thing = match () {
        () if written.contains("year") => "{person}.a",
        () if written.contains("birth") => "{birth}",
        () => "{person}",
    };
    if digits.is_empty() { format!("/({thing})") } else { format!("/({digits}.{thing})") }
}
