//! What a slot of the log keeps of a batch until it is done: messages, from which documents can be made again, and the few documents
//! that are made from nothing else. That is a fraction of what the batch writes.

use bytes::Bytes;
use prost::Message;

use super::decide::{Target, Write, whole_citation};
use super::packed::{self, Kept};
use super::pool::Pool;
use super::prepare::{decode, documents};
use super::row::Whole;
use crate::engine::EngineError;
use crate::record::name::CitationId;

/// The writes of a batch, packed.
pub(super) fn pack(writes: &[Write]) -> Result<String, EngineError> {
    let mut intent = Intent::default();
    for write in writes {
        match (&write.made_from, write.target, &write.document) {
            (Some((whole, number)), ..) => intent.citations.push(Citation::of(write, whole, *number)),
            // comes with its citation
            (None, Target::Findings, Some(_)) => {}
            _ => intent.others.push(Other::of(write)),
        }
    }
    packed::pack(&intent.encode_to_vec())
}

/// The writes that were packed.
pub(super) fn unpack(text: &str) -> Result<Vec<Write>, EngineError> {
    let intent = Intent::decode(packed::unpack(text)?).map_err(|error| damaged(&error.to_string()))?;
    let pool = Pool::default();
    let mut writes = Vec::new();
    for citation in intent.citations {
        writes.extend(citation.writes(&pool)?);
    }
    for other in intent.others {
        writes.push(other.write()?);
    }
    writes.sort_by(|a, b| (a.target, &a.id).cmp(&(b.target, &b.id)));
    Ok(writes)
}

#[derive(Clone, PartialEq, prost::Message)]
struct Intent {
    #[prost(message, repeated, tag = "1")]
    citations: Vec<Citation>,
    #[prost(message, repeated, tag = "2")]
    others: Vec<Other>,
}

#[derive(Clone, PartialEq, prost::Message)]
struct Citation {
    #[prost(string, tag = "1")]
    id: String,
    #[prost(uint64, tag = "2")]
    change: u64,
    #[prost(fixed64, tag = "3")]
    stamp: u64,
    #[prost(bytes = "bytes", tag = "4")]
    citation: Bytes,
    #[prost(bytes = "bytes", tag = "5")]
    sources: Bytes,
    #[prost(message, repeated, tag = "6")]
    findings: Vec<Kept>,
    #[prost(string, repeated, tag = "7")]
    identifiers: Vec<String>,
    #[prost(message, repeated, tag = "8")]
    links: Vec<Link>,
}

#[derive(Clone, PartialEq, prost::Message)]
struct Link {
    #[prost(string, tag = "1")]
    target: String,
    #[prost(int32, tag = "2")]
    kind: i32,
}

#[derive(Clone, PartialEq, prost::Message)]
struct Other {
    #[prost(uint32, tag = "1")]
    target: u32,
    #[prost(string, tag = "2")]
    id: String,
    #[prost(string, optional, tag = "3")]
    routing: Option<String>,
    #[prost(string, optional, tag = "4")]
    document: Option<String>,
}

impl Citation {
    fn of(write: &Write, whole: &Whole, change: u64) -> Self {
        let findings = whole.findings.iter();
        let links = whole.links.iter();
        Self {
            id: write.id.clone(),
            change,
            stamp: whole.stamp,
            citation: whole.citation.clone(),
            sources: whole.sources.clone(),
            findings: findings
                .map(|(id, message)| Kept { id: id.clone(), message: message.clone() })
                .collect(),
            identifiers: whole.identifiers.clone(),
            links: links.map(|(target, kind)| Link { target: target.clone(), kind: *kind }).collect(),
        }
    }

    fn writes(self, pool: &Pool) -> Result<Vec<Write>, EngineError> {
        let id: CitationId = self.id.parse().map_err(|_| damaged("a citation has no id"))?;
        let whole = Whole {
            citation: self.citation,
            sources: self.sources,
            findings: self.findings.into_iter().map(|one| (one.id, one.message)).collect(),
            identifiers: self.identifiers,
            links: self.links.into_iter().map(|link| (link.target, link.kind)).collect(),
            stamp: self.stamp,
        };
        let (message, messages) = decode(id, &whole.citation, &whole.findings)?;
        let documents = documents(id, whole, &message, &messages, pool)?;
        Ok(whole_citation(id, &documents, self.change))
    }
}

impl Other {
    fn of(write: &Write) -> Self {
        let target = match write.target {
            Target::Citations => 1,
            Target::Identifiers => 2,
            Target::Findings => 3,
        };
        let Write { id, routing, document, .. } = write.clone();
        Self { target, id, routing, document }
    }

    fn write(self) -> Result<Write, EngineError> {
        let Self { target, id, routing, document } = self;
        let target = match target {
            1 => Target::Citations,
            2 => Target::Identifiers,
            3 => Target::Findings,
            _ => return Err(damaged("a document of no known index")),
        };
        Ok(Write { target, id, routing, document, made_from: None })
    }
}

fn damaged(what: &str) -> EngineError {
    EngineError::Corrupt(format!("a batch in the log: {what}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::contract::v1;

    #[test]
    fn what_a_slot_keeps_makes_the_same_documents() {
        let id = CitationId::from_u128(7);
        let message = v1::Citation {
            name: id.name(),
            titles: vec![v1::Title { text: "Exercise after surgery".into(), ..Default::default() }],
            ..Default::default()
        };
        let finding = v1::Finding { statement: "Pain fell by 18%.".into(), ..Default::default() };
        let whole = Whole {
            citation: message.encode_to_vec().into(),
            sources: Bytes::from("sources"),
            findings: vec![("a".into(), finding.encode_to_vec().into())],
            identifiers: vec!["pmid:7".into()],
            links: vec![("pmid:8".into(), 2)],
            stamp: u64::MAX,
        };
        let made = documents(id, whole, &message, &[finding], &Pool::default()).unwrap();
        let plain = |target, id: &str, routing: Option<&str>, document: Option<&str>| Write {
            target,
            id: id.into(),
            routing: routing.map(Into::into),
            document: document.map(Into::into),
            made_from: None,
        };
        let mut writes = whole_citation(id, &made, 9);
        assert_eq!(writes.len(), 2);
        writes.extend([
            plain(Target::Citations, "x", None, Some(&json!({"row": "tombstone"}).to_string())),
            plain(Target::Identifiers, "pmid:7", None, Some("{}")),
            plain(Target::Findings, "x/a", Some("x"), None),
        ]);
        writes.sort_by(|a, b| (a.target, &a.id).cmp(&(b.target, &b.id)));
        assert_eq!(unpack(&pack(&writes).unwrap()).unwrap(), writes);
        assert!(matches!(unpack("AAAA"), Err(EngineError::Corrupt(_))));
    }
}
