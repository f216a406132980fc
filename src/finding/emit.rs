//! Puts a finding together, clause by clause, in text order.

use std::ops::Range;

use super::abbreviation::{self, Abbreviation};
use super::clause::{self, Clause};
use super::cue::{Cues, Found};
use super::reading::{Extent, Reading};
use super::role::Role;
use super::sentence::{self, Sentence};
use super::{
    Extracted, abstract_sha256, certainty, direction, gate, kind, language, mention, number, provenance, role,
};
use crate::contract::v1::{
    self, Cue, Evidence, ExtractedSentence, Finding, FindingKind, Measurement, MeasurementKind, SentenceRole,
};

/// Reads one abstract, under the title of its record if it has one.
pub fn extract(abstract_: &v1::Abstract, index: usize, title: &str) -> Extracted {
    let reading = Reading::new(&abstract_.text, language::of(abstract_));
    let cues = Cues::find(&reading);
    let sentences = sentence::split(&reading, &abstract_.sections);
    let roles = role::roles(&reading, &cues, &sentences);
    let abbreviations = abbreviation::find(&reading);
    let place = Place {
        reading: &reading,
        cues: &cues,
        abbreviations: &abbreviations,
        abstract_index: i32::try_from(index).unwrap_or(i32::MAX),
        sha256: abstract_sha256(&abstract_.text),
        record: kind::Record::of(&reading, &cues, title),
    };
    let mut sized = false;
    let mut extracted = Extracted {
        sentences: Vec::with_capacity(sentences.len()),
        findings: Vec::with_capacity(sentences.len()),
    };
    for (at, (sentence, role)) in sentences.iter().zip(roles).enumerate() {
        let mut numbers = number::measurements(&reading, sentence.extent);
        place.findings(at, sentence, role, &mut numbers, &mut sized, &mut extracted.findings);
        extracted.sentences.push(ExtractedSentence {
            abstract_index: place.abstract_index,
            span: Some(reading.span(sentence.extent)),
            text: reading.slice(sentence.extent).to_owned(),
            role: role.role.into(),
            role_source: role.source.into(),
            measurements: numbers,
        });
    }
    extracted
}

struct Place<'r> {
    reading: &'r Reading<'r>,
    cues: &'r Cues,
    abbreviations: &'r [Abbreviation],
    abstract_index: i32,
    sha256: String,
    record: kind::Record,
}

impl Place<'_> {
    fn findings(
        &self,
        at: usize,
        sentence: &Sentence,
        role: Role,
        numbers: &mut [Measurement],
        sized: &mut bool,
        findings: &mut Vec<Finding>,
    ) {
        for (place, clause) in clause::split(self.reading, self.cues, sentence.extent).into_iter().enumerate()
        {
            let mut candidate = gate::Candidate {
                reading: self.reading,
                cues: self.cues,
                extent: clause.extent,
                said: self.cues.said(clause.extent),
                first: place == 0,
                role,
                measurements: Vec::new(),
            };
            let own = places(self.reading, clause.extent, numbers);
            if candidate.counts_subjects() {
                numbers[own.clone()].iter_mut().for_each(|number| number_of_subjects(self.reading, number));
                joined_subjects(self.reading, &mut numbers[own.clone()]);
            } else if candidate.opens_with_its_subjects() {
                let first = numbers[own.clone()].iter_mut().find(|number| counts(number));
                first.into_iter().for_each(|number| number.kind = MeasurementKind::SampleSize.into());
            } else if !*sized && candidate.names_its_subjects() {
                // the first people counted are those studied, the next are parts of them
                let first = numbers[own.clone()].iter_mut().find(|number| counts(number));
                first.into_iter().for_each(|number| number_of_subjects(self.reading, number));
            }
            *sized |= numbers[own].iter().any(|number| number.kind == MeasurementKind::SampleSize as i32);
            candidate.measurements = inside(self.reading, clause.extent, numbers);
            let found = self.finding(clause, &candidate).or_else(|| self.sample(clause, &candidate));
            let Some(mut finding) = found else { continue };
            finding.measurements = candidate.measurements;
            self.place(&mut finding, at, sentence, role, clause.extent);
            findings.push(finding);
        }
    }

    /// What was done tells the number of subjects only.
    fn sample(&self, clause: Clause, candidate: &gate::Candidate<'_>) -> Option<Finding> {
        let size = |number: &Measurement| number.kind == MeasurementKind::SampleSize as i32;
        let done = candidate.counts_subjects() || candidate.role.role == SentenceRole::Background;
        if !done || !candidate.measurements.iter().any(size) {
            return None;
        }
        let kind = FindingKind::Description;
        let mentions = mention::read(self.reading, self.cues, clause.extent, kind, self.abbreviations);
        Some(Finding {
            kind: kind.into(),
            populations: mentions.populations,
            direction: v1::Direction::None.into(),
            certainty: v1::Certainty::Asserted.into(),
            ..Default::default()
        })
    }

    fn finding(&self, clause: Clause, candidate: &gate::Candidate<'_>) -> Option<Finding> {
        let numbers = &candidate.measurements;
        let judged = certainty::judge(self.reading, self.cues, clause);
        let core = clause::core(self.reading, clause.extent);
        let told = kind::Clause {
            reading: self.reading,
            cues: self.cues,
            extent: clause.extent,
            core,
            said: candidate.said,
            certainty: judged.certainty,
            role: candidate.role.role,
            measurements: numbers,
            record: &self.record,
        };
        let kind = told.kind();
        if !candidate.tells(kind) {
            return None;
        }
        let way = direction::read(&told, kind);
        let mentions = mention::read(self.reading, self.cues, clause.extent, kind, self.abbreviations);
        Some(Finding {
            kind: kind.into(),
            populations: mentions.populations,
            interventions: mentions.interventions,
            comparators: mentions.comparators,
            outcomes: mentions.outcomes,
            direction: way.direction.into(),
            certainty: judged.certainty.into(),
            certainty_cues: self.quoted(&judged.cues),
            direction_cues: self.quoted(&way.cues),
            negated: way.negated,
            negation_cues: self.quoted(&way.denials),
            deontic_strength: judged.deontic.into(),
            interval_contradicts_p: number::interval_contradicts_p(numbers),
            ..Default::default()
        })
    }

    fn place(&self, finding: &mut Finding, at: usize, sentence: &Sentence, role: Role, extent: Extent) {
        finding.statement = self.reading.slice(extent).to_owned();
        finding.evidence = Some(Evidence {
            abstract_index: self.abstract_index,
            span: Some(self.reading.span(extent)),
            abstract_sha256: self.sha256.clone(),
            section_label: sentence.label.clone(),
        });
        finding.sentence = Some(self.reading.span(sentence.extent));
        finding.sentence_index = i32::try_from(at).unwrap_or(i32::MAX);
        finding.role = role.role.into();
        finding.role_source = role.source.into();
        finding.language.clone_from(&self.reading.language);
        finding.provenance = Some(provenance::current().provenance(&self.sha256));
    }

    fn quoted(&self, found: &[Found]) -> Vec<Cue> {
        let quote = |found: &Found| Cue {
            text: self.reading.slice(found.extent).to_owned(),
            span: Some(self.reading.span(found.extent)),
        };
        found.iter().map(quote).collect()
    }
}

