//! What a change is a change of, what a thing is related to, and what it is compared with.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::super::cue::{self, Cues};
use super::super::phrases::Phrases;
use super::super::reading::{Extent, Reading};
use super::phrase::phrase;

/// What stands before the thing that another one is related to or acts upon.
const RELATIONS: [&str; 15] = [
    "associated with ",
    "association with ",
    "correlated with ",
    "correlation with ",
    "effect on ",
    "effects on ",
    "impact on ",
    "influence on ",
    "risk factor for ",
    "risk factors for ",
    "predictor of ",
    "predictors of ",
    "related to ",
    "linked to ",
    "effect upon ",
];

/// What stands before the thing that differs or changes.
const DIFFERENCES: [&str; 23] = [
    "difference in ",
    "differences in ",
    "difference of ",
    "change in ",
    "changes in ",
    "reduction in ",
    "reductions in ",
    "reduction of ",
    "increase in ",
    "increases in ",
    "increase of ",
    "decrease in ",
    "decreases in ",
    "decrease of ",
    "decline in ",
    "rise in ",
    "fall in ",
    "improvement in ",
    "improvements in ",
    "improvement of ",
    "loss of ",
    "inhibition of ",
    "prevention of ",
];

/// What stands before a comparator.
const COMPARISONS: [&str; 10] = [
    "compared with ",
    "compared to ",
    "in comparison with ",
    "in comparison to ",
    "relative to ",
    "versus ",
    "vs. ",
    "vs ",
    " than ",
    "rispetto a ",
];

/// All of them, so that a clause is sought through once.
static ALL: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::new(&[&RELATIONS[..], &DIFFERENCES[..], &COMPARISONS[..]].concat()));

/// Where a clause speaks of a relation, a difference and a comparison: the first of each.
#[derive(Debug, Default, Clone)]
pub struct Marks {
    relation: Option<Range<usize>>,
    difference: Option<Range<usize>>,
    comparison: Option<Range<usize>>,
}

impl Marks {
    pub fn of(reading: &Reading<'_>, clause: Extent) -> Self {
        let text = reading.lower(clause).as_bytes();
        let mut marks = Self::default();
        let mut at = 0;
        while let Some((number, place)) = ALL.find(text, at) {
            at = place.end;
            let of_its_kind = match number.checked_sub(RELATIONS.len()) {
                None => &mut marks.relation,
                Some(number) if number < DIFFERENCES.len() => &mut marks.difference,
                Some(_) => &mut marks.comparison,
            };
            of_its_kind.get_or_insert(clause.start + place.start..clause.start + place.end);
        }
        marks
    }
}

/// Words before a comparator that are not of it.
const BEFORE: [&str; 14] = [
    "those ",
    "that ",
    "in ",
    "with ",
    "for ",
    "of ",
    "given ",
    "receiving ",
    "treated ",
    "taking ",
    "among ",
    "the ",
    "patients receiving ",
    "patients treated with ",
];

/// What another thing is related to: "was associated with X", "had no effect on X".
pub fn related(reading: &Reading<'_>, clause: Extent, marks: &Marks) -> Option<Extent> {
    after(reading, clause, marks.relation.as_ref())
}

/// What becomes more, less, better or worse: "reduced X", "a reduction in X", "no difference in X".
pub fn changed(
    reading: &Reading<'_>,
    cues: &Cues,
    clause: Extent,
    marks: &Marks,
    subject: Option<Extent>,
) -> Option<Extent> {
    if let Some(changed) = after(reading, clause, marks.difference.as_ref()) {
        return Some(changed);
    }
    let begin = subject.map_or(clause.start, |subject| subject.end);
    let rest = Extent::new(begin, clause.end);
    let change = cues.of(rest, cue::MORE | cue::LESS | cue::BETTER | cue::WORSE).next()?;
    found(phrase(reading, Extent::new(change.extent.end, clause.end)))
}

/// The thing and those that follow it in a list: "X, Y and Z". At most four.
pub fn list(reading: &Reading<'_>, first: Extent, clause: Extent) -> Vec<Extent> {
    let mut items = vec![first];
    while let Some(last) = items.last() {
        let tail = reading.lower(Extent::new(last.end, clause.end));
        let closing = [", and ", " and "].iter().find(|join| tail.starts_with(*join));
        let Some(join) = closing.or_else(|| [", "].iter().find(|join| tail.starts_with(*join))) else {
            break;
        };
        let start = last.end + join.len();
        let next = phrase(reading, Extent::new(start, clause.end));
        let words = reading.slice(next).split(' ').count();
        if next.start != start || next.end < start + 3 || words > 4 || items.len() == 4 {
            break;
        }
        items.push(next);
        if closing.is_some() {
            return items;
        }
    }
    // without its closing "and" it was no list
    items.truncate(1);
    items
}

/// Both things of "between A and B".
pub fn between(reading: &Reading<'_>, clause: Extent) -> Option<(Extent, Extent)> {
    static BETWEEN: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(" between "));
    let lower = reading.lower(clause).as_bytes();
    let start = clause.start + BETWEEN.find(lower)? + BETWEEN.needle().len();
    let first = found(phrase(reading, Extent::new(start, clause.end)))?;
    let tail = reading.lower(Extent::new(first.end, clause.end));
    let second = first.end + tail.starts_with(" and ").then_some(" and ".len())?;
    Some((first, found(phrase(reading, Extent::new(second, clause.end)))?))
}

/// What something is compared with.
pub fn comparator(reading: &Reading<'_>, clause: Extent, marks: &Marks) -> Option<Extent> {
    let place = marks.comparison.as_ref()?;
    let before = reading.lower(Extent::new(clause.start, place.start));
    if before.ends_with("rather") || before.ends_with("other") || before.ends_with("later") {
        return None;
    }
    let mut start = place.end;
    while let Some(lead) =
        BEFORE.iter().find(|lead| reading.lower(Extent::new(start, clause.end)).starts_with(*lead))
    {
        start += lead.len();
    }
    found(phrase(reading, Extent::new(start, clause.end)))
}

fn after(reading: &Reading<'_>, clause: Extent, mark: Option<&Range<usize>>) -> Option<Extent> {
    found(phrase(reading, Extent::new(mark?.end, clause.end)))
}

fn found(extent: Extent) -> Option<Extent> {
    (extent.end > extent.start + 1).then_some(extent)
}
