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
    /// "11 vs 12 days": the unit that stands behind a later number.
    pub shared: Option<Unit>,
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
        // digits of a unit ("kg/m2") are no numbers
        if atoms.last().is_some_and(|last| numeral.start < last.extent.end) {
            continue;
        }
        let next = single(reading, extent, numeral);
        let Some(last) = atoms.last_mut() else {
            atoms.push(next);
            continue;
        };
        if joins(reading, extent, last, &next) {
            last.extent.end = next.extent.end;
            // "2.8 - 2.9 X 10(5)": the power is shared
            if let (Some((_, power)), false) = (next.value.split_once('e'), last.value.contains('e')) {
                last.value = format!("{}e{power}", last.value);
            }
            last.lexical &= next.lexical;
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
    elide(reading, &mut atoms);
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
        shared: None,
    };
    if atom.identifier {
        return atom;
    }
    let hyphen = reading.text.as_bytes().get(numeral.end) == Some(&b'-');
    // "54-year-old"
    if let Some(unit) = unit::old(reading, extent, numeral.end) {
        atom.extent.end = unit.extent.end;
        atom.unit = Some(unit);
        return atom;
    }
    if hyphen && numeral.end + 1 < extent.end {
        let word = &reading.lower[numeral.end + 1..extent.end];
        atom.modifier = word.starts_with(|c: char| c.is_ascii_lowercase()) && !word.starts_with("fold");
        return atom;
    }
    atom.unit = unit::at(reading, extent, numeral.end);
    // whole cells are counted, powers of ten of them measured
    if atom.integer && atom.unit.as_ref().is_some_and(|unit| unit.ucum == "{cells}") {
        atom.unit = None;
    }
    if let Some(unit) = &atom.unit {
        atom.extent.end = unit.extent.end;
    }
    atom
}

fn joins(reading: &Reading<'_>, extent: Extent, last: &Atom, next: &Atom) -> bool {
    if last.high.is_some() || last.identifier || next.identifier || last.modifier {
        return false;
    }
    let gap = &reading.text[last.extent.end..next.extent.start];
    if gap.trim().is_empty() || gap.len() > 12 {
        return false;
    }
    // "15 ± 3.4 to 18.5 ± 2.9"
    let head = reading.text[extent.start..last.extent.start].trim_end();
    if head.ends_with('±') || head.ends_with("+/-") || head.ends_with("+ or -") {
        return false;
    }
    let joined = match gap.trim() {
        "-" | "–" | "—" | "−" | "\u{2011}" | "‒" | "--" | "~" | "- to" => true,
        "to" | "through" | "bis" | "à" => gap.starts_with(char::is_whitespace),
        "a" => matches!(reading.language.as_str(), "it" | "es" | "pt"),
        "and" | "e" | "y" | "et" | "und" => between(reading, extent, last),
        _ => false,
    };
    if !joined {
        return false;
    }
    if last.lexical != next.lexical && !gap.starts_with(' ') {
        return false;
    }
    let same_unit = last.unit.is_none() || last.ucum() == next.ucum();
    if !same_unit {
        return false;
    }
    !(gap.trim() == "to" && rises(reading, extent, last))
}

/// "between A and B", where nothing is compared.
fn between(reading: &Reading<'_>, extent: Extent, first: &Atom) -> bool {
    let floor = super::back(reading, extent.start, first.extent.start, 32);
    let head = reading.lower[floor..first.extent.start].trim_end();
    ["between", "tra", "fra", "zwischen", "entre"].iter().any(|word| {
        head.strip_suffix(word).is_some_and(|before| {
            let before = before.trim_end();
            before.len() < head.len() - word.len()
                && !["difference", "differences", "differ", "differenza", "comparison", "ratio"]
                    .iter()
                    .any(|noun| before.ends_with(noun))
                || before.is_empty()
        })
    })
}

/// Gives "11 vs 12 days" and "1, 3 and 6 months" the unit of their last number.
fn elide(reading: &Reading<'_>, atoms: &mut [Atom]) {
    for at in (1..atoms.len()).rev() {
        let [first, second] = &mut atoms[at - 1..=at] else { continue };
        let Some(unit) = second.unit.as_ref().or(second.shared.as_ref()) else { continue };
        if first.unit.is_some()
            || first.identifier
            || first.lexical
            || first.modifier
            || first.change.is_some()
            || second.extent.start < first.extent.end
        {
            continue;
        }
        let gap = &reading.lower[first.extent.end..second.extent.start];
        let listed = matches!(
            gap,
            " ± "
                | "±"
                | " +/- "
                | "+/-"
                | " vs "
                | " vs. "
                | " v "
                | " v. "
                | " versus "
                | " or "
                | " and "
                | ", "
                | ", and "
                | " e "
                | " y "
                | " et "
                | " und "
        );
        let plain = first.integer || unit.ucum == "%" || !gap.starts_with(',') || !second.integer;
        // a decimal stands for itself in "AUC 0.83 and 90%"
        let share = unit.ucum == "%" && !first.value.starts_with('0');
        let alike = first.integer || !second.integer || share;
        if listed && plain && alike {
            first.shared = Some(unit.clone());
        }
    }
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
