//! What is indexed of a measurement.

use super::exact::measure_name;
use super::{Interval, Sink};
use crate::contract::v1::{Measurement, MeasurementKind, MeasurementOperator};

const ABSENT: Interval = (f64::NAN, f64::NAN);

/// Gives one of the measurements of a finding; the others tell its p.
pub(super) fn give(measurements: &[Measurement], index: usize, sink: &mut impl Sink) {
    let Some(measurement) = measurements.get(index) else { return };
    sink.measurement(names_of(measurement), intervals_of(measurement, p_of(measurements, index)));
}

/// Kind, statistic, what is measured, and both: "hr", "median", "survival", "median survival".
fn names_of(measurement: &Measurement) -> [String; 4] {
    let kind = measure_name(measurement.kind().as_str_name());
    let (statistic, of) = (measure_name(&measurement.statistic), measure_name(&measurement.of));
    let both =
        if statistic.is_empty() || of.is_empty() { String::new() } else { format!("{statistic} {of}") };
    [kind, statistic, of, both]
}

/// Value, months, percentage and p.
fn intervals_of(measurement: &Measurement, p: Option<&Measurement>) -> [Interval; 4] {
    let value = value_of(measurement);
    let months = measurement.value_months.map_or(ABSENT, |months| bounded(months, measurement.operator()));
    let percent = match measurement.percent_number {
        Some(percent) => (percent, percent),
        None if measurement.unit_ucum == "%" => value,
        None => ABSENT,
    };
    let (p_low, p_high) = p.map_or(ABSENT, value_of);
    // No p is below 0: `max` would turn an absent one into 0.
    let p_low = if p_low < 0.0 { 0.0 } else { p_low };
    [value, months, percent, (p_low, p_high)]
}

/// The p value of a measurement: itself, or the one that qualifies it.
fn p_of(measurements: &[Measurement], index: usize) -> Option<&Measurement> {
    let is_p = |measurement: &&Measurement| measurement.kind() == MeasurementKind::PValue;
    let own = measurements.get(index).filter(is_p);
    own.or_else(|| {
        let index = i32::try_from(index).ok();
        measurements
            .iter()
            .filter(is_p)
            .find(|measurement| measurement.linked_to.is_some() && measurement.linked_to == index)
    })
}

fn value_of(measurement: &Measurement) -> Interval {
    match (measurement.value_number, measurement.low_number, measurement.high_number) {
        (Some(value), _, _) => bounded(value, measurement.operator()),
        (None, Some(low), Some(high)) => (low, high),
        _ => ABSENT,
    }
}

fn bounded(value: f64, operator: MeasurementOperator) -> Interval {
    match operator {
        MeasurementOperator::Less => (f64::NEG_INFINITY, value.next_down()),
        MeasurementOperator::LessOrEqual => (f64::NEG_INFINITY, value),
        MeasurementOperator::Greater => (value.next_up(), f64::INFINITY),
        MeasurementOperator::GreaterOrEqual => (value, f64::INFINITY),
        _ => (value, value),
    }
}
