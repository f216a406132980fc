//! Headings within abstracts: a line that begins with "METHODS: ", and what PubMed prints on one line.

use crate::contract::v1::{Abstract, AbstractSection, Formatting};
use crate::record::text::Offsets;

/// Longest heading, in bytes.
const LONGEST: usize = 80;

/// An abstract whose lines may begin with headings. They are headings when one of them is in capitals, or when every line of
/// several has one; the text is then without them. Otherwise it is as it stands.
pub fn lines(text: String, formatting: Vec<Formatting>) -> Abstract {
    let mut parts = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let label = heading(line).map_or(0, |label| label.len());
        parts.push(Part { start, label, end: start + line.len() });
        start += line.len() + 1;
    }
    let capitals =
        parts.iter().any(|part| part.label > 0 && is_capital(&text[part.start..part.start + part.label]));
    let all = parts.len() > 1 && parts.iter().all(|part| part.label > 0);
    if !capitals && !all {
        return Abstract { text, formatting, ..Default::default() };
    }
    cut(&text, &parts, &formatting)
}

/// An abstract on one line, as PubMed's text exports have it: headings in capitals, the first at its beginning, each behind a
/// sentence.
pub fn inline(text: &str, formatting: Vec<Formatting>) -> Abstract {
    let mut parts: Vec<Part> = Vec::new();
    let mut from = 0;
    while let Some(colon) = memchr::memmem::find(&text.as_bytes()[from..], b": ") {
        let colon = from + colon;
        let begin = text[from..colon].rfind(['.', '?', '!', ')', ']']).map_or(from, |at| from + at + 1);
        let begin = begin + (text[begin..colon].len() - text[begin..colon].trim_start().len());
        let behind = begin == 0 || text[..begin].ends_with(' ');
        if behind && is_label(&text[begin..colon]) && is_capital(&text[begin..colon]) {
            if let Some(last) = parts.last_mut() {
                last.end = begin - 1;
            }
            parts.push(Part { start: begin, label: colon - begin, end: text.len() });
        } else if parts.is_empty() {
            break;
        }
        from = colon + 2;
    }
    if parts.len() < 2 || parts[0].start > 0 {
        return Abstract { text: text.to_owned(), formatting, ..Default::default() };
    }
    cut(text, &parts, &formatting)
}

/// Where a part of an abstract stands, its heading at its beginning.
struct Part {
    start: usize,
    /// Length of the heading, 0 for none.
    label: usize,
    end: usize,
}

/// The heading that a line begins with, without its colon.
pub fn heading(line: &str) -> Option<&str> {
    let window = &line[..line.floor_char_boundary(LONGEST)];
    let label = &line[..window
        .find(": ")
        .or_else(|| window.strip_suffix(':').filter(|_| window.len() == line.len()).map(str::len))?];
    is_label(label).then_some(label)
}

fn is_label(label: &str) -> bool {
    let letters = label.chars().filter(|c| c.is_alphabetic()).count();
    label.len() <= LONGEST
        && label.trim() == label
        && label.starts_with(char::is_uppercase)
        && letters > 2
        && label.split(' ').count() <= 8
        && label.chars().all(|c| c.is_alphanumeric() || " &/,-–()'’".contains(c))
}

fn is_capital(label: &str) -> bool {
    !label.chars().any(char::is_lowercase)
}

