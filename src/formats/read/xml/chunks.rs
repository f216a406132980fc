//! Cuts a file of XML into its records, each as bytes, without parsing them. So memory holds one record at a time, and a record
//! that is not well-formed ends at its own end tag instead of taking the rest of the file with it.

use std::io::{self, BufRead};

use memchr::memmem;

use super::Shape;
use crate::formats::read::ReadError;
use crate::formats::read::refill::refill;

/// Largest record that is held in memory; the largest of PubMed, with thousands of investigators, has some 5 MB.
pub const MAX_RECORD: usize = 64 << 20;

/// Bytes of the input in pieces.
pub struct Chunks {
    shape: &'static Shape,
    input: Box<dyn BufRead + Send>,
    buffer: Vec<u8>,
    position: usize,
    line: u64,
    offset: u64,
    ended: bool,
    failure: Option<std::io::Error>,
    /// Roots that are open, the outermost first.
    open: Vec<String>,
    started: bool,
}

/// A piece of the file.
pub enum Chunk<'c> {
    /// A whole record element.
    Record { bytes: &'c [u8], line: u64 },
    /// Something that is not a record; it has been passed over.
    Foreign { start: String, reason: String, line: u64 },
    /// The XML declaration.
    Declaration(&'c [u8]),
}

impl Chunks {
    pub fn new(shape: &'static Shape, input: Box<dyn BufRead + Send>) -> Self {
        Self {
            shape,
            input,
            buffer: Vec::new(),
            position: 0,
            line: 1,
            offset: 0,
            ended: false,
            failure: None,
            open: Vec::new(),
            started: false,
        }
    }

    /// The next piece, `None` at a proper end of the file.
    pub fn next(&mut self) -> Option<Result<Chunk<'_>, ReadError>> {
        loop {
            let Some(tag) = self.find(b"<", MAX_RECORD) else { return self.end() };
            self.pass(tag);
            if !self.want(12) && self.rest().len() < 2 {
                return Some(Err(self.damaged("the file ends inside a tag")));
            }
            let line = self.line;
            let closing: Option<&[u8]> = match self.rest() {
                [b'<', b'!', b'-', b'-', ..] => Some(b"-->"),
                [b'<', b'!', b'[', ..] => Some(b"]]>"),
                [b'<', b'?', ..] => Some(b"?>"),
                [b'<', b'!', ..] => None,
                _ => Some(b">"),
            };
            let end = match closing {
                Some(closing) => self.find(closing, MAX_RECORD).map(|at| at + closing.len()),
                None => self.doctype_end(),
            };
            let Some(end) = end else { return Some(Err(self.damaged("the file ends inside a tag"))) };
            if self.rest().starts_with(b"<?xml") {
                let from = self.take(end);
                return Some(Ok(Chunk::Declaration(&self.buffer[from..from + end])));
            }
            if closing != Some(b">") {
                self.pass(end);
                continue;
            }
            let name = name_of(self.rest());
            if let Some(name) = name.strip_prefix('/') {
                if self.open.last().is_some_and(|open| open == name) {
                    self.open.pop();
                }
                self.pass(end);
                continue;
            }
            if name.is_empty() && self.started {
                self.pass(1);
                let reason = "a \"<\" before no name".to_owned();
                return Some(Ok(Chunk::Foreign { start: "<".to_owned(), reason, line }));
            }
            let empty = self.rest()[..end].ends_with(b"/>");
            let local = local(&name);
            let known = self.shape.records.contains(&local);
            if self.shape.roots.contains(&local) {
                self.started = true;
                if !empty {
                    self.open.push(name);
                }
                self.pass(end);
                continue;
            }
            let passed = self.started && self.shape.passed.contains(&local);
            if !self.started && !known {
                let reason = format!("its first element is <{name}>");
                return Some(Err(ReadError::NotOfFormat { format: self.shape.format, reason }));
            }
            self.started = true;
            let length = if empty { Ok(end) } else { self.element(&name) };
            return Some(match length {
                Ok(length) if known => {
                    let from = self.take(length);
                    Ok(Chunk::Record { bytes: &self.buffer[from..from + length], line })
                }
                Ok(length) if passed => {
                    self.pass(length);
                    continue;
                }
                Ok(length) => {
                    self.pass(length);
                    Ok(Chunk::Foreign { start: name, reason: "unknown element".to_owned(), line })
                }
                Err(Unclosed::Another(length)) => {
                    let start = String::from_utf8_lossy(&self.rest()[..length.min(200)]).into_owned();
                    self.pass(length);
                    Ok(Chunk::Foreign { start, reason: format!("<{name}> is not closed"), line })
                }
                Err(Unclosed::TooLong) => {
                    let start =
                        String::from_utf8_lossy(&self.rest()[..200.min(self.rest().len())]).into_owned();
                    self.skip_past(format!("</{name}").as_bytes());
                    Ok(Chunk::Foreign { start, reason: "record of more than 64 MiB".to_owned(), line })
                }
                Err(Unclosed::End) => Err(self.damaged(&format!("the file ends inside <{name}>"))),
            });
        }
    }

    /// Length of the element called `name` that starts here. A second start tag before its end tag shows that it was never
    /// closed. Whichever comes first is taken, so that a file of start tags alone is read once.
    fn element(&mut self, name: &str) -> Result<usize, Unclosed> {
        let finder = memmem::Finder::new(name);
        let mut from = 1 + name.len();
        loop {
            let Some(at) = self.find_by(&finder, from, MAX_RECORD) else {
                return Err(if self.ended { Unclosed::End } else { Unclosed::TooLong });
            };
            let after = at + name.len();
            from = after.max(at + 1);
            self.want(after + 1);
            let ends_tag = matches!(self.rest().get(after), Some(b'>' | b' ' | b'\t' | b'\r' | b'\n'));
            let before = &self.rest()[..at];
            if ends_tag && before.ends_with(b"</") {
                let end = self.find_from(b">", after, MAX_RECORD + 64).ok_or(Unclosed::End)?;
                return Ok(end + 1);
            }
            if ends_tag && before.ends_with(b"<") {
                return Err(Unclosed::Another(at - 1));
            }
        }
    }

    fn end(&mut self) -> Option<Result<Chunk<'static>, ReadError>> {
        let trailing = self.rest().iter().any(|byte| !byte.is_ascii_whitespace());
        let length = self.rest().len();
        self.pass(length);
        if self.failure.is_some() || !self.open.is_empty() {
            let open = self.open.last().map_or("a tag", String::as_str);
            let error = self.damaged(&format!("the file ends inside <{open}>"));
            return Some(Err(error));
        }
        if self.started {
            return None;
        }
        let reason = if trailing { "it is not XML" } else { "it is empty" };
        Some(Err(ReadError::NotOfFormat { format: self.shape.format, reason: reason.to_owned() }))
    }

    fn damaged(&mut self, reason: &str) -> ReadError {
        let length = self.rest().len();
        self.pass(length);
        let (line, offset) = (self.line, self.offset);
        match self.failure.take() {
            None => ReadError::Damaged { line, offset, reason: reason.to_owned() },
            Some(error) => {
                ReadError::at(line, offset, io::Error::new(error.kind(), format!("{reason}: {error}")))
            }
        }
    }

    /// Length of a document type declaration, past the brackets of its internal subset.
    fn doctype_end(&mut self) -> Option<usize> {
        let mut at = 0;
        let mut inside = false;
        loop {
            if !self.want(at + 1) {
                return None;
            }
            match self.rest()[at] {
                b'[' => inside = true,
                b']' => inside = false,
                b'>' if !inside => return Some(at + 1),
                quote @ (b'"' | b'\'') if !inside => at = self.find_from(&[quote], at + 1, MAX_RECORD)?,
                _ => {}
            }
            at += 1;
        }
    }

    fn rest(&self) -> &[u8] {
        &self.buffer[self.position..]
    }

    fn find(&mut self, needle: &[u8], limit: usize) -> Option<usize> {
        self.find_from(needle, 0, limit)
    }

    /// Where `needle` stands in what follows, reading on as far as `limit` bytes.
    fn find_from(&mut self, needle: &[u8], from: usize, limit: usize) -> Option<usize> {
        self.find_by(&memmem::Finder::new(needle), from, limit)
    }

    fn find_by(&mut self, finder: &memmem::Finder<'_>, from: usize, limit: usize) -> Option<usize> {
        let mut from = from;
        loop {
            let rest = self.rest();
            if let Some(at) = rest.get(from..).and_then(|bytes| finder.find(bytes)) {
                return Some(from + at);
            }
            from = from.max(rest.len().saturating_sub(finder.needle().len().saturating_sub(1)));
            if rest.len() >= limit || !self.fill() {
                return None;
            }
        }
    }

    /// Drops everything up to and including `needle`, holding little of it.
    fn skip_past(&mut self, needle: &[u8]) {
        loop {
            if let Some(at) = memmem::find(self.rest(), needle) {
                return self.pass(at + needle.len());
            }
            let all = self.rest().len().saturating_sub(needle.len() - 1);
            self.pass(all);
            if !self.fill() {
                return;
            }
        }
    }

    /// True when at least `length` bytes follow.
    fn want(&mut self, length: usize) -> bool {
        while self.rest().len() < length {
            if !self.fill() {
                return false;
            }
        }
        true
    }

    fn pass(&mut self, length: usize) {
        self.take(length);
    }

    /// Passes over `length` bytes and answers where in the buffer they are, until the next reading.
    fn take(&mut self, length: usize) -> usize {
        let from = self.position;
        let passed = &self.buffer[from..from + length];
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.offset += length as u64;
        self.position += length;
        from
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

enum Unclosed {
    /// Another record starts after so many bytes.
    Another(usize),
    TooLong,
    End,
}

/// A name without its prefix.
pub fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn name_of(tag: &[u8]) -> String {
    let name = tag.get(1..).unwrap_or_default();
    let slash = usize::from(name.first() == Some(&b'/'));
    let end =
        name[slash..].iter().position(|byte| matches!(byte, b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n'));
    let name = &name[..end.map_or(name.len(), |end| end + slash)];
    String::from_utf8_lossy(&name[..name.len().min(100)]).into_owned()
}
