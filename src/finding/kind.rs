//! Kind of a finding; it follows the predicate of the clause.

use std::sync::LazyLock;

use super::cue::{self, Cues};
use super::phrases::Phrases;
use super::reading::{Extent, Reading};
use crate::contract::v1::{Certainty, FindingKind, Measurement, MeasurementKind, SentenceRole};

static RELATIONS: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::new(&["associat", "correlat", "related to", "linked"]));
static FORESIGHT: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&["predict", "prognos"]));

/// Kind of a clause, or UNSPECIFIED where no cue speaks.
pub fn of(
    reading: &Reading<'_>,
    cues: &Cues,
    clause: Extent,
    certainty: Certainty,
    role: SentenceRole,
    measurements: &[Measurement],
) -> FindingKind {
    let any = |classes| cues.any(clause, classes);
    let has = |kinds: &[MeasurementKind]| {
        measurements.iter().any(|m| kinds.iter().any(|kind| m.kind == *kind as i32))
    };
    if certainty == Certainty::Directive {
        return FindingKind::Recommendation;
    }
    if any(cue::GAP) {
        return FindingKind::ResearchStatus;
    }
    if certainty == Certainty::Unknown || any(cue::CONFLICT) {
        return FindingKind::Controversy;
    }
    if any(cue::EXPECTATION) {
        return FindingKind::Expectation;
    }
    if has(&[MeasurementKind::Diagnostic]) || cues.of(clause, cue::TEST).count() >= 2 {
        return FindingKind::Diagnostic;
    }
    let changes = any(cue::MORE | cue::LESS | cue::BETTER | cue::WORSE);
    let treated = any(cue::TREATMENT);
    let lower = reading.lower(clause);
    if RELATIONS.within(lower) {
        return match any(cue::COURSE) && FORESIGHT.within(lower) {
            true => FindingKind::Prognosis,
            false => FindingKind::Association,
        };
    }
    if any(cue::HARM) && !(treated && any(cue::BETTER)) && !lower.contains("reduced mortality") {
        return FindingKind::Safety;
    }
    if has(&[MeasurementKind::SurvivalTime]) {
        return FindingKind::Prognosis;
    }
    if treated && (changes || any(cue::SAME | cue::CHANGE)) {
        return FindingKind::Efficacy;
    }
    if any(cue::COURSE) {
        return FindingKind::Prognosis;
    }
    if any(cue::FREQUENCY) && !changes {
        return FindingKind::Prevalence;
    }
    if any(cue::RELATION) {
        return FindingKind::Association;
    }
    if changes || any(cue::SAME) {
        return if treated { FindingKind::Efficacy } else { FindingKind::Association };
    }
    if any(cue::TEST) {
        return FindingKind::Diagnostic;
    }
    if has(&[MeasurementKind::CountOfTotal, MeasurementKind::Proportion]) {
        return FindingKind::Prevalence;
    }
    match role {
        SentenceRole::Results | SentenceRole::Conclusions => FindingKind::Description,
        _ => FindingKind::Unspecified,
    }
}
