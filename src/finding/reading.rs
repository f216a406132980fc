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
    words: OnceCell<Vec<Word>>,
}

const BLOCK: usize = 64;

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
        let words = self.words.get_or_init(|| verb::read(self));
        let first = words.partition_point(|word| word.extent.start < extent.start);
        let rest = &words[first..];
        &rest[..rest.partition_point(|word| word.extent.end <= extent.end)]
    }

    /// The words of the extent, of which the first and the last may be cut.
    pub fn cut_words(&self, extent: Extent) -> impl Iterator<Item = Word> {
        let words = self.words.get_or_init(|| verb::read(self));
        let first = words.partition_point(|word| word.extent.end <= extent.start);
        let within = words[first..].iter().take_while(move |word| word.extent.start < extent.end);
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
