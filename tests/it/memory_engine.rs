//! An engine in memory, as small as the trait allows: what it cannot do, the trait does not ask for. It proves that nothing
//! above the seam leans on redb or tantivy.

mod condition;
mod search;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard};

use async_trait::async_trait;
use bytes::Bytes;
use futures::future::BoxFuture;
use ibid::contract::v1;
use ibid::engine::{
    Applied, Change, Deadline, Engine, EngineError, EngineStats, FindingKey, Hits, Put, Row, Search, Stored,
};
use ibid::record::identifier::StrongId;
use ibid::record::name::CitationId;
use prost::Message;

/// A library in maps.
#[derive(Default)]
pub struct MemoryEngine {
    state: Mutex<State>,
    /// What befalls the next batch.
    pub mishap: Mutex<Option<Mishap>>,
}

/// What may befall a batch.
pub enum Mishap {
    /// Another process does this before.
    Overtaken(BoxFuture<'static, ()>),
    /// Only so many changes are written, and nobody is told of them.
    Cut { after: usize },
    /// Rows were read when none of them was there yet, though who holds which identifier was read before.
    Late,
}

#[derive(Default)]
struct State {
    closed: bool,
    change: u64,
    rows: BTreeMap<CitationId, Row>,
    citations: BTreeMap<CitationId, Held>,
    settings: BTreeMap<String, Bytes>,
}

/// What a live citation has beside its row.
struct Held {
    message: v1::Citation,
    findings: Vec<(String, Bytes, v1::Finding)>,
    identifiers: BTreeSet<StrongId>,
    links: BTreeSet<(StrongId, i32)>,
}

impl MemoryEngine {
    fn at(&self, deadline: Deadline) -> Result<MutexGuard<'_, State>, EngineError> {
        deadline.check()?;
        let state = self.state.lock().unwrap();
        if state.closed {
            return Err(EngineError::Unavailable("the library is closed".into()));
        }
        Ok(state)
    }
}

#[async_trait]
impl Engine for MemoryEngine {
    async fn get(&self, ids: &[CitationId], deadline: Deadline) -> Result<Vec<Option<Row>>, EngineError> {
        if matches!(*self.mishap.lock().unwrap(), Some(Mishap::Late)) {
            return Ok(vec![None; ids.len()]);
        }
        let state = self.at(deadline)?;
        Ok(ids.iter().map(|id| state.rows.get(id).cloned()).collect())
    }

    async fn holders(
        &self,
        ids: &[StrongId],
        deadline: Deadline,
    ) -> Result<Vec<Vec<CitationId>>, EngineError> {
        let state = self.at(deadline)?;
        Ok(ids.iter().map(|id| state.holders(id)).collect())
    }

    async fn incoming(
        &self,
        ids: &[StrongId],
        deadline: Deadline,
    ) -> Result<Vec<Vec<(CitationId, i32)>>, EngineError> {
        let state = self.at(deadline)?;
        Ok(ids.iter().map(|id| state.incoming(id)).collect())
    }

    async fn findings(
        &self,
        ids: &[CitationId],
        deadline: Deadline,
    ) -> Result<Vec<Vec<(String, Bytes)>>, EngineError> {
        let state = self.at(deadline)?;
        let findings = ids.iter().map(|id| state.citations.get(id).map_or(&[][..], |held| &held.findings));
        Ok(findings
            .map(|all| all.iter().map(|(id, bytes, _)| (id.clone(), bytes.clone())).collect())
            .collect())
    }

    async fn scan(
        &self,
        after: Option<CitationId>,
        limit: usize,
        deadline: Deadline,
    ) -> Result<Vec<(CitationId, Bytes)>, EngineError> {
        let state = self.at(deadline)?;
        let later = state.rows.iter().filter(|(id, _)| after.is_none_or(|after| **id > after));
        let live = later.filter_map(|(id, row)| match row {
            Row::Citation(stored) => Some((*id, stored.citation.clone())),
            _ => None,
        });
        Ok(live.take(limit).collect())
    }

