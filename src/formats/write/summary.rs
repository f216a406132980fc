use crate::contract::v1::{Abstract, Formatting, Span};

/// A part of an abstract.
pub struct Part<'a> {
    /// Its heading, empty for none.
    pub label: &'a str,
    pub text: &'a str,
    /// Markup of `text`; the spans count from its beginning, in bytes only.
    pub formatting: Vec<Formatting>,
}

/// The sections of an abstract; the whole of it where it has none, or where they leave out some of the text.
pub fn parts(summary: &Abstract) -> Vec<Part<'_>> {
    let Some(sections) = sections(summary) else {
        return vec![Part { label: "", text: &summary.text, formatting: summary.formatting.clone() }];
    };
    let mut marks = summary.formatting.as_slice();
    let parts = sections.into_iter().map(|(label, from, to)| {
        let (from_mark, to_mark) =
            (i32::try_from(from).unwrap_or(i32::MAX), i32::try_from(to).unwrap_or(i32::MAX));
        // marks stand in the order in which they open
        let before = marks
            .iter()
            .take_while(|mark| mark.span.as_ref().is_none_or(|span| span.start < from_mark))
            .count();
        let inside = marks[before..]
            .iter()
            .take_while(|mark| mark.span.as_ref().is_some_and(|span| span.start < to_mark));
        let formatting: Vec<Formatting> = inside
            .filter_map(|mark| {
                let span = mark.span.as_ref().filter(|span| span.end <= to_mark)?;
                let span =
                    Span { start: span.start - from_mark, end: span.end - from_mark, ..Default::default() };
                Some(Formatting { span: Some(span), ..mark.clone() })
            })
            .collect();
        marks = &marks[before..];
        Part { label, text: &summary.text[from..to], formatting }
    });
    parts.collect()
}

/// Heading, begin and end of each section, where the sections cover the text but for the white space between them.
fn sections(summary: &Abstract) -> Option<Vec<(&str, usize, usize)>> {
    let text = summary.text.as_str();
    let mut found = Vec::with_capacity(summary.sections.len());
    let mut end = 0;
    for section in &summary.sections {
        let span = section.span.as_ref()?;
        let (from, to) = (usize::try_from(span.start).ok()?, usize::try_from(span.end).ok()?);
        if from < end || from > to || !text.get(end..from)?.trim().is_empty() || !text.is_char_boundary(to) {
            return None;
        }
        text.get(from..to)?;
        found.push((section.label.as_str(), from, to));
        end = to;
    }
    (!found.is_empty() && text.get(end..)?.trim().is_empty()).then_some(found)
}

/// The text with its headings, each part on a line: "METHODS: We asked 40 patients." `set` appends a part's text as the format
/// writes it.
pub fn lines(summary: &Abstract, line_break: &str, set: impl Fn(&Part, &mut String)) -> String {
    let mut out = String::with_capacity(summary.text.len() + 64);
    for part in parts(summary) {
        let start = out.len();
        if start > 0 {
            out.push_str(line_break);
        }
        if !part.label.is_empty() {
            set(&Part { label: "", text: part.label, formatting: Vec::new() }, &mut out);
            out.push_str(": ");
        }
        let filled = out.len();
        set(&part, &mut out);
        if part.label.is_empty() && out.len() == filled {
            out.truncate(start);
        }
    }
    out
}

/// As [`lines`], as plain text.
pub fn plain(summary: &Abstract) -> String {
    lines(summary, "\n", |part, out| out.push_str(part.text.trim()))
}
