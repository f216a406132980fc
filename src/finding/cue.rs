//! Words that judgements rest on, found in one pass. The lists stand in `cue/lexicon.rs`.

mod lexicon;

use std::sync::LazyLock;

use super::phrases::Phrases;
use super::reading::{Extent, Reading};
use super::token;

/// What a cue says; a phrase may say several things.
pub type Classes = u64;

pub const PROBABLE: Classes = 1;
pub const SPECULATIVE: Classes = 1 << 1;
pub const REPORTED: Classes = 1 << 2;
pub const UNKNOWN: Classes = 1 << 3;
pub const DENIAL: Classes = 1 << 4;
pub const MORE: Classes = 1 << 5;
pub const LESS: Classes = 1 << 6;
pub const BETTER: Classes = 1 << 7;
pub const WORSE: Classes = 1 << 8;
pub const SAME: Classes = 1 << 9;
pub const SHOULD: Classes = 1 << 10;
pub const MUST: Classes = 1 << 11;
pub const OPTION: Classes = 1 << 12;
pub const SHOULD_NOT: Classes = 1 << 13;
pub const RELATION: Classes = 1 << 14;
pub const HARM: Classes = 1 << 15;
pub const FREQUENCY: Classes = 1 << 16;
pub const COURSE: Classes = 1 << 17;
pub const TEST: Classes = 1 << 18;
pub const TREATMENT: Classes = 1 << 19;
pub const EXPECTATION: Classes = 1 << 20;
pub const CONFLICT: Classes = 1 << 21;
pub const GAP: Classes = 1 << 22;
/// Cues of BACKGROUND, OBJECTIVE, METHODS, RESULTS and CONCLUSIONS.
pub const ROLE: [Classes; 5] = [1 << 24, 1 << 25, 1 << 26, 1 << 27, 1 << 28];
/// A change is spoken of, without saying which way.
pub const CHANGE: Classes = 1 << 29;
/// One thing acts on another.
pub const EFFECT: Classes = 1 << 30;
/// Two things are held side by side.
pub const COMPARISON: Classes = 1 << 31;
/// Finding out what someone has.
pub const DETECTION: Classes = 1 << 32;
pub const DEATH: Classes = 1 << 33;
/// What troubles those who are treated; harm only where something was given or done.
pub const TROUBLE: Classes = 1 << 34;
/// Something was given or done in the study.
pub const GIVEN: Classes = 1 << 35;
/// Groups of a study that compares what is given.
pub const ARM: Classes = 1 << 36;
/// Value of a thing for a use.
pub const USE: Classes = 1 << 37;
/// About the article or its funding, not about what was studied.
pub const FRAME: Classes = 1 << 38;
/// Names a relation between two things.
pub const RELATES: Classes = 1 << 39;
/// Tells what comes later.
pub const FORESIGHT: Classes = 1 << 40;
/// What an act upon it makes a relation among things observed: "smoking increased the risk".
pub const CHANCE: Classes = 1 << 41;
/// Harm, whatever else is said.
pub const SURE_HARM: Classes = 1 << 42;

/// Hides the words in it, which say something else elsewhere: "cell death" is no death.
pub const OTHER: Classes = 1 << 43;

/// A cue in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    pub extent: Extent,
    pub classes: Classes,
}

/// Every cue of a text, in order and without overlap.
#[derive(Debug, Default)]
pub struct Cues {
    found: Vec<Found>,
}

struct Lexicon {
    phrases: Phrases,
    /// Classes of each pattern, and whether a word may go on after it.
    entries: Vec<(Classes, bool)>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut phrases: Vec<String> = Vec::new();
    let mut entries: Vec<(Classes, bool)> = Vec::new();
    for (classes, list) in lexicon::LISTS {
        for phrase in list.split('|').map(str::trim).filter(|phrase| !phrase.is_empty()) {
            let stem = phrase.ends_with('*');
            for phrase in with_adverbs(phrase.trim_end_matches('*')) {
                match phrases.iter().position(|known| *known == phrase) {
                    Some(known) => {
                        entries[known].0 |= classes;
                        entries[known].1 |= stem;
                    }
                    None => {
                        phrases.push(phrase);
                        entries.push((*classes, stem));
                    }
                }
            }
        }
    }
    inherit(&phrases, &mut entries);
    Lexicon { phrases: Phrases::new(&phrases), entries }
});

