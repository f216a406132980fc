//! Batches of changes, from what the caller wants to what the cluster holds.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use serde::Deserialize;
use tokio::task::JoinError;

use super::Cluster;
use super::decide::{Decision, Held, Shared, State, decide, key_id};
use super::documents::{Found, documents};
use super::log::Head;
use super::packed::unpack;
use super::prepare::{Prepared, prepare};
use super::row::{KEYS, Source};
use crate::engine::{Applied, Change, Deadline, EngineError, Put, Witnessed};
use crate::record::name::CitationId;

/// Most changes of a slot, and most bytes of their messages, where one alone is not more.
const MOST_CHANGES: usize = 500;
const MOST_BYTES: usize = 8 << 20;
/// Most bytes of a record with its findings: the cluster takes no larger strings.
const LARGEST: usize = 24 << 20;
/// How long what has its slot may take, whether or not anybody still waits.
const PATIENCE: Duration = Duration::from_secs(60);

/// See `Engine::apply`. Once a batch has its slot it is finished, whether or not anybody still waits.
pub(super) async fn apply(
    engine: Arc<Cluster>,
    changes: Vec<Change>,
    deadline: Deadline,
) -> Result<Vec<Applied>, EngineError> {
    if let Some(large) = changes.iter().find(|change| size(change) > LARGEST) {
        return Err(EngineError::TooLarge { id: large.id.name(), bytes: size(large), limit: LARGEST });
    }
    let mut outcomes = Vec::with_capacity(changes.len());
    let mut pieces = pieces(changes).into_iter();
    let mut start = || pieces.next().map(|piece| tokio::spawn(prepare(piece, engine.pool.clone())));
    let mut next = start();
    let mut turn = engine.turn.lock().await;
    while let Some(preparing) = next {
        let piece = preparing.await.map_err(ended)??;
        // while this one is written
        next = start();
        outcomes.extend(write(&engine, &mut turn, Arc::new(piece), deadline).await?);
    }
    Ok(outcomes)
}

/// Writes one batch, again and again until the slot after what it was worked out on is its own.
async fn write(
    engine: &Arc<Cluster>,
    head: &mut Head,
    piece: Arc<Vec<Prepared>>,
    deadline: Deadline,
) -> Result<Vec<Applied>, EngineError> {
    loop {
        let state = load(engine, &piece, deadline).await?;
        let (pool, batch, last) = (engine.pool.clone(), piece.clone(), head.last);
        let Decision { outcomes, writes, last } =
            blocking(move || decide(state, &batch, last, &pool)).await?;
        if writes.is_empty() {
            // refused on what another writer may have left half-written; what has a slot is known to be whole
            let settled = engine.log.settle(*head, deadline).await?;
            if settled == *head {
                return Ok(outcomes);
            }
            *head = settled;
            engine.follow(*head);
            continue;
        }
        let languages = head.languages | engine.pool.languages();
        let next = Head { slot: head.slot + 1, last, languages };
        let Some(claimed) = engine.log.claim(next, &writes, deadline).await? else {
            *head = engine.log.settle(*head, deadline).await?;
            engine.follow(*head);
            continue;
        };
        engine.log.perform(&claimed, Deadline::after(PATIENCE)).await?;
        *head = next;
        engine.unseen.store(true, Ordering::Release);
        engine.follow(next);
        let log = engine.log.clone();
        // until it is said, whoever comes next waits a moment or does the batch again
        tokio::spawn(async move {
            if let Err(error) = log.end(&claimed, Deadline::after(PATIENCE)).await {
                tracing::warn!(%error, "a batch could not be marked as done");
            }
        });
        return Ok(outcomes);
    }
}

