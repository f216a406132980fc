use super::super::ReadError;
use super::super::lines::{LINE_LIMIT, Lines};
use super::tags::{foreign, is_nbib, tagged};

/// One field of an entry.
#[derive(Debug)]
pub struct Field {
    pub tag: String,
    pub value: String,
}

/// An entry as it stands in the file.
#[derive(Debug, Default)]
pub struct Entry {
    /// Line at which it begins, from 1.
    pub line: u64,
    pub fields: Vec<Field>,
    pub warnings: Vec<String>,
    /// Why it cannot be read.
    pub refused: Option<String>,
    bytes: usize,
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
    open: Option<Entry>,
    /// Warnings for the next entry: text that stands before it.
    before: Vec<String>,
    /// What stood on the line of ER, with the line's number.
    glued: Option<(u64, String)>,
    any: bool,
}

impl Entries {
    pub fn new(lines: Lines) -> Self {
        Self { lines, open: None, before: Vec::new(), glued: None, any: false }
    }

    pub fn next(&mut self) -> Result<Outcome, ReadError> {
        loop {
            let (number, text, guessed) = match self.glued.take() {
                Some((number, text)) => (number, Some(text), false),
                None => match self.lines.next()? {
                    Some(line) => (line.number, line.text, line.guessed),
                    None => {
                        let Some(mut last) = self.open.take() else {
                            return Ok(Outcome::End { any: self.any });
                        };
                        last.warnings.push("the entry has no ER line".into());
                        return Ok(Outcome::Entry(last));
                    }
                },
            };
            let Some(text) = text else {
                self.refuse(number, format!("line {number} is longer than {LINE_LIMIT} bytes"));
                continue;
            };
            if !self.any && self.open.is_none() && is_nbib(&text) {
                return Ok(Outcome::Nbib);
            }
            let ended = self.line(number, &text);
            if guessed && let Some(entry) = self.open.as_mut() {
                entry.warn("not UTF-8; read as Windows-1252");
            }
            if let Some(entry) = ended {
                return Ok(Outcome::Entry(entry));
            }
        }
    }

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
        entry.bytes += text.len();
        if entry.bytes > LINE_LIMIT {
            entry.refuse(format!("the entry is longer than {LINE_LIMIT} bytes"));
            return;
        }
        match entry.fields.last_mut() {
            None => {}
            // each line of a list of links is one
            Some(field) if matches!(field.tag.as_str(), "UR" | "L1" | "L2" | "L3" | "L4" | "LK" | "KW") => {
                let tag = field.tag.clone();
                entry.fields.push(Field { tag, value: text.to_owned() });
            }
            Some(field) => {
                if !field.value.is_empty() {
                    field.value.push(' ');
                }
                field.value.push_str(text);
            }
        }
    }

    fn begin(&mut self, line: u64) {
        let warnings = std::mem::take(&mut self.before);
        self.open = Some(Entry { line, warnings, ..Default::default() });
    }

    fn push(&mut self, tag: &str, value: &str) {
        let Some(entry) = self.open.as_mut() else { return };
        entry.bytes += value.len() + 16;
        if entry.bytes > LINE_LIMIT {
            entry.refuse(format!("the entry is longer than {LINE_LIMIT} bytes"));
            return;
        }
        entry.typed |= tag == "TY";
        entry.titled |= matches!(tag, "TI" | "T1");
        entry.fields.push(Field { tag: tag.to_owned(), value: value.to_owned() });
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
        let named = |tags: &[&str]| {
            self.fields.iter().find(|f| tags.contains(&f.tag.as_str()) && !f.value.is_empty())
        };
        let field = named(&["TI", "T1"])
            .or_else(|| named(&["ID", "DO"]))
            .or_else(|| self.fields.iter().find(|f| f.tag != "TY"));
        field.map(|field| field.value.chars().take(60).collect()).unwrap_or_default()
    }

    fn warn(&mut self, text: &str) {
        if !self.warnings.iter().any(|warning| warning == text) {
            self.warnings.push(text.to_owned());
        }
    }

    /// Marks it as unreadable and lets go of what it held, but for the words to find it by.
    fn refuse(&mut self, reason: String) {
        self.fields.retain(|field| {
            matches!(field.tag.as_str(), "TY" | "TI" | "T1" | "ID") && field.value.len() < 1 << 16
        });
        self.fields.truncate(4);
        self.bytes = 0;
        self.refused.get_or_insert(reason);
    }
}
