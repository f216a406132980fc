//! Records as documents of the index.

use std::collections::BTreeSet;

use tantivy::TantivyDocument;

use super::schema::{CitationFields, Common, FindingFields, TextFields};
use crate::contract::v1::{Citation, Finding};
use crate::engine::terms::exact::measure_hash;
use crate::engine::terms::{Interval, Sink, Terms, year};
use crate::query::ast::TextField;
use crate::record::name::CitationId;

/// Most bytes of the name of a measurement that is found.
const LONGEST_NAME: usize = 1_000;

/// The document of a citation.
pub(super) fn citation(
    terms: &mut Terms,
    fields: &CitationFields,
    id: CitationId,
    citation: &Citation,
    findings: usize,
) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    add_common(&mut document, &fields.common, id, year(citation));
    let mut made = Made { document, fields, findings: None, names: BTreeSet::new() };
    terms.citation(citation, findings, &mut made);
    made.document
}

/// The document of a finding of a citation of that year.
pub(super) fn finding(
    terms: &mut Terms,
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
    let mut made = Made { document, fields, findings: Some(fields), names: BTreeSet::new() };
    terms.finding(finding, &mut made);
    let Made { mut document, names, .. } = made;
    for name in names.iter().filter(|name| !name.is_empty() && name.len() < LONGEST_NAME) {
        document.add_text(fields.measurement.name, name);
    }
    document
}

/// A document in the making.
struct Made<'a, F> {
    document: TantivyDocument,
    fields: &'a F,
    findings: Option<&'a FindingFields>,
    /// Of measurements.
    names: BTreeSet<String>,
}

impl<F: TextFields> Sink for Made<'_, F> {
    fn text(&mut self, fields: &[TextField], stems: &str) {
        for field in fields.iter().filter_map(|field| self.fields.words(*field)) {
            self.document.add_text(field, stems);
        }
    }

    fn exact(&mut self, term: u64) {
        self.document.add_u64(self.fields.common().exact, term);
    }

    fn measurement(&mut self, names: [String; 4], intervals: [Interval; 4]) {
        let Some(FindingFields { measurement, .. }) = self.findings else { return };
        for (field, name) in measurement.keys.iter().zip(names) {
            self.document.add_u64(*field, if name.is_empty() { 0 } else { measure_hash(&name) });
            self.names.insert(name);
        }
        for (field, end) in measurement.ends.iter().zip(intervals.into_iter().flat_map(|(a, b)| [a, b])) {
            self.document.add_f64(*field, end);
        }
    }
}

fn add_common(document: &mut TantivyDocument, fields: &Common, id: CitationId, year: Option<i32>) {
    let number = id.as_u128();
    document.add_u64(fields.id_high, (number >> 64) as u64);
    document.add_u64(fields.id_low, number as u64);
    if let Some(year) = year {
        document.add_i64(fields.year, i64::from(year));
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
