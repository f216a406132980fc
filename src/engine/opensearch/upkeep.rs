//! What a process does beside its calls: it follows the log of the others, ends what one of them left half done, and lets search show
//! what was written, as long as anybody searches.

use std::sync::atomic::Ordering;
use std::sync::{PoisonError, Weak};
use std::time::{Duration, Instant};

use tokio::time::timeout;

use super::Cluster;
use super::client::{Answer, Call};
use super::log::Head;
use crate::engine::{Deadline, EngineError};

/// How often the log is looked at.
const EVERY: Duration = Duration::from_millis(500);
/// How long a look may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long after a search others are expected: until then search is kept up with what is written.
const SEARCHED: Duration = Duration::from_secs(10);
/// How long the first search after others waits to be shown what was written meanwhile.
const SHOWING: Duration = Duration::from_millis(500);
/// Looks in a row that find one batch not done before it is done again.
const LOOKS: u32 = 6;

/// Follows the log until the library is gone.
pub(super) async fn keep_up(cluster: Weak<Cluster>) {
    let (mut stuck, mut looks) = (0, 0);
    loop {
        tokio::time::sleep(EVERY).await;
        let Some(cluster) = cluster.upgrade() else { return };
        // a writer of this process follows by itself
        if let Ok(mut head) = cluster.turn.try_lock() {
            let outcome = match cluster.log.newest(*head, Deadline::after(PATIENCE)).await {
                Ok(Some((newest, done))) => {
                    looks = if !done && stuck == newest.slot { looks + 1 } else { 0 };
                    stuck = newest.slot;
                    step(&cluster, &mut head, newest, done, looks >= LOOKS).await
                }
                Ok(None) => Ok(()),
                Err(error) => Err(error),
            };
            if let Err(error) = outcome {
                tracing::debug!(%error, "the log of changes cannot be followed now");
            }
        }
        if cluster.is_searched()
            && let Err(error) = cluster.show(Deadline::after(PATIENCE)).await
        {
            tracing::debug!(%error, "search cannot be shown what was written now");
        }
    }
}

async fn step(
    cluster: &Cluster,
    head: &mut Head,
    newest: Head,
    done: bool,
    give_up: bool,
) -> Result<(), EngineError> {
    if done {
        *head = newest;
        cluster.follow(newest);
        return Ok(());
    }
    if give_up {
        *head = cluster.log.settle(*head, Deadline::after(PATIENCE * 4)).await?;
        cluster.follow(*head);
    }
    Ok(())
}

impl Cluster {
    fn is_searched(&self) -> bool {
        let searched = *self.searched.lock().unwrap_or_else(PoisonError::into_inner);
        searched.is_some_and(|last| last.elapsed() < SEARCHED)
    }

    /// To be called before a search: from now on search is kept up with what is written, in the background. Nobody does so while nobody
    /// searches, since it is a good part of the work of an import; then the first search waits for it, for a while.
    pub async fn search_begins(&self, deadline: Deadline) {
        let is_kept_up = self.is_searched();
        *self.searched.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        if is_kept_up {
            return;
        }
        if timeout(SHOWING, self.show(deadline)).await.is_err() {
            // what did not come in time is shown to the next; an error is told by the loop above, and the search tries on its own
            self.unseen.store(true, Ordering::Release);
        }
    }

    /// Looks how far the log has come. What is not done counts as not there.
    pub async fn look(&self, deadline: Deadline) -> Result<(), EngineError> {
        // while somebody of this process writes, he knows
        let Ok(mut head) = self.turn.try_lock() else { return Ok(()) };
        if let Some((newest, true)) = self.log.newest(*head, deadline).await? {
            *head = newest;
            self.follow(newest);
        }
        Ok(())
    }

    /// Lets search show everything that is known to be written.
    pub async fn show(&self, deadline: Deadline) -> Result<(), EngineError> {
        let applied = self.applied.load(Ordering::Acquire);
        if !self.unseen.swap(false, Ordering::AcqRel) && applied <= self.visible.load(Ordering::Acquire) {
            return Ok(());
        }
        let names = &self.log.names;
        let path = format!("/{},{}/_refresh", names.citations, names.findings);
        let call = Call::post(path, "").broadcast().patience(PATIENCE);
        let outcome = self.log.client.send(call, deadline).await.and_then(Answer::accepted);
        if let Err(error) = outcome {
            self.unseen.store(true, Ordering::Release);
            return Err(error);
        }
        self.visible.fetch_max(applied, Ordering::AcqRel);
        self.moments.renew();
        Ok(())
    }

    /// See `Engine::wait_visible`.
    pub async fn wait_visible(&self, number: u64, deadline: Deadline) -> Result<(), EngineError> {
        loop {
            if self.visible.load(Ordering::Acquire) >= number {
                return Ok(());
            }
            if self.applied.load(Ordering::Acquire) < number {
                self.look(deadline).await?;
            }
            self.show(deadline).await?;
            if self.visible.load(Ordering::Acquire) < number {
                deadline.check()?;
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
}
