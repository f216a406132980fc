//! Kind of a finding; it follows the predicate of the clause. What the clause and its record say is gathered as bits, and
//! each bit speaks for or against each kind, as much as `kind/weights.rs` says.

mod weights;
mod word;

use std::sync::LazyLock;

use super::cue::{self, Cues};
use super::phrases::Phrases;
use super::reading::{Extent, Reading};
use super::{mention, role, verb};
use crate::contract::v1::{Certainty, FindingKind, Measurement, SentenceRole};

/// What is judged.
#[derive(Clone, Copy)]
pub struct Clause<'a> {
    pub reading: &'a Reading<'a>,
    pub cues: &'a Cues,
    pub extent: Extent,
    /// Head of its subject, and its predicate.
    pub core: [Extent; 2],
    /// All that the cues of the clause say.
    pub said: cue::Classes,
    pub certainty: Certainty,
    pub role: SentenceRole,
    pub measurements: &'a [Measurement],
    pub record: &'a Record,
}

/// What a record says of all its clauses.
#[derive(Clone, Copy, Default)]
pub struct Record {
    /// Something is given or done in the study.
    pub interventional: bool,
    scores: Scores,
}

/// Where a bit of evidence stands.
#[derive(Clone, Copy)]
enum Place {
    /// Cues of the head of the subject, of the predicate, and of the whole clause.
    Subject,
    Predicate,
    Whole,
    /// Cues of the clause where something was given or done.
    Given,
    /// Words of the head of the subject, and the first ones of the predicate.
    SubjectWords,
    PredicateWords,
    /// Kinds of its numbers, its certainty and the role of its sentence, each as one bit.
    Numbers,
    Certainty,
    Role,
    /// Whatever else is true of it.
    Fact,
    /// Cues that the record has thrice or more.
    Often,
}

const PLACES: usize = Place::Often as usize + 1;

/// Kinds in the order of the contract, which is that of the weights.
pub const KINDS: [FindingKind; 11] = [
    FindingKind::Efficacy,
    FindingKind::Safety,
    FindingKind::Association,
    FindingKind::Prognosis,
    FindingKind::Prevalence,
    FindingKind::Diagnostic,
    FindingKind::Recommendation,
    FindingKind::Expectation,
    FindingKind::ResearchStatus,
    FindingKind::Controversy,
    FindingKind::Description,
];

/// What is true of a clause or its record, other than words.
mod fact {
    pub const CLAUSE: u64 = 1;
    pub const INTERVENTIONAL: u64 = 1 << 1;
    /// The record asks how frequent something is.
    pub const SURVEYING: u64 = 1 << 2;
    pub const CASE: u64 = 1 << 3;
    /// Its verb acts on something; and where something was given or done.
    pub const ACTING: u64 = 1 << 4;
    pub const ACTING_GIVEN: u64 = 1 << 5;
    pub const PAST: u64 = 1 << 6;
    pub const PEOPLE: u64 = 1 << 7;
    pub const PEOPLE_SUBJECT: u64 = 1 << 8;
    pub const PEOPLE_SUBJECT_GIVEN: u64 = 1 << 9;
    /// Its subject and predicate are not known.
    pub const UNPARTED: u64 = 1 << 10;
    pub const NUMBERS: u64 = 1 << 11;
    /// The title speaks of what something does to something.
    pub const TITLE_GIVES: u64 = 1 << 12;
}

/// How much speaks for each kind.
#[derive(Clone, Copy, Default)]
struct Scores([i16; 16]);

struct Table {
    weights: [[[i8; 16]; 64]; PLACES],
    /// Bits that have weights, by place.
    known: [u64; PLACES],
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { weights: [[[0; 16]; 64]; PLACES], known: [0; PLACES] };
    for (place, bit, weights) in weights::ROWS {
        let place = *place as usize;
        table.known[place] |= bit;
        table.weights[place][bit.trailing_zeros() as usize][..KINDS.len()].copy_from_slice(weights);
    }
    table
});

impl Scores {
    /// Adds what each bit at a place says.
    fn hear(&mut self, place: Place, bits: u64) {
        let table = &*TABLE;
        let mut bits = bits & table.known[place as usize];
        while bits != 0 {
            let row = &table.weights[place as usize][bits.trailing_zeros() as usize];
            self.0.iter_mut().zip(row).for_each(|(score, weight)| *score += i16::from(*weight));
            bits &= bits - 1;
        }
    }

