//! How rows and findings lie in the store. A row begins with its kind and change number, uncompressed, so that preconditions
//! and the cache read nothing else:
//!
//! ```text
//! citation   1 | change u64 | dictionary u32 | flags u8 | findings u32 | stamp u64, where the flags say so |
//!            three lengths u32 | zstd(citation, sources, keys)
//! redirect   2 | change u64 | target u128
//! tombstone  3 | change u64
//! findings   dictionary u32 | count u32 | length u32 | zstd(id, message, id, message, ...)
//! ```
//!
//! Integers are little-endian; keys, ids and messages carry their length as u32.

use bytes::{Buf, Bytes};

use crate::engine::embedded::compression::Dictionaries;
use crate::engine::{EngineError, Row, Stored};
use crate::record::name::CitationId;

const CITATION: u8 = 1;
const REDIRECT: u8 = 2;
const TOMBSTONE: u8 = 3;
const WITH_ABSTRACT: u8 = 1;
const WITH_STAMP: u8 = 2;
/// Where the flags of a citation stand, and where its stamp does.
const FLAGS: usize = 13;
const STAMP: usize = 18;

/// A citation's row, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct CitationValue {
    pub stored: Stored,
    pub keys: Keys,
    pub findings: u32,
    pub with_abstract: bool,
}

/// What a citation is found by, kept with it so that replacing it removes exactly what it had.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Keys {
    /// Identifiers, as text.
    pub identifiers: Vec<String>,
    /// Targets of links and how it links to them.
    pub links: Vec<(String, i32)>,
}

/// The uncompressed front of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    Citation { change: u64, findings: u32, with_abstract: bool, stamp: u64 },
    Redirect { change: u64, to: CitationId },
    Tombstone { change: u64 },
}

impl Head {
    /// Reads the front of a row.
    pub fn read(value: &[u8]) -> Result<Self, EngineError> {
        let mut rest = value;
        let kind = rest.try_get_u8().map_err(damaged)?;
        let change = rest.try_get_u64_le().map_err(damaged)?;
        match kind {
            CITATION => {
                rest.try_get_u32_le().map_err(damaged)?;
                let flags = rest.try_get_u8().map_err(damaged)?;
                let findings = rest.try_get_u32_le().map_err(damaged)?;
                let stamp = stamp(flags, &mut rest)?;
                Ok(Self::Citation { change, findings, with_abstract: flags & WITH_ABSTRACT != 0, stamp })
            }
            REDIRECT => {
                let to = CitationId::from_u128(rest.try_get_u128_le().map_err(damaged)?);
                Ok(Self::Redirect { change, to })
            }
            TOMBSTONE => Ok(Self::Tombstone { change }),
            _ => Err(EngineError::Corrupt(format!("a row of kind {kind}"))),
        }
    }

    /// Number of the change that wrote the row.
    pub fn change(self) -> u64 {
        match self {
            Self::Citation { change, .. } | Self::Redirect { change, .. } | Self::Tombstone { change } => {
                change
            }
        }
    }
}

/// Encodes a citation's row.
pub fn write_citation(
    value: &CitationValue,
    dictionary: u32,
    dictionaries: &Dictionaries,
) -> Result<Vec<u8>, EngineError> {
    let Stored { change, citation, sources, stamp } = &value.stored;
    let keys = write_keys(&value.keys)?;
    let mut out = Vec::with_capacity(64 + citation.len() / 2);
    out.push(CITATION);
    out.extend(change.to_le_bytes());
    out.extend(dictionary.to_le_bytes());
    let flags = [(value.with_abstract, WITH_ABSTRACT), (*stamp != 0, WITH_STAMP)];
    out.push(flags.iter().filter(|(set, _)| *set).map(|(_, flag)| flag).sum());
    out.extend(value.findings.to_le_bytes());
    if *stamp != 0 {
        out.extend(stamp.to_le_bytes());
    }
    for part in [&citation[..], sources, &keys] {
        out.extend(length(part)?.to_le_bytes());
    }
    let whole = [&citation[..], sources, &keys].concat();
    dictionaries.compress(dictionary, &whole, &mut out)?;
    Ok(out)
}

/// A citation's row with another stamp, and what its front is; `None` for another kind of row. Nothing is decompressed.
pub fn restamped(value: &[u8], stamp: u64) -> Result<Option<(Head, Vec<u8>)>, EngineError> {
    let head = Head::read(value)?;
    let Head::Citation { stamp: before, .. } = head else { return Ok(None) };
    let (Some(front), Some(flags)) = (value.get(..STAMP), value.get(FLAGS)) else { return Ok(None) };
    let rest = value.get(if flags & WITH_STAMP != 0 { STAMP + 8 } else { STAMP }..).unwrap_or_default();
    if before == stamp {
        return Ok(Some((head, value.to_vec())));
    }
    let mut out = Vec::with_capacity(value.len() + 8);
    out.extend_from_slice(front);
    if let Some(flags) = out.get_mut(FLAGS) {
        *flags |= WITH_STAMP;
    }
    out.extend(stamp.to_le_bytes());
    out.extend_from_slice(rest);
    Ok(Some((head, out)))
}

