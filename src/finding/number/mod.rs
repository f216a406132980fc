//! Numbers of a sentence with their meaning.
use super::reading::{Extent, Reading};
use crate::contract::v1;

/// Every number in the extent, in text order.
pub fn measurements(_reading: &Reading<'_>, _extent: Extent) -> Vec<v1::Measurement> {
    Vec::new()
}

/// True for a kind that reports a result: not a year, a reference, an identifier, a grade, a ratio or a dose.
pub fn is_result(measurement: &v1::Measurement) -> bool {
    use v1::MeasurementKind::{Citation, Grade, Identifier, Ratio, Unspecified, Year};
    let suppressed = [Unspecified, Year, Citation, Identifier, Grade, Ratio];
    !suppressed.iter().any(|kind| measurement.kind == *kind as i32)
        && measurement.role != v1::QuantityRole::Dose as i32
}
