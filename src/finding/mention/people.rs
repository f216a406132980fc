//! Those in whom something is found.

use super::super::reading::{Extent, Reading};
use super::super::verb::Word;
use super::phrase;

/// What may stand between people and what sets them apart.
const APART: [&str; 10] = [
    " with ",
    " at ",
    " without ",
    " aged ",
    " undergoing ",
    " receiving ",
    " suffering from ",
    " who had ",
    " diagnosed with ",
    " treated with ",
];

/// The first people of a clause, with what stands before them and what sets them apart.
pub fn population(reading: &Reading<'_>, clause: Extent, words: &[Word]) -> Option<Extent> {
    let at = (0..words.len()).find(|at| is_person(reading, clause, words, *at))?;
    let person = words.get(at)?.extent;
    let mut start = person.start;
    for word in words.get(at.saturating_sub(6)..at)?.iter().rev() {
        let gap = reading.lower(Extent::new(word.extent.end, start));
        let text = reading.lower(word.extent);
        if gap.bytes().any(|byte| !matches!(byte, b' ' | b'-' | b'/')) || phrase::parts_people(*word, text) {
            break;
        }
        start = word.extent.start;
    }
    let tail = reading.lower(Extent::new(person.end, clause.end));
    let lead = APART.iter().find(|lead| tail.starts_with(*lead));
    let end = lead.map_or(person.end, |lead| {
        let apart = phrase::phrase(reading, Extent::new(person.end + lead.len(), clause.end));
        joined(reading, apart, clause).max(person.end)
    });
    Some(phrase::tidy(reading, Extent::new(start, end)))
}

/// Where "head and neck cancer" ends, of which `first` is the head. Other people after an "and" are not of these.
fn joined(reading: &Reading<'_>, first: Extent, clause: Extent) -> usize {
    let tail = reading.lower(Extent::new(first.end, clause.end));
    let Some(join) = [" and ", " or "].iter().find(|join| tail.starts_with(*join)) else { return first.end };
    let second = phrase::phrase(reading, Extent::new(first.end + join.len(), clause.end));
    let people = reading.cut_words(second).any(|word| word.may(phrase::PERSON));
    let near = second.start == first.end + join.len() && reading.slice(second).split(' ').count() <= 4;
    if near && !people { second.end.max(first.end) } else { first.end }
}

/// True where the word stands for people: not for "in 3% of cases", "patient satisfaction", "cells" of a table.
fn is_person(reading: &Reading<'_>, clause: Extent, words: &[Word], at: usize) -> bool {
    let Some(word) = words.get(at).filter(|word| word.may(phrase::PERSON)) else { return false };
    let text = reading.lower(word.extent);
    let tail = reading.lower(Extent::new(word.extent.end, clause.end));
    match text {
        "cases" => tail.starts_with(" with ") || tail.starts_with(" of "),
        // before another noun it only describes it
        "patient" => {
            let next = words.get(at + 1).filter(|next| next.extent.start == word.extent.end + 1);
            next.is_none_or(|next| phrase::parts_people(*next, reading.lower(next.extent)))
        }
        "controls" => !tail.starts_with(" the "),
        _ => !tail.starts_with(['\'', '’']),
    }
}
