use super::{BATCH, ReextractRequest};
use crate::engine::{Order, Search};
use crate::finding::provenance;
use crate::library::browse::parse_citation_filter;
use crate::library::page::Position;
use crate::library::{Library, LibraryError, background};
use crate::query::ast::{Filter, Query};
use crate::record::name::CitationId;

/// Ids counted at once.
const COUNTED: usize = 10_000;

/// The citations of a run, batch by batch in order of id.
pub(super) struct Walk {
    /// How many there were at the start.
    pub total: u64,
    filter: Filter,
    /// The stamp of those that are left out.
    but: Option<u64>,
    /// Parts of the request that a token belongs to.
    key: [String; 3],
    at: Position,
    ended: bool,
}

impl Walk {
    /// Begins, or goes on where the request's token says.
    pub async fn begin(library: &Library, request: &ReextractRequest) -> Result<Self, LibraryError> {
        let ReextractRequest { filter, all, resume_token, .. } = request;
        let key = ["reextract".to_owned(), filter.clone(), all.to_string()];
        let at = library.unseal(&key.each_ref().map(String::as_str), resume_token)?.unwrap_or_default();
        let but = (!all).then(|| provenance::current().stamp);
        let filter = parse_citation_filter(filter)?;
        let mut walk = Self { total: 0, filter, but, key, at, ended: false };
        walk.total = walk.count(library).await?;
        Ok(walk)
    }

    /// The next batch; `None` at the end.
    pub async fn next(&mut self, library: &Library) -> Result<Option<Vec<CitationId>>, LibraryError> {
        if self.ended {
            return Ok(None);
        }
        let engine = &library.inner.engine;
        if self.filter == Filter::All {
            let ids = engine.ids(self.but, self.after()?, BATCH, background()).await?;
            self.ended = ids.len() < BATCH;
            self.at.last = ids.last().map(CitationId::to_string).unwrap_or_default();
            return Ok((!ids.is_empty()).then_some(ids));
        }
        let page = engine.search_citations(self.search(BATCH), background()).await?;
        self.ended = page.cursor.is_none();
        self.at.cursor = page.cursor.unwrap_or_default();
        self.at.before += page.hits.len() as u64;
        let ids: Vec<_> = page.hits.into_iter().map(|hit| hit.key).collect();
        Ok((!ids.is_empty()).then_some(ids))
    }

    /// Goes on after the batch that was given last; empty at the end.
    pub fn token(&self, library: &Library) -> String {
        if self.ended {
            return String::new();
        }
        library.seal(&self.key.each_ref().map(String::as_str), self.at.clone())
    }

    async fn count(&self, library: &Library) -> Result<u64, LibraryError> {
        let engine = &library.inner.engine;
        if self.filter != Filter::All {
            let page = engine.search_citations(self.search(1), background()).await?;
            return Ok(page.total.saturating_sub(self.at.before));
        }
        let (mut total, mut after) = (0, self.after()?);
        loop {
            let ids = engine.ids(self.but, after, COUNTED, background()).await?;
            total += ids.len() as u64;
            if ids.len() < COUNTED {
                return Ok(total);
            }
            after = ids.last().copied();
        }
    }

    fn search(&self, limit: usize) -> Search {
        let cursor = (!self.at.cursor.is_empty()).then(|| self.at.cursor.clone());
        Search { query: Query::All, filter: self.filter.clone(), order: Order::Id, limit, cursor }
    }

    fn after(&self) -> Result<Option<CitationId>, LibraryError> {
        if self.at.last.is_empty() {
            return Ok(None);
        }
        self.at.last.parse().map(Some).map_err(|_| LibraryError::PageTokenInvalid)
    }
}
