//! Words of a range, as extents: runs of letters, digits, hyphens and apostrophes.

use super::reading::{Extent, Reading};

/// Names of the months, in lower case.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Words of `extent` in order.
pub fn words<'r>(reading: &'r Reading<'_>, extent: Extent) -> impl Iterator<Item = Extent> + 'r {
    let text = reading.text.get(..extent.end).unwrap_or_default();
    let mut at = if text.is_char_boundary(extent.start) { extent.start } else { text.len() };
    std::iter::from_fn(move || {
        let start = skip(text, at, &BEGINS, |c| !c.is_alphanumeric());
        at = skip(text, start, &ENDS, |c| c.is_alphanumeric() || c == '’');
        (start < at).then_some(Extent::new(start, at))
    })
}

/// Bytes at which a word may begin, and at which it may end; what is not ASCII is both.
const BEGINS: [bool; 256] = edges(false);
const ENDS: [bool; 256] = edges(true);

const fn edges(of_end: bool) -> [bool; 256] {
    let mut edges = [true; 256];
    let mut byte = 0u8;
    while byte.is_ascii() {
        let inside = byte.is_ascii_alphanumeric() || of_end && matches!(byte, b'-' | b'\'');
        edges[byte as usize] = inside != of_end;
        byte += 1;
    }
    edges
}

/// The first place at or after `at` where one of the bytes stands and no character that is skipped, else the end of the text.
fn skip(text: &str, mut at: usize, stops: &[bool; 256], skipped: impl Fn(char) -> bool) -> usize {
    let bytes = text.as_bytes();
    while let Some(step) = bytes[at..].iter().position(|byte| stops[usize::from(*byte)]) {
        at += step;
        if bytes[at].is_ascii() {
            return at;
        }
        let c = text[at..].chars().next().unwrap_or_default();
        if !skipped(c) {
            return at;
        }
        at += c.len_utf8();
    }
    bytes.len()
}

/// A table that is true for the bytes of the list.
pub const fn marks(list: &[u8]) -> [bool; 256] {
    let mut marks = [false; 256];
    let mut at = 0;
    while at < list.len() {
        marks[list[at] as usize] = true;
        at += 1;
    }
    marks
}

/// True where a word cannot continue: the character at `at` is none of a word's.
pub fn boundary(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    match bytes.get(at) {
        None => true,
        Some(byte) if byte.is_ascii() => !byte.is_ascii_alphanumeric(),
        Some(_) => !text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(char::is_alphanumeric),
    }
}

/// True where a word cannot have begun before `at`.
pub fn boundary_before(text: &str, at: usize) -> bool {
    let Some(byte) = at.checked_sub(1).and_then(|before| text.as_bytes().get(before)) else { return true };
    if byte.is_ascii() {
        return !byte.is_ascii_alphanumeric();
    }
    !text.get(..at).and_then(|head| head.chars().next_back()).is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_hyphens_and_accents() {
        let reading = Reading::new("La più drug-related, (IL-6) così.", String::new());
        let found: Vec<_> =
            words(&reading, Extent::new(0, reading.text.len())).map(|word| reading.slice(word)).collect();
        assert_eq!(found, ["La", "più", "drug-related", "IL-6", "così"]);
    }
}
