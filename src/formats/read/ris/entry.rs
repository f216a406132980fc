use super::super::ReadError;
use super::super::headings::heading;
use super::super::lines::{LINE_LIMIT, Lines};
use super::super::tagged::Fields;
use super::tags::{foreign, is_nbib, tagged};

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
    /// It has a TY, a title.
    typed: bool,
    titled: bool,
}

pub enum Outcome {
    Entry(Entry),
    Nbib,
    End { any: bool },
}

/// Cuts a file into entries.
pub struct Entries {
    lines: Lines,
    cutter: Cutter,
}

#[derive(Default)]
struct Cutter {
    open: Option<Entry>,
    /// Warnings for the next entry: text that stands before it.
    before: Vec<String>,
    /// What stood on the line of ER, with the line's number.
    glued: Option<(u64, String)>,
    any: bool,
}

impl Entries {
    pub fn new(lines: Lines) -> Self {
        Self { lines, cutter: Cutter::default() }
    }

    pub fn next(&mut self) -> Result<Outcome, ReadError> {
        let cutter = &mut self.cutter;
        loop {
            if let Some((number, text)) = cutter.glued.take() {
                if let Some(entry) = cutter.line(number, &text) {
                    return Ok(Outcome::Entry(entry));
                }
                continue;
            }
            let Some(line) = self.lines.next()? else {
                let Some(mut last) = cutter.open.take() else { return Ok(Outcome::End { any: cutter.any }) };
                last.warnings.push("the entry has no ER line".into());
                return Ok(Outcome::Entry(last));
            };
            let Some(text) = line.text else {
                cutter.refuse(line.number, format!("line {} is longer than {LINE_LIMIT} bytes", line.number));
                continue;
            };
            if !cutter.any && cutter.open.is_none() && is_nbib(&text) {
                return Ok(Outcome::Nbib);
            }
            let ended = cutter.line(line.number, &text);
            if let Some(encoding) = line.guessed
                && let Some(entry) = cutter.open.as_mut()
            {
                entry.warn(&format!("not UTF-8; read as {encoding}"));
            }
            if let Some(entry) = ended {
                return Ok(Outcome::Entry(entry));
            }
        }
    }
}

impl Cutter {
    /// Takes a line in; gives the entry that it ends.
    fn line(&mut self, number: u64, text: &str) -> Option<Entry> {
        let Some((tag, value)) = tagged(text) else {
            self.untagged(number, text);
            return None;
        };
        self.any = true;
        match tag {
            "TY" => {
                let mut ended = self.open.take();
                if let Some(entry) = ended.as_mut() {
                    entry.warnings.push("the entry has no ER line".into());
                }
                self.begin(number);
                self.push(tag, value);
                ended
            }
            "ER" => {
                if tagged(value).is_some() {
                    self.glued = Some((number, value.to_owned()));
                }
                self.open.take()
            }
            _ => {
                let ended = self.next_without_type(tag);
                if self.open.is_none() {
                    self.begin(number);
                }
                self.push(tag, value);
                ended
            }
        }
    }

    /// Entries with neither TY nor ER are told apart by an empty line and a second title.
    fn next_without_type(&mut self, tag: &str) -> Option<Entry> {
        let entry = self.open.as_mut()?;
        let after_blank = std::mem::take(&mut entry.after_blank);
        if after_blank && !entry.typed && entry.titled && matches!(tag, "TI" | "T1" | "ID" | "AU" | "A1") {
            return self.open.take();
        }
        None
    }

    fn untagged(&mut self, number: u64, text: &str) {
        let text = text.trim();
        let Some(entry) = self.open.as_mut() else {
            // "2." before an entry counts it
            let counts = text.trim_end_matches(['.', ')', ':']).bytes().all(|b| b.is_ascii_digit());
            if !counts && self.before.len() < 20 {
                let words: String = text.chars().take(120).collect();
                self.before.push(format!("line {number}, before the entry, is not placed: {words}"));
            }
            return;
        };
        if text.is_empty() {
            entry.after_blank = true;
            return;
        }
        if let Some((tag, value)) = foreign(text) {
            self.push(tag, value);
            return;
        }
        // each line of a list of links is one
        match entry.fields.last() {
            Some(tag @ ("UR" | "L1" | "L2" | "L3" | "L4" | "LK" | "KW")) => {
                let tag = tag.to_owned();
                entry.fields.push(&tag, text);
            }
            // a part of an abstract with its heading
            Some("AB" | "N2") if heading(text).is_some() => {
                entry.fields.extend("\n", text);
            }
            _ => {
                entry.fields.extend(" ", text);
            }
        }
        entry.bound();
    }

    fn begin(&mut self, line: u64) {
        let warnings = std::mem::take(&mut self.before);
        self.open = Some(Entry { line, warnings, ..Default::default() });
    }

    fn push(&mut self, tag: &str, value: &str) {
        let Some(entry) = self.open.as_mut() else { return };
        entry.typed |= tag == "TY";
        entry.titled |= matches!(tag, "TI" | "T1");
        entry.fields.push(tag, value);
        entry.bound();
    }

    fn refuse(&mut self, number: u64, reason: String) {
        self.any = true;
        if self.open.is_none() {
            self.begin(number);
        }
        if let Some(entry) = self.open.as_mut() {
            entry.refuse(reason);
        }
    }
}

impl Entry {
    /// The first words to find it by.
    pub fn words(&self) -> String {
        let named = ["TI", "T1", "ID", "DO"].into_iter().find_map(|tag| self.fields.first(tag));
        let other = || self.fields.iter().find(|(tag, _)| *tag != "TY").map(|(_, value)| value);
        named.or_else(other).map(|value| value.chars().take(60).collect()).unwrap_or_default()
    }

    fn warn(&mut self, text: &str) {
        if !self.warnings.iter().any(|warning| warning == text) {
            self.warnings.push(text.to_owned());
        }
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
