//! Units as written, and in UCUM (ucum.org).

mod table;

use crate::finding::reading::{Extent, Reading};
use crate::finding::token;

/// A unit in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// From its first byte to its last, without the space before it.
    pub extent: Extent,
    pub ucum: String,
}

/// The unit that follows a numeral ending at `at`, with or without a space, products and quotients included.
pub fn at(reading: &Reading<'_>, extent: Extent, at: usize) -> Option<Unit> {
    let rest = reading.text.get(at..extent.end)?;
    let start = at + gap(rest);
    let mut ucum = String::new();
    let mut end = match one(reading, extent, start) {
        Some((end, "%")) => return Some(percent(reading, Extent::new(start, end))),
        Some((end, first)) => {
            let after = reading.text.get(end..extent.end)?;
            // "10 mg%" is in a decilitre
            if after.starts_with('%') && matches!(first, "g" | "mg" | "ug") {
                let ucum = format!("{first}/dL");
                return Some(Unit { extent: Extent::new(start, end + 1), ucum });
            }
            // "5 m/z"
            if end - start == 1 && foreign(reading, extent, end) {
                return None;
            }
            raised(&mut ucum, first, after).map_or(end, |length| end + length)
        }
        // "72/min", "37 per h"
        None => {
            let skip = quotient(rest)?;
            // "120/80" is no quotient of units
            if rest.get(skip..)?.starts_with(|c: char| c.is_ascii_digit()) {
                return None;
            }
            let (end, part) = denominator(reading, extent, at + skip)?;
            ucum.push('/');
            ucum.push_str(&part);
            end
        }
    };
    for _ in 0..4 {
        let Some(next) = factor(reading, extent, end, &mut ucum) else { break };
        end = next;
    }
    let start = if ucum.starts_with('/') && rest.starts_with('/') { at } else { start };
    Some(Unit { extent: Extent::new(start, end), ucum })
}

/// The unit of an age with what makes it one: "year-old" of "54-year-old", "months old".
pub fn old(reading: &Reading<'_>, extent: Extent, at: usize) -> Option<Unit> {
    const TIMES: [(&str, &str); 8] = [
        ("years", "a"),
        ("year", "a"),
        ("yr", "a"),
        ("months", "mo"),
        ("month", "mo"),
        ("weeks", "wk"),
        ("week", "wk"),
        ("day", "d"),
    ];
    let rest = reading.lower.get(at..extent.end)?;
    let time = rest.strip_prefix(['-', ' '])?;
    let (name, ucum) = TIMES.iter().find(|(name, _)| time.starts_with(name))?;
    let tail = &time[name.len()..];
    if !(tail.starts_with("-old") || tail.starts_with(" old")) {
        return None;
    }
    let end = at + 1 + name.len() + 4;
    token::boundary(reading.text, end)
        .then(|| Unit { extent: Extent::new(at + 1, end), ucum: (*ucum).to_owned() })
}

/// Percent, with the "points" of a difference.
fn percent(reading: &Reading<'_>, extent: Extent) -> Unit {
    let points = reading.lower.get(extent.end..).unwrap_or_default().starts_with("-points");
    let end = extent.end + if points { 7 } else { 0 };
    Unit { extent: Extent::new(extent.start, end), ucum: "%".to_owned() }
}

/// The next factor of a unit that has reached `end`: "/L", " per day", " kg-1", " protein/min".
fn factor(reading: &Reading<'_>, extent: Extent, end: usize, ucum: &mut String) -> Option<usize> {
    let rest = reading.text.get(end..extent.end)?;
    if let Some(skip) = quotient(rest) {
        let (next, part) = denominator(reading, extent, end + skip)?;
        ucum.push('/');
        ucum.push_str(&part);
        return Some(next);
    }
    let skip = rest.chars().next().filter(|c| c.is_whitespace() || matches!(c, '·' | '.' | '⋅'))?.len_utf8();
    if let Some((next, part)) = one(reading, extent, end + skip) {
        let mut raised_part = String::new();
        let length = raised(&mut raised_part, part, reading.text.get(next..extent.end)?)?;
        ucum.push_str(&raised_part);
        return Some(next + length);
    }
    // "ng protein/ml", "g PHB per g": the substance stands inside its unit
    let word = rest.get(skip..)?;
    let length = word.bytes().take(16).take_while(u8::is_ascii_alphabetic).count();
    if !(2..=14).contains(&length) {
        return None;
    }
    let after = end + skip + length;
    let skip = quotient(reading.text.get(after..extent.end)?)?;
    let (next, part) = denominator(reading, extent, after + skip)?;
    ucum.push('/');
    ucum.push_str(&part);
    Some(next)
}

/// Length of "/", " / " or " per " where a quotient goes on.
fn quotient(rest: &str) -> Option<usize> {
    ["/", " per ", " / ", " /", "./", "\u{a0}per "]
        .iter()
        .find(|mark| rest.starts_with(**mark))
        .map(|mark| mark.len())
}

