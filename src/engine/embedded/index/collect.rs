//! The best hits of a search, in an order that never depends on how the index lies on disk.

use std::collections::BinaryHeap;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, ColumnValues};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::schema::{FINDING_HIGH, FINDING_LOW, ID_HIGH, ID_LOW, YEAR};
use crate::engine::{Deadline, Order};

/// Documents between two looks at the clock.
const CHECKED_EVERY: u64 = 4_096;

/// What hits are ordered by: first the order asked for, turned so that less is better, then citation and finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    pub first: u64,
    pub citation: u128,
    pub finding: u128,
}

/// A hit and where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ranked {
    pub rank: Rank,
    pub address: DocAddress,
    /// Bits of the score, which is never negative.
    pub score: u32,
}

/// What a search found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Best first.
    pub best: Vec<Ranked>,
    /// How many match.
    pub total: u64,
    /// How many of them stand after the page before.
    pub after: u64,
    /// True when the deadline passed; the rest is then incomplete.
    pub expired: bool,
}

/// Collects a page.
pub(super) struct Page {
    pub order: Order,
    pub limit: usize,
    /// Where the page before ended.
    pub after: Option<Rank>,
    pub deadline: Deadline,
    /// True for findings.
    pub findings: bool,
}

impl Collector for Page {
    type Fruit = Found;
    type Child = SegmentPage;

    fn for_segment(&self, ordinal: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentPage> {
        let fast = segment.fast_fields();
        let number = |name: &str| fast.column_first_or_default::<u64>(name);
        let pair = |high: &str, low: &str| Ok::<_, tantivy::TantivyError>((number(high)?, number(low)?));
        let by_year = matches!(self.order, Order::YearAscending | Order::YearDescending);
        Ok(SegmentPage {
            citation: pair(ID_HIGH, ID_LOW)?,
            finding: if self.findings { Some(pair(FINDING_HIGH, FINDING_LOW)?) } else { None },
            year: if by_year { fast.column_opt::<i64>(YEAR)? } else { None },
            order: self.order,
            limit: self.limit,
            after: self.after,
            deadline: self.deadline,
            ordinal,
            best: BinaryHeap::with_capacity(self.limit.min(1_024) + 1),
            found: Found { expired: self.deadline.check().is_err(), ..Found::default() },
        })
    }

    fn requires_scoring(&self) -> bool {
        self.order == Order::Relevance
    }

    fn merge_fruits(&self, segments: Vec<Found>) -> tantivy::Result<Found> {
        let mut all = Found::default();
        for segment in segments {
            all.best.extend(segment.best);
            all.total += segment.total;
            all.after += segment.after;
            all.expired |= segment.expired;
        }
        all.best.sort_unstable();
        all.best.truncate(self.limit);
        Ok(all)
    }
}

type Pair = (Arc<dyn ColumnValues<u64>>, Arc<dyn ColumnValues<u64>>);

/// Collects the part of a page that lies in one segment.
pub(super) struct SegmentPage {
    citation: Pair,
    finding: Option<Pair>,
    year: Option<Column<i64>>,
    order: Order,
    limit: usize,
    after: Option<Rank>,
    deadline: Deadline,
    ordinal: SegmentOrdinal,
    best: BinaryHeap<Ranked>,
    found: Found,
}

impl SegmentPage {
    fn first(&self, doc: DocId, score: Score) -> u64 {
        let year = || self.year.as_ref().and_then(|column| column.first(doc));
        match self.order {
            Order::Relevance => u64::from(u32::MAX - score.max(0.0).to_bits()),
            Order::Id => 0,
            Order::YearAscending => year().map_or(u64::MAX, ordered),
            Order::YearDescending => year().map_or(u64::MAX, |year| u64::MAX - ordered(year)),
        }
    }

    fn rank(&self, first: u64, doc: DocId) -> Rank {
        let joined = |(high, low): &Pair| u128::from(high.get_val(doc)) << 64 | u128::from(low.get_val(doc));
        Rank { first, citation: joined(&self.citation), finding: self.finding.as_ref().map_or(0, joined) }
    }
}

/// A year as a number in its order.
fn ordered(year: i64) -> u64 {
    (year as u64) ^ (1 << 63)
}

impl SegmentCollector for SegmentPage {
    type Fruit = Found;

    fn collect(&mut self, doc: DocId, score: Score) {
        if self.found.expired {
            return;
        }
        self.found.total += 1;
        if self.found.total.is_multiple_of(CHECKED_EVERY) {
            self.found.expired = self.deadline.check().is_err();
        }
        let first = self.first(doc, score);
        if self.after.is_some_and(|after| first < after.first) {
            return;
        }
        let full = self.best.len() >= self.limit;
        let beaten = full && self.best.peek().is_none_or(|worst| first > worst.rank.first);
        if beaten && self.after.is_none_or(|after| first > after.first) {
            self.found.after += 1;
            return;
        }
        let rank = self.rank(first, doc);
        if self.after.is_some_and(|after| rank <= after) {
            return;
        }
        self.found.after += 1;
        if full && self.best.peek().is_none_or(|worst| rank > worst.rank) {
            return;
        }
        let address = DocAddress::new(self.ordinal, doc);
        self.best.push(Ranked { rank, address, score: score.max(0.0).to_bits() });
        if self.best.len() > self.limit {
            self.best.pop();
        }
    }

    fn harvest(mut self) -> Found {
        self.found.best = self.best.into_vec();
        self.found
    }
}
