//! Proof that the tables of the store agree with each other.

use std::collections::BTreeSet;

use prost::Message;
use redb::{ReadTransaction, ReadableTable, ReadableTableMetadata};

use super::Store;
use super::fault::fault;
use super::tables::{CHANGES, COUNTERS, Counters, FINDINGS, IDENTIFIERS, LINKS, ROWS};
use super::value::{CitationValue, Head, read_citation, read_findings};
use crate::contract::v1;
use crate::engine::{Deadline, EngineError};
use crate::record::name::CitationId;

/// Problems beyond so many are only counted.
const TOLD: usize = 100;

/// What was found, as sentences.
#[derive(Debug, Default)]
pub struct Problems {
    sentences: Vec<String>,
    untold: usize,
}

impl Problems {
    /// Adds one.
    pub fn add(&mut self, sentence: String) {
        if self.sentences.len() < TOLD {
            self.sentences.push(sentence);
        } else {
            self.untold += 1;
        }
    }

    /// The sentences.
    pub fn into_sentences(mut self) -> Vec<String> {
        if self.untold > 0 {
            self.sentences.push(format!("{} more problems are not listed", self.untold));
        }
        self.sentences
    }
}

/// What the store holds, for comparison with the index.
#[derive(Debug, Default)]
pub struct Holding {
    pub live: BTreeSet<CitationId>,
    pub findings: u64,
}

impl Store {
    /// Reads every row of one state of the store, adds to `problems` what does not fit together, and answers what is there.
    pub fn verify(&self, deadline: Deadline, problems: &mut Problems) -> Result<Holding, EngineError> {
        self.reading(|transaction| Check::open(self, transaction, problems)?.run(deadline))
    }
}

struct Check<'a> {
    store: &'a Store,
    transaction: &'a ReadTransaction,
    problems: &'a mut Problems,
    counted: Counters,
    holding: Holding,
    identifiers: u64,
    links: u64,
}

impl<'a> Check<'a> {
    fn open(
        store: &'a Store,
        transaction: &'a ReadTransaction,
        problems: &'a mut Problems,
    ) -> Result<Self, EngineError> {
        let (counted, holding) = (Counters::default(), Holding::default());
        Ok(Self { store, transaction, problems, counted, holding, identifiers: 0, links: 0 })
    }

    fn run(mut self, deadline: Deadline) -> Result<Holding, EngineError> {
        let rows = self.transaction.open_table(ROWS).map_err(fault)?;
        for (seen, entry) in rows.iter().map_err(fault)?.enumerate() {
            if seen % 256 == 0 {
                deadline.check()?;
            }
            let (key, value) = entry.map_err(fault)?;
            let id = CitationId::from_u128(key.value());
            if let Err(error) = self.row(id, value.value(), &rows) {
                self.problems.add(format!("citations/{id} cannot be read: {error}"));
            }
        }
        self.keys_without_rows()?;
        self.log(rows.len().map_err(fault)?)?;
        self.figures()?;
        Ok(self.holding)
    }

    fn row(
        &mut self,
        id: CitationId,
        value: &[u8],
        rows: &impl ReadableTable<u128, &'static [u8]>,
    ) -> Result<(), EngineError> {
        let head = Head::read(value)?;
        let changes = self.transaction.open_table(CHANGES).map_err(fault)?;
        let logged = changes.get(head.change()).map_err(fault)?.map(|logged| logged.value());
        if logged != Some(id.as_u128()) {
            self.problems.add(format!("change {} of citations/{id} is not in the change log", head.change()));
        }
        match head {
            Head::Tombstone { .. } => {}
            Head::Redirect { to, .. } => {
                self.counted.redirects += 1;
                if rows.get(to.as_u128()).map_err(fault)?.is_none() {
                    self.problems
                        .add(format!("citations/{id} redirects to citations/{to}, which is not there"));
                }
            }
            Head::Citation { findings, with_abstract, .. } => {
                self.counted.citations += 1;
                self.counted.findings += u64::from(findings);
                self.counted.with_abstract += u64::from(with_abstract);
                self.holding.live.insert(id);
                if let Some(citation) = read_citation(value, &self.store.dictionaries)? {
                    self.citation(id, &citation)?;
                }
            }
        }
        Ok(())
    }

