//! How sure a clause is: the weakest cue of its main verb and attribution. Hedges in relative clauses do not count.

use std::sync::LazyLock;

use super::clause::Clause;
use super::cue::{self, Cues, Found};
use super::model::{lexeme, shipped};
use super::phrases::Phrases;
use super::reading::{Extent, Reading};
use super::verb;
use crate::contract::v1::{Certainty, DeonticStrength};

/// A judgement and the cues it rests on.
pub struct Judged {
    pub certainty: Certainty,
    pub deontic: DeonticStrength,
    pub cues: Vec<Found>,
}

/// Judges a clause.
pub fn judge(reading: &Reading<'_>, cues: &Cues, clause: Clause) -> Judged {
    let mut seen: Vec<Found> = cues.within(clause.attribution).to_vec();
    for part in without_relatives(reading, clause.extent) {
        seen.extend_from_slice(cues.within(part));
    }
    without_false_hedges(reading, clause, &mut seen);
    let of = |classes: cue::Classes| -> Vec<Found> {
        seen.iter().filter(|found| found.classes & classes != 0).copied().collect()
    };
    let ladder = [
        (cue::SHOULD_NOT, Certainty::Directive, DeonticStrength::ShouldNot),
        (cue::MUST, Certainty::Directive, DeonticStrength::Must),
        (cue::OPTION, Certainty::Directive, DeonticStrength::May),
        (cue::SHOULD, Certainty::Directive, DeonticStrength::Should),
        (cue::UNKNOWN, Certainty::Unknown, DeonticStrength::Unspecified),
        (cue::SPECULATIVE, Certainty::Speculative, DeonticStrength::Unspecified),
        (cue::PROBABLE, Certainty::Probable, DeonticStrength::Unspecified),
        (cue::REPORTED, Certainty::Reported, DeonticStrength::Unspecified),
    ];
    let classes = seen.iter().fold(0, |all, found| all | found.classes);
    for (class, certainty, deontic) in ladder {
        if classes & class == 0 {
            continue;
        }
        let mut found = of(class);
        if certainty == Certainty::Directive && !obliging(reading, clause.extent, &found) {
            continue;
        }
        if certainty == Certainty::Speculative || certainty == Certainty::Directive {
            found = of(class
                | cue::PROBABLE
                | if certainty == Certainty::Directive { cue::SHOULD | cue::MUST } else { 0 });
        }
        return Judged { certainty, deontic, cues: found };
    }
    Judged { certainty: Certainty::Asserted, deontic: DeonticStrength::Unspecified, cues: Vec::new() }
}

/// Takes out what the trained model knows for no hedge where it stands: "membrane potential". "Can" is left: the model's texts
/// took ability for no hedge.
fn without_false_hedges(reading: &Reading<'_>, clause: Clause, seen: &mut Vec<Found>) {
    let doubtful = |found: &Found| {
        let word = reading.lower(found.extent);
        found.classes & (cue::PROBABLE | cue::SPECULATIVE) != 0 && word != "can" && !word.contains(' ')
    };
    if reading.language != "en" || !seen.iter().any(doubtful) {
        return;
    }
    // an attribution far away was judged with the clause that it stands before
    let near = clause.extent.start.saturating_sub(clause.attribution.start) <= 300;
    let start = if near { clause.attribution.start } else { clause.extent.start };
    let sentence = lexeme::read(reading.slice(Extent::new(start, clause.extent.end)));
    let false_ones = shipped::no_hedges(&sentence);
    seen.retain(|found| {
        let at = found.extent.start.checked_sub(start);
        let known = at.is_some_and(|at| false_ones.binary_search_by_key(&at, |cue| cue.start).is_ok());
        !(doubtful(found) && known)
    });
}

/// "recommended" and "advised" as attributes ("the recommended dose") oblige nobody.
fn obliging(reading: &Reading<'_>, clause: Extent, found: &[Found]) -> bool {
    found.iter().any(|cue| {
        if !matches!(reading.lower(cue.extent), "recommended" | "advised") {
            return true;
        }
        let before = reading.lower(Extent::new(clause.start.min(cue.extent.start), cue.extent.start));
        ["is ", "are ", "be ", "we ", "therefore "].iter().any(|verb| before.ends_with(verb))
    })
}

/// The parts of a clause around its relative clauses: one that commas enclose, and one that runs to the end.
fn without_relatives(reading: &Reading<'_>, clause: Extent) -> [Extent; 2] {
    static ENCLOSED: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&[", which ", ", who ", ", whose "]));
    static LAST: LazyLock<Phrases> =
        LazyLock::new(|| Phrases::new(&[" in which ", " of which ", " to which ", " who "]));
    let lower = reading.lower(clause);
    if !reading.may_open(clause) || !reading.words(clause).iter().any(|word| word.may(verb::RELATIVE)) {
        return [clause, Extent::new(clause.end, clause.end)];
    }
    let end = LAST.first(lower).map_or(clause.end, |at| clause.start + at.start);
    let Some(relative) = ENCLOSED.first(lower) else {
        return [Extent::new(clause.start, end), Extent::new(end, end)];
    };
    let rest =
        clause.start + lower[relative.end..].find(',').map_or(lower.len(), |comma| relative.end + comma);
    [Extent::new(clause.start, clause.start + relative.start), Extent::new(rest.min(end), end)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_hedge_elsewhere_are_told_from_hedges() {
        let check = |text: &str, expected: Certainty| {
            let reading = Reading::new(text, "en".into());
            let cues = Cues::find(&reading);
            let start = Extent::new(0, 0);
            let clause = Clause { extent: Extent::new(0, text.len()), attribution: start };
            assert_eq!(judge(&reading, &cues, clause).certainty, expected, "{text}");
        };
        check("The membrane potential of the cells was stable.", Certainty::Asserted);
        check("Zinc may act on nerve cells.", Certainty::Speculative);
        check("Zinc seems to act on nerve cells.", Certainty::Probable);
        check("Zinc can act on nerve cells.", Certainty::Probable);
        check("The cells could not be stained.", Certainty::Asserted);
        check("It was not possible to close the wound.", Certainty::Asserted);
        check("A tumour could not be excluded.", Certainty::Speculative);
        check("The cause is unknown.", Certainty::Unknown);
        check("A loss would be expected.", Certainty::Probable);
        check("The gel has been known to leak.", Certainty::Reported);
    }
}
