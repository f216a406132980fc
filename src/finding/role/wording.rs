//! What the wording of a sentence says against the model's answer: what was done is told by other verbs than what was seen.

use super::super::cue::{self, Cues};
use super::super::reading::{Extent, Reading};
use super::super::verb;
use crate::contract::v1::SentenceRole::{self, Background, Conclusions, Methods, Objective, Results};

/// Where a sentence stands among the others.
#[derive(Clone, Copy)]
pub struct Place {
    /// The text is short or the model sees no results in it: unlike the abstracts with headings that it was trained on.
    pub loose: bool,
    /// The model sees nothing done and nothing found: a review, or what is told without its study.
    pub unstudied: bool,
    pub first: bool,
    /// A sentence before it says what was done or seen.
    pub after_study: bool,
    /// One of the last two, of three or more.
    pub closing: bool,
    /// The text tells the story of a patient.
    pub case: bool,
}

/// The role that the words of a sentence speak for, where the model gave another.
pub fn role(
    reading: &Reading<'_>,
    cues: &Cues,
    sentence: Extent,
    model: SentenceRole,
    place: Place,
) -> Option<SentenceRole> {
    let verb = verb::main_verb(reading, sentence)?;
    let told = Told { reading, cues, sentence, verb };
    match model {
        Methods | Background if place.closing && told.obliges() => Some(Conclusions),
        _ if !place.loose => None,
        Methods if told.sees(place.case) || told.states() => Some(Results),
        Background if place.case && told.past() && told.sees(true) => Some(Results),
        Background if place.unstudied && !place.first && told.states() => Some(Results),
        Results if told.past() && told.does() && !told.any(cue::ROLE[3] | cue::CHANGE) => Some(Methods),
        Background if place.after_study && told.past() && told.sees(place.case) => Some(Results),
        Background | Objective if told.past() && told.does() && !told.aims() && !told.changes() => {
            Some(Methods)
        }
        Conclusions if !place.closing && told.past() && told.sees(place.case) && !told.concludes() => {
            Some(Results)
        }
        _ => None,
    }
}

struct Told<'a> {
    reading: &'a Reading<'a>,
    cues: &'a Cues,
    sentence: Extent,
    verb: Extent,
}

impl Told<'_> {
    fn any(&self, classes: cue::Classes) -> bool {
        self.cues.any(self.sentence, classes)
    }

    fn past(&self) -> bool {
        verb::past(self.reading, self.sentence)
    }

    fn changes(&self) -> bool {
        self.any(cue::ROLE[3] | cue::MORE | cue::LESS | cue::SAME | cue::BETTER | cue::WORSE)
    }

    fn aims(&self) -> bool {
        self.any(cue::ROLE[1] | cue::GAP)
    }

    fn obliges(&self) -> bool {
        self.any(cue::SHOULD | cue::MUST | cue::SHOULD_NOT)
    }

    fn concludes(&self) -> bool {
        self.any(
            cue::ROLE[4]
                | cue::PROBABLE
                | cue::SPECULATIVE
                | cue::SHOULD
                | cue::MUST
                | cue::SHOULD_NOT
                | cue::FRAME,
        )
    }

    /// "Blood was taken", "we measured": something that is done to study.
    fn does(&self) -> bool {
        verb::passive_of(self.reading, self.sentence, verb::PROCEDURE, |verb| matches!(verb, "was" | "were"))
            || self.we_do()
    }

    fn we_do(&self) -> bool {
        let subject = self.reading.lower(Extent::new(self.sentence.start, self.verb.start)).trim();
        let we = subject == "we" || subject.ends_with(" we") || subject.ends_with("the authors");
        let next = self.reading.words(Extent::new(self.verb.start, self.sentence.end));
        we && next.first().is_some_and(|word| word.may(verb::PROCEDURE))
    }

    /// Something was seen, and nothing done or planned.
    fn sees(&self, case: bool) -> bool {
        // what is done to a patient is part of the story
        if case && self.past() {
            return !self.we_do() && !self.aims();
        }
        if self.does() || self.aims() || self.is_of_study() {
            return false;
        }
        if self.any(cue::ROLE[3]) {
            return true;
        }
        if self.any(cue::ROLE[2] | cue::GAP) {
            return false;
        }
        self.any(cue::SAME | cue::DENIAL | cue::BETTER | cue::WORSE) && self.past() || self.is_seen()
    }

    /// "Children of this group are more active": methods are told in the past.
    fn states(&self) -> bool {
        !self.past()
            && !self.aims()
            && !self.is_of_study()
            && !self.any(cue::ROLE[0] | cue::ROLE[2] | cue::FRAME)
            && !verb::passive_of(self.reading, self.sentence, verb::PROCEDURE | verb::ANNOUNCING, |_| true)
            && !matches!(
                self.reading.lower(self.verb),
                "have" | "has" | "will" | "describe" | "report" | "present"
            )
            && !self.reading.lower(self.sentence).starts_with("we ")
    }

    /// A verb of the past that is no auxiliary of a participle: "cysts extended", "all had pain", "the wall was thin".
    fn is_seen(&self) -> bool {
        let after = self.reading.words(Extent::new(self.verb.end, self.sentence.end));
        let auxiliary = matches!(self.reading.lower(self.verb), "was" | "were");
        let done = after.iter().take(3).any(|word| {
            let word = self.reading.lower(word.extent);
            word.ends_with("ed") || word.ends_with("en")
        });
        self.past() && !(auxiliary && done) && !matches!(self.reading.lower(self.verb), "did" | "could")
    }

    /// The study, its design or its plan is the subject.
    fn is_of_study(&self) -> bool {
        const NOUNS: [&str; 28] = [
            "study",
            "trial",
            "design",
            "outcome",
            "outcomes",
            "endpoint",
            "endpoints",
            "criteria",
            "participants",
            "subjects",
            "data",
            "aim",
            "protocol",
            "paper",
            "article",
            "experiment",
            "experiments",
            "review",
            "method",
            "methods",
            "intervention",
            "interventions",
            "measure",
            "measures",
            "sample",
            "treatment",
            "work",
            "analysis",
        ];
        let subject = Extent::new(self.sentence.start, self.verb.start);
        self.reading.words(subject).iter().any(|word| NOUNS.contains(&self.reading.lower(word.extent)))
            || self.reading.lower(subject).trim() == "we"
    }
}
