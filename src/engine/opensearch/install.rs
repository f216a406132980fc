//! The indices of a library: made where there are none, else looked at before anything is read from them.

use futures::future::try_join_all;
use serde::Deserialize;
use serde_json::{Value, json};

use super::client::{Call, Client};
use super::names::Names;
use super::{FORMAT_VERSION, Options};
use crate::engine::{Deadline, EngineError};

/// What each index is, under the alias that it gets.
const CITATIONS: &str = include_str!("mapping/citations.json");
const FINDINGS: &str = include_str!("mapping/findings.json");
const IDENTIFIERS: &str = include_str!("mapping/identifiers.json");
const CONTROL: &str = include_str!("mapping/control.json");

/// Makes what is missing and checks what is there. Several processes may do so at once.
pub(super) async fn install(
    client: &Client,
    names: &Names,
    options: &Options,
    deadline: Deadline,
) -> Result<(), EngineError> {
    let indices = [
        (&names.control, CONTROL),
        (&names.identifiers, IDENTIFIERS),
        (&names.findings, FINDINGS),
        (&names.citations, CITATIONS),
    ];
    // nothing is made beside what is foreign
    let there = try_join_all(indices.map(|(alias, _)| is_ours(client, alias, deadline))).await?;
    let missing = indices.into_iter().zip(there).filter(|(_, there)| !there);
    let made = missing.map(async |((alias, body), _)| {
        make(client, alias, body, options, deadline).await?;
        is_ours(client, alias, deadline).await
    });
    try_join_all(made).await?;
    let path = format!("/_cluster/health/{}?wait_for_status=yellow&timeout=30s", names.all());
    let health: Health = client.send(Call::get(path).patience(PATIENCE), deadline).await?.parse()?;
    if health.status == "red" || health.timed_out {
        return Err(EngineError::Unavailable(format!(
            "the cluster is red for {}: some shards have no copy on any node; see GET _cluster/allocation/explain",
            names.all()
        )));
    }
    Ok(())
}

const PATIENCE: std::time::Duration = std::time::Duration::from_secs(31);

#[derive(Deserialize)]
struct Health {
    #[serde(default)]
    status: String,
    #[serde(default)]
    timed_out: bool,
}

#[derive(Deserialize)]
struct Mapped {
    mappings: Mappings,
}

#[derive(Deserialize)]
struct Mappings {
    #[serde(rename = "_meta", default)]
    meta: Meta,
}

#[derive(Deserialize, Default)]
struct Meta {
    ibid: Option<Value>,
}

/// Whether there is such an index; an error when it is there and of another format, or nobody knows whose.
async fn is_ours(client: &Client, alias: &str, deadline: Deadline) -> Result<bool, EngineError> {
    let answer = client.send(Call::get(format!("/{alias}/_mapping")), deadline).await?;
    if answer.status == 404 {
        return Ok(false);
    }
    let found: std::collections::HashMap<String, Mapped> = answer.accepted()?.parse()?;
    let [(_, Mapped { mappings })] = &found.into_iter().collect::<Vec<_>>()[..] else {
        return Err(EngineError::Foreign { index: alias.to_owned() });
    };
    match mappings.meta.ibid.as_ref().and_then(Value::as_u64) {
        None => Err(EngineError::Foreign { index: alias.to_owned() }),
        Some(found) if found == u64::from(FORMAT_VERSION) => Ok(true),
        Some(found) => Err(EngineError::FormatVersion {
            path: alias.to_owned(),
            found: found.to_string(),
            known: FORMAT_VERSION,
        }),
    }
}

async fn make(
    client: &Client,
    alias: &str,
    body: &str,
    options: &Options,
    deadline: Deadline,
) -> Result<(), EngineError> {
    let mut body: Value =
        serde_json::from_str(body).map_err(|error| EngineError::Corrupt(format!("mapping: {error}")))?;
    let settings = &mut body["settings"]["index"];
    if settings["number_of_shards"].is_null() {
        settings["number_of_shards"] = json!(options.shards);
    }
    settings["number_of_replicas"] = json!(options.replicas);
    body["mappings"]["_meta"] = json!({
        "ibid": FORMAT_VERSION,
        "made_by": env!("CARGO_PKG_VERSION"),
        "extractor": crate::finding::provenance::current().version,
    });
    body["aliases"] = json!({ alias: { "is_write_index": true } });
    let path = format!("/{alias}-v{FORMAT_VERSION}?wait_for_active_shards=1");
    let call = Call::put(path, body.to_string()).repeatable().patience(PATIENCE);
    let answer = client.send(call, deadline).await?;
    // another process may have made it meanwhile
    if answer.status == 400 && String::from_utf8_lossy(&answer.body).contains("resource_already_exists") {
        return Ok(());
    }
    answer.accepted().map(drop)
}
