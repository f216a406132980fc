//! The elements of one record, flat and in document order, each with a mark that says whether a field was made from it. What
//! is left unmarked in the end is what would have been lost in silence.

use std::borrow::Cow;
use std::cell::Cell;

use super::{careful, plain};

/// Nodes, attributes and bytes of resolved text for which memory is kept from one record to the next.
const KEPT: usize = 1 << 16;

/// The elements and texts of one record.
pub struct Tree<'a> {
    source: &'a str,
    space: Space,
    /// Entities that are not XML's own; they stand in the text as written.
    pub unknown_entities: Vec<String>,
}

/// What the tree of a record is kept in; the next record's uses it again.
#[derive(Default)]
pub struct Space {
    nodes: Vec<Node>,
    attributes: Vec<Attribute>,
    /// Texts that do not stand in the source as they are meant. Spans count on into it from the end of the source.
    resolved: String,
}

/// Bytes of the source, or past its end of `Space::resolved`.
type Span = (u32, u32);

struct Node {
    /// Of an element from its start tag to its end tag.
    bytes: Span,
    /// Length of the name, 0 for text. The name begins one byte into the element.
    name: u32,
    parent: u32,
    /// One past the last node within this one.
    last: u32,
    /// Range of `Space::attributes`.
    attributes: (u32, u32),
    /// Text of white space alone.
    blank: bool,
    taken: Cell<bool>,
}

struct Attribute {
    node: u32,
    name: Span,
    value: Span,
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
    pub fn parse(source: &'a str, space: &mut Space) -> Result<Self, String> {
        let mut tree = Self::empty(source, std::mem::take(space));
        if plain::read(source, &mut tree).is_some() {
            return Ok(tree);
        }
        tree.space.clear();
        careful::read(source, &mut tree)?;
        Ok(tree)
    }

    /// A tree of nothing yet.
    pub fn empty(source: &'a str, mut space: Space) -> Self {
        space.clear();
        Tree { source, space, unknown_entities: Vec::new() }
    }

    /// The memory, for the next record.
    pub fn into_space(self) -> Space {
        let Space { nodes, attributes, resolved } = &self.space;
        let largest = nodes.capacity().max(attributes.capacity()).max(resolved.capacity());
        if largest > KEPT { Space::default() } else { self.space }
    }