    async fn ids(
        &self,
        but: Option<u64>,
        after: Option<CitationId>,
        limit: usize,
        deadline: Deadline,
    ) -> Result<Vec<CitationId>, EngineError> {
        let state = self.at(deadline)?;
        let later = state.rows.iter().filter(|(id, _)| after.is_none_or(|after| **id > after));
        let wanted = |row: &Row| matches!(row, Row::Citation(stored) if but != Some(stored.stamp));
        Ok(later.filter(|(_, row)| wanted(row)).map(|(id, _)| *id).take(limit).collect())
    }

    async fn search_citations(
        &self,
        search: Search,
        deadline: Deadline,
    ) -> Result<Hits<CitationId>, EngineError> {
        let state = self.at(deadline)?;
        search::citations(
            &search,
            state.citations.iter().map(|(id, held)| (*id, &held.message, held.findings.len())),
        )
    }

    async fn search_findings(
        &self,
        search: Search,
        deadline: Deadline,
    ) -> Result<Hits<FindingKey>, EngineError> {
        let state = self.at(deadline)?;
        let findings = state.citations.iter().flat_map(|(id, held)| {
            let of = |(finding, _, message): &'_ (String, Bytes, v1::Finding)| {
                (FindingKey { citation: *id, id: finding.clone() }, message.clone())
            };
            held.findings
                .iter()
                .map(of)
                .map(|(key, message)| (key, message, &held.message))
                .collect::<Vec<_>>()
        });
        search::findings(&search, findings)
    }

    async fn apply(&self, mut changes: Vec<Change>, deadline: Deadline) -> Result<Vec<Applied>, EngineError> {
        let mishap = self.mishap.lock().unwrap().take();
        let mut is_cut = false;
        match mishap {
            Some(Mishap::Overtaken(by)) => by.await,
            Some(Mishap::Cut { after }) => {
                changes.truncate(after);
                is_cut = true;
            }
            Some(Mishap::Late) | None => {}
        }
        let mut state = self.at(deadline)?;
        let decoded: Vec<_> = changes.iter().map(decode).collect::<Result<_, _>>()?;
        let outcomes =
            changes.into_iter().zip(decoded).map(|(change, held)| state.apply(change, held)).collect();
        if is_cut { Err(EngineError::Unavailable("cut".into())) } else { Ok(outcomes) }
    }

    async fn changes_since(
        &self,
        since: u64,
        limit: usize,
        deadline: Deadline,
    ) -> Result<Vec<(u64, CitationId)>, EngineError> {
        let state = self.at(deadline)?;
        let log: BTreeMap<u64, CitationId> = state.rows.iter().map(|(id, row)| (row.change(), *id)).collect();
        Ok(log.into_iter().filter(|(number, _)| *number > since).take(limit).collect())
    }

    async fn wait_visible(&self, _: u64, deadline: Deadline) -> Result<(), EngineError> {
        self.at(deadline).map(drop)
    }

    async fn setting(&self, name: &str, value: Bytes, deadline: Deadline) -> Result<Bytes, EngineError> {
        let mut state = self.at(deadline)?;
        Ok(state.settings.entry(name.to_owned()).or_insert(value).clone())
    }

    async fn ready(&self, deadline: Deadline) -> Result<bool, EngineError> {
        self.at(deadline).map(|_| true)
    }

    async fn stats(&self, deadline: Deadline) -> Result<EngineStats, EngineError> {
        let state = self.at(deadline)?;
        let held = || state.citations.values();
        Ok(EngineStats {
            engine: "memory",
            ready: true,
            citations: state.citations.len() as u64,
            findings: held().map(|held| held.findings.len() as u64).sum(),
            citations_with_abstract: held()
                .filter(|held| held.message.abstracts.iter().any(|text| !text.text.is_empty()))
                .count() as u64,
            redirects: state.rows.values().filter(|row| matches!(row, Row::Redirect { .. })).count() as u64,
            last_change: state.change,
            last_visible_change: state.change,
            format_version: 1,
            bytes_on_disk: 0,
        })
    }

    async fn check(&self, deadline: Deadline) -> Result<Vec<String>, EngineError> {
        self.at(deadline).map(|_| Vec::new())
    }

    async fn close(&self) -> Result<(), EngineError> {
        self.state.lock().unwrap().closed = true;
        Ok(())
    }
}

