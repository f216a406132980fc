//! What the words of subject and predicate say: who came, what a tool shows or is worth, what is observed, what works.

use std::sync::LazyLock;

use super::Clause;
use crate::contract::v1::{FindingKind, MeasurementKind};
use crate::finding::cue;
use crate::finding::phrases::Phrases;
use crate::finding::reading::Extent;

impl Clause<'_> {
    /// Who was studied, how a patient came, what a tool showed: told, whatever words of treatment stand around.
    pub(super) fn of_course(&self) -> Option<FindingKind> {
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

    pub(super) fn of_tool(&self) -> bool {
        self.reading.words(self.core[0]).iter().any(|word| is_tool(self.reading.lower(word.extent)))
    }

    /// "Ultrasonography was superior": a tool is the subject, and its worth is told, not what it showed.
    pub(super) fn judges_tool(&self) -> bool {
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
    pub(super) fn tells_of_diagnosis(&self) -> bool {
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

    /// What is observed and never given is the subject: "deficiency of iron", "age".
    pub(super) fn is_trait(&self) -> bool {
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
    pub(super) fn works(&self) -> bool {
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
    pub(super) fn is_frequent(&self) -> bool {
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
