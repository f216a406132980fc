//! The seam between what Ibid does and where it keeps things: the few verbs that an embedded and a clustered engine both have.
//! Nothing above knows which engine answers.

use std::time::{Duration, Instant};

use async_trait::async_trait;
use bytes::Bytes;
use thiserror::Error;

use crate::contract::v1;
use crate::query::ast::{Filter, Query};
use crate::record::identifier::StrongId;
use crate::record::name::CitationId;

pub(crate) mod cores;
pub mod embedded;
pub mod opensearch;
mod place;
mod terms;

pub use place::Place;

/// What an engine can do. Every verb ends by its deadline; bytes are those that were put.
#[async_trait]
pub trait Engine: Send + Sync + 'static {
    /// Rows by id, in the order asked; `None` for an id that never was.
    async fn get(&self, ids: &[CitationId], deadline: Deadline) -> Result<Vec<Option<Row>>, EngineError>;

    /// The citations that carry each identifier, by id; more than one where sources contradict each other.
    async fn holders(
        &self,
        ids: &[StrongId],
        deadline: Deadline,
    ) -> Result<Vec<Vec<CitationId>>, EngineError>;

    /// For each identifier: which citations link to it, and how (`LinkKind`).
    async fn incoming(
        &self,
        ids: &[StrongId],
        deadline: Deadline,
    ) -> Result<Vec<Vec<(CitationId, i32)>>, EngineError>;

    /// The findings of citations, each in order of the text: id and encoded message. None for an id without a citation.
    async fn findings(
        &self,
        ids: &[CitationId],
        deadline: Deadline,
    ) -> Result<Vec<Vec<(String, Bytes)>>, EngineError>;

    /// Live citations in order of id, after `after`: at most `limit`, empty at the end.
    async fn scan(
        &self,
        after: Option<CitationId>,
        limit: usize,
        deadline: Deadline,
    ) -> Result<Vec<(CitationId, Bytes)>, EngineError>;

    /// Ids of live citations in order, after `after`, without those whose `Stored::stamp` is `but`: at most `limit`, empty at
    /// the end. Reads no citation.
    async fn ids(
        &self,
        but: Option<u64>,
        after: Option<CitationId>,
        limit: usize,
        deadline: Deadline,
    ) -> Result<Vec<CitationId>, EngineError>;

    /// Searches citations.
    async fn search_citations(
        &self,
        search: Search,
        deadline: Deadline,
    ) -> Result<Hits<CitationId>, EngineError>;

    /// Searches findings.
    async fn search_findings(
        &self,
        search: Search,
        deadline: Deadline,
    ) -> Result<Hits<FindingKey>, EngineError>;

    /// Applies changes in order, each atomically, and returns when all are durable. Either all preconditions of a change hold
    /// or nothing of it is written and the outcome says `Conflict`.
    async fn apply(&self, changes: Vec<Change>, deadline: Deadline) -> Result<Vec<Applied>, EngineError>;

    /// Changes above `since` in order: number and citation. At most `limit`.
    async fn changes_since(
        &self,
        since: u64,
        limit: usize,
        deadline: Deadline,
    ) -> Result<Vec<(u64, CitationId)>, EngineError>;

    /// Returns when search shows every change up to `number`.
    async fn wait_visible(&self, number: u64, deadline: Deadline) -> Result<(), EngineError>;

    /// A value of the library's own, such as the key that seals page tokens; written if absent, else the stored one is returned.
    async fn setting(&self, name: &str, value: Bytes, deadline: Deadline) -> Result<Bytes, EngineError>;

    /// Whether it can answer now, and search follows the store. Cheap, since it is asked twice a second.
    async fn ready(&self, deadline: Deadline) -> Result<bool, EngineError>;

    /// Figures and health.
    async fn stats(&self, deadline: Deadline) -> Result<EngineStats, EngineError>;

    /// What store and index disagree on, as sentences; empty when they hold the same set.
    async fn check(&self, deadline: Deadline) -> Result<Vec<String>, EngineError>;

    /// Stops writing, commits what is derived and lets go of files. Later calls are `Unavailable`.
    async fn close(&self) -> Result<(), EngineError>;
}

/// When the caller stops waiting.
#[derive(Debug, Clone, Copy)]
pub struct Deadline(Instant);

impl Deadline {
    /// So long from now.
    pub fn after(duration: Duration) -> Self {
        Self(Instant::now() + duration)
    }

    /// At that instant.
    pub fn at(instant: Instant) -> Self {
        Self(instant)
    }

    /// The instant.
    pub fn instant(self) -> Instant {
        self.0
    }

    /// `DeadlineExceeded` when it is past.
    pub fn check(self) -> Result<(), EngineError> {
        if Instant::now() >= self.0 {
            return Err(EngineError::DeadlineExceeded);
        }
        Ok(())
    }
}

/// What is stored under an id.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// A citation.
    Citation(Stored),
    /// Merged into another.
    Redirect { change: u64, to: CitationId },
    /// Deleted.
    Tombstone { change: u64 },
}

impl Row {
    /// Number of the change that wrote it.
    pub fn change(&self) -> u64 {
        match self {
            Row::Citation(stored) => stored.change,
            Row::Redirect { change, .. } | Row::Tombstone { change } => *change,
        }
    }
}

/// A stored citation.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// Number of the change that wrote it.
    pub change: u64,
    /// The encoded `Citation`, as it is served.
    pub citation: Bytes,
    /// What the library keeps beside it, encoded by the library: what it was merged from, and reviews. Empty when the citation
    /// is its own only source and nobody reviewed it.
    pub sources: Bytes,
    /// What made its findings, as a number of the library's; 0 for not known.
    pub stamp: u64,
}

