//! Measurements in the index of findings: columns with one value a measurement, so that conditions are asked of one and the
//! same measurement.

use std::collections::BTreeSet;
use std::sync::Arc;

use tantivy::columnar::{Column, ColumnValues};
use tantivy::query::Query;
use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::{DocId, SegmentReader, TantivyDocument};

use super::exact::{measure_hash, measure_name};
use super::schema::{ENDS, FindingFields, KEYS};
use crate::contract::v1::{Measurement, MeasurementKind, MeasurementOperator};
use crate::query::ast::{Field, Test, Value};

/// A number known to lie between two ends, both part of it; `NAN` where there is none.
type Interval = (f64, f64);

const ABSENT: Interval = (f64::NAN, f64::NAN);

/// Adds the measurements of a finding.
pub(super) fn add(document: &mut TantivyDocument, fields: &FindingFields, measurements: &[Measurement]) {
    let mut names = BTreeSet::new();
    for (index, measurement) in measurements.iter().enumerate() {
        for (field, name) in fields.measurement.keys.iter().zip(names_of(measurement)) {
            document.add_u64(*field, if name.is_empty() { 0 } else { measure_hash(&name) });
            names.insert(name);
        }
        let intervals = intervals_of(measurement, p_of(measurements, index));
        for (field, end) in
            fields.measurement.ends.iter().zip(intervals.into_iter().flat_map(|(a, b)| [a, b]))
        {
            document.add_f64(*field, end);
        }
    }
    for name in names.iter().filter(|name| !name.is_empty() && name.len() < 1_000) {
        document.add_text(fields.measurement.name, name);
    }
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

/// What is asked of one measurement.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    /// For each condition on the name: the hashes of names that satisfy it.
    pub names: Vec<BTreeSet<u64>>,
    /// Conditions on numbers.
    pub numbers: Vec<(Field, Test)>,
}

impl Asked {
    /// The findings with a measurement of which everything asked is true. A bounded value, such as `p < 0.05`, satisfies a
    /// condition when every value it may have does.
    pub fn query(self) -> Box<dyn Query> {
        let asked = Arc::new(self);
        let predicate = FunctionPredicate::from(move |segment: &SegmentReader| {
            let columns = Columns::open(segment)?;
            let asked = asked.clone();
            Ok(move |doc: DocId| columns.as_ref().is_some_and(|columns| columns.any(doc, &asked)))
        });
        Box::new(DocPredicateQuery::from(predicate))
    }
}

/// The columns of a segment.
struct Columns {
    first: Column<u64>,
    keys: Vec<Arc<dyn ColumnValues<u64>>>,
    ends: Vec<Arc<dyn ColumnValues<f64>>>,
}

impl Columns {
    /// `None` when the segment has no measurement.
    fn open(segment: &SegmentReader) -> tantivy::Result<Option<Self>> {
        let fast = segment.fast_fields();
        let (mut keys, mut ends) = (Vec::new(), Vec::new());
        let Some(first) = fast.column_opt::<u64>(KEYS[0])? else { return Ok(None) };
        for name in KEYS {
            let Some(column) = fast.column_opt::<u64>(name)? else { return Ok(None) };
            keys.push(column.values);
        }
        for name in ENDS {
            let Some(column) = fast.column_opt::<f64>(name)? else { return Ok(None) };
            ends.push(column.values);
        }
        Ok(Some(Self { first, keys, ends }))
    }

    fn any(&self, doc: DocId, asked: &Asked) -> bool {
        self.first.index.value_row_ids(doc).any(|row| {
            asked.names.iter().all(|names| self.keys.iter().any(|key| names.contains(&key.get_val(row))))
                && asked.numbers.iter().all(|(field, test)| self.satisfies(row, *field, test))
        })
    }

    fn satisfies(&self, row: u32, field: Field, test: &Test) -> bool {
        let place = match field {
            Field::Value => 0,
            Field::ValueMonths => 2,
            Field::Percent => 4,
            Field::P => 6,
            _ => return false,
        };
        let (low, high) = (self.ends[place].get_val(row), self.ends[place + 1].get_val(row));
        holds(test, low, high)
    }
}

fn holds(test: &Test, low: f64, high: f64) -> bool {
    if low.is_nan() || high.is_nan() {
        return false;
    }
    match test {
        Test::Equals(Value::Number(number)) => low == *number && high == *number,
        Test::Range { low: least, high: most } => {
            least.is_none_or(|(end, inside)| if inside { low >= end } else { low > end })
                && most.is_none_or(|(end, inside)| if inside { high <= end } else { high < end })
        }
        _ => false,
    }
}
