//! Whether store and index hold the same.

use std::collections::BTreeSet;

use super::index::Index;
use super::store::{Problems, Store};
use crate::engine::{Deadline, EngineError};
use crate::record::name::CitationId;

/// What does not agree, as sentences. To be run while nothing is written and the index has caught up.
pub fn check(store: &Store, index: &Index, deadline: Deadline) -> Result<Vec<String>, EngineError> {
    let mut problems = Problems::default();
    let holding = store.verify(deadline, &mut problems)?;
    let indexed = index.all_ids()?;
    differences(&holding.live, &indexed, &mut problems);
    let searchable = index.finding_count()?;
    if searchable != holding.findings {
        let stored = holding.findings;
        problems.add(format!("the store holds {stored} findings, the search index {searchable}"));
    }
    Ok(problems.into_sentences())
}

fn differences(live: &BTreeSet<CitationId>, indexed: &BTreeSet<CitationId>, problems: &mut Problems) {
    for id in live.difference(indexed) {
        problems.add(format!("citations/{id} is stored and cannot be searched"));
    }
    for id in indexed.difference(live) {
        problems.add(format!("citations/{id} is in the search index and not in the store"));
    }
}
