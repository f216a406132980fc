//! The tables of the store, and the figures that are kept with them.

use bytes::Bytes;
use redb::{ReadableTable, Table, TableDefinition, WriteTransaction};

use super::fault::fault;
use crate::engine::EngineError;

/// Rows by citation id: see `value`.
pub const ROWS: TableDefinition<u128, &[u8]> = TableDefinition::new("rows");
/// All findings of a citation, by its id: see `value`. None, no entry.
pub const FINDINGS: TableDefinition<u128, &[u8]> = TableDefinition::new("findings");
/// Strong identifier and the citation that carries it.
pub const IDENTIFIERS: TableDefinition<(&str, u128), ()> = TableDefinition::new("identifiers");
/// Strong identifier, the citation that links to it, and how.
pub const LINKS: TableDefinition<(&str, u128, i32), ()> = TableDefinition::new("links");
/// Number of the last change of every row, and which row. A later change of the same row takes the place of the former.
pub const CHANGES: TableDefinition<u64, u128> = TableDefinition::new("changes");
/// Dictionaries by id: the first byte is the purpose.
pub const DICTIONARIES: TableDefinition<u32, &[u8]> = TableDefinition::new("dictionaries");
/// Values of the library's own.
pub const SETTINGS: TableDefinition<&str, &[u8]> = TableDefinition::new("settings");
/// Figures by name.
pub const COUNTERS: TableDefinition<&str, u64> = TableDefinition::new("counters");

/// Figures that change in the same transaction as what they count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counters {
    /// Number of the last change.
    pub change: u64,
    pub citations: u64,
    pub findings: u64,
    pub with_abstract: u64,
    pub redirects: u64,
}

impl Counters {
    /// Reads them.
    pub fn read(table: &impl ReadableTable<&'static str, u64>) -> Result<Self, EngineError> {
        let one =
            |name| Ok::<u64, EngineError>(table.get(name).map_err(fault)?.map_or(0, |value| value.value()));
        Ok(Self {
            change: one("change")?,
            citations: one("citations")?,
            findings: one("findings")?,
            with_abstract: one("with_abstract")?,
            redirects: one("redirects")?,
        })
    }

    /// Writes them.
    pub fn write(self, table: &mut Table<&'static str, u64>) -> Result<(), EngineError> {
        let Self { change, citations, findings, with_abstract, redirects } = self;
        for (name, value) in [
            ("change", change),
            ("citations", citations),
            ("findings", findings),
            ("with_abstract", with_abstract),
            ("redirects", redirects),
        ] {
            table.insert(name, value).map_err(fault)?;
        }
        Ok(())
    }
}

/// Makes every table, so that reading never finds one missing.
pub fn create_all(transaction: &WriteTransaction) -> Result<(), EngineError> {
    transaction.open_table(ROWS).map_err(fault)?;
    transaction.open_table(FINDINGS).map_err(fault)?;
    transaction.open_table(IDENTIFIERS).map_err(fault)?;
    transaction.open_table(LINKS).map_err(fault)?;
    transaction.open_table(CHANGES).map_err(fault)?;
    transaction.open_table(DICTIONARIES).map_err(fault)?;
    transaction.open_table(SETTINGS).map_err(fault)?;
    transaction.open_table(COUNTERS).map_err(fault)?;
    Ok(())
}

/// The value of a setting: the stored one, else `value`, which is then stored.
pub fn setting(transaction: &WriteTransaction, name: &str, value: Bytes) -> Result<Bytes, EngineError> {
    let mut table = transaction.open_table(SETTINGS).map_err(fault)?;
    if let Some(stored) = table.get(name).map_err(fault)? {
        return Ok(Bytes::copy_from_slice(stored.value()));
    }
    table.insert(name, &value[..]).map_err(fault)?;
    Ok(value)
}
