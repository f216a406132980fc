//! Numerals of a text, byte by byte: decimals with point, comma or middle dot, grouped thousands, signs, exponents, and
//! numbers in words. Digits inside names ("IL-6", "CD4") come out as identifiers.

use std::sync::LazyLock;

use crate::finding::phrases::Phrases;
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
    let mut found = Vec::new();
    let mut at = extent.start;
    while at < extent.end {
        let byte = bytes[at];
        if byte.is_ascii_digit()
            || byte == b'.'
                && bytes[at + 1..extent.end].first().is_some_and(u8::is_ascii_digit)
                && leading(bytes, at)
        {
            let numeral = digits(reading, extent, at, comma);
            at = numeral.end;
            found.push(numeral);
        } else if byte.is_ascii_alphabetic() {
            let letters = |from: usize| {
                from + bytes[from..extent.end].iter().take_while(|b| b.is_ascii_alphabetic()).count()
            };
            let numeral =
                token::boundary_before(reading.text, at).then(|| spelled(reading, extent, at)).flatten();
            at = numeral.as_ref().map_or_else(|| letters(at), |numeral| numeral.end);
            found.extend(numeral);
        } else {
            at += 1;
        }
    }
    found
}

/// A number in words at `at`, where a word begins.
fn spelled(reading: &Reading<'_>, extent: Extent, at: usize) -> Option<Numeral> {
    let rest = &reading.lower[at..extent.end];
    BEGINNINGS.opening(rest)?;
    let length = rest.bytes().take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'-').count();
    if length > 14 || !token::boundary(reading.text, at + length) {
        return None;
    }
    let (value, taken) = in_words(&rest[..length])?;
    if compound(reading, extent, at, at + length) {
        return None;
    }
    let (end, value) = (at + taken, value.to_string());
    Some(Numeral { start: at, end, value, integer: true, lexical: true, identifier: false })
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
    let digit = |at: usize| at < extent.end && bytes[at].is_ascii_digit();
    let run = |at: usize| {
        at + bytes[at.min(extent.end)..extent.end].iter().take_while(|b| b.is_ascii_digit()).count()
    };
    let mut value = String::new();
    let mut at = run(from);
    let mut integer = true;
    let first = at - from;
    value.push_str(&text[from..at]);
    let fraction = |at: usize, mark: usize, value: &mut String| {
        let end = run(at + mark);
        value.push('.');
        value.push_str(&text[at + mark..end]);
        end
    };
    // grouped thousands
    let zero = bytes[from] == b'0';
    if (1..=3).contains(&first) && !zero {
        loop {
            let rest = &text[at..extent.end];
            let mark = match rest.chars().next() {
                Some(',') if !comma => 1,
                Some('.') if comma => 1,
                Some('\u{2009}' | '\u{202f}' | '\u{2008}') => 3,
                Some('\u{a0}') => 2,
                Some(' ') if things(reading, extent, at + 4) => 1,
                _ => break,
            };
            if run(at + mark) != at + mark + 3 {
                break;
            }
            value.push_str(&text[at + mark..at + mark + 3]);
            at += mark + 3;
        }
    }
    let rest = &text[at..extent.end];
    let mark = match rest.chars().next() {
        Some('.') => 1,
        Some('·' | '•') if at > from => rest.chars().next().map_or(0, char::len_utf8),
        Some(',') if comma || (zero && first == 1) => 1,
        _ => 0,
    };
    if mark > 0 && digit(at + mark) {
        at = fraction(at, mark, &mut value);
        integer = false;
    }
    if value.starts_with('.') {
        value.insert(0, '0');
    }
    let mut identifier = named(reading, extent, from, at);
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
        if let Some((end, power)) = exponent(&text[at..extent.end]) {
            at += end;
            value.push('e');
            value.push_str(&power);
            integer = false;
        }
        if let Some(sign) = sign(text, extent.start, from) {
            start = sign;
            value.insert(0, '-');
        }
    }
    Numeral { start, end: at, value, integer, lexical: false, identifier }
}

/// A countable noun follows: only so may a plain space group thousands ("12 345 patients").
fn things(reading: &Reading<'_>, extent: Extent, at: usize) -> bool {
    reading.text.is_char_boundary(at.min(extent.end))
        && super::count::next_word(reading, extent, at)
            .is_some_and(|word| super::context::countable(reading.lower(word)))
}

/// "×10−8", " x 10^-8", "e-8": its length and power.
fn exponent(rest: &str) -> Option<(usize, String)> {
    let mut body = rest.trim_start_matches(' ');
    let times = body.chars().next().filter(|c| matches!(c, '×' | 'x' | 'X' | '*' | '·' | '⋅' | 'E' | 'e'))?;
    body = &body[times.len_utf8()..];
    let scientific = matches!(times, 'E' | 'e');
    if scientific && rest.starts_with(' ') {
        return None;
    }
    let mut bracket = false;
    if !scientific {
        body = body.trim_start_matches(' ').strip_prefix("10")?;
        body = body.strip_prefix('^').unwrap_or(body);
        if let Some(inner) = body.strip_prefix('(').or_else(|| body.strip_prefix('[')) {
            bracket = true;
            body = inner;
        }
    }
    let mut power = String::new();
    let minus = body.chars().next().filter(|c| matches!(c, '-' | '−' | '–' | '\u{2011}'));
    if let Some(minus) = minus {
        power.push('-');
        body = &body[minus.len_utf8()..];
    } else if scientific {
        body = body.strip_prefix('+')?;
    }
    let digits = body.bytes().take(4).take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 3 {
        return None;
    }
    power.push_str(&body[..digits]);
    body = &body[digits..];
    if bracket {
        body = body.strip_prefix([')', ']'])?;
    }
    Some((rest.len() - body.len(), power))
}

