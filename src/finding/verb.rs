//! Where the verbs of a stretch of words are: whether it holds a finite verb, opens with a subject, tells of the past.
//! Closed-class words, the verbs of abstracts, and the words beside them; no tagger.

mod lexicon;

use std::sync::LazyLock;

use super::dictionary::Dictionary;
use super::mention;
use super::reading::{Extent, Reading};
use super::token;

/// What a word may be, as bits: the lower sixteen of verbs and what stands beside them, the others of noun phrases.
pub type Class = u32;

const AUXILIARY: Class = 1;
const FINITE: Class = 1 << 1;
const ACTING: Class = 1 << 2;
const ACT: Class = 1 << 3;
const ACTED: Class = 1 << 4;
const PAST: Class = 1 << 5;
const FOREIGN: Class = 1 << 6;
const FOREIGN_PAST: Class = 1 << 7;
const BEFORE_NOUN: Class = 1 << 8;
const NO_SUBJECT: Class = 1 << 9;
const SUBORDINATE: Class = 1 << 10;

/// A subject ends before it.
const ENDING: Class = 1 << 11;

/// Participles of what is done to study something: "was measured", not "was reduced".
pub const PROCEDURE: Class = 1 << 12;
/// Participles of what the article does: "is discussed", not "was found".
pub const ANNOUNCING: Class = 1 << 13;

/// What follows an attribution: "we found that".
pub const THAT: Class = 1 << 14;
/// Words that open a relative clause.
pub const RELATIVE: Class = 1 << 15;

const LISTS: [(Class, &str); 17] = [
    (THAT, "that che que"),
    (RELATIVE, "which who whose"),
    (PROCEDURE, lexicon::PROCEDURE),
    (ANNOUNCING, lexicon::ANNOUNCING),
    (AUXILIARY, lexicon::AUXILIARY),
    (AUXILIARY | PAST, lexicon::PAST_AUXILIARY),
    (FINITE, lexicon::PRESENT),
    (FINITE | PAST, lexicon::PAST),
    (ACTING, lexicon::ACTING),
    (ACTING | ACTED | PAST, lexicon::ACTED),
    (ACT, lexicon::ACT),
    (FOREIGN, lexicon::FOREIGN),
    (FOREIGN | FOREIGN_PAST, lexicon::FOREIGN_PAST),
    (BEFORE_NOUN, lexicon::BEFORE_NOUN),
    (NO_SUBJECT, lexicon::NO_SUBJECT),
    (SUBORDINATE, lexicon::SUBORDINATE),
    (ENDING, lexicon::ENDING),
];

static LEXICON: LazyLock<Dictionary<Class>> =
    LazyLock::new(|| Dictionary::new(&[LISTS.as_slice(), &mention::LISTS].concat()));

/// What a word may be by itself.
pub fn class(word: &str) -> Class {
    LEXICON.of(word)
}

/// A word of a text and what it may be.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    pub extent: Extent,
    class: Class,
    is: Is,
}

/// Classes that may make a word a verb, or open a clause.
const VERBAL: Class = AUXILIARY | FINITE | ACTING | ACT | FOREIGN | SUBORDINATE;

#[derive(Debug, PartialEq, Clone, Copy)]
enum Is {
    Finite,
    Subordinate,
    Other,
}

impl Word {
    /// A word for itself, whatever stands beside it.
    pub fn alone(reading: &Reading<'_>, extent: Extent) -> Self {
        Self { extent, class: class(reading.lower(extent)), is: Is::Other }
    }

    pub fn may(self, class: Class) -> bool {
        self.class & class != 0
    }
}

/// Reads all words of a text, each once.
pub fn read(reading: &Reading<'_>) -> Vec<Word> {
    let whole = Extent::new(0, reading.text.len());
    let mut words: Vec<Word> = Vec::with_capacity(reading.text.len() / 5 + 4);
    words.extend(token::words(reading, whole).map(|extent| Word::alone(reading, extent)));
    for at in 0..words.len() {
        // most words are neither in a list nor participles, and stand behind no pronoun
        let subject = at > 0 && is_subject(reading.lower(words[at - 1].extent));
        if !words[at].may(VERBAL) && !subject && !reading.lower(words[at].extent).ends_with("ed") {
            continue;
        }
        let is = judged(reading, &words, at);
        words[at].is = is;
    }
    words
}

