//! Counts of things: "12 relapses", "94 consecutive patients".

use crate::contract::v1::{Measurement, MeasurementKind as Kind, MeasurementOperator as Operator};
use crate::finding::number::atom::Atom;
use crate::finding::number::{context, double, make};
use crate::finding::reading::{Extent, Reading};
use crate::finding::token;

/// The next word after `at`, when only one space lies between.
pub fn next_word(reading: &Reading<'_>, extent: Extent, at: usize) -> Option<Extent> {
    let rest = reading.text.get(at..extent.end)?;
    let space = rest.chars().next().filter(|c| c.is_whitespace())?;
    let start = at + space.len_utf8();
    let word = token::words(reading, Extent::new(start, extent.end)).next()?;
    (word.start == start && word.end - word.start < 40).then_some(word)
}

/// A noun that is counted, and whether it is one of those that abstracts count.
pub struct Noun {
    pub word: Extent,
    pub listed: bool,
}

/// The counted noun after a number, behind up to three adjectives.
pub fn noun(reading: &Reading<'_>, extent: Extent, at: usize) -> Option<Noun> {
    let mut word = next_word(reading, extent, at)?;
    for _ in 0..4 {
        let lower = reading.lower(word);
        if context::countable(lower) {
            return Some(Noun { word, listed: true });
        }
        let letters = lower.chars().all(|c| c.is_alphabetic() || c == '-') && !reading.slice(word).is_empty();
        let letters = letters && !lower.ends_with('-');
        // "14 MIT patients" is no "mit"
        let capitals = reading.slice(word).bytes().all(|byte| byte.is_ascii_uppercase());
        if !letters || stops(lower) && !capitals {
            return None;
        }
        if plural(lower) {
            return Some(Noun { word, listed: false });
        }
        word = next_word(reading, extent, word.end)?;
    }
    None
}

/// Looks like a plural of English.
fn plural(word: &str) -> bool {
    const ENDINGS: [&str; 4] = ["ss", "us", "is", "as"];
    const OTHERS: [&str; 32] = [
        "times",
        "does",
        "shows",
        "gives",
        "goes",
        "series",
        "years",
        "months",
        "weeks",
        "days",
        "hours",
        "minutes",
        "diabetes",
        "rabies",
        "herpes",
        "points",
        "folds",
        "others",
        "yields",
        "remains",
        "causes",
        "occurs",
        "appears",
        "becomes",
        "results",
        "contains",
        "requires",
        "increases",
        "decreases",
        "degrees",
        "leads",
        "always",
    ];
    word.len() >= 4
        && word.ends_with('s')
        && !ENDINGS.iter().any(|ending| word.ends_with(ending))
        && !OTHERS.contains(&word)
}

/// Ends the search for a noun.
pub fn stops(word: &str) -> bool {
    matches!(
        word,
        "of" | "in"
            | "and"
            | "or"
            | "to"
            | "with"
            | "were"
            | "was"
            | "the"
            | "for"
            | "at"
            | "on"
            | "by"
            | "from"
            | "as"
            | "than"
            | "that"
            | "which"
            | "who"
            | "whom"
            | "whose"
            | "is"
            | "are"
            | "be"
            | "been"
            | "had"
            | "has"
            | "have"
            | "did"
            | "do"
            | "after"
            | "before"
            | "but"
            | "per"
            | "during"
            | "between"
            | "versus"
            | "vs"
            | "v"
            | "showed"
            | "developed"
            | "received"
            | "underwent"
            | "died"
            | "gave"
            | "became"
            | "required"
            | "survived"
            | "when"
            | "while"
            | "whereas"
            | "if"
            | "not"
            | "no"
            | "out"
            | "over"
            | "under"
            | "within"
            | "without"
            | "into"
            | "through"
            | "could"
            | "would"
            | "may"
            | "might"
            | "can"
            | "will"
            | "respectively"
            | "compared"
            | "times"
            | "fold"
            | "x"
            | "a"
            | "an"
            | "this"
            | "these"
            | "their"
            | "its"
            | "it"
            | "they"
            | "we"
            | "reported"
            | "remained"
            | "followed"
            | "occurred"
            | "occurring"
            | "assigned"
            | "failed"
            | "ceased"
            | "achieved"
            | "experienced"
            | "consisting"
            | "degrees"
            | "via"
            | "upon"
            | "using"
            | "about"
            | "because"
            | "however"
            | "also"
            | "e"
            | "y"
            | "et"
            | "und"
            | "di"
            | "de"
            | "del"
            | "della"
            | "con"
            | "mit"
            | "por"
            | "para"
            | "revealed"
            | "responded"
            | "presented"
            | "demonstrated"
            | "exhibited"
            | "displayed"
            | "produced"
            | "contained"
            | "used"
            | "needed"
            | "attended"
            | "completed"
            | "entered"
            | "reached"
            | "gained"
            | "suffered"
            | "involved"
            | "included"
            | "caused"
            | "refused"
            | "relapsed"
            | "consisted"
            | "consists"
    )
}

/// "1,234 patients", "94 consecutive patients": the number with its noun.
pub fn of_things(reading: &Reading<'_>, extent: Extent, atom: &Atom) -> Option<Measurement> {
    if !atom.integer
        || atom.high.is_some()
        || atom.unit.is_some()
        || atom.value.starts_with('-')
        || atom.modifier
    {
        return None;
    }
    let found = noun(reading, extent, atom.extent.end)?;
    let calendar = atom.value.len() == 4 && matches!(atom.value.get(..2), Some("18" | "19" | "20"));
    // "zone 1 samples"
    let one = atom.value == "1" && reading.lower(found.word).ends_with('s');
    if !found.listed
        && (atom.lexical && atom.value.len() < 2 || calendar || one || atom.value.starts_with('0'))
    {
        return None;
    }
    let word = found.word;
    let (operator, start) = context::operator(reading, extent.start, atom.extent.start)
        .unwrap_or((Operator::Equal, atom.extent.start));
    let after = reading.lower.get(word.end..extent.end).unwrap_or_default();
    let window = after.char_indices().nth(60).map_or(after.len(), |(byte, _)| byte);
    let enrolled = [
        " were enrolled",
        " were included",
        " were random",
        " were recruited",
        " were studied",
        " were analy",
        " participated",
        " were assigned",
        " underwent random",
        " were evaluated",
        " were investigated",
        " were examined",
    ];
    let sampled = found.listed
        && enrolled.iter().any(|verb| after[..window].contains(verb))
        && !["studies", "centres", "centers", "hospitals", "sites", "schools", "trials", "reports"]
            .contains(&reading.lower(word));
    let kind = if sampled { Kind::SampleSize } else { Kind::Count };
    let mut found = make(reading, kind, Extent::new(start, word.end));
    found.operator = operator.into();
    found.approximate = operator == Operator::Approximate;
    found.value_number = double(&atom.value);
    found.value.clone_from(&atom.value);
    found.lexical = atom.lexical;
    found.of = reading.slice(word).to_owned();
    Some(found)
}
