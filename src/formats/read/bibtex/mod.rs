//! BibTeX and BibLaTeX, as programs and people write them.

mod cut;
mod dates;
mod entry;
mod inherit;
mod kinds;
mod latex;
mod names;
mod paragraphs;
mod people;
mod prose;
mod record;
mod symbols;

#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::io::BufRead;

use super::guess::Guess;
use super::lines::utf8;
use super::{Format, Item, ReadError, Reader, Rejection};
use cut::{Cutter, Piece};
use entry::{Macros, parse};
use inherit::{Family, has_parents};

/// Bytes of entries that wait for one that they inherit from; when there are more, what is known is taken.
const WAITING: usize = 64 << 20;

/// Reads `format`, which is BibTeX or BibLaTeX: both are read alike. An entry that inherits from a later one comes behind all
/// others. An entry of more than 64 MiB is rejected.
pub fn reader(format: Format, input: Box<dyn BufRead + Send>) -> Box<dyn Reader> {
    Box::new(Bibtex {
        format,
        state: State::Unopened(input),
        shelf: Shelf::default(),
        ready: VecDeque::new(),
        any: false,
    })
}

enum State {
    Unopened(Box<dyn BufRead + Send>),
    Reading(Box<Cutter>),
    Ended,
}

struct Bibtex {
    format: Format,
    state: State,
    shelf: Shelf,
    ready: VecDeque<Item>,
    any: bool,
}

/// What entries need of one another.
#[derive(Default)]
struct Shelf {
    macros: Macros,
    family: Family,
    guess: Guess,
    /// Entries that refer to one that is not known yet: line, warnings, source.
    waiting: Vec<(u64, Vec<String>, String)>,
    waiting_bytes: usize,
}

impl Reader for Bibtex {
    fn next(&mut self) -> Option<Result<Item, ReadError>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(Ok(item));
            }
            let mut cutter = match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return None,
                State::Reading(cutter) => cutter,
                State::Unopened(input) => match utf8(input) {
                    Ok(input) => Box::new(Cutter::new(input)),
                    Err(error) => return Some(Err(error.into())),
                },
            };
            match cutter.next() {
                Err(error) => return Some(Err(error)),
                Ok(Some(piece)) => {
                    self.any = true;
                    let item = self.shelf.take(self.format, &piece);
                    self.state = State::Reading(cutter);
                    if let Some(item) = item {
                        return Some(Ok(item));
                    }
                }
                Ok(None) if !self.any => {
                    let (format, reason) = (self.format.as_str(), "it holds no \"@type{\"".to_owned());
                    return Some(Err(ReadError::NotOfFormat { format, reason }));
                }
                Ok(None) => self.ready = self.shelf.rest(self.format),
            }
        }
    }
}

impl Shelf {
    /// Takes a piece of the file in; gives the record where it is one and is whole.
    fn take(&mut self, format: Format, piece: &Piece<'_>) -> Option<Item> {
        let (text, guessed) = self.guess.decode(piece.bytes);
        let kind = kind_of(&text);
        if matches!(kind.as_str(), "comment" | "preamble" | "control") {
            return None;
        }
        if let Some(reason) = piece.broken {
            let record = text.split_once(['{', '(']).map_or(text.as_ref(), |(_, rest)| rest);
            let record =
                record.split([',', '\n', '\r']).next().unwrap_or_default().trim().chars().take(60).collect();
            return Some(Item::Rejected(Rejection { line: piece.line, record, reason: reason.to_owned() }));
        }
        let mut entry = parse(&text, &self.macros);
        if kind == "string" {
            for (name, value) in &entry.fields {
                self.macros.define(name, value);
            }
            return None;
        }
        self.family.remember(entry.key, &text);
        if kinds::is_auxiliary(&entry.kind) {
            return None;
        }
        let mut warnings: Vec<String> =
            guessed.map(|encoding| format!("not UTF-8; read as {encoding}")).into_iter().collect();
        if !piece.stray.is_empty() {
            let lost = self.guess.decode(piece.stray.trim_ascii()).0;
            let words: String = lost.chars().take(120).collect();
            warnings.push(format!(
                "not read, since a brace too many closes the entry before it; take that brace out: {words}"
            ));
        }
        if has_parents(&entry) {
            if !self.family.is_complete(&entry, &self.macros) && self.waiting_bytes + text.len() <= WAITING {
                self.waiting_bytes += text.len();
                self.waiting.push((piece.line, warnings, text.into_owned()));
                return None;
            }
            self.family.inherit(&mut entry, &self.macros);
        }
        entry.warnings.extend(warnings);
        Some(item(&entry, format, piece.line))
    }

    /// The entries that waited, with what is known at the end of the file.
    fn rest(&mut self, format: Format) -> VecDeque<Item> {
        let waiting = std::mem::take(&mut self.waiting);
        let items = waiting.into_iter().map(|(line, warnings, text)| {
            let mut entry = parse(&text, &self.macros);
            self.family.inherit(&mut entry, &self.macros);
            entry.warnings.extend(warnings);
            item(&entry, format, line)
        });
        items.collect()
    }
}

fn item(entry: &entry::Entry<'_>, format: Format, line: u64) -> Item {
    if entry.fields.iter().all(|(_, value)| value.trim().is_empty()) {
        let (record, reason) = (entry.key.chars().take(60).collect(), "the entry has no fields".to_owned());
        return Item::Rejected(Rejection { line, record, reason });
    }
    Item::Record(Box::new(record::record(entry, format, line)))
}

/// The type of what stands behind an "@", in lower case.
fn kind_of(text: &str) -> String {
    let end = text.find(['{', '(']).unwrap_or(text.len()).min(64);
    text.get(..end).unwrap_or_default().trim().to_ascii_lowercase()
}

/// Which of the two a text is, `None` for neither: entries that begin with "@type{key," or fields that only BibLaTeX has.
pub fn format_of(head: &str) -> Option<Format> {
    let mut found = false;
    let mut biblatex = false;
    for line in head.split(['\n', '\r']) {
        let line = line.trim_start();
        if let Some(rest) = line.strip_prefix('@') {
            let Some(open) = rest.find(['{', '(']) else { continue };
            let kind = rest[..open].trim().to_ascii_lowercase();
            let name = !kind.is_empty()
                && kind.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
            let known = kinds::citation_type(&kind).is_some() || kinds::is_auxiliary(&kind);
            found |= known && kind != "comment" || name && rest[open + 1..].trim_end().ends_with(',');
            biblatex |= matches!(
                kind.as_str(),
                "online" | "thesis" | "report" | "xdata" | "mvbook" | "collection" | "dataset" | "software"
            );
        } else if found && !biblatex {
            let name = line.split('=').next().unwrap_or_default().trim().to_ascii_lowercase();
            biblatex = matches!(
                name.as_str(),
                "date" | "journaltitle" | "urldate" | "langid" | "eprinttype" | "origdate" | "eventtitle"
            );
        }
    }
    found.then_some(if biblatex { Format::Biblatex } else { Format::Bibtex })
}
