//! What a process does beside its calls: it follows the log of the others, and ends what one of them left half done.

use std::sync::Weak;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::Cluster;
use super::client::{Answer, Call};
use super::log::Head;
use crate::engine::{Deadline, EngineError};

/// How often the log is looked at.
const EVERY: Duration = Duration::from_millis(500);
/// How long a look may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// Looks in a row that find one batch not done before it is done again.
const LOOKS: u32 = 6;

/// Follows the log until the library is gone.
pub(super) async fn keep_up(cluster: Weak<Cluster>) {
    let (mut stuck, mut looks) = (0, 0);
    loop {
        tokio::time::sleep(EVERY).await;
        let Some(cluster) = cluster.upgrade() else { return };
        // a writer of this process follows by itself
        let Ok(mut head) = cluster.turn.try_lock() else { continue };
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
