use bytes::Bytes;
use redb::{ReadOnlyTable, ReadableTable};

use super::Store;
use super::fault::fault;
use super::tables::{CHANGES, FINDINGS, IDENTIFIERS, LINKS, ROWS, SETTINGS};
use super::value::{Head, read_citation, read_findings, read_row};
use crate::engine::{Deadline, EngineError, Row, Stored};
use crate::record::identifier::StrongId;
use crate::record::name::CitationId;

/// A deadline is looked at once in so many rows.
const PATIENCE_ROWS: usize = 64;

/// A row with its findings, as the index wants it.
#[derive(Debug, Clone, PartialEq)]
pub enum Changed {
    Citation { citation: Bytes, findings: Vec<(String, Bytes)> },
    Gone,
}

impl Store {
    /// See `Engine::get`.
    pub fn get(&self, ids: &[CitationId], deadline: Deadline) -> Result<Vec<Option<Row>>, EngineError> {
        self.reading(|transaction| {
            let rows = transaction.open_table(ROWS).map_err(fault)?;
            patiently(ids, deadline, |id| self.row(&rows, *id))
        })
    }

    fn row(&self, rows: &ReadOnlyTable<u128, &[u8]>, id: CitationId) -> Result<Option<Row>, EngineError> {
        let Some(value) = rows.get(id.as_u128()).map_err(fault)? else {
            return Ok(None);
        };
        let head = Head::read(value.value())?;
        if let (Some(stored), Head::Citation { stamp, .. }) = (self.hot.get(id, head.change()), head) {
            return Ok(Some(Row::Citation(Stored { stamp, ..stored })));
        }
        let row = read_row(value.value(), &self.dictionaries)?;
        if let Row::Citation(stored) = &row {
            self.hot.put(id, stored);
        }
        Ok(Some(row))
    }

    /// See `Engine::holders`.
    pub fn holders(&self, ids: &[StrongId], deadline: Deadline) -> Result<Vec<Vec<CitationId>>, EngineError> {
        self.reading(|transaction| {
            let table = transaction.open_table(IDENTIFIERS).map_err(fault)?;
            patiently(ids, deadline, |id| holders_of(&table, &id.to_string()))
        })
    }

    /// See `Engine::incoming`.
    pub fn incoming(
        &self,
        ids: &[StrongId],
        deadline: Deadline,
    ) -> Result<Vec<Vec<(CitationId, i32)>>, EngineError> {
        self.reading(|transaction| {
            let table = transaction.open_table(LINKS).map_err(fault)?;
            patiently(ids, deadline, |id| incoming_of(&table, &id.to_string()))
        })
    }

    /// See `Engine::findings`.
    pub fn findings(
        &self,
        ids: &[CitationId],
        deadline: Deadline,
    ) -> Result<Vec<Vec<(String, Bytes)>>, EngineError> {
        self.reading(|transaction| {
            let table = transaction.open_table(FINDINGS).map_err(fault)?;
            patiently(ids, deadline, |id| match table.get(id.as_u128()).map_err(fault)? {
                Some(value) => read_findings(value.value(), &self.dictionaries),
                None => Ok(Vec::new()),
            })
        })
    }

    /// See `Engine::scan`.
    pub fn scan(
        &self,
        after: Option<CitationId>,
        limit: usize,
        deadline: Deadline,
    ) -> Result<Vec<(CitationId, Bytes)>, EngineError> {
        let Some(first) = after.map_or(Some(0), |id| id.as_u128().checked_add(1)) else {
            return Ok(Vec::new());
        };
        self.reading(|transaction| {
            let rows = transaction.open_table(ROWS).map_err(fault)?;
            let mut found = Vec::new();
            for (seen, entry) in rows.range(first..).map_err(fault)?.enumerate() {
                if found.len() == limit {
                    break;
                }
                if seen % PATIENCE_ROWS == 0 {
                    deadline.check()?;
                }
                let (id, value) = entry.map_err(fault)?;
                if let Row::Citation(stored) = read_row(value.value(), &self.dictionaries)? {
                    found.push((CitationId::from_u128(id.value()), stored.citation));
                }
            }
            Ok(found)
        })
    }

