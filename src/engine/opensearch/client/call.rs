//! What is sent to a node and what comes back.

use std::time::Duration;

use bytes::Bytes;
use reqwest::Method;
use serde::Deserialize;

use crate::engine::EngineError;

/// One request to the cluster, for whichever node takes it.
#[derive(Debug, Clone)]
pub struct Call {
    pub method: Method,
    /// With its query, from the slash on.
    pub path: String,
    pub body: Option<Bytes>,
    /// The body is lines of JSON.
    pub ndjson: bool,
    /// May be sent twice without harm.
    pub repeatable: bool,
    /// What the answer must say of its shards; it is a failure otherwise.
    pub shards: Shards,
    /// See [`Call::prefer_responsive`].
    pub prefer_responsive: bool,
    /// How long the first attempt may take, if not `Options::first_attempt`.
    pub patience: Option<Duration>,
}

impl Call {
    /// A GET, which is repeatable.
    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path, None).repeatable()
    }

    /// A POST of JSON.
    pub fn post(path: impl Into<String>, body: impl Into<Bytes>) -> Self {
        Self::new(Method::POST, path, Some(body.into()))
    }

    /// A PUT of JSON.
    pub fn put(path: impl Into<String>, body: impl Into<Bytes>) -> Self {
        Self::new(Method::PUT, path, Some(body.into()))
    }

    /// A call that is sent once.
    pub fn new(method: Method, path: impl Into<String>, body: Option<Bytes>) -> Self {
        Self {
            method,
            path: path.into(),
            body,
            ndjson: false,
            repeatable: false,
            shards: Shards::Unasked,
            prefer_responsive: false,
            patience: None,
        }
    }

    /// May be sent twice without harm.
    pub fn repeatable(mut self) -> Self {
        self.repeatable = true;
        self
    }

    /// A search, `_msearch`, `_count` or the making of a point in time: repeatable, and an answer that some shard had no part in
    /// is a failure though it is a 200, as one with `timed_out` is. So is one without `_shards`: a `filter_path` must keep `_shards`
    /// and `timed_out`.
    pub fn search(mut self) -> Self {
        self.shards = Shards::All;
        self.repeatable()
    }

    /// A `_refresh`, which asks every copy: repeatable, and a failure where one failed. Copies that no node has are not asked.
    pub fn broadcast(mut self) -> Self {
        self.shards = Shards::NoneFailed;
        self.repeatable()
    }

    /// While some node does not answer, shards are read from those that do, so that the copy on a frozen node is left alone
    /// inside the cluster too: adds `preference=_prefer_nodes:...` to each attempt. For calls that know `preference` and do not
    /// name one: a search or count without a point in time, the making of one, get and `_mget`.
    pub fn prefer_responsive(mut self) -> Self {
        self.prefer_responsive = true;
        self
    }

    /// The body is lines of JSON.
    pub fn ndjson(mut self) -> Self {
        self.ndjson = true;
        self
    }

    /// How long the first attempt may take. A node that stops answering meanwhile is left earlier.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = Some(patience);
        self
    }
}

/// What an answer must say of its shards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shards {
    Unasked,
    NoneFailed,
    /// After a node's death a shard may be left out and not be told as failed (OpenSearch 3.6.0: 2 of 3 successful, 0 failed).
    All,
}

/// What a node answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// 2xx, 400, 404 or 409.
    pub status: u16,
    pub body: Bytes,
}

impl Answer {
    /// The body, read as JSON.
    pub fn parse<'a, T: Deserialize<'a>>(&'a self) -> Result<T, EngineError> {
        serde_json::from_slice(&self.body).map_err(|error| {
            EngineError::Unavailable(format!("an answer of the cluster cannot be read: {error}"))
        })
    }

    /// The answer, if it is a 2xx; else `Rejected` with the cluster's reason.
    pub fn accepted(self) -> Result<Self, EngineError> {
        if (200..300).contains(&self.status) {
            return Ok(self);
        }
        Err(EngineError::Rejected(super::verdict::Cause::of(&self.body).to_string()))
    }
}
