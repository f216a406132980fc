//! Kind of a finding; it follows the predicate of the clause.

mod wording;

use std::sync::LazyLock;

use super::cue::{self, Cues};
use super::phrases::Phrases;
use super::reading::{Extent, Reading};
use super::{mention, verb};
use crate::contract::v1::{Certainty, FindingKind, Measurement, MeasurementKind};

/// Subjects that are shares themselves.
static SHARES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "proportion",
        "prevalence",
        "incidence",
        "frequency",
        "percentage",
        "overall prevalence",
        "overall incidence",
    ])
});

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
    pub measurements: &'a [Measurement],
    /// Something is given or done in the study.
    pub interventional: bool,
    /// The study asks how frequent something is.
    pub surveying: bool,
}

impl Clause<'_> {
    /// Kind of the clause; DESCRIPTION where no cue speaks.
    pub fn kind(&self) -> FindingKind {
        self.of_knowledge()
            .or_else(|| self.of_course())
            .or_else(|| self.of_tests())
            .or_else(|| self.of_relations())
            .or_else(|| self.of_harm())
            .or_else(|| self.of_effects())
            .or_else(|| self.any(cue::TEST).then_some(FindingKind::Diagnostic))
            .unwrap_or(FindingKind::Description)
    }

    fn any(&self, classes: cue::Classes) -> bool {
        self.said & classes != 0
    }

    fn has(&self, kinds: &[MeasurementKind]) -> bool {
        self.measurements.iter().any(|m| kinds.iter().any(|kind| m.kind == *kind as i32))
    }

    fn lower(&self) -> &str {
        self.reading.lower(self.extent)
    }

    /// Advice, gaps, conflicts and hopes.
    fn of_knowledge(&self) -> Option<FindingKind> {
        match () {
            () if self.certainty == Certainty::Directive => Some(FindingKind::Recommendation),
            () if self.any(cue::GAP) => Some(FindingKind::ResearchStatus),
            () if self.certainty == Certainty::Unknown || self.any(cue::CONFLICT) => {
                Some(FindingKind::Controversy)
            }
            () if self.any(cue::EXPECTATION) => Some(FindingKind::Expectation),
            () => None,
        }
    }

    fn of_tests(&self) -> Option<FindingKind> {
        let tests = self.cues.of(self.extent, cue::TEST).count();
        let used = self.any(cue::DETECTION) && self.any(cue::USE);
        let told = self.has(&[MeasurementKind::Diagnostic])
            || tests >= 2
            || tests == 1 && self.any(cue::USE)
            || used
            || self.judges_tool()
            || self.tells_of_diagnosis();
        told.then_some(FindingKind::Diagnostic)
    }

    fn of_relations(&self) -> Option<FindingKind> {
        if !self.any_core(cue::RELATES) {
            return None;
        }
        Some(match self.any(cue::COURSE) && self.any(cue::FORESIGHT) {
            true => FindingKind::Prognosis,
            false => FindingKind::Association,
        })
    }

    fn of_harm(&self) -> Option<FindingKind> {
        let treated = self.any(cue::TREATMENT);
        let harm = self.any(cue::HARM) && (self.any(cue::SURE_HARM) || self.interventional);
        let death = self.any(cue::DEATH);
        // deaths under two treatments tell which works
        if death && treated && self.compares() && self.said & (cue::SURE_HARM & !cue::DEATH) == 0 {
            return Some(FindingKind::Efficacy);
        }
        if harm
            && !(death && !treated && !self.interventional)
            && !((treated || self.interventional) && self.any(cue::BETTER))
            && !self.lower().contains("reduced mortality")
        {
            return Some(FindingKind::Safety);
        }
        let trouble = self.interventional && self.any(cue::TROUBLE) && self.any(cue::ARM | cue::TREATMENT);
        if trouble && !self.any(cue::EFFECT) && !self.compares() {
            return Some(FindingKind::Safety);
        }
        (death || self.has(&[MeasurementKind::SurvivalTime])).then_some(FindingKind::Prognosis)
    }

    fn compares(&self) -> bool {
        self.any(cue::COMPARISON) || self.has(&[MeasurementKind::PValue, MeasurementKind::EffectSize])
    }

    fn of_effects(&self) -> Option<FindingKind> {
        let changes = self.any(cue::MORE | cue::LESS | cue::BETTER | cue::WORSE | cue::SAME);
        let moves = changes || self.any(cue::CHANGE | cue::EFFECT | cue::DENIAL);
        let head = self.reading.lower(self.core[0]);
        let treated = self.any(cue::TREATMENT);
        let arms = self.interventional && (self.any(cue::ARM) || self.compares());
        if self.cues.any(self.core[0], cue::COURSE) && !treated && !arms && self.core[0] != self.core[1] {
            return Some(FindingKind::Prognosis);
        }
        let chance = self.any_core(cue::CHANCE) && !self.lower().contains(", which");
        if chance && self.any(cue::MORE | cue::LESS) && !(treated && self.interventional) {
            return Some(FindingKind::Association);
        }
        if SHARES.opening(head.trim_start_matches("the ")).is_some() && !self.any(cue::ARM) {
            return Some(FindingKind::Prevalence);
        }
        let acts = verb::acting(self.reading, self.extent) && !self.any(cue::CHANCE);
        if acts && !treated && !self.interventional && self.is_trait() {
            return Some(FindingKind::Association);
        }
        if acts || treated && moves || self.works() {
            return Some(FindingKind::Efficacy);
        }
        let compared = self.compares();
        let measured = !self.measurements.is_empty();
        let told = (moves || measured) && self.any(cue::ARM) || moves && compared || self.any(cue::EFFECT);
        let told = told || self.any(cue::BETTER) && mention::names_people(self.reading, self.extent);
        if self.interventional && told {
            return Some(FindingKind::Efficacy);
        }
        if self.any_core(cue::COURSE) {
            return Some(FindingKind::Prognosis);
        }
        let share = self.has(&[MeasurementKind::CountOfTotal, MeasurementKind::Proportion]);
        let surveyed = self.surveying && share && mention::names_people(self.reading, self.core[0]);
        if (self.is_frequent() || surveyed) && !changes {
            return Some(FindingKind::Prevalence);
        }
        let related = self.any_core(cue::RELATION);
        if related || compared && moves {
            return Some(FindingKind::Association);
        }
        // where something was given, what then changed is its effect
        if self.interventional && changes {
            return Some(FindingKind::Efficacy);
        }
        changes.then_some(FindingKind::Description)
    }

    fn any_core(&self, classes: cue::Classes) -> bool {
        self.any(classes) && self.core.iter().any(|extent| self.cues.any(*extent, classes))
    }
}

/// A title that speaks of what something does to something: "Effects of zinc on sleep", "Treatment of gout".
pub fn of_intervention(title: &str) -> bool {
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
    GIVEN.within(&title.to_ascii_lowercase())
}

#[cfg(test)]
mod tests;
