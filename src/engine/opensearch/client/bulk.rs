//! Many operations in one call, each with an outcome of its own.

use std::ops::Range;
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use serde::Deserialize;
use tokio::time::sleep;

use super::Client;
use super::call::{Answer, Call};
use super::course::full_jitter;
use super::verdict::Cause;
use crate::engine::{Deadline, EngineError};

/// A bulk is work for a cluster; a node that freezes meanwhile is left earlier.
const PATIENCE: Duration = Duration::from_secs(10);
/// What is read of an answer.
const FILTER: &str = "filter_path=items.*._id,items.*.status,items.*._seq_no,items.*._primary_term,items.*.error.type,items.*.error.reason";

/// What became of one operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkItem {
    /// 200 or 201 when it was done.
    pub status: u16,
    pub id: String,
    /// Why it was not done.
    pub error: Option<String>,
    pub seq_no: Option<u64>,
    pub primary_term: Option<u64>,
}

impl BulkItem {
    /// The cluster could not take it now; another time it may.
    fn is_put_off(&self) -> bool {
        matches!(self.status, 429 | 503)
    }
}

impl Client {
    /// Sends operations, lines of JSON as `_bulk` reads them, and gives back what became of each, in their order. Those that the
    /// cluster puts off (429, 503) are sent again until the deadline, then given back as they are; the caller judges each status.
    /// What is given back as put off may have been done all the same, by an attempt that nobody heard of.
    ///
    /// The call, or part of it, may be sent more than once: operations carry an external version or `if_seq_no`, and a 409 may
    /// be the echo of this very call. Errors as of [`Client::send`]; on any of them some operations may have been done.
    pub async fn bulk(
        &self,
        path: &str,
        body: Bytes,
        deadline: Deadline,
    ) -> Result<Vec<BulkItem>, EngineError> {
        let operations = operations(&body);
        let mut items: Vec<Option<BulkItem>> = vec![None; operations.len()];
        let mut pending: Vec<usize> = (0..operations.len()).collect();
        let path = format!("{path}{}{FILTER}", if path.contains('?') { '&' } else { '?' });
        let mut rest = body.clone();
        let mut rounds = 0;
        let mut cause = String::new();
        while !pending.is_empty() {
            let call = Call::post(path.as_str(), rest).ndjson().repeatable().patience(PATIENCE);
            let answer = match self.send(call, deadline).await {
                Ok(answer) => answer.accepted()?,
                // what an earlier answer told, or why it did not, is worth more
                Err(EngineError::DeadlineExceeded | EngineError::Unavailable(_)) if rounds > 0 => break,
                Err(error) => return Err(error),
            };
            match outcomes(&answer, pending.len()) {
                Ok(outcomes) => {
                    for (index, outcome) in pending.iter().zip(outcomes) {
                        items[*index] = Some(outcome?);
                    }
                }
                Err(unread) => cause = unread,
            }
            pending.retain(|index| items[*index].as_ref().is_none_or(BulkItem::is_put_off));
            let pause = full_jitter(rounds);
            if pending.is_empty() || Instant::now() + pause >= deadline.instant() {
                break;
            }
            sleep(pause).await;
            rest = joined(&body, pending.iter().map(|index| operations[*index].clone()));
            rounds += 1;
        }
        items.into_iter().collect::<Option<_>>().ok_or(EngineError::Unavailable(cause))
    }
}

/// Where each operation stands: a line that says what to do, and the document on the next unless it is a deletion.
fn operations(body: &[u8]) -> Vec<Range<usize>> {
    let mut operations = Vec::new();
    let mut start = 0;
    let mut wants_document = false;
    let ends = memchr::memchr_iter(b'\n', body).map(|end| end + 1);
    let unended = (!body.is_empty() && !body.ends_with(b"\n")).then_some(body.len());
    let mut line_start = 0;
    for end in ends.chain(unended) {
        let line = body[line_start..end].trim_ascii();
        line_start = end;
        if !wants_document && line.is_empty() {
            start = end;
            continue;
        }
        wants_document = !wants_document && !is_deletion(line);
        if !wants_document {
            operations.push(start..end);
            start = end;
        }
    }
    operations
}

fn is_deletion(line: &[u8]) -> bool {
    line.strip_prefix(b"{").is_some_and(|line| line.trim_ascii_start().starts_with(b"\"delete\""))
}

fn joined(body: &[u8], operations: impl Iterator<Item = Range<usize>> + Clone) -> Bytes {
    let mut joined = BytesMut::with_capacity(operations.clone().map(|operation| operation.len() + 1).sum());
    for operation in operations {
        joined.extend_from_slice(&body[operation]);
        if !joined.ends_with(b"\n") {
            joined.extend_from_slice(b"\n");
        }
    }
    joined.freeze()
}

/// What became of each of `count` operations, or why the answer does not tell.
fn outcomes(
    answer: &Answer,
    count: usize,
) -> Result<impl Iterator<Item = Result<BulkItem, EngineError>>, String> {
    let told: Told = serde_json::from_slice(&answer.body)
        .map_err(|error| format!("the cluster's answer to a bulk cannot be read: {error}"))?;
    if told.items.len() != count {
        return Err(format!("the cluster answered {} of the {count} operations of a bulk", told.items.len()));
    }
    Ok(told.items.into_iter().map(|verb| verb.outcome().item()))
}

#[derive(Deserialize)]
struct Told {
    items: Vec<Verb>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Verb {
    Index(Outcome),
    Create(Outcome),
    Update(Outcome),
    Delete(Outcome),
}

#[derive(Deserialize)]
struct Outcome {
    #[serde(rename = "_id", default)]
    id: String,
    status: u16,
    #[serde(rename = "_seq_no")]
    seq_no: Option<u64>,
    #[serde(rename = "_primary_term")]
    primary_term: Option<u64>,
    error: Option<Cause>,
}

impl Verb {
    fn outcome(self) -> Outcome {
        match self {
            Verb::Index(outcome) | Verb::Create(outcome) | Verb::Update(outcome) | Verb::Delete(outcome) => {
                outcome
            }
        }
    }
}

impl Outcome {
    /// `Full` when a disk is: no operation would fare better.
    fn item(self) -> Result<BulkItem, EngineError> {
        if self.error.as_ref().is_some_and(Cause::is_full) {
            return Err(EngineError::Full);
        }
        Ok(BulkItem {
            status: self.status,
            id: self.id,
            error: self.error.map(|cause| cause.to_string()),
            seq_no: self.seq_no,
            primary_term: self.primary_term,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_cut_at_their_lines() {
        for (body, expected) in [
            ("", &[][..]),
            ("{\"index\":{}}\n{}\n", &["{\"index\":{}}\n{}\n"]),
            ("{\"index\":{}}\n{}", &["{\"index\":{}}\n{}"]),
            (
                "{\"delete\":{}}\n{ \"delete\":{}}\n{\"create\":{}}\n{\"delete\":1}\n{\"update\":{}}\n{}\n",
                &[
                    "{\"delete\":{}}\n",
                    "{ \"delete\":{}}\n",
                    "{\"create\":{}}\n{\"delete\":1}\n",
                    "{\"update\":{}}\n{}\n",
                ],
            ),
            ("\n{\"delete\":{}}\n\n", &["{\"delete\":{}}\n"]),
        ] {
            let found: Vec<_> =
                operations(body.as_bytes()).into_iter().map(|operation| &body[operation]).collect();
            assert_eq!(found, expected, "{body}");
        }
    }
}