/// Encodes a redirect's row.
pub fn write_redirect(change: u64, to: CitationId) -> Vec<u8> {
    let mut out = vec![REDIRECT];
    out.extend(change.to_le_bytes());
    out.extend(to.as_u128().to_le_bytes());
    out
}

/// Encodes a tombstone's row.
pub fn write_tombstone(change: u64) -> Vec<u8> {
    let mut out = vec![TOMBSTONE];
    out.extend(change.to_le_bytes());
    out
}

/// Decodes a row as the engine shows it.
pub fn read_row(value: &[u8], dictionaries: &Dictionaries) -> Result<Row, EngineError> {
    Ok(match Head::read(value)? {
        Head::Citation { .. } => Row::Citation(parts(value, dictionaries)?.0),
        Head::Redirect { change, to } => Row::Redirect { change, to },
        Head::Tombstone { change } => Row::Tombstone { change },
    })
}

/// Decodes a citation's row with its keys; `None` for another kind of row.
pub fn read_citation(
    value: &[u8],
    dictionaries: &Dictionaries,
) -> Result<Option<CitationValue>, EngineError> {
    let Head::Citation { findings, with_abstract, .. } = Head::read(value)? else {
        return Ok(None);
    };
    let (stored, keys) = parts(value, dictionaries)?;
    Ok(Some(CitationValue { stored, keys: read_keys(keys)?, findings, with_abstract }))
}

fn parts(value: &[u8], dictionaries: &Dictionaries) -> Result<(Stored, Bytes), EngineError> {
    let mut rest = value;
    rest.try_get_u8().map_err(damaged)?;
    let change = rest.try_get_u64_le().map_err(damaged)?;
    let dictionary = rest.try_get_u32_le().map_err(damaged)?;
    let flags = rest.try_get_u8().map_err(damaged)?;
    rest.try_get_u32_le().map_err(damaged)?;
    let stamp = stamp(flags, &mut rest)?;
    let mut lengths = [0usize; 3];
    for length in &mut lengths {
        *length = rest.try_get_u32_le().map_err(damaged)? as usize;
    }
    let mut whole = dictionaries.decompress(dictionary, rest, lengths.iter().sum())?;
    let citation = whole.split_to(lengths[0]);
    let sources = whole.split_to(lengths[1]);
    Ok((Stored { change, citation, sources, stamp }, whole))
}

/// The stamp, where the flags say that there is one; 0 else.
fn stamp(flags: u8, rest: &mut &[u8]) -> Result<u64, EngineError> {
    if flags & WITH_STAMP == 0 { Ok(0) } else { rest.try_get_u64_le().map_err(damaged) }
}

/// Encodes the findings of a citation, in order.
pub fn write_findings(
    findings: &[(String, Bytes)],
    dictionary: u32,
    dictionaries: &Dictionaries,
) -> Result<Vec<u8>, EngineError> {
    let whole = join_findings(findings)?;
    let mut out = Vec::with_capacity(16 + whole.len() / 3);
    out.extend(dictionary.to_le_bytes());
    out.extend(count(findings.len())?.to_le_bytes());
    out.extend(length(&whole)?.to_le_bytes());
    dictionaries.compress(dictionary, &whole, &mut out)?;
    Ok(out)
}

/// Decodes the findings of a citation.
pub fn read_findings(value: &[u8], dictionaries: &Dictionaries) -> Result<Vec<(String, Bytes)>, EngineError> {
    let mut rest = value;
    let dictionary = rest.try_get_u32_le().map_err(damaged)?;
    let count = rest.try_get_u32_le().map_err(damaged)? as usize;
    let len = rest.try_get_u32_le().map_err(damaged)? as usize;
    let mut whole = dictionaries.decompress(dictionary, rest, len)?;
    let mut findings = Vec::with_capacity(count.min(whole.len()));
    for _ in 0..count {
        let id = text(take(&mut whole)?)?;
        findings.push((id, take(&mut whole)?));
    }
    Ok(findings)
}

/// The decompressed content of a findings value: what a dictionary for findings is trained on.
pub fn join_findings(findings: &[(String, Bytes)]) -> Result<Vec<u8>, EngineError> {
    let size = findings.iter().map(|(id, message)| id.len() + message.len() + 8).sum();
    let mut whole = Vec::with_capacity(size);
    for (id, message) in findings {
        put(&mut whole, id.as_bytes())?;
        put(&mut whole, message)?;
    }
    Ok(whole)
}

fn write_keys(keys: &Keys) -> Result<Vec<u8>, EngineError> {
    let mut out = Vec::new();
    out.extend(count(keys.identifiers.len())?.to_le_bytes());
    for identifier in &keys.identifiers {
        put(&mut out, identifier.as_bytes())?;
    }
    out.extend(count(keys.links.len())?.to_le_bytes());
    for (target, kind) in &keys.links {
        put(&mut out, target.as_bytes())?;
        out.extend(kind.to_le_bytes());
    }
    Ok(out)
}

