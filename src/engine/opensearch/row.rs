//! A row as a document of the index of citations.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::fields::Fields;
use super::packed::{pack, pack_findings, unpack, unpack_findings};
use crate::contract::v1;
use crate::engine::terms::year;
use crate::engine::{EngineError, Row, Stored};
use crate::record::name::CitationId;

/// Those that [`Source::row`] needs.
pub(super) const WHOLE: &str = "row,change,stamp,to,message,sources";
/// Those that tell what else belongs to a row.
pub(super) const KEYS: &str = "row,change,stamp,identifiers,links,finding_ids";

/// What the cluster gives back of a row; as much of it as was asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Source {
    row: String,
    pub change: u64,
    stamp: String,
    to: String,
    pub message: String,
    pub sources: String,
    findings: String,
    pub identifiers: Vec<String>,
    pub links: Vec<(String, i32)>,
    pub finding_ids: Vec<String>,
}

impl Source {
    /// Whether a citation is there now.
    pub fn is_citation(&self) -> bool {
        self.row == "citation"
    }

    /// Its citation, where that was asked for.
    pub fn message(&self) -> Result<Option<Bytes>, EngineError> {
        if self.message.is_empty() { Ok(None) } else { unpack(&self.message).map(Some) }
    }

    /// The row.
    pub fn row(&self) -> Result<Row, EngineError> {
        let change = self.change;
        match self.row.as_str() {
            "citation" => Ok(Row::Citation(Stored {
                change,
                citation: unpack(&self.message)?,
                sources: if self.sources.is_empty() { Bytes::new() } else { unpack(&self.sources)? },
                stamp: u64::from_str_radix(&self.stamp, 16).unwrap_or_default(),
            })),
            "redirect" => {
                let to = self.to.parse();
                Ok(Row::Redirect { change, to: to.map_err(|_| damaged("a redirect leads to no id"))? })
            }
            "tombstone" => Ok(Row::Tombstone { change }),
            _ => Err(damaged("a row of no known kind")),
        }
    }

    /// Its findings; none where it is no citation.
    pub fn findings(&self) -> Result<Vec<(String, Bytes)>, EngineError> {
        if self.findings.is_empty() { Ok(Vec::new()) } else { unpack_findings(&self.findings) }
    }
}

fn damaged(what: &str) -> EngineError {
    EngineError::Corrupt(what.to_owned())
}

/// A stamp as it stands in a document: the cluster has no unsigned numbers of 64 bits.
pub(super) fn stamp(stamp: u64) -> String {
    format!("{stamp:016x}")
}

/// What becomes a citation's document, and those of its findings.
#[derive(Debug, PartialEq)]
pub(super) struct Whole {
    pub citation: Bytes,
    pub sources: Bytes,
    pub findings: Vec<(String, Bytes)>,
    pub identifiers: Vec<String>,
    pub links: Vec<(String, i32)>,
    pub stamp: u64,
}

/// A citation's document without the number of its change.
pub(super) fn document(
    id: CitationId,
    whole: &Whole,
    message: &v1::Citation,
    fields: Fields,
) -> Result<Map<String, Value>, EngineError> {
    let mut document = Map::new();
    document.insert("row".into(), json!("citation"));
    document.insert("id".into(), json!(id.to_string()));
    document.insert("stamp".into(), json!(stamp(whole.stamp)));
    document.insert("message".into(), json!(pack(&whole.citation)?));
    if !whole.sources.is_empty() {
        document.insert("sources".into(), json!(pack(&whole.sources)?));
    }
    if !whole.findings.is_empty() {
        document.insert("findings".into(), json!(pack_findings(&whole.findings)?));
        document.insert("finding_ids".into(), whole.findings.iter().map(|(id, _)| id.as_str()).collect());
    }
    if !whole.identifiers.is_empty() {
        document.insert("identifiers".into(), json!(whole.identifiers));
    }
    if !whole.links.is_empty() {
        document.insert("links".into(), json!(whole.links));
    }
    document
        .insert("with_abstract".into(), json!(message.abstracts.iter().any(|text| !text.text.is_empty())));
    if let Some(year) = year(message) {
        document.insert("year".into(), json!(year));
    }
    fields.add_to(&mut document);
    Ok(document)
}

/// The document of an id that leads to another.
pub(super) fn redirect(id: CitationId, to: CitationId, change: u64) -> Value {
    json!({"row": "redirect", "id": id.to_string(), "to": to.to_string(), "change": change})
}

/// The document of an id that was deleted.
pub(super) fn tombstone(id: CitationId, change: u64) -> Value {
    json!({"row": "tombstone", "id": id.to_string(), "change": change})
}