fn decode(change: &Change) -> Result<Option<Held>, EngineError> {
    let Put::Citation { citation, findings, identifiers, links, .. } = &change.put else {
        return Ok(None);
    };
    let corrupt = |error: prost::DecodeError| EngineError::Corrupt(error.to_string());
    Ok(Some(Held {
        message: v1::Citation::decode(citation.clone()).map_err(corrupt)?,
        findings: decode_findings(findings)?,
        identifiers: identifiers.iter().cloned().collect(),
        links: links.iter().cloned().collect(),
    }))
}

fn decode_findings(findings: &[(String, Bytes)]) -> Result<Vec<(String, Bytes, v1::Finding)>, EngineError> {
    let finding = |(id, bytes): &(String, Bytes)| {
        let message = v1::Finding::decode(bytes.clone())
            .map_err(|error: prost::DecodeError| EngineError::Corrupt(error.to_string()))?;
        Ok((id.clone(), bytes.clone(), message))
    };
    findings.iter().map(finding).collect()
}

impl State {
    fn holders(&self, id: &StrongId) -> Vec<CitationId> {
        let carrying = self.citations.iter().filter(|(_, held)| held.identifiers.contains(id));
        carrying.map(|(id, _)| *id).collect()
    }

    fn incoming(&self, target: &StrongId) -> Vec<(CitationId, i32)> {
        let links = self.citations.iter().flat_map(|(id, held)| held.links.iter().map(|link| (*id, link)));
        links.filter(|(_, link)| link.0 == *target).map(|(id, link)| (id, link.1)).collect()
    }

    fn holds(&self, change: &Change) -> bool {
        let now = |id: &CitationId| self.rows.get(id).map_or(0, Row::change);
        let absorbed: BTreeSet<CitationId> = change.absorbs.iter().map(|(id, _)| *id).collect();
        let held = |(id, holders): &(StrongId, Vec<CitationId>)| {
            self.holders(id).into_iter().collect::<BTreeSet<_>>() == holders.iter().copied().collect()
        };
        let linked = |(id, incoming): &(StrongId, Vec<(CitationId, i32)>)| {
            self.incoming(id).into_iter().collect::<BTreeSet<_>>() == incoming.iter().copied().collect()
        };
        now(&change.id) == change.expected
            && change.absorbs.iter().all(|(id, expected)| now(id) == *expected)
            && absorbed.len() == change.absorbs.len()
            && !absorbed.contains(&change.id)
            && change.witnessed.rows.iter().all(|(id, witnessed)| now(id) == *witnessed)
            && change.witnessed.holders.iter().all(held)
            && change.witnessed.incoming.iter().all(linked)
    }

    fn apply(&mut self, change: Change, held: Option<Held>) -> Applied {
        if !self.holds(&change) {
            return Applied::Conflict;
        }
        if let Put::Findings { findings, stamp } = change.put {
            let row = self.rows.get_mut(&change.id);
            let (Some(Row::Citation(stored)), Some(held)) = (row, self.citations.get_mut(&change.id)) else {
                return Applied::Conflict;
            };
            let Ok(findings) = decode_findings(&findings) else { return Applied::Conflict };
            if findings.len() != held.findings.len() || !change.absorbs.is_empty() {
                return Applied::Conflict;
            }
            stored.stamp = stamp;
            held.findings = findings;
            return Applied::Done(stored.change);
        }
        for (absorbed, _) in change.absorbs {
            self.change += 1;
            self.citations.remove(&absorbed);
            self.rows.insert(absorbed, Row::Redirect { change: self.change, to: change.id });
        }
        self.change += 1;
        self.citations.remove(&change.id);
        let row = match change.put {
            Put::Citation { citation, sources, stamp, .. } => {
                Row::Citation(Stored { change: self.change, citation, sources, stamp })
            }
            Put::Findings { .. } | Put::Tombstone => Row::Tombstone { change: self.change },
        };
        self.rows.insert(change.id, row);
        self.citations.extend(held.map(|held| (change.id, held)));
        Applied::Done(self.change)
    }
}