    fn citation(&mut self, id: CitationId, value: &CitationValue) -> Result<(), EngineError> {
        if let Err(error) = v1::Citation::decode(value.stored.citation.clone()) {
            self.problems.add(format!("citations/{id} is not a citation: {error}"));
        }
        let identifiers = self.transaction.open_table(IDENTIFIERS).map_err(fault)?;
        for identifier in &value.keys.identifiers {
            self.identifiers += 1;
            if identifiers.get((&identifier[..], id.as_u128())).map_err(fault)?.is_none() {
                self.problems.add(format!("{identifier} of citations/{id} does not lead to it"));
            }
        }
        let links = self.transaction.open_table(LINKS).map_err(fault)?;
        for (target, kind) in &value.keys.links {
            self.links += 1;
            if links.get((&target[..], id.as_u128(), *kind)).map_err(fault)?.is_none() {
                self.problems
                    .add(format!("the link of citations/{id} to {target} is not kept the other way"));
            }
        }
        let table = self.transaction.open_table(FINDINGS).map_err(fault)?;
        let findings = match table.get(id.as_u128()).map_err(fault)? {
            Some(stored) => read_findings(stored.value(), &self.store.dictionaries)?,
            None => Vec::new(),
        };
        if findings.len() != value.findings as usize {
            let (has, says) = (findings.len(), value.findings);
            self.problems.add(format!("citations/{id} has {has} findings and says {says}"));
        }
        for (finding, message) in findings {
            self.holding.findings += 1;
            if let Err(error) = v1::Finding::decode(message) {
                self.problems.add(format!("citations/{id}/findings/{finding} is not a finding: {error}"));
            }
        }
        Ok(())
    }

    /// Every key of a row is in its table, so a table that is no longer has no other.
    fn keys_without_rows(&mut self) -> Result<(), EngineError> {
        let identifiers = self.transaction.open_table(IDENTIFIERS).map_err(fault)?;
        if identifiers.len().map_err(fault)? != self.identifiers {
            for entry in identifiers.iter().map_err(fault)? {
                let (key, _) = entry.map_err(fault)?;
                let (identifier, id) = key.value();
                if !self.carries(id, |value| value.keys.identifiers.iter().any(|own| own == identifier))? {
                    let id = CitationId::from_u128(id);
                    self.problems
                        .add(format!("{identifier} leads to citations/{id}, which does not carry it"));
                }
            }
        }
        let links = self.transaction.open_table(LINKS).map_err(fault)?;
        if links.len().map_err(fault)? != self.links {
            for entry in links.iter().map_err(fault)? {
                let (key, _) = entry.map_err(fault)?;
                let (target, id, kind) = key.value();
                let own =
                    |value: &CitationValue| value.keys.links.iter().any(|l| l.0 == target && l.1 == kind);
                if !self.carries(id, own)? {
                    let id = CitationId::from_u128(id);
                    self.problems.add(format!("citations/{id} is said to link to {target} and does not"));
                }
            }
        }
        let findings = self.transaction.open_table(FINDINGS).map_err(fault)?;
        for entry in findings.iter().map_err(fault)? {
            let id = CitationId::from_u128(entry.map_err(fault)?.0.value());
            if !self.holding.live.contains(&id) {
                self.problems.add(format!("there are findings of citations/{id}, which is not there"));
            }
        }
        Ok(())
    }

    fn carries(&self, id: u128, own: impl Fn(&CitationValue) -> bool) -> Result<bool, EngineError> {
        let rows = self.transaction.open_table(ROWS).map_err(fault)?;
        let Some(value) = rows.get(id).map_err(fault)? else {
            return Ok(false);
        };
        Ok(read_citation(value.value(), &self.store.dictionaries)?.is_some_and(|value| own(&value)))
    }

    /// Each row has its own change, so a log of another length has entries of none.
    fn log(&mut self, rows: u64) -> Result<(), EngineError> {
        let changes = self.transaction.open_table(CHANGES).map_err(fault)?;
        let logged = changes.len().map_err(fault)?;
        if logged != rows {
            self.problems.add(format!("the change log has {logged} entries for {rows} rows"));
        }
        self.counted.change = changes.last().map_err(fault)?.map_or(0, |(number, _)| number.value());
        Ok(())
    }

    fn figures(&mut self) -> Result<(), EngineError> {
        let kept = Counters::read(&self.transaction.open_table(COUNTERS).map_err(fault)?)?;
        if kept != self.counted {
            self.problems
                .add(format!("the figures kept ({kept:?}) are not those counted ({:?})", self.counted));
        }
        Ok(())
    }
}
