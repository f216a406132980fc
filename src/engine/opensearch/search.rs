//! Searches, page by page.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Cluster;
use super::client::Call;
use super::cursor::Cursor;
use super::moment::KEPT;
use super::plan::{Searched, plan};
use super::row::Source;
use crate::engine::{Deadline, EngineError, FindingKey, Hit, Hits, Order, Search};
use crate::record::name::CitationId;

/// Most hits of a page.
const MOST_HITS: usize = 10_000;
/// How long a search of a state that others asked before may take, until a state of its own is made: the copy it lies on may be on
/// a node that is frozen.
const PATIENCE: Duration = Duration::from_millis(900);

/// What the cluster found.
#[derive(Deserialize)]
pub(super) struct Found {
    #[serde(skip)]
    cursor: Option<Bytes>,
    hits: Inner,
}

#[derive(Deserialize)]
struct Inner {
    total: Total,
    hits: Vec<FoundHit>,
}

#[derive(Deserialize)]
struct Total {
    value: u64,
}

#[derive(Deserialize)]
struct FoundHit {
    #[serde(rename = "_score")]
    score: Option<f32>,
    sort: Vec<Value>,
    #[serde(rename = "_source", default)]
    source: Source,
}

impl Cluster {
    /// Searches citations or findings. At most 10,000 hits a page. Citations bring their message along where the state that is
    /// searched is that of now.
    pub async fn search(
        &self,
        search: &Search,
        searched: Searched,
        deadline: Deadline,
    ) -> Result<Found, EngineError> {
        let cursor = search.cursor.as_deref().map(|bytes| Cursor::read(bytes, searched, search.order));
        let cursor = cursor.transpose()?;
        self.search_begins(deadline).await;
        let limit = search.limit.min(MOST_HITS);
        let languages = self.languages.load(Ordering::Acquire);
        // a later page by relevance is of a state that may be a minute old
        let now = cursor.as_ref().is_none_or(|cursor| cursor.moment.is_none());
        let mut body = json!({
            "size": limit,
            "_source": if now && searched == Searched::Citations { json!(["message"]) } else { json!(false) },
            "track_total_hits": true,
            "track_scores": search.order == Order::Relevance,
            "sort": sort(search.order, searched),
            "query": plan(&search.query, &search.filter, searched, languages),
        });
        let (mut found, moment) = match cursor {
            _ if search.order != Order::Relevance => {
                if let Some(cursor) = &cursor {
                    body["search_after"] = json!(cursor.after);
                }
                let path = format!("/{}/_search", self.index(searched));
                let call = Call::post(path, body.to_string()).search().prefer_responsive();
                (self.log.client.send(call, deadline).await?.accepted()?.parse::<Found>()?, None)
            }
            None => {
                let (found, moment) = self.first_page(body, searched, deadline).await?;
                (found, Some(moment))
            }
            Some(cursor) => {
                body["search_after"] = json!(cursor.after);
                let moment = cursor.moment.unwrap_or_default();
                (
                    self.in_moment(body, &moment, deadline).await?.ok_or(EngineError::PageExpired)?,
                    Some(moment),
                )
            }
        };
        if limit > 0
            && found.hits.hits.len() == limit
            && let Some(last) = found.hits.hits.last()
        {
            let cursor = Cursor::new(searched, search.order, moment, last.sort.clone());
            found.cursor = Some(cursor.to_bytes());
        }
        Ok(found)
    }

    /// A search of the state that is shared now; of one of its own, where that state is gone or does not answer.
    async fn first_page(
        &self,
        body: Value,
        searched: Searched,
        deadline: Deadline,
    ) -> Result<(Found, String), EngineError> {
        loop {
            let at = (&self.log.client, self.index(searched));
            let (moment, shared) = self.moments.now(at, searched, deadline).await?;
            let soon = deadline.instant().min(Instant::now() + PATIENCE);
            let patience = if shared { Deadline::at(soon) } else { deadline };
            let outcome = self.in_moment(body.clone(), &moment, patience).await;
            match outcome {
                Ok(Some(found)) => return Ok((found, moment)),
                Ok(None) | Err(EngineError::Unavailable(_) | EngineError::DeadlineExceeded) if shared => {
                    self.moments.renew();
                }
                Ok(None) => {
                    return Err(EngineError::Unavailable("a state of the index was lost at once".into()));
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// A search of one state; `None` where that is gone.
    async fn in_moment(
        &self,
        mut body: Value,
        moment: &str,
        deadline: Deadline,
    ) -> Result<Option<Found>, EngineError> {
        body["pit"] = json!({"id": moment, "keep_alive": KEPT});
        let call = Call::post("/_search", body.to_string()).search();
        let answer = self.log.client.send(call, deadline).await?;
        if answer.status == 404 {
            return Ok(None);
        }
        answer.accepted()?.parse().map(Some)
    }

    fn index(&self, searched: Searched) -> &str {
        match searched {
            Searched::Citations => &self.log.names.citations,
            Searched::Findings => &self.log.names.findings,
        }
    }
}

/// Citations that were found.
pub(super) fn citations(found: Found) -> Result<Hits<CitationId>, EngineError> {
    hits(found, |sort| {
        let id = sort.last().and_then(Value::as_str).and_then(|id| id.parse().ok());
        id.ok_or_else(|| EngineError::Corrupt("a hit has no id".into()))
    })
}

/// Findings that were found.
pub(super) fn findings(found: Found) -> Result<Hits<FindingKey>, EngineError> {
    hits(found, |sort| match sort {
        [.., Value::String(citation), Value::String(id)] => {
            let citation = citation.parse();
            let citation = citation.map_err(|_| EngineError::Corrupt("a hit has no id".into()))?;
            Ok(FindingKey { citation, id: id.clone() })
        }
        _ => Err(EngineError::Corrupt("a hit has no id".into())),
    })
}

fn hits<K>(found: Found, key: impl Fn(&[Value]) -> Result<K, EngineError>) -> Result<Hits<K>, EngineError> {
    let mut hits = Vec::with_capacity(found.hits.hits.len());
    for hit in &found.hits.hits {
        let message = hit.source.message()?;
        hits.push(Hit { key: key(&hit.sort)?, score: hit.score.unwrap_or_default(), message });
    }
    Ok(Hits { hits, cursor: found.cursor, total: found.hits.total.value })
}

/// Equal keys stand in order of id; no year comes last.
fn sort(order: Order, searched: Searched) -> Value {
    let mut sort = match order {
        Order::Relevance => vec![json!({"_score": "desc"})],
        Order::Id => vec![],
        Order::YearAscending => vec![json!({"year": {"order": "asc", "missing": "_last"}})],
        Order::YearDescending => vec![json!({"year": {"order": "desc", "missing": "_last"}})],
    };
    sort.push(json!({"id": "asc"}));
    if searched == Searched::Findings {
        sort.push(json!({"finding": "asc"}));
    }
    Value::Array(sort)
}
