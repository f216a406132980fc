//! Fields of a measurement from the atom that gives them.

use super::Reader;
use crate::contract::v1::{Measurement, MeasurementOperator as Operator};
use crate::finding::number::atom::Atom;
use crate::finding::number::{context, double};

impl Reader<'_> {
    pub(super) fn operator(&self, atom: &Atom) -> (Option<Operator>, usize) {
        match context::operator(self.reading, self.floor, atom.extent.start) {
            // a sign of equality without its label says nothing
            Some((Operator::Equal, _)) => (None, atom.extent.start),
            Some((operator, start)) => (Some(operator), start),
            None => (None, atom.extent.start),
        }
    }

    pub(super) fn operated(&self, found: &mut Measurement, operator: Option<Operator>) {
        let Some(operator) = operator else { return };
        found.approximate = operator == Operator::Approximate;
        if found.operator != i32::from(Operator::Range) {
            found.operator = operator.into();
        }
    }

    pub(super) fn tail(&self, atom: &Atom, most: usize) -> &str {
        let rest = self.reading.lower.get(atom.extent.end..self.extent.end).unwrap_or_default();
        let end = rest.char_indices().nth(most).map_or(rest.len(), |(byte, _)| byte);
        &rest[..end]
    }

    pub(super) fn value(&self, found: &mut Measurement, atom: &Atom) {
        match &atom.high {
            Some(high) => self.range(found, &atom.value, high),
            None => {
                found.value.clone_from(&atom.value);
                found.value_number = double(&atom.value);
            }
        }
    }

    pub(super) fn range(&self, found: &mut Measurement, low: &str, high: &str) {
        found.operator = Operator::Range.into();
        found.low = low.to_owned();
        found.low_number = double(low);
        found.high = high.to_owned();
        found.high_number = double(high);
    }

    pub(super) fn unit(&self, found: &mut Measurement, atom: &Atom) {
        if let Some(unit) = atom.unit.as_ref().or(atom.shared.as_ref()) {
            self.units(found, unit);
        }
    }
}
