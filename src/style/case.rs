//! `text-case`. Words are cut at spaces and dashes; what a `nocase` span protects stays.

use citationberg::TextCase;

use super::tape::{Place, Tape};

/// Changes the case of what came after `place`. Title case is for English; elsewhere it changes nothing.
pub fn apply(case: TextCase, english: bool, place: Place, tape: &mut Tape) {
    let text = tape.text_since(place);
    if text.is_empty() {
        return;
    }
    let protected = tape.protected(place);
    let mut free = Protection { ranges: &protected, next: 0 };
    match case {
        TextCase::Lowercase => tape.rewrite(place, |at, c, out| lower(free.keeps(at), c, out)),
        TextCase::Uppercase => tape.rewrite(place, |at, c, out| upper(free.keeps(at), c, out)),
        TextCase::CapitalizeFirst => {
            let first = first_letter(text);
            tape.rewrite(place, |at, c, out| upper(free.keeps(at) || Some(at) != first, c, out));
        }
        TextCase::CapitalizeAll => {
            let starts: Vec<usize> = words(text).into_iter().map(|word| word.start).collect();
            let mut starts = starts.into_iter().peekable();
            tape.rewrite(place, |at, c, out| {
                let starts_here = starts.next_if(|start| *start <= at) == Some(at);
                upper(free.keeps(at) || !starts_here, c, out);
            });
        }
        TextCase::SentenceCase => {
            let first = first_letter(text);
            let shout = is_shout(text, &protected);
            tape.rewrite(place, |at, c, out| {
                let keeps = free.keeps(at);
                if Some(at) == first {
                    upper(keeps, c, out);
                } else {
                    lower(keeps || !shout, c, out);
                }
            });
        }
        TextCase::TitleCase => {
            if english {
                title(place, &protected, tape);
            }
        }
    }
}

/// Walks the protected ranges along with the text.
struct Protection<'a> {
    ranges: &'a [std::ops::Range<usize>],
    next: usize,
}

impl Protection<'_> {
    fn keeps(&mut self, at: usize) -> bool {
        while self.ranges.get(self.next).is_some_and(|range| range.end <= at) {
            self.next += 1;
        }
        self.ranges.get(self.next).is_some_and(|range| range.start <= at)
    }
}

fn lower(keep: bool, c: char, out: &mut String) {
    if keep { out.push(c) } else { out.extend(c.to_lowercase()) }
}

fn upper(keep: bool, c: char, out: &mut String) {
    if keep { out.push(c) } else { out.extend(c.to_uppercase()) }
}

fn first_letter(text: &str) -> Option<usize> {
    text.char_indices().find(|(_, c)| c.is_alphanumeric()).map(|(at, _)| at)
}

/// Every letter that may change is a capital, and they are more than initials: "U.S." is written so.
fn is_shout(text: &str, protected: &[std::ops::Range<usize>]) -> bool {
    let mut free = Protection { ranges: protected, next: 0 };
    let initials = text.split(|c: char| !c.is_alphabetic()).all(|word| word.chars().nth(1).is_none());
    !initials && !text.char_indices().any(|(at, c)| !free.keeps(at) && c.is_lowercase())
}

#[derive(Clone, Copy, Debug)]
struct Word {
    start: usize,
    end: usize,
    /// What stands before it since the word before: a space, a hyphen, or an end of a sentence.
    after: Boundary,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Boundary {
    Start,
    Space,
    Dash,
    /// After a colon, a question mark or an exclamation mark.
    Clause,
}

/// Words: letters, digits, apostrophes and full stops within.
fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open: Option<usize> = None;
    let mut boundary = Boundary::Start;
    let mut last = ' ';
    for (at, c) in text.char_indices() {
        let next = text[at + c.len_utf8()..].chars().next();
        let within = last.is_alphanumeric() && next.is_some_and(char::is_alphanumeric);
        let joins = c.is_alphanumeric()
            || is_mark(c)
            || matches!(c, '\'' | '’') && last.is_alphanumeric()
            || c == '.' && within;
        if joins {
            if open.is_none() {
                open = Some(at);
            }
        } else {
            if let Some(start) = open.take() {
                words.push(Word { start, end: at, after: boundary });
                boundary = Boundary::Dash;
            }
            boundary = match c {
                ':' | '?' | '!' => Boundary::Clause,
                _ if boundary == Boundary::Clause || boundary == Boundary::Start => boundary,
                _ if c.is_whitespace() => Boundary::Space,
                _ => boundary,
            };
        }
        last = c;
    }
    if let Some(start) = open {
        words.push(Word { start, end: text.len(), after: boundary });
    }
    words
}