fn read_keys(mut bytes: Bytes) -> Result<Keys, EngineError> {
    let mut keys = Keys::default();
    for _ in 0..bytes.try_get_u32_le().map_err(damaged)? {
        keys.identifiers.push(text(take(&mut bytes)?)?);
    }
    for _ in 0..bytes.try_get_u32_le().map_err(damaged)? {
        let target = text(take(&mut bytes)?)?;
        keys.links.push((target, bytes.try_get_i32_le().map_err(damaged)?));
    }
    Ok(keys)
}

fn put(out: &mut Vec<u8>, part: &[u8]) -> Result<(), EngineError> {
    out.extend(length(part)?.to_le_bytes());
    out.extend_from_slice(part);
    Ok(())
}

fn take(bytes: &mut Bytes) -> Result<Bytes, EngineError> {
    let len = bytes.try_get_u32_le().map_err(damaged)? as usize;
    if len > bytes.len() {
        return Err(EngineError::Corrupt("a stored part is cut short".into()));
    }
    Ok(bytes.split_to(len))
}

fn text(bytes: Bytes) -> Result<String, EngineError> {
    String::from_utf8(bytes.into()).map_err(|_| EngineError::Corrupt("a stored key is not UTF-8".into()))
}

fn length(part: &[u8]) -> Result<u32, EngineError> {
    count(part.len())
}

fn count(number: usize) -> Result<u32, EngineError> {
    u32::try_from(number).map_err(|_| EngineError::Unavailable(format!("{number} is too large to be stored")))
}

fn damaged(_: bytes::TryGetError) -> EngineError {
    EngineError::Corrupt("a stored value is cut short".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn citation() -> CitationValue {
        CitationValue {
            stored: Stored { change: 9, citation: "citation".into(), sources: "sources".into(), stamp: 77 },
            keys: Keys {
                identifiers: vec!["pmid:1".into(), "doi:10.5555/ü".into()],
                links: vec![("pmid:2".into(), 1), ("pmid:2".into(), 3)],
            },
            findings: 2,
            with_abstract: true,
        }
    }

    #[test]
    fn rows_come_back() {
        let dictionaries = Dictionaries::default();
        for value in [
            citation(),
            CitationValue {
                stored: Stored { change: 0, citation: Bytes::new(), sources: Bytes::new(), stamp: 0 },
                keys: Keys::default(),
                findings: 0,
                with_abstract: false,
            },
        ] {
            let written = write_citation(&value, 0, &dictionaries).unwrap();
            assert_eq!(read_citation(&written, &dictionaries).unwrap().as_ref(), Some(&value));
            assert_eq!(read_row(&written, &dictionaries).unwrap(), Row::Citation(value.stored));
        }
        let to = CitationId::from_u128(u128::MAX / 3);
        for (written, row) in [
            (write_redirect(5, to), Row::Redirect { change: 5, to }),
            (write_tombstone(6), Row::Tombstone { change: 6 }),
        ] {
            assert_eq!(read_row(&written, &dictionaries).unwrap(), row);
            assert_eq!(read_citation(&written, &dictionaries).unwrap(), None);
            assert_eq!(Head::read(&written).unwrap().change(), row.change());
        }
    }

    #[test]
    fn a_row_takes_another_stamp_and_keeps_the_rest() {
        let dictionaries = Dictionaries::default();
        for before in [0, 77] {
            let mut value = citation();
            value.stored.stamp = before;
            let written = write_citation(&value, 0, &dictionaries).unwrap();
            for after in [0, 5, 77] {
                let (head, row) = restamped(&written, after).unwrap().unwrap();
                assert_eq!(head, Head::read(&written).unwrap());
                value.stored.stamp = after;
                assert_eq!(read_citation(&row, &dictionaries).unwrap().as_ref(), Some(&value));
            }
        }
        assert_eq!(restamped(&write_tombstone(6), 1).unwrap(), None);
    }

    #[test]
    fn findings_come_back_in_order() {
        let dictionaries = Dictionaries::default();
        for findings in [vec![], vec![("b".to_owned(), Bytes::from("2")), ("a".to_owned(), Bytes::new())]] {
            let written = write_findings(&findings, 0, &dictionaries).unwrap();
            assert_eq!(read_findings(&written, &dictionaries).unwrap(), findings);
        }
    }

    #[test]
    fn every_cut_is_an_error_and_none_a_panic() {
        let dictionaries = Dictionaries::default();
        let row = write_citation(&citation(), 0, &dictionaries).unwrap();
        let findings = write_findings(&[("a".to_owned(), Bytes::from("1"))], 0, &dictionaries).unwrap();
        for end in 0..row.len() {
            assert!(read_citation(&row[..end], &dictionaries).is_err(), "{end}");
        }
        for end in 0..findings.len() {
            assert!(read_findings(&findings[..end], &dictionaries).is_err(), "{end}");
        }
        assert!(read_row(&[9; 30], &dictionaries).is_err());
    }
}
