//! Sentences of an abstract. Sections bound sentences; a heading printed in the text ("RESULTS: ...") is outside them.

use super::reading::{Extent, Reading};
use super::{role, token};
use crate::contract::v1;

/// A sentence and the heading it stands under.
#[derive(Debug, Clone)]
pub struct Sentence {
    pub extent: Extent,
    /// Heading of its section as printed; empty without one.
    pub label: String,
    /// NLM's category of the section; empty without one.
    pub category: String,
}

/// Splits the abstract.
pub fn split(reading: &Reading<'_>, sections: &[v1::AbstractSection]) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut done = 0;
    for section in sections {
        let Some(extent) = section.span.as_ref().and_then(|span| extent_of(reading, span)) else { continue };
        if extent.start < done {
            continue;
        }
        block(reading, Extent::new(done, extent.start), "", "", &mut sentences);
        block(reading, extent, &section.label, &section.nlm_category, &mut sentences);
        done = extent.end;
    }
    block(reading, Extent::new(done, reading.text.len()), "", "", &mut sentences);
    sentences
}

fn extent_of(reading: &Reading<'_>, span: &v1::Span) -> Option<Extent> {
    let (start, end) = (usize::try_from(span.start).ok()?, usize::try_from(span.end).ok()?);
    reading.text.get(start..end).map(|_| Extent::new(start, end))
}

fn block(reading: &Reading<'_>, extent: Extent, label: &str, category: &str, sentences: &mut Vec<Sentence>) {
    // every sentence and finding carries it; what is longer is no heading
    const LONGEST_LABEL: usize = 256;
    let mut label = if label.len() <= LONGEST_LABEL { label.to_owned() } else { String::new() };
    let category = if category.len() <= LONGEST_LABEL { category } else { "" };
    let mut push = |start: usize, end: usize| {
        let mut sentence = reading.trimmed(Extent::new(start, end));
        if category.is_empty()
            && let Some(end) = role::printed_heading(reading.slice(sentence))
        {
            label = reading
                .slice(Extent::new(sentence.start, sentence.start + end))
                .trim_end_matches([':', '.', ' '])
                .to_owned();
            sentence = reading.trimmed(Extent::new(sentence.start + end, sentence.end));
        }
        if sentence.start < sentence.end {
            sentences.push(Sentence {
                extent: sentence,
                label: label.clone(),
                category: category.to_owned(),
            });
        }
    };
    let mut start = extent.start;
    for end in ends(reading, extent) {
        push(start, end);
        start = end;
    }
    push(start, extent.end);
}

const MAY_END: [bool; 256] = token::marks(&[b'.', b'!', b'?', b'\n', 0xE3, 0xEF]);
const BRACKETS: [bool; 256] = token::marks(b"()[]\n");

/// Where sentences end within the extent.
fn ends(reading: &Reading<'_>, extent: Extent) -> Vec<usize> {
    let bytes = reading.text.as_bytes();
    let mut ends = Vec::new();
    let closes = brackets(bytes, extent);
    let mut nested = closes.iter().peekable();
    let mut at = extent.start;
    while at < extent.end {
        let rest = &bytes[at..extent.end];
        let Some(step) = rest.iter().position(|byte| MAY_END[usize::from(*byte)]) else {
            break;
        };
        at += step;
        while nested.peek().is_some_and(|bracket| bracket.end <= at) {
            nested.next();
        }
        let inside = nested.peek().is_some_and(|bracket| bracket.start < at);
        match bytes[at] {
            b'\n' => ends.push(at + 1),
            0xE3 | 0xEF => {
                let head = reading.text.get(at..).and_then(|rest| rest.chars().next());
                if matches!(head, Some('。' | '！' | '？')) {
                    ends.push(at + 3);
                    at += 2;
                }
            }
            _ if inside => {}
            _ => {
                if let Some(end) = stop(reading, at, extent.end) {
                    ends.push(end);
                    at = end - 1;
                }
            }
        }
        at += 1;
    }
    ends
}

