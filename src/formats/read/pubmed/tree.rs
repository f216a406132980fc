//! The elements of one record, flat and in document order, each with a mark that says whether a field was made from it. What
//! is left unmarked in the end is what would have been lost in silence.

use std::borrow::Cow;
use std::cell::Cell;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Unknown entities of one record that are told apart.
const MOST_ENTITIES: usize = 100;

/// The elements and texts of one record.
pub struct Tree<'a> {
    source: &'a str,
    nodes: Vec<Node<'a>>,
    attributes: Vec<Attribute<'a>>,
    /// Entities that are not XML's own; they stand in the text as written.
    pub unknown_entities: Vec<String>,
}

struct Node<'a> {
    /// Empty for text.
    name: &'a str,
    text: Cow<'a, str>,
    parent: u32,
    /// One past the last node within this one.
    last: u32,
    /// Range of `Tree::attributes`.
    attributes: (u32, u32),
    /// Bytes of the source from its start tag to its end tag.
    bytes: (u32, u32),
    taken: Cell<bool>,
}

struct Attribute<'a> {
    name: &'a str,
    value: Cow<'a, str>,
    taken: Cell<bool>,
}

/// An element of a tree.
#[derive(Clone, Copy)]
pub struct Element<'t> {
    tree: &'t Tree<'t>,
    index: u32,
}

