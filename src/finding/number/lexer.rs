//! Numerals of a text, byte by byte: decimals with point, comma or middle dot, grouped thousands, signs, exponents, and
//! numbers in words. Digits inside names ("IL-6", "CD4") come out as identifiers.

mod name;
mod power;
mod word;

use crate::finding::reading::{Extent, Reading};
use crate::finding::token;

/// A numeral as it stands, and its decimal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numeral {
    pub start: usize,
    pub end: usize,
    /// "0.03", "-2.5", "5e-8".
    pub value: String,
    pub integer: bool,
    pub lexical: bool,
    pub identifier: bool,
}

/// Numerals of the extent, in order.
pub fn scan(reading: &Reading<'_>, extent: Extent) -> Vec<Numeral> {
    let bytes = reading.text.as_bytes();
    let comma = decimal_comma(&reading.language);
    let mut found: Vec<Numeral> = Vec::new();
    let mut at = extent.start;
    // a letter has just been passed: what follows it begins no word
    let mut inside = false;
    while at < extent.end {
        let byte = bytes[at];
        if byte.is_ascii_alphabetic() {
            let begins = !inside && word::may_begin(byte) && token::boundary_before(reading.text, at);
            inside = true;
            if begins && let Some(numeral) = word::spelled(reading, extent, at) {
                at = numeral.end;
                found.push(numeral);
            } else {
                at += 1;
            }
            continue;
        }
        inside = false;
        if byte.is_ascii_digit()
            || byte == b'.'
                && bytes[at + 1..extent.end].first().is_some_and(u8::is_ascii_digit)
                && leading(bytes, at)
        {
            let mut numeral = digits(reading, extent, at, comma);
            at = numeral.end;
            // "Mnk1/2", "HIF-1/2"
            numeral.identifier |= found.last().is_some_and(|last| {
                last.identifier
                    && last.end + 1 == numeral.start
                    && matches!(bytes[last.end], b'/' | b'-')
                    && numeral.integer
            });
            found.push(numeral);
        } else {
            at += 1;
        }
    }
    found
}

fn decimal_comma(language: &str) -> bool {
    matches!(
        language,
        "it" | "de"
            | "fr"
            | "es"
            | "pt"
            | "nl"
            | "pl"
            | "ru"
            | "da"
            | "sv"
            | "nb"
            | "no"
            | "fi"
            | "cs"
            | "hu"
            | "tr"
            | "uk"
            | "ro"
            | "hr"
            | "sr"
            | "bg"
            | "el"
            | "ca"
    )
}

fn leading(bytes: &[u8], at: usize) -> bool {
    at == 0
        || matches!(bytes[at - 1], b' ' | b'(' | b'[' | b'=' | b'<' | b'>' | b'-')
        || !bytes[at - 1].is_ascii()
}