    fn best(&self) -> FindingKind {
        let best = KINDS.iter().zip(self.0).rev().max_by_key(|(_, score)| *score);
        best.map_or(FindingKind::Description, |(kind, _)| *kind)
    }
}

impl Record {
    pub fn of(reading: &Reading<'_>, cues: &Cues, title: &str) -> Self {
        let whole = Extent::new(0, reading.text.len());
        let case = role::tells_a_case(reading);
        let gives = of_intervention(&title.to_ascii_lowercase());
        let given = cues.of(whole, cue::GIVEN).nth(1).is_some() || reading.lower.contains("before and after");
        let interventional = !case && (given || gives);
        let asks = ["prevalence", "incidence", "epidemiolog", "survey"];
        let surveying = asks.iter().any(|word| reading.lower.contains(word));
        let facts = [
            (interventional, fact::INTERVENTIONAL),
            (surveying, fact::SURVEYING),
            (case, fact::CASE),
            (gives, fact::TITLE_GIVES),
        ];
        let mut scores = Scores::default();
        scores.hear(Place::Fact, true_ones(&facts));
        scores.hear(Place::Often, thrice(cues.within(whole)));
        Self { interventional, scores }
    }
}

/// The classes that three cues or more have.
fn thrice(cues: &[cue::Found]) -> cue::Classes {
    let [_, _, thrice] = cues.iter().fold([0; 3], |[once, twice, thrice], cue| {
        [once | cue.classes, twice | once & cue.classes, thrice | twice & cue.classes]
    });
    thrice
}

fn true_ones(facts: &[(bool, u64)]) -> u64 {
    facts.iter().filter(|(is, _)| *is).fold(0, |all, (_, bit)| all | bit)
}

impl Clause<'_> {
    /// The kind for which most speaks.
    pub fn kind(&self) -> FindingKind {
        let Self { reading, cues, core: [head, predicate], record, .. } = *self;
        let parted = head != predicate;
        let acting = verb::acting(reading, self.extent);
        let people_subject = mention::names_people(reading, head);
        let facts = [
            (true, fact::CLAUSE),
            (acting, fact::ACTING),
            (acting && record.interventional, fact::ACTING_GIVEN),
            (verb::past(reading, self.extent), fact::PAST),
            (people_subject || mention::names_people(reading, self.extent), fact::PEOPLE),
            (people_subject, fact::PEOPLE_SUBJECT),
            (people_subject && record.interventional, fact::PEOPLE_SUBJECT_GIVEN),
            (!parted, fact::UNPARTED),
            (!self.measurements.is_empty(), fact::NUMBERS),
        ];
        let mut scores = record.scores;
        scores.hear(Place::Fact, true_ones(&facts));
        scores.hear(Place::Whole, self.said);
        if record.interventional {
            scores.hear(Place::Given, self.said);
        }
        let predicate_words = reading.words(predicate);
        let first = &predicate_words[..predicate_words.len().min(NEAR)];
        scores.hear(Place::PredicateWords, word::classes(reading, first));
        if parted {
            scores.hear(Place::Subject, cues.said(head));
            scores.hear(Place::Predicate, cues.said(predicate));
            let subject = reading.words(head);
            let last = &subject[subject.len().saturating_sub(NEAR)..];
            scores.hear(Place::SubjectWords, word::classes(reading, last));
        }
        let numbers = self.measurements.iter().fold(0, |all, number| all | bit(number.kind));
        scores.hear(Place::Numbers, numbers);
        scores.hear(Place::Certainty, bit(self.certainty.into()));
        scores.hear(Place::Role, bit(self.role.into()));
        scores.best()
    }
}

/// How many words of subject and predicate are looked at: the last and the first ones.
const NEAR: usize = 6;

/// The bit of a value of one of the contract's enums.
const fn bit(value: i32) -> u64 {
    match value {
        0..64 => 1 << value,
        _ => 0,
    }
}

/// A title that speaks of what something does to something: "Effects of zinc on sleep", "Treatment of gout".
fn of_intervention(title: &str) -> bool {
    static GIVEN: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "effect of",
            "effects of",
            "impact of",
            "exposure to",
            "treatment",
            "treated",
            "therapy",
            "trial",
            "efficacy",
            "response to",
            "responses to",
            "administration",
            "management of",
            "influence of",
            "action of",
            "inhibition of",
            "stimulation of",
            "injection",
        ])
    });
    GIVEN.within(title)
}

#[cfg(test)]
mod tests;
