//! The elements of a file with their lines, read without descending, so that a fault can be given its place.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Reason, StyleError};

/// Elements within elements that a file may have. Styles in use have about fifteen.
pub const DEPTH_LIMIT: usize = 100;

/// The elements of a file in document order.
pub struct Outline {
    elements: Vec<Element>,
}

struct Element {
    name: String,
    line: u32,
    parent: Option<usize>,
    /// The attributes `name` and `macro`.
    names: Vec<(&'static str, String)>,
}

impl Outline {
    /// Reads the elements of a file.
    pub fn of(xml: &str) -> Result<Self, StyleError> {
        let mut reader = Reader::from_str(xml);
        let mut elements: Vec<Element> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut lines = Lines { bytes: xml.as_bytes(), at: 0, line: 1 };
        loop {
            let before = reader.buffer_position() as usize;
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    let line = lines.at(reader.error_position() as usize);
                    return Err(StyleError { line, reason: Reason::Xml(error.to_string()) });
                }
            };
            match event {
                Event::Start(start) => {
                    let line = lines.at(before);
                    if open.len() >= DEPTH_LIMIT {
                        return Err(StyleError { line, reason: Reason::Depth });
                    }
                    elements.push(element(&start, line, open.last().copied()));
                    open.push(elements.len() - 1);
                }
                Event::Empty(start) => {
                    let line = lines.at(before);
                    elements.push(element(&start, line, open.last().copied()));
                }
                Event::End(_) => {
                    open.pop();
                }
                Event::Eof => break,
                _ => {}
            }
        }
        let line = lines.at(xml.len());
        if !open.is_empty() {
            let reason = Reason::Xml("the file ends within an element".to_owned());
            return Err(StyleError { line, reason });
        }
        match elements.first() {
            Some(root) if root.name == "style" => Ok(Self { elements }),
            Some(root) => Err(StyleError { line: root.line, reason: Reason::Root(root.name.clone()) }),
            None => Err(StyleError { line, reason: Reason::Xml("there is no element".to_owned()) }),
        }
    }

    /// Line of the root.
    pub fn root_line(&self) -> u32 {
        self.elements.first().map_or(1, |root| root.line)
    }

    /// Line of the first element whose `name` or `macro` has a value.
    pub fn line_with(&self, attribute: &str, value: &str) -> Option<u32> {
        let has =
            |element: &&Element| element.names.iter().any(|(name, own)| *name == attribute && own == value);
        self.elements.iter().find(has).map(|element| element.line)
    }

    /// Line of what a path of the deserializer points at, such as `macro[4].$value[0].choose.if.@variable`; of the nearest element
    /// around it where the path cannot be followed to its end.
    pub fn line_of(&self, path: &str) -> u32 {
        let mut at = 0;
        for segment in path.split('.') {
            let (name, number) = match segment.split_once('[') {
                Some((name, number)) => (name, number.trim_end_matches(']').parse().unwrap_or(0)),
                None => (segment, 0),
            };
            if name.starts_with('@') {
                break;
            }
            let children =
                || self.elements.iter().enumerate().filter(|(_, element)| element.parent == Some(at));
            // the name of an element that a list has led to already
            if self.elements[at].name == name {
                continue;
            }
            let next = match name {
                "$value" => children().nth(number),
                _ => children().filter(|(_, element)| element.name == name).nth(number),
            };
            match next {
                Some((child, _)) => at = child,
                None => break,
            }
        }
        self.elements[at].line
    }
}

fn element(start: &BytesStart<'_>, line: u32, parent: Option<usize>) -> Element {
    let mut names = Vec::new();
    for attribute in start.attributes().with_checks(false).flatten() {
        let known = match attribute.key.as_ref() {
            "name" => "name",
            "macro" => "macro",
            _ => continue,
        };
        names.push((known, attribute.value.clone().into_owned()));
    }
    Element { name: start.local_name().as_ref().to_owned(), line, parent, names }
}

/// Counts lines forward.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u32,
}

impl Lines<'_> {
    fn at(&mut self, offset: usize) -> u32 {
        let offset = offset.clamp(self.at, self.bytes.len());
        let breaks = memchr::memchr_iter(b'\n', &self.bytes[self.at..offset]).count();
        self.line += breaks as u32;
        self.at = offset;
        self.line
    }
}
