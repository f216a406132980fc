//! Measurements in the index of findings: columns with one value a measurement, so that conditions are asked of one and the
//! same measurement.

use std::collections::BTreeSet;
use std::sync::Arc;

use tantivy::columnar::{Column, ColumnValues};
use tantivy::query::Query;
use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::{DocId, SegmentReader};

use super::schema::{ENDS, KEYS};
use crate::query::ast::{Field, Test, Value};

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
