//! Figures and health.

use std::sync::atomic::Ordering;

use serde::Deserialize;
use serde_json::json;

use super::client::Call;
use super::{Cluster, FORMAT_VERSION};
use crate::engine::{Deadline, EngineError, EngineStats};

#[derive(Deserialize)]
struct Health {
    #[serde(default)]
    status: String,
}

#[derive(Deserialize)]
struct Counted {
    aggregations: Rows,
}

#[derive(Deserialize)]
struct Rows {
    citations: Count,
    redirects: Count,
    with_abstract: Count,
}

#[derive(Deserialize)]
struct Count {
    doc_count: u64,
}

#[derive(Deserialize)]
struct Number {
    count: u64,
}

#[derive(Deserialize)]
struct Sizes {
    #[serde(rename = "_all")]
    all: All,
}

#[derive(Deserialize)]
struct All {
    total: Total,
}

#[derive(Deserialize)]
struct Total {
    store: Store,
}

#[derive(Deserialize)]
struct Store {
    size_in_bytes: u64,
}

impl Cluster {
    /// See `Engine::ready`.
    pub async fn ready(&self, deadline: Deadline) -> Result<bool, EngineError> {
        let path = format!("/_cluster/health/{}?local=true", self.log.names.all());
        let health: Health = self.log.client.send(Call::get(path), deadline).await?.parse()?;
        Ok(matches!(health.status.as_str(), "green" | "yellow"))
    }

    /// See `Engine::stats`.
    pub async fn stats(&self, deadline: Deadline) -> Result<EngineStats, EngineError> {
        let (client, names) = (&self.log.client, &self.log.names);
        let ready = self.ready(deadline).await?;
        self.look(deadline).await?;
        self.show(deadline).await?;
        let body = json!({"size": 0, "track_total_hits": false, "aggs": {
            "citations": {"filter": {"term": {"row": "citation"}}},
            "redirects": {"filter": {"term": {"row": "redirect"}}},
            "with_abstract": {"filter": {"term": {"with_abstract": true}}},
        }});
        let rows = Call::post(format!("/{}/_search", names.citations), body.to_string()).search();
        let findings = Call::get(format!("/{}/_count", names.findings)).search();
        let sizes = Call::get(format!("/{}/_stats/store?filter_path=_all.total.store", names.all()));
        let (rows, findings, sizes) = tokio::try_join!(
            client.send(rows.prefer_responsive(), deadline),
            client.send(findings.prefer_responsive(), deadline),
            client.send(sizes, deadline),
        )?;
        let Rows { citations, redirects, with_abstract } = rows.accepted()?.parse::<Counted>()?.aggregations;
        Ok(EngineStats {
            engine: "opensearch",
            ready,
            citations: citations.doc_count,
            findings: findings.accepted()?.parse::<Number>()?.count,
            citations_with_abstract: with_abstract.doc_count,
            redirects: redirects.doc_count,
            last_change: self.applied.load(Ordering::Acquire),
            last_visible_change: self.visible.load(Ordering::Acquire),
            format_version: FORMAT_VERSION,
            bytes_on_disk: sizes.accepted()?.parse::<Sizes>()?.all.total.store.size_in_bytes,
        })
    }
}
