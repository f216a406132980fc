//! What stands before a clause and is no part of it: connectives, purposes, attributions.

use crate::finding::reading::{Extent, Reading};
use crate::finding::token;

/// A clause without its opening.
pub struct Stripped {
    pub extent: Extent,
    pub attribution: Extent,
}

const CONNECTIVES: &[&str] = &[
    "however",
    "moreover",
    "furthermore",
    "in addition",
    "additionally",
    "in contrast",
    "overall",
    "in conclusion",
    "in summary",
    "thus",
    "therefore",
    "hence",
    "consequently",
    "finally",
    "also",
    "interestingly",
    "importantly",
    "notably",
    "in this study",
    "in the present study",
    "in our study",
    "on the other hand",
    "conversely",
    "taken together",
    "in particular",
    "as expected",
    "surprisingly",
    "unexpectedly",
    "collectively",
    "as such",
    "nevertheless",
    "nonetheless",
    "indeed",
    "in fact",
    "similarly",
    "likewise",
    "first",
    "second",
    "secondly",
    "firstly",
    "third",
    "thirdly",
    "lastly",
    "accordingly",
    "as a result",
    "besides",
    "in general",
    "generally",
    "in recent years",
    "recently",
    "in this review",
    "by contrast",
    "in brief",
    "to conclude",
    "to our knowledge",
    "on the contrary",
    "in conclusione",
    "inoltre",
    "tuttavia",
    "pertanto",
    "infine",
    "negli ultimi anni",
    "in this trial",
    "in this paper",
    "at the same time",
    "for example",
    "specifically",
    "remarkably",
    "together",
    "still",
    "yet",
    "so",
    "then",
    "in this series",
    "in this population",
    "in these studies",
    "meanwhile",
    "of note",
    "currently",
    "to date",
    "in short",
];

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
    "that ",
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

/// Takes connectives, purposes and attributions from the front of a piece.
pub fn strip(reading: &Reading<'_>, piece: Extent) -> Stripped {
    let mut extent = reading.trimmed(piece);
    let mut attribution = Extent::new(extent.start, extent.start);
    for _ in 0..4 {
        let before = extent.start;
        let lower = reading.lower(extent);
        if let Some(opener) = OPENERS.iter().find(|opener| lower.starts_with(**opener)) {
            extent.start += opener.len();
        } else if let Some(length) = connective(lower).or_else(|| purpose(lower)) {
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

fn connective(lower: &str) -> Option<usize> {
    let window = lower.char_indices().nth(32).map_or(lower.len(), |(byte, _)| byte);
    let comma = lower[..window].find(',')?;
    CONNECTIVES.contains(&lower[..comma].trim()).then_some(comma + 1)
}

fn purpose(lower: &str) -> Option<usize> {
    PURPOSES.iter().find(|start| lower.starts_with(**start))?;
    let window = lower.char_indices().nth(160).map_or(lower.len(), |(byte, _)| byte);
    let comma = lower[..window].find(", ")?;
    Some(comma + 1)
}

/// Length of "We conclude that ", "These results suggest that ", "It can generally be said that ".
fn attributed(reading: &Reading<'_>, extent: Extent) -> Option<usize> {
    let lower = reading.lower(extent);
    let window = lower.char_indices().nth(140).map_or(lower.len(), |(byte, _)| byte);
    let that = lower[..window].find(" that ").or_else(|| lower[..window].find(" che "))?;
    let head = Extent::new(extent.start, extent.start + that);
    let words: Vec<&str> = token::words(reading, head).map(|word| reading.lower(word)).collect();
    let (first, last) = (*words.first()?, *words.last()?);
    let source = matches!(
        first,
        "we" | "our"
            | "these"
            | "this"
            | "they"
            | "it"
            | "the"
            | "results"
            | "data"
            | "findings"
            | "evidence"
            | "here"
            | "analysis"
            | "analyses"
            | "studies"
            | "previous"
            | "recent"
            | "several"
            | "there"
            | "collectively"
            | "both"
            | "experiments"
            | "statistical"
            | "multivariate"
            | "regression"
            | "authors"
            | "questi"
            | "i"
            | "si"
            | "gli"
            | "in"
            | "further"
            | "comparison"
    );
    let reports = matches!(
        last,
        "conclude"
            | "concluded"
            | "suggest"
            | "suggests"
            | "suggested"
            | "show"
            | "shows"
            | "showed"
            | "shown"
            | "indicate"
            | "indicates"
            | "indicated"
            | "demonstrate"
            | "demonstrates"
            | "demonstrated"
            | "found"
            | "find"
            | "report"
            | "reported"
            | "reveal"
            | "reveals"
            | "revealed"
            | "confirm"
            | "confirms"
            | "confirmed"
            | "said"
            | "believe"
            | "propose"
            | "proposed"
            | "noted"
            | "observed"
            | "imply"
            | "implies"
            | "appears"
            | "seems"
            | "likely"
            | "possible"
            | "hypothesis"
            | "evidence"
            | "view"
            | "idea"
            | "speculate"
            | "hypothesize"
            | "known"
            | "estimated"
            | "clear"
            | "established"
            | "notion"
            | "assume"
            | "think"
            | "argue"
            | "provide"
            | "concludes"
            | "determined"
            | "conclusion"
            | "mostrano"
            | "suggeriscono"
            | "indicano"
            | "dimostrano"
            | "hypothesized"
            | "postulated"
            | "apparent"
            | "evident"
            | "implying"
            | "support"
            | "finding"
    );
    (source && reports).then(|| that + if lower[that..].starts_with(" that ") { 6 } else { 5 })
}
