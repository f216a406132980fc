//! The order of changes, with any number of writers: a log of batches in numbered slots. A batch is written whole into the next slot,
//! create-only, before any of its documents; so one of two writers wins the slot, and the other works its batch out anew on what the
//! first wrote. Whoever finds a batch that its writer did not end does it again: documents carry the slot as their version, and a
//! write that comes late is refused.

use std::time::Duration;

use bytes::Bytes;
use futures::{StreamExt, TryStreamExt, stream};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::time::{Instant, sleep};

use super::client::{Call, Client};
use super::decide::{Target, Write};
use super::documents::{Found, documents};
use super::intent;
use super::names::Names;
use crate::engine::{Deadline, EngineError};

/// Slots asked for at once.
const STRIDE: u64 = 16;
/// How long a batch of another writer may take before it is done again.
const PATIENCE: Duration = Duration::from_secs(2);
const POLL: Duration = Duration::from_millis(20);
/// Bytes after which a call that writes is full, and how many are sent at once: a node does one call's share of a shard on one thread.
const FULL: usize = 3 << 20;
const AT_ONCE: usize = 2;

/// How far the log has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Head {
    /// Slot of the last batch.
    pub slot: u64,
    /// Number of its last change.
    pub last: u64,
    /// Languages of the documents up to it, by their bits.
    pub languages: u32,
}

/// A batch as it stands in its slot.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
struct Batch {
    slot: u64,
    last: u64,
    languages: u32,
    /// Tells one writer's attempt from another's.
    nonce: String,
    done: bool,
    /// See [`intent`]; empty once done.
    #[serde(skip_serializing_if = "String::is_empty")]
    payload: String,
}

impl Batch {
    fn head(&self) -> Head {
        Head { slot: self.slot, last: self.last, languages: self.languages }
    }
}

/// A batch that has its slot.
pub(super) struct Claimed {
    head: Head,
    lines: Bytes,
    nonce: String,
    seq_no: u64,
    primary_term: u64,
}

/// The log of one library.
#[derive(Clone)]
pub(super) struct Log {
    pub client: Client,
    pub names: Names,
}

#[derive(Deserialize)]
struct Created {
    #[serde(rename = "_seq_no")]
    seq_no: u64,
    #[serde(rename = "_primary_term")]
    primary_term: u64,
}

const FRONT: &str = "slot,last,languages,nonce,done";

impl Log {
    /// Where a process that knows nothing may begin to follow.
    pub async fn beginning(&self, deadline: Deadline) -> Result<Head, EngineError> {
        let control = &self.names.control;
        self.client
            .send(Call::post(format!("/{control}/_refresh"), "").broadcast(), deadline)
            .await?
            .accepted()?;
        let body = json!({"size": 1, "sort": [{"slot": "desc"}], "query": {"term": {"done": true}}});
        let call = Call::post(format!("/{control}/_search"), body.to_string()).search();
        let answer = self.client.send(call, deadline).await?.accepted()?;
        let hits: Hits = answer.parse()?;
        Ok(hits.hits.hits.first().map(|hit| hit.source.head()).unwrap_or_default())
    }

    /// The last batch after `head`, and whether it is done; `None` when there is none. All before it are done.
    pub async fn newest(&self, head: Head, deadline: Deadline) -> Result<Option<(Head, bool)>, EngineError> {
        let mut newest = None;
        let mut slot = head.slot;
        loop {
            let ids: Vec<String> = (slot + 1..=slot + STRIDE).map(|slot| slot.to_string()).collect();
            let found: Vec<Option<Found<Batch>>> =
                documents(&self.client, &self.names.control, &ids, FRONT, deadline).await?;
            let run = found.into_iter().map_while(|batch| batch).last();
            let Some(batch) = run else { return Ok(newest) };
            slot = batch.source.slot;
            newest = Some((batch.source.head(), batch.source.done));
            if slot % STRIDE != head.slot % STRIDE {
                return Ok(newest);
            }
        }
    }

    /// Follows the log to its end; a last batch that nobody ends is ended here.
    pub async fn settle(&self, mut head: Head, deadline: Deadline) -> Result<Head, EngineError> {
        let mut since = Instant::now();
        loop {
            match self.newest(head, deadline).await? {
                None => return Ok(head),
                Some((newest, true)) => head = newest,
                Some((newest, false)) => {
                    if newest.slot > head.slot + 1 {
                        // what comes before the last is done, so its writer was alive a moment ago
                        head = Head { slot: newest.slot - 1, ..head };
                        since = Instant::now();
                    }
                    if since.elapsed() >= PATIENCE {
                        self.repeat(newest.slot, deadline).await?;
                    } else {
                        deadline.check()?;
                        sleep(POLL).await;
                    }
                }
            }
        }
    }

    /// Ends a batch that is not ended.
    async fn repeat(&self, slot: u64, deadline: Deadline) -> Result<(), EngineError> {
        let found: Vec<Option<Found<Batch>>> = documents(
            &self.client,
            &self.names.control,
            &[slot.to_string()],
            &format!("{FRONT},payload"),
            deadline,
        )
        .await?;
        let Some(Some(Found { source: batch, seq_no, primary_term })) = found.into_iter().next() else {
            return Ok(());
        };
        if batch.done {
            return Ok(());
        }
        tracing::warn!(slot, "a batch that its writer did not end is done again");
        let claimed = Claimed {
            head: batch.head(),
            lines: self.lines(slot, &intent::unpack(&batch.payload)?),
            nonce: batch.nonce,
            seq_no,
            primary_term,
        };
        self.perform(&claimed, deadline).await?;
        self.end(&claimed, deadline).await
    }

