//! When segments of the index are merged: not while much is written, since then every merge is soon done again.

use std::fmt::{self, Debug, Formatter};
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use futures::FutureExt;
use tantivy::index::SegmentMeta;
use tantivy::indexer::{LogMergePolicy, MergeCandidate, MergePolicy};
use tantivy::{FutureResult, IndexWriter};

use super::locked::locked;

/// With more segments than this a search would cost too much: then they are merged at once.
const MOST_SEGMENTS: usize = 32;

/// What is merged, and the merges that were begun in a quiet hour.
#[derive(Clone, Default)]
pub(super) struct Merging {
    policy: LogMergePolicy,
    running: Arc<Mutex<Vec<Running>>>,
}

type Running = Pin<Box<FutureResult<Option<SegmentMeta>>>>;

impl Merging {
    /// Begins what is due among the segments, unless something still runs. True when nothing runs and nothing is due.
    pub fn begin(&self, writer: &mut IndexWriter, segments: &[SegmentMeta]) -> bool {
        let mut running = locked(&self.running);
        let mut failed = false;
        running.retain_mut(|merge| match merge.now_or_never() {
            None => true,
            Some(outcome) => {
                // the segments stay as they were, and are merged after the next write
                if let Err(error) = outcome {
                    tracing::warn!(%error, "segments of the search index could not be merged");
                    failed = true;
                }
                false
            }
        });
        if !running.is_empty() || failed {
            return failed;
        }
        let due = self.policy.compute_merge_candidates(segments);
        running.extend(due.iter().map(|MergeCandidate(ids)| Box::pin(writer.merge(ids))));
        due.is_empty()
    }
}

/// What tantivy merges by itself after a commit.
impl MergePolicy for Merging {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        if segments.len() <= MOST_SEGMENTS {
            return Vec::new();
        }
        self.policy.compute_merge_candidates(segments)
    }
}

impl Debug for Merging {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("Merging").field("policy", &self.policy).finish_non_exhaustive()
    }
}
