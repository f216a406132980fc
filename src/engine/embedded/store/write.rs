use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use redb::{ReadableTable, Table, WriteTransaction};

use super::fault::fault;
use super::read::{holders_of, incoming_of};
use super::tables::{CHANGES, COUNTERS, Counters, FINDINGS, IDENTIFIERS, LINKS, ROWS, setting};
use super::training::Purpose;
use super::value::{
    CitationValue, Head, Keys, read_citation, restamped, write_citation, write_findings, write_redirect,
    write_tombstone,
};
use super::{Store, tables};
use crate::engine::{Change, EngineError, Put, Stored};
use crate::record::name::CitationId;

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It has this number; `fresh` when its id never had a row.
    Done { number: u64, fresh: bool },
    /// A precondition did not hold.
    Conflict,
}

impl Store {
    /// Applies changes in order in one transaction. The flag beside each says whether its citation has an abstract. An
    /// error means that none of them is written.
    pub fn apply(&self, changes: &[(Change, bool)]) -> Result<Vec<Written>, EngineError> {
        self.train_if_due()?;
        let (written, counters) = self.writing(|transaction| {
            let mut batch = Batch::open(self, transaction)?;
            let mut written = Vec::with_capacity(changes.len());
            for (change, with_abstract) in changes {
                written.push(batch.apply(change, *with_abstract)?);
            }
            batch.counters.write(&mut batch.figures)?;
            Ok((written, batch.counters))
        })?;
        for (change, _) in changes {
            self.hot.remove(change.id);
            for (absorbed, _) in &change.absorbs {
                self.hot.remove(*absorbed);
            }
        }
        self.set_counters(counters);
        Ok(written)
    }

    /// See `Engine::setting`.
    pub fn setting(&self, name: &str, value: Bytes) -> Result<Bytes, EngineError> {
        match self.stored_setting(name)? {
            Some(stored) => Ok(stored),
            None => self.writing(|transaction| setting(transaction, name, value)),
        }
    }
}

/// A transaction with its tables open.
struct Batch<'a> {
    store: &'a Store,
    rows: Table<'a, u128, &'static [u8]>,
    findings: Table<'a, u128, &'static [u8]>,
    identifiers: Table<'a, (&'static str, u128), ()>,
    links: Table<'a, (&'static str, u128, i32), ()>,
    changes: Table<'a, u64, u128>,
    figures: Table<'a, &'static str, u64>,
    counters: Counters,
}

impl<'a> Batch<'a> {
    fn open(store: &'a Store, transaction: &'a WriteTransaction) -> Result<Self, EngineError> {
        let figures = transaction.open_table(COUNTERS).map_err(fault)?;
        Ok(Self {
            store,
            rows: transaction.open_table(ROWS).map_err(fault)?,
            findings: transaction.open_table(FINDINGS).map_err(fault)?,
            identifiers: transaction.open_table(IDENTIFIERS).map_err(fault)?,
            links: transaction.open_table(LINKS).map_err(fault)?,
            changes: transaction.open_table(CHANGES).map_err(fault)?,
            counters: tables::Counters::read(&figures)?,
            figures,
        })
    }

    fn apply(&mut self, change: &Change, with_abstract: bool) -> Result<Written, EngineError> {
        if !self.holds(change)? || (matches!(change.put, Put::Findings { .. }) && !change.absorbs.is_empty())
        {
            return Ok(Written::Conflict);
        }
        for (absorbed, _) in &change.absorbs {
            let old = self.clear(*absorbed, &Keys::default())?;
            self.findings.remove(absorbed.as_u128()).map_err(fault)?;
            let number = self.number(*absorbed, old)?;
            self.rows.insert(absorbed.as_u128(), &write_redirect(number, change.id)[..]).map_err(fault)?;
            self.counters.redirects += 1;
        }
        let (number, fresh) = match &change.put {
            Put::Tombstone => {
                let old = self.clear(change.id, &Keys::default())?;
                self.findings.remove(change.id.as_u128()).map_err(fault)?;
                let number = self.number(change.id, old)?;
                self.rows.insert(change.id.as_u128(), &write_tombstone(number)[..]).map_err(fault)?;
                (number, old.is_none())
            }
            Put::Findings { findings, stamp } => match self.put_findings(change.id, findings, *stamp)? {
                Some(number) => (number, false),
                None => return Ok(Written::Conflict),
            },
            Put::Citation { citation, sources, findings, identifiers, links, stamp, .. } => {
                let keys = Keys {
                    identifiers: sorted(identifiers.iter().map(ToString::to_string)),
                    links: sorted(links.iter().map(|(target, kind)| (target.to_string(), *kind))),
                };
                let (citation, sources) = (citation.clone(), sources.clone());
                let stored = Stored { change: 0, citation, sources, stamp: *stamp };
                let value = CitationValue { stored, keys, findings: findings.len() as u32, with_abstract };
                self.put_citation(change.id, value, findings)?
            }
        };
        Ok(Written::Done { number, fresh })
    }

