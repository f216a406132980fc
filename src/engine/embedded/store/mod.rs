//! The truth: every row, finding, identifier, link and change, in redb. What is committed here is acknowledged.

mod cache;
mod fault;
mod open;
mod read;
mod tables;
mod training;
mod value;
mod verify;
mod write;

pub use fault::disk;
pub use open::StoreOptions;
pub use read::Changed;
pub use tables::Counters;
pub use verify::Problems;
pub use write::Written;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{PoisonError, RwLock};

use redb::{Database, Durability, ReadTransaction, ReadableDatabase, WriteTransaction};

use self::cache::HotRows;
use self::fault::fault;
use self::tables::COUNTERS;
use super::compression::Dictionaries;
use crate::engine::EngineError;

/// An open store.
pub struct Store {
    path: PathBuf,
    options: StoreOptions,
    /// `None` only while the file could not be opened again after the disk failed.
    database: RwLock<Option<Database>>,
    /// Set when the disk failed: redb then refuses everything until it is opened anew.
    failed: AtomicBool,
    dictionaries: Dictionaries,
    /// Dictionary for rows that are written from now on.
    row_dictionary: AtomicU32,
    /// The same for findings.
    findings_dictionary: AtomicU32,
    counters: RwLock<Counters>,
    hot: HotRows,
}

impl Store {
    /// The figures as of the last committed transaction.
    pub fn counters(&self) -> Counters {
        *self.counters.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The figures as the file has them, once it can be read again after the disk failed.
    pub fn reload(&self) -> Result<Counters, EngineError> {
        let now =
            self.reading(|transaction| Counters::read(&transaction.open_table(COUNTERS).map_err(fault)?))?;
        self.set_counters(now);
        Ok(now)
    }

    /// Size of the file in bytes.
    pub fn bytes_on_disk(&self) -> u64 {
        std::fs::metadata(&self.path).map_or(0, |metadata| metadata.len())
    }

    /// Runs `read` on one state of the store.
    fn reading<T>(
        &self,
        read: impl FnOnce(&ReadTransaction) -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        self.revive()?;
        let guard = self.database.read().unwrap_or_else(PoisonError::into_inner);
        let database = guard.as_ref().ok_or_else(gone)?;
        let outcome = database.begin_read().map_err(fault).and_then(|transaction| read(&transaction));
        self.note(outcome)
    }

    /// Runs `write` in a transaction and makes it durable; an error leaves nothing of it.
    fn writing<T>(
        &self,
        write: impl FnOnce(&WriteTransaction) -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        self.revive()?;
        let guard = self.database.read().unwrap_or_else(PoisonError::into_inner);
        let database = guard.as_ref().ok_or_else(gone)?;
        let outcome = (|| {
            let mut transaction = database.begin_write().map_err(fault)?;
            transaction.set_durability(Durability::Immediate).map_err(fault)?;
            transaction.set_quick_repair(true);
            let value = write(&transaction)?;
            transaction.commit().map_err(fault)?;
            Ok(value)
        })();
        self.note(outcome)
    }

    fn note<T>(&self, outcome: Result<T, EngineError>) -> Result<T, EngineError> {
        if matches!(outcome, Err(EngineError::Io(_) | EngineError::Full | EngineError::Unavailable(_))) {
            self.failed.store(true, Ordering::Release);
        }
        outcome
    }

    /// Opens the file anew if the disk failed: what was committed is still there to be read.
    fn revive(&self) -> Result<(), EngineError> {
        if !self.failed.load(Ordering::Acquire) {
            return Ok(());
        }
        let mut guard = self.database.write().unwrap_or_else(PoisonError::into_inner);
        if !self.failed.load(Ordering::Acquire) {
            return Ok(());
        }
        drop(guard.take());
        *guard = Some(open::open_file(&self.path, &self.options)?);
        self.failed.store(false, Ordering::Release);
        Ok(())
    }

    fn set_counters(&self, counters: Counters) {
        *self.counters.write().unwrap_or_else(PoisonError::into_inner) = counters;
    }
}

fn gone() -> EngineError {
    EngineError::Unavailable("the store could not be opened again after the disk failed".into())
}
