//! Changes as documents. Most of the work of a write, and nothing of it needs the cluster.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use prost::Message as _;
use serde_json::{Map, Value, json};

use super::fields::Fields;
use super::row::{Whole, document};
use crate::contract::v1;
use crate::engine::terms::{Terms, year};
use crate::engine::{Change, EngineError, Put};
use crate::record::name::CitationId;

/// A change with the documents that it will write.
pub(super) struct Prepared {
    pub change: Change,
    /// `None` for what writes no citation.
    pub citation: Option<Documents>,
    /// How much of it travels, in bytes.
    pub size: usize,
}

/// The documents of a citation, without the number of the change.
pub(super) struct Documents {
    pub row: Map<String, Value>,
    /// What they were made from.
    pub whole: Arc<Whole>,
    /// By the id of the finding.
    pub findings: Vec<(String, Value)>,
}

/// Makes the documents of changes. Bytes that are no message are refused.
pub(super) fn prepare(changes: Vec<Change>, terms: &Mutex<Terms>) -> Result<Vec<Prepared>, EngineError> {
    changes.into_iter().map(|change| one(change, terms)).collect()
}

fn one(mut change: Change, terms: &Mutex<Terms>) -> Result<Prepared, EngineError> {
    let id = change.id;
    let Put::Citation { citation, sources, findings, identifiers, links, stamp, decoded } = &mut change.put
    else {
        return Ok(Prepared { change, citation: None, size: 0 });
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
    let size = whole.citation.len() + whole.findings.iter().map(|(_, message)| message.len()).sum::<usize>();
    let documents = documents(id, whole, &message, &messages, terms)?;
    Ok(Prepared { change, citation: Some(documents), size })
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
    terms: &Mutex<Terms>,
) -> Result<Documents, EngineError> {
    let mut terms = terms.lock().unwrap_or_else(PoisonError::into_inner);
    let mut fields = Fields::default();
    terms.citation(message, messages.len(), &mut fields);
    let row = document(id, &whole, message, fields)?;
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
        (own.clone(), Value::Object(document))
    });
    let findings = findings.collect();
    Ok(Documents { row, whole: Arc::new(whole), findings })
}

fn sorted<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    values.collect::<BTreeSet<T>>().into_iter().collect()
}
