//! Text as the contract keeps it, and places in it.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::contract::v1;

/// `text` in NFC.
pub fn nfc(text: &str) -> String {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return text.to_owned();
    }
    text.nfc().collect()
}

/// `text` with each run of white space that holds a line break turned into one space, and trimmed. Other spaces stay.
pub fn collapse_breaks(text: &str) -> String {
    let text = text.trim();
    if memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_none() {
        return text.to_owned();
    }
    let mut collapsed = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr2(b'\n', b'\r', rest.as_bytes()) {
        collapsed.push_str(rest[..at].trim_end_matches(INDENTATION));
        collapsed.push(' ');
        rest = rest[at..].trim_start_matches(INDENTATION);
    }
    collapsed.push_str(rest);
    collapsed
}

/// White space of XML. A no-break or thin space next to a line break was meant and stays.
const INDENTATION: [char; 4] = [' ', '\t', '\n', '\r'];

/// `text[start..end]`, in bytes, as a span. Ends inside a character move down to where it begins; ends beyond the text, to
/// its end. For many spans of one text see [`Offsets`].
pub fn span(text: &str, start: usize, end: usize) -> v1::Span {
    let start = floor(text, start);
    let end = floor(text, end).max(start);
    let char_start = chars_in(&text.as_bytes()[..start]);
    let char_end = char_start + chars_in(&text.as_bytes()[start..end]);
    v1::Span {
        start: count(start),
        end: count(end),
        char_start: count(char_start),
        char_end: count(char_end),
    }
}

/// The code points of one text, counted once, so that any number of spans in it cost next to nothing.
pub struct Offsets<'a> {
    text: &'a str,
    /// Code points that begin before byte `64 * i`; empty for ASCII, where both counts are the same.
    marks: Vec<u32>,
}

const STRIDE: usize = 64;

impl<'a> Offsets<'a> {
    /// Counts the code points of `text`.
    pub fn new(text: &'a str) -> Self {
        if text.is_ascii() {
            return Self { text, marks: Vec::new() };
        }
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut chars = 0;
        for chunk in text.as_bytes().chunks(STRIDE) {
            marks.push(u32::try_from(chars).unwrap_or(u32::MAX));
            chars += chars_in(chunk);
        }
        Self { text, marks }
    }

    /// The text.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// `text[start..end]`, in bytes, as a span; as [`span`].
    pub fn span(&self, start: usize, end: usize) -> v1::Span {
        let start = floor(self.text, start);
        let end = floor(self.text, end).max(start);
        v1::Span {
            start: count(start),
            end: count(end),
            char_start: count(self.char_at(start)),
            char_end: count(self.char_at(end)),
        }
    }

    /// The number of the code point that begins at `byte`, from 0.
    pub fn char_at(&self, byte: usize) -> usize {
        let byte = floor(self.text, byte);
        let block = byte / STRIDE;
        match self.marks.get(block) {
            Some(before) => *before as usize + chars_in(&self.text.as_bytes()[block * STRIDE..byte]),
            // ASCII has no marks; a text whose length is a multiple of the stride has none for its end
            None if self.marks.is_empty() => byte,
            None => {
                let last = self.marks.len() - 1;
                self.marks[last] as usize + chars_in(&self.text.as_bytes()[last * STRIDE..byte])
            }
        }
    }

    /// The byte at which code point number `char` begins; the end of the text where it has no such code point.
    pub fn byte_at(&self, char: usize) -> usize {
        if self.marks.is_empty() {
            return char.min(self.text.len());
        }
        let block = self.marks.partition_point(|before| (*before as usize) <= char).saturating_sub(1);
        let mut seen = self.marks[block] as usize;
        let begin = block * STRIDE;
        for (at, byte) in self.text.as_bytes()[begin..].iter().enumerate() {
            if is_continuation(*byte) {
                continue;
            }
            if seen == char {
                return begin + at;
            }
            seen += 1;
        }
        self.text.len()
    }
}

/// The last character boundary of `text` that is not behind `byte`.
fn floor(text: &str, byte: usize) -> usize {
    let mut at = byte.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn chars_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| !is_continuation(**byte)).count()
}

fn is_continuation(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}

/// Texts are far shorter than 2 GiB: messages are limited to less.
fn count(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn composes() {
        for (text, expected) in [("abc", "abc"), ("e\u{301}", "é"), ("é", "é"), ("\u{212b}", "Å"), ("", "")]
        {
            assert_eq!(nfc(text), expected);
        }
    }

    #[test]
    fn breaks_with_their_indentation_become_one_space() {
        let cases = [
            ("a\n    b", "a b"),
            ("  a  b\t c ", "a  b\t c"),
            ("a \r\n\r\n b\n", "a b"),
            ("\n", ""),
            ("a\n\u{a0}b", "a \u{a0}b"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(collapse_breaks(text), expected, "{text:?}");
        }
    }

    #[test]
    fn spans_count_bytes_and_code_points() {
        let cases = [
            ("abc", 1, 3, (1, 3, 1, 3)),
            ("aéb", 1, 3, (1, 3, 1, 2)),
            ("aéb", 2, 3, (1, 3, 1, 2)),
            ("a𝛼b", 1, 99, (1, 6, 1, 3)),
            ("abc", 2, 1, (2, 2, 2, 2)),
        ];
        for (text, start, end, expected) in cases {
            let got = span(text, start, end);
            assert_eq!((got.start, got.end, got.char_start, got.char_end), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn both_ways_give_the_same_slice(text in "(\\PC|[a-z ]|é|𝛼){0,200}", a in 0_usize..900, b in 0_usize..900) {
            let offsets = Offsets::new(&text);
            let span = offsets.span(a.min(b), a.max(b));
            prop_assert_eq!(&span, &super::span(&text, a.min(b), a.max(b)));
            let (start, end) = (span.start as usize, span.end as usize);
            let by_chars: String =
                text.chars().skip(span.char_start as usize).take((span.char_end - span.char_start) as usize).collect();
            prop_assert_eq!(&text[start..end], by_chars);
            prop_assert_eq!(offsets.byte_at(span.char_start as usize), start);
            prop_assert_eq!(offsets.byte_at(span.char_end as usize), end);
        }

        #[test]
        fn collapsing_is_idempotent_and_leaves_no_break(text in "[a-z \n\r\té]{0,60}") {
            let once = collapse_breaks(&text);
            prop_assert!(!once.contains(['\n', '\r']));
            prop_assert_eq!(collapse_breaks(&once), once);
        }

        #[test]
        fn nfc_is_idempotent(text in "\\PC{0,40}") {
            let once = nfc(&text);
            prop_assert_eq!(nfc(&once), once);
        }
    }
}
