//! Whether a clause tells a finding: not what was done, what the article is about, or what was known before.

use super::cue::{self, Cues};
use super::reading::{Extent, Reading};
use super::role::Role;
use super::{mention, number, token, verb};
use crate::contract::v1::{FindingKind, Measurement, MeasurementKind, RoleSource, SentenceRole};

/// A clause and what is known of it.
pub struct Candidate<'a> {
    pub reading: &'a Reading<'a>,
    pub cues: &'a Cues,
    pub extent: Extent,
    /// All that the cues of the clause say.
    pub said: cue::Classes,
    /// The first clause of its sentence; later ones may lean on its verb.
    pub first: bool,
    pub role: Role,
    pub measurements: Vec<Measurement>,
}

impl Candidate<'_> {
    /// True when the clause, being of this kind, is a finding.
    pub fn tells(&self, kind: FindingKind) -> bool {
        if matches!(kind, FindingKind::Unspecified | FindingKind::ResearchStatus) || self.is_frame() {
            return false;
        }
        let results = match self.is_procedure() {
            true => self.has_outcomes(),
            false => self.has_results(),
        };
        match self.role.role {
            SentenceRole::Conclusions => !self.is_procedure() || results,
            SentenceRole::Results => results || !self.is_procedure(),
            SentenceRole::Background => match kind {
                FindingKind::Prevalence | FindingKind::Prognosis => results,
                FindingKind::Expectation => true,
                FindingKind::Association if self.any(cue::TREATMENT) && self.any(cue::BETTER) => true,
                _ => self.role.claims || self.observes(),
            },
            SentenceRole::Unspecified => {
                results || kind != FindingKind::Description || verb::past(self.reading, self.extent)
            }
            SentenceRole::Methods | SentenceRole::Objective => self.observes(),
        }
    }

    /// True when the clause says on how many the study was done: "62 puppies were examined", "two patients are described".
    pub fn counts_subjects(&self) -> bool {
        let done = matches!(self.role.role, SentenceRole::Objective | SentenceRole::Methods);
        done || self.passive_of(verb::PROCEDURE, |_| true) || self.passive_of(verb::ANNOUNCING, |_| true)
    }

    /// "In 12 dogs, sleep was better": those in whom it was seen.
    pub fn opens_with_its_subjects(&self) -> bool {
        let lower = self.reading.lower(self.extent);
        let window = lower.char_indices().nth(60).map_or(lower.len(), |(byte, _)| byte);
        lower.strip_prefix("in ").is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_ascii_digit()) || Self::opens_with_numeral(rest)
        }) && mention::names_people(self.reading, Extent::new(self.extent.start, self.extent.start + window))
    }

    /// True when a clause among results says who was studied: "the cohort comprised 40 nurses", "in 12 dogs, sleep was better".
    pub fn names_its_subjects(&self) -> bool {
        if !matches!(
            self.role.role,
            SentenceRole::Results | SentenceRole::Unspecified | SentenceRole::Background
        ) {
            return false;
        }
        let verb = verb::finite_verb(self.reading, self.extent).map_or("", |verb| self.reading.lower(verb));
        matches!(
            verb,
            "consisted"
                | "comprised"
                | "included"
                | "underwent"
                | "identified"
                | "present"
                | "presents"
                | "report"
                | "reports"
                | "describe"
                | "describes"
                | "studied"
                | "enrolled"
                | "reviewed"
                | "treated"
                | "participated"
                | "evaluated"
                | "examined"
        )
    }

    /// "twelve dogs".
    fn opens_with_numeral(rest: &str) -> bool {
        let word = rest.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        matches!(
            word,
            "two"
                | "three"
                | "four"
                | "five"
                | "six"
                | "seven"
                | "eight"
                | "nine"
                | "ten"
                | "eleven"
                | "twelve"
                | "thirteen"
                | "fourteen"
                | "fifteen"
                | "sixteen"
                | "seventeen"
                | "eighteen"
                | "nineteen"
                | "twenty"
                | "thirty"
                | "forty"
                | "fifty"
                | "sixty"
                | "seventy"
                | "eighty"
                | "ninety"
        )
    }

    fn any(&self, classes: cue::Classes) -> bool {
        self.said & classes != 0
    }

    fn has_results(&self) -> bool {
        self.measurements.iter().any(number::is_result)
    }

    /// A number that what was done has besides how long it took and how old they were.
    fn has_outcomes(&self) -> bool {
        use MeasurementKind::{Age, Duration, Range};
        let of_doing = |m: &Measurement| [Age, Duration, Range].iter().any(|kind| m.kind == *kind as i32);
        self.measurements.iter().any(|m| number::is_result(m) && !of_doing(m))
    }

    fn is_english(&self) -> bool {
        self.reading.language == "en"
    }

    /// Not a statement of the study: about the article, a bare heading, a question.
    fn is_frame(&self) -> bool {
        if self.any(cue::FRAME) || self.reading.text.as_bytes().get(self.extent.end) == Some(&b'?') {
            return true;
        }
        let few = token::words(self.reading, self.extent).take(13).count() <= 12;
        let bare =
            self.first && few && self.is_english() && verb::main_verb(self.reading, self.extent).is_none();
        if bare && !self.has_results() && !self.any(cue::MORE | cue::LESS | cue::DENIAL) {
            return true;
        }
        !self.has_results() && self.passive_of(verb::ANNOUNCING, |verb| matches!(verb, "is" | "are" | "will"))
    }

    /// Where the model gave the role, a sentence may still say what was seen: its verb is of the past and no procedure.
    fn observes(&self) -> bool {
        let Some(verb) = verb::finite_verb(self.reading, self.extent) else { return false };
        self.role.source == RoleSource::Model
            && verb::past(self.reading, self.extent)
            && !self.any(cue::ROLE[1])
            && (!self.any(cue::ROLE[2]) || self.any(cue::ROLE[3]))
            && !self.is_procedure()
            && (self.role.role == SentenceRole::Background || self.role.claims || self.is_seen(verb))
    }

    /// Among methods, what was done to something is no observation: "roots were cut", "we counted cells".
    fn is_seen(&self, verb: Extent) -> bool {
        let subject = self.reading.lower(Extent::new(self.extent.start, verb.start));
        if subject.starts_with("we ")
            || matches!(self.reading.lower(verb), "included" | "comprised" | "consisted")
        {
            return false;
        }
        let auxiliary = matches!(self.reading.lower(verb), "was" | "were" | "had");
        let after = Extent::new(verb.end, self.extent.end);
        let seen = cue::ROLE[3] | cue::MORE | cue::LESS | cue::SAME | cue::BETTER | cue::WORSE | cue::DENIAL;
        let done =
            token::words(self.reading, after).take(3).any(|word| self.reading.lower(word).ends_with("ed"));
        !(auxiliary && done)
            || self.cues.any(Extent::new(verb.start, self.extent.end.min(verb.end + 40)), seen)
    }

    fn is_procedure(&self) -> bool {
        let tested = self.measurements.iter().any(|m| {
            m.kind == MeasurementKind::PValue as i32 || m.kind == MeasurementKind::EffectSize as i32
        });
        let changed = cue::MORE | cue::LESS | cue::SAME | cue::BETTER | cue::WORSE | cue::DENIAL;
        let we = verb::finite_verb(self.reading, self.extent).is_some_and(|verb| {
            let subject = self.reading.lower(Extent::new(self.extent.start, verb.start)).trim();
            let next = self.reading.words(Extent::new(verb.start, self.extent.end));
            (subject == "we" || subject.ends_with(" we") || subject == "we also")
                && next.first().is_some_and(|word| word.may(verb::PROCEDURE))
        });
        !tested && we
            || !tested
                && !self.any(changed)
                && self.passive_of(verb::PROCEDURE, |verb| {
                    matches!(verb, "was" | "were" | "has" | "have" | "had")
                })
    }

    fn passive_of(&self, participles: verb::Class, auxiliary: impl Fn(&str) -> bool) -> bool {
        verb::passive_of(self.reading, self.extent, participles, auxiliary)
    }
}
