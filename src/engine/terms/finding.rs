//! What is indexed of a finding.

use super::analysis::Stemming;
use super::{Sink, Terms, exact, language_terms, measurement};
use crate::contract::v1::{Finding, Mention};
use crate::query::ast::{Field, TextField};

impl Terms {
    /// Gives what is to be indexed of a finding.
    pub fn finding(&mut self, finding: &Finding, sink: &mut impl Sink) {
        let stemming = Stemming::of(&finding.language, Stemming::ENGLISH);
        self.text(sink, &[TextField::Statement], stemming, &finding.statement);
        let mentions: [(TextField, Field, &[Mention]); 4] = [
            (TextField::Outcome, Field::Outcome, &finding.outcomes),
            (TextField::Intervention, Field::Intervention, &finding.interventions),
            (TextField::Population, Field::Population, &finding.populations),
            (TextField::Comparator, Field::Comparator, &finding.comparators),
        ];
        for (text, field, mentions) in mentions {
            for mention in mentions {
                self.mention(sink, (text, field), stemming, mention);
            }
        }
        for term in exact_terms(finding, &mut self.numbers) {
            sink.exact(term);
        }
        self.words(sink, Field::StudyDesign, &finding.study_design);
        for index in 0..finding.measurements.len() {
            measurement::give(&finding.measurements, index, sink);
        }
    }

    fn mention(
        &mut self,
        sink: &mut impl Sink,
        (place, field): (TextField, Field),
        stemming: Stemming,
        mention: &Mention,
    ) {
        let texts = [
            (&mention.text, stemming),
            (&mention.expansion, stemming),
            (&mention.mesh_label, Stemming::ENGLISH),
        ];
        for (text, stemming) in texts {
            self.text(sink, &[place], stemming, text);
            if let Some(term) = exact::term(field, text) {
                sink.exact(term);
            }
        }
        if let Some(term) = exact::term(field, &mention.mesh_code) {
            sink.exact(term);
        }
    }
}

fn exact_terms(finding: &Finding, known: &mut exact::Numbers) -> Vec<u64> {
    let numbers = [
        (Field::Kind, finding.kind),
        (Field::Direction, finding.direction),
        (Field::Certainty, finding.certainty),
        (Field::Role, finding.role),
        (Field::Status, finding.citation_status),
        (Field::Negated, i32::from(finding.negated)),
        (Field::Main, i32::from(finding.main)),
        (Field::KeyFinding, i32::from(finding.key_finding)),
    ];
    let mut terms: Vec<u64> = numbers.into_iter().map(|(field, number)| known.term(field, number)).collect();
    let review = finding.review.as_deref();
    let (verdict, orphaned) = review.map_or((0, false), |review| (review.verdict, review.orphaned));
    terms.extend([known.term(Field::Review, verdict), known.term(Field::Orphaned, i32::from(orphaned))]);
    terms.extend(language_terms(&finding.language));
    terms.extend(exact::term(Field::StudyDesign, &finding.study_design));
    terms
}
