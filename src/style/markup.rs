//! The text of a field -> tape: its tags or spans become formatting, its quotation marks are matched and printed as the locale has
//! them, apostrophes are curled.

use citationberg::{FontStyle, FontVariant, FontWeight, Formatting, TextDecoration, VerticalAlign};

use super::item::{Markup, Text};
use super::tape::{Quoted, Span, Tape};
use crate::contract::v1;

/// Writes a value.
pub fn write(text: &Text<'_>, tape: &mut Tape) {
    match text.markup {
        Markup::None => pieces(&text.value, &[], false, tape),
        Markup::Tags if text.value.contains('<') => pieces(&text.value, &tags(&text.value), false, tape),
        Markup::Tags => pieces(&text.value, &[], false, tape),
        Markup::Spans(spans) => pieces(&text.value, &beside(&text.value, spans), false, tape),
    }
}

/// Writes what the writer of a text puts before or after a cite.
pub fn write_affix(text: &str, tape: &mut Tape) {
    pieces(text, &tags(text), true, tape);
}

/// How far back a partner is sought, so that a hostile field costs no more than its length.
const NEAR: usize = 32;
/// No tag that means something is longer.
const LONGEST_TAG: usize = 80;

/// A place of the value that is not printed as it stands.
#[derive(Clone, Copy, Debug)]
struct Event {
    at: usize,
    /// How much of the value it takes the place of.
    length: usize,
    what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Open(Span),
    Close,
    Put(&'static str),
}

fn pieces(value: &str, tags: &[Event], written: bool, tape: &mut Tape) {
    let mut events = tags.to_vec();
    if value.contains(['"', '\'', '“', '”', '‘', '’']) || value.contains("« ") {
        quotes(value, tags, written, &mut events);
        events.sort_by_key(|event| event.at);
    }
    let mut at = 0;
    for event in events {
        tape.text.push_str(&value[at..event.at.max(at)]);
        at = at.max(event.at + event.length);
        match event.what {
            What::Open(span) => tape.open(span),
            What::Close => tape.close(),
            What::Put(text) => tape.text.push_str(text),
        }
    }
    tape.text.push_str(&value[at..]);
}

/// Spans that lie beside the text, those that would cross a neighbour left out.
fn beside(value: &str, spans: &[v1::Formatting]) -> Vec<Event> {
    let mut sorted: Vec<(usize, usize, Formatting)> = Vec::new();
    for one in spans {
        let Some(span) = &one.span else { continue };
        let (start, end) = (span.start.max(0) as usize, span.end.max(0) as usize);
        let whole = start < end && value.is_char_boundary(start) && value.is_char_boundary(end);
        if let Some(format) = of_style(one.style()).filter(|_| whole) {
            sorted.push((start, end, format));
        }
    }
    sorted.sort_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
    let mut open: Vec<usize> = Vec::new();
    let mut events = Vec::new();
    for (start, end, format) in sorted {
        while let Some(closed) = open.pop_if(|end| *end <= start) {
            events.push(Event { at: closed, length: 0, what: What::Close });
        }
        if open.last().is_some_and(|outer| end > *outer) {
            continue;
        }
        open.push(end);
        events.push(Event { at: start, length: 0, what: What::Open(Span::Inner(format)) });
    }
    events.extend(open.into_iter().rev().map(|at| Event { at, length: 0, what: What::Close }));
    events
}

fn of_style(style: v1::FormattingStyle) -> Option<Formatting> {
    let mut format = Formatting::default();
    match style {
        v1::FormattingStyle::Bold => format.font_weight = Some(FontWeight::Bold),
        v1::FormattingStyle::Italic => format.font_style = Some(FontStyle::Italic),
        v1::FormattingStyle::Superscript => format.vertical_align = Some(VerticalAlign::Sup),
        v1::FormattingStyle::Subscript => format.vertical_align = Some(VerticalAlign::Sub),
        v1::FormattingStyle::Underline => format.text_decoration = Some(TextDecoration::Underline),
        v1::FormattingStyle::SmallCaps => format.font_variant = Some(FontVariant::SmallCaps),
        _ => return None,
    }
    Some(format)
}

/// Tags that have a partner; the others are text.
fn tags(value: &str) -> Vec<Event> {
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut events: Vec<Option<Event>> = Vec::new();
    let mut at = 0;
    while let Some(found) = value[at..].find('<') {
        let start = at + found;
        let ahead = &value.as_bytes()[start..value.len().min(start + LONGEST_TAG)];
        let Some(length) = memchr::memchr(b'>', ahead).map(|end| end + 1) else {
            at = start + 1;
            continue;
        };
        let tag = &value[start + 1..start + length - 1];
        if let Some(name) = tag.strip_prefix('/') {
            let near = open.len().saturating_sub(NEAR);
            let Some(partner) = open[near..].iter().rposition(|(opened, _)| *opened == name.trim()) else {
                at = start + 1;
                continue;
            };
            // what was opened since has no partner
            for (_, event) in open.drain(near + partner + 1..) {
                events[event] = None;
            }
            open.pop();
            events.push(Some(Event { at: start, length, what: What::Close }));
        } else if let Some((name, span)) = opening(tag) {
            open.push((name, events.len()));
            events.push(Some(Event { at: start, length, what: What::Open(span) }));
        } else {
            at = start + 1;
            continue;
        }
        at = start + length;
    }
    for (_, event) in open {
        events[event] = None;
    }
    events.into_iter().flatten().collect()
}

fn opening(tag: &str) -> Option<(&str, Span)> {
    let mut format = Formatting::default();
    match tag {
        "i" => format.font_style = Some(FontStyle::Italic),
        "b" => format.font_weight = Some(FontWeight::Bold),
        "sc" => format.font_variant = Some(FontVariant::SmallCaps),
        "sup" => format.vertical_align = Some(VerticalAlign::Sup),
        "sub" => format.vertical_align = Some(VerticalAlign::Sub),
        _ => {
            let attributes = tag.strip_prefix("span")?;
            let squeezed: String = attributes.chars().filter(|c| !c.is_whitespace()).collect();
            if squeezed.contains("nocase") {
                return Some(("span", Span::NoCase));
            }
            if squeezed.contains("nodecor") {
                return Some(("span", Span::NoDecor));
            }
            if !squeezed.contains("font-variant:small-caps") {
                return None;
            }
            format.font_variant = Some(FontVariant::SmallCaps);
            return Some(("span", Span::Inner(format)));
        }
    }
    Some((tag, Span::Inner(format)))
}

/// Matches quotation marks. A mark opens before a word and closes after one, within one tag; what finds no partner stays, an apostrophe
/// is curled.
fn quotes(value: &str, tags: &[Event], written: bool, events: &mut Vec<Event>) {
    struct Open {
        mark: char,
        event: usize,
        scope: usize,
    }
    let mut open: Vec<Open> = Vec::new();
    let mut scopes = vec![usize::MAX];
    let mut next_tag = tags.iter().enumerate().peekable();
    let mut skip_to = 0;
    let mut before: Option<char> = None;
    for (at, mark) in value.char_indices() {
        while let Some((number, tag)) = next_tag.next_if(|(_, tag)| tag.at <= at) {
            skip_to = skip_to.max(tag.at + tag.length);
            if tag.what == What::Close {
                let closed = scopes.pop();
                while open.pop_if(|quote| Some(quote.scope) == closed).is_some() {}
            } else {
                scopes.push(number);
            }
        }
        if at < skip_to {
            continue;
        }
        let last = before.replace(mark);
        if !matches!(mark, '"' | '\'' | '“' | '”' | '‘' | '’' | '«' | '»') {
            continue;
        }
        let scope = scopes.last().copied().unwrap_or(usize::MAX);
        let mut at = at;
        let mut length = mark.len_utf8();
        // French marks are set off by spaces that belong to them; without, they are as they are
        if mark == '«' {
            length +=
                value[at + length..].chars().next().filter(|c| c.is_whitespace()).map_or(0, char::len_utf8);
        } else if mark == '»' {
            let space =
                value[..at].chars().next_back().filter(|c| c.is_whitespace()).map_or(0, char::len_utf8);
            (at, length) = (at - space, length + space);
        }
        if matches!(mark, '«' | '»') && length == mark.len_utf8() {
            continue;
        }
        let after = visible_after(value, at + length, tags);
        let straight = matches!(mark, '"' | '\'');
        let starts = last.is_none_or(opens_after) && after.is_some_and(|c| !c.is_whitespace());
        let ends = last.is_some_and(|c| !c.is_whitespace());
        let within_word = last.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        let (opener, put) = match mark {
            '"' => ('"', "\""),
            '\'' => ('\'', "’"),
            '”' => ('“', "”"),
            '’' => ('‘', "’"),
            '“' => ('\0', "“"),
            '«' => ('\0', "«\u{202f}"),
            '»' => ('«', "\u{202f}»"),
            _ => ('\0', "‘"),
        };
        let closes =
            (ends || mark == '»') && !(within_word && matches!(mark, '\'' | '’')) && !(straight && starts);
        let near = open.len().saturating_sub(NEAR);
        let partner = open[near..].iter().rposition(|quote| quote.mark == opener && quote.scope == scope);
        let partner = partner.filter(|_| closes).map(|partner| near + partner);
        // two marks with nothing between them are no quotation
        let partner = partner.filter(|partner| {
            let opened = &events[open[*partner].event];
            opened.at + opened.length < at
        });
        if let Some(partner) = partner {
            let quoted = match opener {
                _ if written => Quoted::Written,
                '«' => Quoted::French,
                _ => Quoted::Double,
            };
            events[open[partner].event].what = What::Open(Span::Quote(quoted));
            open.truncate(partner);
            events.push(Event { at, length, what: What::Close });
            continue;
        }
        if opener == '\0' || straight && starts {
            open.push(Open { mark, event: events.len(), scope });
        }
        events.push(Event { at, length, what: What::Put(put) });
    }
}

/// The first character from `at` on that no tag hides.
fn visible_after(value: &str, mut at: usize, tags: &[Event]) -> Option<char> {
    while let Ok(tag) = tags.binary_search_by_key(&at, |tag| tag.at) {
        if tags[tag].length == 0 {
            break;
        }
        at += tags[tag].length;
    }
    value[at..].chars().next()
}

fn opens_after(before: char) -> bool {
    before.is_whitespace()
        || matches!(before, '(' | '[' | '{' | '“' | '‘' | '"' | '\'' | '«' | '/' | '—' | '–' | '-')
}
