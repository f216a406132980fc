//! What stands before a clause and is no part of it: connectives, purposes, attributions.

use std::sync::LazyLock;

use crate::finding::phrases::Phrases;
use crate::finding::reading::{Extent, Reading};
use crate::finding::{token, verb};

/// Verbs and adjectives that report what follows "that".
static REPORTING: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "conclude",
        "concluded",
        "concludes",
        "suggest",
        "suggests",
        "suggested",
        "suggesting",
        "show",
        "shows",
        "showed",
        "shown",
        "indicate",
        "indicates",
        "indicated",
        "demonstrate",
        "demonstrates",
        "demonstrated",
        "found",
        "find",
        "finds",
        "report",
        "reports",
        "reported",
        "reveal",
        "reveals",
        "revealed",
        "confirm",
        "confirms",
        "confirmed",
        "said",
        "believe",
        "believed",
        "propose",
        "proposes",
        "proposed",
        "note",
        "noted",
        "observe",
        "observed",
        "imply",
        "implies",
        "implied",
        "appears",
        "appeared",
        "seems",
        "seemed",
        "likely",
        "unlikely",
        "possible",
        "probable",
        "speculate",
        "speculated",
        "hypothesize",
        "hypothesized",
        "hypothesise",
        "hypothesised",
        "known",
        "estimated",
        "estimate",
        "clear",
        "established",
        "assume",
        "assumed",
        "think",
        "thought",
        "argue",
        "argued",
        "determined",
        "postulate",
        "postulated",
        "apparent",
        "evident",
        "implying",
        "suspect",
        "suspected",
        "predict",
        "predicted",
        "felt",
        "feel",
        "prove",
        "proves",
        "proved",
        "proven",
        "verified",
        "noticed",
        "recognized",
        "recognised",
        "stated",
        "states",
        "emphasize",
        "stress",
        "considered",
        "interpreted",
        "inferred",
        "infer",
        "deduced",
        "illustrate",
        "illustrates",
        "illustrated",
        "support",
        "supports",
        "supported",
        "means",
        "highlight",
        "highlights",
        "evidenced",
        "reminds",
        "remind",
        "stresses",
        "emphasizes",
        "mostrano",
        "suggeriscono",
        "indicano",
        "dimostrano",
        "sugieren",
        "mostraron",
        "indican",
        "suggèrent",
        "montrent",
        "indiquent",
    ])
});

/// Nouns that stand for what is reported.
static REPORTED: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "hypothesis",
        "evidence",
        "view",
        "idea",
        "notion",
        "conclusion",
        "finding",
        "possibility",
        "concept",
        "suggestion",
        "theory",
        "proposal",
        "probability",
        "indication",
        "impression",
        "belief",
        "opinion",
        "result",
        "implication",
        "assumption",
        "observation",
        "explanation",
        "doubt",
    ])
});

/// A clause without its opening.
pub struct Stripped {
    pub extent: Extent,
    pub attribution: Extent,
}

/// What connects a sentence with those before it, separated by bars.
const CONNECTIVES: &str = "\
    however|moreover|furthermore|in addition|additionally|in contrast|overall|in conclusion|\
    in summary|thus|therefore|hence|consequently|finally|also|interestingly|importantly|notably|\
    in this study|in the present study|in our study|on the other hand|conversely|taken together|\
    in particular|as expected|surprisingly|unexpectedly|collectively|as such|nevertheless|nonetheless|\
    indeed|in fact|similarly|likewise|first|second|secondly|firstly|third|thirdly|lastly|accordingly|\
    as a result|besides|in general|generally|in recent years|recently|in this review|by contrast|\
    in brief|to conclude|to our knowledge|on the contrary|in conclusione|inoltre|tuttavia|pertanto|\
    infine|negli ultimi anni|in this trial|in this paper|at the same time|for example|specifically|\
    remarkably|together|still|yet|so|then|in this series|in this population|in these studies|\
    meanwhile|of note|currently|to date|in short|instead|rather|again|so far|thus far|until now|\
    in our opinion|in our experience|in other words|by comparison|in comparison|briefly|subsequently|\
    ultimately|clearly|in turn|as a consequence|in all|by analogy|además|en conclusión|sin embargo|\
    por lo tanto|en outre|cependant|en conclusion";

const OPENERS: &[&str] = &[
    "although ",
    "though ",
    "even though ",
    "while ",
    "whereas ",
    "but ",
    "and ",
    "yet ",
    "thus ",
    "therefore ",
    "however ",
    "mentre ",
    "sebbene ",
    "ma ",
    "hence ",
    "because ",
    "since ",
    "that ",
    // "Finally 34 dogs were given": the comma is often left out
    "finally ",
    "recently ",
    "moreover ",
    "furthermore ",
    "additionally ",
    "consequently ",
];

const PURPOSES: &[&str] = &[
    "in an attempt to ",
    "in order to ",
    "to ",
    "with the aim of ",
    "in an effort to ",
    "with a view to ",
    "al fine di ",
];

static OPENING: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(OPENERS));
static CONNECTIVE: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::new(&CONNECTIVES.split('|').collect::<Vec<_>>()));
static PURPOSE: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(PURPOSES));
/// All of them, since most pieces begin with none.
static ANY: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&CONNECTIVES.split('|').chain(OPENERS.iter().chain(PURPOSES).copied()).collect::<Vec<_>>())
});

