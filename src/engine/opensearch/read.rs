//! Rows, what belongs to them, and walks through all of them.

use std::sync::atomic::Ordering;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Cluster;
use super::client::Call;
use super::decide::{Shared, key_id};
use super::documents::{Found, documents};
use super::row::{Source, WHOLE, stamp};
use super::write::Around;
use crate::engine::{Deadline, EngineError, Row};
use crate::record::identifier::StrongId;
use crate::record::name::CitationId;

/// Most citations, and most ids, of one walk's step.
const MOST_WHOLE: usize = 1_000;
const MOST_IDS: usize = 10_000;

#[derive(Deserialize)]
struct Walked {
    hits: Inner,
}

#[derive(Deserialize)]
struct Inner {
    hits: Vec<Hit>,
}

#[derive(Deserialize)]
struct Hit {
    #[serde(rename = "_id")]
    id: String,
    #[serde(rename = "_source", default)]
    source: Source,
    #[serde(default)]
    sort: Vec<Value>,
}

#[derive(Deserialize)]
struct Setting {
    value: String,
}

impl Cluster {
    /// See `Engine::get`.
    pub async fn get(&self, ids: &[CitationId], deadline: Deadline) -> Result<Vec<Option<Row>>, EngineError> {
        let found = self.rows(ids, WHOLE, deadline).await?;
        found.into_iter().map(|source| source.map(|source| source.row()).transpose()).collect()
    }

    /// Those fields of rows.
    pub(super) async fn rows(
        &self,
        ids: &[CitationId],
        fields: &str,
        deadline: Deadline,
    ) -> Result<Vec<Option<Source>>, EngineError> {
        let texts: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let found = documents(&self.log.client, &self.log.names.citations, &texts, fields, deadline).await?;
        Ok(found.into_iter().map(|found| found.map(|Found { source, .. }| source)).collect())
    }

    /// Who carries each identifier, and who links to it.
    pub async fn around(&self, ids: &[StrongId], deadline: Deadline) -> Result<Vec<Shared>, EngineError> {
        let keys: Vec<String> = ids.iter().map(|id| key_id(&id.to_string())).collect();
        let found: Vec<Option<Found<Around>>> =
            documents(&self.log.client, &self.log.names.identifiers, &keys, "holders,incoming", deadline)
                .await?;
        found
            .into_iter()
            .map(|found| found.map_or(Ok(Shared::default()), |found| found.source.shared()))
            .collect()
    }

    /// See `Engine::findings`.
    pub async fn findings(
        &self,
        ids: &[CitationId],
        deadline: Deadline,
    ) -> Result<Vec<Vec<(String, Bytes)>>, EngineError> {
        let found = self.rows(ids, "findings", deadline).await?;
        found.into_iter().map(|source| source.map_or(Ok(Vec::new()), |source| source.findings())).collect()
    }

    /// See `Engine::scan`.
    pub async fn scan(
        &self,
        after: Option<CitationId>,
        limit: usize,
        deadline: Deadline,
    ) -> Result<Vec<(CitationId, Bytes)>, EngineError> {
        let query = json!({"term": {"row": "citation"}});
        let body = walk(query, after, limit.min(MOST_WHOLE), json!(["row", "change", "stamp", "message"]));
        let mut found = Vec::new();
        for hit in self.walked(body, deadline).await? {
            if let Row::Citation(stored) = hit.source.row()? {
                found.push((id_of(&hit)?, stored.citation));
            }
        }
        Ok(found)
    }

    /// See `Engine::ids`.
    pub async fn ids(
        &self,
        but: Option<u64>,
        after: Option<CitationId>,
        limit: usize,
        deadline: Deadline,
    ) -> Result<Vec<CitationId>, EngineError> {
        let others = but.map(|but| json!({"term": {"stamp": stamp(but)}}));
        let query = json!({"bool": {
            "filter": [{"term": {"row": "citation"}}],
            "must_not": others.into_iter().collect::<Vec<_>>(),
        }});
        let body = walk(query, after, limit.min(MOST_IDS), json!(false));
        self.walked(body, deadline).await?.iter().map(id_of).collect()
    }

    /// See `Engine::changes_since`.
    pub async fn changes_since(
        &self,
        since: u64,
        limit: usize,
        deadline: Deadline,
    ) -> Result<Vec<(u64, CitationId)>, EngineError> {
        self.look(deadline).await?;
        let until = self.applied.load(Ordering::Acquire);
        if since >= until {
            return Ok(Vec::new());
        }
        let body = json!({
            "size": limit.min(MOST_IDS), "track_total_hits": false, "_source": false, "sort": [{"change": "asc"}],
            "query": {"range": {"change": {"gt": since, "lte": until}}},
        });
        let hits = self.walked(body, deadline).await?;
        let changed =
            |hit: &Hit| Ok((hit.sort.first().and_then(Value::as_u64).unwrap_or_default(), id_of(hit)?));
        hits.iter().map(changed).collect()
    }

    /// Hits among all rows, those written a moment ago too.
    async fn walked(&self, body: Value, deadline: Deadline) -> Result<Vec<Hit>, EngineError> {
        if body["size"] == json!(0) {
            return Ok(Vec::new());
        }
        self.show(deadline).await?;
        let path = format!("/{}/_search", self.log.names.citations);
        let call = Call::post(path, body.to_string()).search().prefer_responsive();
        let walked: Walked = self.log.client.send(call, deadline).await?.accepted()?.parse()?;
        Ok(walked.hits.hits)
    }

    /// See `Engine::setting`.
    pub async fn setting(&self, name: &str, value: Bytes, deadline: Deadline) -> Result<Bytes, EngineError> {
        let (control, id) = (&self.log.names.control, format!("setting:{name}"));
        let body = json!({"value": STANDARD.encode(&value)}).to_string();
        // repeatable: what is there is read again, whoever wrote it
        let call = Call::put(format!("/{control}/_create/{id}"), body).repeatable();
        let answer = self.log.client.send(call, deadline).await?;
        if answer.status != 409 {
            answer.accepted()?;
            return Ok(value);
        }
        let found: Vec<Option<Found<Setting>>> =
            documents(&self.log.client, control, &[id], "value", deadline).await?;
        let stored = found.into_iter().flatten().next().map(|found| found.source.value).unwrap_or_default();
        let stored = STANDARD.decode(stored).map_err(|error| EngineError::Corrupt(error.to_string()))?;
        Ok(stored.into())
    }
}

fn walk(query: Value, after: Option<CitationId>, size: usize, source: Value) -> Value {
    let mut body = json!({
        "size": size, "track_total_hits": false, "_source": source, "sort": [{"id": "asc"}], "query": query,
    });
    if let Some(after) = after {
        body["search_after"] = json!([after.to_string()]);
    }
    body
}

fn id_of(hit: &Hit) -> Result<CitationId, EngineError> {
    hit.id.parse().map_err(|_| EngineError::Corrupt(format!("{:?} is no id of a citation", hit.id)))
}