/// A combining mark belongs to the letter before it.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Words that stay small within a title.
const SMALL: [&str; 101] = [
    "a",
    "about",
    "above",
    "according",
    "across",
    "afore",
    "after",
    "against",
    "al",
    "along",
    "alongside",
    "amid",
    "amidst",
    "among",
    "amongst",
    "an",
    "and",
    "anent",
    "apropos",
    "apud",
    "around",
    "as",
    "aside",
    "astride",
    "at",
    "athwart",
    "atop",
    "barring",
    "before",
    "behind",
    "below",
    "beneath",
    "beside",
    "besides",
    "between",
    "beyond",
    "but",
    "by",
    "c",
    "ca",
    "circa",
    "d",
    "de",
    "despite",
    "down",
    "during",
    "except",
    "for",
    "forenenst",
    "from",
    "given",
    "in",
    "inside",
    "into",
    "lest",
    "like",
    "modulo",
    "near",
    "next",
    "nor",
    "notwithstanding",
    "of",
    "off",
    "on",
    "onto",
    "or",
    "out",
    "over",
    "per",
    "plus",
    "pro",
    "qua",
    "sans",
    "since",
    "so",
    "than",
    "the",
    "through",
    "throughout",
    "thru",
    "till",
    "to",
    "toward",
    "towards",
    "under",
    "underneath",
    "until",
    "unto",
    "up",
    "upon",
    "v",
    "van",
    "versus",
    "via",
    "vis",
    "von",
    "vs",
    "with",
    "within",
    "without",
    "yet",
];

fn title(place: Place, protected: &[std::ops::Range<usize>], tape: &mut Tape) {
    let text = tape.text_since(place);
    let shout = is_shout(text, protected);
    let words = words(text);
    let last = words.len().saturating_sub(1);
    let mut capitals: Vec<usize> = Vec::new();
    let mut lowered: Vec<std::ops::Range<usize>> = Vec::new();
    for (number, word) in words.iter().enumerate() {
        let written = &text[word.start..word.end];
        let small = SMALL.binary_search(&written.to_lowercase().as_str()).is_ok();
        // "Pro-Environmental", but "Out-of-Fashion"
        let leads = word.after != Boundary::Dash
            && words.get(number + 1).is_some_and(|next| next.after == Boundary::Dash);
        let edge = leads || number == 0 || number == last || word.after == Boundary::Clause;
        let mixed = written.chars().any(char::is_uppercase);
        // "07-x" is a code, not a word
        let code = word.after == Boundary::Dash && written.chars().count() == 1;
        if small && !edge || code {
            if shout || starts_only_with_capital(written) {
                lowered.push(word.start..word.end);
            }
            continue;
        }
        if shout {
            lowered.push(word.start..word.end);
        } else if mixed {
            continue;
        }
        capitals.push(word.start);
    }
    let mut free = Protection { ranges: protected, next: 0 };
    let mut low = Protection { ranges: &lowered, next: 0 };
    let mut capitals = capitals.into_iter().peekable();
    tape.rewrite(place, |at, c, out| {
        let keeps = free.keeps(at);
        let lowers = low.keeps(at);
        if capitals.next_if_eq(&at).is_some() {
            upper(keeps, c, out);
        } else {
            lower(keeps || !lowers, c, out);
        }
    });
}

fn starts_only_with_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase) && !word.chars().skip(1).any(char::is_uppercase)
}
