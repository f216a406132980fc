//! White space and letters: what every format but JSON Lines brings into one form.

use serde_json::Value;

use super::{Loss, TEXT};
use crate::contract::v1::{Abstract, AbstractSection, Citation, Formatting, Title};
use crate::contract::{from_json, to_json_value};
use crate::formats::write::Format;
use crate::formats::write::summary;
use crate::record::text::{Offsets, nfc};

pub const WHITE: &[Loss] = &[Loss {
    field: "every text",
    what: "line breaks, control characters, runs of white space, letters in pieces",
    formats: TEXT,
    why: "each is one space, each letter one character (NFC); the sections of an abstract stay lines",
    when: super::always,
    cut: spaced,
}];

fn spaced(c: &mut Citation, _: Format) {
    c.titles.iter_mut().for_each(title);
    c.titles.retain(|title| !title.text.is_empty());
    c.abstracts.iter_mut().for_each(summary);
    c.abstracts.retain(|summary| !summary.text.is_empty());
    let (titles, abstracts) = (std::mem::take(&mut c.titles), std::mem::take(&mut c.abstracts));
    if let Ok(mut value) = to_json_value("Citation", c)
        && each_text(&mut value)
        && let Ok(changed) = from_json("Citation", &value.to_string())
    {
        *c = changed;
        without_empty(c);
    }
    (c.titles, c.abstracts) = (titles, abstracts);
}

/// Brings every text of a message into form; whether one was in another.
fn each_text(value: &mut Value) -> bool {
    match value {
        Value::String(text) if is_odd(text) => {
            *text = one_line(text);
            true
        }
        Value::Array(items) => items.iter_mut().map(each_text).fold(false, |any, changed| any | changed),
        Value::Object(fields) => fields.values_mut().map(each_text).fold(false, |any, changed| any | changed),
        _ => false,
    }
}

fn is_odd(text: &str) -> bool {
    !text.bytes().all(|byte| byte.is_ascii_graphic()) && one_line(text) != text
}

/// What a reader leaves out because nothing is left of it.
fn without_empty(c: &mut Citation) {
    c.notes.retain(|note| !note.is_empty());
    c.subjects.retain(|subject| !subject.label.is_empty() || !subject.code.is_empty());
    c.publication_types.retain(|kind| !kind.label.is_empty() || !kind.code.is_empty());
    c.contributors.retain(|person| {
        [&person.family, &person.given, &person.collective, &person.literal]
            .iter()
            .any(|name| !name.is_empty())
    });
    for person in &mut c.contributors {
        person.affiliations.retain(|place| !place.text.is_empty());
    }
    if let Some(container) = &mut c.container {
        container.abbreviations.retain(|short| !short.text.is_empty());
    }
    super::tidy(c);
}

/// One line of text: no control characters, single spaces, composed letters.
pub fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_control() || c == ' ').filter(|word| !word.is_empty());
    let line = words.collect::<Vec<_>>().join(" ");
    nfc(line.trim()).trim().to_owned()
}

fn title(title: &mut Title) {
    (title.text, title.formatting) = marked(&title.text, std::mem::take(&mut title.formatting));
}

/// As [`one_line`], the marks moved with their words.
fn marked(text: &str, formatting: Vec<Formatting>) -> (String, Vec<Formatting>) {
    let line = one_line(text);
    if formatting.is_empty() || line == text {
        return (line, formatting);
    }
    let offsets = Offsets::new(&line);
    let moved = |at: i32| {
        let before = text.get(..usize::try_from(at).ok()?)?;
        let plain = one_line(before);
        let open = before.ends_with(|c: char| c == ' ' || c.is_control()) && !plain.is_empty();
        Some((plain.len() + usize::from(open)).min(line.len()))
    };
    let marks = formatting.into_iter().filter_map(|mark| {
        let span = mark.span.as_ref()?;
        let (start, end) = (moved(span.start)?, moved(span.end)?);
        let inside = start < end && line.is_char_boundary(start) && line.is_char_boundary(end);
        inside.then(|| Formatting { span: Some(offsets.span(start, end)), ..mark })
    });
    let marks = marks.collect();
    (line, marks)
}

/// An abstract whose sections are lines.
fn summary(text: &mut Abstract) {
    let parts = summary::parts(text);
    let sectioned = parts.len() == text.sections.len() && !parts.is_empty();
    let (mut whole, mut places, mut formatting) = (String::new(), Vec::new(), Vec::new());
    for part in &parts {
        let (line, marks) = marked(part.text, part.formatting.clone());
        if line.is_empty() && part.label.is_empty() {
            continue;
        }
        if !places.is_empty() {
            whole.push('\n');
        }
        let start = whole.len();
        whole.push_str(&line);
        formatting.extend(marks.into_iter().map(|mark| (start, mark)));
        places.push((one_line(part.label), start, whole.len()));
    }
    let offsets = Offsets::new(&whole);
    let old = std::mem::take(&mut text.sections);
    if sectioned {
        let sections = places.iter().enumerate().map(|(at, (label, start, end))| AbstractSection {
            label: label.clone(),
            nlm_category: old.get(at).map(|section| section.nlm_category.clone()).unwrap_or_default(),
            span: Some(offsets.span(*start, *end)),
        });
        text.sections = sections.collect();
    }
    let placed = formatting.into_iter().filter_map(|(by, mark)| {
        let span = mark.span.as_ref()?;
        let (start, end) = (usize::try_from(span.start).ok()?, usize::try_from(span.end).ok()?);
        Some(Formatting { span: Some(offsets.span(by + start, by + end)), ..mark })
    });
    text.formatting = placed.collect();
    text.text = whole;
}
