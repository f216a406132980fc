//! Kind of a finding; it follows the predicate of the clause.

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

    /// Who was studied, how a patient came, what a tool showed: told, whatever words of treatment stand around.
    fn of_course(&self) -> Option<FindingKind> {
        let [head, predicate] = self.core;
        if head == predicate {
            return None;
        }
        let words = self.reading.words(predicate);
        let verb = words.first().map_or("", |word| self.reading.lower(word.extent));
        let composed = matches!(verb, "consisted" | "comprised" | "consists" | "comprises");
        let any_of =
            |list: &[&str]| words.iter().take(3).any(|word| list.contains(&self.reading.lower(word.extent)));
        let came = any_of(&["admitted", "hospitalised", "hospitalized", "referred", "complained"])
            || verb == "presented" && self.lower().contains("presented with ");
        let changes = self.any(
            cue::MORE
                | cue::LESS
                | cue::BETTER
                | cue::WORSE
                | cue::SAME
                | cue::COMPARISON
                | cue::RELATES
                | cue::TEST,
        );
        let shown = any_of(&["revealed", "disclosed", "showed", "demonstrated", "confirmed"])
            && self.of_tool()
            && !changes;
        (composed || came || shown).then_some(FindingKind::Description)
    }

    fn of_tool(&self) -> bool {
        self.reading.words(self.core[0]).iter().any(|word| is_tool(self.reading.lower(word.extent)))
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

    /// "Ultrasonography was superior": a tool is the subject, and its worth is told, not what it showed.
    fn judges_tool(&self) -> bool {
        static WORTH: LazyLock<Phrases> = LazyLock::new(|| {
            Phrases::new(&[
                "definitive",
                "complementary",
                "essential",
                "superior",
                "inferior",
                "accurate",
                "accurately",
                "sensitive",
                "specific",
                "reliable",
                "useful",
                "valuable",
                "helpful",
                "allows",
                "allowed",
                "permits",
                "permitted",
                "enables",
                "enabled",
                "detects",
                "detected",
                "correctly",
                "productive",
                "reproducible",
                "failed to",
                "better",
                "best",
                "misleading",
                "unreliable",
            ])
        });
        let [head, predicate] = self.core;
        if head == predicate {
            return false;
        }
        self.of_tool()
            && self
                .reading
                .words(predicate)
                .iter()
                .take(14)
                .any(|word| WORTH.holds(self.reading.lower(word.extent)))
    }

    /// "The diagnosis was made by biopsy", "diagnosis is often delayed".
    fn tells_of_diagnosis(&self) -> bool {
        static SAID: LazyLock<Phrases> = LazyLock::new(|| {
            Phrases::new(&[
                "difficult",
                "delayed",
                "missed",
                "overlooked",
                "made",
                "based",
                "established",
                "confirmed",
                "suspected",
                "possible",
                "easy",
                "rests",
                "depends",
                "requires",
            ])
        });
        let [head, predicate] = self.core;
        let subject = self.reading.words(head);
        let diagnosis = subject
            .iter()
            .take(4)
            .any(|word| matches!(self.reading.lower(word.extent), "diagnosis" | "diagnoses"));
        diagnosis
            && head != predicate
            && self
                .reading
                .words(predicate)
                .iter()
                .take(6)
                .any(|word| SAID.holds(self.reading.lower(word.extent)))
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
        if chance && self.any(cue::MORE | cue::LESS) && !treated {
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

    /// What is observed and never given is the subject: "deficiency of iron", "age".
    fn is_trait(&self) -> bool {
        static TRAITS: LazyLock<Phrases> = LazyLock::new(|| {
            Phrases::new(&[
                "deficiency",
                "presence",
                "absence",
                "age",
                "sex",
                "gender",
                "polymorphism",
                "polymorphisms",
                "mutation",
                "mutations",
                "genotype",
                "level",
                "levels",
                "obesity",
                "smoking",
                "disease",
                "history",
                "status",
                "injuries",
                "infection",
                "severity",
                "duration",
                "size",
                "weight",
                "season",
                "pregnancy",
                "diabetes",
                "hypertension",
                "concentration",
                "concentrations",
                "lack",
                "loss",
            ])
        });
        let [head, predicate] = self.core;
        head != predicate
            && self.reading.words(head).iter().any(|word| TRAITS.holds(self.reading.lower(word.extent)))
    }

    /// Words of whether something works: "was effective", "a success rate", "the effects of zinc".
    fn works(&self) -> bool {
        const EFFECTS: [&str; 4] = ["effect of ", "effects of ", "effect on ", "effects on "];
        const WORKS: [&str; 8] = [
            " superior to ",
            " effective",
            " ineffective",
            " efficac",
            " successful",
            " success rate",
            " failure rate",
            " effectively",
        ];
        let lower = self.lower();
        WORKS.iter().any(|word| lower.contains(word))
            || EFFECTS.iter().any(|word| lower.contains(word)) && !lower.contains("effect of age")
    }

    /// How frequent something is makes the predicate: "is rare", "are most commonly seen", not "were frequently alike".
    fn is_frequent(&self) -> bool {
        let [head, predicate] = self.core;
        if head == predicate {
            return self.any(cue::FREQUENCY);
        }
        let near =
            || self.reading.words(predicate).iter().take(6).map(|word| self.reading.lower(word.extent));
        let end = self.reading.words(predicate).get(5).map_or(predicate.end, |word| word.extent.end);
        let mut said = self.cues.of(Extent::new(predicate.start, end), cue::FREQUENCY);
        let told = self.reading.lower(predicate);
        if self.reading.lower(head).contains("cases")
            && ["been reported", "been described"].iter().any(|words| told.contains(words))
        {
            return true;
        }
        let counted =
            self.has(&[MeasurementKind::CountOfTotal, MeasurementKind::Proportion, MeasurementKind::Rate]);
        said.any(|cue| {
            let word = self.reading.lower(cue.extent);
            if word.starts_with("occur") {
                return counted;
            }
            !word.ends_with("ly")
                || near().any(|word| {
                    matches!(
                        word,
                        "used"
                            | "seen"
                            | "found"
                            | "observed"
                            | "encountered"
                            | "occur"
                            | "occurs"
                            | "occurred"
                            | "affected"
                            | "reported"
                            | "involved"
                    )
                })
        })
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

/// What finds out what someone has: "ultrasonography", "CT", "biopsy".
fn is_tool(word: &str) -> bool {
    const ENDINGS: [&str; 8] = ["graphy", "scopy", "metry", "gram", "grams", "assay", "assays", "scintiscan"];
    matches!(
        word,
        "ct" | "mri"
            | "ultrasound"
            | "biopsy"
            | "scan"
            | "scans"
            | "imaging"
            | "x-ray"
            | "x-rays"
            | "pet"
            | "elisa"
            | "pcr"
            | "test"
            | "tests"
            | "radiographs"
            | "cytology"
            | "questionnaire"
            | "score"
            | "criteria"
    ) || word.len() > 6 && ENDINGS.iter().any(|ending| word.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{clause, number};

    fn check(text: &str, interventional: bool, expected: FindingKind) {
        let reading = Reading::new(text, "en".into());
        let cues = Cues::find(&reading);
        let extent = Extent::new(0, text.len());
        let measurements = number::measurements(&reading, extent);
        let clause = Clause {
            reading: &reading,
            cues: &cues,
            extent,
            core: clause::core(&reading, extent),
            said: cues.said(extent),
            certainty: Certainty::Asserted,
            measurements: &measurements,
            interventional,
            surveying: false,
        };
        assert_eq!(clause.kind(), expected, "{text}");
    }

    #[test]
    fn a_tool_is_judged_or_shows_something() {
        check("Ultrasonography was superior in small stones", false, FindingKind::Diagnostic);
        check("MRI allowed an exact view of the cord", false, FindingKind::Diagnostic);
        check("The biopsy was misleading in two dogs", false, FindingKind::Diagnostic);
        check("Ultrasonography revealed two stones", true, FindingKind::Description);
        check("A radiogram disclosed a broken rib", true, FindingKind::Description);
        check("Cystoscopy showed an ulcer", true, FindingKind::Description);
    }

    #[test]
    fn how_a_diagnosis_is_made_is_diagnostic() {
        check("The diagnosis was made by palpation", false, FindingKind::Diagnostic);
        check("Diagnosis is often delayed", false, FindingKind::Diagnostic);
        check("The diagnosis rests on two signs", false, FindingKind::Diagnostic);
    }

    #[test]
    fn what_changes_where_something_was_given_is_its_effect() {
        check("Appetite was lower at one month", true, FindingKind::Efficacy);
        check("There was no change in weight", true, FindingKind::Efficacy);
        check("The plasma volume was increased", true, FindingKind::Efficacy);
        check("The plasma volume was increased", false, FindingKind::Description);
        check("There were no differences in weight between the breeds", false, FindingKind::Association);
        check("The splint was effective", false, FindingKind::Efficacy);
    }

    #[test]
    fn what_is_observed_and_acts_is_associated() {
        check("Obesity reduced fertility", false, FindingKind::Association);
        check("Iron deficiency did not promote growth", false, FindingKind::Association);
        check("Zinc reduced fertility", false, FindingKind::Efficacy);
        check("Burns increased the risk of sepsis", false, FindingKind::Association);
    }

    #[test]
    fn how_patients_came_and_who_they_were_is_described() {
        check("The woman was admitted due to a fall", false, FindingKind::Description);
        check(
            "The cohort consisted of 40 nurses with a follow-up of 2 years",
            false,
            FindingKind::Description,
        );
        check("He presented with relapse of fever", true, FindingKind::Description);
    }

    #[test]
    fn how_frequent_something_is_stands_in_the_predicate() {
        check("Gout is rare in hares", false, FindingKind::Prevalence);
        check("Over forty cases have been reported", false, FindingKind::Prevalence);
        check("Such stents are frequently used in hares", false, FindingKind::Prevalence);
        check("The two views were frequently alike", false, FindingKind::Description);
    }

    #[test]
    fn titles_tell_of_interventions() {
        for (title, expected) in [
            ("Effects of zinc on sleep", true),
            ("Treatment of gout in hares", true),
            ("Salt: a randomized trial", true),
            ("Anatomy of the hare", false),
        ] {
            assert_eq!(of_intervention(title), expected, "{title}");
        }
    }
}
