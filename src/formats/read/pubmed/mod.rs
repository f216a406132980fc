//! PubMed and MEDLINE XML: article sets, citation sets, book sets and lone records of every DTD year. The DTD is never fetched:
//! nothing in it is needed.

mod abstracts;
mod article;
mod book;
mod careful;
mod chunks;
mod dates;
mod identifiers;
mod inline;
mod journal;
mod links;
mod people;
mod plain_xml;
mod subjects;
mod titles;
mod tree;
mod unplaced;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::BufRead;

use encoding_rs::{Encoding, UTF_8};

use crate::contract::v1;

use super::lines::utf8;
use super::{Deletion, Format, Item, ReadError, Reader, Record, Rejection};
use chunks::{Chunk, Chunks};
use tree::{Space, Tree};
use unplaced::Notes;

/// A reader over the unpacked bytes of a file. It holds one record in memory at a time.
pub fn reader(input: Box<dyn BufRead + Send>) -> Box<dyn Reader> {
    let (chunks, failure) = match utf8(input) {
        Ok(input) => (Chunks::new(input), None),
        Err(error) => (Chunks::new(Box::new(std::io::empty())), Some(error)),
    };
    Box::new(PubmedReader {
        chunks,
        failure,
        encoding: UTF_8,
        waiting: VecDeque::new(),
        space: Space::default(),
        done: false,
    })
}

struct PubmedReader {
    chunks: Chunks,
    /// The first bytes could not be had.
    failure: Option<std::io::Error>,
    encoding: &'static Encoding,
    /// Deletions come many in one element.
    waiting: VecDeque<Item>,
    space: Space,
    done: bool,
}

impl Reader for PubmedReader {
    fn next(&mut self) -> Option<Result<Item, ReadError>> {
        loop {
            if let Some(item) = self.waiting.pop_front() {
                return Some(Ok(item));
            }
            if self.done {
                return None;
            }
            if let Some(error) = self.failure.take() {
                self.done = true;
                return Some(Err(error.into()));
            }
            match self.chunks.next() {
                None => self.done = true,
                Some(Err(error)) => {
                    self.done = true;
                    return Some(Err(error));
                }
                Some(Ok(Chunk::Declaration(bytes))) => {
                    if let Some(encoding) = declared(bytes) {
                        self.encoding = encoding;
                    }
                }
                Some(Ok(Chunk::Foreign { start, reason, line })) => {
                    let (source, _) = decode(start.as_bytes(), UTF_8);
                    return Some(Ok(Item::Rejected(Rejection { line, record: name_in(&source), reason })));
                }
                Some(Ok(Chunk::Record { bytes, line })) => {
                    let (source, warning) = decode(bytes, self.encoding);
                    read(&source, warning, line, &mut self.space, &mut self.waiting);
                }
            }
        }
    }
}

/// Reads one element into the items that it holds.
fn read(source: &str, warning: Option<String>, line: u64, space: &mut Space, items: &mut VecDeque<Item>) {
    let rejected = |reason: String| Item::Rejected(Rejection { line, record: name_in(source), reason });
    let mut notes = Notes::default();
    notes.warnings.extend(warning);
    let repaired;
    let tree = match Tree::parse(source, space) {
        Ok(tree) => tree,
        Err(reason) => {
            // "P<0.001" unescaped is the one damage that has only one reading.
            repaired = escape_stray(source);
            match Tree::parse(&repaired, space) {
                Ok(tree) if repaired != source => {
                    notes.warn(format!("not well-formed ({reason}); a \"<\" before no name read as text"));
                    tree
                }
                _ => return items.push_back(rejected(format!("not well-formed: {reason}"))),
            }
        }
    };
    if let Err(reason) = items_of(&tree, notes, line, items) {
        items.push_back(rejected(reason));
    }
    *space = tree.into_space();
}

/// What the element of a well-formed tree says. The error says what makes it no record.
fn items_of(tree: &Tree<'_>, mut notes: Notes, line: u64, items: &mut VecDeque<Item>) -> Result<(), String> {
    let root = tree.root().ok_or("empty")?;
    let mut citation = match root.name() {
        "DeleteCitation" | "DeleteDocument" => {
            deletions(root, line, items);
            return Ok(());
        }
        "PubmedBookArticle" => book::book_article(root, &mut notes)?,
        _ => article::article(root, &mut notes)?,
    };
    notes.sweep(tree);
    if citation.titles.is_empty() {
        notes.warn("no title");
    }
    if let Some(source) = citation.sources.first_mut() {
        if source.record_id.is_empty() {
            notes.warn("no PMID");
        }
        Format::PubmedXml.as_str().clone_into(&mut source.format);
        source.line = i32::try_from(line).ok();
        source.unplaced = notes.unplaced;
    }
    items.push_back(Item::Record(Box::new(Record { citation, warnings: notes.warnings, line })));
    Ok(())
}

fn deletions(root: tree::Element<'_>, line: u64, items: &mut VecDeque<Item>) {
    for pmid in root.children().filter(|child| matches!(child.name(), "PMID" | "ArticleId")) {
        let mut notes = Notes::default();
        let identifier: v1::Identifier = identifiers::pmid(pmid, &mut notes);
        let source_record_id = identifier.value.clone();
        if identifier.invalid {
            let reason = "a deletion of what is not a PMID".to_owned();
            items.push_back(Item::Rejected(Rejection { line, record: source_record_id, reason }));
            continue;
        }
        items.push_back(Item::Deleted(Deletion { source_record_id, identifier, line }));
    }
}

/// The record's text, and a warning when bytes of it were not text of the encoding.
fn decode<'b>(bytes: &'b [u8], encoding: &'static Encoding) -> (Cow<'b, str>, Option<String>) {
    if encoding == UTF_8
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return (Cow::Borrowed(text), None);
    }
    let (text, bad) = encoding.decode_without_bom_handling(bytes);
    let warning = format!("bytes that are not {} replaced by U+FFFD", encoding.name());
    (text, bad.then_some(warning))
}

/// The encoding that the XML declaration names, if it leaves ASCII as it is.
fn declared(declaration: &[u8]) -> Option<&'static Encoding> {
    let text = String::from_utf8_lossy(declaration);
    let after = text.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let label = after[1..].split(quote).next()?;
    Encoding::for_label(label.as_bytes()).filter(|encoding| encoding.is_ascii_compatible())
}

/// The PMID, else the first words, to find a record by.
fn name_in(source: &str) -> String {
    if let Some((_, after)) = source.split_once("<PMID") {
        let digits: String =
            after.chars().skip_while(|c| *c != '>').skip(1).take_while(char::is_ascii_digit).collect();
        if !digits.is_empty() {
            return digits;
        }
    }
    source.chars().take(80).map(|c| if c.is_whitespace() { ' ' } else { c }).collect()
}

/// `source` with every "<" that no name, slash or mark follows written as an entity.
fn escape_stray(source: &str) -> String {
    let mut escaped = String::with_capacity(source.len() + 16);
    let mut rest = source;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        escaped.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let markup =
            rest.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | ':' | '/' | '!' | '?'));
        escaped.push_str(if markup { "<" } else { "&lt;" });
    }
    escaped.push_str(rest);
    escaped
}
