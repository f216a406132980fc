//! Puts a finding together, clause by clause, in text order.

use super::abbreviation::{self, Abbreviation};
use super::clause::{self, Clause};
use super::cue::{Cues, Found};
use super::reading::{Extent, Reading};
use super::sentence::{self, Sentence};
use super::{
    Extracted, abstract_sha256, certainty, direction, kind, language, mention, number, provenance, role,
};
use crate::contract::v1::{
    self, Cue, Evidence, ExtractedSentence, Finding, FindingKind, Measurement, MeasurementKind, RoleSource,
    SentenceRole,
};

/// Reads one abstract.
pub fn extract(abstract_: &v1::Abstract, index: usize) -> Extracted {
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
    };
    let mut extracted = Extracted::default();
    for (at, (sentence, (role, source))) in sentences.iter().zip(roles).enumerate() {
        let numbers = number::measurements(&reading, sentence.extent);
        place.findings(at, sentence, role, source, &numbers, &mut extracted.findings);
        extracted.sentences.push(ExtractedSentence {
            abstract_index: place.abstract_index,
            span: Some(reading.span(sentence.extent)),
            text: reading.slice(sentence.extent).to_owned(),
            role: role.into(),
            role_source: source.into(),
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
}

impl Place<'_> {
    fn findings(
        &self,
        at: usize,
        sentence: &Sentence,
        role: SentenceRole,
        source: RoleSource,
        numbers: &[Measurement],
        findings: &mut Vec<Finding>,
    ) {
        if matches!(role, SentenceRole::Objective | SentenceRole::Methods) {
            return self.sample_sizes(at, sentence, role, source, numbers, findings);
        }
        for clause in clause::split(self.reading, self.cues, sentence.extent) {
            let numbers = inside(self.reading, clause.extent, numbers);
            let Some(mut finding) = self.finding(clause, role, numbers) else { continue };
            self.place(&mut finding, at, sentence, role, source, clause.extent);
            findings.push(finding);
        }
    }

    /// From objective and methods only the number of subjects.
    fn sample_sizes(
        &self,
        at: usize,
        sentence: &Sentence,
        role: SentenceRole,
        source: RoleSource,
        numbers: &[Measurement],
        findings: &mut Vec<Finding>,
    ) {
        let sizes: Vec<v1::Span> = numbers
            .iter()
            .filter(|number| number.kind == MeasurementKind::SampleSize as i32)
            .filter_map(|number| number.span)
            .collect();
        if sizes.is_empty() {
            return;
        }
        let sized = |clause: &Clause| {
            let whole = self.reading.span(clause.extent);
            sizes.iter().any(|span| holds(&whole, span))
        };
        for clause in clause::split(self.reading, self.cues, sentence.extent).into_iter().filter(sized) {
            let numbers = inside(self.reading, clause.extent, numbers);
            let mentions = mention::read(
                self.reading,
                self.cues,
                clause.extent,
                FindingKind::Description,
                self.abbreviations,
            );
            let mut finding = Finding {
                kind: FindingKind::Description.into(),
                populations: mentions.populations,
                direction: v1::Direction::None.into(),
                certainty: v1::Certainty::Asserted.into(),
                measurements: numbers,
                ..Default::default()
            };
            self.place(&mut finding, at, sentence, role, source, clause.extent);
            findings.push(finding);
        }
    }

    fn finding(&self, clause: Clause, role: SentenceRole, numbers: Vec<Measurement>) -> Option<Finding> {
        let judged = certainty::judge(self.reading, self.cues, clause);
        let kind = kind::of(self.reading, self.cues, clause.extent, judged.certainty, role, &numbers);
        if !emits(self.cues, clause, role, kind, &numbers) {
            return None;
        }
        let way = direction::read(self.reading, self.cues, clause.extent, kind, judged.certainty, &numbers);
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
            main: role == SentenceRole::Conclusions && kind != FindingKind::Recommendation,
            measurements: numbers,
            ..Default::default()
        })
    }

    fn place(
        &self,
        finding: &mut Finding,
        at: usize,
        sentence: &Sentence,
        role: SentenceRole,
        source: RoleSource,
        extent: Extent,
    ) {
        finding.statement = self.reading.slice(extent).to_owned();
        finding.evidence = Some(Evidence {
            abstract_index: self.abstract_index,
            span: Some(self.reading.span(extent)),
            abstract_sha256: self.sha256.clone(),
            section_label: sentence.label.clone(),
        });
        finding.sentence = Some(self.reading.span(sentence.extent));
        finding.sentence_index = i32::try_from(at).unwrap_or(i32::MAX);
        finding.role = role.into();
        finding.role_source = source.into();
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

/// The numbers of a clause, their links turned to their new places.
fn inside(reading: &Reading<'_>, clause: Extent, numbers: &[Measurement]) -> Vec<Measurement> {
    if numbers.is_empty() {
        return Vec::new();
    }
    let whole = reading.span(clause);
    // new place of each number, where it has one
    let mut places: Vec<Option<i32>> = Vec::with_capacity(numbers.len());
    let mut kept: Vec<Measurement> = Vec::new();
    for number in numbers {
        let inside = number.span.is_some_and(|span| holds(&whole, &span));
        places.push(inside.then(|| i32::try_from(kept.len()).unwrap_or(i32::MAX)));
        if inside {
            kept.push(number.clone());
        }
    }
    for number in &mut kept {
        number.linked_to = number
            .linked_to
            .and_then(|link| usize::try_from(link).ok())
            .and_then(|link| places.get(link).copied().flatten());
    }
    kept
}

fn holds(whole: &v1::Span, part: &v1::Span) -> bool {
    whole.start <= part.start && part.end <= whole.end
}

fn emits(
    cues: &Cues,
    clause: Clause,
    role: SentenceRole,
    kind: FindingKind,
    numbers: &[Measurement],
) -> bool {
    use super::cue::{ROLE, TREATMENT};
    if matches!(kind, FindingKind::Unspecified | FindingKind::ResearchStatus) {
        return false;
    }
    let results = numbers.iter().any(number::is_result);
    match role {
        SentenceRole::Conclusions => true,
        SentenceRole::Results => {
            let method = cues.any(clause.extent, ROLE[2]) && !cues.any(clause.extent, ROLE[3]) && !results;
            !method || kind != FindingKind::Description
        }
        SentenceRole::Background => match kind {
            FindingKind::Prevalence | FindingKind::Prognosis => results,
            FindingKind::Expectation => true,
            FindingKind::Association => {
                cues.any(clause.extent, TREATMENT) && cues.any(clause.extent, super::cue::BETTER)
            }
            _ => false,
        },
        SentenceRole::Unspecified => results || !matches!(kind, FindingKind::Description),
        _ => false,
    }
}
