//! Where a page ended, as opaque bytes.

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::plan::Searched;
use crate::engine::{EngineError, Order};

/// Where a page ended.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Cursor {
    /// What was searched, in which order.
    kind: (u8, u8),
    /// The state that an order by relevance belongs to.
    pub moment: Option<String>,
    /// Sort values of the last hit.
    pub after: Vec<Value>,
}

impl Cursor {
    /// Behind the hit with those sort values.
    pub fn new(searched: Searched, order: Order, moment: Option<String>, after: Vec<Value>) -> Self {
        Self { kind: kind(searched, order), moment, after }
    }

    /// The bytes.
    pub fn to_bytes(&self) -> Bytes {
        serde_json::to_vec(self).unwrap_or_default().into()
    }

    /// Reads them; `BadCursor` when they are of another order or not of this engine.
    pub fn read(bytes: &[u8], searched: Searched, order: Order) -> Result<Self, EngineError> {
        let cursor: Self = serde_json::from_slice(bytes).map_err(|_| EngineError::BadCursor)?;
        if cursor.kind != kind(searched, order) || cursor.moment.is_some() != (order == Order::Relevance) {
            return Err(EngineError::BadCursor);
        }
        Ok(cursor)
    }
}

fn kind(searched: Searched, order: Order) -> (u8, u8) {
    let searched = match searched {
        Searched::Citations => 1,
        Searched::Findings => 2,
    };
    let order = match order {
        Order::Relevance => 1,
        Order::Id => 2,
        Order::YearAscending => 3,
        Order::YearDescending => 4,
    };
    (searched, order)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_cursor_reads_back() {
        let after = vec![json!(1.2345678), json!("a")];
        let cursor = Cursor::new(Searched::Findings, Order::Relevance, Some("state".into()), after.clone());
        let read = Cursor::read(&cursor.to_bytes(), Searched::Findings, Order::Relevance).unwrap();
        assert_eq!((read.after, read.moment.as_deref()), (after, Some("state")));
        for (bytes, searched, order) in [
            (cursor.to_bytes(), Searched::Citations, Order::Relevance),
            (cursor.to_bytes(), Searched::Findings, Order::Id),
            (Bytes::from("x"), Searched::Findings, Order::Relevance),
        ] {
            assert!(matches!(Cursor::read(&bytes, searched, order), Err(EngineError::BadCursor)));
        }
    }
}
