use std::io::{self, BufRead};

use super::super::ReadError;
use super::super::lines::LINE_LIMIT;
use super::super::refill::refill;
use super::kinds::citation_type;

/// Bytes within which the type of an entry and its bracket stand behind the "@".
const HEAD: usize = 256;

/// Bytes behind an entry that are looked at for fields that it has lost.
const STRAY: usize = 64 << 10;

const NOT_CLOSED: &str = "a brace or quote is not closed before the next entry; close it";
const CUT_SHORT: &str =
    "the file ends inside the entry; close its braces and quotes, or get the rest of the file";
const TOO_LONG: &str = "longer than 64 MiB; close its braces and quotes, or make it shorter";
const NOT_OPENED: &str = "no brace stands behind the type of the entry; write \"@type{key, ...}\"";

/// Bytes of the input in pieces.
pub struct Cutter {
    input: Box<dyn BufRead + Send>,
    buffer: Vec<u8>,
    position: usize,
    line: u64,
    offset: u64,
    ended: bool,
    failure: Option<io::Error>,
    /// Nothing but white space stands before the "@" that was found last on its line.
    begins_line: bool,
}

/// One `@type{...}`.
pub struct Piece<'c> {
    /// From behind the "@" to the end of what belongs to it, its last bracket left out.
    pub bytes: &'c [u8],
    /// Line at which it begins, from 1.
    pub line: u64,
    /// Why it cannot be read.
    pub broken: Option<&'static str>,
    /// What stands behind its closing bracket and looks like more of its fields.
    pub stray: &'c [u8],
}

enum End {
    /// So many bytes, the closing bracket included.
    Closed(usize),
    /// Another entry comes first, after so many bytes.
    Open(usize),
    /// The file ends first, after so many bytes.
    Cut(usize),
    TooLong(usize),
}

impl Cutter {
    pub fn new(input: Box<dyn BufRead + Send>) -> Self {
        Self {
            input,
            buffer: Vec::new(),
            position: 0,
            line: 1,
            offset: 0,
            ended: false,
            failure: None,
            begins_line: false,
        }
    }

