//! A finding as a document of the index.

use tantivy::TantivyDocument;
use tantivy::schema::Field as IndexField;

use super::analysis::Stemming;
use super::document::{Writer, add_common, language_terms};
use super::schema::FindingFields;
use super::{exact, measurement};
use crate::contract::v1::{Finding, Mention};
use crate::query::ast::Field;
use crate::record::name::CitationId;

impl Writer {
    /// The document of a finding of a citation of that year.
    pub fn finding(
        &mut self,
        fields: &FindingFields,
        id: CitationId,
        year: Option<i32>,
        finding: &Finding,
    ) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        add_common(&mut document, &fields.common, id, year);
        let own = finding.name.rsplit('/').next().unwrap_or_default();
        let (number, whole) = number_of(own);
        if !whole {
            document.add_text(fields.finding, own);
        }
        document.add_u64(fields.finding_high, (number >> 64) as u64);
        document.add_u64(fields.finding_low, number as u64);
        let stemming = Stemming::of(&finding.language, Stemming::ENGLISH);
        self.add_text(&mut document, &[fields.statement], stemming, &finding.statement);
        let mentions: [(IndexField, Field, &[Mention]); 4] = [
            (fields.outcome, Field::Outcome, &finding.outcomes),
            (fields.intervention, Field::Intervention, &finding.interventions),
            (fields.population, Field::Population, &finding.populations),
            (fields.comparator, Field::Comparator, &finding.comparators),
        ];
        for (index, field, mentions) in mentions {
            for mention in mentions {
                self.add_mention(&mut document, (index, fields.common.exact, field), stemming, mention);
            }
        }
        for term in exact_terms(finding, &mut self.numbers) {
            document.add_u64(fields.common.exact, term);
        }
        self.add_stems(&mut document, fields.common.exact, Field::StudyDesign, &finding.study_design);
        measurement::add(&mut document, fields, &finding.measurements);
        document
    }

    fn add_mention(
        &mut self,
        document: &mut TantivyDocument,
        (index, exact, field): (IndexField, IndexField, Field),
        stemming: Stemming,
        mention: &Mention,
    ) {
        let texts = [
            (&mention.text, stemming),
            (&mention.expansion, stemming),
            (&mention.mesh_label, Stemming::ENGLISH),
        ];
        for (text, stemming) in texts {
            self.add_text(document, &[index], stemming, text);
            if let Some(term) = exact::term(field, text) {
                document.add_u64(exact, term);
            }
        }
        if let Some(term) = exact::term(field, &mention.mesh_code) {
            document.add_u64(exact, term);
        }
    }
}

/// An id as a number in the order of ids, and whether the number says it all: ids that the library makes are of the form of
/// [`CitationId`]; of any other it is the first sixteen bytes.
pub(super) fn number_of(id: &str) -> (u128, bool) {
    if let Ok(own) = id.parse::<CitationId>() {
        return (own.as_u128(), true);
    }
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(id.bytes()) {
        *to = from;
    }
    (u128::from_be_bytes(bytes), false)
}

/// The id of which the number says it all.
pub(super) fn id_of(number: u128) -> String {
    CitationId::from_u128(number).to_string()
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
