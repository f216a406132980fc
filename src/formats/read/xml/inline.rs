//! Text with inline markup: the plain text, and beside it which part is bold, raised, a formula.

use std::borrow::Cow;

use crate::contract::v1::{self, FormattingStyle};
use crate::record::text::{Offsets, collapse_breaks, nfc};

use super::tree::{Element, Part};

/// Plain text that is being put together, with its markup in bytes of the text.
#[derive(Default)]
pub struct Inline {
    text: String,
    /// White space that may turn out to be the end of the text.
    pending: String,
    marks: Vec<Mark>,
    /// Markup that has no style of its own here, by its name.
    unknown: Vec<String>,
}

struct Mark {
    start: usize,
    end: usize,
    style: FormattingStyle,
    source: String,
}

/// Canonical text with its markup.
pub struct Formatted {
    pub text: String,
    pub formatting: Vec<v1::Formatting>,
}

/// The text of an element: NFC, each run of white space that holds a line break one space, trimmed. Marks the element.
pub fn plain(element: Element<'_>) -> Cow<'_, str> {
    element.take();
    match element.raw() {
        Cow::Borrowed(text) => canonical(text),
        Cow::Owned(text) => Cow::Owned(canonical(&text).into_owned()),
    }
}

/// `text` with its line breaks and indentation collapsed, trimmed, NFC.
pub fn canonical(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_some() {
        return Cow::Owned(nfc(&collapse_breaks(text)));
    }
    if is_composed(text) { Cow::Borrowed(text) } else { Cow::Owned(nfc(text)) }
}

/// True when a glance shows `text` to be NFC: all characters before the first combining mark, U+0300, are.
fn is_composed(text: &str) -> bool {
    // Without a way out between them the bytes of a chunk are compared many at a time.
    text.as_bytes().chunks(64).all(|chunk| chunk.iter().fold(true, |all, byte| all & (*byte < 0xCC)))
}

impl Inline {
    /// The text of an element with its markup. Marks the element.
    pub fn read(element: Element<'_>) -> Self {
        let mut inline = Self::default();
        inline.append(element);
        inline
    }

    /// Text without markup.
    pub fn of(text: &str) -> Self {
        let mut inline = Self::default();
        inline.push(text, 0);
        inline.pending.clear();
        inline
    }

    /// Text whose white space is settled, with its marks in bytes of it.
    pub fn marked(text: String, marks: Vec<(usize, usize, FormattingStyle)>) -> Self {
        let mark = |(start, end, style)| Mark { start, end, style, source: String::new() };
        Self { text, marks: marks.into_iter().map(mark).collect(), ..Default::default() }
    }

    /// Adds the text of an element and answers where it stands, in bytes before normalisation.
    pub fn append(&mut self, element: Element<'_>) -> (usize, usize) {
        element.take();
        let from = self.text.len();
        self.text.reserve(element.source().len());
        let mut open: Vec<usize> = Vec::new();
        // Within a formula nothing is styled on its own: its markup is kept whole.
        let mut formulas = 0_usize;
        element.parts(|part| match part {
            Part::Text(text) => self.push(text, from),
            Part::Open(inner) => {
                let style = style_of(inner);
                if formulas == 0 {
                    if style.is_none()
                        && self.unknown.len() < 20
                        && !self.unknown.iter().any(|name| name == inner.name())
                    {
                        self.unknown.push(inner.name().to_owned());
                    }
                    let source = match style {
                        Some(FormattingStyle::Mathml) => inner.source().to_owned(),
                        _ => String::new(),
                    };
                    open.push(self.marks.len());
                    let style = style.unwrap_or(FormattingStyle::Unspecified);
                    self.marks.push(Mark { start: self.text.len(), end: usize::MAX, style, source });
                }
                formulas += usize::from(formulas > 0 || style == Some(FormattingStyle::Mathml));
            }
            Part::Close => {
                formulas = formulas.saturating_sub(1);
                if formulas == 0
                    && let Some(mark) = open.pop()
                {
                    self.marks[mark].end = self.text.len();
                }
            }
        });
        self.pending.clear();
        (from, self.text.len())
    }

    /// Adds text of our own, such as the break between sections.
    pub fn separate(&mut self, separator: &str) {
        self.text.push_str(separator);
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Names of markup that is not known here.
    pub fn unknown(&self) -> &[String] {
        &self.unknown
    }

    /// The text as it stands.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Only the bytes of `range` of the text.
    pub fn cut(mut self, start: usize, end: usize) -> Self {
        self.text.truncate(end);
        self.text.drain(..start);
        for mark in &mut self.marks {
            mark.start = mark.start.clamp(start, end) - start;
            mark.end = mark.end.clamp(start, end) - start;
        }
        self
    }

    /// The canonical text and its markup; `places` are moved along with it.
    pub fn finish(self, places: &mut [(usize, usize)]) -> Formatted {
        let mut this = self;
        for mark in &mut this.marks {
            mark.end = mark.end.min(this.text.len());
            let white =
                this.text.get(mark.start..mark.end).map_or(0, |text| text.len() - text.trim_start().len());
            mark.start += white;
        }
        let marks = this.marks.iter().filter(|mark| mark.style != FormattingStyle::Unspecified);
        let mut ends: Vec<usize> = marks.clone().flat_map(|mark| [mark.start, mark.end]).collect();
        ends.extend(places.iter().flat_map(|(start, end)| [*start, *end]));
        let (text, moved) = normalised(std::mem::take(&mut this.text), ends);
        for place in places.iter_mut() {
            *place = (moved(place.0), moved(place.1));
        }
        let offsets = Offsets::new(&text);
        let formatting = marks
            .filter(|mark| mark.end > mark.start || mark.style == FormattingStyle::Mathml)
            .map(|mark| v1::Formatting {
                span: Some(offsets.span(moved(mark.start), moved(mark.end))),
                style: mark.style.into(),
                source: mark.source.clone(),
            })
            .collect();
        Formatted { text, formatting }
    }

    /// Adds text. White space waits until something follows: then a run that holds a line break is one space, wherever
    /// markup divides it; at either end it is dropped.
    fn push(&mut self, text: &str, from: usize) {
        let inner = &text[text.bytes().take_while(is_white).count()..];
        self.pending.push_str(&text[..text.len() - inner.len()]);
        let mut rest = trim_end(inner);
        if rest.is_empty() {
            return;
        }
        let after = &inner[rest.len()..];
        if self.text.len() > from {
            let space = if self.pending.contains(BREAKS) { " " } else { &self.pending };
            self.text.push_str(space);
        }
        self.pending.clear();
        while let Some(at) = memchr::memchr2(b'\n', b'\r', rest.as_bytes()) {
            self.text.push_str(trim_end(&rest[..at]));
            self.text.push(' ');
            rest = &rest[at + rest[at..].bytes().take_while(is_white).count()..];
        }
        self.text.push_str(rest);
        self.pending.push_str(after);
    }
}

const BREAKS: [char; 2] = ['\n', '\r'];

/// White space of XML; a no-break space was meant and stays.
fn is_white(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

fn trim_end(text: &str) -> &str {
    &text[..text.len() - text.bytes().rev().take_while(is_white).count()]
}

fn style_of(element: Element<'_>) -> Option<FormattingStyle> {
    Some(match element.name() {
        // EndNote has one element for every face
        "style" => match element.attribute("face") {
            Some("bold") => FormattingStyle::Bold,
            Some("italic") => FormattingStyle::Italic,
            Some("superscript") => FormattingStyle::Superscript,
            Some("subscript") => FormattingStyle::Subscript,
            Some("underline") => FormattingStyle::Underline,
            _ => FormattingStyle::Unspecified,
        },
        "b" | "bold" => FormattingStyle::Bold,
        "i" | "italic" => FormattingStyle::Italic,
        "sup" => FormattingStyle::Superscript,
        "sub" => FormattingStyle::Subscript,
        "u" | "underline" => FormattingStyle::Underline,
        "sc" => FormattingStyle::SmallCaps,
        "math" | "mml:math" => FormattingStyle::Mathml,
        // carry text and formulas; say nothing by themselves
        "DispFormula" | "disp-formula" | "inline-formula" | "alternatives" | "named-content"
        | "styled-content" | "ext-link" | "p" | "roman" | "abbrev" | "uri" | "institution" => {
            FormattingStyle::Unspecified
        }
        _ => return None,
    })
}

/// `text` in NFC and a map from bytes of the text to bytes of the result, right for the places given in `ends`.
fn normalised(text: String, mut ends: Vec<usize>) -> (String, impl Fn(usize) -> usize) {
    let composed = is_composed(&text);
    let (whole, text) = if composed { (text, String::new()) } else { (nfc(&text), text) };
    let mut moves: Vec<(usize, usize)> = Vec::new();
    if !composed && whole != text {
        ends.sort_unstable();
        ends.dedup();
        let (mut from, mut reached) = (0, 0);
        for end in ends {
            let at = boundary(&text, end);
            // A mark that composes with the letter before it goes with that letter.
            let combining =
                text[at..].chars().take_while(|c| unicode_normalization::char::is_combining_mark(*c));
            let at = (at + combining.map(char::len_utf8).sum::<usize>()).max(from);
            reached += nfc(&text[from..at]).len();
            from = at;
            moves.push((end, boundary(&whole, reached)));
        }
    }
    let length = whole.len();
    let moved = move |at: usize| match moves.binary_search_by_key(&at, |(from, _)| *from) {
        Ok(found) => moves[found].1,
        Err(_) => at.min(length),
    };
    (whole, moved)
}

/// The end of the last character that ends at or before byte `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