/// Takes connectives, purposes and attributions from the front of a piece.
pub fn strip(reading: &Reading<'_>, piece: Extent) -> Stripped {
    let mut extent = reading.trimmed(piece);
    let mut attribution = Extent::new(extent.start, extent.start);
    for _ in 0..4 {
        let before = extent.start;
        let lower = reading.lower(extent);
        if let Some(length) = list_mark(lower).or_else(|| connected(reading, extent)).or_else(|| dated(lower))
        {
            extent.start += length;
        } else if let Some(length) = attributed(reading, extent) {
            attribution = Extent::new(extent.start, extent.start + length);
            extent.start += length;
        }
        extent = reading.trimmed(extent);
        if extent.start == before {
            break;
        }
    }
    Stripped { extent, attribution }
}

/// "1) ", "(a) ", "ii. ": the mark of an item in a list.
fn list_mark(lower: &str) -> Option<usize> {
    let open = usize::from(lower.starts_with('('));
    let close = lower.bytes().skip(open).take(4).position(|byte| byte == b')' || byte == b'.')? + open;
    let mark = &lower[open..close];
    let number = mark.len() <= 2 && !mark.is_empty() && mark.bytes().all(|byte| byte.is_ascii_digit());
    let letter = mark.len() == 1 && mark.bytes().all(|byte| matches!(byte, b'a'..=b'h' | b'i'));
    let roman = mark.len() > 1 && mark.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'));
    let bracket = lower.as_bytes()[close] == b')';
    let spaced = lower.as_bytes().get(close + 1) == Some(&b' ');
    (spaced && (number || bracket && (letter || roman))).then_some(close + 2)
}

/// Length of what only connects or says what for.
fn connected(reading: &Reading<'_>, extent: Extent) -> Option<usize> {
    let lower = reading.lower(extent);
    ANY.opening(lower)?;
    OPENING.opening(lower).or_else(|| connective(lower)).or_else(|| purpose(reading, extent))
}

/// "However, ", "in conclusion, ": with its comma.
fn connective(lower: &str) -> Option<usize> {
    let comma = lower[CONNECTIVE.opening(lower)?..].trim_start();
    let length = lower.len() - comma.len() + 1;
    (comma.starts_with(',') && lower[..length].chars().count() <= 32).then_some(length)
}

/// "Between 2001 and 2015, ", "In May 2008, ": a date and nothing else.
fn dated(lower: &str) -> Option<usize> {
    const WORDS: [&str; 17] = [
        "in", "between", "from", "during", "since", "by", "and", "to", "through", "until", "of", "the",
        "years", "year", "early", "late", "end",
    ];
    if !["in ", "between ", "from ", "during ", "since "].iter().any(|word| lower.starts_with(word)) {
        return None;
    }
    let window = lower.char_indices().nth(60).map_or(lower.len(), |(byte, _)| byte);
    let end = lower[..window].match_indices(", ").map(|(comma, _)| comma).filter(|comma| {
        let is_year = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
        let words = lower[..*comma].split([' ', ',', '-', '–']).filter(|word| !word.is_empty());
        let dates = |word: &str| {
            WORDS.contains(&word)
                || token::MONTHS.contains(&word)
                || word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit())
        };
        words.clone().all(dates) && words.clone().any(is_year)
    });
    end.last().map(|comma| comma + 1)
}

fn purpose(reading: &Reading<'_>, extent: Extent) -> Option<usize> {
    PURPOSE.opening(reading.lower(extent))?;
    let comma = reading.opening(extent, 160).find(", ")?;
    Some(comma + 1)
}

/// Length of "We conclude that ", "Electrophoresis clearly showed that ", "These data support the view that ".
fn attributed(reading: &Reading<'_>, extent: Extent) -> Option<usize> {
    static THAT: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&[" that ", " that: ", " che ", " que "]));
    // most sentences have none
    if !reading.may_open(extent) || !reading.words(extent).iter().take(80).any(|word| word.may(verb::THAT)) {
        return None;
    }
    let window = reading.opening(extent, 200).as_bytes();
    let mut from = 0;
    // "a gene that is lost" only describes: the word before "that" must report
    while let Some((_, that)) = THAT.find(window, from) {
        let head = Extent::new(extent.start, extent.start + that.start);
        if reports(reading, head) {
            // "we find no evidence that" denies what follows, and is part of it
            let denies = reading
                .words(head)
                .iter()
                .any(|word| matches!(reading.lower(word.extent), "no" | "not" | "never"));
            if denies && !reading.lower(head).ends_with("doubt") {
                return None;
            }
            return Some(that.end);
        }
        from = that.end - 1;
    }
    None
}

fn reports(reading: &Reading<'_>, head: Extent) -> bool {
    let words: Vec<&str> = token::words(reading, head).map(|word| reading.lower(word)).collect();
    let mut backwards = words.iter().rev().skip_while(|word| passed_over(word));
    let Some(last) = backwards.next() else { return false };
    if REPORTING.holds(last) {
        // "gives reason to believe that" says more than who says it
        return backwards.next() != Some(&"to");
    }
    let named = words.iter().any(|word| REPORTED.holds(word));
    named && (matches!(*last, "is" | "was") || REPORTED.holds(last) && verb::has_finite_verb(reading, head))
}

/// "It was shown earlier that", "they suggest strongly that".
fn passed_over(word: &str) -> bool {
    word.ends_with("ly") && word != "likely"
        || matches!(word, "earlier" | "here" | "also" | "thus" | "therefore")
}
