//! Any record, read event by event: comments, sections of character data, unknown entities, and what is not well-formed.

use std::borrow::Cow;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::tree::Tree;

/// Unknown entities of one record that are told apart.
const MOST_ENTITIES: usize = 100;

/// Reads `source` into `tree`. The error says what is not well-formed, lower-case.
pub fn read(source: &str, tree: &mut Tree<'_>) -> Result<(), String> {
    let mut reader = Reader::from_str(source);
    reader.config_mut().allow_dangling_amp = true;
    let mut open: Vec<u32> = Vec::new();
    loop {
        let start = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|error| error.to_string())?;
        let end = reader.buffer_position() as usize;
        let parent = open.last().copied().unwrap_or(0);
        match event {
            Event::Start(tag) => open.push(element(&tag, (start, end), parent, source, tree)?),
            Event::Empty(tag) => {
                element(&tag, (start, end), parent, source, tree)?;
            }
            Event::End(_) => {
                let Some(index) = open.pop() else {
                    return Err("end tag without a start tag".to_owned());
                };
                tree.close(index, end);
            }
            Event::Text(text) => add(&text.into_inner(), parent, source, tree),
            Event::CData(text) => add(&text.into_inner(), parent, source, tree),
            Event::GeneralRef(reference) => {
                let text = resolve(&reference, tree);
                add(&text, parent, source, tree);
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    match open.last() {
        Some(index) => Err(format!("<{}> is not closed", tree.name(*index))),
        None => Ok(()),
    }
}

fn element(
    tag: &BytesStart<'_>,
    bytes: (usize, usize),
    parent: u32,
    source: &str,
    tree: &mut Tree<'_>,
) -> Result<u32, String> {
    let index = tree.open(bytes, tag.name().as_ref().len(), parent);
    if tag.attributes_raw().trim().is_empty() {
        return Ok(index);
    }
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let name = placed(attribute.key.as_ref(), source, tree);
        let value = match attribute.normalized_value(XmlVersion::Explicit1_0) {
            Ok(value) => placed(&value, source, tree),
            Err(_) => placed(&attribute.value, source, tree),
        };
        tree.attribute(name, value);
    }
    Ok(index)
}

fn add(text: &str, parent: u32, source: &str, tree: &mut Tree<'_>) {
    let blank = text.bytes().all(|byte| byte.is_ascii_whitespace());
    let bytes = placed(text, source, tree);
    tree.text(bytes, blank, parent);
}

/// Where `text` stands in the source; a place of its own where it does not.
fn placed(text: &str, source: &str, tree: &mut Tree<'_>) -> (u32, u32) {
    let start = (text.as_ptr() as usize).wrapping_sub(source.as_ptr() as usize);
    let end = start.saturating_add(text.len());
    match source.get(start..end) {
        Some(_) if !text.is_empty() => (start as u32, end as u32),
        _ => tree.resolved(text),
    }
}

fn resolve(reference: &BytesRef<'_>, tree: &mut Tree<'_>) -> Cow<'static, str> {
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
    if tree.unknown_entities.len() < MOST_ENTITIES && !tree.unknown_entities.contains(&written) {
        tree.unknown_entities.push(written.clone());
    }
    Cow::Owned(written)
}
