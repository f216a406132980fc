use bytes::Bytes;

use super::page::Position;
use super::{Library, LibraryError};
use crate::engine::{Deadline, Order, Search};
use crate::query::ast::{Filter, Query};
use crate::query::{Scope, parse_filter};
use crate::record::name::CitationId;

/// What to list.
#[derive(Debug, Clone, Default)]
pub struct ListRequest {
    pub filter: String,
    /// `name`, `year`, `year desc` or empty.
    pub order_by: String,
    pub page_size: usize,
    pub page_token: String,
}

/// A page of citations.
#[derive(Debug, Clone, PartialEq)]
pub struct CitationPage {
    pub citations: Vec<Bytes>,
    pub next_page_token: String,
}

impl Library {
    /// Pages through the library: each citation at most once, each unchanged one exactly once.
    pub async fn list(
        &self,
        request: &ListRequest,
        deadline: Deadline,
    ) -> Result<CitationPage, LibraryError> {
        let key = ["list", &request.filter, &request.order_by];
        let position = self.unseal(&key, &request.page_token)?;
        let order = parse_order(&request.order_by, Order::Id)?;
        if order == Order::Relevance {
            return Err(LibraryError::invalid(
                "order_by",
                "a list has no relevance; use `name`, `year` or `year desc`",
            ));
        }
        let filter = parse_citation_filter(&request.filter)?;
        if filter == Filter::All && order == Order::Id {
            return self.list_all(request.page_size, &key, position, deadline).await;
        }
        let search = Search {
            query: Query::All,
            filter,
            order,
            limit: request.page_size,
            cursor: position.map(|position| position.cursor),
        };
        let hits = self.inner.engine.search_citations(search, deadline).await?;
        let citations = self.found(&hits, deadline).await?.into_iter().flatten().collect();
        let next_page_token = hits
            .cursor
            .map(|cursor| self.seal(&key, Position { cursor, ..Position::default() }))
            .unwrap_or_default();
        Ok(CitationPage { citations, next_page_token })
    }

    async fn list_all(
        &self,
        page_size: usize,
        key: &[&str],
        position: Option<Position>,
        deadline: Deadline,
    ) -> Result<CitationPage, LibraryError> {
        let after = position
            .map(|position| position.last.parse::<CitationId>().map_err(|_| LibraryError::PageTokenInvalid))
            .transpose()?;
        let rows = self.inner.engine.scan(after, page_size, deadline).await?;
        let next_page_token = match rows.last() {
            Some((id, _)) if rows.len() == page_size => {
                self.seal(key, Position { last: id.to_string(), ..Position::default() })
            }
            _ => String::new(),
        };
        Ok(CitationPage { citations: rows.into_iter().map(|(_, bytes)| bytes).collect(), next_page_token })
    }
}

pub(super) fn parse_citation_filter(filter: &str) -> Result<Filter, LibraryError> {
    parse_filter(filter, Scope::Citations).map_err(|error| LibraryError::Query { field: "filter", error })
}

pub(super) fn parse_order(order_by: &str, default: Order) -> Result<Order, LibraryError> {
    let words: Vec<&str> = order_by.split_whitespace().collect();
    match words[..] {
        [] => Ok(default),
        ["relevance"] => Ok(Order::Relevance),
        ["name"] | ["name", "asc"] => Ok(Order::Id),
        ["year"] | ["year", "asc"] => Ok(Order::YearAscending),
        ["year", "desc"] => Ok(Order::YearDescending),
        _ => Err(LibraryError::invalid("order_by", "use `relevance`, `name`, `year` or `year desc`")),
    }
}