fn digits(reading: &Reading<'_>, extent: Extent, from: usize, comma: bool) -> Numeral {
    let text = reading.text;
    let bytes = text.as_bytes();
    if let Some(end) = name::locants(text, extent, from) {
        let value = text[from..end].bytes().take_while(u8::is_ascii_digit).map(char::from).collect();
        return Numeral { start: from, end, value, integer: true, lexical: false, identifier: true };
    }
    let digit = |at: usize| at < extent.end && bytes[at].is_ascii_digit();
    let run = |at: usize| {
        at + bytes[at.min(extent.end)..extent.end].iter().take_while(|b| b.is_ascii_digit()).count()
    };
    let mut value = String::new();
    let mut at = run(from);
    let mut integer = true;
    let first = at - from;
    value.push_str(&text[from..at]);
    let zero = bytes[from] == b'0';
    if (1..=3).contains(&first) && !zero {
        at = grouped(reading, extent, at, comma, &mut value);
    }
    let rest = &text[at..extent.end];
    let mark = match rest.chars().next() {
        Some('.') => 1,
        Some('·' | '•' | '∙') if at > from => rest.chars().next().map_or(0, char::len_utf8),
        Some(',') if comma || zero && first == 1 || measured(reading, extent, from, at) => 1,
        _ => 0,
    };
    if mark > 0 && digit(at + mark) {
        let end = run(at + mark);
        value.push('.');
        value.push_str(&text[at + mark..end]);
        at = end;
        integer = false;
    }
    if value.starts_with('.') {
        value.insert(0, '0');
    }
    let mut identifier = name::named(reading, extent, from, at);
    // "10.1000/182", "2.0.1": neither a decimal nor a date
    let registered = bytes.get(at) == Some(&b'/') && value.starts_with("10.") && value.len() >= 7;
    if at + 1 < extent.end && (bytes[at] == b'.' && digit(at + 1) || registered) {
        while at + 1 < extent.end
            && (bytes[at].is_ascii_alphanumeric()
                || matches!(bytes[at], b'.' | b'/') && bytes[at + 1].is_ascii_alphanumeric())
        {
            at += 1;
        }
        identifier = true;
    }
    let mut start = from;
    if !identifier {
        if let Some((end, power)) = power::of_ten(&text[at..extent.end], &value) {
            at += end;
            match value == "10" && !text[from..at].contains(['x', 'X', '×', '*', '·', '⋅', 'e', 'E']) {
                true => value = format!("1e{power}"),
                false => value = format!("{value}e{power}"),
            }
            integer = false;
        }
        if let Some((word, power)) = SCALES.iter().find(|(word, _)| {
            text[at..extent.end].starts_with(word) && token::boundary(text, at + word.len())
        }) {
            at += word.len();
            value.push_str(power);
        } else if let Some((length, part)) = fraction(reading, extent, at, &value).filter(|_| integer) {
            at += length;
            value = part;
            integer = false;
        }
        match sign(text, extent.start, from) {
            Some((sign, true)) => {
                start = sign;
                value.insert(0, '-');
            }
            Some((sign, false)) => start = sign,
            None => {}
        }
    }
    Numeral { start, end: at, value, integer, lexical: false, identifier }
}

/// "24.8 million"
const SCALES: [(&str, &str); 3] = [(" million", "e6"), (" billion", "e9"), (" thousand", "e3")];

/// The rest of "1/2 h" and "2 1/2 h", and the whole as a decimal; only before a unit, and only where the decimal is exact.
fn fraction(reading: &Reading<'_>, extent: Extent, at: usize, value: &str) -> Option<(usize, String)> {
    const PARTS: [(&str, &str); 3] = [("1/2", "5"), ("1/4", "25"), ("3/4", "75")];
    let rest = &reading.text[at..extent.end];
    let whole = PARTS
        .iter()
        .find(|(written, _)| rest.strip_prefix(' ').is_some_and(|tail| tail.starts_with(written)));
    let (length, decimal) = match whole {
        Some((_, part)) => (4, format!("{value}.{part}")),
        None => {
            let under = PARTS.iter().find(|(written, _)| {
                written.split_once('/').is_some_and(|(over, under)| {
                    over == value && rest.strip_prefix('/').is_some_and(|tail| tail.starts_with(under))
                })
            })?;
            (2, format!("0.{}", under.1))
        }
    };
    let listed = reading.text[extent.start..at].trim_end_matches(|c: char| c.is_ascii_digit()).ends_with('/');
    (!listed && super::unit::at(reading, extent, at + length).is_some_and(|unit| unit.ucum != "%"))
        .then_some((length, decimal))
}

/// End of the groups of three digits that follow `at`: "1,234", "1.234" where the comma is the decimal mark, "36 000".
fn grouped(reading: &Reading<'_>, extent: Extent, mut at: usize, comma: bool, value: &mut String) -> usize {
    let text = reading.text;
    loop {
        let rest = &text[at..extent.end];
        let mark = match rest.chars().next() {
            Some(',') if !comma => 1,
            Some('.') if comma => 1,
            Some(space @ ('\u{2009}' | '\u{202f}' | '\u{2008}' | '\u{a0}')) => space.len_utf8(),
            Some(' ') if rest.starts_with(" 000") || things(reading, extent, at + 4) => 1,
            _ => return at,
        };
        let group = &text.as_bytes()[(at + mark).min(extent.end)..extent.end];
        if group.iter().take(4).take_while(|b| b.is_ascii_digit()).count() != 3 {
            return at;
        }
        value.push_str(&text[at + mark..at + mark + 3]);
        at += mark + 3;
    }
}

/// A countable noun follows: only so may a plain space group thousands ("12 345 patients").
fn things(reading: &Reading<'_>, extent: Extent, at: usize) -> bool {
    reading.text.is_char_boundary(at.min(extent.end))
        && super::count::next_word(reading, extent, at)
            .is_some_and(|word| super::context::countable(reading.lower(word)))
}

