//! Units as written, and in UCUM (ucum.org).

use std::sync::LazyLock;

use crate::finding::reading::{Extent, Reading};

/// A unit in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// From its first byte to its last, without the space before it.
    pub extent: Extent,
    pub ucum: String,
}

/// Written, then UCUM. Symbols keep their case (M is not m); words are lower case.
const TABLE: &[(&str, &str)] = &[
    ("%", "%"),
    ("percent", "%"),
    ("‰", "[ppth]"),
    ("kg", "kg"),
    ("g", "g"),
    ("mg", "mg"),
    ("µg", "ug"),
    ("μg", "ug"),
    ("ug", "ug"),
    ("mcg", "ug"),
    ("microg", "ug"),
    ("ng", "ng"),
    ("pg", "pg"),
    ("fg", "fg"),
    ("grams", "g"),
    ("gram", "g"),
    ("t", "t"),
    ("L", "L"),
    ("l", "L"),
    ("dL", "dL"),
    ("dl", "dL"),
    ("mL", "mL"),
    ("ml", "mL"),
    ("cl", "cL"),
    ("µL", "uL"),
    ("μL", "uL"),
    ("µl", "uL"),
    ("μl", "uL"),
    ("microl", "uL"),
    ("ul", "uL"),
    ("cc", "mL"),
    ("litres", "L"),
    ("liters", "L"),
    ("fL", "fL"),
    ("mm", "mm"),
    ("cm", "cm"),
    ("m", "m"),
    ("km", "km"),
    ("µm", "um"),
    ("μm", "um"),
    ("nm", "nm"),
    ("microm", "um"),
    ("ha", "har"),
    ("meters", "m"),
    ("metres", "m"),
    ("m2", "m2"),
    ("m²", "m2"),
    ("m(2)", "m2"),
    ("cm2", "cm2"),
    ("cm²", "cm2"),
    ("cm(2)", "cm2"),
    ("mm2", "mm2"),
    ("mm²", "mm2"),
    ("mm3", "mm3"),
    ("mm³", "mm3"),
    ("mm(3)", "mm3"),
    ("cm3", "cm3"),
    ("cm³", "cm3"),
    ("m3", "m3"),
    ("m³", "m3"),
    ("m(3)", "m3"),
    ("km2", "km2"),
    ("km²", "km2"),
    ("mM", "mmol/L"),
    ("µM", "umol/L"),
    ("μM", "umol/L"),
    ("uM", "umol/L"),
    ("microM", "umol/L"),
    ("nM", "nmol/L"),
    ("pM", "pmol/L"),
    ("mol", "mol"),
    ("mmol", "mmol"),
    ("µmol", "umol"),
    ("μmol", "umol"),
    ("umol", "umol"),
    ("micromol", "umol"),
    ("nmol", "nmol"),
    ("pmol", "pmol"),
    ("fmol", "fmol"),
    ("mEq", "meq"),
    ("meq", "meq"),
    ("mOsm", "mosm"),
    ("h", "h"),
    ("hr", "h"),
    ("hrs", "h"),
    ("hour", "h"),
    ("hours", "h"),
    ("ore", "h"),
    ("min", "min"),
    ("mins", "min"),
    ("minute", "min"),
    ("minutes", "min"),
    ("minuti", "min"),
    ("s", "s"),
    ("sec", "s"),
    ("second", "s"),
    ("seconds", "s"),
    ("ms", "ms"),
    ("msec", "ms"),
    ("d", "d"),
    ("day", "d"),
    ("days", "d"),
    ("giorni", "d"),
    ("tage", "d"),
    ("tagen", "d"),
    ("jours", "d"),
    ("wk", "wk"),
    ("wks", "wk"),
    ("week", "wk"),
    ("weeks", "wk"),
    ("settimane", "wk"),
    ("wochen", "wk"),
    ("semaines", "wk"),
    ("semanas", "wk"),
    ("mo", "mo"),
    ("month", "mo"),
    ("months", "mo"),
    ("mesi", "mo"),
    ("monate", "mo"),
    ("monaten", "mo"),
    ("mois", "mo"),
    ("meses", "mo"),
    ("y", "a"),
    ("yr", "a"),
    ("yrs", "a"),
    ("year", "a"),
    ("years", "a"),
    ("anni", "a"),
    ("jahre", "a"),
    ("jahren", "a"),
    ("ans", "a"),
    ("años", "a"),
    ("mmHg", "mm[Hg]"),
    ("mmhg", "mm[Hg]"),
    ("cmH2O", "cm[H2O]"),
    ("cmH₂O", "cm[H2O]"),
    ("Pa", "Pa"),
    ("kPa", "kPa"),
    ("MPa", "MPa"),
    ("Hz", "Hz"),
    ("kHz", "kHz"),
    ("MHz", "MHz"),
    ("GHz", "GHz"),
    ("Da", "Da"),
    ("kDa", "kDa"),
    ("kD", "kDa"),
    ("bp", "{bp}"),
    ("kb", "{kb}"),
    ("kbp", "{kbp}"),
    ("°C", "Cel"),
    ("ºC", "Cel"),
    ("°", "deg"),
    ("degrees", "deg"),
    ("Gy", "Gy"),
    ("cGy", "cGy"),
    ("mSv", "mSv"),
    ("Bq", "Bq"),
    ("MBq", "MBq"),
    ("mCi", "mCi"),
    ("IU", "[IU]"),
    ("UI", "[IU]"),
    ("U", "U"),
    ("mU", "mU"),
    ("kcal", "kcal"),
    ("kJ", "kJ"),
    ("J", "J"),
    ("W", "W"),
    ("V", "V"),
    ("mV", "mV"),
    ("kV", "kV"),
    ("mA", "mA"),
    ("N", "N"),
    ("bpm", "/min"),
    ("beats", "{beats}"),
    ("dB", "dB"),
    ("ppm", "[ppm]"),
    ("ppb", "[ppb]"),
    ("CFU", "[CFU]"),
    ("cfu", "[CFU]"),
    ("cells", "{cells}"),
    ("points", "{score}"),
    ("point", "{score}"),
    ("punti", "{score}"),
    ("diopters", "[diop]"),
    ("D", "[diop]"),
    ("units", "{unit}"),
    ("copies", "{copies}"),
    ("cpm", "{cpm}"),
    ("pts", "{score}"),
    ("person-years", "{person}.a"),
    ("patient-years", "{person}.a"),
    ("inhabitants", "{person}"),
    ("kt", "kt"),
    ("lx", "lx"),
    ("dyn", "dyn"),
    ("rpm", "{rpm}"),
    ("pack-years", "{pack}.a"),
    ("logMAR", "{logMAR}"),
    ("euro", "[EUR]"),
    ("mmol", "mmol"),
];

