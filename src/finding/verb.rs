//! Whether a stretch of words holds a finite verb, and whether it opens with a subject. Closed-class words and a list of
//! the verbs of abstracts; no tagger.

use std::sync::LazyLock;

use super::phrases::Phrases;
use super::reading::{Extent, Reading};
use super::token;

/// Verbs that both end a subject and make a clause.
const COMMON: &[&str] = &[
    "is",
    "are",
    "was",
    "were",
    "has",
    "have",
    "had",
    "may",
    "might",
    "can",
    "could",
    "should",
    "must",
    "will",
    "would",
    "did",
    "does",
    "do",
    "remains",
    "remained",
    "shows",
    "showed",
    "increased",
    "decreased",
    "reduced",
    "improved",
    "caused",
    "occurred",
    "fell",
    "rose",
    "needs",
    "need",
    "inhibited",
    "induced",
    "appears",
    "seems",
    "led",
    "resulted",
    "produced",
    "affected",
    "enhanced",
    "prevented",
    "è",
    "sono",
    "ha",
    "hanno",
    "può",
];

/// Verbs that make a clause; before them a subject may have more to come ("patients who received").
const CLAUSE: &[&str] = &[
    "remain",
    "show",
    "occurs",
    "occur",
    "died",
    "survived",
    "became",
    "developed",
    "differed",
    "suggests",
    "suggest",
    "suggested",
    "indicates",
    "indicate",
    "indicated",
    "demonstrated",
    "demonstrates",
    "revealed",
    "reveals",
    "inhibits",
    "induces",
    "appear",
    "appeared",
    "seem",
    "leads",
    "results",
    "produces",
    "provides",
    "provide",
    "received",
    "exhibited",
    "exhibits",
    "reached",
    "correlated",
    "correlates",
    "predicted",
    "predicts",
    "affects",
    "declined",
    "requires",
    "require",
    "found",
    "contained",
    "contains",
    "abolished",
    "stimulated",
    "blocked",
    "cannot",
    "accounted",
    "ranged",
    "varied",
    "plays",
    "play",
    "constitutes",
    "represents",
    "represent",
    "cured",
    "achieved",
    "experienced",
    "presented",
    "obtained",
    "completed",
    "lost",
    "gained",
    "persisted",
    "disappeared",
    "responded",
    "underwent",
    "helps",
    "help",
    "gave",
    "took",
    "made",
    "era",
    "erano",
    "possono",
    "deve",
    "devono",
    "risulta",
];

/// Words that end a subject though they make no clause.
const SUBJECT: &[&str] =
    &["increases", "decreases", "reduces", "improves", "causes", "always", "significantly", "not"];

static FINITE: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&[COMMON, CLAUSE].concat()));
static ENDING: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&[COMMON, SUBJECT].concat()));

/// True when a verb with its tense stands in the extent.
pub fn has_finite_verb(reading: &Reading<'_>, extent: Extent) -> bool {
    // a bound, so that a list as long as a book costs no more than its length
    token::words(reading, extent).take(120).any(|word| finite(reading.lower(word)))
}

fn finite(word: &str) -> bool {
    FINITE.holds(word)
}

/// True for a word before which a subject ends.
pub fn ends_subject(word: &str) -> bool {
    ENDING.holds(word)
}

/// True when the extent opens with a noun phrase of its own that a finite verb follows.
pub fn opens_with_subject(reading: &Reading<'_>, extent: Extent) -> bool {
    let mut words = token::words(reading, extent);
    let Some(first) = words.next() else { return false };
    let first = reading.lower(first);
    if finite(first)
        || first.ends_with("ing")
        || matches!(
            first,
            "which" | "who" | "that" | "whose" | "where" | "to" | "not" | "then" | "thus" | "also"
        )
        || first.ends_with("ly")
    {
        return false;
    }
    if matches!(
        first,
        "with" | "without" | "including" | "such" | "or" | "as" | "by" | "if" | "when" | "because" | "of"
    ) {
        return false;
    }
    for (at, word) in words.take(24).enumerate() {
        let word = reading.lower(word);
        if matches!(word, "which" | "who" | "that") {
            return false;
        }
        if finite(word) {
            return at < 24;
        }
    }
    false
}

/// True when the piece opens with a conjunction that a main clause must follow.
pub fn opens_subordinate(lower: &str) -> bool {
    let lower = lower.trim_start();
    ["although ", "though ", "even though ", "while ", "whereas ", "despite the fact ", "sebbene ", "mentre "]
        .iter()
        .any(|start| lower.starts_with(start))
}
