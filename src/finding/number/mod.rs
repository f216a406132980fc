//! Numbers of a sentence with their meaning: lexed byte by byte, joined into ranges with units, then named.

mod assemble;
mod atom;
mod bracket;
mod context;
mod count;
mod lexer;
mod link;
mod plain;
mod statistic;
mod unit;

pub use link::interval_contradicts_p;

use super::reading::{Extent, Reading};
use crate::contract::v1::{self, MeasurementKind, MeasurementOperator};

/// Every number in the extent, in text order, intervals and p values linked to their effects.
pub fn measurements(reading: &Reading<'_>, extent: Extent) -> Vec<v1::Measurement> {
    let numerals = lexer::scan(reading, extent);
    let atoms = atom::build(reading, extent, numerals);
    let mut found = assemble::assemble(reading, extent, &atoms);
    count::lexical_zeros(reading, extent, &mut found);
    link::link(reading, &mut found);
    link::place(reading, extent, &mut found);
    found
}

/// True for a kind that reports a result: not a year, a reference, an identifier, a grade, a ratio or a dose.
pub fn is_result(measurement: &v1::Measurement) -> bool {
    use MeasurementKind::{Citation, Grade, Identifier, Ratio, Unspecified, Year};
    let suppressed = [Unspecified, Year, Citation, Identifier, Grade, Ratio];
    !suppressed.iter().any(|kind| measurement.kind == *kind as i32)
        && measurement.role != v1::QuantityRole::Dose as i32
}

/// A character boundary at most `most` bytes before `at` and not before `floor`.
fn back(reading: &Reading<'_>, floor: usize, at: usize, most: usize) -> usize {
    let mut start = at.saturating_sub(most).max(floor);
    while !reading.text.is_char_boundary(start) {
        start += 1;
    }
    start
}

/// A measurement over an extent, its text and offsets filled in.
fn make(reading: &Reading<'_>, kind: MeasurementKind, extent: Extent) -> v1::Measurement {
    v1::Measurement {
        kind: kind.into(),
        text: reading.slice(extent).to_owned(),
        span: Some(reading.span(extent)),
        operator: MeasurementOperator::Equal.into(),
        ..Default::default()
    }
}

/// The double of a decimal; absent where it is no finite number.
fn double(decimal: &str) -> Option<f64> {
    decimal.parse().ok().filter(|value: &f64| value.is_finite())
}

#[cfg(test)]
mod tests;