/// What no field was made from.
pub enum LeftOver<'t> {
    Element(Element<'t>),
    Text(&'t str),
}

/// What stands in an element, in its order, nested elements entered and left.
pub enum Part<'t> {
    Open(Element<'t>),
    Close,
    Text(&'t str),
}

impl<'a> Tree<'a> {
    /// Reads one element. The error says what is not well-formed, lower-case.
    pub fn parse(source: &'a str) -> Result<Self, String> {
        let mut tree = Tree {
            source,
            nodes: Vec::with_capacity(source.len() / 24),
            attributes: Vec::with_capacity(source.len() / 64),
            unknown_entities: Vec::new(),
        };
        let mut reader = Reader::from_str(source);
        reader.config_mut().allow_dangling_amp = true;
        let mut open: Vec<u32> = Vec::new();
        loop {
            let start = reader.buffer_position() as usize;
            let event = reader.read_event().map_err(|error| error.to_string())?;
            let end = reader.buffer_position() as usize;
            let parent = open.last().copied().unwrap_or(0);
            match event {
                Event::Start(tag) => {
                    let index = tree.element(&tag, start, end, parent)?;
                    open.push(index);
                }
                Event::Empty(tag) => {
                    tree.element(&tag, start, end, parent)?;
                }
                Event::End(_) => {
                    let Some(index) = open.pop() else {
                        return Err("end tag without a start tag".to_owned());
                    };
                    let last = tree.nodes.len() as u32;
                    let node = &mut tree.nodes[index as usize];
                    (node.last, node.bytes.1) = (last, end as u32);
                }
                Event::Text(text) => tree.text(borrowed(text.into_inner(), source, start, end), parent),
                Event::CData(text) => {
                    let inner = text.into_inner();
                    tree.text(Cow::Owned(inner.into_owned()), parent);
                }
                Event::GeneralRef(reference) => {
                    let text = tree.resolve(&reference);
                    tree.text(text, parent);
                }
                Event::Eof => break,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
        if let Some(index) = open.last() {
            return Err(format!("<{}> is not closed", tree.nodes[*index as usize].name));
        }
        Ok(tree)
    }

    /// The outermost element.
    pub fn root(&self) -> Option<Element<'_>> {
        let index = self.nodes.iter().position(|node| !node.name.is_empty())?;
        Some(Element { tree: self, index: index as u32 })
    }

    /// Every element that no field was made from. Of one around others that were left over only its own texts are told, so that
    /// each text is told once, however deep it stands.
    pub fn left_over<'t>(&'t self, mut report: impl FnMut(String, LeftOver<'t>)) {
        let mut told = 0;
        for node in &self.nodes {
            if !node.name.is_empty() || node.text.bytes().all(|byte| byte.is_ascii_whitespace()) {
                continue;
            }
            let parent = &self.nodes[node.parent as usize];
            if parent.taken.get() || parent.name.is_empty() {
                continue;
            }
            if node.parent < told {
                report(self.path(node.parent), LeftOver::Text(&node.text));
                continue;
            }
            let element = Element { tree: self, index: node.parent };
            report(self.path(node.parent), LeftOver::Element(element));
            element.take();
            told = node.parent + 1;
        }
    }

    /// Every attribute that was not read, as `Element@Attribute` and its value.
    pub fn attributes_left_over(&self, mut report: impl FnMut(&str, &str, &str)) {
        for node in &self.nodes {
            for attribute in &self.attributes[node.attributes.0 as usize..node.attributes.1 as usize] {
                if !attribute.taken.get() && !attribute.value.trim().is_empty() {
                    report(node.name, attribute.name, &attribute.value);
                }
            }
        }
    }

    fn path(&self, index: u32) -> String {
        let node = &self.nodes[index as usize];
        let parent = &self.nodes[node.parent as usize];
        if node.parent == index { node.name.to_owned() } else { format!("{}/{}", parent.name, node.name) }
    }

    fn element(
        &mut self,
        tag: &BytesStart<'_>,
        start: usize,
        end: usize,
        parent: u32,
    ) -> Result<u32, String> {
        let index = self.nodes.len() as u32;
        let length = tag.name().as_ref().len();
        let name = self.source.get(start + 1..start + 1 + length).unwrap_or_default();
        let first = self.attributes.len() as u32;
        if !tag.attributes_raw().trim().is_empty() {
            for attribute in tag.attributes().with_checks(false) {
                let attribute = attribute.map_err(|error| error.to_string())?;
                let name = within(self.source, attribute.key.as_ref());
                let value = match attribute.normalized_value(XmlVersion::Explicit1_0) {
                    Ok(Cow::Borrowed(value)) => Cow::Borrowed(within(self.source, value)),
                    Ok(Cow::Owned(value)) => Cow::Owned(value),
                    Err(_) => Cow::Owned(attribute.value.into_owned()),
                };
                self.attributes.push(Attribute { name, value, taken: Cell::new(false) });
            }
        }
        self.nodes.push(Node {
            name,
            text: Cow::Borrowed(""),
            parent,
            last: index + 1,
            attributes: (first, self.attributes.len() as u32),
            bytes: (start as u32, end as u32),
            taken: Cell::new(false),
        });
        Ok(index)
    }

    fn text(&mut self, text: Cow<'a, str>, parent: u32) {
        let last = self.nodes.len() as u32 + 1;
        self.nodes.push(Node {
            name: "",
            text,
            parent,
            last,
            attributes: (0, 0),
            bytes: (0, 0),
            taken: Cell::new(false),
        });
    }

    fn resolve(&mut self, reference: &BytesRef<'_>) -> Cow<'a, str> {
        let name: &str = reference;
        match name {
            "amp" => return Cow::Borrowed("&"),
            "lt" => return Cow::Borrowed("<"),
            "gt" => return Cow::Borrowed(">"),
            "quot" => return Cow::Borrowed("\""),
            "apos" => return Cow::Borrowed("'"),
            _ => {}
        }
        if let Ok(Some(c)) = reference.resolve_char_ref() {
            return Cow::Owned(c.to_string());
        }
        let written = format!("&{name};");
        if self.unknown_entities.len() < MOST_ENTITIES && !self.unknown_entities.contains(&written) {
            self.unknown_entities.push(written.clone());
        }
        Cow::Owned(written)
    }
}

impl<'t> Element<'t> {
    pub fn name(self) -> &'t str {
        self.node().name
    }

    /// The elements directly within.
    pub fn children(self) -> impl Iterator<Item = Element<'t>> {
        let last = self.node().last;
        let mut next = self.index + 1;
        std::iter::from_fn(move || {
            while next < last {
                let child = Element { tree: self.tree, index: next };
                next = child.node().last;
                if !child.name().is_empty() {
                    return Some(child);
                }
            }
            None
        })
    }

    pub fn all(self, name: &str) -> impl Iterator<Item = Element<'t>> {
        self.children().filter(move |child| child.name() == name)
    }

    pub fn child(self, name: &str) -> Option<Element<'t>> {
        self.all(name).next()
    }

    /// The value of an attribute, trimmed; absent when empty. Marks it.
    pub fn attribute(self, name: &str) -> Option<&'t str> {
        let (first, last) = self.node().attributes;
        let attributes = &self.tree.attributes[first as usize..last as usize];
        let found = attributes.iter().find(|attribute| attribute.name == name)?;
        found.taken.set(true);
        Some(found.value.trim()).filter(|value| !value.is_empty())
    }

    /// Marks the element and all within it as placed.
    pub fn take(self) {
        for node in self.nodes() {
            node.taken.set(true);
        }
    }

    /// True when an element stands within.
    pub fn has_markup(self) -> bool {
        self.nodes().iter().skip(1).any(|node| !node.name.is_empty())
    }

    /// The text within, markup left out, white space as written. Does not mark.
    pub fn raw(self) -> Cow<'t, str> {
        let mut texts = self.nodes().iter().filter(|node| node.name.is_empty()).map(|node| &*node.text);
        let (Some(first), second) = (texts.next(), texts.next()) else { return Cow::Borrowed("") };
        match second {
            None => Cow::Borrowed(first),
            Some(second) => Cow::Owned([first, second].into_iter().chain(texts).collect()),
        }
    }

    /// The element as the source wrote it.
    pub fn source(self) -> &'t str {
        let (start, end) = self.node().bytes;
        self.tree.source.get(start as usize..end as usize).unwrap_or_default()
    }

    /// What stands within, in its order. Deep nesting costs heap, never stack.
    pub fn parts(self, mut visit: impl FnMut(Part<'t>)) {
        let mut open: Vec<Element<'t>> = Vec::new();
        for index in self.index + 1..self.node().last {
            while open.pop_if(|element| element.node().last <= index).is_some() {
                visit(Part::Close);
            }
            let element = Element { tree: self.tree, index };
            if element.name().is_empty() {
                visit(Part::Text(&element.node().text));
                continue;
            }
            visit(Part::Open(element));
            open.push(element);
        }
        while open.pop().is_some() {
            visit(Part::Close);
        }
    }

    fn node(self) -> &'t Node<'t> {
        &self.tree.nodes[self.index as usize]
    }

    fn nodes(self) -> &'t [Node<'t>] {
        &self.tree.nodes[self.index as usize..self.node().last as usize]
    }
}

/// `part` as a slice of `source`, in which it stands; so that it lives as long.
fn within<'a>(source: &'a str, part: &str) -> &'a str {
    let start = (part.as_ptr() as usize).wrapping_sub(source.as_ptr() as usize);
    source.get(start..start.saturating_add(part.len())).unwrap_or_default()
}

/// `text` as a slice of the source where it is one.
fn borrowed<'a>(text: Cow<'_, str>, source: &'a str, start: usize, end: usize) -> Cow<'a, str> {
    match (text, source.get(start..end)) {
        (Cow::Borrowed(text), Some(slice)) if std::ptr::eq(text, slice) => Cow::Borrowed(slice),
        (text, _) => Cow::Owned(text.into_owned()),
    }
}
