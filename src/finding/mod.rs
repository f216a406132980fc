//! Abstract in, findings out: each a clause of the abstract with what it says, how surely, and the numbers it gives.
//! Pure: no files, no clock. The same text gives the same bytes.

mod abbreviation;
mod certainty;
mod clause;
mod cue;
mod direction;
mod emit;
mod key;
mod kind;
mod language;
mod mention;
pub mod mesh;
pub mod model;
mod number;
mod phrases;
mod quote;
mod reading;
mod role;
mod sentence;
mod token;
mod verb;

use crate::contract::v1;

pub use quote::{Prover, QuoteError, abstract_sha256, finding_id, prove};

/// Name of the extractor, as in `Provenance.extractor`.
pub const EXTRACTOR: &str = "ibid";

/// Version of the rules; changes whenever the same text may give other findings.
pub const VERSION: &str = "1";

/// What one or more abstracts say: all sentences with their roles and numbers, and the findings, both in text order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Extracted {
    pub sentences: Vec<v1::ExtractedSentence>,
    pub findings: Vec<v1::Finding>,
}

/// Reads one abstract; `index` is its place in `Citation.abstracts`. Names, citation and key finding stay empty.
pub fn extract_abstract(abstract_: &v1::Abstract, index: usize) -> Extracted {
    emit::extract(abstract_, index)
}

/// Reads every abstract of a citation. Study design and editorial status are those of the record; at most one finding
/// is the key finding. Names stay empty.
pub fn extract(citation: &v1::Citation) -> Extracted {
    let mut all = Extracted::default();
    for (index, abstract_) in citation.abstracts.iter().enumerate() {
        let one = extract_abstract(abstract_, index);
        all.sentences.extend(one.sentences);
        all.findings.extend(one.findings);
    }
    let design = key::study_design(&citation.publication_types);
    for finding in &mut all.findings {
        finding.study_design.clone_from(&design);
        finding.citation_status = citation.editorial_status;
    }
    key::mark(&mut all.findings);
    all
}

#[cfg(test)]
mod tests;
