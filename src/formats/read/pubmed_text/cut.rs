use super::super::ReadError;
use super::super::lines::{LINE_LIMIT, Lines};
use crate::record::text::nfc;

/// A record as it stands in the file.
#[derive(Default)]
pub struct Entry {
    /// Line at which it begins, from 1.
    pub line: u64,
    /// "1: " and not "1. ": all of it is one paragraph.
    pub summary: bool,
    /// Paragraphs, the line ends within them joined, without the number; where lines mean something they are kept.
    pub paragraphs: Vec<String>,
    pub guessed: Option<&'static str>,
    /// Why it cannot be read.
    pub refused: Option<String>,
    bytes: usize,
}

/// Cuts a file into records.
pub struct Cutter {
    lines: Lines,
    open: Option<Entry>,
    /// Empty lines that came last; more than any at the start of the file.
    blank: usize,
    last_number: u64,
}

impl Cutter {
    pub fn new(lines: Lines) -> Self {
        Self { lines, open: None, blank: 2, last_number: 0 }
    }

    /// The next record; `None` at the end.
    pub fn next(&mut self) -> Result<Option<Entry>, ReadError> {
        loop {
            let Some(line) = self.lines.next()? else { return Ok(self.open.take()) };
            let number = line.number;
            let Some(text) = line.text else {
                if let Some(entry) = self.open.as_mut() {
                    entry.refuse(format!("line {number} is longer than {LINE_LIMIT} bytes"));
                }
                continue;
            };
            let text = text.trim();
            if text.is_empty() {
                self.blank += 1;
                continue;
            }
            let blank = std::mem::take(&mut self.blank);
            let begun = numbered(text).filter(|(count, summary, _)| {
                blank > 0
                    && (*count == self.last_number + 1 || blank > 1 && (*summary || starts_citation(text)))
            });
            if let Some((count, summary, rest)) = begun {
                self.last_number = count;
                let paragraphs = vec![nfc(rest)];
                let entry =
                    Entry { line: number, summary, paragraphs, guessed: line.guessed, ..Default::default() };
                if let Some(ended) = self.open.replace(entry) {
                    return Ok(Some(ended));
                }
                continue;
            }
            let Some(entry) = self.open.as_mut() else { continue };
            entry.guessed = entry.guessed.or(line.guessed);
            entry.bytes += text.len() + 24;
            if entry.bytes > LINE_LIMIT {
                entry.refuse(format!("the record is longer than {LINE_LIMIT} bytes"));
            } else {
                entry.add(&nfc(text), blank > 0);
            }
        }
    }
}

impl Entry {
    fn add(&mut self, text: &str, apart: bool) {
        match self.paragraphs.last_mut() {
            Some(last) if !apart => {
                // "(2)Department ...", "PMID: 1" stand on lines of their own
                let counts = text.starts_with('(') && text[1..].starts_with(|c: char| c.is_ascii_digit());
                let labelled = ["DOI: ", "PMCID: ", "PMID: "].iter().any(|label| text.starts_with(label));
                let own = !self.summary && (counts || labelled);
                match (own, breaks_word(last, text)) {
                    (true, _) => last.push('\n'),
                    (false, false) => last.push(' '),
                    (false, true) => {}
                }
                last.push_str(text);
            }
            _ => self.paragraphs.push(text.to_owned()),
        }
    }

    fn refuse(&mut self, reason: String) {
        self.paragraphs.truncate(1);
        self.refused.get_or_insert(reason);
    }
}

/// Whether a line ends within a word that has a hyphen, or within a DOI.
fn breaks_word(before: &str, after: &str) -> bool {
    let Some(word) = before.rsplit(' ').next() else { return false };
    let hyphen =
        word.len() > 1 && word.ends_with('-') && !after.starts_with("and ") && !after.starts_with("or ");
    hyphen || word.starts_with("10.") && word.ends_with('/')
}

/// The number at the start of a line, whether a colon follows (a summary), and what comes then.
fn numbered(line: &str) -> Option<(u64, bool, &str)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=7).contains(&digits) {
        return None;
    }
    let (mark, rest) = (line.as_bytes().get(digits)?, line.get(digits + 1..)?);
    let summary = match mark {
        b':' => true,
        b'.' => false,
        _ => return None,
    };
    rest.starts_with(' ').then_some((line[..digits].parse().ok()?, summary, rest.trim()))
}

/// Whether a numbered line goes on with a journal and a year.
fn starts_citation(line: &str) -> bool {
    super::citation::journal_and_year(line).is_some()
}

/// Whether a text begins like either export: the first record of either, with what tells it from other lists.
pub fn is_pubmed_text(head: &str) -> bool {
    let mut lines = head.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
    match lines.next().and_then(numbered) {
        Some((_, false, rest)) => {
            super::citation::journal_and_year(rest).is_some() && head.contains("PMID: ")
        }
        Some((_, true, _)) => head.contains("PMID:") || head.contains("doi:"),
        None => false,
    }
}
