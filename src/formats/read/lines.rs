use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Cursor, Read};

use encoding_rs::{Decoder, Encoding, UTF_16BE, UTF_16LE};

use super::ReadError;
use super::guess::Guess;

/// Longest line that a reader takes, 64 MiB. A longer one is skipped without being held, and reported.
pub const LINE_LIMIT: usize = 64 << 20;

/// One line of a text file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'a> {
    /// From 1.
    pub number: u64,
    /// Offset of its first byte, of UTF-8.
    pub offset: u64,
    /// Its text without the line's end; `None` when it was longer than the limit.
    pub text: Option<Cow<'a, str>>,
    /// The encoding that was guessed, when the bytes were not UTF-8.
    pub guessed: Option<&'static str>,
}

/// Lines of a text in UTF-8, UTF-16 (with or without a byte order mark) or, line by line, an encoding of one byte; ended by LF,
/// CR LF or CR.
pub struct Lines {
    input: Box<dyn BufRead + Send>,
    limit: usize,
    number: u64,
    offset: u64,
    after_cr: bool,
    bytes: Vec<u8>,
    guess: Guess,
}

impl Lines {
    /// Lines of `input` of at most `limit` bytes.
    pub fn new(input: Box<dyn BufRead + Send>, limit: usize) -> io::Result<Self> {
        let (bytes, guess) = (Vec::new(), Guess::default());
        Ok(Self { input: utf8(input)?, limit, number: 0, offset: 0, after_cr: false, bytes, guess })
    }

    /// The next line; `None` at the end. A last line without an end counts.
    pub fn next(&mut self) -> Result<Option<Line<'_>>, ReadError> {
        self.bytes.clear();
        let mut started = false;
        let mut too_long = false;
        let mut offset = self.offset;
        loop {
            let buffer = match self.input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other.map_err(|error| ReadError::at(self.number + 1, self.offset, error))?,
            };
            if buffer.is_empty() {
                if !started {
                    return Ok(None);
                }
                break;
            }
            if self.after_cr && buffer[0] == b'\n' {
                self.input.consume(1);
                self.offset += 1;
                offset += u64::from(!started);
                self.after_cr = false;
                continue;
            }
            self.after_cr = false;
            started = true;
            let end = memchr::memchr2(b'\n', b'\r', buffer);
            let piece = &buffer[..end.unwrap_or(buffer.len())];
            too_long |= self.bytes.len() + piece.len() > self.limit;
            if too_long {
                self.bytes = Vec::new();
            } else {
                self.bytes.extend_from_slice(piece);
            }
            let used = piece.len() + usize::from(end.is_some());
            self.after_cr = end.is_some_and(|end| buffer[end] == b'\r');
            self.input.consume(used);
            self.offset += used as u64;
            if end.is_some() {
                break;
            }
        }
        self.number += 1;
        let (text, guessed) = match too_long {
            true => (None, None),
            false => {
                let (text, guessed) = self.guess.decode(&self.bytes);
                (Some(text), guessed)
            }
        };
        Ok(Some(Line { number: self.number, offset, text, guessed }))
    }
}

/// The same text as UTF-8 without a byte order mark, when it is UTF-16; as it is, otherwise.
pub fn utf8(mut input: Box<dyn BufRead + Send>) -> io::Result<Box<dyn BufRead + Send>> {
    let mut head = Vec::new();
    (&mut input).take(4).read_to_end(&mut head)?;
    let (encoding, mark) = encoding_of(&head);
    let rest = Cursor::new(head.split_off(mark)).chain(input);
    match encoding {
        None => Ok(Box::new(rest)),
        Some(encoding) => Ok(Box::new(BufReader::new(Transcoded {
            input: rest,
            decoder: encoding.new_decoder_without_bom_handling(),
            ended: false,
            ready: Vec::new(),
            given: 0,
        }))),
    }
}

/// The UTF-16 that the first bytes show (`None` for any other encoding) and the length of the byte order mark.
pub fn encoding_of(head: &[u8]) -> (Option<&'static Encoding>, usize) {
    match head {
        [0xEF, 0xBB, 0xBF, ..] => (None, 3),
        [0xFF, 0xFE, ..] => (Some(UTF_16LE), 2),
        [0xFE, 0xFF, ..] => (Some(UTF_16BE), 2),
        [a, 0, b, 0, ..] if *a != 0 && *b != 0 => (Some(UTF_16LE), 0),
        [0, a, 0, b, ..] if *a != 0 && *b != 0 => (Some(UTF_16BE), 0),
        _ => (None, 0),
    }
}

struct Transcoded<R> {
    input: R,
    decoder: Decoder,
    ended: bool,
    ready: Vec<u8>,
    given: usize,
}

impl<R: BufRead> Read for Transcoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() && !self.ended {
            self.ready.resize(16 << 10, 0);
            let buffer = self.input.fill_buf()?;
            self.ended = buffer.is_empty();
            let (_, read, written, _) = self.decoder.decode_to_utf8(buffer, &mut self.ready, self.ended);
            self.input.consume(read);
            self.ready.truncate(written);
            self.given = 0;
        }
        let count = out.len().min(self.ready.len() - self.given);
        out[..count].copy_from_slice(&self.ready[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: &[&str]) {
        for capacity in [1, 2, 3, 7, 4096] {
            let input = BufReader::with_capacity(capacity, Cursor::new(bytes.to_vec()));
            let mut lines = Lines::new(Box::new(input), 8).unwrap();
            let mut found = Vec::new();
            while let Some(line) = lines.next().unwrap() {
                assert_eq!(line.number, found.len() as u64 + 1);
                found.push(line.text.map_or_else(|| "…".into(), Cow::into_owned));
            }
            assert_eq!(found, expected, "{bytes:?} read {capacity} bytes at a time");
        }
    }

    #[test]
    fn line_ends_encodings_and_the_limit() {
        check(b"", &[]);
        check(b"a\nb", &["a", "b"]);
        check(b"a\r\nb\r\n", &["a", "b"]);
        check(b"a\r\rb\r", &["a", "", "b"]);
        check(b"\n\na\n", &["", "", "a"]);
        check("\u{feff}é\nb".as_bytes(), &["é", "b"]);
        check(b"caf\xe9\nna\xc3\xafve", &["café", "naïve"]);
        check(b"\xff\xfea\0\r\0\n\0\xe9\0", &["a", "é"]);
        check(b"\xfe\xff\0a\0\n\0b", &["a", "b"]);
        check(b"a\0b\0\n\0c\0", &["ab", "c"]);
        check(b"12345678\n123456789\nshort", &["12345678", "…", "short"]);
    }

    #[test]
    fn offsets_count_bytes_of_the_line_ends_too() {
        let mut lines = Lines::new(Box::new(Cursor::new(b"ab\r\nc\rd".to_vec())), 8).unwrap();
        let mut offsets = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            offsets.push(line.offset);
        }
        assert_eq!(offsets, [0, 4, 6]);
    }
}