/// The abstract without the headings, which stand in its sections.
fn cut(text: &str, parts: &[Part], formatting: &[Formatting]) -> Abstract {
    let mut plain = String::with_capacity(text.len());
    // where each part begins in the old text and in the new, and where it ends in the old
    let mut moved = Vec::with_capacity(parts.len());
    let mut labels = Vec::with_capacity(parts.len());
    for part in parts {
        let mut from = part.start + part.label;
        if part.label > 0 {
            from = (from + 1).min(part.end);
        }
        let body = &text[from..part.end];
        let begin = from + (body.len() - body.trim_start().len());
        let end = from + body.trim_end().len();
        if begin >= end && part.label == 0 {
            continue;
        }
        if !labels.is_empty() {
            plain.push('\n');
        }
        moved.push((begin.min(end), plain.len(), end));
        labels.push(&text[part.start..part.start + part.label]);
        plain.push_str(&text[begin.min(end)..end]);
    }
    let offsets = Offsets::new(&plain);
    let sections = moved.iter().zip(labels).map(|((begin, new, end), label)| AbstractSection {
        label: label.to_owned(),
        span: Some(offsets.span(*new, new + (end - begin))),
        ..Default::default()
    });
    let sections = sections.collect();
    let formatting = formatting
        .iter()
        .filter_map(|mark| {
            let old = mark.span.as_ref()?;
            let (start, end) = (usize::try_from(old.start).ok()?, usize::try_from(old.end).ok()?);
            let at = moved.partition_point(|(begin, ..)| *begin <= start).checked_sub(1)?;
            let (begin, new, last) = moved[at];
            (end <= last).then(|| Formatting {
                span: Some(offsets.span(new + start - begin, new + end - begin)),
                ..mark.clone()
            })
        })
        .collect();
    Abstract { sections, formatting, text: plain, ..Default::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::text::span;

    fn shown(found: &Abstract) -> Vec<(&str, &str)> {
        let slice = |section: &AbstractSection| {
            let span = section.span.as_ref().unwrap();
            (span.start as usize, span.end as usize)
        };
        found.sections.iter().map(|s| (s.label.as_str(), &found.text[slice(s).0..slice(s).1])).collect()
    }

    #[test]
    fn lines_with_headings_are_sections() {
        let check = |text: &str, expected: &[(&str, &str)]| {
            assert_eq!(shown(&lines(text.to_owned(), Vec::new())), expected, "{text}");
        };
        check(
            "BACKGROUND: Pain.\nMATERIALS & METHODS: We asked.",
            &[("BACKGROUND", "Pain."), ("MATERIALS & METHODS", "We asked.")],
        );
        check(
            "Pain is common.\nMETHODS: We asked.\nTwice.",
            &[("", "Pain is common."), ("METHODS", "We asked."), ("", "Twice.")],
        );
        check("Background: Pain.\nMethods: We asked.", &[("Background", "Pain."), ("Methods", "We asked.")]);
        check("Background: Pain.\nWe asked.", &[]);
        check("Note: this is one line.", &[]);
        check("SCOPO: Valutare.", &[("SCOPO", "Valutare.")]);
        check("IL: a gene.", &[]);
        check("METHODS:\nRESULTS: None.", &[("METHODS", ""), ("RESULTS", "None.")]);
        check("", &[]);
    }

    #[test]
    fn headings_of_one_line_stand_behind_sentences() {
        let check = |text: &str, expected: &[(&str, &str)]| {
            assert_eq!(shown(&inline(text, Vec::new())), expected, "{text}");
        };
        check(
            "BACKGROUND: Pain (NRS: 5) is common. METHODS: We asked (n = 4). RESULTS: None: all well.",
            &[
                ("BACKGROUND", "Pain (NRS: 5) is common."),
                ("METHODS", "We asked (n = 4)."),
                ("RESULTS", "None: all well."),
            ],
        );
        check("DNA: a molecule of life. It is long.", &[]);
        check("We asked. METHODS: Twice. RESULTS: None.", &[]);
        check("é: x. Æ: y", &[]);
    }

    #[test]
    fn markup_moves_with_its_words() {
        let text = "RESULTS: m2 was more.\nMETHODS: In vitro.";
        let mark =
            |start, end| Formatting { span: Some(span(text, start, end)), style: 2, source: String::new() };
        let found = lines(text.to_owned(), vec![mark(10, 11), mark(31, 39), mark(0, 4)]);
        let marked: Vec<&str> = found
            .formatting
            .iter()
            .map(|mark| mark.span.as_ref().unwrap())
            .map(|span| &found.text[span.start as usize..span.end as usize])
            .collect();
        assert_eq!(marked, ["2", "In vitro"]);
    }
}
