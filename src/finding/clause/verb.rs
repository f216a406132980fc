//! Whether a stretch of words holds a finite verb, and whether it opens with a subject. Closed-class words and a list of
//! the verbs of abstracts; no tagger.

use crate::finding::reading::{Extent, Reading};
use crate::finding::token;

/// True when a verb with its tense stands in the extent.
pub fn has_finite_verb(reading: &Reading<'_>, extent: Extent) -> bool {
    token::words(reading, extent).any(|word| finite(reading.lower(word)))
}

fn finite(word: &str) -> bool {
    matches!(
        word,
        "is" | "are"
            | "was"
            | "were"
            | "has"
            | "have"
            | "had"
            | "may"
            | "might"
            | "can"
            | "could"
            | "should"
            | "must"
            | "will"
            | "would"
            | "did"
            | "does"
            | "do"
            | "remains"
            | "remain"
            | "remained"
            | "shows"
            | "showed"
            | "show"
            | "increased"
            | "decreased"
            | "reduced"
            | "improved"
            | "caused"
            | "occurred"
            | "occurs"
            | "occur"
            | "fell"
            | "rose"
            | "died"
            | "survived"
            | "became"
            | "developed"
            | "differed"
            | "needs"
            | "need"
            | "suggests"
            | "suggest"
            | "suggested"
            | "indicates"
            | "indicate"
            | "indicated"
            | "demonstrated"
            | "demonstrates"
            | "revealed"
            | "reveals"
            | "inhibited"
            | "inhibits"
            | "induced"
            | "induces"
            | "appears"
            | "appear"
            | "appeared"
            | "seems"
            | "seem"
            | "led"
            | "leads"
            | "resulted"
            | "results"
            | "produced"
            | "produces"
            | "provides"
            | "provide"
            | "received"
            | "exhibited"
            | "exhibits"
            | "reached"
            | "correlated"
            | "correlates"
            | "predicted"
            | "predicts"
            | "affected"
            | "affects"
            | "declined"
            | "requires"
            | "require"
            | "found"
            | "contained"
            | "contains"
            | "enhanced"
            | "prevented"
            | "abolished"
            | "stimulated"
            | "blocked"
            | "cannot"
            | "accounted"
            | "ranged"
            | "varied"
            | "plays"
            | "play"
            | "constitutes"
            | "represents"
            | "represent"
            | "cured"
            | "achieved"
            | "experienced"
            | "presented"
            | "obtained"
            | "completed"
            | "lost"
            | "gained"
            | "persisted"
            | "disappeared"
            | "responded"
            | "underwent"
            | "helps"
            | "help"
            | "gave"
            | "took"
            | "made"
            | "è"
            | "sono"
            | "ha"
            | "hanno"
            | "era"
            | "erano"
            | "può"
            | "possono"
            | "deve"
            | "devono"
            | "risulta"
    )
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
