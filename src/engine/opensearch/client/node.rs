//! One node: what is known of it, from the calls it was given and from the watcher.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rand::Rng;
use tokio::sync::{Semaphore, watch};

/// The first rest of a node that failed; each failure more doubles it.
const FIRST_REST: Duration = Duration::from_millis(100);
const LONGEST_REST: Duration = Duration::from_secs(4);
/// After its rest one call is let through as a trial; the next follows when nothing was heard of that one for so long.
const TRIAL: Duration = Duration::from_secs(1);
/// A call under way is taken from a node that missed so many pings in a row: one miss may be a collection of garbage.
const LOST_AFTER: u32 = 2;

/// A node of the cluster.
pub(super) struct Node {
    /// Its address, without a slash at the end.
    pub(super) base: String,
    /// Calls that it may be given more.
    pub(super) places: Semaphore,
    known: Mutex<Known>,
    /// Pings missed in a row.
    missed: watch::Sender<u32>,
}

#[derive(Default)]
struct Known {
    /// Calls that failed in a row.
    failures: u32,
    /// When a node that failed may be tried again.
    trial_at: Option<Instant>,
    /// It was slow, and the watcher has not asked it since.
    doubted: bool,
    /// What the last ping brought; `None` before the first.
    answers: Option<bool>,
    /// Its id in the cluster, once it told.
    id: Option<String>,
}

/// How good a choice a node is, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    Usable,
    /// It was slow just now.
    Doubted,
    /// It failed and rests.
    Resting,
    /// It does not answer the watcher.
    Silent,
}

impl Node {
    pub(super) fn new(base: String, places: usize) -> Self {
        Self {
            base,
            places: Semaphore::new(places.clamp(1, Semaphore::MAX_PERMITS)),
            known: Mutex::default(),
            missed: watch::Sender::new(0),
        }
    }

    pub(super) fn standing(&self) -> Standing {
        let known = self.known();
        match &*known {
            Known { answers: Some(false), .. } => Standing::Silent,
            Known { doubted: true, .. } => Standing::Doubted,
            Known { trial_at: Some(at), .. } if *at > Instant::now() => Standing::Resting,
            _ => Standing::Usable,
        }
    }

    /// The node was chosen. After a rest that makes this call the trial, and others keep away until it is known how it went.
    pub(super) fn chosen(&self) {
        let mut known = self.known();
        if known.trial_at.is_some() {
            known.trial_at = Some(Instant::now() + TRIAL);
        }
    }

    /// It answered a call as a node should.
    pub(super) fn succeeded(&self) {
        let mut known = self.known();
        let was_down = known.is_down();
        known.failures = 0;
        known.trial_at = None;
        known.doubted = false;
        self.note(&known, was_down, "");
    }

    /// It could not be reached, broke off, or answered that it cannot.
    pub(super) fn failed(&self, cause: &str) {
        let mut known = self.known();
        let was_down = known.is_down();
        known.trial_at = Some(Instant::now() + rest(known.failures));
        known.failures = known.failures.saturating_add(1);
        self.note(&known, was_down, cause);
    }

    /// It was slow, which says little: the call may be a heavy one. It is left alone until the watcher has asked it.
    pub(super) fn doubt(&self) {
        self.known().doubted = true;
    }

    /// It answered a ping, perhaps with its id. A node that comes back is as good as new; one that answers pings and fails calls
    /// goes on resting.
    pub(super) fn answered(&self, id: Option<String>) {
        let mut known = self.known();
        let was_down = known.is_down();
        if known.answers == Some(false) {
            known.failures = 0;
            known.trial_at = None;
        }
        known.answers = Some(true);
        known.doubted = false;
        known.id = id.or(known.id.take());
        self.missed.send_if_modified(|missed| std::mem::take(missed) > 0);
        self.note(&known, was_down, "");
    }

    /// It did not.
    pub(super) fn missed(&self, cause: &str) {
        let mut known = self.known();
        let was_down = known.is_down();
        known.answers = Some(false);
        known.doubted = false;
        self.missed.send_modify(|missed| *missed = missed.saturating_add(1));
        self.note(&known, was_down, cause);
    }