/// Outermost brackets short enough to be meant; an unclosed one bounds nothing.
fn brackets(bytes: &[u8], extent: Extent) -> Vec<Extent> {
    const LONGEST: usize = 400;
    let mut open: Vec<(usize, u8)> = Vec::new();
    let mut found: Vec<Extent> = Vec::new();
    let inside = bytes.get(extent.start..extent.end).unwrap_or_default();
    let marked = inside.iter().enumerate().filter(|(_, byte)| BRACKETS[usize::from(**byte)]);
    for (at, &byte) in marked.map(|(at, byte)| (extent.start + at, byte)) {
        match byte {
            b'(' | b'[' => open.push((at, byte)),
            b')' | b']' => {
                let wanted = if byte == b')' { b'(' } else { b'[' };
                let Some(&(start, kind)) = open.last() else { continue };
                if kind != wanted {
                    continue;
                }
                open.pop();
                if at - start <= LONGEST {
                    while found.last().is_some_and(|inner| inner.start > start) {
                        found.pop();
                    }
                    found.push(Extent::new(start, at));
                }
            }
            b'\n' => open.clear(),
            _ => {}
        }
    }
    found
}

/// The end of the sentence that the stop at `at` closes, or none.
fn stop(reading: &Reading<'_>, at: usize, limit: usize) -> Option<usize> {
    let bytes = reading.text.as_bytes();
    let mut end = at + 1;
    while end < limit.min(at + 8) && matches!(bytes[end], b'.' | b'!' | b'?' | b')' | b']' | b'"' | b'\'') {
        end += 1;
    }
    let rest = reading.text.get(end..limit)?;
    let next = rest.trim_start();
    let Some(first) = next.chars().next() else { return Some(end) };
    let gap = rest.len() - next.len();
    let mut window = at.saturating_sub(24);
    while !reading.text.is_char_boundary(window) {
        window += 1;
    }
    let head = &reading.text[window..at];
    let apart = |byte: u8| byte.is_ascii_whitespace() || byte == b'(' || byte == b'[';
    let word = head.bytes().rposition(apart).map_or(head, |apart| &head[apart + 1..]);
    if gap == 0 {
        return glued(word, next).then_some(end);
    }
    if first.is_lowercase() && !starts_with_symbol(next) {
        // "related factors. women were older": careless typing, not an abbreviation
        let plain = bytes[at] == b'.' && end == at + 1 && ends_a_sentence(word) && !goes_on(next);
        return plain.then_some(end);
    }
    if bytes[at] != b'.' {
        return Some(end);
    }
    let lower = reading.lower(Extent::new(at - word.len(), at));
    (!abbreviated(word, lower, next)).then_some(end)
}

