use std::io::{self, BufRead};

use super::ReadError;
use super::lines::LINE_LIMIT;

/// Reason of the error for anything that is neither an object nor between objects.
pub const NO_OBJECT: &str = "an object is expected";

/// One object of the outermost level.
pub struct Cut {
    /// Line at which it begins, from 1.
    pub line: u64,
    /// Its text, or why it was not kept.
    pub text: Result<String, String>,
}

/// Cuts the objects out of an array or a sequence by counting brackets; knows no more of JSON than strings.
pub struct Scanner {
    input: Box<dyn BufRead + Send>,
    line: u64,
    offset: u64,
    /// Whether the outer array is open.
    in_array: bool,
    saw_array: bool,
}

/// Where the scanner stands inside an object.
#[derive(Default)]
struct Inside {
    depth: u64,
    in_string: bool,
    escaped: bool,
}

impl Inside {
    /// Takes a byte; true when it closes the object.
    fn take(&mut self, byte: u8) -> bool {
        if self.in_string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_string = false,
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            _ => {}
        }
        false
    }
}

impl Scanner {
    pub fn new(input: Box<dyn BufRead + Send>) -> Self {
        Self { input, line: 1, offset: 0, in_array: false, saw_array: false }
    }

    /// The next object; `None` at the end of the file.
    pub fn next(&mut self) -> Result<Option<Cut>, ReadError> {
        loop {
            let Some(byte) = self.peek()? else {
                return if self.in_array { Err(self.damaged("the array is not closed")) } else { Ok(None) };
            };
            match byte {
                b'{' => return self.object().map(Some),
                b'[' if !self.in_array => (self.in_array, self.saw_array) = (true, true),
                b']' if self.in_array => self.in_array = false,
                b',' | b' ' | b'\t' | b'\r' | b'\n' | 0x1e => {}
                _ => return Err(self.damaged(NO_OBJECT)),
            }
            self.skip(byte);
        }
    }

    /// Whether an array was opened, so that a file without objects is an empty one.
    pub fn saw_array(&self) -> bool {
        self.saw_array
    }

    fn object(&mut self) -> Result<Cut, ReadError> {
        let line = self.line;
        let mut bytes = Vec::new();
        let mut too_long = false;
        let mut inside = Inside::default();
        loop {
            let buffer = match fill(&mut self.input) {
                Ok(buffer) => buffer,
                Err(error) => return Err(ReadError::at(self.line, self.offset, error)),
            };
            if buffer.is_empty() {
                return Err(ReadError::Damaged {
                    line,
                    offset: self.offset,
                    reason: "the file ends inside an item".into(),
                });
            }
            let closed = buffer.iter().position(|byte| inside.take(*byte));
            let used = closed.map_or(buffer.len(), |at| at + 1);
            self.line += memchr::memchr_iter(b'\n', &buffer[..used]).count() as u64;
            too_long |= bytes.len() + used > LINE_LIMIT;
            if too_long {
                bytes = Vec::new();
            } else {
                bytes.extend_from_slice(&buffer[..used]);
            }
            self.input.consume(used);
            self.offset += used as u64;
            if closed.is_some() {
                break;
            }
        }
        let text = match too_long {
            true => Err(format!("the item is longer than {LINE_LIMIT} bytes")),
            false => String::from_utf8(bytes).map_err(|_| "the item is not UTF-8".to_owned()),
        };
        Ok(Cut { line, text })
    }

    fn peek(&mut self) -> Result<Option<u8>, ReadError> {
        match fill(&mut self.input) {
            Ok(buffer) => Ok(buffer.first().copied()),
            Err(error) => Err(ReadError::at(self.line, self.offset, error)),
        }
    }

    fn skip(&mut self, byte: u8) {
        self.line += u64::from(byte == b'\n');
        self.offset += 1;
        self.input.consume(1);
    }

    fn damaged(&self, reason: &str) -> ReadError {
        ReadError::Damaged { line: self.line, offset: self.offset, reason: reason.to_owned() }
    }
}

fn fill(input: &mut Box<dyn BufRead + Send>) -> io::Result<&[u8]> {
    loop {
        match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            // asked again because the borrow of the first answer may not leave the loop
            Ok(_) => return input.fill_buf(),
            Err(error) => return Err(error),
        }
    }
}