/// The phrase with each adverb in the place of its `~`.
fn with_adverbs(phrase: &str) -> Vec<String> {
    match phrase.split_once('~') {
        Some((head, tail)) => lexicon::ADVERBS.iter().map(|adverb| format!("{head}{adverb}{tail}")).collect(),
        None => vec![phrase.to_owned()],
    }
}

/// The longest phrase wins and hides those inside it, so it must say what they say: a word what its stem says, and a phrase
/// that only tells the role whatever its parts say. ("Should not" is no "should".)
fn inherit(phrases: &[String], entries: &mut [(Classes, bool)]) {
    let roles: Classes = ROLE.iter().fold(0, |all, class| all | class);
    for (phrase, entry) in phrases.iter().zip(entries.iter_mut()) {
        let denies = ["no ", "not ", "did not "].iter().any(|word| phrase.starts_with(word));
        entry.0 |= if denies && entry.0 & SAME != 0 { DENIAL } else { 0 };
    }
    let known = entries.to_vec();
    for (phrase, entry) in phrases.iter().zip(entries.iter_mut()) {
        let only_role = entry.0 & !roles == 0;
        for (part, (classes, stem)) in phrases.iter().zip(&known) {
            let inside = match (only_role, phrase.contains(' ')) {
                (false, true) => false,
                (false, false) => *stem && phrase.starts_with(part.as_str()),
                (true, _) => phrase.match_indices(part.as_str()).any(|(at, _)| {
                    token::boundary_before(phrase, at) && (*stem || token::boundary(phrase, at + part.len()))
                }),
            };
            if inside {
                entry.0 |= classes;
            }
        }
    }
}

impl Cues {
    /// Finds every cue that stands as a whole word or phrase.
    pub fn find(reading: &Reading<'_>) -> Self {
        let lexicon = &*LEXICON;
        let mut found = Vec::new();
        let mut at = 0;
        while let Some((phrase, place)) = lexicon.phrases.find_word(reading.lower.as_bytes(), at) {
            at = place.end;
            let (classes, stem) = lexicon.entries[phrase];
            if !token::boundary_before(reading.text, place.start) {
                continue;
            }
            let mut end = place.end;
            if stem {
                let tail = reading.text.as_bytes()[end..].iter().take(12);
                end += tail.take_while(|byte| byte.is_ascii_alphabetic()).count();
            }
            if token::boundary(reading.text, end) {
                found.push(Found { extent: Extent::new(place.start, end), classes });
            }
        }
        Self { found }
    }

    /// The cues that lie wholly inside the extent.
    pub fn within(&self, extent: Extent) -> &[Found] {
        let first = self.found.partition_point(|cue| cue.extent.start < extent.start);
        let rest = &self.found[first..];
        &rest[..rest.partition_point(|cue| cue.extent.end <= extent.end)]
    }

    /// The cues of any of `classes` inside the extent.
    pub fn of(&self, extent: Extent, classes: Classes) -> impl Iterator<Item = &Found> {
        self.within(extent).iter().filter(move |cue| cue.classes & classes != 0)
    }

    /// All that the cues of the extent say.
    pub fn said(&self, extent: Extent) -> Classes {
        self.within(extent).iter().fold(0, |all, cue| all | cue.classes)
    }

    pub fn any(&self, extent: Extent, classes: Classes) -> bool {
        self.of(extent, classes).next().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, classes: Classes, expected: &[&str]) {
        let reading = Reading::new(text, "en".into());
        let cues = Cues::find(&reading);
        let found: Vec<_> =
            cues.of(Extent::new(0, text.len()), classes).map(|cue| reading.slice(cue.extent)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn whole_words_and_longest_phrases() {
        check("Dismay may grow.", SPECULATIVE, &["may"]);
        check("It did not increase but decreased.", MORE | LESS, &["increase", "decreased"]);
        check("Drug A should not be given.", SHOULD_NOT, &["should not"]);
        check("Drug A should not be given.", SHOULD, &[]);
        check("It may safely be said that zinc helps.", PROBABLE, &["It may safely be said"]);
        check("It could be said to help.", PROBABLE, &["It could be said"]);
        check("Può ridurre la mortalità.", PROBABLE | LESS, &["Può", "ridurre"]);
    }
}