    /// The next entry, string, preamble or comment; `None` at the end of the file.
    pub fn next(&mut self) -> Result<Option<Piece<'_>>, ReadError> {
        loop {
            let Some(at) = self.find_at() else {
                let all = self.rest().len();
                self.take(all);
                return match self.failure.take() {
                    Some(error) => Err(ReadError::at(self.line, self.offset, error)),
                    None => Ok(None),
                };
            };
            self.take(at);
            self.want(HEAD);
            let Some(open) = bracket(self.rest()) else {
                if let Some(length) = self.begins_line.then(|| unopened(self.rest())).flatten() {
                    let line = self.line;
                    let from = self.take(length);
                    let bytes = &self.buffer[from + 1..from + length];
                    return Ok(Some(Piece { bytes, line, broken: Some(NOT_OPENED), stray: &[] }));
                }
                self.take(1);
                continue;
            };
            let line = self.line;
            let (length, broken) = match self.end(open) {
                End::Closed(length) => {
                    let stray = self.stray(length);
                    let from = self.take(length + stray);
                    let (inner, end) = (from + length - 1, from + length + stray);
                    let (bytes, stray) = (&self.buffer[from + 1..inner], &self.buffer[from + length..end]);
                    return Ok(Some(Piece { bytes, line, broken: None, stray }));
                }
                End::Open(length) => (length, NOT_CLOSED),
                End::Cut(length) => (length, CUT_SHORT),
                End::TooLong(length) => (length, TOO_LONG),
            };
            let from = self.take(length);
            // to find it by
            let end = from + length.min(HEAD);
            let bytes = &self.buffer[from + 1..end];
            return Ok(Some(Piece { bytes, line, broken: Some(broken), stray: &[] }));
        }
    }

    /// Where the next "@" stands that no "%" before it on its line makes a comment.
    fn find_at(&mut self) -> Option<usize> {
        let mut from = 0;
        loop {
            match memchr::memchr(b'@', &self.rest()[from..]) {
                Some(found) => {
                    let at = from + found;
                    let begin = self.rest()[..at]
                        .iter()
                        .rposition(|b| matches!(b, b'\n' | b'\r'))
                        .map_or(0, |b| b + 1);
                    if !self.rest()[begin..at].contains(&b'%') {
                        self.begins_line = self.rest()[begin..at].iter().all(u8::is_ascii_whitespace);
                        return Some(at);
                    }
                    // the rest of the line is a comment
                    from = at + 1;
                    loop {
                        let end = memchr::memchr2(b'\n', b'\r', &self.rest()[from..]);
                        if let Some(end) = end {
                            from += end;
                            break;
                        }
                        from = self.longer()?;
                    }
                }
                None => {
                    // what stands on the last line may be needed to see a comment
                    let keep = self.rest().iter().rposition(|b| matches!(b, b'\n' | b'\r')).unwrap_or(0);
                    self.take(keep);
                    from = self.longer()?;
                }
            }
        }
    }

    /// Where the entry ends whose bracket stands at `open`. Brackets are counted, whatever they nest: no depth costs stack.
    fn end(&mut self, open: usize) -> End {
        let round = self.rest()[open] == b'(';
        let mut depth = usize::from(!round);
        let mut quoted = false;
        let mut at = open + 1;
        loop {
            if at >= LINE_LIMIT {
                return End::TooLong(at);
            }
            let rest = &self.rest()[at..];
            let found = match round {
                false => memchr::memchr3(b'{', b'}', b'@', rest),
                true => rest.iter().position(|b| matches!(b, b'{' | b'}' | b'@' | b'"' | b')')),
            };
            let Some(found) = found else {
                at = self.rest().len();
                if self.fill() {
                    continue;
                }
                return End::Cut(at);
            };
            at += found;
            let byte = self.rest()[at];
            match byte {
                b'{' => depth += 1,
                b'}' if depth == 1 && !round => return End::Closed(at + 1),
                b'}' => depth = depth.saturating_sub(1),
                b'"' if depth == 0 => quoted = !quoted,
                b')' if depth == 0 && !quoted => return End::Closed(at + 1),
                b'@' if self.begins_entry(at) => return End::Open(at),
                _ => {}
            }
            at += 1;
        }
    }

    /// Bytes behind the `length` of an entry, up to the next "@", where they look like its fields: one brace too many closed it.
    fn stray(&mut self, length: usize) -> usize {
        self.want(length + STRAY);
        let after = &self.rest()[length..];
        let after = &after[..after.len().min(STRAY)];
        let end = memchr::memchr(b'@', after).unwrap_or(after.len());
        let text = after[..end].trim_ascii_start();
        let field = text.strip_prefix(b",").unwrap_or(text).trim_ascii_start();
        let name = field.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')).count();
        let is_field = name > 0 && field[name..].trim_ascii_start().starts_with(b"=");
        if is_field || text.starts_with(b"}") && text.contains(&b'=') { end } else { 0 }
    }

    /// Whether an entry seems to begin at the "@" within another one: at the start of a line, with a type, a bracket and a key.
    fn begins_entry(&mut self, at: usize) -> bool {
        let before = &self.rest()[..at];
        let blank = before.iter().rev().take_while(|b| matches!(b, b' ' | b'\t')).count();
        if before[..at - blank].last().is_some_and(|b| !matches!(b, b'\n' | b'\r')) {
            return false;
        }
        self.want(at + HEAD);
        let rest = &self.rest()[at..];
        let Some(open) = bracket(rest) else { return false };
        let kind = rest[1..open].trim_ascii();
        if [b"comment".as_slice(), b"string", b"preamble"]
            .iter()
            .any(|known| kind.eq_ignore_ascii_case(known))
        {
            return true;
        }
        let key = &rest[open + 1..];
        let end = key.iter().take(HEAD).position(|b| matches!(b, b',' | b'\n' | b'\r' | b'}' | b'='));
        end.is_some_and(|end| key[end] == b',')
    }

    fn rest(&self) -> &[u8] {
        &self.buffer[self.position..]
    }

    fn want(&mut self, length: usize) {
        while self.rest().len() < length && self.fill() {}
    }

    /// Passes over `length` bytes and answers where in the buffer they are, until the next reading.
    fn take(&mut self, length: usize) -> usize {
        let from = self.position;
        let length = length.min(self.rest().len());
        let passed = &self.buffer[from..from + length];
        let feeds = memchr::memchr_iter(b'\n', passed).count();
        let lines = if feeds > 0 { feeds } else { memchr::memchr_iter(b'\r', passed).count() };
        self.line += lines as u64;
        self.offset += length as u64;
        self.position += length;
        from
    }

    /// Where the bytes that come next begin in the rest, which is let go of when it is too long. None at the end of the file.
    fn longer(&mut self) -> Option<usize> {
        let mut from = self.rest().len();
        if from > LINE_LIMIT {
            self.take(from);
            from = 0;
        }
        self.fill().then_some(from)
    }

    fn fill(&mut self) -> bool {
        if self.ended {
            return false;
        }
        if self.position > 0 {
            self.buffer.drain(..self.position);
            self.position = 0;
        }
        let before = self.buffer.len();
        match refill(&mut self.input, &mut self.buffer) {
            Ok(ended) => self.ended = ended,
            Err(error) => {
                self.failure = Some(error);
                self.ended = true;
            }
        }
        self.buffer.len() > before
    }
}

/// Bytes of an "@type" that is a known one and has no bracket, the "@" being the first byte.
fn unopened(bytes: &[u8]) -> Option<usize> {
    let letters = bytes.get(1..)?.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let kind = std::str::from_utf8(&bytes[1..1 + letters]).ok()?.to_ascii_lowercase();
    (citation_type(&kind).is_some() && bytes.get(1 + letters) == Some(&b',')).then_some(1 + letters)
}

/// Where the bracket of "@type{" stands, the "@" being the first byte.
fn bracket(bytes: &[u8]) -> Option<usize> {
    let name = bytes.get(1..)?;
    let white = name.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let letters =
        name[white..].iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
    let after = name[white + letters..].iter().take_while(|b| b.is_ascii_whitespace()).count();
    let open = 1 + white + letters + after;
    let starts = name.get(white).is_some_and(u8::is_ascii_alphabetic);
    (starts && matches!(bytes.get(open), Some(b'{' | b'('))).then_some(open)
}
