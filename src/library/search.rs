use bytes::Bytes;
use prost::Message;

use super::browse::{parse_citation_filter, parse_order};
use super::page::Position;
use super::{Library, LibraryError};
use crate::contract::v1::{Abstract, Snippet, Title};
use crate::contract::wire::Fields;
use crate::engine::{Deadline, Order, Search};
use crate::query::ast::Query;
use crate::query::snippet::snippets;
use crate::query::{Scope, interpret, parse_query};

/// Field numbers of `Citation` that snippets are cut from.
const TITLES: u32 = 6;
const ABSTRACTS: u32 = 15;

/// What to search for.
#[derive(Debug, Clone, Default)]
pub struct SearchRequest {
    pub query: String,
    pub filter: String,
    /// `relevance`, `name`, `year`, `year desc` or empty.
    pub order_by: String,
    pub page_size: usize,
    pub page_token: String,
    pub snippets: bool,
}

/// A page of hits.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchPage {
    pub hits: Vec<CitationHit>,
    pub next_page_token: String,
    pub total: u64,
    pub interpreted: String,
}

/// A hit.
#[derive(Debug, Clone, PartialEq)]
pub struct CitationHit {
    pub citation: Bytes,
    pub score: f32,
    pub snippets: Vec<Snippet>,
}

impl Library {
    /// Searches citations.
    pub async fn search(
        &self,
        request: &SearchRequest,
        deadline: Deadline,
    ) -> Result<SearchPage, LibraryError> {
        let key = ["search", &request.query, &request.filter, &request.order_by];
        let position = self.unseal(&key, &request.page_token)?;
        let query = parse_query(&request.query, Scope::Citations)
            .map_err(|error| LibraryError::Query { field: "query", error })?;
        let order = parse_order(&request.order_by, Order::Relevance)?;
        let search = Search {
            query: query.clone(),
            filter: parse_citation_filter(&request.filter)?,
            order,
            limit: request.page_size,
            cursor: position.map(|position| position.cursor),
        };
        let page = self.inner.engine.search_citations(search, deadline).await?;
        let citations = self.found(&page, deadline).await?;
        let hits = page.hits.iter().zip(citations).filter_map(|(hit, citation)| {
            let citation = citation?;
            let snippets = if request.snippets { snippets_of(&query, &citation) } else { Vec::new() };
            let score = if order == Order::Relevance { hit.score } else { 0.0 };
            Some(CitationHit { citation, score, snippets })
        });
        Ok(SearchPage {
            hits: hits.collect(),
            next_page_token: page
                .cursor
                .map(|cursor| self.seal(&key, Position { cursor, ..Position::default() }))
                .unwrap_or_default(),
            total: page.total,
            interpreted: interpret(&query),
        })
    }
}

/// Cuts snippets out of an encoded citation, decoding only its titles and abstracts.
fn snippets_of(query: &Query, citation: &[u8]) -> Vec<Snippet> {
    let mut titles = Vec::new();
    let mut abstracts = Vec::new();
    for field in Fields::new(citation) {
        match field.tag {
            TITLES => titles.extend(Title::decode(field.content)),
            ABSTRACTS => abstracts.extend(Abstract::decode(field.content)),
            _ => {}
        }
    }
    let titles: Vec<&str> = titles.iter().map(|title| title.text.as_str()).collect();
    let abstracts: Vec<&str> = abstracts.iter().map(|text| text.text.as_str()).collect();
    snippets(query, &titles, &abstracts)
}
