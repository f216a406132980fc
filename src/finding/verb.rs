//! Where the verbs of a stretch of words are: whether it holds a finite verb, opens with a subject, tells of the past.
//! Closed-class words, the verbs of abstracts, and the words beside them; no tagger.

mod lexicon;

use std::sync::LazyLock;

use super::phrases::Phrases;
use super::reading::{Extent, Reading};
use super::token;

static AUXILIARY: LazyLock<Phrases> = LazyLock::new(|| words(&[lexicon::AUXILIARY, lexicon::PAST_AUXILIARY]));
static FINITE: LazyLock<Phrases> = LazyLock::new(|| words(&[lexicon::PRESENT, lexicon::PAST]));
static FOREIGN: LazyLock<Phrases> = LazyLock::new(|| words(&[lexicon::FOREIGN, lexicon::FOREIGN_PAST]));
static FOREIGN_PAST: LazyLock<Phrases> = LazyLock::new(|| words(&[lexicon::FOREIGN_PAST]));
static ACTING: LazyLock<Phrases> = LazyLock::new(|| words(&[lexicon::ACTING, lexicon::ACTED]));
static ACT: LazyLock<Phrases> = LazyLock::new(|| words(&[lexicon::ACT]));
static ACTED: LazyLock<Phrases> = LazyLock::new(|| words(&[lexicon::ACTED]));
static PAST: LazyLock<Phrases> =
    LazyLock::new(|| words(&[lexicon::PAST_AUXILIARY, lexicon::PAST, lexicon::ACTED]));
static ENDING: LazyLock<Phrases> = LazyLock::new(|| words(&[lexicon::ENDING]));
static BEFORE_NOUN: LazyLock<Phrases> = LazyLock::new(|| words(&[lexicon::BEFORE_NOUN]));
static NO_SUBJECT: LazyLock<Phrases> = LazyLock::new(|| words(&[lexicon::NO_SUBJECT]));
static SUBORDINATE: LazyLock<Phrases> = LazyLock::new(|| words(&[lexicon::SUBORDINATE]));

fn words(lists: &[&str]) -> Phrases {
    Phrases::new(&lists.iter().flat_map(|list| list.split_whitespace()).collect::<Vec<_>>())
}

/// Words looked at: a bound, so that a list as long as a book costs no more than its length.
const REACH: usize = 120;

/// True when a verb with its tense stands in the extent.
pub fn has_finite_verb(reading: &Reading<'_>, extent: Extent) -> bool {
    finite_verb(reading, extent).is_some()
}

/// The first verb with its tense.
pub fn finite_verb(reading: &Reading<'_>, extent: Extent) -> Option<Extent> {
    verbs(reading, extent).find(|(_, is)| *is == Is::Finite).map(|(word, _)| word)
}