/// "8 pigs and 4 baboons": what is counted beside the subjects is as many more.
fn joined_subjects(reading: &Reading<'_>, numbers: &mut [Measurement]) {
    for at in 1..numbers.len() {
        let [first, second] = &mut numbers[at - 1..=at] else { continue };
        let ends = (first.span.map(|span| span.end), second.span.map(|span| span.start));
        let (Some(end), Some(start)) = ends else { continue };
        let gap = reading.lower.get(usize::try_from(end).unwrap_or(0)..usize::try_from(start).unwrap_or(0));
        if first.kind == MeasurementKind::SampleSize as i32 && counts(second) && gap == Some(" and ") {
            second.kind = MeasurementKind::SampleSize.into();
        }
    }
}

fn counts(number: &Measurement) -> bool {
    number.kind == MeasurementKind::Count as i32
}

/// Those on whom the study was done are its size: "62 puppies".
fn number_of_subjects(reading: &Reading<'_>, number: &mut Measurement) {
    let bounds = number.span.map(|span| (usize::try_from(span.start), usize::try_from(span.end)));
    let Some((Ok(start), Ok(end))) = bounds else { return };
    if counts(number) && mention::names_people(reading, Extent::new(start, end)) {
        number.kind = MeasurementKind::SampleSize.into();
    }
}

/// The numbers of a clause, their links turned to their new places.
fn inside(reading: &Reading<'_>, clause: Extent, numbers: &[Measurement]) -> Vec<Measurement> {
    let range = places(reading, clause, numbers);
    let own = &numbers[range.clone()];
    // a number of which nothing is known says nothing in a finding
    let known = |number: &&Measurement| number.kind != MeasurementKind::Unspecified as i32;
    let place = |link: i32| {
        let at = usize::try_from(link).ok()?.checked_sub(range.start)?;
        let target = own.get(at).filter(known)?;
        let before = own.iter().take_while(|number| number.span != target.span).filter(known).count();
        i32::try_from(before).ok()
    };
    let kept = own.iter().filter(known);
    kept.map(|number| Measurement { linked_to: number.linked_to.and_then(place), ..number.clone() }).collect()
}

/// Which numbers stand in a clause; they are in order of the text.
fn places(reading: &Reading<'_>, clause: Extent, numbers: &[Measurement]) -> Range<usize> {
    let whole = reading.span(clause);
    let bound = |number: &Measurement| number.span.unwrap_or_default();
    let start = numbers.partition_point(|number| bound(number).start < whole.start);
    let inside = numbers[start..].partition_point(|number| bound(number).end <= whole.end);
    start..start + inside
}
