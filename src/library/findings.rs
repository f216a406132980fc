use std::collections::{BTreeSet, HashMap};

use bytes::Bytes;
use prost::Message;

use super::browse::parse_order;
use super::page::Position;
use super::search::SearchRequest;
use super::{Library, LibraryError};
use crate::contract::v1::{Citation, Finding};
use crate::engine::{Deadline, EngineError, FindingKey, Hits, Order, Search};
use crate::query::ast::{Condition, Field, Filter, Query, Test, Value};
use crate::query::{Scope, interpret, parse_filter, parse_query};
use crate::record::name::{CitationId, CitationRef};

/// A page of findings.
#[derive(Debug, Clone, PartialEq)]
pub struct FindingPage {
    pub hits: Vec<FindingHit>,
    pub next_page_token: String,
    pub total: u64,
    pub interpreted: String,
}

/// A finding that matches.
#[derive(Debug, Clone, PartialEq)]
pub struct FindingHit {
    pub finding: Bytes,
    pub score: f32,
    pub citation: CitationId,
}

impl Library {
    /// One finding of a citation.
    pub async fn finding(
        &self,
        name: &str,
        citation: &CitationRef,
        id: &str,
        deadline: Deadline,
    ) -> Result<Bytes, LibraryError> {
        let (citation, _) = self.citation(name, citation, deadline).await?;
        let findings = self.findings_of(citation, deadline).await?;
        let found = findings.into_iter().find(|(found, _)| found == id);
        found.map(|(_, bytes)| bytes).ok_or_else(|| LibraryError::FindingNotFound { name: name.to_owned() })
    }

    /// The findings of one citation in order of the text, or of all in order of id.
    pub async fn list_findings(
        &self,
        parent: Option<(&str, &CitationRef)>,
        filter: &str,
        page_size: usize,
        page_token: &str,
        deadline: Deadline,
    ) -> Result<FindingPage, LibraryError> {
        let parsed = parse_filter(filter, Scope::Findings)
            .map_err(|error| LibraryError::Query { field: "filter", error })?;
        let parent_name = parent.map_or("-", |(name, _)| name);
        let key = ["findings", parent_name, filter];
        let position = self.unseal(&key, page_token)?;
        let Some((name, reference)) = parent else {
            return self
                .page_of_findings(Query::All, parsed, Order::Id, page_size, &key, position, deadline)
                .await;
        };
        let (citation, _) = self.citation(name, reference, deadline).await?;
        if parsed != Filter::All {
            let of_parent = Filter::Is(Condition {
                field: Field::Id,
                test: Test::Equals(Value::Text(citation.to_string())),
            });
            let both = Filter::And(vec![of_parent, parsed]);
            return self
                .page_of_findings(Query::All, both, Order::Id, page_size, &key, position, deadline)
                .await;
        }
        let findings = self.findings_of(citation, deadline).await?;
        let before = position.map_or(0, |position| position.before as usize);
        let total = findings.len();
        let page: Vec<FindingHit> = findings
            .into_iter()
            .skip(before)
            .take(page_size)
            .map(|(_, finding)| FindingHit { finding, score: 0.0, citation })
            .collect();
        let read = before + page.len();
        let next_page_token = if read < total {
            self.seal(&key, Position { before: read as u64, ..Position::default() })
        } else {
            String::new()
        };
        Ok(FindingPage { hits: page, next_page_token, total: total as u64, interpreted: String::new() })
    }

    /// Searches findings.
    pub async fn search_findings(
        &self,
        request: &SearchRequest,
        deadline: Deadline,
    ) -> Result<FindingPage, LibraryError> {
        let key = ["search findings", &request.query, &request.filter, &request.order_by];
        let position = self.unseal(&key, &request.page_token)?;
        let query = parse_query(&request.query, Scope::Findings)
            .map_err(|error| LibraryError::Query { field: "query", error })?;
        let filter = parse_filter(&request.filter, Scope::Findings)
            .map_err(|error| LibraryError::Query { field: "filter", error })?;
        let order = parse_order(&request.order_by, Order::Relevance)?;
        let interpreted = interpret(&query);
        let page =
            self.page_of_findings(query, filter, order, request.page_size, &key, position, deadline).await?;
        Ok(FindingPage { interpreted, ..page })
    }

    /// Original titles of citations, for hits that are read without their record.
    pub async fn titles(
        &self,
        ids: &[CitationId],
        deadline: Deadline,
    ) -> Result<HashMap<CitationId, String>, LibraryError> {
        let mut titles = HashMap::new();
        for (id, bytes) in ids.iter().zip(self.live(ids, deadline).await?) {
            let Some(bytes) = bytes else { continue };
            let title = Citation::decode(bytes)?.titles.into_iter().next();
            titles.insert(*id, title.map(|title| title.text).unwrap_or_default());
        }
        Ok(titles)
    }

    #[allow(clippy::too_many_arguments)] // one private place where both kinds of page meet
    async fn page_of_findings(
        &self,
        query: Query,
        filter: Filter,
        order: Order,
        page_size: usize,
        key: &[&str],
        position: Option<Position>,
        deadline: Deadline,
    ) -> Result<FindingPage, LibraryError> {
        let search = Search {
            query,
            filter,
            order,
            limit: page_size,
            cursor: position.map(|position| position.cursor),
        };
        let page = self.inner.engine.search_findings(search, deadline).await?;
        let next_page_token = page
            .cursor
            .clone()
            .map(|cursor| self.seal(key, Position { cursor, ..Position::default() }))
            .unwrap_or_default();
        let total = page.total;
        let hits = self.read_findings(page, order == Order::Relevance, deadline).await?;
        Ok(FindingPage { hits, next_page_token, total, interpreted: String::new() })
    }

    /// The findings of one citation, by id.
    pub(super) async fn findings_of(
        &self,
        citation: CitationId,
        deadline: Deadline,
    ) -> Result<Vec<(String, Bytes)>, EngineError> {
        Ok(self.inner.engine.findings(&[citation], deadline).await?.pop().unwrap_or_default())
    }

    async fn read_findings(
        &self,
        page: Hits<FindingKey>,
        scored: bool,
        deadline: Deadline,
    ) -> Result<Vec<FindingHit>, LibraryError> {
        let ids: BTreeSet<CitationId> = page.hits.iter().map(|hit| hit.key.citation).collect();
        let ids: Vec<CitationId> = ids.into_iter().collect();
        let findings = self.inner.engine.findings(&ids, deadline).await?;
        let all = ids.iter().zip(findings);
        let all = all.flat_map(|(citation, findings)| {
            findings.into_iter().map(|(id, finding)| (FindingKey { citation: *citation, id }, finding))
        });
        let all: HashMap<FindingKey, Bytes> = all.collect();
        let mut hits = Vec::with_capacity(page.hits.len());
        for hit in page.hits {
            let Some(finding) = all.get(&hit.key).cloned() else { continue };
            let citation = hit.key.citation;
            hits.push(FindingHit { finding, score: if scored { hit.score } else { 0.0 }, citation });
        }
        Ok(hits)
    }
}

/// Decodes a stored finding.
pub(super) fn decode(bytes: &Bytes) -> Result<Finding, LibraryError> {
    Ok(Finding::decode(bytes.clone())?)
}
