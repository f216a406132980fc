//! A call on its way: one attempt after the other until a node answers or the time is over.

use std::time::{Duration, Instant};

use rand::Rng;
use tokio::time::{sleep, timeout};

use super::attempt::attempt;
use super::call::{Answer, Call};
use super::failure::{Blame, Failure};
use super::fleet::Fleet;
use super::node::Node;
use crate::engine::{Deadline, EngineError};

/// The first pause is up to so long; each doubles for the next.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// One call and what it met so far.
pub(super) struct Course<'a> {
    fleet: &'a Fleet,
    call: &'a Call,
    deadline: Deadline,
    tried: Vec<usize>,
    /// Attempts that were too slow.
    slow: u32,
    pauses: u32,
    /// What the last attempt failed of that did not end by being slow.
    cause: Option<String>,
}

impl<'a> Course<'a> {
    pub(super) fn new(fleet: &'a Fleet, call: &'a Call, deadline: Deadline) -> Self {
        Self { fleet, call, deadline, tried: Vec::new(), slow: 0, pauses: 0, cause: None }
    }

    /// Runs to an answer or an error. The caller stops it at the deadline and asks [`Course::overdue`] what to say.
    pub(super) async fn run(&mut self) -> Result<Answer, EngineError> {
        loop {
            let (index, place) = self.fleet.admit(&self.tried).await;
            let node = &self.fleet.nodes[index];
            let outcome = self.try_at(node).await;
            drop(place);
            let failure = match outcome {
                Ok(answer) => {
                    node.succeeded();
                    return Ok(answer);
                }
                Err(failure) => failure,
            };
            self.tell(node, &failure);
            if !self.tried.contains(&index) {
                self.tried.push(index);
            }
            let pause = self.pause(failure)?;
            if Instant::now() + pause >= self.deadline.instant() {
                return Err(self.overdue());
            }
            sleep(pause).await;
        }
    }

    /// What to say when the time is over.
    pub(super) fn overdue(&self) -> EngineError {
        if let Some(cause) = &self.cause {
            return EngineError::Unavailable(cause.clone());
        }
        if self.fleet.nodes.iter().all(Node::silent) {
            return EngineError::Unavailable("no node of the cluster answers".into());
        }
        EngineError::DeadlineExceeded
    }

    async fn try_at(&self, node: &Node) -> Result<Answer, Failure> {
        let lost = || Failure::Lost(format!("{} stopped answering", node.base));
        let work = async {
            tokio::select! {
                biased;
                outcome = attempt(self.fleet, node, self.call) => outcome,
                () = node.lost() => Err(lost()),
            }
        };
        if !self.call.repeatable {
            return work.await;
        }
        let patience = self.call.patience.unwrap_or(self.fleet.first_attempt);
        let patience = patience.saturating_mul(1 << self.slow.min(16));
        match timeout(patience, work).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Failure::Slow(format!("{} gave no answer within {patience:?}", node.base))),
        }
    }

    /// What the failure says of the node.
    fn tell(&self, node: &Node, failure: &Failure) {
        match failure {
            Failure::Unreached(cause) | Failure::Broken(cause) => node.failed(cause),
            Failure::Untrusted { reason, .. } => node.failed(reason),
            Failure::Busy { cause, blame: Blame::Node, .. } => return node.failed(cause),
            Failure::Slow(_) => node.doubt(),
            Failure::Busy { .. } | Failure::Final(_) => return node.succeeded(),
            Failure::Lost(_) => return,
        }
        self.fleet.look.notify_one();
    }

    /// How long to wait before the next attempt, or why there is none.
    fn pause(&mut self, failure: Failure) -> Result<Duration, EngineError> {
        let unsure = |cause| format!("{cause}; whether the call was done is not known");
        let once = !self.call.repeatable;
        match failure {
            Failure::Final(error) => Err(error),
            Failure::Untrusted { node, reason } if !self.fleet.has_more(&self.tried) => {
                Err(EngineError::Untrusted { node, reason })
            }
            Failure::Broken(cause) | Failure::Lost(cause) | Failure::Slow(cause) if once => {
                Err(EngineError::Unavailable(unsure(cause)))
            }
            Failure::Busy { cause, .. } if once => Err(EngineError::Unavailable(cause)),
            Failure::Slow(_) => {
                self.slow += 1;
                Ok(Duration::ZERO)
            }
            Failure::Busy { cause, blame: Blame::Cluster, wait } => {
                self.cause = Some(cause);
                Ok(self.jitter().max(wait.unwrap_or_default()))
            }
            Failure::Busy { cause, blame: Blame::Node, wait } => {
                self.cause = Some(cause);
                if self.fleet.has_more(&self.tried) {
                    return Ok(Duration::ZERO);
                }
                Ok(self.jitter().max(wait.unwrap_or_default()))
            }
            Failure::Untrusted { reason: cause, .. }
            | Failure::Unreached(cause)
            | Failure::Broken(cause)
            | Failure::Lost(cause) => {
                self.cause = Some(cause);
                Ok(if self.fleet.has_more(&self.tried) { Duration::ZERO } else { self.jitter() })
            }
        }
    }

    fn jitter(&mut self) -> Duration {
        self.pauses += 1;
        full_jitter(self.pauses - 1)
    }
}

/// Anything up to a length that doubles with each pause, so that callers who failed together do not come back together.
pub(super) fn full_jitter(pauses: u32) -> Duration {
    let longest = FIRST_PAUSE.saturating_mul(1 << pauses.min(16)).min(LONGEST_PAUSE);
    longest.mul_f64(rand::rng().random_range(0.0..=1.0))
}
