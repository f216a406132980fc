//! NLM's descriptor file (desc2026.xml): one record after the other, whatever the size of the file. Entities that a DTD declares are
//! not expanded, and nesting, records and the texts in them have limits, so that a file made to harm does not.

mod bounded;

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use self::bounded::Bounded;
use super::Record;

/// Deepest nesting; NLM's files have ten levels.
const DEPTH: usize = 64;
/// Longest piece between two tags, and longest tag, in bytes.
const PIECE: usize = 1 << 20;
/// Most bytes of names, terms and tree numbers in one record.
const RECORD: usize = 1 << 20;

/// A descriptor of the file, and whether it is a publication type ("Letter"), which no finding is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Read {
    pub record: Record,
    pub publication_type: bool,
}

/// Why a file is not NLM's descriptor file, and where that shows.
#[derive(Debug, thiserror::Error)]
#[error("byte {at}: {reason}")]
pub struct DescriptorError {
    pub at: u64,
    pub reason: String,
}

/// Reads every record and hands it to `take`, with the place in the file after it; stops at the first that `take` refuses.
///
/// # Errors
/// When the input cannot be read, is not XML, not of NLM's descriptors, has no record, or ends early; each with its place.
pub fn read(
    input: impl BufRead,
    mut take: impl FnMut(Read, u64) -> Result<(), String>,
) -> Result<(), DescriptorError> {
    let mut reader = Reader::from_reader(Bounded::new(input));
    let mut place = Place::default();
    let mut buffer = Vec::new();
    let mut count = 0usize;
    loop {
        buffer.clear();
        reader.get_mut().allow(PIECE);
        let event = reader.read_event_into(&mut buffer);
        let at = reader.buffer_position();
        let fail = |reason: String| DescriptorError { at, reason };
        match event {
            Err(error) => {
                return Err(DescriptorError {
                    at: reader.error_position().max(1),
                    reason: error.to_string(),
                });
            }
            Ok(Event::Start(tag)) => place.open(&tag).map_err(fail)?,
            Ok(Event::Empty(tag)) => {
                place.open(&tag).map_err(fail)?;
                place.close();
            }
            Ok(Event::End(_)) => {
                if let Some(read) = place.close() {
                    count += 1;
                    take(read, at).map_err(fail)?;
                }
            }
            Ok(Event::Text(text)) => place.text(&text).map_err(fail)?,
            Ok(Event::CData(text)) => place.text(&text).map_err(fail)?,
            Ok(Event::GeneralRef(reference)) => {
                let text = resolved(&reference).map_err(fail)?;
                place.text(&text).map_err(fail)?;
            }
            Ok(Event::Eof) if !place.path.is_empty() => {
                return Err(fail("the file ends within a record".to_owned()));
            }
            Ok(Event::Eof) if !place.rooted => return Err(fail(NOT_ONE.to_owned())),
            Ok(Event::Eof) if count == 0 => return Err(fail("the file has no DescriptorRecord".to_owned())),
            Ok(Event::Eof) => return Ok(()),
            Ok(Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::DocType(_)) => {}
        }
    }
}

const NOT_ONE: &str = "not NLM's descriptor file: there is no DescriptorRecordSet";

/// The character that a reference stands for: one of XML's own five, or a number.
fn resolved(reference: &BytesRef<'_>) -> Result<String, String> {
    if let Some(c) = reference.resolve_char_ref().map_err(|error| error.to_string())? {
        return Ok(c.to_string());
    }
    quick_xml::escape::resolve_predefined_entity(reference).map(str::to_owned).ok_or_else(|| {
        format!("entity {} is not one of XML's own; those of a DTD are not read", &**reference)
    })
}

/// Elements of which something is kept, or which stand on the way to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Element {
    Set,
    Descriptor,
    Ui,
    Name,
    Trees,
    Tree,
    Concepts,
    Concept,
    Terms,
    Term,
    /// A term that only has another one's words in another order.
    PermutedTerm,
    String,
    Other,
}

use Element::{
    Concept, Concepts, Descriptor, Name, Other, PermutedTerm, Set, String as Words, Term, Terms, Tree, Trees,
    Ui,
};

/// Where in the file the reader stands, and what it has of the record.
#[derive(Debug, Default)]
struct Place {
    path: Vec<Element>,
    rooted: bool,
    read: Read,
    /// Text of the element that is being read.
    text: String,
    size: usize,
}

impl Place {
    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), String> {
        let name = tag.name();
        let permuted = || {
            let attribute = tag.attributes().flatten().find(|a| a.key.as_ref() == "IsPermutedTermYN");
            attribute.is_some_and(|attribute| attribute.value.as_ref() == "Y")
        };
        let element = match name.as_ref() {
            "DescriptorRecordSet" => Set,
            "DescriptorRecord" => Descriptor,
            "DescriptorUI" => Ui,
            "DescriptorName" => Name,
            "TreeNumberList" => Trees,
            "TreeNumber" => Tree,
            "ConceptList" => Concepts,
            "Concept" => Concept,
            "TermList" => Terms,
            "Term" if permuted() => PermutedTerm,
            "Term" => Term,
            "String" => Words,
            _ => Other,
        };
        if self.path.is_empty() && element != Set {
            return Err(format!(
                "{NOT_ONE} but {}",
                name.as_ref().chars().take(60).collect::<std::string::String>()
            ));
        }
        if self.path.len() == DEPTH {
            return Err(format!("elements are nested more than {DEPTH} deep"));
        }
        self.rooted = true;
        self.path.push(element);
        self.text.clear();
        if self.path == [Set, Descriptor] {
            let class = tag.attributes().flatten().find(|a| a.key.as_ref() == "DescriptorClass");
            self.read = Read {
                publication_type: class.is_some_and(|class| class.value.as_ref() == "2"),
                ..Read::default()
            };
            self.size = 0;
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), String> {
        if !matches!(self.path.last(), Some(Ui | Tree | Words)) {
            return Ok(());
        }
        self.size += text.len();
        if self.size > RECORD {
            return Err(format!("names and terms of a record are longer than {RECORD} bytes"));
        }
        self.text.push_str(text);
        Ok(())
    }

    /// Leaves an element; gives the record that ends with it.
    fn close(&mut self) -> Option<Read> {
        let text = std::mem::take(&mut self.text);
        let record = &mut self.read.record;
        match self.path.as_slice() {
            [Set, Descriptor, Ui] => text.trim().clone_into(&mut record.ui),
            [Set, Descriptor, Name, Words] => text.trim().clone_into(&mut record.heading),
            [Set, Descriptor, Trees, Tree] => record.trees.push(text.trim().to_owned()),
            [Set, Descriptor, Concepts, Concept, Terms, Term, Words] => {
                let term = text.trim();
                if term != record.heading && !record.terms.iter().any(|known| known == term) {
                    record.terms.push(term.to_owned());
                }
            }
            [Set, Descriptor] => {
                self.path.pop();
                return Some(std::mem::take(&mut self.read));
            }
            _ => {}
        }
        self.path.pop();
        None
    }
}

#[cfg(test)]
mod tests;
