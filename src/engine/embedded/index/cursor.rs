//! Where a page ended, as opaque bytes.

use bytes::Bytes;

use super::collect::Rank;
use crate::engine::{EngineError, Order};

/// Where a page ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cursor {
    pub order: Order,
    /// Which run of the program made it: states of the index are numbered anew in each.
    pub run: u64,
    /// State of the index, for an order by relevance.
    pub generation: u64,
    pub last: Rank,
}

const LENGTH: usize = 57;

impl Cursor {
    /// The bytes.
    pub fn to_bytes(self) -> Bytes {
        let mut bytes = Vec::with_capacity(LENGTH);
        bytes.push(number_of(self.order));
        bytes.extend(self.run.to_be_bytes());
        bytes.extend(self.generation.to_be_bytes());
        bytes.extend(self.last.first.to_be_bytes());
        bytes.extend(self.last.citation.to_be_bytes());
        bytes.extend(self.last.finding.to_be_bytes());
        bytes.into()
    }

    /// Reads them; `BadCursor` when they are of another order or not of this engine.
    pub fn read(bytes: &[u8], order: Order) -> Result<Self, EngineError> {
        let bytes: &[u8; LENGTH] = bytes.try_into().map_err(|_| EngineError::BadCursor)?;
        if bytes[0] != number_of(order) {
            return Err(EngineError::BadCursor);
        }
        let long = |at: usize| bytes[at..at + 8].iter().fold(0, |n: u64, byte| n << 8 | u64::from(*byte));
        let wide = |at: usize| u128::from(long(at)) << 64 | u128::from(long(at + 8));
        let last = Rank { first: long(17), citation: wide(25), finding: wide(41) };
        Ok(Self { order, run: long(1), generation: long(9), last })
    }
}

fn number_of(order: Order) -> u8 {
    match order {
        Order::Relevance => 1,
        Order::Id => 2,
        Order::YearAscending => 3,
        Order::YearDescending => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back() {
        let last = Rank { first: 7, citation: u128::MAX - 3, finding: 1 << 77 };
        let cursor = Cursor { order: Order::YearDescending, run: 5, generation: u64::MAX, last };
        assert_eq!(Cursor::read(&cursor.to_bytes(), Order::YearDescending).ok(), Some(cursor));
        assert!(matches!(Cursor::read(&cursor.to_bytes(), Order::Id), Err(EngineError::BadCursor)));
        assert!(matches!(Cursor::read(b"x", Order::Id), Err(EngineError::BadCursor)));
    }
}
