//! How a cluster is spoken to: several nodes, and an answer within the caller's deadline as long as one of them has it.
//!
//! `options` says where and as whom; `call` is what goes out and what comes back. `course` leads one call through its attempts,
//! `attempt` makes one, `verdict` and `shards` judge what came back, `failure` names what went wrong. `fleet` chooses the node by
//! what each `node` is known of, which calls and the `watcher` find out. `bulk` sends operations and reads them item by item.

mod attempt;
mod bulk;
mod call;
mod course;
mod failure;
mod fleet;
mod node;
mod options;
mod shards;
#[cfg(test)]
mod tests;
mod verdict;
mod watcher;

pub use bulk::BulkItem;
pub use call::{Answer, Call};
pub use options::{Auth, Options};
pub use reqwest::Method;

use std::sync::{Arc, Mutex, PoisonError};

use tokio::task::AbortHandle;
use tokio::time::timeout_at;

use self::course::Course;
use self::fleet::Fleet;
use crate::engine::{Deadline, EngineError};

/// Speaks to the nodes of one cluster. Clones share connections and what is known of the nodes.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    fleet: Arc<Fleet>,
    watcher: Mutex<Option<AbortHandle>>,
}

impl Client {
    /// A client that knows its nodes and has called none. Errors: `Settings` for an address, credential or authority that cannot
    /// be one.
    pub fn new(options: Options) -> Result<Self, EngineError> {
        let fleet = Arc::new(Fleet::new(&options)?);
        Ok(Self { inner: Arc::new(Inner { fleet, watcher: Mutex::new(None) }) })
    }

    /// Sends a call until a node answers it: any 2xx, 400, 404 or 409 is an answer, and the caller judges it. A repeatable call
    /// is tried on one node after the other until the deadline; any other is sent once, and again only where no connection
    /// could be made.
    ///
    /// Errors: `DeadlineExceeded` when the nodes were only slow, `Unavailable` with the last cause when they failed or when it is
    /// not known whether a call that may not be repeated was done, `Full` when the cluster writes no more for want of disk,
    /// `Refused`, `Untrusted` and `Settings` for what an operator must mend, at once.
    pub async fn send(&self, call: Call, deadline: Deadline) -> Result<Answer, EngineError> {
        deadline.check()?;
        self.watch();
        let mut course = Course::new(&self.inner.fleet, &call, deadline);
        match timeout_at(deadline.instant().into(), course.run()).await {
            Ok(result) => result,
            Err(_) => Err(course.overdue()),
        }
    }

    /// Ids of the nodes that answered last, as the cluster names them. Empty until the first call.
    pub fn responsive(&self) -> Vec<String> {
        self.inner.fleet.responsive()
    }

    /// Some node does not answer: see [`Call::prefer_responsive`].
    pub fn suspects(&self) -> bool {
        self.inner.fleet.suspects()
    }

    /// Watches the nodes from the first call on. A runtime that ended took its watcher along; another is started then.
    fn watch(&self) {
        let mut watcher = self.inner.watcher.lock().unwrap_or_else(PoisonError::into_inner);
        if watcher.as_ref().is_none_or(AbortHandle::is_finished) {
            *watcher = Some(tokio::spawn(watcher::watch(self.inner.fleet.clone())).abort_handle());
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        let watcher = self.watcher.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(watcher) = watcher.take() {
            watcher.abort();
        }
    }
}