    /// Puts a batch into the slot after another writer's or one's own; `None` when the slot is taken.
    pub async fn claim(
        &self,
        head: Head,
        writes: &[Write],
        deadline: Deadline,
    ) -> Result<Option<Claimed>, EngineError> {
        let nonce = format!("{:032x}", rand::random::<u128>());
        let batch = Batch {
            slot: head.slot,
            last: head.last,
            languages: head.languages,
            nonce: nonce.clone(),
            done: false,
            payload: intent::pack(writes)?,
        };
        let body = serde_json::to_string(&batch).map_err(|error| EngineError::Corrupt(error.to_string()))?;
        let (control, lines) = (&self.names.control, self.lines(head.slot, writes));
        // repeatable: the nonce tells whether what is there is ours
        let call = Call::put(format!("/{control}/_create/{}", head.slot), body).repeatable();
        let answer = self.client.send(call, deadline).await?;
        if answer.status != 409 {
            let Created { seq_no, primary_term } = answer.accepted()?.parse()?;
            return Ok(Some(Claimed { head, lines, nonce, seq_no, primary_term }));
        }
        let ids = [head.slot.to_string()];
        let found: Vec<Option<Found<Batch>>> =
            documents(&self.client, control, &ids, FRONT, deadline).await?;
        let own = found.into_iter().flatten().find(|found| found.source.nonce == nonce);
        Ok(own.map(|Found { seq_no, primary_term, .. }| Claimed { head, lines, nonce, seq_no, primary_term }))
    }

    /// Writes the documents of a batch, in any order. May be done again, also after later ones.
    pub async fn perform(&self, claimed: &Claimed, deadline: Deadline) -> Result<(), EngineError> {
        let calls = parts(&claimed.lines).into_iter().map(|part| self.perform_part(part, deadline));
        stream::iter(calls).buffer_unordered(AT_ONCE).try_collect().await
    }

    async fn perform_part(&self, part: Bytes, deadline: Deadline) -> Result<(), EngineError> {
        // an index that is gone is not made anew, with guessed types
        for item in self.client.bulk("/_bulk?require_alias=true", part, deadline).await? {
            match item.status {
                // 409: it is there, or something later is
                200 | 201 | 409 => {}
                // what was to go is gone; with an error, it is the index that is
                404 if item.error.is_none() => {}
                429 | 503 => {
                    let cause = item.error.unwrap_or_default();
                    return Err(EngineError::Unavailable(format!(
                        "the cluster takes no writes now: {cause}"
                    )));
                }
                status => {
                    let cause = item.error.unwrap_or_default();
                    tracing::error!(status, id = item.id, cause, "the cluster refuses a document");
                    return Err(EngineError::Corrupt(format!(
                        "the cluster refuses the document {}: {cause}",
                        item.id
                    )));
                }
            }
        }
        Ok(())
    }

    /// Says that a batch is done, and lets go of what it held.
    pub async fn end(&self, claimed: &Claimed, deadline: Deadline) -> Result<(), EngineError> {
        let Claimed { head, nonce, seq_no, primary_term, .. } = claimed;
        let batch = json!({
            "slot": head.slot, "last": head.last, "languages": head.languages, "nonce": nonce, "done": true,
        });
        let path = format!(
            "/{}/_doc/{}?if_seq_no={seq_no}&if_primary_term={primary_term}",
            self.names.control, head.slot
        );
        // a 409 says that somebody else has said so
        let answer = self.client.send(Call::put(path, batch.to_string()).repeatable(), deadline).await?;
        if answer.status == 409 { Ok(()) } else { answer.accepted().map(drop) }
    }

    fn lines(&self, slot: u64, writes: &[Write]) -> Bytes {
        let mut lines = String::new();
        for Write { target, id, routing, document, .. } in writes {
            let index = match target {
                Target::Citations => &self.names.citations,
                Target::Identifiers => &self.names.identifiers,
                Target::Findings => &self.names.findings,
            };
            let verb = if document.is_some() { "index" } else { "delete" };
            let mut action = json!({"_index": index, "_id": id, "version": slot, "version_type": "external"});
            if let Some(routing) = routing {
                action["routing"] = json!(routing);
            }
            lines.push_str(&json!({ verb: action }).to_string());
            lines.push('\n');
            if let Some(document) = document {
                lines.push_str(document);
                lines.push('\n');
            }
        }
        lines.into()
    }
}

#[derive(Deserialize)]
struct Hits {
    hits: Inner,
}

#[derive(Deserialize)]
struct Inner {
    hits: Vec<Hit>,
}

#[derive(Deserialize)]
struct Hit {
    #[serde(rename = "_source")]
    source: Batch,
}

/// Lines of a bulk in calls of a bounded size, cut before an operation.
fn parts(lines: &Bytes) -> Vec<Bytes> {
    let (mut parts, mut start, mut end, mut document) = (Vec::new(), 0, 0, false);
    for line in lines.split_inclusive(|byte| *byte == b'\n') {
        if !document && end - start >= FULL {
            parts.push(lines.slice(start..end));
            start = end;
        }
        document = !document && line.starts_with(b"{\"index\"");
        end += line.len();
    }
    if end > start {
        parts.push(lines.slice(start..end));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bulk_is_cut_before_operations() {
        let big = "x".repeat(FULL / 2);
        let one = format!("{{\"index\":{{}}}}\n{{\"{big}\":1}}\n");
        let lines = Bytes::from(format!("{one}{{\"delete\":{{}}}}\n{one}{one}{one}"));
        let parts = parts(&lines);
        assert_eq!(parts.concat(), lines);
        assert_eq!(parts.len(), 2);
        assert!(parts.iter().all(|part| part.starts_with(b"{\"index\"")));
    }
}