/// A change of one citation, with everything that must change with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Which.
    pub id: CitationId,
    /// The change number that its row must have now; 0 for no row.
    pub expected: u64,
    /// What else it was decided on.
    pub witnessed: Witnessed,
    /// What to write.
    pub put: Put,
    /// Other ids, with the change numbers their rows must have, that become redirects to this one.
    pub absorbs: Vec<(CitationId, u64)>,
}

/// What must be so around a citation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Witnessed {
    /// The change numbers that the rows of other ids must have now; 0 for no row. Rows and identifiers are read one after the other,
    /// and a batch of another process may come between.
    pub rows: Vec<(CitationId, u64)>,
    /// Who must hold an identifier now.
    pub holders: Vec<(StrongId, Vec<CitationId>)>,
    /// Which citations must link to an identifier now, and how (`LinkKind`).
    pub incoming: Vec<(StrongId, Vec<(CitationId, i32)>)>,
}

/// What a change writes.
#[derive(Debug, Clone, PartialEq)]
pub enum Put {
    /// A citation, whole: whatever it had before is replaced.
    Citation {
        citation: Bytes,
        sources: Bytes,
        /// Id and encoded `Finding`, in order of the text.
        findings: Vec<(String, Bytes)>,
        /// Identifiers it is found by.
        identifiers: Vec<StrongId>,
        /// What it links to, and how (`LinkKind`).
        links: Vec<(StrongId, i32)>,
        /// See [`Stored::stamp`].
        stamp: u64,
        /// What `citation` and `findings` hold, where the caller has it at hand: then nobody needs to decode them.
        decoded: Option<Box<Decoded>>,
    },
    /// The findings of a citation that is there, as many as before, which say the same to search; and their stamp. All else stays,
    /// the change number too, so nobody is told of it; `absorbs` must be empty. Done with the number that the row has.
    Findings { findings: Vec<(String, Bytes)>, stamp: u64 },
    /// Nothing but the memory that it was here.
    Tombstone,
}

/// A citation and its findings as messages.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    pub citation: v1::Citation,
    /// In order of the text.
    pub findings: Vec<v1::Finding>,
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applied {
    /// Durable, with this number.
    Done(u64),
    /// A precondition did not hold; nothing was written.
    Conflict,
}

/// A search of citations or findings.
#[derive(Debug, Clone, PartialEq)]
pub struct Search {
    pub query: Query,
    pub filter: Filter,
    pub order: Order,
    /// At most so many hits.
    pub limit: usize,
    /// Continues after the page that gave it.
    pub cursor: Option<Bytes>,
}

/// Order of hits. Equal keys stand in order of id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Relevance,
    Id,
    YearAscending,
    YearDescending,
}

/// A page of hits.
#[derive(Debug, Clone, PartialEq)]
pub struct Hits<K> {
    pub hits: Vec<Hit<K>>,
    /// Opaque; `None` at the end.
    pub cursor: Option<Bytes>,
    /// How many match in all.
    pub total: u64,
}

/// A hit.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit<K> {
    pub key: K,
    pub score: f32,
    /// The encoded message as search shows it, where the engine had it at hand; else it is read by its key.
    pub message: Option<Bytes>,
}

/// A finding's key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FindingKey {
    pub citation: CitationId,
    pub id: String,
}

/// Figures of an engine.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EngineStats {
    pub engine: &'static str,
    /// See [`Engine::ready`].
    pub ready: bool,
    pub citations: u64,
    pub findings: u64,
    pub citations_with_abstract: u64,
    pub redirects: u64,
    pub last_change: u64,
    pub last_visible_change: u64,
    pub format_version: u32,
    pub bytes_on_disk: u64,
}

/// Why an engine did not do what it was asked.
#[derive(Debug, Error)]
pub enum EngineError {
    #[error("the deadline has passed")]
    DeadlineExceeded,
    /// A page of an index state that is gone.
    #[error("this page's state of the index is gone")]
    PageExpired,
    /// A cursor that this engine did not make.
    #[error("not a cursor of this engine")]
    BadCursor,
    #[error("the engine is not available: {0}")]
    Unavailable(String),
    #[error("the library {path} is in use by another process; stop it or give another --data")]
    Locked { path: String },
    #[error(
        "the library {path} cannot be written: {reason}; let this user write there, or give another --data"
    )]
    ReadOnly { path: String, reason: String },
    #[error("no space is left where the library is kept; free some and try again")]
    Full,
    #[error("the library {path} has data format {found}; this program knows {known}: use a newer ibid")]
    FormatVersion { path: String, found: String, known: u32 },
    /// The cluster does not know us, or does not let us.
    #[error(
        "the cluster refuses the credentials at {node}: {reason}; check user and password or API key, and what they may do"
    )]
    Refused { node: String, reason: String },
    #[error(
        "no trusted connection to {node}: {reason}; give the PEM of the authority that signed its certificate, and the name it is made out to"
    )]
    Untrusted { node: String, reason: String },
    /// What an operator must set otherwise, here or in the cluster; the text says what.
    #[error("the engine is not set up rightly: {0}")]
    Settings(String),
    /// A request that the cluster finds wrong.
    #[error("the cluster rejects a request: {0}")]
    Rejected(String),
    #[error("the index {index} is there and is not of Ibid; give another --opensearch-prefix")]
    Foreign { index: String },
    #[error("{id} has {bytes} bytes with its findings; this engine keeps at most {limit}")]
    TooLarge { id: String, bytes: usize, limit: usize },
    #[error("stored data is damaged: {0}")]
    Corrupt(String),
    #[error("{0}")]
    Io(#[from] std::io::Error),
}
