//! A library in another place: every row with its findings, in order of change.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use prost::Message;
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::import::Keys;
use super::{LibraryError, PAGE_KEY};
use crate::contract::v1::Citation;
use crate::engine::{Applied, Change, Deadline, Engine, EngineError, Put, Row, Stored, Witnessed};
use crate::record::name::CitationId;

/// Rows of one step.
const STEP: usize = 200;
/// How long one step may take.
const PATIENCE: Duration = Duration::from_secs(300);
/// How often one step is tried while others write to the new place.
const TRIES: usize = 5;

/// How far a migration is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MigrateProgress {
    /// Rows that were read: citations, redirects and tombstones.
    pub read: u64,
    /// Rows that were written; the others were there already.
    pub written: u64,
    /// Number of the last change that was copied.
    pub change: u64,
}

/// What both places hold once they were compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migrated {
    pub citations: u64,
    pub findings: u64,
    /// SHA-256 over every citation, what is kept beside it, and its findings, in order of id.
    pub sha256: String,
}

/// Why two places do not hold the same.
#[derive(Debug, Error)]
pub enum MigrateError {
    #[error("{name} {how}; if nobody writes there, run it again")]
    Differ { name: String, how: &'static str },
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// Copies what `from` holds to `to`, what changes meanwhile too, and leaves alone what is there already: a run that was cut off is
/// resumed by another.
pub async fn migrate(
    from: &dyn Engine,
    to: &dyn Engine,
    mut progress: impl FnMut(MigrateProgress),
) -> Result<MigrateProgress, LibraryError> {
    // page tokens of the old place hold in the new one, if that is new
    let fresh: [u8; 32] = rand::random();
    let key = from.setting(PAGE_KEY, Bytes::copy_from_slice(&fresh), soon()).await?;
    to.setting(PAGE_KEY, key, soon()).await?;
    let mut done = MigrateProgress::default();
    loop {
        let changed = from.changes_since(done.change, STEP, soon()).await?;
        let Some((last, _)) = changed.last() else { return Ok(done) };
        let ids: Vec<CitationId> = changed.iter().map(|(_, id)| *id).collect();
        done.written += step(from, to, &ids).await?;
        done.read += ids.len() as u64;
        done.change = *last;
        progress(done);
    }
}

async fn step(from: &dyn Engine, to: &dyn Engine, ids: &[CitationId]) -> Result<u64, LibraryError> {
    let mut written = 0;
    for _ in 0..TRIES {
        let changes = differences(from, to, ids).await?;
        if changes.is_empty() {
            return Ok(written);
        }
        let outcomes = to.apply(changes, soon()).await?;
        written += outcomes.iter().filter(|outcome| matches!(outcome, Applied::Done(_))).count() as u64;
        if !outcomes.contains(&Applied::Conflict) {
            return Ok(written);
        }
    }
    Err(LibraryError::Conflict)
}

/// What must be written so that these rows are in the new place as they are in the old one.
async fn differences(
    from: &dyn Engine,
    to: &dyn Engine,
    ids: &[CitationId],
) -> Result<Vec<Change>, LibraryError> {
    let rows = from.get(ids, soon()).await?;
    let there = to.get(ids, soon()).await?;
    let findings = from.findings(ids, soon()).await?;
    let findings_there = to.findings(ids, soon()).await?;
    let mut changes: BTreeMap<CitationId, Change> = BTreeMap::new();
    let mut redirects = Vec::new();
    let both = rows.into_iter().zip(findings).zip(there.into_iter().zip(findings_there));
    for (id, ((row, findings), (there, findings_there))) in ids.iter().zip(both) {
        let expected = there.as_ref().map_or(0, Row::change);
        match (row, there) {
            (None, _) | (Some(Row::Tombstone { .. }), Some(Row::Tombstone { .. })) => {}
            (Some(Row::Tombstone { .. }), _) => drop(changes.insert(*id, tombstone(*id, expected))),
            (Some(Row::Redirect { .. }), there) => redirects.push((*id, there)),
            (Some(Row::Citation(stored)), there) => {
                if findings != findings_there || !is_there(&stored, there) {
                    changes.insert(*id, citation(*id, expected, stored, findings)?);
                }
            }
        }
    }
    for (id, there) in redirects {
        let expected = there.as_ref().map_or(0, Row::change);
        let Some((target, stored)) = survivor(from, id).await? else {
            if !matches!(there, Some(Row::Tombstone { .. })) {
                changes.insert(id, tombstone(id, expected));
            }
            continue;
        };
        if matches!(there, Some(Row::Redirect { to, .. }) if to == target) {
            continue;
        }
        let change = match changes.remove(&target) {
            Some(change) => change,
            None => {
                let expected = to.get(&[target], soon()).await?.pop().flatten().map_or(0, |row| row.change());
                let findings = from.findings(&[target], soon()).await?.pop().unwrap_or_default();
                citation(target, expected, stored, findings)?
            }
        };
        let absorbs = change.absorbs.iter().copied().chain([(id, expected)]).collect();
        changes.insert(target, Change { absorbs, ..change });
    }
    Ok(changes.into_values().collect())
}

fn is_there(stored: &Stored, there: Option<Row>) -> bool {
    match there {
        Some(Row::Citation(there)) => Stored { change: stored.change, ..there } == *stored,
        _ => false,
    }
}

/// The citation that a redirect leads to at last; `None` where that was deleted.
async fn survivor(from: &dyn Engine, id: CitationId) -> Result<Option<(CitationId, Stored)>, LibraryError> {
    let mut at = id;
    loop {
        match from.get(&[at], soon()).await?.pop().flatten() {
            Some(Row::Citation(stored)) => return Ok(Some((at, stored))),
            Some(Row::Redirect { to, .. }) if to != at => at = to,
            _ => return Ok(None),
        }
    }
}

fn citation(
    id: CitationId,
    expected: u64,
    stored: Stored,
    findings: Vec<(String, Bytes)>,
) -> Result<Change, LibraryError> {
    let Keys { strong, links } = Keys::of(&Citation::decode(stored.citation.clone())?);
    let put = Put::Citation {
        citation: stored.citation,
        sources: stored.sources,
        findings,
        identifiers: strong,
        links,
        stamp: stored.stamp,
        decoded: None,
    };
    Ok(Change { id, expected, witnessed: Witnessed::default(), put, absorbs: Vec::new() })
}

fn tombstone(id: CitationId, expected: u64) -> Change {
    Change { id, expected, witnessed: Witnessed::default(), put: Put::Tombstone, absorbs: Vec::new() }
}

/// Reads everything in both places. `Differ` names the first citation in which they differ.
pub async fn compare(
    from: &dyn Engine,
    to: &dyn Engine,
    mut progress: impl FnMut(u64),
) -> Result<Migrated, MigrateError> {
    let mut digest = Sha256::new();
    let (mut citations, mut findings, mut after) = (0, 0, None);
    loop {
        let (ids, others) =
            (from.ids(None, after, STEP, soon()).await?, to.ids(None, after, STEP, soon()).await?);
        let (Some(last), true) = (ids.last(), ids.len() == others.len()) else {
            if ids == others {
                let hash = digest.finalize();
                let sha256 = hash.iter().map(|byte| format!("{byte:02x}")).collect();
                return Ok(Migrated { citations, findings, sha256 });
            }
            return Err(differ(&ids, &others));
        };
        if ids != others {
            return Err(differ(&ids, &others));
        }
        for (id, (mine, theirs)) in
            ids.iter().zip(whole(from, &ids).await?.into_iter().zip(whole(to, &ids).await?))
        {
            if mine != theirs {
                return Err(MigrateError::Differ { name: id.name(), how: "is not the same in both places" });
            }
            let (stored, its) = mine;
            let parts =
                [&stored.citation, &stored.sources].into_iter().chain(its.iter().map(|(_, bytes)| bytes));
            for part in parts {
                digest.update((part.len() as u64).to_be_bytes());
                digest.update(part);
            }
            findings += its.len() as u64;
        }
        citations += ids.len() as u64;
        after = Some(*last);
        progress(citations);
    }
}

type Whole = (Stored, Vec<(String, Bytes)>);

/// Citations with their findings; the numbers of changes are each place's own.
async fn whole(engine: &dyn Engine, ids: &[CitationId]) -> Result<Vec<Whole>, MigrateError> {
    let rows = engine.get(ids, soon()).await?;
    let findings = engine.findings(ids, soon()).await?;
    let stored = ids.iter().zip(rows).map(|(id, row)| match row {
        Some(Row::Citation(stored)) => Ok(Stored { change: 0, ..stored }),
        _ => Err(MigrateError::Differ { name: id.name(), how: "went away meanwhile" }),
    });
    stored.zip(findings).map(|(stored, findings)| Ok((stored?, findings))).collect()
}

fn differ(ids: &[CitationId], others: &[CitationId]) -> MigrateError {
    let pair = ids.iter().zip(others).find(|(a, b)| a != b).map(|(a, b)| *a.min(b));
    let first = pair.or_else(|| ids.get(others.len()).or_else(|| others.get(ids.len())).copied());
    let name = first.map(|id| id.name()).unwrap_or_default();
    MigrateError::Differ { name, how: "is in one of both places only" }
}

fn soon() -> Deadline {
    Deadline::after(PATIENCE)
}
