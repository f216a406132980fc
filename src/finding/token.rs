//! Words of a range, as extents: runs of letters, digits, hyphens and apostrophes.

use super::reading::{Extent, Reading};

/// Words of `extent` in order.
pub fn words<'r>(reading: &'r Reading<'_>, extent: Extent) -> impl Iterator<Item = Extent> + 'r {
    let text = reading.text.get(..extent.end).unwrap_or_default();
    let mut at = if text.is_char_boundary(extent.start) { extent.start } else { text.len() };
    std::iter::from_fn(move || {
        let start = skip(text, at, &LETTERS, false, char::is_alphanumeric);
        at = skip(text, start, &INSIDE, true, |c| c.is_alphanumeric() || c == '’');
        (start < at).then_some(Extent::new(start, at))
    })
}

/// Letters and digits of ASCII.
const LETTERS: [bool; 256] = marks(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
/// What a word may go on with, in ASCII.
const INSIDE: [bool; 256] = marks(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-'");

/// The first place at or after `at` whose character is not (`skipped`) or is one of the class, else the end of the text. ASCII
/// asks a table.
fn skip(
    text: &str,
    mut at: usize,
    ascii: &[bool; 256],
    skipped: bool,
    foreign: impl Fn(char) -> bool,
) -> usize {
    let bytes = text.as_bytes();
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii() {
            if ascii[usize::from(byte)] != skipped {
                return at;
            }
            at += 1;
            continue;
        }
        let c = text[at..].chars().next().unwrap_or_default();
        if foreign(c) != skipped {
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
