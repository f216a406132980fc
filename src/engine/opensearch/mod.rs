//! The engine outside the process: a cluster of OpenSearch keeps rows, findings and identifiers; any number of processes write to it
//! and read from it.
//!
//! `log` says how several writers keep one order, `decide` what a batch writes, `prepare`, `row` and `fields` how records become
//! documents, `plan` how queries do. `install` makes the indices.

mod check;
pub mod client;
mod cursor;
mod decide;
mod documents;
mod fields;
mod figures;
mod install;
mod intent;
mod log;
mod moment;
mod names;
mod packed;
mod plan;
mod pool;
mod prepare;
mod read;
mod row;
mod search;
mod upkeep;
mod write;

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use bytes::Bytes;
use tokio::task::AbortHandle;
use tokio::time::timeout_at;

pub use self::client::Auth;
use self::client::Client;
use self::log::{Head, Log};
use self::moment::Moments;
use self::names::Names;
use self::plan::Searched;
use self::pool::Pool;
use super::{Applied, Change, Deadline, Engine, EngineError, EngineStats, FindingKey, Hits, Row, Search};
use crate::record::identifier::StrongId;
use crate::record::name::CitationId;

/// Version of what is stored and how.
pub const FORMAT_VERSION: u32 = 1;

/// How long the making of indices may take.
const INSTALLING: Duration = Duration::from_secs(60);

/// Where a library is, and how it is made where there is none.
#[derive(Debug, Clone)]
pub struct Options {
    /// The cluster.
    pub client: client::Options,
    /// What the names of the library's indices begin with.
    pub prefix: String,
    /// Shards of the indices of citations, findings and identifiers, when they are made.
    pub shards: u32,
    /// Copies of each shard beside the first, when the indices are made.
    pub replicas: u32,
}

impl Options {
    /// A library named `ibid` at `urls`, in one shard with one copy.
    pub fn new(urls: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { client: client::Options::new(urls), prefix: "ibid".into(), shards: 1, replicas: 1 }
    }
}

/// A library in a cluster.
pub struct OpenSearch {
    cluster: Arc<Cluster>,
    upkeep: AbortHandle,
}

/// What the verbs share.
struct Cluster {
    log: Log,
    pool: Arc<Pool>,
    /// One batch of this process at a time, on the end of the log as it knows it.
    turn: tokio::sync::Mutex<Head>,
    /// Number of the last change that is known to be written.
    applied: AtomicU64,
    /// Number of the last change that search is known to show.
    visible: AtomicU64,
    /// Something was written that search may not show yet.
    unseen: AtomicBool,
    /// When somebody last searched.
    searched: Mutex<Option<Instant>>,
    /// Of all documents, by their bits.
    languages: AtomicU32,
    moments: Moments,
    closed: AtomicBool,
}

impl OpenSearch {
    /// Opens the library in the cluster, or makes an empty one. A batch that a crash left half-written is ended first.
    pub async fn open(options: Options) -> Result<Self, EngineError> {
        let client = Client::new(options.client.clone())?;
        let names = Names::of(&options.prefix);
        let deadline = Deadline::after(INSTALLING);
        install::install(&client, &names, &options, deadline).await?;
        let log = Log { client, names };
        let head = log.settle(log.beginning(deadline).await?, deadline).await?;
        let cluster = Arc::new(Cluster {
            log,
            pool: Arc::default(),
            turn: tokio::sync::Mutex::new(head),
            applied: AtomicU64::new(0),
            visible: AtomicU64::new(0),
            unseen: AtomicBool::new(true),
            searched: Mutex::default(),
            languages: AtomicU32::new(0),
            moments: Moments::default(),
            closed: AtomicBool::new(false),
        });
        cluster.follow(head);
        let upkeep = tokio::spawn(upkeep::keep_up(Arc::downgrade(&cluster))).abort_handle();
        Ok(Self { cluster, upkeep })
    }

    /// Does `work` within the deadline, unless the library is closed.
    async fn within<T>(
        &self,
        deadline: Deadline,
        work: impl Future<Output = Result<T, EngineError>>,
    ) -> Result<T, EngineError> {
        deadline.check()?;
        if self.cluster.closed.load(Ordering::Acquire) {
            return Err(EngineError::Unavailable("the library is closed".into()));
        }
        match timeout_at(deadline.instant().into(), work).await {
            Ok(outcome) => outcome,
            Err(_) => Err(EngineError::DeadlineExceeded),
        }
    }
}