/// Start of a minus sign before `at`: after a space, a bracket or an operator, not after a word or a number.
fn sign(text: &str, floor: usize, at: usize) -> Option<usize> {
    let head = &text[floor..at];
    let minus = head.chars().next_back().filter(|c| matches!(c, '-' | '−' | '–' | '\u{2011}'))?;
    let before = head[..head.len() - minus.len_utf8()].chars().next_back();
    let free = before.is_none_or(|c| {
        matches!(
            c,
            ' ' | '('
                | '['
                | '='
                | '<'
                | '>'
                | ','
                | ';'
                | ':'
                | '\u{a0}'
                | '\u{2009}'
                | '\u{202f}'
                | '±'
                | '≤'
                | '≥'
        )
    });
    free.then(|| at - minus.len_utf8())
}

/// True for digits inside a name: "IL-6", "CD4+", "5-FU", "3D", "18F".
fn named(reading: &Reading<'_>, extent: Extent, start: usize, end: usize) -> bool {
    let text = reading.text;
    let mut before = text[extent.start..start].chars().rev();
    match before.next() {
        Some(c) if c.is_alphabetic() || c == '_' => {
            let short = before.next().is_none_or(|c| !c.is_alphanumeric());
            // "p0.05", "n12" are written so, names are not
            return !(short && matches!(c, 'p' | 'P') && text[start..end].contains(['.', '·', ',']));
        }
        Some('-' | '/' | '–' | '\u{2011}') if before.next().is_some_and(char::is_alphabetic) => {
            let word = reading.lower[extent.start..start].trim_end_matches(['-', '/']);
            return !["mean", "median", "age"].iter().any(|known| word.ends_with(known));
        }
        _ => {}
    }
    let rest = &text[end..extent.end];
    let mut after = rest.chars();
    match after.next() {
        Some('-') => match after.next() {
            Some(c) if c.is_uppercase() => true,
            Some(c) if c.is_alphabetic() => {
                let word: String = rest[1..].chars().take(16).take_while(|c| c.is_alphabetic()).collect();
                matches!(
                    word.as_str(),
                    "hydroxy"
                        | "methyl"
                        | "deoxy"
                        | "amino"
                        | "nitro"
                        | "chloro"
                        | "fluoro"
                        | "oxo"
                        | "dimensional"
                        | "item"
                        | "point"
                        | "way"
                ) || word.len() == 1
            }
            _ => false,
        },
        Some('+') => !after.next().is_some_and(|c| c == '/' || c == ' '),
        Some('α' | 'β' | 'γ' | 'δ') => true,
        Some(c) if c.is_ascii_alphabetic() => {
            let word: String = rest.chars().take(12).take_while(|c| c.is_ascii_alphabetic()).collect();
            super::unit::at(reading, extent, end).is_none()
                && !matches!(word.as_str(), "x" | "fold" | "e" | "E" | "to")
        }
        _ => false,
    }
}

const UNITS: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// What every number in words begins with.
static BEGINNINGS: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::new(&[UNITS.as_slice(), &TENS, &["none"]].concat()));

/// A number in words and how many bytes it takes: "ninety-four", "three", "none", "two" of "two-fold".
fn in_words(word: &str) -> Option<(u32, usize)> {
    if word == "none" {
        return Some((0, 4));
    }
    if let Some(stem) = word.strip_suffix("fold") {
        let stem = stem.trim_end_matches('-');
        return unit(stem).map(|value| (value, stem.len()));
    }
    if let Some(value) = unit(word) {
        return Some((value, word.len()));
    }
    let (ten, rest) = word.split_once('-').unwrap_or((word, ""));
    let tens = TENS.iter().position(|name| *name == ten)? as u32 * 10 + 20;
    match rest {
        "" => Some((tens, word.len())),
        rest => unit(rest).filter(|value| (1..10).contains(value)).map(|value| (tens + value, word.len())),
    }
}

/// Part of "one hundred and five", which is not read.
fn compound(reading: &Reading<'_>, extent: Extent, start: usize, end: usize) -> bool {
    let head = super::context::left(reading, extent.start, start, 16);
    let rest = &reading.lower[end..extent.end];
    ["hundred and ", "hundred ", "thousand "].iter().any(|word| head.ends_with(word))
        || [" hundred", " thousand", " million"].iter().any(|word| rest.starts_with(word))
}

fn unit(word: &str) -> Option<u32> {
    UNITS.iter().position(|name| *name == word).map(|value| value as u32)
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
}