/// Reads everything that the changes touch.
async fn load(engine: &Cluster, batch: &[Prepared], deadline: Deadline) -> Result<State, EngineError> {
    let names = &engine.log.names;
    let ids: BTreeSet<CitationId> = batch
        .iter()
        .flat_map(|prepared| {
            let Change { id, absorbs, witnessed, .. } = &prepared.change;
            absorbs.iter().chain(&witnessed.rows).map(|(id, _)| *id).chain([*id])
        })
        .collect();
    let quiet: HashSet<CitationId> = batch
        .iter()
        .filter(|prepared| matches!(prepared.change.put, Put::Findings { .. }))
        .map(|prepared| prepared.change.id)
        .collect();
    let mut state = State::default();
    for (fields, whole) in [(KEYS.to_owned(), false), (format!("{KEYS},message,sources"), true)] {
        let some: Vec<CitationId> = ids.iter().copied().filter(|id| quiet.contains(id) == whole).collect();
        let texts: Vec<String> = some.iter().map(ToString::to_string).collect();
        let found = documents(&engine.log.client, &names.citations, &texts, &fields, deadline).await?;
        for (id, found) in some.into_iter().zip(found) {
            let Some(Found { source, .. }) = found else { continue };
            state.rows.insert(id, held(source)?);
        }
    }
    let mut keys: BTreeSet<String> = BTreeSet::new();
    for prepared in batch {
        let Witnessed { holders, incoming, .. } = &prepared.change.witnessed;
        keys.extend(holders.iter().map(|(identifier, _)| identifier.to_string()));
        keys.extend(incoming.iter().map(|(identifier, _)| identifier.to_string()));
        if let Some(documents) = &prepared.citation {
            keys.extend(documents.whole.identifiers.iter().cloned());
            keys.extend(documents.whole.links.iter().map(|(target, _)| target.clone()));
        }
    }
    for held in state.rows.values() {
        keys.extend(held.identifiers.iter().cloned());
        keys.extend(held.links.iter().map(|(target, _)| target.clone()));
    }
    let texts: Vec<String> = keys.iter().map(|key| key_id(key)).collect();
    let found: Vec<Option<Found<Around>>> =
        documents(&engine.log.client, &names.identifiers, &texts, "holders,incoming", deadline).await?;
    for (key, found) in keys.into_iter().zip(found) {
        if let Some(Found { source, .. }) = found {
            state.shared.insert(key, source.shared()?);
        }
    }
    Ok(state)
}

fn held(source: Source) -> Result<Held, EngineError> {
    let whole = match (source.message.is_empty(), source.sources.is_empty()) {
        (true, _) => None,
        (false, true) => Some((unpack(&source.message)?, bytes::Bytes::new())),
        (false, false) => Some((unpack(&source.message)?, unpack(&source.sources)?)),
    };
    Ok(Held {
        change: source.change,
        is_citation: source.is_citation(),
        identifiers: source.identifiers,
        links: source.links,
        finding_ids: source.finding_ids,
        whole,
    })
}

/// Ids of who holds an identifier; ids of who links to it, and how.
pub(super) type Parts = (BTreeSet<String>, BTreeSet<(String, i32)>);

/// An identifier's document.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Around {
    holders: Vec<String>,
    incoming: Vec<(String, i32)>,
}

impl Around {
    /// Holders and incoming links, as they are written.
    pub fn parts(self) -> Parts {
        (self.holders.into_iter().collect(), self.incoming.into_iter().collect())
    }

    /// The same, read.
    pub fn shared(&self) -> Result<Shared, EngineError> {
        let id = |text: &String| {
            text.parse().map_err(|_| EngineError::Corrupt(format!("an identifier is held by {text:?}")))
        };
        Ok(Shared {
            holders: self.holders.iter().map(id).collect::<Result<_, _>>()?,
            incoming: self
                .incoming
                .iter()
                .map(|(text, kind)| Ok((id(text)?, *kind)))
                .collect::<Result<_, EngineError>>()?,
        })
    }
}

/// Batches of a bounded size. One citation's findings alone never change in a batch that changes it otherwise.
fn pieces(changes: Vec<Change>) -> Vec<Vec<Change>> {
    let (mut pieces, mut piece) = (Vec::new(), Vec::new());
    let (mut bytes, mut quiet, mut seen) = (0, HashSet::new(), HashSet::new());
    for change in changes {
        let (id, size) = (change.id, size(&change));
        let is_quiet = matches!(change.put, Put::Findings { .. });
        let clash = quiet.contains(&id) || (is_quiet && seen.contains(&id));
        if clash || piece.len() == MOST_CHANGES || bytes + size > MOST_BYTES {
            pieces.push(std::mem::take(&mut piece));
            bytes = 0;
            quiet.clear();
            seen.clear();
        }
        bytes += size;
        seen.insert(id);
        seen.extend(change.absorbs.iter().map(|(id, _)| *id));
        if is_quiet {
            quiet.insert(id);
        }
        piece.push(change);
    }
    pieces.push(piece);
    // one that is larger than any piece has nothing before it
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// How much of a change travels, in bytes.
fn size(change: &Change) -> usize {
    match &change.put {
        Put::Citation { citation, findings, .. } => {
            citation.len() + findings.iter().map(|(_, message)| message.len()).sum::<usize>()
        }
        Put::Findings { .. } | Put::Tombstone => 0,
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, EngineError> + Send + 'static,
) -> Result<T, EngineError> {
    tokio::task::spawn_blocking(work).await.map_err(ended)?
}

/// A task of the engine ended before its time.
pub(super) fn ended(error: JoinError) -> EngineError {
    EngineError::Unavailable(format!("a task of the engine ended: {error}"))
}

impl Cluster {
    /// The log has come so far, and all of it is written.
    pub(super) fn follow(&self, head: Head) {
        self.applied.fetch_max(head.last, Ordering::AcqRel);
        self.languages.fetch_or(head.languages, Ordering::AcqRel);
    }
}