/// A sentence may begin with a gene or drug in lower case: "p53 was", "mRNA levels".
fn starts_with_symbol(next: &str) -> bool {
    let word = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    word.chars().skip(1).any(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
}

/// A whole lower-case word or a closed bracket: no abbreviation known here.
fn ends_a_sentence(word: &str) -> bool {
    const ABBREVIATIONS: [&str; 29] = [
        "approx", "resp", "incl", "excl", "conc", "concn", "temp", "subsp", "spec", "prep", "corr", "suppl",
        "misc", "dept", "univ", "diff", "poss", "prob", "appl", "evtl", "inkl", "sogen", "vergl", "circa",
        "figs", "refs", "sigg", "intern", "kcal",
    ];
    let vowels = word.bytes().any(|byte| matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u'));
    let letters = word.len() >= 4 && vowels && word.bytes().all(|byte| byte.is_ascii_lowercase());
    word.len() > 2 && word.ends_with(')') || letters && !ABBREVIATIONS.contains(&word)
}

/// Words that seldom begin a sentence: the stop before them is a slip or of an abbreviation.
fn goes_on(next: &str) -> bool {
    let word = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    matches!(
        word,
        "per" | "and" | "or" | "of" | "which" | "that" | "is" | "are" | "was" | "were" | "has" | "had"
    )
}

/// "recurrence.The": a stop without its space.
fn glued(word: &str, next: &str) -> bool {
    let letters = word.len() >= 4 && word.bytes().all(|b| b.is_ascii_lowercase());
    letters && starter(first_word(next))
}

/// The letters that a text begins with; no more of them than any word here has.
fn first_word(text: &str) -> &str {
    let end = text.char_indices().take(16).find(|(_, c)| !c.is_alphabetic());
    end.map_or(text, |(end, _)| &text[..end])
}

fn starter(word: &str) -> bool {
    matches!(
        word,
        "The"
            | "In"
            | "We"
            | "This"
            | "These"
            | "A"
            | "An"
            | "It"
            | "There"
            | "All"
            | "After"
            | "To"
            | "For"
            | "However"
            | "Our"
            | "Of"
            | "On"
            | "As"
            | "At"
            | "They"
            | "No"
            | "Both"
            | "Although"
            | "Patients"
            | "Results"
            | "Methods"
            | "Conclusions"
            | "With"
            | "When"
            | "Here"
            | "By"
            | "From"
            | "Furthermore"
            | "Moreover"
            | "Thus"
            | "Treatment"
            | "One"
            | "Two"
            | "Three"
    )
}

fn abbreviated(word: &str, lower: &str, next: &str) -> bool {
    let numeral = next.starts_with(|c: char| c.is_ascii_digit());
    if matches!(lower, "no" | "nos" | "p" | "pp" | "vol" | "art") {
        return numeral;
    }
    if matches!(
        lower,
        "vs" | "e.g"
            | "i.e"
            | "eg"
            | "cf"
            | "fig"
            | "figs"
            | "dr"
            | "drs"
            | "prof"
            | "mr"
            | "mrs"
            | "ms"
            | "approx"
            | "resp"
            | "ca"
            | "viz"
            | "ed"
            | "eds"
            | "st"
            | "ref"
            | "refs"
            | "sig"
            | "sigg"
            | "incl"
            | "z.b"
            | "bzw"
            | "ecc"
    ) {
        return true;
    }
    let following = first_word(next);
    if matches!(lower, "al" | "spp" | "sp" | "inc" | "ltd" | "corp" | "co" | "u.s" | "u.k" | "etc") {
        return !starter(following);
    }
    let initial = word.len() == 1 && word.bytes().all(|b| b.is_ascii_uppercase());
    initial && !starter(following)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let reading = Reading::new(text, "en".into());
        let found: Vec<_> =
            split(&reading, &[]).iter().map(|sentence| reading.slice(sentence.extent)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn stops_that_end_and_stops_that_do_not() {
        check("Pain fell. It rose again.", &["Pain fell.", "It rose again."]);
        check(
            "As Rossi et al. Found 3.5 mg vs. Placebo. Done.",
            &["As Rossi et al. Found 3.5 mg vs. Placebo.", "Done."],
        );
        check(
            "Infection by E. coli rose (P = .03. n.s.). We ask why.",
            &["Infection by E. coli rose (P = .03. n.s.).", "We ask why."],
        );
        check("Hepatitis B. The virus (open", &["Hepatitis B.", "The virus (open"]);
        check("No. 5 was lost! Why? p53 was not.", &["No. 5 was lost!", "Why?", "p53 was not."]);
        check("It ended in recurrence.The rest did not.", &["It ended in recurrence.", "The rest did not."]);
        check("We saw such factors. women were older.", &["We saw such factors.", "women were older."]);
        check(
            "Growth of E. coli. were seen per kcal. of food.",
            &["Growth of E. coli. were seen per kcal. of food."],
        );
        check("It fell (p<0.05). pain did not.", &["It fell (p<0.05).", "pain did not."]);
        check(
            "Doses were approx. equal vs. each other... or so.",
            &["Doses were approx. equal vs. each other... or so."],
        );
        check(
            "Staph. aureus and Lolium var. perenne grew.",
            &["Staph. aureus and Lolium var. perenne grew."],
        );
        check("RESULTS: Pain fell.\nCONCLUSIONS: Use it.", &["Pain fell.", "Use it."]);
        check("痛みは減少した。副作用はなかった。", &["痛みは減少した。", "副作用はなかった。"]);
    }
}
