//! Formats in XML: a file is cut into its records without parsing them, and each record becomes a tree that remembers what of it
//! was read.

mod careful;
mod chunks;
mod inline;
mod notes;
mod plain;
mod tree;

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::BufRead;

use encoding_rs::{Encoding, UTF_8};

use super::guess::Guess;
use super::lines::utf8;
use super::notes::Notes;
use super::{Item, ReadError, Reader, Rejection};
use chunks::{Chunk, Chunks};
use tree::Space;

pub use chunks::local;
pub use inline::{Formatted, Inline, canonical, plain};
pub use tree::{Element, Part, Tree};

/// What the files of a format are made of. Names are local: a prefix before them is passed over.
pub struct Shape {
    /// As [`super::Format`] names it.
    pub format: &'static str,
    /// Elements that are cut out whole, one record or several deletions each.
    pub records: &'static [&'static str],
    /// Elements that only hold records.
    pub roots: &'static [&'static str],
    /// Elements between records that say nothing about one.
    pub passed: &'static [&'static str],
    /// What one record says; the error says what makes it none.
    pub items: fn(&Tree<'_>, Notes, u64, &mut VecDeque<Item>) -> Result<(), String>,
    /// The id of a record that cannot be parsed, from its text.
    pub name: fn(&str) -> Option<String>,
}

/// A reader over the unpacked bytes of a file. It holds one record in memory at a time.
pub fn reader(shape: &'static Shape, input: Box<dyn BufRead + Send>) -> Box<dyn Reader> {
    let (chunks, failure) = match utf8(input) {
        Ok(input) => (Chunks::new(shape, input), None),
        Err(error) => (Chunks::new(shape, Box::new(std::io::empty())), Some(error)),
    };
    let (waiting, space) = (VecDeque::new(), Space::default());
    Box::new(XmlReader { shape, chunks, failure, encoding: UTF_8, waiting, space, done: false })
}

struct XmlReader {
    shape: &'static Shape,
    chunks: Chunks,
    /// The first bytes could not be had.
    failure: Option<std::io::Error>,
    encoding: &'static Encoding,
    /// Deletions come many in one element.
    waiting: VecDeque<Item>,
    space: Space,
    done: bool,
}

impl Reader for XmlReader {
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
                    let record = name_in(self.shape, &source);
                    return Some(Ok(Item::Rejected(Rejection { line, record, reason })));
                }
                Some(Ok(Chunk::Record { bytes, line })) => {
                    let (source, warning) = decode(bytes, self.encoding);
                    read(self.shape, &source, warning, line, &mut self.space, &mut self.waiting);
                }
            }
        }
    }
}

/// Reads one element into the items that it holds.
fn read(
    shape: &Shape,
    source: &str,
    warning: Option<String>,
    line: u64,
    space: &mut Space,
    items: &mut VecDeque<Item>,
) {
    let rejected =
        |reason: String| Item::Rejected(Rejection { line, record: name_in(shape, source), reason });
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
    if let Err(reason) = (shape.items)(&tree, notes, line, items) {
        items.push_back(rejected(reason));
    }
    *space = tree.into_space();
}

/// The record's text, and a warning when bytes of it were not text of the encoding.
fn decode<'b>(bytes: &'b [u8], encoding: &'static Encoding) -> (Cow<'b, str>, Option<String>) {
    if encoding == UTF_8 {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return (Cow::Borrowed(text), None);
        }
        // with no character of UTF-8 in it, it is of another encoding; with some, it is damaged
        let damaged = bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
        if !damaged {
            let (text, name) = Guess::default().decode(bytes);
            return (text, name.map(|name| format!("not UTF-8; read as {name}")));
        }
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

/// The id, else the first words, to find a record by.
fn name_in(shape: &Shape, source: &str) -> String {
    let words = || source.chars().take(80).map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    (shape.name)(source).unwrap_or_else(words)
}

/// What `take` makes of a text that is one element; `None` where it is not well-formed.
pub fn parse<T>(source: &str, take: impl FnOnce(Element<'_>) -> T) -> Option<T> {
    let tree = Tree::parse(source, &mut Space::default()).ok()?;
    tree.root().map(take)
}

/// The text from `open` to the next "<", to find a record by.
pub fn text_after(source: &str, open: &str) -> Option<String> {
    let after = source.split_once(open)?.1.split_once('>')?.1;
    let text: String = after.chars().take_while(|c| *c != '<').take(80).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
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