/// A slash and then no unit.
fn foreign(reading: &Reading<'_>, extent: Extent, end: usize) -> bool {
    let rest = reading.text.get(end..extent.end).unwrap_or_default();
    rest.strip_prefix('/').is_some_and(|rest| rest.starts_with(char::is_alphabetic))
        && one(reading, extent, end + 1).is_none()
}

/// What stands under the stroke: a unit, or a number of it ("100 ml", "24 h", "10(6) cells", "1.73 m2").
fn denominator(reading: &Reading<'_>, extent: Extent, start: usize) -> Option<(usize, String)> {
    let rest = reading.text.get(start..extent.end)?;
    if let Some((end, part)) = one(reading, extent, start) {
        return (part != "%").then(|| (end, part.to_owned()));
    }
    for tail in ["1.73 m(2)", "1.73 m2", "1.73 m²", "1.73m2", "1.73m²"] {
        if rest.starts_with(tail) {
            return Some((start + tail.len(), "{1.73_m2}".to_owned()));
        }
    }
    let digits = rest.bytes().take(6).take_while(u8::is_ascii_digit).count();
    if digits == 0 || rest.starts_with('0') {
        return None;
    }
    let mut number = rest.get(..digits)?.to_owned();
    let mut at = start + digits;
    let power = rest.get(digits..)?.strip_prefix('(').and_then(|inner| inner.split_once(')'));
    if let Some((power, _)) = power.filter(|(power, _)| {
        number == "10" && (1..=2).contains(&power.len()) && power.bytes().all(|b| b.is_ascii_digit())
    }) {
        number = format!("10*{power}");
        at += power.len() + 2;
    }
    at += gap(reading.text.get(at..extent.end)?);
    let (end, part) = one(reading, extent, at).filter(|(_, part)| *part != "%")?;
    Some((end, if number == "1" { part.to_owned() } else { format!("({number}.{part})") }))
}

/// Writes a unit with its power into `ucum`: "min-1" and "m(-2)" are under the stroke. The length of the power, if it has one.
fn raised(ucum: &mut String, part: &str, after: &str) -> Option<usize> {
    const POWERS: [(&str, &str); 14] = [
        ("(-1)", ""),
        ("(−1)", ""),
        ("⁻¹", ""),
        ("-1", ""),
        ("−1", ""),
        ("^-1", ""),
        (" (-1)", ""),
        (" ( -1 )", ""),
        (" ( - 1 )", ""),
        ("(-2)", "2"),
        ("⁻²", "2"),
        ("-2", "2"),
        ("−2", "2"),
        ("–1", ""),
    ];
    let power = POWERS.iter().find(|(written, _)| {
        after.strip_prefix(written).is_some_and(|tail| {
            !tail.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ',') && follows_digit(tail))
        })
    });
    let Some((written, digits)) = power else {
        ucum.push_str(part);
        return None;
    };
    // "M(-1)" is a litre per mole
    match part.split_once('/') {
        Some((over, under)) => ucum.push_str(&format!("{under}/{over}")),
        None => {
            ucum.push('/');
            ucum.push_str(part);
        }
    }
    ucum.push_str(digits);
    Some(written.len())
}

fn follows_digit(tail: &str) -> bool {
    tail.as_bytes().get(1).is_some_and(u8::is_ascii_digit)
}

/// Bytes of the white space at the start, at most two characters.
fn gap(rest: &str) -> usize {
    rest.chars().take(2).take_while(|c| c.is_whitespace()).map(char::len_utf8).sum()
}

/// Units of several words.
const PHRASES: &[(&str, &str)] = &[
    ("mm hg", "mm[Hg]"),
    ("mm. hg", "mm[Hg]"),
    ("mm of hg", "mm[Hg]"),
    ("mm of mercury", "mm[Hg]"),
    ("per cent", "%"),
    ("per cento", "%"),
    ("percentage points", "%"),
    ("percentage point", "%"),
    ("por ciento", "%"),
    ("por cento", "%"),
    ("pour cent", "%"),
    ("p. 100", "%"),
    ("cm h2o", "cm[H2O]"),
    ("cm of water", "cm[H2O]"),
    ("colony-forming units", "[CFU]"),
    ("colony forming units", "[CFU]"),
    ("plaque-forming units", "[PFU]"),
    ("plaque forming units", "[PFU]"),
    ("degrees c", "Cel"),
    ("degree c", "Cel"),
    ("degrees celsius", "Cel"),
    ("degrees centigrade", "Cel"),
    ("degrees f", "[degF]"),
    ("deg c", "Cel"),
    ("hounsfield units", "[hnsf'U]"),
    ("international units", "[IU]"),
    ("°\u{20}c", "Cel"),
];

