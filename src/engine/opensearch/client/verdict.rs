//! What an answer of a node means: whether the caller judges it, another attempt is due, or an operator must do something.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use serde::Deserialize;

use super::call::{Answer, Call, Shards};
use super::failure::{Blame, Failure};
use super::shards;
use crate::engine::EngineError;

/// A node that asks for a longer pause is not waited for.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// Characters of a cluster's reason that are passed on.
const LONGEST_REASON: usize = 300;

/// Judges what `node` answered; `wait` is what its `Retry-After` says.
pub(super) fn judge(
    call: &Call,
    node: &str,
    status: u16,
    wait: Option<Duration>,
    body: Bytes,
) -> Result<Answer, Failure> {
    let busy = |blame, cause: &dyn fmt::Display| Failure::Busy {
        cause: format!("{node} answers {status}: {cause}"),
        wait: wait.filter(|wait| *wait <= LONGEST_WAIT),
        blame,
    };
    match status {
        200..300 if call.shards != Shards::Unasked => {
            match shards::lacking(&body, call.shards == Shards::All) {
                None => Ok(Answer { status, body }),
                Some(lacking) => Err(busy(Blame::Cluster, &lacking)),
            }
        }
        200..300 | 400 | 404 | 409 => Ok(Answer { status, body }),
        _ => {
            let cause = Cause::of(&body);
            if cause.is_full() {
                return Err(Failure::Final(EngineError::Full));
            }
            Err(match status {
                401 => refused(node, &cause),
                403 if cause.kind.ends_with("block_exception") => {
                    Failure::Final(EngineError::Unavailable(format!("{node}: {cause}")))
                }
                403 => refused(node, &cause),
                408 | 429 | 500 => busy(Blame::Cluster, &cause),
                502..=504 => busy(Blame::Node, &cause),
                413 => {
                    let bytes = call.body.as_ref().map_or(0, Bytes::len);
                    Failure::Final(EngineError::Settings(format!(
                        "{node} takes no request of {bytes} bytes; raise http.max_content_length there"
                    )))
                }
                _ => Failure::Final(EngineError::Settings(format!(
                    "{node} answers {status}, not as OpenSearch does: {cause}; check the address"
                ))),
            })
        }
    }
}

fn refused(node: &str, cause: &Cause) -> Failure {
    Failure::Final(EngineError::Refused { node: node.to_owned(), reason: cause.to_string() })
}

/// Why the cluster does not do something, as it says.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Cause {
    #[serde(rename = "type", default)]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) reason: Option<String>,
}

impl Cause {
    /// Of the body of an answer: JSON of the cluster's, or any text where something else answers in its place.
    pub(super) fn of(body: &[u8]) -> Self {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Told {
            Cause(Cause),
            Text(String),
        }
        #[derive(Deserialize)]
        struct Telling {
            error: Told,
        }
        match serde_json::from_slice(body) {
            Ok(Telling { error: Told::Cause(cause) }) => cause,
            Ok(Telling { error: Told::Text(text) }) => Self { kind: String::new(), reason: Some(text) },
            Err(_) => Self { kind: String::new(), reason: Some(String::from_utf8_lossy(body).into_owned()) },
        }
    }

    /// The cluster blocks writes or new indices because its disks are full. It says so with 403 or 429.
    pub(super) fn is_full(&self) -> bool {
        if self.kind.starts_with("index_create_block") {
            return true;
        }
        let reason = self.reason.as_deref().unwrap_or_default();
        self.kind == "cluster_block_exception"
            && ["flood-stage", "allow-delete", "allow delete", "create-index blocked"]
                .iter()
                .any(|words| reason.contains(words))
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = self.reason.as_deref().unwrap_or_default().trim();
        let end = reason.char_indices().nth(LONGEST_REASON).map_or(reason.len(), |(end, _)| end);
        match (self.kind.as_str(), &reason[..end]) {
            ("", "") => f.write_str("no reason given"),
            ("", reason) => f.write_str(reason),
            (kind, "") => f.write_str(kind),
            (kind, reason) => write!(f, "{kind}: {reason}"),
        }
    }
}
