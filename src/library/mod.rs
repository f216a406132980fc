//! What the program does: import, merge, extract, search, check. It takes an engine and a clock and knows no wire.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use prost_types::Timestamp;
use tokio::sync::Mutex;

use crate::engine::{Deadline, Engine};
use crate::style::Shelf;

mod browse;
mod check;
mod delete;
mod error;
mod export;
mod findings;
mod format;
pub mod import;
mod kept;
mod migrate;
mod page;
mod read;
mod reextract;
mod review;
mod search;
mod stats;

pub use browse::{CitationPage, ListRequest};
pub use check::CheckProgress;
pub use error::{LibraryError, Violation};
pub use export::{ExportPart, ExportRequest};
pub use findings::{FindingHit, FindingPage};
pub use format::{Formatted, StylePage, Work, format_records};
pub use migrate::{MigrateError, MigrateProgress, Migrated, compare, migrate};
pub use reextract::{ReextractProgress, ReextractRequest};
pub use review::{Correction, Review, Verdict};
pub use search::{CitationHit, SearchPage, SearchRequest};

/// Name of the setting that holds the key of page tokens.
const PAGE_KEY: &str = "page_key";
/// How long a piece of background work may wait for the engine.
const BACKGROUND: Duration = Duration::from_secs(600);

/// A library over some engine. Cheap to clone.
#[derive(Clone)]
pub struct Library {
    inner: Arc<Inner>,
}

struct Inner {
    engine: Arc<dyn Engine>,
    clock: Clock,
    page_key: Vec<u8>,
    /// Styles, ready to print.
    shelf: Shelf,
    /// One writer at a time: what a change is decided on must still be so when it is applied.
    writing: Mutex<()>,
}

/// Tells the time of a change.
pub type Clock = fn() -> Timestamp;

impl Library {
    /// Opens the library that `engine` keeps, on the system's clock.
    pub async fn open(engine: Arc<dyn Engine>) -> Result<Self, LibraryError> {
        Self::with_clock(engine, system_clock).await
    }

    /// As [`Library::open`], on another clock.
    pub async fn with_clock(engine: Arc<dyn Engine>, clock: Clock) -> Result<Self, LibraryError> {
        let fresh: [u8; 32] = rand::random();
        let page_key = engine.setting(PAGE_KEY, Bytes::copy_from_slice(&fresh), background()).await?.to_vec();
        Ok(Self {
            inner: Arc::new(Inner {
                engine,
                clock,
                page_key,
                shelf: Shelf::default(),
                writing: Mutex::new(()),
            }),
        })
    }

    /// The engine.
    pub fn engine(&self) -> &Arc<dyn Engine> {
        &self.inner.engine
    }

    /// Lets go of the engine.
    pub async fn close(&self) {
        let _writer = self.inner.writing.lock().await;
        if let Err(error) = self.inner.engine.close().await {
            tracing::error!(%error, "engine did not close cleanly");
        }
    }
}

fn background() -> Deadline {
    Deadline::after(BACKGROUND)
}

fn system_clock() -> Timestamp {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Timestamp { seconds: now.as_secs() as i64, nanos: now.subsec_nanos() as i32 }
}