/// One unit of the table at `start`: its end and its UCUM code.
fn one(reading: &Reading<'_>, extent: Extent, start: usize) -> Option<(usize, &'static str)> {
    let rest = reading.text.get(start..extent.end)?;
    let lower = reading.lower.get(start..extent.end)?;
    let first = *rest.as_bytes().first()?;
    if first == b'%' {
        return Some((start + 1, "%"));
    }
    if matches!(first | 0x20, b'm' | b'p' | b'c' | b'd' | b'h' | b'i') || first == 0xC2 {
        let phrase = PHRASES.iter().find(|(phrase, _)| {
            lower.starts_with(phrase) && token::boundary(reading.text, start + phrase.len())
        });
        if let Some((phrase, ucum)) = phrase {
            return Some((start + phrase.len(), ucum));
        }
    }
    let mut length = 0;
    for c in rest.chars().take(22) {
        let powered = length > 0 && matches!(c, '2' | '3' | '²' | '³' | '₂');
        if !(c.is_alphabetic()
            || matches!(c, '°' | 'º' | '‰' | 'µ' | '℃')
            || powered
            || c == '-' && length > 4)
        {
            break;
        }
        length += c.len_utf8();
    }
    let bracket = ["(2)", "(3)"].iter().find(|power| rest[length..].starts_with(**power));
    let longer = bracket.and_then(|power| {
        table::known(&rest[..length + power.len()], "").map(|ucum| (start + length + power.len(), ucum))
    });
    if longer.is_some() {
        return longer;
    }
    let word = rest[..length].trim_end_matches('-');
    // "3D" and "2N" are names
    let glued = start > extent.start && reading.text.as_bytes()[start - 1].is_ascii_digit();
    if matches!(word, "D" | "N" | "J") && glued {
        return None;
    }
    // "4 M, 4 F" and "12M/9F" are men and women
    let tail = &rest[length..];
    let women =
        tail.trim_start_matches([',', '/', ' ', ';']).trim_start_matches(|c: char| c.is_ascii_digit());
    if word == "M" && women.len() + 1 < tail.len() && women.trim_start().starts_with('F') {
        return None;
    }
    if let Some(ucum) = table::known(word, &lower[..word.len()]) {
        return Some((start + word.len(), ucum));
    }
    // "3 days-old", "5 min-10 min"
    let head = word.split('-').next().filter(|head| head.len() < word.len())?;
    table::known(head, &lower[..head.len()]).map(|ucum| (start + head.len(), ucum))
}

/// Months in a unit of time.
pub fn months(ucum: &str) -> Option<f64> {
    match ucum {
        "a" => Some(12.0),
        "mo" => Some(1.0),
        "wk" => Some(7.0 / 30.4375),
        "d" => Some(1.0 / 30.4375),
        _ => None,
    }
}

/// True for lengths of time.
pub fn is_time(ucum: &str) -> bool {
    matches!(ucum, "a" | "mo" | "wk" | "d" | "h" | "min" | "s" | "ms" | "us" | "ns" | "ps" | "fs")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_keep_their_case() {
        let check = |text: &str, expected: Option<(&str, &str)>| {
            let reading = Reading::new(text, String::new());
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            let unit = at(&reading, Extent::new(0, text.len()), digits);
            assert_eq!(unit.as_ref().map(|u| (reading.slice(u.extent), u.ucum.as_str())), expected, "{text}");
        };
        check("7 mg/dL.", Some(("mg/dL", "mg/dL")));
        check("7 ml min-1 kg-1", Some(("ml min-1 kg-1", "mL/min/kg")));
        check("24 kg/m(2)", Some(("kg/m(2)", "kg/m2")));
        check("60 mL/min/1.73 m2", Some(("mL/min/1.73 m2", "mL/min/{1.73_m2}")));
        check("7 M", Some(("M", "mol/L")));
        check("7 m", Some(("m", "m")));
        check("120 mm Hg", Some(("mm Hg", "mm[Hg]")));
        check("7 mWT", None);
        check("37°C", Some(("°C", "Cel")));
        check("5 m/z", None);
        check("3D mapping", None);
    }

    #[test]
    fn quotients_may_hold_numbers_and_substances() {
        let check = |text: &str, expected: &str, ucum: &str| {
            let reading = Reading::new(text, String::new());
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            let unit = at(&reading, Extent::new(0, text.len()), digits);
            assert_eq!(
                unit.map(|u| (reading.slice(u.extent).to_owned(), u.ucum)),
                Some((expected.to_owned(), ucum.to_owned())),
                "{text}"
            );
        };
        check("9 ml/100 g/min,", "ml/100 g/min", "mL/(100.g)/min");
        check("72/min and", "/min", "/min");
        check("37 per h.", "per h", "/h");
        check("18 min-1 at", "min-1", "/min");
        check("6 ng protein/ml", "ng protein/ml", "ng/mL");
        check("3 nmol/10(6) cells", "nmol/10(6) cells", "nmol/(10*6.{cells})");
        check("4 microgram/kg", "microgram/kg", "ug/kg");
        check("8 micronm long", "micronm", "um");
        check("9 mg%", "mg%", "mg/dL");
    }
}
