//! Brings the search index after the store. One thread takes what was committed, in order, and commits it to the index with
//! the number of the last change; what a crash took from the index is replayed from the store at the next start.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use prost::Message;
use tokio::sync::{OwnedSemaphorePermit, watch};

use super::index::{Documents, Index};
use super::store::{Changed, Store};
use crate::contract::v1;
use crate::engine::EngineError;
use crate::record::name::CitationId;

/// A change is shown by search at latest so long after it is durable.
const VISIBLE_WITHIN: Duration = Duration::from_millis(950);
/// Of the thread's time, commits may take one part in so many while work is waiting and search is not late, and one part in so
/// many when it is.
const COMMIT_SHARE: u32 = 10;
const LATE_SHARE: u32 = 2;
/// After so long without work, the segments that it left are merged.
const QUIET: Duration = Duration::from_millis(500);
/// How often the thread looks whether somebody waits for what is not committed.
const LOOK: Duration = Duration::from_millis(10);
/// A commit is due after so many citations, whatever the clock says.
const COMMIT_CITATIONS: usize = 20_000;
/// Rows read at once in a replay.
const REPLAY_ROWS: usize = 500;

/// What was committed to the store at once.
pub struct Work {
    /// In order.
    pub items: Vec<Item>,
    /// Number of the last change before it. What lies between this and the work before is taken from the store: a
    /// transaction may turn out durable though its commit failed.
    pub after: u64,
    /// Number of the last change.
    pub change: u64,
    /// When it became durable.
    pub since: Instant,
    /// Room in the queue, given back when the work is done.
    pub room: OwnedSemaphorePermit,
}

impl Work {
    /// Up to this change, which became durable just now, taken from the store.
    pub fn from_store(change: u64, room: OwnedSemaphorePermit) -> Self {
        Self { items: Vec::new(), after: change, change, since: Instant::now(), room }
    }
}

/// What becomes of a citation in the index.
pub enum Item {
    /// `fresh` when its id never had a row.
    Put {
        id: CitationId,
        documents: Documents,
        fresh: bool,
    },
    Remove {
        id: CitationId,
    },
}

/// How far the index is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Search shows every change up to this.
    pub visible: u64,
    /// The changes of before this start are all in.
    pub caught_up: bool,
    /// Why nothing more will come.
    pub failure: Option<Failure>,
}

/// Why the index came to a stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    Full,
    Other(String),
}

impl Failure {
    /// A thread of tantivy's that fails leaves only the words of its error, so a full disk is known by them too.
    fn of(error: &EngineError) -> Self {
        let words = error.to_string();
        match error {
            EngineError::Full => Self::Full,
            _ if words.contains("No space left on device") || words.contains("os error 28") => Self::Full,
            _ => Self::Other(words),
        }
    }

    /// As the engine says it.
    pub fn error(&self) -> EngineError {
        match self {
            Self::Full => EngineError::Full,
            Self::Other(reason) => EngineError::Unavailable(format!("the search index stopped: {reason}")),
        }
    }
}

/// The thread's own.
pub struct Indexer {
    pub index: Arc<Index>,
    pub store: Arc<Store>,
    pub work: Receiver<Work>,
    /// Change that somebody waits for.
    pub wanted: Arc<AtomicU64>,
    pub progress: watch::Sender<Progress>,
}

impl Indexer {
    /// Works until the queue is closed, then commits and ends.
    pub fn run(self) {
        if let Err(error) = self.follow() {
            tracing::error!(%error, "the search index stopped");
            self.progress.send_modify(|progress| progress.failure = Some(Failure::of(&error)));
        }
    }

    fn follow(&self) -> Result<(), EngineError> {
        let mut at = self.catch_up()?;
        let mut pace = Pace::new();
        let mut pending: Option<Pending> = None;
        let mut settled = false;
        loop {
            let next = match &pending {
                None if settled => self.work.recv().map_err(|_| RecvTimeoutError::Disconnected),
                None => self.work.recv_timeout(QUIET),
                Some(pending) => {
                    let wait = pace.due(pending).saturating_duration_since(Instant::now());
                    self.work.recv_timeout(wait.min(LOOK))
                }
            };
            match next {
                Ok(work) => {
                    settled = false;
                    let began = pending.get_or_insert_with(|| Pending::new(work.since));
                    began.citations += work.items.len();
                    began.change = work.change;
                    self.replay(at, work.after, false)?;
                    at = work.change;
                    self.index_all(work.items)?;
                    drop(work.room);
                    if pace.due(began) > Instant::now() {
                        continue;
                    }
                }
                Err(RecvTimeoutError::Timeout) if pending.is_none() => settled = self.index.settle()?,
                Err(RecvTimeoutError::Timeout) => {
                    let late = pending.as_ref().is_some_and(|pending| pace.due(pending) <= Instant::now());
                    if !late && !self.somebody_waits() {
                        continue;
                    }
                }
                Err(RecvTimeoutError::Disconnected) => {
                    return pending.map_or(Ok(()), |pending| self.commit(pending.change));
                }
            }
            if let Some(pending) = pending.take() {
                let start = Instant::now();
                self.commit(pending.change)?;
                pace.committed(start.elapsed());
            }
        }
    }

    fn somebody_waits(&self) -> bool {
        self.wanted.load(Ordering::Acquire) > self.progress.borrow().visible
    }

