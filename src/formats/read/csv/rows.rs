use super::super::ReadError;
use super::super::lines::{LINE_LIMIT, Lines};

/// Bytes that a quoted value may go on over line ends; a quote that is open for longer is a fault of its row.
const LONGEST: usize = 1 << 20;

/// One row of a table.
pub struct Row {
    /// Line at which it begins, from 1.
    pub line: u64,
    pub values: Vec<String>,
    pub guessed: Option<&'static str>,
    /// Why it cannot be read.
    pub broken: Option<String>,
}

/// Rows of a table (RFC 4180), whose values may go on over lines within quotes.
pub struct Rows {
    lines: Lines,
    pub separator: char,
    /// Lines that were read on to find the end of a quote that had none.
    again: std::collections::VecDeque<(u64, String)>,
}

impl Rows {
    pub fn new(lines: Lines, separator: char) -> Self {
        Self { lines, separator, again: Default::default() }
    }

    /// The next row that holds anything; `None` at the end.
    pub fn next(&mut self) -> Result<Option<Row>, ReadError> {
        loop {
            let Some((line, text, guessed)) = self.line()? else { return Ok(None) };
            let Some(text) = text else {
                let reason = format!("line {line} is longer than {LINE_LIMIT} bytes");
                return Ok(Some(Row { line, values: Vec::new(), guessed, broken: Some(reason) }));
            };
            if text.trim_matches([self.separator, ' ', '\t', '"', '=']).is_empty() {
                continue;
            }
            return self.row(line, text, guessed).map(Some);
        }
    }

    fn row(&mut self, line: u64, first: String, guessed: Option<&'static str>) -> Result<Row, ReadError> {
        let mut parser = Parser { separator: self.separator, ..Default::default() };
        parser.take(&first);
        let mut further = Vec::new();
        let mut held = 0;
        while parser.quoted {
            let next = match held <= LONGEST {
                true => self.line()?,
                false => None,
            };
            let Some((number, Some(text), _)) = next else {
                let read = further.into_iter().rev();
                read.for_each(|line| self.again.push_front(line));
                let mut values = parser.values;
                values.truncate(4);
                let broken =
                    Some("a quote is not closed; close it, or double it where it is meant".to_owned());
                return Ok(Row { line, values, guessed, broken });
            };
            held += text.len() + 1;
            parser.value.push('\n');
            parser.take(&text);
            further.push((number, text));
        }
        parser.end();
        Ok(Row { line, values: parser.values, guessed, broken: None })
    }

    #[allow(clippy::type_complexity)]
    fn line(&mut self) -> Result<Option<(u64, Option<String>, Option<&'static str>)>, ReadError> {
        if let Some((number, text)) = self.again.pop_front() {
            return Ok(Some((number, Some(text), None)));
        }
        let line = self.lines.next()?;
        Ok(line.map(|line| (line.number, line.text.map(|text| text.into_owned()), line.guessed)))
    }
}

#[derive(Default)]
struct Parser {
    separator: char,
    values: Vec<String>,
    value: String,
    /// Within quotes.
    quoted: bool,
    /// The value was quoted and its quote is closed.
    closed: bool,
}

impl Parser {
    fn take(&mut self, line: &str) {
        let mut chars = line.chars();
        while let Some(c) = chars.next() {
            match c {
                '"' if self.quoted && chars.as_str().starts_with('"') => {
                    chars.next();
                    self.value.push('"');
                }
                '"' if self.quoted => {
                    // a quote that neither a separator nor the end follows was meant
                    let after = chars.as_str().trim_start_matches(' ');
                    if after.is_empty() || after.starts_with(self.separator) {
                        (self.quoted, self.closed) = (false, true);
                    } else {
                        self.value.push('"');
                    }
                }
                // spreadsheets protect numbers as ="123"
                '"' if !self.closed && (self.value.trim().is_empty() || self.value == "=") => {
                    self.value.clear();
                    self.quoted = true;
                }
                c if c == self.separator && !self.quoted => self.end(),
                c if self.closed && c.is_whitespace() => {}
                c => self.value.push(c),
            }
        }
    }

    fn end(&mut self) {
        self.closed = false;
        self.values.push(std::mem::take(&mut self.value));
    }
}

/// The separator of a header: which of the usual ones parts it into the most values.
pub fn separator(header: &str) -> char {
    let count = |separator: char| {
        let mut parser = Parser { separator, ..Default::default() };
        parser.take(header);
        parser.values.len()
    };
    [',', '\t', ';', '|'].into_iter().rev().max_by_key(|separator| count(*separator)).unwrap_or(',')
}

/// The values of one line.
pub fn values(line: &str, separator: char) -> Vec<String> {
    let mut parser = Parser { separator, ..Default::default() };
    parser.take(line);
    parser.end();
    parser.values
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn check(text: &str, expected: &[&[&str]]) {
        let lines = Lines::new(Box::new(Cursor::new(text.as_bytes().to_vec())), LINE_LIMIT).unwrap();
        let mut rows = Rows::new(lines, separator(text.lines().next().unwrap_or_default()));
        let mut found = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            found.push(if row.broken.is_some() { vec!["broken".to_owned()] } else { row.values });
        }
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn rows_as_programs_write_them() {
        check("a,b\n1,2\n", &[&["a", "b"], &["1", "2"]]);
        check("a;b\r\n\"1;\"\"x\"\"\";2\r\n;\r\n", &[&["a", "b"], &["1;\"x\"", "2"]]);
        check("a\tb\n1\t\"two\nlines\"\n3\t", &[&["a", "b"], &["1", "two\nlines"], &["3", ""]]);
        check("a,b\n=\"012\",\"x\" \n", &[&["a", "b"], &["012", "x"]]);
        check("a,b\n\"He said \"no\" to it\",2\n", &[&["a", "b"], &["He said \"no\" to it", "2"]]);
        check("a,b\n5\" pipe,2\n", &[&["a", "b"], &["5\" pipe", "2"]]);
    }

    #[test]
    fn an_open_quote_loses_its_row_only() {
        check("a,b\n\"open,2\n3,4\n5,6\n", &[&["a", "b"], &["broken"], &["3", "4"], &["5", "6"]]);
    }
}