impl Drop for OpenSearch {
    fn drop(&mut self) {
        self.upkeep.abort();
    }
}

#[async_trait]
impl Engine for OpenSearch {
    async fn get(&self, ids: &[CitationId], deadline: Deadline) -> Result<Vec<Option<Row>>, EngineError> {
        self.within(deadline, self.cluster.get(ids, deadline)).await
    }

    async fn holders(
        &self,
        ids: &[StrongId],
        deadline: Deadline,
    ) -> Result<Vec<Vec<CitationId>>, EngineError> {
        let around = self.within(deadline, self.cluster.around(ids, deadline)).await?;
        Ok(around.into_iter().map(|shared| shared.holders.into_iter().collect()).collect())
    }

    async fn incoming(
        &self,
        ids: &[StrongId],
        deadline: Deadline,
    ) -> Result<Vec<Vec<(CitationId, i32)>>, EngineError> {
        let around = self.within(deadline, self.cluster.around(ids, deadline)).await?;
        Ok(around.into_iter().map(|shared| shared.incoming.into_iter().collect()).collect())
    }

    async fn findings(
        &self,
        ids: &[CitationId],
        deadline: Deadline,
    ) -> Result<Vec<Vec<(String, Bytes)>>, EngineError> {
        self.within(deadline, self.cluster.findings(ids, deadline)).await
    }

    async fn scan(
        &self,
        after: Option<CitationId>,
        limit: usize,
        deadline: Deadline,
    ) -> Result<Vec<(CitationId, Bytes)>, EngineError> {
        self.within(deadline, self.cluster.scan(after, limit, deadline)).await
    }

    async fn ids(
        &self,
        but: Option<u64>,
        after: Option<CitationId>,
        limit: usize,
        deadline: Deadline,
    ) -> Result<Vec<CitationId>, EngineError> {
        self.within(deadline, self.cluster.ids(but, after, limit, deadline)).await
    }

    async fn search_citations(
        &self,
        search: Search,
        deadline: Deadline,
    ) -> Result<Hits<CitationId>, EngineError> {
        let found = self.cluster.search(&search, Searched::Citations, deadline);
        search::citations(self.within(deadline, found).await?)
    }

    async fn search_findings(
        &self,
        search: Search,
        deadline: Deadline,
    ) -> Result<Hits<FindingKey>, EngineError> {
        let found = self.cluster.search(&search, Searched::Findings, deadline);
        search::findings(self.within(deadline, found).await?)
    }

    async fn apply(&self, changes: Vec<Change>, deadline: Deadline) -> Result<Vec<Applied>, EngineError> {
        let cluster = self.cluster.clone();
        // a task of its own, so that a caller who goes leaves nothing half done
        let work = tokio::spawn(write::apply(cluster, changes, deadline));
        self.within(deadline, async { work.await.map_err(write::ended)? }).await
    }

    async fn changes_since(
        &self,
        since: u64,
        limit: usize,
        deadline: Deadline,
    ) -> Result<Vec<(u64, CitationId)>, EngineError> {
        self.within(deadline, self.cluster.changes_since(since, limit, deadline)).await
    }

    async fn wait_visible(&self, number: u64, deadline: Deadline) -> Result<(), EngineError> {
        self.within(deadline, self.cluster.wait_visible(number, deadline)).await
    }

    async fn setting(&self, name: &str, value: Bytes, deadline: Deadline) -> Result<Bytes, EngineError> {
        self.within(deadline, self.cluster.setting(name, value, deadline)).await
    }

    async fn ready(&self, deadline: Deadline) -> Result<bool, EngineError> {
        self.within(deadline, self.cluster.ready(deadline)).await
    }

    async fn stats(&self, deadline: Deadline) -> Result<EngineStats, EngineError> {
        self.within(deadline, self.cluster.stats(deadline)).await
    }

    async fn check(&self, deadline: Deadline) -> Result<Vec<String>, EngineError> {
        self.within(deadline, self.cluster.check(deadline)).await
    }

    async fn close(&self) -> Result<(), EngineError> {
        // whoever writes may end first
        let _turn = self.cluster.turn.lock().await;
        if !self.cluster.closed.swap(true, Ordering::AcqRel) {
            self.upkeep.abort();
            self.cluster.moments.let_go(&self.cluster.log.client).await;
        }
        Ok(())
    }
}