    /// Brings in what the index has not seen of the changes that the store had at the start; answers up to which.
    fn catch_up(&self) -> Result<u64, EngineError> {
        let until = self.store.counters().change;
        let from = self.index.committed();
        if from < until {
            tracing::info!(from, until, "replaying changes into the search index");
        }
        // a crash between the commits of its two halves leaves one at 0 and the other not
        let empty = from == 0 && self.index.all_ids()?.is_empty() && self.index.finding_count()? == 0;
        let uncommitted = self.replay(from, until, empty)?;
        if uncommitted > 0 {
            self.commit(until)?;
        }
        self.progress.send_modify(|progress| progress.caught_up = true);
        Ok(until)
    }

    /// Takes changes after `from` and up to `until` from the store. Commits now and then; answers how many are not committed.
    fn replay(&self, from: u64, until: u64, fresh: bool) -> Result<usize, EngineError> {
        let (mut at, mut uncommitted) = (from, 0);
        loop {
            let rows = self.store.changed_rows(at, until, REPLAY_ROWS)?;
            let Some((last, _, _)) = rows.last() else { return Ok(uncommitted) };
            at = *last;
            uncommitted += rows.len();
            let items = rows.into_iter().filter_map(|(_, id, row)| self.replayed(id, row, fresh));
            self.index_all(items.collect())?;
            if uncommitted >= COMMIT_CITATIONS {
                self.commit(at)?;
                uncommitted = 0;
            }
        }
    }

    /// A row that cannot be decoded is left out and told of: the others must still be found, and a check names it.
    fn replayed(&self, id: CitationId, row: Changed, fresh: bool) -> Option<Item> {
        let Changed::Citation { citation, findings } = row else {
            return Some(Item::Remove { id });
        };
        match decode(&citation, &findings) {
            Ok((citation, findings)) => {
                Some(Item::Put { id, documents: self.index.documents(id, &citation, &findings), fresh })
            }
            Err(error) => {
                tracing::error!(%id, %error, "a stored citation cannot be decoded and is not searchable");
                None
            }
        }
    }

    fn index_all(&self, items: Vec<Item>) -> Result<(), EngineError> {
        for item in items {
            match item {
                Item::Put { id, documents, fresh } => self.index.put(id, documents, fresh)?,
                Item::Remove { id } => self.index.remove(id)?,
            }
        }
        Ok(())
    }

    fn commit(&self, change: u64) -> Result<(), EngineError> {
        self.index.commit(change)?;
        self.progress.send_modify(|progress| progress.visible = change);
        Ok(())
    }
}

/// The messages of a citation and its findings.
pub fn decode(
    citation: &bytes::Bytes,
    findings: &[(String, bytes::Bytes)],
) -> Result<(v1::Citation, Vec<v1::Finding>), prost::DecodeError> {
    let decoded = v1::Citation::decode(citation.clone())?;
    let findings = findings.iter().map(|(_, finding)| v1::Finding::decode(finding.clone()));
    Ok((decoded, findings.collect::<Result<_, _>>()?))
}

struct Pending {
    since: Instant,
    citations: usize,
    change: u64,
}

impl Pending {
    fn new(since: Instant) -> Self {
        Self { since, citations: 0, change: 0 }
    }
}

/// When to commit: a lone change almost at once, a stream of them so that commits take a small share of the time.
struct Pace {
    /// Not before this, unless search would be late.
    earliest: Instant,
    /// Not before this in any case.
    late: Instant,
    /// What the last commit took; the next will take about as long.
    took: Duration,
}

impl Pace {
    fn new() -> Self {
        Self { earliest: Instant::now(), late: Instant::now(), took: Duration::ZERO }
    }

    fn due(&self, pending: &Pending) -> Instant {
        if pending.citations >= COMMIT_CITATIONS {
            return pending.since;
        }
        let in_time = pending.since + VISIBLE_WITHIN.saturating_sub(self.took);
        self.earliest.min(in_time.max(self.late))
    }

    fn committed(&mut self, took: Duration) {
        let now = Instant::now();
        self.earliest = now + took * (COMMIT_SHARE - 1);
        self.late = now + took * (LATE_SHARE - 1);
        self.took = took;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_known_by_its_words() {
        let told = std::io::Error::from_raw_os_error(28).to_string();
        for (error, full) in [
            (EngineError::Full, true),
            (EngineError::Corrupt(format!("Internal error: '{told}'")), true),
            (EngineError::Corrupt("x".into()), false),
        ] {
            assert_eq!(matches!(Failure::of(&error).error(), EngineError::Full), full, "{error}");
        }
    }

    #[test]
    fn a_commit_is_due_so_that_search_shows_it_within_a_second_and_sooner_when_idle() {
        let now = Instant::now();
        let pending = |citations| Pending { since: now, citations, change: 1 };
        let long_ago = Pace { earliest: now, late: now, took: Duration::ZERO };
        assert!(long_ago.due(&pending(1)) <= now, "idle: at once");
        let mut busy = Pace::new();
        busy.committed(Duration::from_millis(20));
        assert!(busy.due(&pending(1)) >= now + Duration::from_millis(180), "commits are a tenth of the time");
        let took = Duration::from_millis(300);
        busy.committed(took);
        assert_eq!(busy.due(&pending(1)) + took, now + VISIBLE_WITHIN, "never later");
        busy.committed(Duration::from_secs(60));
        assert!(busy.due(&pending(1)) >= now + Duration::from_secs(60), "half of the time is for other work");
        assert!(busy.due(&pending(COMMIT_CITATIONS)) <= now, "enough is enough");
    }
}