fn judged(reading: &Reading<'_>, words: &[Word], at: usize) -> Is {
    // what a mark parts is no neighbour
    let near = |left: &Word, right: &Word| {
        left.extent.end + 1 == right.extent.start && reading.text.as_bytes()[left.extent.end] == b' '
    };
    let word = &words[at];
    let before = at.checked_sub(1).and_then(|before| words.get(before)).filter(|before| near(before, word));
    let next = words.get(at + 1).filter(|next| near(word, next));
    let neighbour = |word: Option<&Word>| word.map_or("", |word| reading.lower(word.extent));
    // the month
    if reading.slice(word.extent) == "May" && before.is_some() {
        return Is::Other;
    }
    let foreign = reading.language != "en" && word.may(FOREIGN);
    if foreign || finite(before, reading.lower(word.extent), word.class, neighbour(before), neighbour(next)) {
        return Is::Finite;
    }
    match word.may(SUBORDINATE) && !neighbour(next).ends_with("ing") {
        true => Is::Subordinate,
        false => Is::Other,
    }
}

/// Whether a word is a verb with its tense, by the words beside it: "the reduced dose" and "caused by" are none.
fn finite(neighbour: Option<&Word>, word: &str, class: Class, before: &str, next: &str) -> bool {
    if class & AUXILIARY != 0 {
        return true;
    }
    let may = class & FINITE != 0
        || after_pronoun(before, word)
        || class & ACTING != 0 && next != "by"
        || has_object(word, next)
        || class & ACT != 0 && acts_as_plural(before, word, next);
    may && !neighbour.is_some_and(|before| before.may(BEFORE_NOUN))
}

/// A pronoun that is never an object.
fn is_subject(word: &str) -> bool {
    matches!(word, "they" | "we" | "he" | "she")
}

/// "they continue", "he recovered": what follows a pronoun that is always a subject.
fn after_pronoun(before: &str, word: &str) -> bool {
    is_subject(before)
        && word.len() > 2
        && !word.ends_with("ly")
        && !matches!(
            word,
            "also"
                | "all"
                | "both"
                | "still"
                | "then"
                | "often"
                | "themselves"
                | "rather"
                | "never"
                | "thus"
                | "too"
                | "not"
                | "each"
                | "again"
                | "first"
                | "always"
                | "therefore"
                | "here"
                | "now"
                | "even"
                | "only"
        )
}

/// "sealants limit loss": after a plural, what could be a noun is a verb.
fn acts_as_plural(before: &str, word: &str, next: &str) -> bool {
    before.len() > 3
        && before.ends_with('s')
        && !before.ends_with("ss")
        && !matches!(word, "lower" | "control" | "release" | "change")
        && !matches!(next, "" | "of" | "in" | "group" | "groups")
}

/// A participle after its noun has no object: "gels sealed the hole", but "gels sealed with wax".
fn has_object(word: &str, next: &str) -> bool {
    word.ends_with("ed")
        && matches!(
            next,
            "the" | "a" | "an" | "its" | "their" | "his" | "her" | "both" | "no" | "this" | "these"
        )
        && !matches!(word, "called" | "termed" | "named" | "offered" | "considered")
}

/// Words looked at: a bound, so that a list as long as a book costs no more than its length.
const REACH: usize = 120;

fn words<'r>(reading: &'r Reading<'_>, extent: Extent) -> &'r [Word] {
    let words = reading.words(extent);
    &words[..words.len().min(REACH)]
}

/// True when a verb with its tense stands in the extent.
pub fn has_finite_verb(reading: &Reading<'_>, extent: Extent) -> bool {
    finite_verb(reading, extent).is_some()
}

/// The first verb with its tense.
pub fn finite_verb(reading: &Reading<'_>, extent: Extent) -> Option<Extent> {
    finite_word(reading, extent).map(|word| word.extent)
}

/// The first verb with its tense, or the word that is likeliest to be it: "fragments eventually merged into one". For what is known
/// to be a clause.
pub fn main_verb(reading: &Reading<'_>, extent: Extent) -> Option<Extent> {
    main_word(reading, extent).map(|word| word.extent)
}

fn main_word<'r>(reading: &'r Reading<'_>, extent: Extent) -> Option<&'r Word> {
    finite_word(reading, extent).or_else(|| {
        let pairs = words(reading, extent).windows(3);
        let past = |three: &&[Word]| {
            let [before, word, next] = three else { return false };
            let text = reading.lower(word.extent);
            text.len() > 4
                && text.ends_with("ed")
                && !text.contains('-')
                && !before.may(BEFORE_NOUN)
                && reading.lower(next.extent) != "by"
        };
        pairs.clone().find(past).map(|three| &three[1])
    })
}

fn finite_word<'r>(reading: &'r Reading<'_>, extent: Extent) -> Option<&'r Word> {
    words(reading, extent).iter().find(|word| word.is == Is::Finite)
}

/// True when the extent has a main verb and every clause in it has its own: "when pain fell" and "pain fell when doses" lack one.
pub fn complete(reading: &Reading<'_>, extent: Extent) -> bool {
    let (mut main, mut waiting) = (false, 0usize);
    for word in words(reading, extent) {
        match word.is {
            Is::Finite if waiting > 0 => waiting -= 1,
            Is::Finite => main = true,
            Is::Subordinate => waiting = 1,
            Is::Other => {}
        }
    }
    main && waiting == 0
}

