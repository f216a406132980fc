//! The vocabulary file: a line that says what and which version, then lines packed with zstd, one a descriptor.

use std::collections::BTreeMap;
use std::io::Read as _;

/// What every vocabulary file begins with, before its version.
const MAGIC: &[u8] = b"ibid mesh ";
const VERSION: &[u8] = b"1\n";

/// Largest vocabulary that is unpacked, in bytes: some times that of the whole of MeSH.
const LIMIT: u64 = 128 << 20;

/// What ships is packed as small as can be; for a vocabulary with entry terms that would take a minute.
const SMALL: usize = 4 << 20;
const SMALLEST: i32 = 19;
const QUICK: i32 = 9;

/// A descriptor with what names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    pub ui: String,
    pub heading: String,
    /// Tree numbers.
    pub trees: Vec<String>,
    /// Entry terms.
    pub terms: Vec<String>,
}

/// Why a file is not a vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VocabularyError {
    #[error("not a MeSH vocabulary; `ibid mesh` makes one of NLM's desc*.xml")]
    Magic,
    #[error("a MeSH vocabulary of another version; make it again with `ibid mesh`")]
    Version,
    #[error("the MeSH vocabulary is damaged: {0}")]
    Damaged(&'static str),
    #[error("{0} stands twice")]
    Twice(String),
    #[error("{0:?} is no identifier of a descriptor")]
    Identifier(String),
    #[error("{0} has no heading")]
    Heading(String),
}

/// Collects descriptors and makes a vocabulary file of them. The order in which they come does not matter.
#[derive(Debug, Default)]
pub struct Writer {
    lines: BTreeMap<String, String>,
    terms: usize,
}

impl Writer {
    /// Adds a descriptor.
    ///
    /// # Errors
    /// When it has no proper identifier or no heading, or is there already.
    pub fn add(&mut self, record: Record) -> Result<(), VocabularyError> {
        let Record { ui, heading, trees, terms } = record;
        if !(2..=16).contains(&ui.len()) || !ui.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(VocabularyError::Identifier(ui));
        }
        let mut line = cell(&heading);
        if line.is_empty() {
            return Err(VocabularyError::Heading(ui));
        }
        line.push('\t');
        line.push_str(&cell(&trees.join(" ")));
        for term in terms.iter().map(|term| cell(term)).filter(|term| !term.is_empty()) {
            line.push('\t');
            line.push_str(&term);
            self.terms += 1;
        }
        if self.lines.contains_key(&ui) {
            return Err(VocabularyError::Twice(ui));
        }
        self.lines.insert(ui, line);
        Ok(())
    }

    pub fn descriptors(&self) -> usize {
        self.lines.len()
    }

    pub fn terms(&self) -> usize {
        self.terms
    }

    /// The file. `source` is the name of the file that the descriptors were read from, `sha256` the hash of its bytes.
    ///
    /// # Errors
    /// When packing fails.
    pub fn packed(&self, source: &str, sha256: &str) -> Result<Vec<u8>, VocabularyError> {
        let mut text = format!("{}\t{}\n", cell(source), cell(sha256));
        for (ui, line) in &self.lines {
            text.extend([ui, "\t", line, "\n"]);
        }
        text.push_str(&format!("end\t{}\t{}\n", self.lines.len(), self.terms));
        let level = if text.len() < SMALL { SMALLEST } else { QUICK };
        let packed = zstd::bulk::compress(text.as_bytes(), level)
            .map_err(|_| VocabularyError::Damaged("it cannot be packed"))?;
        Ok([MAGIC, VERSION, &packed].concat())
    }
}

/// A text that can stand in a line: its white space is single spaces.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A vocabulary file, unpacked.
pub struct Unpacked {
    text: String,
    descriptors: usize,
    terms: usize,
}

/// A line of the file, its cells not yet apart.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    pub ui: &'a str,
    pub heading: &'a str,
    pub trees: &'a str,
    terms: Option<&'a str>,
}

impl<'a> Line<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let mut cells = line.splitn(4, '\t');
        Some(Self { ui: cells.next()?, heading: cells.next()?, trees: cells.next()?, terms: cells.next() })
    }

    pub fn terms(&self) -> impl Iterator<Item = &'a str> {
        self.terms.into_iter().flat_map(|terms| terms.split('\t'))
    }
}

impl Unpacked {
    /// # Errors
    /// When the bytes are no vocabulary of this version, or not a whole one.
    pub fn read(bytes: &[u8]) -> Result<Self, VocabularyError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(VocabularyError::Magic)?;
        let packed = rest.strip_prefix(VERSION).ok_or(VocabularyError::Version)?;
        let decoder = zstd::stream::read::Decoder::with_buffer(packed)
            .map_err(|_| VocabularyError::Damaged("it cannot be unpacked"))?;
        let mut text = String::new();
        decoder
            .take(LIMIT + 1)
            .read_to_string(&mut text)
            .map_err(|_| VocabularyError::Damaged("it cannot be unpacked"))?;
        if text.len() as u64 > LIMIT {
            return Err(VocabularyError::Damaged("it is too large"));
        }
        let mut unpacked = Self { text, descriptors: 0, terms: 0 };
        let (descriptors, terms) = unpacked.ending().ok_or(VocabularyError::Damaged("its end is missing"))?;
        let (mut before, mut found) = ("", (0, 0));
        for line in unpacked.body().lines() {
            let Some(line) = Line::read(line) else { break };
            if line.ui <= before {
                return Err(VocabularyError::Damaged("it is not in order"));
            }
            before = line.ui;
            found = (found.0 + 1, found.1 + line.terms().count());
        }
        let ended = unpacked.text.lines().count() == descriptors + 2;
        if !ended || found != (descriptors, terms) {
            return Err(VocabularyError::Damaged("its counts are wrong"));
        }
        (unpacked.descriptors, unpacked.terms) = found;
        Ok(unpacked)
    }

    /// The descriptors, in order of their identifiers.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.body().lines().filter_map(Line::read)
    }

    pub fn descriptors(&self) -> usize {
        self.descriptors
    }

    /// How many headings and entry terms there are.
    pub fn names(&self) -> usize {
        self.descriptors + self.terms
    }

    /// The lines between the first and the last.
    fn body(&self) -> &str {
        let rest = self.text.split_once('\n').map_or("", |(_, rest)| rest);
        rest.rfind("\nend\t").and_then(|end| rest.get(..=end)).unwrap_or_default()
    }

    /// Name and hash of the file that it was made of.
    pub fn source(&self) -> (&str, &str) {
        self.text.lines().next().and_then(|line| line.split_once('\t')).unwrap_or_default()
    }

    /// How many descriptors and entry terms the last line tells of.
    fn ending(&self) -> Option<(usize, usize)> {
        let last = self.text.strip_suffix('\n')?.rsplit('\n').next()?;
        let (count, terms) = last.strip_prefix("end\t")?.split_once('\t')?;
        Some((count.parse().ok()?, terms.parse().ok()?))
    }
}