/// A comma, one or two digits and a unit: the decimal comma of an author who writes English, "21,5 years".
fn measured(reading: &Reading<'_>, extent: Extent, from: usize, at: usize) -> bool {
    let bytes = reading.text.as_bytes();
    let tail = &bytes[(at + 1).min(extent.end)..extent.end];
    let digits = tail.iter().take(3).take_while(|b| b.is_ascii_digit()).count();
    let listed = from > 0 && bytes[from - 1] == b','
        || matches!(tail.get(digits..), Some([b',', next, ..]) if next.is_ascii_digit());
    (1..=2).contains(&digits)
        && !listed
        && super::unit::at(reading, extent, at + 1 + digits).is_some_and(|unit| {
            // a lone letter may be a word
            unit.extent.end - unit.extent.start > 1 || unit.ucum == "%"
        })
}

/// Start of the sign before `at`, and whether it is a minus: after a space, a bracket or an operator, not after a word or a number.
fn sign(text: &str, floor: usize, at: usize) -> Option<(usize, bool)> {
    let head = &text[floor..at];
    let close = head.trim_end_matches(' ');
    let sign = close.chars().next_back().filter(|c| matches!(c, '-' | '−' | '–' | '\u{2011}' | '+'))?;
    let bare = &close[..close.len() - sign.len_utf8()];
    let start = floor + bare.len();
    let minus = sign != '+';
    if close.len() < head.len() {
        // "= - 340": a sign with a space, after an operator only
        let operator = (bare.trim_end().ends_with(['=', '<', '>'])
            || [" at ", " of ", " was ", " to "].iter().any(|word| bare.ends_with(word)))
            && minus
            && head.len() - close.len() == 1;
        return operator.then_some((start, true));
    }
    let free = bare.chars().next_back().is_none_or(|c| {
        c.is_whitespace()
            || matches!(c, '(' | '[' | '=' | '<' | '>' | ',' | ';' | ':' | '±' | '≤' | '≥' | '~' | '∼' | '/')
                && (c != '/' || minus && bare.ends_with(")/"))
    });
    free.then_some((start, minus))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, language: &str, expected: &[&str]) {
        let reading = Reading::new(text, language.into());
        let numerals = scan(&reading, Extent::new(0, text.len()));
        let found: Vec<_> = numerals
            .iter()
            .map(|n| if n.identifier { format!("#{}", n.value) } else { n.value.clone() })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn decimals_groups_signs_and_names() {
        check("3.5 and .04 and 2·7", "en", &["3.5", "0.04", "2.7"]);
        check("12,400 of 1,5", "en", &["12400", "1", "5"]);
        check("12.400 e 1,5 e 0,8", "it", &["12400", "1.5", "0.8"]);
        check("0,8", "en", &["0.8"]);
        check("(−4.2 to -1)", "en", &["-4.2", "-1"]);
        check("2×10−6, 3 x 10(-4), 1e-9", "en", &["2e-6", "3e-4", "1e-9"]);
        check("IL-8, CD8+, p21, 5-HT, 10mg", "en", &["#8", "#8", "#21", "#5", "10"]);
        check("thirty-two mice, fourfold, none", "en", &["32", "4", "0"]);
        check("7\u{2009}500 cells", "en", &["7500"]);
    }

    #[test]
    fn powers_of_ten_commas_and_locants() {
        check("10(6)/ml, 10(-8)M, 10⁴ and 10-5 M", "en", &["1e6", "1e-8", "1e4", "1e-5"]);
        check("5 x 10 ( 4 ) /kg", "en", &["5e4"]);
        check("21,5 years or 2,4 mg", "en", &["21.5", "2.4"]);
        check("1,4-dihydro-2,6-dimethyl and 3'-end", "en", &["#1", "#2", "#3"]);
        check("Mr 36 000; pH7.4", "en", &["36000", "7.4"]);
        check("E = - 340 mV (+50%)", "en", &["-340", "50"]);
        check("One hundred and two; two hundred", "en", &["102", "200"]);
        check("IC(50), N(4)-acetyl, Erk1/2", "en", &["#50", "#4", "#1", "#2"]);
    }
}
