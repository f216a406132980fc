use std::ops::Range;

use super::marks::range;
use super::words::lower;
use crate::contract::v1::{Abstract, ExtractedSentence, RoleSource};

/// A part of an abstract whose sentences stand under one heading and have one role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Heading as printed, on the first block under it.
    pub heading: String,
    /// Role in words, unless the heading says the same.
    pub role: String,
    /// The role was read from the words, not printed.
    pub guessed: bool,
    pub range: Range<usize>,
}

/// The abstract in parts, in order, without gaps.
pub fn blocks(abstract_: &Abstract, index: usize, sentences: &[ExtractedSentence]) -> Vec<Block> {
    let text = abstract_.text.as_str();
    let here =
        |sentence: &&ExtractedSentence| usize::try_from(sentence.abstract_index).is_ok_and(|of| of == index);
    let mut parts: Vec<Part> = Vec::new();
    let mut upto = 0;
    for sentence in sentences.iter().filter(here) {
        let Some(range) = sentence.span.as_ref().and_then(|span| range(text, span)) else { continue };
        if range.start < upto {
            continue;
        }
        let section = section(abstract_, range.start);
        upto = range.end;
        let same = |last: &&mut Part| {
            last.section == section
                && last.sentence.role == sentence.role
                && last.sentence.role_source == sentence.role_source
        };
        match parts.last_mut().filter(same) {
            Some(last) => last.range.end = range.end,
            None => parts.push(Part { section, sentence, range }),
        }
    }
    cover(text, &mut parts);
    if parts.is_empty() {
        return vec![Block {
            heading: String::new(),
            role: String::new(),
            guessed: false,
            range: 0..text.len(),
        }];
    }
    let before = std::iter::once(None).chain(parts.iter().map(|part| part.section)).collect::<Vec<_>>();
    parts.iter().zip(before).map(|(part, before)| part.block(abstract_, before)).collect()
}

struct Part<'a> {
    section: Option<usize>,
    sentence: &'a ExtractedSentence,
    range: Range<usize>,
}

impl Part<'_> {
    fn block(&self, abstract_: &Abstract, before: Option<usize>) -> Block {
        let heading = match self.section {
            Some(section) if before != Some(section) => abstract_
                .sections
                .get(section)
                .map(|section| section.label.trim().to_owned())
                .unwrap_or_default(),
            _ => String::new(),
        };
        let role = lower("SENTENCE_ROLE_", self.sentence.role().as_str_name());
        // CONCLUSION and CONCLUSIONS say the same.
        let stem = role.trim_end_matches('s');
        let said = !stem.is_empty() && heading.to_lowercase().trim_end_matches([':', 's']) == stem;
        let guessed = matches!(self.sentence.role_source(), RoleSource::Cues | RoleSource::Model);
        Block { heading, role: if said { String::new() } else { role }, guessed, range: self.range.clone() }
    }
}

/// The section that a place lies in.
fn section(abstract_: &Abstract, at: usize) -> Option<usize> {
    abstract_.sections.iter().position(|section| {
        section
            .span
            .as_ref()
            .and_then(|span| range(&abstract_.text, span))
            .is_some_and(|range| range.contains(&at))
    })
}

/// Words between two parts go to the one they introduce, white space to the one before.
fn cover(text: &str, parts: &mut [Part]) {
    let mut from = 0;
    for at in 0..parts.len() {
        let next = parts.get(at + 1).map_or(text.len(), |next| next.range.start);
        let Some(part) = parts.get_mut(at) else { continue };
        part.range.start = from;
        let gap = text.get(part.range.end..next).unwrap_or_default();
        let words = if next == text.len() { "" } else { gap.trim_start() };
        part.range.end = next - words.len();
        from = part.range.end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::v1::{AbstractSection, SentenceRole, Span};

    fn span(text: &str, part: &str) -> Option<Span> {
        let start = text.find(part).unwrap();
        Some(Span { start: start as i32, end: (start + part.len()) as i32, ..Default::default() })
    }

    fn check(
        text: &str,
        sections: &[(&str, &str)],
        sentences: &[(&str, SentenceRole, RoleSource)],
        expected: &[&str],
    ) {
        let section = |&(label, part): &(&str, &str)| AbstractSection {
            label: label.into(),
            span: span(text, part),
            ..Default::default()
        };
        let sentence = |&(part, role, source): &(&str, SentenceRole, RoleSource)| ExtractedSentence {
            span: span(text, part),
            role: role.into(),
            role_source: source.into(),
            ..Default::default()
        };
        let abstract_ = Abstract {
            text: text.into(),
            sections: sections.iter().map(section).collect(),
            ..Default::default()
        };
        let sentences: Vec<ExtractedSentence> = sentences.iter().map(sentence).collect();
        let blocks = blocks(&abstract_, 0, &sentences);
        assert_eq!(blocks.iter().map(|block| &text[block.range.clone()]).collect::<String>(), text);
        let shown = blocks.iter().map(|block| {
            let mark = if block.guessed { "?" } else { "" };
            format!("{}|{}{mark}|{}", block.heading, block.role, &text[block.range.clone()])
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn sentences_of_one_heading_and_role_stand_together() {
        use RoleSource::{Cues, Heading, Model};
        use SentenceRole::{Background, Conclusions, Methods, Results};
        check("", &[], &[], &["||"]);
        check("No sentence.", &[], &[], &["||No sentence."]);
        check(
            "Pain is common. It lasts. We asked 20.",
            &[],
            &[
                ("Pain is common.", Background, Model),
                ("It lasts.", Background, Model),
                ("We asked 20.", Methods, Model),
            ],
            &["|background?|Pain is common. It lasts. ", "|methods?|We asked 20."],
        );
        check(
            "We asked 20.\nTen answered. Ask more.",
            &[("METHODS AND RESULTS", "We asked 20.\nTen answered. "), ("CONCLUSION", "Ask more.")],
            &[
                ("We asked 20.", Methods, Cues),
                ("Ten answered.", Results, Cues),
                ("Ask more.", Conclusions, Heading),
            ],
            &[
                "METHODS AND RESULTS|methods?|We asked 20.\n",
                "|results?|Ten answered. ",
                "CONCLUSION||Ask more.",
            ],
        );
        check(
            "Aim: to ask. Results: ten é answered.  ",
            &[],
            &[("to ask.", Methods, Heading), ("ten é answered.", Results, Heading)],
            &["|methods|Aim: to ask. ", "|results|Results: ten é answered.  "],
        );
    }
}
