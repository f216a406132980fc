use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex as StdMutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::sync::{Mutex, Semaphore, watch};

use super::blocking;
use super::directory::{DataDirectory, FORMAT_VERSION};
use super::index::Index;
use super::indexer::{Indexer, Progress, Work};
use super::store::{Store, StoreOptions};
use crate::engine::{EngineError, EngineStats};

/// Unit in which room in the indexer's queue is counted, in bytes.
pub(super) const ROOM_BYTES: usize = 1024;

/// How an embedded library is kept. All bounds are of memory, none of data.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Bytes of decompressed hot records; 0 for none.
    pub cache_bytes: u64,
    /// Bytes of the store's pages kept in memory.
    pub page_cache_bytes: usize,
    /// Bytes of encoded records that may wait for the index; writes wait when it is full.
    pub queue_bytes: usize,
    /// Compression dictionaries are trained once there are so many citations.
    pub train_after: u64,
    /// How long to wait for another process to let go of the library.
    pub lock_patience: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            cache_bytes: 64 << 20,
            page_cache_bytes: 96 << 20,
            queue_bytes: 8 << 20,
            train_after: 2_000,
            lock_patience: Duration::from_secs(5),
        }
    }
}

/// What an open library is made of.
pub struct Open {
    pub store: Arc<Store>,
    pub index: Arc<Index>,
    /// Whoever holds it writes; the queue gets work in the order of the store's commits.
    pub writer: Arc<Mutex<Queue>>,
    /// Room in the queue.
    pub room: Arc<Semaphore>,
    /// All the room there is.
    pub all_room: u32,
    /// Change that somebody waits for.
    wanted: Arc<AtomicU64>,
    pub progress: watch::Receiver<Progress>,
    thread: StdMutex<Option<JoinHandle<()>>>,
}

/// The way to the indexer; `None` when closed.
pub type Queue = Option<Sender<Work>>;

impl Open {
    /// Opens store and index and starts the thread that brings the index after the store.
    pub fn new(dir: &Path, options: &Options) -> Result<Self, EngineError> {
        let directory = DataDirectory::open(dir)?;
        let store = Arc::new(Store::open(
            &directory.store(),
            StoreOptions {
                hot_bytes: options.cache_bytes,
                page_bytes: options.page_cache_bytes,
                train_after: options.train_after,
                lock_patience: options.lock_patience,
            },
        )?);
        directory.claim()?;
        let index = Arc::new(open_index(&directory.index(), store.counters().change)?);
        let (queue, work) = mpsc::channel();
        let visible = index.committed();
        let (sender, progress) = watch::channel(Progress { visible, caught_up: false, failure: None });
        let wanted = Arc::new(AtomicU64::new(0));
        let indexer = Indexer {
            index: index.clone(),
            store: store.clone(),
            work,
            wanted: wanted.clone(),
            progress: sender,
        };
        let thread = thread::Builder::new().name("indexer".into()).spawn(move || indexer.run())?;
        let all_room = u32::try_from(options.queue_bytes / ROOM_BYTES).unwrap_or(u32::MAX).max(1);
        Ok(Self {
            store,
            index,
            writer: Arc::new(Mutex::new(Some(queue))),
            room: Arc::new(Semaphore::new(all_room as usize)),
            all_room,
            wanted,
            progress,
            thread: StdMutex::new(Some(thread)),
        })
    }

    /// An error when the index has stopped: what is written could not be found any more.
    pub fn healthy(&self) -> Result<(), EngineError> {
        match &self.progress.borrow().failure {
            Some(failure) => Err(failure.error()),
            None => Ok(()),
        }
    }

    /// See `Engine::wait_visible`.
    pub async fn wait_visible(&self, number: u64) -> Result<(), EngineError> {
        self.wanted.fetch_max(number, Ordering::AcqRel);
        let mut progress = self.progress.clone();
        let reached = progress.wait_for(|now| now.visible >= number || now.failure.is_some()).await;
        let reached = match reached {
            Ok(now) => now.visible >= number,
            Err(_) => false,
        };
        if reached {
            return Ok(());
        }
        self.healthy()?;
        Err(EngineError::Unavailable("the library is closed".into()))
    }

    /// See `Engine::ready`.
    pub fn ready(&self) -> bool {
        let progress = self.progress.borrow();
        progress.caught_up && progress.failure.is_none()
    }

    /// See `Engine::stats`.
    pub fn stats(&self) -> EngineStats {
        let counters = self.store.counters();
        EngineStats {
            engine: "embedded",
            ready: self.ready(),
            citations: counters.citations,
            findings: counters.findings,
            citations_with_abstract: counters.with_abstract,
            redirects: counters.redirects,
            last_change: counters.change,
            last_visible_change: self.progress.borrow().visible,
            format_version: FORMAT_VERSION,
            bytes_on_disk: self.store.bytes_on_disk() + self.index.bytes_on_disk(),
        }
    }

    /// Lets the indexer finish what is queued and commit it.
    pub async fn close(&self) -> Result<(), EngineError> {
        self.writer.lock().await.take();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            let ended = || EngineError::Unavailable("the indexer's thread panicked".into());
            blocking(move || thread.join().map_err(|_| ended())).await?;
        }
        self.healthy()
    }
}

/// An index that cannot be read, or is ahead of the store because the store is another one, is made anew: it is derived.
fn open_index(path: &Path, change: u64) -> Result<Index, EngineError> {
    let reason = match Index::open(path) {
        Ok(index) if index.committed() <= change => return Ok(index),
        Ok(index) => format!("it is at change {}, the store at {change}", index.committed()),
        Err(EngineError::Corrupt(reason)) => reason,
        Err(error) => return Err(error),
    };
    tracing::warn!(reason, "the search index is made anew");
    std::fs::remove_dir_all(path)?;
    Index::open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_library_is_not_claimed_while_somebody_has_it() {
        let folder = tempfile::tempdir().unwrap();
        let format = folder.path().join("format");
        let options = Options { lock_patience: Duration::ZERO, ..Options::default() };
        std::fs::write(&format, "1\n").unwrap();
        let held = StoreOptions {
            hot_bytes: 0,
            page_bytes: options.page_cache_bytes,
            train_after: options.train_after,
            lock_patience: options.lock_patience,
        };
        let held = Store::open(&folder.path().join("library.redb"), held).unwrap();
        assert!(matches!(Open::new(folder.path(), &options), Err(EngineError::Locked { .. })));
        assert_eq!(std::fs::read_to_string(&format).unwrap(), "1\n");
        drop(held);
        Open::new(folder.path(), &options).unwrap();
        assert_eq!(std::fs::read_to_string(&format).unwrap(), "2\n");
    }
}
