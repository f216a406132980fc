//! Changes as documents. Most of the work of a write, and nothing of it needs the cluster.

use std::collections::BTreeSet;
use std::sync::Arc;

use bytes::Bytes;
use prost::Message as _;
use serde_json::{Map, Value, json};

use super::fields::Fields;
use super::pool::Pool;
use super::row::{Whole, document};
use super::write::ended;
use crate::contract::v1;
use crate::engine::cores::on_all_cores;
use crate::engine::terms::year;
use crate::engine::{Change, EngineError, Put};
use crate::record::name::CitationId;

/// A change with the documents that it will write.
pub(super) struct Prepared {
    pub change: Change,
    /// `None` for what writes no citation.
    pub citation: Option<Documents>,
}

/// The documents of a citation, written.
pub(super) struct Documents {
    /// Without the number of the change.
    pub row: String,
    /// What they were made from.
    pub whole: Arc<Whole>,
    /// By the id of the finding.
    pub findings: Vec<(String, String)>,
}

/// Makes the documents of changes, on all cores. Bytes that are no message are refused.
pub(super) async fn prepare(changes: Vec<Change>, pool: Arc<Pool>) -> Result<Vec<Prepared>, EngineError> {
    let prepared = on_all_cores(changes, move |change| one(change, &pool)).await.map_err(ended)?;
    prepared.into_iter().collect()
}

fn one(mut change: Change, pool: &Pool) -> Result<Prepared, EngineError> {
    let id = change.id;
    let Put::Citation { citation, sources, findings, identifiers, links, stamp, decoded } = &mut change.put
    else {
        return Ok(Prepared { change, citation: None });
    };
    let whole = Whole {
        citation: std::mem::take(citation),
        sources: std::mem::take(sources),
        findings: std::mem::take(findings),
        identifiers: sorted(identifiers.iter().map(ToString::to_string)),
        links: sorted(links.iter().map(|(target, kind)| (target.to_string(), *kind))),
        stamp: *stamp,
    };
    let (message, messages) = match decoded.take() {
        Some(decoded) => (decoded.citation, decoded.findings),
        None => decode(id, &whole.citation, &whole.findings)?,
    };
    let documents = documents(id, whole, &message, &messages, pool)?;
    Ok(Prepared { change, citation: Some(documents) })
}

/// The messages of a citation and its findings.
pub(super) fn decode(
    id: CitationId,
    citation: &Bytes,
    findings: &[(String, Bytes)],
) -> Result<(v1::Citation, Vec<v1::Finding>), EngineError> {
    let damaged = |error| EngineError::Corrupt(format!("citations/{id} cannot be decoded: {error}"));
    let message = v1::Citation::decode(citation.clone()).map_err(damaged)?;
    let messages = findings.iter().map(|(_, bytes)| v1::Finding::decode(bytes.clone()).map_err(damaged));
    Ok((message, messages.collect::<Result<_, _>>()?))
}

/// The documents of a citation and its findings.
pub(super) fn documents(
    id: CitationId,
    whole: Whole,
    message: &v1::Citation,
    messages: &[v1::Finding],
    pool: &Pool,
) -> Result<Documents, EngineError> {
    pool.with(|terms| {
        let mut fields = Fields::default();
        terms.citation(message, messages.len(), &mut fields);
        let row = Value::Object(document(id, &whole, message, fields)?).to_string();
        let year = year(message);
        let findings = whole.findings.iter().zip(messages);
        let findings = findings.map(|((own, _), finding)| {
            let mut fields = Fields::default();
            terms.finding(finding, &mut fields);
            let mut document = Map::new();
            document.insert("id".into(), json!(id.to_string()));
            document.insert("finding".into(), json!(own));
            if let Some(year) = year {
                document.insert("year".into(), json!(year));
            }
            fields.add_to(&mut document);
            (own.clone(), Value::Object(document).to_string())
        });
        let findings = findings.collect();
        Ok(Documents { row, whole: Arc::new(whole), findings })
    })
}

fn sorted<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    values.collect::<BTreeSet<T>>().into_iter().collect()
}
