use std::io::ErrorKind;
use std::path::Path;
use std::sync::RwLock;
use std::sync::atomic::{AtomicBool, AtomicU32};
use std::thread;
use std::time::{Duration, Instant};

use redb::{Builder, Database, DatabaseError, ReadableDatabase, ReadableTable, StorageError};

use super::cache::HotRows;
use super::fault::fault;
use super::tables::{COUNTERS, Counters, DICTIONARIES, create_all};
use super::training::Purpose;
use super::{Store, training};
use crate::engine::EngineError;
use crate::engine::embedded::compression::Dictionaries;

const LOCK_PAUSE: Duration = Duration::from_millis(20);

/// How a store is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct StoreOptions {
    /// Bytes of decompressed hot records.
    pub hot_bytes: u64,
    /// Bytes of the file's pages that redb keeps.
    pub page_bytes: usize,
    /// Dictionaries are trained once there are so many citations.
    pub train_after: u64,
    /// How long to wait for another process to let go of the file: after a SIGKILL the lock lingers for some ms.
    pub lock_patience: Duration,
}

impl Store {
    /// Opens the store at `path`, or makes an empty one.
    pub fn open(path: &Path, options: StoreOptions) -> Result<Self, EngineError> {
        let database = open_file(path, &options)?;
        let store = Self {
            path: path.to_owned(),
            hot: HotRows::new(options.hot_bytes),
            options,
            database: RwLock::new(None),
            failed: AtomicBool::new(false),
            dictionaries: Dictionaries::default(),
            row_dictionary: AtomicU32::new(0),
            findings_dictionary: AtomicU32::new(0),
            counters: RwLock::new(Counters::default()),
        };
        store.load(&database)?;
        *store.database.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(database);
        Ok(store)
    }

    fn load(&self, database: &Database) -> Result<(), EngineError> {
        let transaction = database.begin_read().map_err(fault)?;
        let dictionaries = transaction.open_table(DICTIONARIES).map_err(fault)?;
        for entry in dictionaries.iter().map_err(fault)? {
            let (id, value) = entry.map_err(fault)?;
            let (purpose, dictionary) = training::unwrap_dictionary(value.value())?;
            self.use_dictionary(id.value(), purpose, dictionary);
        }
        self.set_counters(Counters::read(&transaction.open_table(COUNTERS).map_err(fault)?)?);
        Ok(())
    }

    pub(super) fn use_dictionary(&self, id: u32, purpose: Purpose, dictionary: &[u8]) {
        self.dictionaries.add(id, dictionary);
        self.current_dictionary(purpose).store(id, std::sync::atomic::Ordering::Release);
    }
}

/// Opens or makes the file, and waits a while for its lock.
pub(super) fn open_file(path: &Path, options: &StoreOptions) -> Result<Database, EngineError> {
    let give_up = Instant::now() + options.lock_patience;
    let database = loop {
        match Builder::new().set_cache_size(options.page_bytes).create(path) {
            Ok(database) => break database,
            Err(DatabaseError::DatabaseAlreadyOpen) if Instant::now() < give_up => thread::sleep(LOCK_PAUSE),
            Err(error) => return Err(refused(path, error)),
        }
    };
    let made = database.begin_read().map_err(fault)?.open_table(COUNTERS).is_ok();
    if !made {
        let transaction = database.begin_write().map_err(fault)?;
        create_all(&transaction)?;
        transaction.commit().map_err(fault)?;
    }
    Ok(database)
}

fn refused(file: &Path, error: DatabaseError) -> EngineError {
    let path = file.parent().unwrap_or(file).display().to_string();
    match error {
        DatabaseError::DatabaseAlreadyOpen | DatabaseError::LockProtocolMismatch => {
            EngineError::Locked { path }
        }
        DatabaseError::Storage(StorageError::Io(error))
            if matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) =>
        {
            EngineError::ReadOnly { path, reason: error.to_string() }
        }
        error => match fault(error) {
            EngineError::Corrupt(what) => {
                let remedy = "put a copy of its folder in its place";
                EngineError::Corrupt(format!("{}: {what}; {remedy}", file.display()))
            }
            error => error,
        },
    }
}
