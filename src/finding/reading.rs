//! A text being read: itself, its ASCII-lower-cased twin of the same length, and code-point offsets in constant time.

use std::cell::OnceCell;

use super::token;
use super::verb::{self, Word};
use crate::contract::v1;

/// A half-open range of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Extent {
    pub start: usize,
    pub end: usize,
}

impl Extent {
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }
}

/// An abstract while it is read.
pub struct Reading<'a> {
    pub text: &'a str,
    pub lower: String,
    /// BCP 47 primary language, empty when not known.
    pub language: String,
    /// Code points before each block of `BLOCK` bytes; empty for ASCII.
    blocks: Vec<u32>,
    /// Read when first asked for, and then once for all who ask what the words may be.
    words: OnceCell<Words>,
}

const BLOCK: usize = 64;

/// Words of a text, in order.
struct Words {
    all: Vec<Word>,
    /// The first word that begins in each block or after it.
    first: Vec<usize>,
    /// Those that may open a clause: "that", "which".
    opening: Vec<Extent>,
}

impl Words {
    fn read(reading: &Reading<'_>) -> Self {
        let all = verb::read(reading);
        let mut first = Vec::with_capacity(reading.text.len() / BLOCK + 2);
        for (at, word) in all.iter().enumerate() {
            first.resize((word.extent.start / BLOCK + 1).max(first.len()), at);
        }
        first.resize(reading.text.len() / BLOCK + 2, all.len());
        let opening = all.iter().filter(|word| word.may(verb::THAT | verb::RELATIVE));
        let opening = opening.map(|word| word.extent).collect();
        Self { all, first, opening }
    }

    /// The first word that begins at `byte` or after it.
    fn from(&self, byte: usize) -> usize {
        let mut at = self.first.get(byte / BLOCK).copied().unwrap_or(self.all.len());
        while self.all.get(at).is_some_and(|word| word.extent.start < byte) {
            at += 1;
        }
        at
    }

    /// The words that begin and end in the extent.
    fn within(&self, extent: Extent) -> &[Word] {
        let (first, mut end) = (self.from(extent.start), self.from(extent.end));
        while end > first && self.all[end - 1].extent.end > extent.end {
            end -= 1;
        }
        self.all.get(first..end).unwrap_or_default()
    }
}

impl<'a> Reading<'a> {
    pub fn new(text: &'a str, language: String) -> Self {
        let mut blocks = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for block in text.as_bytes().chunks(BLOCK) {
                blocks.push(count);
                count += starts(block);
            }
        }
        Self { text, lower: text.to_ascii_lowercase(), language, blocks, words: OnceCell::new() }
    }

    pub fn slice(&self, extent: Extent) -> &'a str {
        self.text.get(extent.start..extent.end).unwrap_or_default()
    }

    pub fn lower(&self, extent: Extent) -> &str {
        self.lower.get(extent.start..extent.end).unwrap_or_default()
    }

    /// The words that begin and end in the extent.
    pub fn words(&self, extent: Extent) -> &[Word] {
        self.all_words().within(extent)
    }

    /// True when a word of the extent may open a clause.
    pub fn may_open(&self, extent: Extent) -> bool {
        let opening = &self.all_words().opening;
        let first = opening.partition_point(|word| word.start < extent.start);
        opening.get(first).is_some_and(|word| word.end <= extent.end)
    }

    fn all_words(&self) -> &Words {
        self.words.get_or_init(|| Words::read(self))
    }

    /// The words of the extent, of which the first and the last may be cut.
    pub fn cut_words(&self, extent: Extent) -> impl Iterator<Item = Word> {
        let words = self.all_words();
        let mut first = words.from(extent.start);
        if first.checked_sub(1).is_some_and(|before| words.all[before].extent.end > extent.start) {
            first -= 1;
        }
        let within = words.all[first..].iter().take_while(move |word| word.extent.start < extent.end);
        within.filter_map(move |word| {
            if extent.start <= word.extent.start && word.extent.end <= extent.end {
                return Some(*word);
            }
            let (start, end) = (word.extent.start.max(extent.start), word.extent.end.min(extent.end));
            let rest = token::words(self, Extent::new(start, end)).next();
            rest.map(|rest| Word::alone(self, rest))
        })
    }

    /// The extent without the white space at both ends.
    pub fn trimmed(&self, extent: Extent) -> Extent {
        let slice = self.slice(extent);
        if let [first, .., last] = slice.as_bytes()
            && first.is_ascii_graphic()
            && last.is_ascii_graphic()
        {
            return extent;
        }
        let start = extent.start + (slice.len() - slice.trim_start().len());
        Extent::new(start, (start + slice.trim().len()).max(start))
    }

    /// The first so many code points of the extent, in lower case.
    pub fn opening(&self, extent: Extent, chars: usize) -> &str {
        let whole = self.lower(extent);
        if self.blocks.is_empty() {
            return &whole[..chars.min(whole.len())];
        }
        whole.char_indices().nth(chars).map_or(whole, |(end, _)| &whole[..end])
    }

    pub fn span(&self, extent: Extent) -> v1::Span {
        v1::Span {
            start: offset(extent.start),
            end: offset(extent.end),
            char_start: offset(self.chars_before(extent.start)),
            char_end: offset(self.chars_before(extent.end)),
        }
    }

    fn chars_before(&self, byte: usize) -> usize {
        if self.blocks.is_empty() {
            return byte;
        }
        let block = (byte / BLOCK).min(self.blocks.len() - 1);
        let rest = self.text.as_bytes().get(block * BLOCK..byte).unwrap_or_default();
        (self.blocks[block] + starts(rest)) as usize
    }
}

/// Bytes that begin a code point.
fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().map(|byte| u32::from((byte & 0xC0) != 0x80)).sum()
}

fn offset(value: usize) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_count_bytes_and_code_points() {
        let text = "più è ".repeat(40) + "end";
        let reading = Reading::new(&text, String::new());
        for (byte, _) in text.char_indices() {
            let span = reading.span(Extent::new(0, byte));
            assert_eq!(span.char_end as usize, text[..byte].chars().count());
        }
    }
}