/// True when the extent has a main verb and every clause in it has its own: "when pain fell" and "pain fell when doses" lack one.
pub fn complete(reading: &Reading<'_>, extent: Extent) -> bool {
    let (mut main, mut waiting) = (false, 0usize);
    for (_, is) in verbs(reading, extent) {
        match is {
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
    let past: &Phrases = if reading.language == "en" { &PAST } else { &FOREIGN_PAST };
    finite_verb(reading, extent).is_some_and(|verb| past.holds(reading.lower(verb)))
}

/// True when the verb acts on something: "zinc reduced the pain", "may reduce pain", "was reduced by zinc"; not "pain fell".
pub fn acting(reading: &Reading<'_>, extent: Extent) -> bool {
    let Some(verb) = finite_verb(reading, extent) else { return false };
    let after = Extent::new(verb.end, extent.end);
    if ACTING.holds(reading.lower(verb)) {
        return object_follows(reading, after);
    }
    // at most an adverb and a denial stand between
    for word in token::words(reading, after).take(4) {
        let lower = reading.lower(word);
        let rest = Extent::new(word.end, extent.end);
        if ACT.holds(lower) {
            return object_follows(reading, rest);
        }
        if ACTED.holds(lower) {
            return reading.lower(rest).starts_with(" by ");
        }
    }
    false
}

fn object_follows(reading: &Reading<'_>, after: Extent) -> bool {
    let next = token::words(reading, after).next().map_or("", |next| reading.lower(next));
    reading.lower(after).starts_with(' ')
        && !matches!(
            next,
            "" | "in"
                | "with"
                | "from"
                | "to"
                | "at"
                | "by"
                | "after"
                | "during"
                | "as"
                | "when"
                | "and"
                | "over"
        )
}

#[derive(PartialEq, Clone, Copy)]
enum Is {
    Finite,
    Subordinate,
    Other,
}

fn verbs<'r>(reading: &'r Reading<'_>, extent: Extent) -> impl Iterator<Item = (Extent, Is)> + 'r {
    let english = reading.language == "en";
    let mut before = "";
    let mut words = token::words(reading, extent).take(REACH).peekable();
    std::iter::from_fn(move || {
        let word = words.next()?;
        let next = words.peek().map_or("", |next| reading.lower(*next));
        let lower = reading.lower(word);
        let is = if finite(before, lower, next) || !english && FOREIGN.holds(lower) {
            Is::Finite
        } else if SUBORDINATE.holds(lower) && !next.ends_with("ing") {
            Is::Subordinate
        } else {
            Is::Other
        };
        before = lower;
        Some((word, is))
    })
}

/// Whether a word is a verb with its tense, by the words beside it: "the reduced dose" and "caused by" are none.
fn finite(before: &str, word: &str, next: &str) -> bool {
    if AUXILIARY.holds(word) {
        return true;
    }
    let may = FINITE.holds(word) || ACTING.holds(word) && next != "by" || has_object(word, next);
    may && !BEFORE_NOUN.holds(before)
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

/// True for a word before which a subject ends.
pub fn ends_subject(word: &str) -> bool {
    AUXILIARY.holds(word) || ENDING.holds(word)
}

/// True when the extent opens with a noun phrase of its own that a finite verb follows.
pub fn opens_with_subject(reading: &Reading<'_>, extent: Extent) -> bool {
    let mut words = token::words(reading, extent).take(26).map(|word| reading.lower(word)).peekable();
    let Some(first) = words.next() else { return false };
    if finite("", first, words.peek().copied().unwrap_or_default())
        || first.ends_with("ing")
        || first.ends_with("ly")
        || NO_SUBJECT.holds(first)
    {
        return false;
    }
    let mut before = first;
    // a past that no list knows: "their use displaced brain tissue"
    let mut likely = false;
    while let Some(word) = words.next() {
        let next = words.peek().copied().unwrap_or_default();
        if SUBORDINATE.holds(word) {
            return likely;
        }
        if finite(before, word, next) {
            return true;
        }
        likely |= word.len() > 5
            && word.ends_with("ed")
            && !word.contains('-')
            && !before.ends_with("ly")
            && ![before, next].iter().any(|beside| BEFORE_NOUN.holds(beside))
            && !matches!(next, "" | "as" | "within" | "and");
        before = word;
    }
    likely
}

/// True when the extent opens with a verb, whose subject then is that of the clause before: "did not", "was", "reduced".
pub fn opens_with_verb(reading: &Reading<'_>, extent: Extent) -> bool {
    let mut words = token::words(reading, extent).map(|word| reading.lower(word));
    let mut first = words.next();
    if first.is_some_and(|word| word.ends_with("ly") || matches!(word, "also" | "then" | "thus")) {
        first = words.next();
    }
    first.is_some_and(|word| finite("", word, words.next().unwrap_or_default()))
}

/// True when the piece opens with a conjunction that a main clause must follow.
pub fn opens_subordinate(lower: &str) -> bool {
    static OPENERS: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "although ",
            "though ",
            "even though ",
            "while ",
            "whereas ",
            "despite the fact ",
            "because ",
            "since ",
            "sebbene ",
            "mentre ",
            "poiché ",
        ])
    });
    OPENERS.opening(lower.trim_start()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_told_from_participles_by_their_neighbours() {
        let check = |text: &str, expected: Option<&str>| {
            let reading = Reading::new(text, "en".into());
            let found = finite_verb(&reading, Extent::new(0, text.len())).map(|verb| reading.slice(verb));
            assert_eq!(found, expected, "{text}");
        };
        check("Mice given zinc ate less", Some("ate"));
        check("The reduced dose", None);
        check("Swelling caused by bees", None);
        check("Bee stings caused swelling", Some("caused"));
        check("An increased risk of falls", None);
        check("Zinc increased appetite", Some("increased"));
        check("Salts 8 and 9 proved to be toxic", Some("proved"));
        check("A protein isolated from liver", None);
        check("Pain was gone", Some("was"));
        check("Gels sealed the hole", Some("sealed"));
        check("Gels sealed with wax", None);
    }

    #[test]
    fn a_clause_that_waits_for_its_verb_is_not_complete() {
        let check = |text: &str, expected| {
            let reading = Reading::new(text, "en".into());
            assert_eq!(complete(&reading, Extent::new(0, text.len())), expected, "{text}");
        };
        check("Gait remains when only roots L6, L7", false);
        check("Gait remains when roots are cut", true);
        check("When roots are cut", false);
        check("Dogs that were fed slept", true);
        check("Pain in dogs", false);
        check("Pain fell", true);
    }

    #[test]
    fn a_verb_that_acts_has_an_object() {
        let check = |text: &str, expected| {
            let reading = Reading::new(text, "en".into());
            assert_eq!(acting(&reading, Extent::new(0, text.len())), expected, "{text}");
        };
        check("Zinc reduced the pain", true);
        check("Zinc increased appetite", true);
        check("Appetite increased in dogs", false);
        check("Appetite increased", false);
        check("Pain was reduced", false);
        check("Pain was reduced by zinc", true);
        check("Zinc may also reduce pain", true);
        check("Zinc did not alter the course", true);
        check("Zinc did not increase", false);
    }

    #[test]
    fn a_shared_subject_is_known_by_the_verb_that_opens() {
        let check = |text: &str, expected| {
            let reading = Reading::new(text, "en".into());
            assert_eq!(opens_with_verb(&reading, Extent::new(0, text.len())), expected, "{text}");
        };
        check("did not change sleep", true);
        check("significantly reduced fever", true);
        check("fever was reduced", false);
    }
}
