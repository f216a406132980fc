//! Whether rows, identifiers and findings hold the same set.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Cluster;
use super::client::Call;
use super::decide::key_id;
use super::row::{KEYS, Source};
use super::write::{Around, Parts};
use crate::engine::{Deadline, EngineError};

/// Documents of one step.
const STEP: usize = 1_000;
/// Most problems that are told.
const MOST: usize = 100;

#[derive(Deserialize)]
struct Page<T> {
    hits: Inner<T>,
}

#[derive(Deserialize)]
struct Inner<T> {
    hits: Vec<Hit<T>>,
}

#[derive(Deserialize)]
struct Hit<T> {
    #[serde(rename = "_id")]
    id: String,
    #[serde(rename = "_source")]
    source: Option<T>,
    sort: Vec<Value>,
}

impl Cluster {
    /// See `Engine::check`. Nobody of this process writes meanwhile; what others write may be told as a problem.
    pub async fn check(&self, deadline: Deadline) -> Result<Vec<String>, EngineError> {
        let mut head = self.turn.lock().await;
        *head = self.log.settle(*head, deadline).await?;
        self.follow(*head);
        let names = &self.log.names;
        let path = format!("/{}/_refresh", names.all());
        self.log.client.send(Call::post(path, "").broadcast(), deadline).await?.accepted()?;

        let mut problems = Vec::new();
        let mut findings = BTreeSet::new();
        let mut around: BTreeMap<String, Parts> = BTreeMap::new();
        let mut numbers = BTreeSet::new();
        let rows = self.walk::<Source>(&names.citations, KEYS, &["id"], deadline);
        for (id, source) in rows.await? {
            let source = source.unwrap_or_default();
            if !numbers.insert(source.change) {
                problems.push(format!("citations/{id}: another row has the change number {}", source.change));
            }
            findings.extend(source.finding_ids.iter().map(|own| key_id(&format!("{id}/{own}"))));
            for key in &source.identifiers {
                around.entry(key_id(key)).or_default().0.insert(id.clone());
            }
            for (target, kind) in &source.links {
                around.entry(key_id(target)).or_default().1.insert((id.clone(), *kind));
            }
        }
        let found = self.walk::<Around>(&names.identifiers, "holders,incoming", &["key"], deadline).await?;
        for (key, source) in found {
            let stored = source.unwrap_or_default().parts();
            let wanted = around.remove(&key).unwrap_or_default();
            if stored != wanted {
                problems
                    .push(format!("the identifier {key} is held or linked to by others than the rows say"));
            }
        }
        problems.extend(around.keys().map(|key| format!("the identifier {key} has no document")));
        let shown = self.walk::<Value>(&names.findings, "", &["id", "finding"], deadline).await?;
        for (id, _) in shown {
            if !findings.remove(&id) {
                problems.push(format!("search shows the finding {id}, which no citation has"));
            }
        }
        problems.extend(findings.iter().map(|id| format!("search does not show the finding {id}")));
        problems.truncate(MOST);
        Ok(problems)
    }

    /// All documents of an index, by id, with those fields.
    async fn walk<T: DeserializeOwned>(
        &self,
        index: &str,
        fields: &str,
        sort: &[&str],
        deadline: Deadline,
    ) -> Result<Vec<(String, Option<T>)>, EngineError> {
        let order: Vec<Value> = sort.iter().map(|field| json!({ *field: "asc" })).collect();
        let source =
            if fields.is_empty() { json!(false) } else { json!(fields.split(',').collect::<Vec<_>>()) };
        let mut body = json!({"size": STEP, "track_total_hits": false, "sort": order, "_source": source});
        let mut all = Vec::new();
        loop {
            deadline.check()?;
            let call = Call::post(format!("/{index}/_search"), body.to_string()).search();
            let page: Page<T> = self.log.client.send(call, deadline).await?.accepted()?.parse()?;
            let Some(last) = page.hits.hits.last() else { return Ok(all) };
            body["search_after"] = json!(last.sort);
            all.extend(page.hits.hits.into_iter().map(|hit| (hit.id, hit.source)));
        }
    }
}
