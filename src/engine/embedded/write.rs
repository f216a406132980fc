use std::sync::Arc;
use std::time::Instant;

use tokio::sync::OwnedSemaphorePermit;

use super::indexer::{Item, Work, decode};
use super::open::{Open, ROOM_BYTES};
use super::store::Written;
use super::{READ_HERE, blocking};
use crate::contract::v1;
use crate::engine::{Applied, Change, EngineError, Put};

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
    let writer = open.writer.clone().lock_owned().await;
    blocking(move || {
        let Some(queue) = writer.as_ref() else {
            return Err(EngineError::Unavailable("the library is closed".into()));
        };
        let (changes, messages) = prepared;
        let after = open.store.counters().change;
        let written = match open.store.apply(&changes) {
            Ok(written) => written,
            Err(error) => {
                // a commit that failed may be on the disk all the same: then the index must follow
                if let Some(now) = open.store.reload().ok().filter(|now| now.change > after) {
                    let _ = queue.send(Work {
                        items: Vec::new(),
                        after: now.change,
                        change: now.change,
                        since: Instant::now(),
                        room,
                    });
                }
                return Err(error);
            }
        };
        if let Some(work) = work(&changes, messages, &written, (after, room)) {
            // fails only when the indexer has stopped, which the next call is told
            let _ = queue.send(work);
        }
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
type Prepared = (Vec<(Change, bool)>, Vec<Messages>);

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
        prepared.push((change, with_abstract));
        messages.push(decoded);
    }
    Ok((prepared, messages))
}

fn has_abstract(citation: &v1::Citation) -> bool {
    citation.abstracts.iter().any(|text| !text.text.is_empty())
}

fn work(
    changes: &[(Change, bool)],
    messages: Vec<Messages>,
    written: &[Written],
    (after, room): (u64, OwnedSemaphorePermit),
) -> Option<Work> {
    let mut items = Vec::with_capacity(changes.len());
    let mut last = None;
    for (((change, _), messages), written) in changes.iter().zip(messages).zip(written) {
        let Written::Done { number, fresh } = *written else { continue };
        if matches!(change.put, Put::Findings { .. }) {
            continue;
        }
        last = Some(number);
        items.extend(change.absorbs.iter().map(|(id, _)| Item::Remove { id: *id }));
        items.push(match messages {
            None => Item::Remove { id: change.id },
            Some((citation, findings)) => {
                Item::Put { id: change.id, citation: Box::new(citation), findings, fresh }
            }
        });
    }
    last.map(|change| Work { items, after, change, since: Instant::now(), room })
}

fn applied(written: &Written) -> Applied {
    match written {
        Written::Done { number, .. } => Applied::Done(*number),
        Written::Conflict => Applied::Conflict,
    }
}