/// True when the first finite verb is of the past.
pub fn past(reading: &Reading<'_>, extent: Extent) -> bool {
    let past = if reading.language == "en" { PAST } else { FOREIGN_PAST };
    main_word(reading, extent).is_some_and(|verb| {
        verb.may(past) || past == PAST && verb.class == 0 && reading.lower(verb.extent).ends_with("ed")
    })
}

/// True when the verb acts on something: "zinc reduced the pain", "may reduce pain", "was reduced by zinc"; not "pain fell".
pub fn acting(reading: &Reading<'_>, extent: Extent) -> bool {
    let Some(verb) = finite_word(reading, extent) else { return false };
    if verb.may(ACTING) {
        return object_follows(reading, Extent::new(verb.extent.end, extent.end));
    }
    // at most an adverb and a denial stand between
    for word in reading.words(Extent::new(verb.extent.end, extent.end)).iter().take(4) {
        let rest = Extent::new(word.extent.end, extent.end);
        if word.may(ACT) {
            return object_follows(reading, rest);
        }
        if word.may(ACTED) {
            return reading.lower(rest).starts_with(" by ");
        }
    }
    false
}

/// True when the first finite verb is an auxiliary of a participle of the class: "was also carefully measured".
pub fn passive_of(
    reading: &Reading<'_>,
    extent: Extent,
    participles: Class,
    auxiliary: impl Fn(&str) -> bool,
) -> bool {
    let Some(verb) = finite_verb(reading, extent) else { return false };
    let word = reading.lower(verb);
    let is =
        matches!(word, "is" | "are" | "was" | "were" | "has" | "have" | "had" | "will" | "can" | "could");
    if !is || !auxiliary(word) {
        return false;
    }
    let after = reading.words(Extent::new(verb.end, extent.end)).iter().take(4);
    let ends = ["in", "by", "with", "to", "from", "not", "that"];
    after.take_while(|word| !ends.contains(&reading.lower(word.extent))).any(|word| word.may(participles))
}

fn object_follows(reading: &Reading<'_>, after: Extent) -> bool {
    let next = reading.words(after).first().map_or("", |next| reading.lower(next.extent));
    let none = ["", "in", "with", "from", "to", "at", "by", "after", "during", "as", "when", "and", "over"];
    reading.lower(after).starts_with(' ') && !none.contains(&next)
}

/// True when the extent opens with a noun phrase of its own that a finite verb follows.
pub fn opens_with_subject(reading: &Reading<'_>, extent: Extent) -> bool {
    let all = reading.words(extent);
    let words = &all[..all.len().min(26)];
    let Some(first) = words.first() else { return false };
    let opening = reading.lower(first.extent);
    if first.is == Is::Finite
        || first.may(NO_SUBJECT)
        || opening.ends_with("ing") && !opening.contains('-')
        || opening.ends_with("ly")
    {
        return false;
    }
    // a past that no list knows: "their use displaced brain tissue"
    let mut likely = false;
    for three in words.windows(3) {
        let [before, word, next] = three else { return likely };
        if word.may(SUBORDINATE) {
            return likely;
        }
        if word.is == Is::Finite {
            return true;
        }
        likely |= likely_past(reading, before, word, next);
    }
    // the last of two or more
    likely || words.len() > 1 && words.last().is_some_and(|word| word.is == Is::Finite)
}

fn likely_past(reading: &Reading<'_>, before: &Word, word: &Word, next: &Word) -> bool {
    let text = reading.lower(word.extent);
    text.len() > 5
        && text.ends_with("ed")
        && !text.contains('-')
        && !reading.lower(before.extent).ends_with("ly")
        && !before.may(BEFORE_NOUN)
        && !next.may(BEFORE_NOUN)
        && !matches!(reading.lower(before.extent), "all" | "both" | "some" | "most" | "more" | "less" | "and")
        && !matches!(reading.lower(next.extent), "as" | "within" | "and")
}

/// True when the extent opens with a verb, whose subject then is that of the clause before: "did not", "was", "reduced".
pub fn opens_with_verb(reading: &Reading<'_>, extent: Extent) -> bool {
    let mut words = reading.words(extent).iter();
    let mut first = words.next();
    let passed = |word: &Word| {
        let text = reading.lower(word.extent);
        text.ends_with("ly") || matches!(text, "also" | "then" | "thus")
    };
    if first.is_some_and(passed) {
        first = words.next();
    }
    first.is_some_and(|word| word.is == Is::Finite)
}

/// Of a word before which a subject ends.
pub const ENDS_SUBJECT: Class = AUXILIARY | ENDING;

#[cfg(test)]
mod tests;
