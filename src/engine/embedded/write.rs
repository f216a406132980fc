use std::sync::Arc;
use std::time::Instant;

use tokio::runtime::Handle;
use tokio::sync::OwnedSemaphorePermit;

use super::index::{Documents, Index};
use super::indexer::{Item, Work, decode};
use super::open::{Open, ROOM_BYTES};
use super::store::Written;
use super::{READ_HERE, blocking};
use crate::contract::v1;
use crate::engine::{Applied, Change, EngineError, Put};
use crate::record::name::CitationId;

/// See `Engine::apply`. Once the store's transaction has begun it is finished, whether or not anybody still waits.
pub async fn apply(open: Arc<Open>, changes: Vec<Change>) -> Result<Vec<Applied>, EngineError> {
    open.healthy()?;
    if changes.is_empty() {
        return Ok(Vec::new());
    }
    let room = reserve(&open, &changes).await?;
    let prepared = if changes.len() <= READ_HERE / 8 {
        prepare(changes)?
    } else {
        blocking(move || prepare(changes)).await?
    };
    let (changes, messages) = prepared;
    let index = open.index.clone();
    // while the store writes
    let documents = tokio::task::spawn_blocking(move || documents(&index, messages));
    let writer = open.writer.clone().lock_owned().await;
    blocking(move || {
        let Some(queue) = writer.as_ref() else {
            return Err(EngineError::Unavailable("the library is closed".into()));
        };
        let after = open.store.counters().change;
        let written = match open.store.apply(&changes) {
            Ok(written) => written,
            Err(error) => {
                // a commit that failed may be on the disk all the same: then the index must follow
                if let Some(now) = open.store.reload().ok().filter(|now| now.change > after) {
                    let _ = queue.send(Work::from_store(now.change, room));
                }
                return Err(error);
            }
        };
        // fails only when the indexer has stopped, which the next call is told
        let _ = match Handle::current().block_on(documents) {
            Ok(documents) => match items(&changes, documents, &written) {
                (items, Some(change)) => {
                    queue.send(Work { items, after, change, since: Instant::now(), room })
                }
                (_, None) => Ok(()),
            },
            Err(error) => {
                tracing::error!(%error, "documents of a batch could not be made");
                queue.send(Work::from_store(open.store.counters().change, room))
            }
        };
        Ok(written.iter().map(applied).collect())
    })
    .await
}

/// Waits until the indexer's queue has room: memory is bounded by the queue, not by how fast records come.
async fn reserve(open: &Open, changes: &[Change]) -> Result<OwnedSemaphorePermit, EngineError> {
    let bytes: usize = changes.iter().map(size).sum();
    let units = u32::try_from(bytes / ROOM_BYTES).unwrap_or(u32::MAX).clamp(1, open.all_room);
    let closed = |_| EngineError::Unavailable("the library is closed".into());
    open.room.clone().acquire_many_owned(units).await.map_err(closed)
}

fn size(change: &Change) -> usize {
    match &change.put {
        Put::Tombstone => 0,
        Put::Findings { findings, .. } => findings.iter().map(|(_, finding)| finding.len()).sum(),
        Put::Citation { citation, findings, .. } => {
            citation.len() + findings.iter().map(|(_, finding)| finding.len()).sum::<usize>()
        }
    }
}

type Messages = Option<(v1::Citation, Vec<v1::Finding>)>;
type Prepared = (Vec<(Change, bool)>, Vec<(CitationId, Messages)>);

/// Decodes what the index will need, unless the caller has. Bytes that are no message are refused before anything is written.
fn prepare(changes: Vec<Change>) -> Result<Prepared, EngineError> {
    let mut prepared = Vec::with_capacity(changes.len());
    let mut messages = Vec::with_capacity(changes.len());
    for mut change in changes {
        let decoded = match &mut change.put {
            Put::Tombstone | Put::Findings { .. } => None,
            Put::Citation { citation, findings, decoded, .. } => Some(match decoded.take() {
                Some(decoded) => (decoded.citation, decoded.findings),
                None => decode(citation, findings).map_err(|error| {
                    EngineError::Corrupt(format!("citations/{} cannot be decoded: {error}", change.id))
                })?,
            }),
        };
        let with_abstract = decoded.as_ref().is_some_and(|(citation, _)| has_abstract(citation));
        messages.push((change.id, decoded));
        prepared.push((change, with_abstract));
    }
    Ok((prepared, messages))
}

fn has_abstract(citation: &v1::Citation) -> bool {
    citation.abstracts.iter().any(|text| !text.text.is_empty())
}

fn documents(index: &Index, messages: Vec<(CitationId, Messages)>) -> Vec<Option<Documents>> {
    let one = |(id, messages): (CitationId, Messages)| {
        messages.map(|(citation, findings)| index.documents(id, &citation, &findings))
    };
    messages.into_iter().map(one).collect()
}

/// What the indexer is to do, and the number of its last change.
fn items(
    changes: &[(Change, bool)],
    documents: Vec<Option<Documents>>,
    written: &[Written],
) -> (Vec<Item>, Option<u64>) {
    let mut items = Vec::with_capacity(changes.len());
    let mut last = None;
    for (((change, _), documents), written) in changes.iter().zip(documents).zip(written) {
        let Written::Done { number, fresh } = *written else { continue };
        if matches!(change.put, Put::Findings { .. }) {
            continue;
        }
        last = Some(number);
        items.extend(change.absorbs.iter().map(|(id, _)| Item::Remove { id: *id }));
        items.push(match documents {
            None => Item::Remove { id: change.id },
            Some(documents) => Item::Put { id: change.id, documents, fresh },
        });
    }
    (items, last)
}

fn applied(written: &Written) -> Applied {
    match written {
        Written::Done { number, .. } => Applied::Done(*number),
        Written::Conflict => Applied::Conflict,
    }
}
