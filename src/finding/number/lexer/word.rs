//! Numbers in words: "ninety-four", "one hundred and two", "three", "none", "two" of "two-fold".

use std::sync::LazyLock;

use super::Numeral;
use crate::finding::phrases::Phrases;
use crate::finding::reading::{Extent, Reading};
use crate::finding::token;

/// True for the first letter of "zero", "one", "two", "four", "seven", "eight" and "none", and of no other number.
pub fn may_begin(letter: u8) -> bool {
    matches!(letter | 0x20, b'z' | b'o' | b't' | b'f' | b's' | b'e' | b'n')
}

/// A number in words at `at`, where a word begins.
pub fn spelled(reading: &Reading<'_>, extent: Extent, at: usize) -> Option<Numeral> {
    let rest = &reading.lower[at..extent.end];
    BEGINNINGS.opening(rest)?;
    let length = rest[..letters(rest)].trim_end_matches('-').len();
    if length > 14 || !token::boundary(reading.text, at + length) {
        return None;
    }
    let (mut value, mut taken) = in_words(&rest[..length])?;
    if taken == length
        && value > 0
        && let Some(tail) =
            rest[taken..].strip_prefix(" hundred").filter(|tail| !tail.starts_with(char::is_alphabetic))
    {
        value *= 100;
        taken += 8;
        let more = tail.strip_prefix(" and ").or_else(|| tail.strip_prefix(' ')).unwrap_or_default();
        let length = letters(more);
        if let Some((units, whole)) =
            in_words(&more[..length]).filter(|(units, whole)| *whole == length && (1..100).contains(units))
        {
            value += units;
            taken = rest.len() - more.len() + whole;
        }
    }
    // "twenty three"
    if taken == length
        && (20..100).contains(&value)
        && value % 10 == 0
        && let Some(more) = rest[taken..].strip_prefix(' ')
        && let Some(units) = unit(&more[..letters(more)]).filter(|units| (1..10).contains(units))
    {
        value += units;
        taken += 1 + letters(more);
    }
    let scaled = [" thousand", " million", " billion"].iter().any(|word| rest[taken..].starts_with(word));
    if scaled {
        return None;
    }
    Some(Numeral {
        start: at,
        end: at + taken,
        value: value.to_string(),
        integer: true,
        lexical: true,
        identifier: false,
    })
}

/// Bytes of the word, hyphens included.
fn letters(text: &str) -> usize {
    text.bytes().take(24).take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'-').count()
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

fn unit(word: &str) -> Option<u32> {
    UNITS.iter().position(|name| *name == word).map(|value| value as u32)
}
