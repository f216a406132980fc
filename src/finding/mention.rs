//! Light mentions of population, intervention, comparator and outcome: "A reduced X compared with B in C".

use std::sync::LazyLock;

use super::abbreviation::Abbreviation;
use super::cue::{self, Cues};
use super::phrases::Phrases;
use super::reading::{Extent, Reading};
use super::{mesh, token, verb};
use crate::contract::v1::{FindingKind, Mention};

/// The mentions of one clause.
#[derive(Debug, Default)]
pub struct Mentions {
    pub populations: Vec<Mention>,
    pub interventions: Vec<Mention>,
    pub comparators: Vec<Mention>,
    pub outcomes: Vec<Mention>,
}

/// Words for those in whom something is found.
const PEOPLE: &[&str] = &[
    "patients",
    "patient",
    "women",
    "men",
    "children",
    "adults",
    "subjects",
    "participants",
    "infants",
    "rats",
    "mice",
    "dogs",
    "cats",
    "rabbits",
    "pigs",
    "cases",
    "individuals",
    "adolescents",
    "volunteers",
    "controls",
    "people",
    "students",
    "neonates",
    "newborns",
    "cells",
    "pazienti",
    "donne",
    "uomini",
    "bambini",
    "soggetti",
    "cows",
    "horses",
    "sheep",
    "residents",
    "workers",
    "nurses",
    "girls",
    "boys",
];
static PERSON: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(PEOPLE));

/// Where a subject ends before its verb.
static ASIDES: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::new(&["(", ", ", " such as ", " which ", " who "]));

/// Where the phrase of an object or comparator ends.
static MARKS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        " in ",
        " with ",
        " compared ",
        " than ",
        " by ",
        " from ",
        " at ",
        " after ",
        " during ",
        " among ",
        " versus ",
        " vs",
        " for ",
        " and ",
        " to ",
        " was ",
        " were ",
        " is ",
        " are ",
        " when ",
        " through ",
        " as ",
    ])
});

/// What stands before people.
static PREPOSITIONS: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::new(&[" in ", " of ", " among ", " for "]));

/// What stands before a comparator.
static COMPARISONS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&["compared with ", "compared to ", "versus ", "vs. ", "vs ", " than ", "rispetto a "])
});

/// Reads the mentions of a clause.
pub fn read(
    reading: &Reading<'_>,
    cues: &Cues,
    clause: Extent,
    kind: FindingKind,
    abbreviations: &[Abbreviation],
) -> Mentions {
    let make = |extent: Extent| mention(reading, extent, abbreviations);
    let mut mentions = Mentions::default();
    let words: Vec<Extent> = token::words(reading, clause).collect();
    let person = |word: &&Extent| PERSON.holds(reading.lower(**word));
    let first_person = words.iter().find(person).copied();
    mentions.populations.extend(first_person.map(|word| population(reading, clause, word)).map(make));
    mentions.comparators.extend(comparator(reading, clause).map(make));
    let subject = subject(reading, clause, &words);
    let object = object(reading, cues, clause);
    let treated = subject.is_some_and(|subject| cues.any(subject, cue::TREATMENT));
    if let Some(subject) = subject {
        let people = first_person.is_some_and(|word| word.end <= subject.end);
        if treated || kind == FindingKind::Efficacy && object.is_some() && !people {
            mentions.interventions.push(make(subject));
        } else if people {
            if mentions.populations.is_empty() {
                mentions.populations.push(make(subject));
            }
        } else {
            mentions.outcomes.push(make(subject));
        }
    }
    if let Some(object) = object.filter(|_| mentions.outcomes.is_empty()) {
        mentions.outcomes.push(make(object));
    }
    mentions
}

fn mention(reading: &Reading<'_>, extent: Extent, abbreviations: &[Abbreviation]) -> Mention {
    let text = reading.slice(extent);
    let short = abbreviations.iter().find(|pair| reading.slice(pair.short) == text);
    let expansion = short.map_or("", |pair| reading.slice(pair.long));
    let descriptor = mesh::descriptor(if expansion.is_empty() { text } else { expansion });
    let (mesh_code, mesh_label) = descriptor.map_or(("", ""), |found| (found.ui, found.heading));
    Mention {
        text: text.to_owned(),
        span: Some(reading.span(extent)),
        expansion: expansion.to_owned(),
        mesh_code: mesh_code.to_owned(),
        mesh_label: mesh_label.to_owned(),
    }
}