    /// The outermost element.
    pub fn root(&self) -> Option<Element<'_>> {
        let index = self.space.nodes.iter().position(|node| node.name > 0)?;
        Some(Element { tree: self, index: index as u32 })
    }

    /// Every element that no field was made from. Of one around others that were left over only its own texts are told, so that
    /// each text is told once, however deep it stands.
    pub fn left_over<'t>(&'t self, mut report: impl FnMut(String, LeftOver<'t>)) {
        let mut told = 0;
        for node in &self.space.nodes {
            if node.blank || node.name > 0 || node.taken.get() {
                continue;
            }
            let parent = &self.space.nodes[node.parent as usize];
            if parent.taken.get() || parent.name == 0 {
                continue;
            }
            if node.parent < told {
                report(self.path(node.parent), LeftOver::Text(self.slice(node.bytes)));
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
        for attribute in self.space.attributes.iter().filter(|attribute| !attribute.taken.get()) {
            let value = self.slice(attribute.value);
            if !value.trim().is_empty() {
                report(self.name(attribute.node), self.slice(attribute.name), value);
            }
        }
    }

    /// Adds an element of which the start tag has been read, `bytes` long; answers its number.
    pub fn open(&mut self, bytes: (usize, usize), name: usize, parent: u32) -> u32 {
        let index = self.space.nodes.len() as u32;
        let attributes = self.space.attributes.len() as u32;
        self.space.nodes.push(Node {
            bytes: (bytes.0 as u32, bytes.1 as u32),
            name: name as u32,
            parent,
            last: index + 1,
            attributes: (attributes, attributes),
            blank: false,
            taken: Cell::new(false),
        });
        index
    }

    /// Adds an attribute to the element that was opened last.
    pub fn attribute(&mut self, name: Span, value: Span) {
        let Some(node) = self.space.nodes.last_mut() else { return };
        node.attributes.1 += 1;
        let node = self.space.nodes.len() as u32 - 1;
        self.space.attributes.push(Attribute { node, name, value, taken: Cell::new(false) });
    }

    /// Notes the end of a start tag, and answers it.
    pub fn end_tag(&mut self, index: u32, end: usize) -> usize {
        self.space.nodes[index as usize].bytes.1 = end as u32;
        end
    }

    /// Ends an element; answers the one around it.
    pub fn close(&mut self, index: u32, end: usize) -> u32 {
        let last = self.space.nodes.len() as u32;
        let node = &mut self.space.nodes[index as usize];
        (node.last, node.bytes.1) = (last, end as u32);
        node.parent
    }

    /// Adds text.
    pub fn text(&mut self, bytes: Span, blank: bool, parent: u32) {
        let last = self.space.nodes.len() as u32 + 1;
        self.space.nodes.push(Node {
            bytes,
            name: 0,
            parent,
            last,
            attributes: (0, 0),
            blank,
            taken: Cell::new(false),
        });
    }

    /// A place for text that does not stand in the source.
    pub fn resolved(&mut self, text: &str) -> Span {
        let start = (self.source.len() + self.space.resolved.len()) as u32;
        self.space.resolved.push_str(text);
        (start, start + text.len() as u32)
    }

    #[inline]
    pub fn name(&self, index: u32) -> &str {
        let node = &self.space.nodes[index as usize];
        let start = node.bytes.0 as usize + 1;
        match node.name {
            0 => "",
            length => self.source.get(start..start + length as usize).unwrap_or_default(),
        }
    }

    #[inline]
    fn slice(&self, (start, end): Span) -> &str {
        let (start, end) = (start as usize, end as usize);
        let text = match start.checked_sub(self.source.len()) {
            None => self.source.get(start..end),
            Some(start) => self.space.resolved.get(start..end - self.source.len()),
        };
        text.unwrap_or_default()
    }

    fn path(&self, index: u32) -> String {
        let parent = self.space.nodes[index as usize].parent;
        let name = self.name(index);
        if parent == index { name.to_owned() } else { format!("{}/{name}", self.name(parent)) }
    }
}

impl Space {
    fn clear(&mut self) {
        self.nodes.clear();
        self.attributes.clear();
        self.resolved.clear();
    }
}

impl<'t> Element<'t> {
    #[inline]
    pub fn name(self) -> &'t str {
        self.tree.name(self.index)
    }

    /// The elements directly within.
    pub fn children(self) -> impl Iterator<Item = Element<'t>> {
        let last = self.node().last;
        let mut next = self.index + 1;
        std::iter::from_fn(move || {
            while next < last {
                let child = Element { tree: self.tree, index: next };
                next = child.node().last;
                if child.node().name > 0 {
                    return Some(child);
                }
            }
            None
        })
    }

    #[inline]
    pub fn all(self, name: &str) -> impl Iterator<Item = Element<'t>> {
        self.children().filter(move |child| child.node().name as usize == name.len() && child.name() == name)
    }

    #[inline]
    pub fn child(self, name: &str) -> Option<Element<'t>> {
        self.all(name).next()
    }

    /// The value of an attribute, trimmed; absent when empty. Marks it.
    pub fn attribute(self, name: &str) -> Option<&'t str> {
        let (first, last) = self.node().attributes;
        let attributes = &self.tree.space.attributes[first as usize..last as usize];
        let found = attributes.iter().find(|attribute| self.tree.slice(attribute.name) == name)?;
        found.taken.set(true);
        Some(self.tree.slice(found.value).trim()).filter(|value| !value.is_empty())
    }

    /// Marks the element and all within it as placed.
    pub fn take(self) {
        for node in self.nodes() {
            node.taken.set(true);
        }
    }

    /// True when an element stands within.
    pub fn has_markup(self) -> bool {
        self.nodes().iter().skip(1).any(|node| node.name > 0)
    }

    /// The text within, markup left out, white space as written. Does not mark.
    pub fn raw(self) -> Cow<'t, str> {
        let texts = self.nodes().iter().filter(|node| node.name == 0);
        let mut texts = texts.map(|node| self.tree.slice(node.bytes));
        let (Some(first), second) = (texts.next(), texts.next()) else { return Cow::Borrowed("") };
        match second {
            None => Cow::Borrowed(first),
            Some(second) => Cow::Owned([first, second].into_iter().chain(texts).collect()),
        }
    }

    /// The element as the source wrote it.
    pub fn source(self) -> &'t str {
        self.tree.slice(self.node().bytes)
    }

    /// What stands within, in its order. Deep nesting costs heap, never stack.
    pub fn parts(self, mut visit: impl FnMut(Part<'t>)) {
        let mut open: Vec<Element<'t>> = Vec::new();
        for index in self.index + 1..self.node().last {
            while open.pop_if(|element| element.node().last <= index).is_some() {
                visit(Part::Close);
            }
            let element = Element { tree: self.tree, index };
            if element.node().name == 0 {
                visit(Part::Text(self.tree.slice(element.node().bytes)));
                continue;
            }
            visit(Part::Open(element));
            open.push(element);
        }
        while open.pop().is_some() {
            visit(Part::Close);
        }
    }

    fn node(self) -> &'t Node {
        &self.tree.space.nodes[self.index as usize]
    }

    fn nodes(self) -> &'t [Node] {
        &self.tree.space.nodes[self.index as usize..self.node().last as usize]
    }
}