/// The table by the first byte of the unit in lower case.
static BY_START: LazyLock<Vec<Vec<(&str, &str)>>> = LazyLock::new(|| {
    let mut by_start: Vec<Vec<(&str, &str)>> = vec![Vec::new(); 256];
    for &(written, ucum) in TABLE {
        let Some(first) = written.bytes().next() else { continue };
        by_start[usize::from(first.to_ascii_lowercase())].push((written, ucum));
    }
    by_start
});

/// The unit that follows a numeral ending at `at`, with or without a space, products and quotients included.
pub fn at(reading: &Reading<'_>, extent: Extent, at: usize) -> Option<Unit> {
    let start = at + gap(&reading.text[at..extent.end]);
    let (mut end, first) = one(reading, extent, start)?;
    if first == "%" {
        return Some(Unit { extent: Extent::new(start, end), ucum: first.to_owned() });
    }
    let mut ucum = first.to_owned();
    for _ in 0..4 {
        let rest = &reading.text[end..extent.end];
        let slash = rest
            .strip_prefix('/')
            .map(|_| 1)
            .or_else(|| rest.strip_prefix(" per ").map(|_| 5))
            .or_else(|| rest.strip_prefix(" / ").map(|_| 3));
        if let Some(slash) = slash {
            if let Some((next, part)) = one(reading, extent, end + slash) {
                ucum.push('/');
                ucum.push_str(part);
                end = next;
                continue;
            }
            if rest[slash..].starts_with("1.73 m") {
                let tail =
                    ["1.73 m(2)", "1.73 m2", "1.73 m²"].iter().find(|tail| rest[slash..].starts_with(**tail));
                if let Some(tail) = tail {
                    ucum.push_str("/{1.73_m2}");
                    end += slash + tail.len();
                    continue;
                }
            }
            break;
        }
        let spaced =
            rest.strip_prefix(' ').or_else(|| rest.strip_prefix('·')).map(|after| rest.len() - after.len());
        let Some((next, part)) = spaced.and_then(|skip| one(reading, extent, end + skip)) else { break };
        let tail = &reading.text[next..extent.end];
        let Some(power) = ["-1", "(-1)", "⁻¹", "−1", "(−1)"].iter().find(|power| tail.starts_with(**power))
        else {
            break;
        };
        ucum.push('/');
        ucum.push_str(part);
        end = next + power.len();
    }
    Some(Unit { extent: Extent::new(start, end), ucum })
}

