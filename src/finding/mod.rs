//! Abstract in, findings out: each a clause of the abstract with what it says, how surely, and the numbers it gives.
//! Pure: no files, no clock. The same text gives the same bytes.

mod abbreviation;
mod aim;
mod certainty;
mod clause;
mod cue;
mod dictionary;
mod direction;
mod emit;
mod gate;
mod key;
mod kind;
mod language;
mod mention;
pub mod mesh;
pub mod model;
mod number;
mod phrases;
pub mod provenance;
mod quote;
mod reading;
mod role;
mod sentence;
mod study;
mod token;
mod verb;

use crate::contract::v1;

pub use kind::KINDS;
pub use quote::{Prover, QuoteError, abstract_sha256, finding_id, prove};
pub use role::of_sentences as roles_of_sentences;

/// Name of the extractor, as in `Provenance.extractor`.
pub const EXTRACTOR: &str = "ibid";

/// Version of the rules; changes whenever the same text may give other findings.
pub const VERSION: &str = "3";

/// What one or more abstracts say: all sentences with their roles and numbers, and the findings, both in text order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Extracted {
    pub sentences: Vec<v1::ExtractedSentence>,
    pub findings: Vec<v1::Finding>,
}

/// Reads one abstract; `index` is its place in `Citation.abstracts`. Names, citation and key finding stay empty.
pub fn extract_abstract(abstract_: &v1::Abstract, index: usize) -> Extracted {
    emit::extract(abstract_, index, "")
}

/// Reads every abstract of a citation. Study and editorial status are those of the record; at most one finding
/// is the key finding. Names stay empty.
pub fn extract(citation: &v1::Citation) -> Extracted {
    let mut all = Extracted::default();
    let title = citation.titles.first().map_or("", |title| title.text.as_str());
    for (index, abstract_) in citation.abstracts.iter().enumerate() {
        let mut one = emit::extract(abstract_, index, title);
        match index {
            0 => all = one,
            _ => {
                all.sentences.append(&mut one.sentences);
                all.findings.append(&mut one.findings);
            }
        }
    }
    let study = study::read(citation, &all.sentences);
    for finding in &mut all.findings {
        finding.study_design = study.as_ref().map_or_else(String::new, |study| study.design.clone());
        finding.study.clone_from(&study);
        finding.citation_status = citation.editorial_status;
    }
    let aim = aim::Aim::of(citation, &all.sentences);
    aim::mark(&aim, &mut all.findings);
    key::mark(&aim, &all.sentences, &mut all.findings);
    all
}

#[cfg(test)]
mod tests;
