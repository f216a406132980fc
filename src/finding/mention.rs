//! Light mentions of population, intervention, comparator and outcome: "A reduced X compared with B in C".

use super::abbreviation::Abbreviation;
use super::cue::{self, Cues};
use super::reading::{Extent, Reading};
use super::token;
use crate::contract::v1::{FindingKind, Mention};

/// The mentions of one clause.
#[derive(Debug, Default)]
pub struct Mentions {
    pub populations: Vec<Mention>,
    pub interventions: Vec<Mention>,
    pub comparators: Vec<Mention>,
    pub outcomes: Vec<Mention>,
}

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
    mentions.populations.extend(population(reading, clause).map(make));
    mentions.comparators.extend(comparator(reading, clause).map(make));
    let subject = subject(reading, clause);
    let object = object(reading, cues, clause);
    let treated = subject.is_some_and(|subject| cues.any(subject, cue::TREATMENT));
    if let Some(subject) = subject {
        let people = token::words(reading, subject).any(|word| person(reading.lower(word)));
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
    Mention {
        text: text.to_owned(),
        span: Some(reading.span(extent)),
        expansion: short.map_or_else(String::new, |pair| reading.slice(pair.long).to_owned()),
        ..Default::default()
    }
}

/// The noun phrase before the first verb.
fn subject(reading: &Reading<'_>, clause: Extent) -> Option<Extent> {
    let verb = token::words(reading, clause).take(30).find(|word| verb(reading.lower(*word)))?;
    let mut extent = reading.trimmed(Extent::new(clause.start, verb.start));
    let lower = reading.lower(extent);
    if let Some(cut) =
        ["(", ", ", " such as ", " which ", " who "].iter().filter_map(|mark| lower.find(mark)).min()
    {
        extent = reading.trimmed(Extent::new(extent.start, extent.start + cut));
    }
    let empty = ["there", "it", "this", "they", "these", "we", ""].contains(&reading.lower(extent));
    (!empty && extent.end - extent.start <= 160).then_some(extent)
}

fn verb(word: &str) -> bool {
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
            | "increased"
            | "increases"
            | "decreased"
            | "decreases"
            | "reduced"
            | "reduces"
            | "improved"
            | "improves"
            | "caused"
            | "causes"
            | "showed"
            | "shows"
            | "inhibited"
            | "induced"
            | "occurred"
            | "remains"
            | "remained"
            | "fell"
            | "rose"
            | "prevented"
            | "enhanced"
            | "appears"
            | "seems"
            | "resulted"
            | "led"
            | "need"
            | "needs"
            | "always"
            | "significantly"
            | "not"
            | "produced"
            | "affected"
            | "è"
            | "sono"
            | "ha"
            | "hanno"
            | "può"
    )
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
    let marks = [
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
    ];
    let stops = |byte: u8| matches!(byte, b'(' | b'[' | b',' | b';' | b'.' | b'<' | b'=' | b'0'..=b'9');
    let stop = lower.bytes().position(stops).unwrap_or(lower.len());
    let mut spaces = lower[..stop].match_indices(' ').map(|(at, _)| at);
    // a mark may reach over the stop: " vs."
    let end = spaces.find(|at| marks.iter().any(|mark| lower[*at..].starts_with(mark))).unwrap_or(stop);
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
    let mark = ["compared with ", "compared to ", "versus ", "vs. ", "vs ", " than ", "rispetto a "];
    let (at, word) = mark.iter().filter_map(|mark| lower.find(mark).map(|at| (at, mark))).min()?;
    let mut start = clause.start + at + word.len();
    for lead in ["those ", "that ", "in ", "with ", "for ", "of ", "receiving ", "the "] {
        if reading.lower(Extent::new(start, clause.end)).starts_with(lead) {
            start += lead.len();
        }
    }
    let extent = phrase(reading, Extent::new(start, clause.end));
    (extent.end > extent.start + 1).then_some(extent)
}

fn population(reading: &Reading<'_>, clause: Extent) -> Option<Extent> {
    let person_word = token::words(reading, clause).find(|word| person(reading.lower(*word)))?;
    let lower = reading.lower(clause);
    let head = &lower[..person_word.start - clause.start];
    let start = [" in ", " of ", " among ", " for "]
        .iter()
        .filter_map(|p| head.rfind(p).map(|at| at + p.len()))
        .max();
    let start = start.map_or(clause.start, |at| clause.start + at);
    if person_word.start - start > 60 || start == clause.start && head.len() > 40 {
        return Some(person_word);
    }
    let tail = &lower[person_word.end - clause.start..];
    let mut end = person_word.end;
    for lead in [" with ", " at ", " without ", " aged ", " undergoing ", " receiving "] {
        if tail.starts_with(lead) {
            end = phrase(reading, Extent::new(person_word.end + lead.len(), clause.end))
                .end
                .max(person_word.end);
        }
    }
    Some(reading.trimmed(Extent::new(start, end)))
}

fn person(word: &str) -> bool {
    matches!(
        word,
        "patients"
            | "patient"
            | "women"
            | "men"
            | "children"
            | "adults"
            | "subjects"
            | "participants"
            | "infants"
            | "rats"
            | "mice"
            | "dogs"
            | "cats"
            | "rabbits"
            | "pigs"
            | "cases"
            | "individuals"
            | "adolescents"
            | "volunteers"
            | "controls"
            | "people"
            | "students"
            | "neonates"
            | "newborns"
            | "cells"
            | "pazienti"
            | "donne"
            | "uomini"
            | "bambini"
            | "soggetti"
            | "cows"
            | "horses"
            | "sheep"
            | "residents"
            | "workers"
            | "nurses"
            | "girls"
            | "boys"
    )
}