fn gap(rest: &str) -> usize {
    match rest.chars().next() {
        Some(c @ (' ' | '\u{a0}' | '\u{2009}' | '\u{202f}')) => c.len_utf8(),
        _ => 0,
    }
}

/// One unit of the table at `start`: its end and its UCUM code.
fn one(reading: &Reading<'_>, extent: Extent, start: usize) -> Option<(usize, &'static str)> {
    let rest = &reading.text[start..extent.end];
    let lower = &reading.lower[start..extent.end];
    if rest.starts_with('%') {
        return Some((start + 1, "%"));
    }
    for (phrase, ucum) in [
        ("mm hg", "mm[Hg]"),
        ("per cent", "%"),
        ("cm h2o", "cm[H2O]"),
        ("degrees c", "Cel"),
        ("degrees celsius", "Cel"),
    ] {
        if lower.starts_with(phrase) && crate::finding::token::boundary(reading.text, start + phrase.len()) {
            return Some((start + phrase.len(), ucum));
        }
    }
    let mut length = 0;
    for c in rest.chars().take(14) {
        let powered = length > 0 && matches!(c, '2' | '3' | '²' | '³' | '₂');
        if !(c.is_alphabetic() || matches!(c, '°' | 'º' | '‰' | 'µ') || powered || c == '-' && length > 4)
        {
            break;
        }
        length += c.len_utf8();
    }
    let bracket = ["(2)", "(3)"].iter().find(|power| rest[length..].starts_with(**power));
    let longer = bracket.and_then(|power| {
        known(&rest[..length + power.len()], "").map(|ucum| (start + length + power.len(), ucum))
    });
    if longer.is_some() {
        return longer;
    }
    let word = rest[..length].trim_end_matches('-');
    known(word, &lower[..word.len()]).map(|ucum| (start + word.len(), ucum))
}

fn known(word: &str, lower: &str) -> Option<&'static str> {
    let first = word.bytes().next()?.to_ascii_lowercase();
    let matching = |written: &str| written == word || written.len() > 3 && written == lower;
    BY_START[usize::from(first)].iter().find(|(written, _)| matching(written)).map(|(_, ucum)| *ucum)
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
    matches!(ucum, "a" | "mo" | "wk" | "d" | "h" | "min" | "s" | "ms")
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
        check("7 M", None);
        check("7 m", Some(("m", "m")));
        check("120 mm Hg", Some(("mm Hg", "mm[Hg]")));
        check("7 mWT", None);
        check("37°C", Some(("°C", "Cel")));
    }
}