    /// See `Engine::ids`.
    pub fn ids(
        &self,
        but: Option<u64>,
        after: Option<CitationId>,
        limit: usize,
        deadline: Deadline,
    ) -> Result<Vec<CitationId>, EngineError> {
        let Some(first) = after.map_or(Some(0), |id| id.as_u128().checked_add(1)) else {
            return Ok(Vec::new());
        };
        self.reading(|transaction| {
            let rows = transaction.open_table(ROWS).map_err(fault)?;
            let mut found = Vec::new();
            for (seen, entry) in rows.range(first..).map_err(fault)?.enumerate() {
                if found.len() == limit {
                    break;
                }
                if seen % PATIENCE_ROWS == 0 {
                    deadline.check()?;
                }
                let (id, value) = entry.map_err(fault)?;
                if let Head::Citation { stamp, .. } = Head::read(value.value())?
                    && but != Some(stamp)
                {
                    found.push(CitationId::from_u128(id.value()));
                }
            }
            Ok(found)
        })
    }

    /// See `Engine::changes_since`.
    pub fn changes_since(&self, since: u64, limit: usize) -> Result<Vec<(u64, CitationId)>, EngineError> {
        let Some(first) = since.checked_add(1) else {
            return Ok(Vec::new());
        };
        self.reading(|transaction| {
            let changes = transaction.open_table(CHANGES).map_err(fault)?;
            let mut found = Vec::new();
            for entry in changes.range(first..).map_err(fault)?.take(limit) {
                let (number, id) = entry.map_err(fault)?;
                found.push((number.value(), CitationId::from_u128(id.value())));
            }
            Ok(found)
        })
    }

    /// At most `limit` rows that changed after `since` and not after `until`, in order, as they are now.
    pub fn changed_rows(
        &self,
        since: u64,
        until: u64,
        limit: usize,
    ) -> Result<Vec<(u64, CitationId, Changed)>, EngineError> {
        if since >= until {
            return Ok(Vec::new());
        }
        self.reading(|transaction| {
            let changes = transaction.open_table(CHANGES).map_err(fault)?;
            let rows = transaction.open_table(ROWS).map_err(fault)?;
            let findings = transaction.open_table(FINDINGS).map_err(fault)?;
            let mut found = Vec::new();
            for entry in changes.range(since + 1..=until).map_err(fault)?.take(limit) {
                let (number, id) = entry.map_err(fault)?;
                let citation = match rows.get(id.value()).map_err(fault)? {
                    Some(value) => read_citation(value.value(), &self.dictionaries)?,
                    None => None,
                };
                let changed = match citation {
                    None => Changed::Gone,
                    Some(citation) => Changed::Citation {
                        citation: citation.stored.citation,
                        findings: match findings.get(id.value()).map_err(fault)? {
                            Some(value) => read_findings(value.value(), &self.dictionaries)?,
                            None => Vec::new(),
                        },
                    },
                };
                found.push((number.value(), CitationId::from_u128(id.value()), changed));
            }
            Ok(found)
        })
    }

    /// A setting, if it is stored.
    pub fn stored_setting(&self, name: &str) -> Result<Option<Bytes>, EngineError> {
        self.reading(|transaction| {
            let table = transaction.open_table(SETTINGS).map_err(fault)?;
            let value = table.get(name).map_err(fault)?;
            Ok(value.map(|value| Bytes::copy_from_slice(value.value())))
        })
    }
}

/// The citations that carry an identifier, in order.
pub(super) fn holders_of(
    table: &impl ReadableTable<(&'static str, u128), ()>,
    identifier: &str,
) -> Result<Vec<CitationId>, EngineError> {
    let mut found = Vec::new();
    for entry in table.range((identifier, 0)..=(identifier, u128::MAX)).map_err(fault)? {
        let (key, _) = entry.map_err(fault)?;
        found.push(CitationId::from_u128(key.value().1));
    }
    Ok(found)
}

/// The citations that link to an identifier, in order, and how.
pub(super) fn incoming_of(
    table: &impl ReadableTable<(&'static str, u128, i32), ()>,
    identifier: &str,
) -> Result<Vec<(CitationId, i32)>, EngineError> {
    let range = (identifier, 0, i32::MIN)..=(identifier, u128::MAX, i32::MAX);
    let mut found = Vec::new();
    for entry in table.range(range).map_err(fault)? {
        let (key, _) = entry.map_err(fault)?;
        let (_, citation, kind) = key.value();
        found.push((CitationId::from_u128(citation), kind));
    }
    Ok(found)
}

fn patiently<K, V>(
    keys: &[K],
    deadline: Deadline,
    mut one: impl FnMut(&K) -> Result<V, EngineError>,
) -> Result<Vec<V>, EngineError> {
    let mut values = Vec::with_capacity(keys.len());
    for (seen, key) in keys.iter().enumerate() {
        if seen % PATIENCE_ROWS == 0 {
            deadline.check()?;
        }
        values.push(one(key)?);
    }
    Ok(values)
}
