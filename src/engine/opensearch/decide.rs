//! What a batch writes, worked out from what the cluster holds: preconditions, numbers, and every document that changes with a
//! citation.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use bytes::Bytes;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::pool::Pool;
use super::prepare::{Documents, Prepared, decode, documents};
use super::row::{Whole, redirect, tombstone};
use crate::engine::{Applied, Change, EngineError, Put};
use crate::record::identifier::StrongId;
use crate::record::name::CitationId;

/// Most bytes of a document's id in the cluster, less some.
const LONGEST_ID: usize = 480;

/// What the cluster holds of everything that a batch touches.
#[derive(Debug, Default)]
pub(super) struct State {
    pub rows: HashMap<CitationId, Held>,
    /// By identifier.
    pub shared: HashMap<String, Shared>,
}

/// A row that is there.
#[derive(Debug, Clone, Default)]
pub(super) struct Held {
    pub change: u64,
    pub is_citation: bool,
    pub identifiers: Vec<String>,
    pub links: Vec<(String, i32)>,
    pub finding_ids: Vec<String>,
    /// Citation and what is kept beside it, where its findings alone change.
    pub whole: Option<(Bytes, Bytes)>,
}

/// Who carries an identifier, and who links to it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Shared {
    pub holders: BTreeSet<CitationId>,
    pub incoming: BTreeSet<(CitationId, i32)>,
}

/// Which index; the order in which a batch is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    Citations,
    Identifiers,
    Findings,
}

/// A document as it shall be; `None` for one that shall not be.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Write {
    pub target: Target,
    pub id: String,
    /// Where it lies, when its id does not tell.
    pub routing: Option<String>,
    pub document: Option<String>,
    /// What it and the documents of its findings are made from, where it is a citation, and the number of the change.
    pub made_from: Option<(Arc<Whole>, u64)>,
}

/// What becomes of a batch.
#[derive(Debug)]
pub(super) struct Decision {
    pub outcomes: Vec<Applied>,
    pub writes: Vec<Write>,
    /// Number of the last change.
    pub last: u64,
}

/// Works out a batch that comes after the change `last`.
pub(super) fn decide(
    state: State,
    batch: &[Prepared],
    last: u64,
    pool: &Pool,
) -> Result<Decision, EngineError> {
    let mut deciding = Deciding { state, last, touched: BTreeSet::new(), writes: BTreeMap::new(), pool };
    let outcomes = batch.iter().map(|prepared| deciding.change(prepared)).collect::<Result<_, _>>()?;
    deciding.write_shared();
    Ok(Decision { outcomes, writes: deciding.writes.into_values().collect(), last: deciding.last })
}

/// The id of the document of an identifier.
pub(super) fn key_id(key: &str) -> String {
    if key.len() <= LONGEST_ID {
        return key.to_owned();
    }
    let hash = Sha256::digest(key);
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The id of the document of a finding.
fn finding_id(id: CitationId, own: &str) -> String {
    key_id(&format!("{id}/{own}"))
}

struct Deciding<'a> {
    state: State,
    last: u64,
    /// Identifiers whose documents change.
    touched: BTreeSet<String>,
    /// The last word on each document.
    writes: BTreeMap<(Target, String), Write>,
    pool: &'a Pool,
}