    /// Whether every precondition holds.
    fn holds(&self, change: &Change) -> Result<bool, EngineError> {
        if self.change_of(change.id)? != change.expected {
            return Ok(false);
        }
        let mut absorbed = BTreeSet::from([change.id]);
        for (id, expected) in &change.absorbs {
            if !absorbed.insert(*id) || self.change_of(*id)? != *expected {
                return Ok(false);
            }
        }
        for (id, witnessed) in &change.witnessed.rows {
            if self.change_of(*id)? != *witnessed {
                return Ok(false);
            }
        }
        for (identifier, witnessed) in &change.witnessed.holders {
            let holders = holders_of(&self.identifiers, &identifier.to_string())?;
            if holders != sorted(witnessed.iter().copied()) {
                return Ok(false);
            }
        }
        for (identifier, witnessed) in &change.witnessed.incoming {
            let incoming = incoming_of(&self.links, &identifier.to_string())?;
            if incoming != sorted(witnessed.iter().copied()) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn change_of(&self, id: CitationId) -> Result<u64, EngineError> {
        match self.rows.get(id.as_u128()).map_err(fault)? {
            Some(value) => Ok(Head::read(value.value())?.change()),
            None => Ok(0),
        }
    }

    fn put_citation(
        &mut self,
        id: CitationId,
        mut value: CitationValue,
        findings: &[(String, Bytes)],
    ) -> Result<(u64, bool), EngineError> {
        let key = id.as_u128();
        let old = self.clear(id, &value.keys)?;
        let number = self.number(id, old)?;
        value.stored.change = number;
        for identifier in &value.keys.identifiers {
            self.identifiers.insert((&identifier[..], key), ()).map_err(fault)?;
        }
        for (target, kind) in &value.keys.links {
            self.links.insert((&target[..], key, *kind), ()).map_err(fault)?;
        }
        let dictionaries = &self.store.dictionaries;
        let dictionary = self.store.current_dictionary(Purpose::Rows).load(Ordering::Acquire);
        let row = write_citation(&value, dictionary, dictionaries)?;
        self.rows.insert(key, &row[..]).map_err(fault)?;
        if !findings.is_empty() {
            self.insert_findings(key, findings)?;
        } else if matches!(old, Some(Head::Citation { findings: 1.., .. })) {
            self.findings.remove(key).map_err(fault)?;
        }
        self.counters.citations += 1;
        self.counters.findings += u64::from(value.findings);
        self.counters.with_abstract += u64::from(value.with_abstract);
        Ok((number, old.is_none()))
    }

    /// Puts other bytes for the findings of a citation; `None` when it is none, or has not so many.
    fn put_findings(
        &mut self,
        id: CitationId,
        findings: &[(String, Bytes)],
        stamp: u64,
    ) -> Result<Option<u64>, EngineError> {
        let key = id.as_u128();
        let restamped = match self.rows.get(key).map_err(fault)? {
            Some(row) => restamped(row.value(), stamp)?,
            None => None,
        };
        let Some((Head::Citation { change, findings: before, .. }, row)) = restamped else {
            return Ok(None);
        };
        if before as usize != findings.len() {
            return Ok(None);
        }
        self.rows.insert(key, &row[..]).map_err(fault)?;
        if !findings.is_empty() {
            self.insert_findings(key, findings)?;
        }
        Ok(Some(change))
    }

    fn insert_findings(&mut self, key: u128, findings: &[(String, Bytes)]) -> Result<(), EngineError> {
        let dictionary = self.store.current_dictionary(Purpose::Findings).load(Ordering::Acquire);
        let encoded = write_findings(findings, dictionary, &self.store.dictionaries)?;
        self.findings.insert(key, &encoded[..]).map_err(fault)?;
        Ok(())
    }

    /// Takes what the row of `id` has out of the counters, and its keys out of their tables unless they are `kept`, whose
    /// parts are sorted. Answers what the row was.
    fn clear(&mut self, id: CitationId, kept: &Keys) -> Result<Option<Head>, EngineError> {
        let key = id.as_u128();
        let Some((head, citation)) = self.old_row(key)? else {
            return Ok(None);
        };
        match head {
            Head::Tombstone { .. } => {}
            Head::Redirect { .. } => self.counters.redirects -= 1,
            Head::Citation { findings, with_abstract, .. } => {
                self.counters.citations -= 1;
                self.counters.findings -= u64::from(findings);
                self.counters.with_abstract -= u64::from(with_abstract);
            }
        }
        let Some(CitationValue { keys, .. }) = citation else {
            return Ok(Some(head));
        };
        for identifier in keys.identifiers.iter().filter(|key| kept.identifiers.binary_search(key).is_err()) {
            self.identifiers.remove((&identifier[..], key)).map_err(fault)?;
        }
        for (target, kind) in keys.links.iter().filter(|link| kept.links.binary_search(link).is_err()) {
            self.links.remove((&target[..], key, *kind)).map_err(fault)?;
        }
        Ok(Some(head))
    }

    fn old_row(&self, key: u128) -> Result<Option<(Head, Option<CitationValue>)>, EngineError> {
        let Some(value) = self.rows.get(key).map_err(fault)? else {
            return Ok(None);
        };
        let value = value.value();
        Ok(Some((Head::read(value)?, read_citation(value, &self.store.dictionaries)?)))
    }

    /// Gives `id` the next change number, in place of the one it had.
    fn number(&mut self, id: CitationId, old: Option<Head>) -> Result<u64, EngineError> {
        if let Some(old) = old {
            self.changes.remove(old.change()).map_err(fault)?;
        }
        self.counters.change += 1;
        self.changes.insert(self.counters.change, id.as_u128()).map_err(fault)?;
        Ok(self.counters.change)
    }
}

fn sorted<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    let set: BTreeSet<T> = values.collect();
    set.into_iter().collect()
}