/// The noun phrase before the first verb.
fn subject(reading: &Reading<'_>, clause: Extent, words: &[Extent]) -> Option<Extent> {
    let verb = words.iter().take(30).find(|word| verb::ends_subject(reading.lower(**word)))?;
    let mut extent = reading.trimmed(Extent::new(clause.start, verb.start));
    if let Some(aside) = ASIDES.first(reading.lower(extent)) {
        extent = reading.trimmed(Extent::new(extent.start, extent.start + aside.start));
    }
    let empty = ["there", "it", "this", "they", "these", "we", ""].contains(&reading.lower(extent));
    (!empty && extent.end - extent.start <= 160).then_some(extent)
}

/// What follows the word of change: "reduced mortality", "higher risk of stroke".
fn object(reading: &Reading<'_>, cues: &Cues, clause: Extent) -> Option<Extent> {
    let change = cues.of(clause, cue::MORE | cue::LESS | cue::BETTER | cue::WORSE).next()?;
    let after = Extent::new(change.extent.end, clause.end);
    let phrase = phrase(reading, after);
    (phrase.end > phrase.start + 2).then_some(phrase)
}

/// The words up to the next preposition of place or comparison, bracket, comma or number.
fn phrase(reading: &Reading<'_>, after: Extent) -> Extent {
    let after = reading.trimmed(after);
    let lower = reading.lower(after);
    let stops = |byte: u8| matches!(byte, b'(' | b'[' | b',' | b';' | b'.' | b'<' | b'=' | b'0'..=b'9');
    let stop = lower.bytes().position(stops).unwrap_or(lower.len());
    // a mark may reach over the stop: " vs."
    let near = &lower.as_bytes()[..lower.len().min(stop + 12)];
    let end = MARKS.find(near, 0).map_or(stop, |(_, mark)| mark.start.min(stop));
    let starts_wrong =
        ["in ", "than ", "with ", "by ", "from ", "to ", "at ", "of "].iter().any(|w| lower.starts_with(w));
    if starts_wrong {
        Extent::new(after.start, after.start)
    } else {
        reading.trimmed(Extent::new(after.start, after.start + end))
    }
}

fn comparator(reading: &Reading<'_>, clause: Extent) -> Option<Extent> {
    let lower = reading.lower(clause);
    let mut start = clause.start + COMPARISONS.first(lower)?.end;
    for lead in ["those ", "that ", "in ", "with ", "for ", "of ", "receiving ", "the "] {
        if reading.lower(Extent::new(start, clause.end)).starts_with(lead) {
            start += lead.len();
        }
    }
    let extent = phrase(reading, Extent::new(start, clause.end));
    (extent.end > extent.start + 1).then_some(extent)
}

/// The people whom `person` names, from their preposition to what sets them apart.
fn population(reading: &Reading<'_>, clause: Extent, person: Extent) -> Extent {
    let lower = reading.lower(clause);
    let head = &lower.as_bytes()[..person.start - clause.start];
    let mut start = None;
    let mut at = head.len().saturating_sub(70);
    while let Some((_, place)) = PREPOSITIONS.find(head, at) {
        start = Some(place.end);
        at = place.start + 1;
    }
    let start = clause.start + start.unwrap_or(0);
    if person.start - start > 60 || start == clause.start && head.len() > 40 {
        return person;
    }
    let tail = &lower[person.end - clause.start..];
    let mut end = person.end;
    for lead in [" with ", " at ", " without ", " aged ", " undergoing ", " receiving "] {
        if tail.starts_with(lead) {
            end = phrase(reading, Extent::new(person.end + lead.len(), clause.end)).end.max(person.end);
        }
    }
    reading.trimmed(Extent::new(start, end))
}
