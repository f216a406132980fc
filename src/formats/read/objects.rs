use std::io::{self, BufRead};

use super::ReadError;
use super::lines::LINE_LIMIT;

/// Reason of the error for anything that is neither an object nor between objects.
pub const NO_OBJECT: &str = "an object is expected";
/// Longest name of a wrapper, with its quotes, the colon and white space behind it.
const NAME: usize = 96;

/// One object of the outermost level, or within a wrapper.
pub struct Cut {
    /// Line at which it begins, from 1.
    pub line: u64,
    /// Its text, or why it was not kept.
    pub text: Result<String, String>,
}

/// Cuts the objects out of an array, a sequence, or the members of an object that only wraps them, by counting brackets; knows no
/// more of JSON than strings.
pub struct Scanner {
    input: Box<dyn BufRead + Send>,
    line: u64,
    offset: u64,
    /// Members whose value holds the objects.
    wrappers: &'static [&'static str],
    open: Vec<Level>,
    saw_array: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Level {
    Array,
    Wrapper,
}

/// Where the scanner stands inside an object.
#[derive(Default)]
struct Inside {
    depth: u64,
    in_string: bool,
    escaped: bool,
}

impl Inside {
    /// Takes a byte; true when it closes what was opened first.
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
    /// Objects of `input`, those within members called as in `wrappers` as well.
    pub fn new(input: Box<dyn BufRead + Send>, wrappers: &'static [&'static str]) -> Self {
        Self { input, line: 1, offset: 0, wrappers, open: Vec::new(), saw_array: false }
    }

    /// The next object; `None` at the end of the file.
    pub fn next(&mut self) -> Result<Option<Cut>, ReadError> {
        loop {
            let Some(byte) = self.peek()? else {
                return if self.open.is_empty() {
                    Ok(None)
                } else {
                    Err(self.damaged("the array is not closed"))
                };
            };
            match byte {
                b'{' => match self.object()? {
                    Some(cut) => return Ok(Some(cut)),
                    None => continue,
                },
                b'[' if self.open.last() != Some(&Level::Array) => {
                    self.saw_array = true;
                    self.open.push(Level::Array);
                }
                b']' if self.open.last() == Some(&Level::Array) => {
                    self.open.pop();
                }
                _ if self.open.last() == Some(&Level::Wrapper) => {
                    self.members()?;
                    continue;
                }
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

    /// The object that begins here; `None` when it turns out to wrap others, at the first of which the input then stands.
    fn object(&mut self) -> Result<Option<Cut>, ReadError> {
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
                let reason = "the file ends inside an item".into();
                return Err(ReadError::Damaged { line, offset: self.offset, reason });
            }
            let mut end = None;
            for (at, byte) in buffer.iter().enumerate() {
                let value = inside.depth == 1 && !inside.in_string && matches!(byte, b'{' | b'[');
                if value && !self.wrappers.is_empty() && wraps(&bytes, &buffer[..at], self.wrappers) {
                    end = Some((at, true));
                    break;
                }
                if inside.take(*byte) {
                    end = Some((at + 1, false));
                    break;
                }
            }
            let used = end.map_or(buffer.len(), |(at, _)| at);
            self.line += memchr::memchr_iter(b'\n', &buffer[..used]).count() as u64;
            too_long |= bytes.len() + used > LINE_LIMIT;
            if too_long {
                bytes = Vec::new();
            } else {
                bytes.extend_from_slice(&buffer[..used]);
            }
            self.input.consume(used);
            self.offset += used as u64;
            match end {
                Some((_, true)) => {
                    self.open.push(Level::Wrapper);
                    return Ok(None);
                }
                Some((_, false)) => break,
                None => {}
            }
        }
        let text = match too_long {
            true => Err(format!("the item is longer than {LINE_LIMIT} bytes")),
            false => String::from_utf8(bytes).map_err(|_| "the item is not UTF-8".to_owned()),
        };
        Ok(Some(Cut { line, text }))
    }

    /// Passes over members of a wrapper, to the value of one that holds objects, or out of the wrapper.
    fn members(&mut self) -> Result<(), ReadError> {
        let mut inside = Inside { depth: 1, ..Default::default() };
        let mut before = Vec::new();
        loop {
            let Some(byte) = self.peek()? else { return Ok(()) };
            let value = inside.depth == 1 && !inside.in_string && matches!(byte, b'{' | b'[');
            if value && wraps(&before, &[], self.wrappers) {
                return Ok(());
            }
            let closed = inside.take(byte);
            self.skip(byte);
            if closed {
                self.open.pop();
                return Ok(());
            }
            before.push(byte);
            if before.len() > 4 * NAME {
                before.drain(..3 * NAME);
            }
        }
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

/// Whether the name of a wrapper and a colon stand at the end of `before` and `after`.
fn wraps(before: &[u8], after: &[u8], wrappers: &[&str]) -> bool {
    let tail = |bytes: &[u8]| bytes[bytes.len().saturating_sub(NAME)..].to_vec();
    let text = [tail(before), tail(after)].concat();
    let name = text.trim_ascii_end().strip_suffix(b":").map(|text| text.trim_ascii_end());
    let name = name.and_then(|text| text.strip_suffix(b"\""));
    name.is_some_and(|text| {
        wrappers
            .iter()
            .any(|wrapper| text.strip_suffix(wrapper.as_bytes()).is_some_and(|rest| rest.ends_with(b"\"")))
    })
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

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor};

    use super::*;

    fn check(text: &str, expected: &[&str]) {
        for capacity in [1, 3, 4096] {
            let input = BufReader::with_capacity(capacity, Cursor::new(text.as_bytes().to_vec()));
            let mut scanner = Scanner::new(Box::new(input), &["message", "items"]);
            let mut found = Vec::new();
            while let Some(cut) = scanner.next().unwrap() {
                found.push(cut.text.unwrap());
            }
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn objects_alone_in_arrays_and_wrapped() {
        check("", &[]);
        check("[]", &[]);
        check(r#"{"a": 1}"#, &[r#"{"a": 1}"#]);
        check("{\"a\": 1}\n{\"b\": {\"c\": [2]}}", &[r#"{"a": 1}"#, r#"{"b": {"c": [2]}}"#]);
        check(r#"[{"a": "}"}, {"b": 2}]"#, &[r#"{"a": "}"}"#, r#"{"b": 2}"#]);
        check(
            r#"{"status": "ok", "x": {"y": 1}, "message" : {"a": {"b": 1}}, "z": [1, {"q": 2}]}"#,
            &[r#"{"a": {"b": 1}}"#],
        );
        check(
            r#"{"message": {"total": 2, "items": [{"a": 1}, {"b": 2}], "rest": {}}}"#,
            &[r#"{"a": 1}"#, r#"{"b": 2}"#],
        );
        check("{\"items\": []}\n{\"a\": 1}", &[r#"{"a": 1}"#]);
    }
}
