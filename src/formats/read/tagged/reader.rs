use std::io::BufRead;

use super::super::lines::{LINE_LIMIT, Lines};
use super::super::{Format, Item, ReadError, Reader};
use super::Fields;

/// How a format cuts its lines into fields and its fields into entries.
pub struct Dialect {
    pub format: Format,
    /// What a file that has not one field lacks.
    pub lacks: &'static str,
    /// Tag and value of a line that begins a field.
    pub tagged: fn(&str) -> Option<(&str, &str)>,
    /// Whether a tag begins the next entry: the tag, the fields before it, whether an empty line stands between.
    pub begins: fn(&str, &Fields, bool) -> bool,
    /// Whether a tag ends its entry.
    pub ends: fn(&str) -> bool,
    /// Whether a tag belongs to the file and to no entry.
    pub outside: fn(&str) -> bool,
    /// What stands between the lines of one value.
    pub joint: &'static str,
    /// The record of an entry, or why it has none.
    pub item: fn(Entry) -> Item,
}

/// An entry as it stands in the file.
#[derive(Debug, Default)]
pub struct Entry {
    /// Line at which it begins, from 1.
    pub line: u64,
    pub fields: Fields,
    pub warnings: Vec<String>,
    /// Why it cannot be read.
    pub refused: Option<String>,
    after_blank: bool,
}

/// Reads a file of `dialect` entry by entry. An entry of more than 64 MiB is rejected.
pub fn reader(dialect: &'static Dialect, input: Box<dyn BufRead + Send>) -> Box<dyn Reader> {
    let (lines, failure) = match Lines::new(input, LINE_LIMIT) {
        Ok(lines) => (Some(lines), None),
        Err(error) => (None, Some(error)),
    };
    Box::new(TaggedReader { dialect, lines, failure, cutter: Cutter::default() })
}

struct TaggedReader {
    dialect: &'static Dialect,
    /// Absent when there is nothing more to read.
    lines: Option<Lines>,
    failure: Option<std::io::Error>,
    cutter: Cutter,
}

#[derive(Default)]
struct Cutter {
    open: Option<Entry>,
    /// Warnings for the next entry: text that stands before it.
    before: Vec<String>,
    any: bool,
}

impl Reader for TaggedReader {
    fn next(&mut self) -> Option<Result<Item, ReadError>> {
        if let Some(error) = self.failure.take() {
            return Some(Err(error.into()));
        }
        loop {
            let ended = match self.lines.as_mut()?.next() {
                Err(error) => Err(error),
                Ok(None) => Ok(None),
                Ok(Some(line)) => {
                    let ended = self.cutter.line(self.dialect, line.number, line.text.as_deref());
                    if let Some(encoding) = line.guessed {
                        self.cutter.warn(format!("not UTF-8; read as {encoding}"));
                    }
                    match ended {
                        Some(entry) => Ok(Some(entry)),
                        None => continue,
                    }
                }
            };
            match ended {
                Ok(Some(entry)) => return Some(Ok((self.dialect.item)(entry))),
                Ok(None) => {
                    self.lines = None;
                    return match self.cutter.open.take() {
                        Some(entry) => Some(Ok((self.dialect.item)(entry))),
                        None if self.cutter.any => None,
                        None => {
                            let (format, reason) =
                                (self.dialect.format.as_str(), self.dialect.lacks.to_owned());
                            Some(Err(ReadError::NotOfFormat { format, reason }))
                        }
                    };
                }
                Err(error) => {
                    self.lines = None;
                    return Some(Err(error));
                }
            }
        }
    }
}

impl Cutter {
    /// Takes a line in; gives the entry that it ends.
    fn line(&mut self, dialect: &Dialect, number: u64, text: Option<&str>) -> Option<Entry> {
        let Some(text) = text else {
            self.any = true;
            let entry = self.open.get_or_insert_with(|| begin(number, &mut self.before));
            entry.refuse(format!("line {number} is longer than {LINE_LIMIT} bytes"));
            return None;
        };
        let Some((tag, value)) = (dialect.tagged)(text) else {
            self.untagged(dialect, number, text);
            return None;
        };
        self.any = true;
        if (dialect.outside)(tag) {
            return self.open.take();
        }
        if (dialect.ends)(tag) {
            return self.open.take();
        }
        let begins =
            self.open.as_ref().is_some_and(|entry| (dialect.begins)(tag, &entry.fields, entry.after_blank));
        let ended = if begins { self.open.take() } else { None };
        let entry = self.open.get_or_insert_with(|| begin(number, &mut self.before));
        entry.after_blank = false;
        entry.fields.push(tag, value);
        entry.bound();
        ended
    }

    fn untagged(&mut self, dialect: &Dialect, number: u64, text: &str) {
        let value = text.trim();
        let Some(entry) = self.open.as_mut() else {
            // "2." before an entry counts it
            let counts = value.trim_end_matches(['.', ')', ':']).bytes().all(|b| b.is_ascii_digit());
            if !counts && self.before.len() < 20 {
                let words: String = value.chars().take(120).collect();
                self.before.push(format!("line {number}, before the entry, is not placed: {words}"));
            }
            return;
        };
        if value.is_empty() {
            entry.after_blank = true;
            return;
        }
        // a line that is not indented goes on with prose, not with a number
        let indented = text.starts_with([' ', '\t']);
        if (indented || entry.fields.last_value().contains(' ')) && entry.fields.extend(dialect.joint, value)
        {
            return entry.bound();
        }
        let words: String = value.chars().take(120).collect();
        self.warn(format!("line {number} has no tag and is not placed: {words}"));
    }

    fn warn(&mut self, warning: String) {
        if let Some(entry) = self.open.as_mut()
            && !entry.warnings.contains(&warning)
            && entry.warnings.len() < 50
        {
            entry.warnings.push(warning);
        }
    }
}

/// An entry that begins at a line, with what was noted before it.
fn begin(line: u64, before: &mut Vec<String>) -> Entry {
    Entry { line, warnings: std::mem::take(before), ..Default::default() }
}

impl Entry {
    /// An entry that was not made of lines.
    pub fn new(line: u64, fields: Fields, warnings: Vec<String>) -> Self {
        Self { line, fields, warnings, ..Default::default() }
    }

    fn bound(&mut self) {
        if self.fields.size() > LINE_LIMIT {
            self.refuse(format!("the entry is longer than {LINE_LIMIT} bytes"));
        }
    }

    /// Marks it as unreadable and lets go of what it held, but for the words to find it by.
    fn refuse(&mut self, reason: String) {
        self.fields.shrink(1 << 16);
        self.refused.get_or_insert(reason);
    }
}
