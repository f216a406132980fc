//! Hot citations, decompressed. An entry counts only while the row in the store has the change number that it has, so the
//! cache can never show what is no longer there; a hit saves the decompression, which is most of a read.

use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::engine::Stored;
use crate::record::name::CitationId;

/// A cache bounded in bytes.
pub struct HotRows {
    rows: Cache<CitationId, Stored, Bytes>,
}

impl HotRows {
    /// Holds at most `bytes` of records; 0 holds none.
    pub fn new(bytes: u64) -> Self {
        let typical = 4096;
        Self { rows: Cache::with_weighter((bytes / typical) as usize, bytes, Bytes) }
    }

    /// The citation, if it is held as change `change` wrote it.
    pub fn get(&self, id: CitationId, change: u64) -> Option<Stored> {
        self.rows.get(&id).filter(|stored| stored.change == change)
    }

    /// Keeps a citation that was read.
    pub fn put(&self, id: CitationId, stored: &Stored) {
        self.rows.insert(id, stored.clone());
    }

    /// Lets go of a citation that changed.
    pub fn remove(&self, id: CitationId) {
        self.rows.remove(&id);
    }
}

#[derive(Clone)]
struct Bytes;

impl Weighter<CitationId, Stored> for Bytes {
    fn weight(&self, _: &CitationId, stored: &Stored) -> u64 {
        let entry = 128;
        (stored.citation.len() + stored.sources.len() + entry) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(change: u64, size: usize) -> Stored {
        Stored { change, citation: vec![7; size].into(), sources: bytes::Bytes::new(), stamp: 0 }
    }

    #[test]
    fn only_the_version_asked_for_is_given() {
        let cache = HotRows::new(1 << 20);
        let id = CitationId::from_u128(1);
        cache.put(id, &stored(3, 10));
        assert_eq!(cache.get(id, 3), Some(stored(3, 10)));
        assert_eq!(cache.get(id, 4), None);
        cache.remove(id);
        assert_eq!(cache.get(id, 3), None);
    }

    #[test]
    fn bytes_are_bounded() {
        let cache = HotRows::new(100_000);
        for n in 0..1000 {
            cache.put(CitationId::from_u128(n), &stored(1, 1000));
        }
        assert!(cache.rows.weight() <= 100_000, "{}", cache.rows.weight());
        let none = HotRows::new(0);
        none.put(CitationId::from_u128(1), &stored(1, 10));
        assert_eq!(none.get(CitationId::from_u128(1), 1), None);
    }
}