    /// Ends when the node misses pings from now on.
    pub(super) async fn lost(&self) {
        let mut missed = self.missed.subscribe();
        let before = *missed.borrow_and_update();
        let enough = LOST_AFTER.max(before.saturating_add(1));
        if missed.wait_for(|missed| *missed >= enough).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Its id, if it answered the last ping and has told one.
    pub(super) fn responsive(&self) -> Option<String> {
        let known = self.known();
        known.id.clone().filter(|_| known.answers == Some(true))
    }

    pub(super) fn silent(&self) -> bool {
        self.known().answers == Some(false)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, known: &Known, was_down: bool, cause: &str) {
        match (was_down, known.is_down()) {
            (false, true) => tracing::warn!(node = self.base, cause, "a node of the cluster failed"),
            (true, false) => tracing::info!(node = self.base, "a node of the cluster is back"),
            _ => {}
        }
    }
}

impl Known {
    fn is_down(&self) -> bool {
        self.failures > 0 || self.answers == Some(false)
    }
}

/// Between half and all of what doubles with each failure, so that clients do not come back all at once.
fn rest(failures: u32) -> Duration {
    let longest = FIRST_REST.saturating_mul(1 << failures.min(16)).min(LONGEST_REST);
    longest.mul_f64(rand::rng().random_range(0.5..=1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_stands_as_it_did_last() {
        type Step = fn(&Node);
        let fail: Step = |node| node.failed("refused");
        let miss: Step = |node| node.missed("no answer");
        let answer: Step = |node| node.answered(Some("id".into()));
        let succeed: Step = Node::succeeded;
        let doubt: Step = Node::doubt;
        for (steps, expected) in [
            (&[][..], Standing::Usable),
            (&[fail], Standing::Resting),
            (&[fail, succeed], Standing::Usable),
            (&[doubt], Standing::Doubted),
            (&[doubt, answer], Standing::Usable),
            (&[doubt, miss], Standing::Silent),
            (&[miss, answer], Standing::Usable),
            // it was gone and came back: a new life
            (&[fail, miss, answer], Standing::Usable),
            // it answers pings and fails calls
            (&[answer, fail, answer], Standing::Resting),
            (&[miss, succeed], Standing::Silent),
        ] {
            let node = Node::new("http://a".into(), 1);
            for step in steps {
                step(&node);
            }
            assert_eq!(node.standing(), expected, "after {} steps", steps.len());
        }
    }

    #[test]
    fn one_trial_follows_a_rest() {
        let node = Node::new("http://a".into(), 1);
        node.failed("refused");
        node.known().trial_at = Some(Instant::now());
        assert_eq!(node.standing(), Standing::Usable);
        node.chosen();
        assert_eq!(node.standing(), Standing::Resting, "a second call is not let through");
        node.succeeded();
        assert_eq!(node.standing(), Standing::Usable);
        node.chosen();
        assert_eq!(node.standing(), Standing::Usable, "no trial without a failure");
    }

    #[test]
    fn rests_grow_to_a_limit() {
        for (failures, longest) in [(0, 100), (1, 200), (3, 800), (6, 4000), (u32::MAX, 4000)] {
            let longest = Duration::from_millis(longest);
            for _ in 0..20 {
                let rest = rest(failures);
                assert!(rest >= longest / 2 && rest <= longest, "{failures}: {rest:?}");
            }
        }
    }

    #[test]
    fn an_id_is_given_while_the_node_answers() {
        let node = Node::new("http://a".into(), 1);
        assert_eq!(node.responsive(), None);
        node.answered(Some("id".into()));
        assert_eq!(node.responsive().as_deref(), Some("id"));
        node.answered(None);
        assert_eq!(node.responsive().as_deref(), Some("id"));
        node.missed("no answer");
        assert_eq!((node.responsive(), node.silent()), (None, true));
    }
}
