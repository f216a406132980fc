//! The engine inside the process: redb holds the truth, a tantivy index is derived from it, one folder holds both.

mod check;
pub mod compression;
mod directory;
mod index;
mod indexer;
mod open;
mod store;
mod write;

pub use directory::FORMAT_VERSION;
pub use open::Options;

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use bytes::Bytes;
use tokio::time::timeout_at;

use self::open::Open;
use super::{Applied, Change, Deadline, Engine, EngineError, EngineStats, FindingKey, Hits, Row, Search};
use crate::record::identifier::StrongId;
use crate::record::name::CitationId;

/// Reads of more rows than this leave the thread they were asked on.
const READ_HERE: usize = 64;

/// A library in a folder of its own.
pub struct Embedded {
    /// `None` once closed.
    open: RwLock<Option<Arc<Open>>>,
}

impl Embedded {
    /// Opens the library in `dir`, or makes an empty one. What a crash took from the index is brought back in the background;
    /// `stats().ready` tells when it is. Waits up to `options.lock_patience` for another process to let go of it.
    pub fn open(dir: &Path, options: Options) -> Result<Self, EngineError> {
        let open = Open::new(dir, &options)?;
        Ok(Self { open: RwLock::new(Some(Arc::new(open))) })
    }

    fn opened(&self) -> Result<Arc<Open>, EngineError> {
        let guard = self.open.read().unwrap_or_else(PoisonError::into_inner);
        guard.clone().ok_or_else(|| EngineError::Unavailable("the library is closed".into()))
    }

    /// Runs `work` here when it is short, else on a thread that may block.
    async fn read<T: Send + 'static>(
        &self,
        rows: usize,
        deadline: Deadline,
        work: impl FnOnce(&Open) -> Result<T, EngineError> + Send + 'static,
    ) -> Result<T, EngineError> {
        deadline.check()?;
        let open = self.opened()?;
        if rows <= READ_HERE {
            return work(&open);
        }
        within(deadline, blocking(move || work(&open))).await
    }
}

#[async_trait]
impl Engine for Embedded {
    async fn get(&self, ids: &[CitationId], deadline: Deadline) -> Result<Vec<Option<Row>>, EngineError> {
        if ids.len() <= READ_HERE {
            return self.opened()?.store.get(ids, deadline);
        }
        let ids = ids.to_vec();
        self.read(ids.len(), deadline, move |open| open.store.get(&ids, deadline)).await
    }

    async fn holders(
        &self,
        ids: &[StrongId],
        deadline: Deadline,
    ) -> Result<Vec<Vec<CitationId>>, EngineError> {
        if ids.len() <= READ_HERE {
            return self.opened()?.store.holders(ids, deadline);
        }
        let ids = ids.to_vec();
        self.read(ids.len(), deadline, move |open| open.store.holders(&ids, deadline)).await
    }

    async fn incoming(
        &self,
        ids: &[StrongId],
        deadline: Deadline,
    ) -> Result<Vec<Vec<(CitationId, i32)>>, EngineError> {
        if ids.len() <= READ_HERE {
            return self.opened()?.store.incoming(ids, deadline);
        }
        let ids = ids.to_vec();
        self.read(ids.len(), deadline, move |open| open.store.incoming(&ids, deadline)).await
    }

    async fn findings(
        &self,
        ids: &[CitationId],
        deadline: Deadline,
    ) -> Result<Vec<Vec<(String, Bytes)>>, EngineError> {
        let ids = ids.to_vec();
        self.read(ids.len(), deadline, move |open| open.store.findings(&ids, deadline)).await
    }

    async fn scan(
        &self,
        after: Option<CitationId>,
        limit: usize,
        deadline: Deadline,
    ) -> Result<Vec<(CitationId, Bytes)>, EngineError> {
        self.read(limit, deadline, move |open| open.store.scan(after, limit, deadline)).await
    }

    async fn ids(
        &self,
        but: Option<u64>,
        after: Option<CitationId>,
        limit: usize,
        deadline: Deadline,
    ) -> Result<Vec<CitationId>, EngineError> {
        // few may be found among many rows
        self.read(usize::MAX, deadline, move |open| open.store.ids(but, after, limit, deadline)).await
    }

    async fn search_citations(
        &self,
        search: Search,
        deadline: Deadline,
    ) -> Result<Hits<CitationId>, EngineError> {
        self.read(usize::MAX, deadline, move |open| open.index.search_citations(&search, deadline)).await
    }

    async fn search_findings(
        &self,
        search: Search,
        deadline: Deadline,
    ) -> Result<Hits<FindingKey>, EngineError> {
        self.read(usize::MAX, deadline, move |open| open.index.search_findings(&search, deadline)).await
    }

    async fn apply(&self, changes: Vec<Change>, deadline: Deadline) -> Result<Vec<Applied>, EngineError> {
        within(deadline, write::apply(self.opened()?, changes)).await
    }

    async fn changes_since(
        &self,
        since: u64,
        limit: usize,
        deadline: Deadline,
    ) -> Result<Vec<(u64, CitationId)>, EngineError> {
        self.read(limit, deadline, move |open| open.store.changes_since(since, limit)).await
    }

    async fn wait_visible(&self, number: u64, deadline: Deadline) -> Result<(), EngineError> {
        within(deadline, self.opened()?.wait_visible(number)).await
    }

    async fn setting(&self, name: &str, value: Bytes, deadline: Deadline) -> Result<Bytes, EngineError> {
        let name = name.to_owned();
        self.read(usize::MAX, deadline, move |open| open.store.setting(&name, value)).await
    }

    async fn ready(&self, deadline: Deadline) -> Result<bool, EngineError> {
        deadline.check()?;
        Ok(self.opened()?.ready())
    }

    async fn stats(&self, deadline: Deadline) -> Result<EngineStats, EngineError> {
        self.read(1, deadline, |open| Ok(open.stats())).await
    }

    async fn check(&self, deadline: Deadline) -> Result<Vec<String>, EngineError> {
        let open = self.opened()?;
        within(deadline, async {
            let writer = open.writer.clone().lock_owned().await;
            open.wait_visible(open.store.counters().change).await?;
            let open = open.clone();
            blocking(move || {
                let problems = check::check(&open.store, &open.index, deadline);
                drop(writer);
                problems
            })
            .await
        })
        .await
    }

    async fn close(&self) -> Result<(), EngineError> {
        let open = self.open.write().unwrap_or_else(PoisonError::into_inner).take();
        match open {
            Some(open) => open.close().await,
            None => Ok(()),
        }
    }
}

async fn within<T>(
    deadline: Deadline,
    work: impl Future<Output = Result<T, EngineError>>,
) -> Result<T, EngineError> {
    deadline.check()?;
    match timeout_at(deadline.instant().into(), work).await {
        Ok(outcome) => outcome,
        Err(_) => Err(EngineError::DeadlineExceeded),
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, EngineError> + Send + 'static,
) -> Result<T, EngineError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(error) => Err(EngineError::Unavailable(format!("a task of the engine ended: {error}"))),
    }
}