impl Deciding<'_> {
    fn change(&mut self, prepared: &Prepared) -> Result<Applied, EngineError> {
        let change = &prepared.change;
        if !self.holds(change) {
            return Ok(Applied::Conflict);
        }
        if let Put::Findings { findings, stamp } = &change.put {
            return self.findings(change, findings, *stamp);
        }
        for (absorbed, _) in &change.absorbs {
            self.clear(*absorbed);
            let number = self.number();
            self.row(*absorbed, redirect(*absorbed, change.id, number).to_string());
            self.state.rows.insert(*absorbed, Held { change: number, ..Held::default() });
        }
        self.clear(change.id);
        let number = self.number();
        match &prepared.citation {
            None => {
                self.row(change.id, tombstone(change.id, number).to_string());
                self.state.rows.insert(change.id, Held { change: number, ..Held::default() });
            }
            Some(documents) => self.citation(change.id, documents, number),
        }
        Ok(Applied::Done(number))
    }

    fn holds(&self, change: &Change) -> bool {
        let now = |id: &CitationId| self.state.rows.get(id).map_or(0, |held| held.change);
        let mut absorbed = BTreeSet::from([change.id]);
        now(&change.id) == change.expected
            && change.absorbs.iter().all(|(id, expected)| absorbed.insert(*id) && now(id) == *expected)
            && change.witnessed.rows.iter().all(|(id, witnessed)| now(id) == *witnessed)
            && change.witnessed.holders.iter().all(|(identifier, holders)| {
                self.around(identifier).holders == holders.iter().copied().collect()
            })
            && change.witnessed.incoming.iter().all(|(identifier, incoming)| {
                self.around(identifier).incoming == incoming.iter().copied().collect()
            })
    }

    fn around(&self, identifier: &StrongId) -> Cow<'_, Shared> {
        match self.state.shared.get(&identifier.to_string()) {
            Some(shared) => Cow::Borrowed(shared),
            None => Cow::Owned(Shared::default()),
        }
    }

    fn number(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// Takes away what the row of an id brought with it.
    fn clear(&mut self, id: CitationId) {
        let Some(held) = self.state.rows.remove(&id) else { return };
        for key in held.identifiers {
            self.shared(key).holders.remove(&id);
        }
        for (target, kind) in held.links {
            self.shared(target).incoming.remove(&(id, kind));
        }
        for own in held.finding_ids {
            self.write(finding(id, &own, None));
        }
    }

    fn citation(&mut self, id: CitationId, documents: &Documents, number: u64) {
        for key in &documents.whole.identifiers {
            self.shared(key.clone()).holders.insert(id);
        }
        for (target, kind) in &documents.whole.links {
            self.shared(target.clone()).incoming.insert((id, *kind));
        }
        for write in findings(id, documents) {
            self.write(write);
        }
        self.write(citation(id, documents, number));
        let held = Held {
            change: number,
            is_citation: true,
            identifiers: documents.whole.identifiers.clone(),
            links: documents.whole.links.clone(),
            finding_ids: documents.findings.iter().map(|(own, _)| own.clone()).collect(),
            whole: None,
        };
        self.state.rows.insert(id, held);
    }

    /// Other findings of a citation that stays as it is, its number too.
    fn findings(
        &mut self,
        change: &Change,
        findings: &[(String, Bytes)],
        stamp: u64,
    ) -> Result<Applied, EngineError> {
        let id = change.id;
        let held = self.state.rows.get(&id).filter(|held| held.is_citation);
        let Some(held) = held.filter(|held| held.finding_ids.len() == findings.len()) else {
            return Ok(Applied::Conflict);
        };
        let (Some((citation, sources)), true) = (held.whole.clone(), change.absorbs.is_empty()) else {
            return Ok(Applied::Conflict);
        };
        let (number, links, identifiers) = (held.change, held.links.clone(), held.identifiers.clone());
        let (message, messages) = decode(id, &citation, findings)?;
        let whole = Whole { citation, sources, findings: findings.to_vec(), identifiers, links, stamp };
        let documents = documents(id, whole, &message, &messages, self.pool)?;
        self.clear(id);
        self.citation(id, &documents, number);
        Ok(Applied::Done(number))
    }

    fn shared(&mut self, key: String) -> &mut Shared {
        self.touched.insert(key.clone());
        self.state.shared.entry(key).or_default()
    }

    fn row(&mut self, id: CitationId, document: String) {
        let id = id.to_string();
        let document = Some(document);
        self.write(Write { target: Target::Citations, id, routing: None, document, made_from: None });
    }

    fn write_shared(&mut self) {
        for key in std::mem::take(&mut self.touched) {
            let shared = self.state.shared.remove(&key).unwrap_or_default();
            let holders: Vec<String> = shared.holders.iter().map(ToString::to_string).collect();
            let incoming: Vec<(String, i32)> =
                shared.incoming.iter().map(|(id, kind)| (id.to_string(), *kind)).collect();
            let document = json!({"key": key_id(&key), "holders": holders, "incoming": incoming});
            let (id, document) = (key_id(&key), Some(document.to_string()));
            self.write(Write { target: Target::Identifiers, id, routing: None, document, made_from: None });
        }
    }

    fn write(&mut self, write: Write) {
        self.writes.insert((write.target, write.id.clone()), write);
    }
}

/// Everything that a citation with its findings writes.
pub(super) fn whole_citation(id: CitationId, documents: &Documents, number: u64) -> Vec<Write> {
    let mut writes = vec![citation(id, documents, number)];
    writes.extend(findings(id, documents));
    writes
}

fn citation(id: CitationId, documents: &Documents, number: u64) -> Write {
    Write {
        target: Target::Citations,
        id: id.to_string(),
        routing: None,
        document: Some(numbered(&documents.row, number)),
        made_from: Some((documents.whole.clone(), number)),
    }
}

fn findings(id: CitationId, documents: &Documents) -> impl Iterator<Item = Write> {
    documents.findings.iter().map(move |(own, document)| finding(id, own, Some(document.clone())))
}

fn finding(id: CitationId, own: &str, document: Option<String>) -> Write {
    let routing = Some(id.to_string());
    Write { target: Target::Findings, id: finding_id(id, own), routing, document, made_from: None }
}

/// A document that was written without its number.
fn numbered(document: &str, number: u64) -> String {
    format!("{{\"change\":{number},{}", document.strip_prefix('{').unwrap_or("}"))
}
