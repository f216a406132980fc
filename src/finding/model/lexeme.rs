//! Words of a sentence with their places: runs of letters, numbers, single marks. Training and running read cues and directions
//! through this one door.

use super::words::word;

/// A word, number or mark of a sentence.
#[derive(Debug, Clone, Copy)]
pub struct Lexeme<'t> {
    pub text: &'t str,
    /// Where it begins, in bytes.
    pub start: usize,
    /// Hash of the lower-case word with digits folded.
    pub hash: u32,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Word,
    Number,
    Mark,
}

impl Lexeme<'_> {
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// The last letters, at most `count`, of a longer word; zero for others.
    pub fn ending(&self, count: usize) -> u32 {
        let bytes = self.text.as_bytes();
        match (self.kind, bytes.len().checked_sub(count).and_then(|from| bytes.get(from..))) {
            (Kind::Word, Some(tail)) if tail.len() < bytes.len() => hash(tail),
            _ => 0,
        }
    }

    /// The first letters of a word that is longer than `count`; zero for others.
    pub fn beginning(&self, count: usize) -> u32 {
        match (self.kind, self.text.as_bytes().get(..count)) {
            (Kind::Word, Some(head)) if head.len() < self.text.len() => hash(head),
            _ => 0,
        }
    }

    /// How many capitals it has: none, one, more.
    pub fn capitals(&self) -> u32 {
        self.text.bytes().filter(u8::is_ascii_uppercase).count().min(2) as u32
    }
}

/// Hash of a word's letters, as `words::read` gives it.
fn hash(bytes: &[u8]) -> u32 {
    std::str::from_utf8(bytes).map_or(0, word)
}

/// Reads a sentence. Any text is fine.
pub fn read(sentence: &str) -> Vec<Lexeme<'_>> {
    let mut lexemes = Vec::with_capacity(sentence.len() / 5 + 4);
    let bytes = sentence.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii_whitespace() {
            at += 1;
            continue;
        }
        let (end, kind) = if number(bytes, at) {
            (number_end(bytes, at), Kind::Number)
        } else if let Some(mark) = mark(bytes, at) {
            (at + mark, Kind::Mark)
        } else {
            (word_end(bytes, at), Kind::Word)
        };
        // thin and fixed spaces part words as plain ones do
        if let Some(text) = sentence.get(at..end).filter(|text| !text.trim().is_empty()) {
            lexemes.push(Lexeme { text, start: at, hash: word(text), kind });
        }
        at = end.max(at + 1);
    }
    lexemes
}

fn number(bytes: &[u8], at: usize) -> bool {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    digit(at) || (bytes.get(at) == Some(&b'.') && digit(at + 1))
}

fn number_end(bytes: &[u8], start: usize) -> usize {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let middle_dot = |at: usize| bytes.get(at..at + 2) == Some(b"\xc2\xb7");
    let mut at = start + 1;
    loop {
        if digit(at) || (matches!(bytes.get(at), Some(b'.' | b',')) && digit(at + 1)) {
            at += 1;
        } else if middle_dot(at) && digit(at + 2) {
            at += 2;
        } else {
            return at;
        }
    }
}

/// Length of the mark or space that begins here, if one does: ASCII punctuation, and U+00A0-U+00BF and U+2000-U+22FF beyond.
fn mark(bytes: &[u8], at: usize) -> Option<usize> {
    match (bytes.get(at)?, bytes.get(at + 1), bytes.get(at + 2)) {
        (byte, ..) if byte.is_ascii() => (!byte.is_ascii_alphanumeric()).then_some(1),
        (0xC2, Some(_), _) => Some(2),
        (0xE2, Some(0x80..=0x8B), Some(_)) => Some(3),
        _ => None,
    }
}

fn word_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while bytes.get(at).is_some() && mark(bytes, at).is_none() {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_and_marks_stand_in_their_places() {
        let check = |text: &str, expected: &[&str]| {
            let found = read(text);
            assert_eq!(found.iter().map(|one| one.text).collect::<Vec<_>>(), expected, "{text}");
            assert!(found.iter().all(|one| text.get(one.start..one.end()) == Some(one.text)));
        };
        check("Pain fell (p<.05).", &["Pain", "fell", "(", "p", "<", ".05", ")", "."]);
        check("p\u{2009}=\u{2009}0·76", &["p", "=", "0·76"]);
        check("−1.2 to 1,300; IL-6", &["−", "1.2", "to", "1,300", ";", "IL", "-", "6"]);
        check("più 5′ β2\u{301}", &["più", "5", "′", "β2\u{301}"]);
        check(" \u{a0}\u{0}", &["\u{0}"]);
        check("", &[]);
    }

    #[test]
    fn ends_of_words_are_hashed_in_lower_case() {
        let read = read("Reduced it 12");
        assert_eq!(read[0].ending(2), word("ed"));
        assert_eq!(read[0].beginning(5), word("reduc"));
        assert_eq!((read[1].ending(2), read[2].ending(1)), (0, 0));
        assert_eq!(read.iter().map(Lexeme::capitals).collect::<Vec<_>>(), [1, 0, 0]);
    }
}
