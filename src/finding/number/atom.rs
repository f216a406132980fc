//! Numerals joined into ranges and given their units.

use super::lexer::Numeral;
use super::unit::{self, Unit};
use crate::finding::reading::{Extent, Reading};

/// A number or a range with its unit.
#[derive(Debug, Clone)]
pub struct Atom {
    pub extent: Extent,
    /// Value, or the lower end of a range.
    pub value: String,
    /// Upper end of a range.
    pub high: Option<String>,
    pub unit: Option<Unit>,
    /// End of the last numeral, before the unit.
    pub digits_end: usize,
    pub integer: bool,
    pub lexical: bool,
    pub identifier: bool,
    /// "5-year": the number modifies the noun behind it.
    pub modifier: bool,
    /// A change "from A to B": `Some(true)` for the first, `Some(false)` for the second.
    pub change: Option<bool>,
}

impl Atom {
    pub fn is_percent(&self) -> bool {
        self.ucum() == "%"
    }

    pub fn ucum(&self) -> &str {
        self.unit.as_ref().map_or("", |unit| unit.ucum.as_str())
    }
}

/// Joins numerals.
pub fn build(reading: &Reading<'_>, extent: Extent, numerals: Vec<Numeral>) -> Vec<Atom> {
    let mut atoms: Vec<Atom> = Vec::with_capacity(numerals.len());
    for numeral in numerals {
        let next = single(reading, extent, numeral);
        let Some(last) = atoms.last_mut() else {
            atoms.push(next);
            continue;
        };
        if joins(reading, extent, last, &next) {
            last.extent.end = next.extent.end;
            last.high = Some(next.value);
            last.integer &= next.integer;
            last.digits_end = next.digits_end;
            last.unit = next.unit.or(last.unit.take());
            last.modifier = next.modifier;
        } else {
            let mut next = next;
            if last.high.is_none()
                && &reading.lower[last.extent.end..next.extent.start] == " to "
                && rises(reading, extent, last)
            {
                last.change = Some(true);
                if last.unit.is_none() && !last.identifier {
                    last.unit.clone_from(&next.unit);
                }
                next.change = Some(false);
            }
            atoms.push(next);
        }
    }
    atoms
}

fn single(reading: &Reading<'_>, extent: Extent, numeral: Numeral) -> Atom {
    let mut atom = Atom {
        extent: Extent::new(numeral.start, numeral.end),
        value: numeral.value,
        high: None,
        unit: None,
        digits_end: numeral.end,
        integer: numeral.integer,
        lexical: numeral.lexical,
        identifier: numeral.identifier,
        modifier: false,
        change: None,
    };
    if atom.identifier {
        return atom;
    }
    if reading.text.as_bytes().get(numeral.end) == Some(&b'-') && numeral.end + 1 < extent.end {
        let word = &reading.lower[numeral.end + 1..extent.end];
        atom.modifier = [
            "year", "month", "week", "day", "hour", "min", "yr", "h ", "point", "mm ", "cm ", "kg", "mg",
            "item", "arm", "way", "step", "s ",
        ]
        .iter()
        .any(|unit| word.starts_with(unit));
        return atom;
    }
    atom.unit = unit::at(reading, extent, numeral.end);
    if let Some(unit) = &atom.unit {
        atom.extent.end = unit.extent.end;
    }
    atom
}

fn joins(reading: &Reading<'_>, extent: Extent, last: &Atom, next: &Atom) -> bool {
    if last.high.is_some()
        || last.identifier
        || next.identifier
        || last.lexical != next.lexical
        || last.modifier
    {
        return false;
    }
    let gap = &reading.text[last.extent.end..next.extent.start];
    let dash = matches!(
        gap.trim_matches([' ', '\u{a0}', '\u{2009}', '\u{202f}']),
        "-" | "–" | "—" | "−" | "\u{2011}" | "to" | "a" | "bis" | "through"
    );
    if !dash || gap.trim().is_empty() {
        return false;
    }
    if gap.trim() == "a" && reading.language != "it" || gap.contains("to") && !gap.starts_with(' ') {
        return false;
    }
    let same_unit = last.unit.is_none() || last.ucum() == next.ucum();
    if !same_unit {
        return false;
    }
    !(gap.trim() == "to" && rises(reading, extent, last))
}

/// "increased from A": a change and not a range.
fn rises(reading: &Reading<'_>, extent: Extent, first: &Atom) -> bool {
    let floor = super::back(reading, extent.start, first.extent.start, 70);
    let head = reading.lower[floor..first.extent.start].trim_end();
    let Some(before) = head.strip_suffix("from").or_else(|| head.strip_suffix("from a mean of")) else {
        return false;
    };
    first.is_percent()
        || [
            "increas", "decreas", "rose", "rise", "fell", "reduc", "improv", "declin", "drop", "chang",
            "went", "grew", "lower", "raised", "risen",
        ]
        .iter()
        .any(|verb| before.contains(verb))
}
