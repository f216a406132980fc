//! Light mentions of population, intervention, comparator and outcome: "A reduced X compared with B in C".

mod object;
mod people;
mod phrase;

use super::abbreviation::Abbreviation;
use super::cue::{self, Cues};
use super::mesh;
use super::reading::{Extent, Reading};
use super::verb::{self, Word};
use crate::contract::v1::{FindingKind, Mention};

pub use phrase::LISTS;

/// The mentions of one clause.
#[derive(Debug, Default)]
pub struct Mentions {
    pub populations: Vec<Mention>,
    pub interventions: Vec<Mention>,
    pub comparators: Vec<Mention>,
    pub outcomes: Vec<Mention>,
}

/// True when the extent names people, animals or cells.
pub fn names_people(reading: &Reading<'_>, extent: Extent) -> bool {
    reading.cut_words(extent).take(120).any(|word| word.may(phrase::PERSON))
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
    let words: Vec<Word> = reading.cut_words(clause).take(LONGEST).collect();
    let mut mentions = Mentions::default();
    let population = people::population(reading, clause, &words);
    mentions.populations.extend(population.map(make));
    let marks = object::Marks::of(reading, clause);
    let between = object::between(reading, clause);
    let comparator =
        between.map(|(_, second)| second).or_else(|| object::comparator(reading, clause, &marks));
    mentions.comparators.extend(comparator.map(make));

    let subject = subject(reading, clause, &words);
    let related = object::related(reading, clause, &marks);
    let objects = match related {
        Some(related) => object::list(reading, related, clause),
        None => object::changed(reading, cues, clause, &marks, subject)
            .map_or_else(Vec::new, |changed| object::list(reading, changed, clause)),
    };
    // what stands for people or for what they are compared with is no outcome besides
    let taken = |extent: &Extent| {
        [population, comparator]
            .into_iter()
            .flatten()
            .any(|other| extent.start < other.end && other.start < extent.end)
    };
    if let Some(subject) = subject.filter(|subject| !taken(subject)) {
        let treated = cues.any(subject, cue::TREATMENT);
        if treated || !objects.is_empty() && (related.is_some() || kind == FindingKind::Efficacy) {
            mentions.interventions.push(make(subject));
        } else {
            mentions.outcomes.extend(object::list(reading, subject, clause).into_iter().map(make));
        }
    } else if let Some((first, _)) = between.filter(|_| kind == FindingKind::Efficacy) {
        mentions.interventions.push(make(first));
    }
    if mentions.outcomes.is_empty() {
        mentions.outcomes.extend(objects.into_iter().filter(|extent| !taken(extent)).map(make));
    }
    mentions
}

/// Words of a clause that are looked at, so that a list as long as a book costs no more than its length.
const LONGEST: usize = 120;

/// A mention with what it abbreviates and the descriptor that it names.
fn mention(reading: &Reading<'_>, extent: Extent, abbreviations: &[Abbreviation]) -> Mention {
    let text = reading.slice(extent);
    let expanded = |text: &str| {
        let pair = abbreviations.iter().find(|pair| reading.slice(pair.short) == text);
        pair.map(|pair| reading.slice(pair.long))
    };
    let expansion = expanded(text).unwrap_or_default();
    let descriptor = match expansion {
        "" => mesh::descriptor_with(text, expanded),
        long => mesh::descriptor(long),
    };
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
fn subject(reading: &Reading<'_>, clause: Extent, words: &[Word]) -> Option<Extent> {
    let at = words.iter().take(30).position(|word| word.may(verb::ENDS_SUBJECT))?;
    let mut end = words.get(at)?.extent.start;
    // "markedly retarded", "failed to": the verb began earlier than the list of verbs knows
    for pair in words.get(..at)?.windows(2) {
        let [first, second] = pair else { continue };
        if reading.lower(first.extent).ends_with("ly") && reading.lower(second.extent).ends_with("ed") {
            end = first.extent.start;
            break;
        }
    }
    let mut extent = Extent::new(clause.start, end);
    if words.first().is_some_and(|word| word.may(phrase::FRONT)) {
        // a fronted phrase ends with a comma, or else the subject is not to be told from it
        let comma = reading.lower(extent).rfind(", ")?;
        extent = Extent::new(extent.start + comma + 2, end);
    }
    let extent = phrase::tidy(reading, phrase::before_aside(reading, extent));
    let first = reading.cut_words(extent).next()?;
    let last = reading.cut_words(extent).last()?;
    let number = reading.slice(extent).bytes().all(|byte| byte.is_ascii_digit());
    let empty =
        number || [first, last].iter().any(|word| word.may(phrase::NOTHING)) || last.may(phrase::DIFFERENCE);
    (!empty && extent.end - extent.start <= 120).then_some(extent)
}

#[cfg(test)]
mod tests;
