//! All nodes, and which of them is given the next attempt.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{Notify, SemaphorePermit};
use tokio::time::timeout;

use super::node::{Node, Standing};
use super::options::Options;
use crate::engine::EngineError;

/// The nodes, with the connections to them.
pub(super) struct Fleet {
    pub(super) nodes: Vec<Node>,
    pub(super) http: reqwest::Client,
    /// See [`Options::first_attempt`].
    pub(super) first_attempt: Duration,
    pub(super) ping_every: Duration,
    pub(super) ping_patience: Duration,
    /// Asks the watcher to ask the nodes now.
    pub(super) look: Notify,
    turn: AtomicUsize,
}

impl Fleet {
    pub(super) fn new(options: &Options) -> Result<Self, EngineError> {
        let bases = options.bases()?;
        let http = options.http(&bases)?;
        let node = |base| Node::new(base, options.connections_per_node);
        Ok(Self {
            nodes: bases.into_iter().map(node).collect(),
            http,
            first_attempt: options.first_attempt,
            ping_every: options.ping_every,
            ping_patience: options.ping_patience,
            look: Notify::new(),
            turn: AtomicUsize::new(rand::random_range(0..1024)),
        })
    }

    /// The next node for a call that was tried on some already, with a place there. Waits while all nodes that could be chosen
    /// have as many calls as they may.
    pub(super) async fn admit(&self, tried: &[usize]) -> (usize, SemaphorePermit<'_>) {
        loop {
            let order = self.order(tried);
            let usable = order.iter().take_while(|(standing, ..)| *standing == order[0].0);
            for (.., index) in usable {
                if let Ok(place) = self.nodes[*index].places.try_acquire() {
                    self.nodes[*index].chosen();
                    return (*index, place);
                }
            }
            let (standing, _, index) = order[0];
            let node = &self.nodes[index];
            // things may look otherwise when a place is free at last
            if let Ok(Ok(place)) = timeout(self.first_attempt, node.places.acquire()).await
                && node.standing() <= standing
            {
                node.chosen();
                return (index, place);
            }
        }
    }

    /// Some node that was not tried is worth a try at once.
    pub(super) fn has_more(&self, tried: &[usize]) -> bool {
        let mut nodes = self.nodes.iter().enumerate();
        nodes.any(|(index, node)| !tried.contains(&index) && node.standing() == Standing::Usable)
    }

    /// Nodes from the best choice on: as they stand, then those that were not tried, then in turn.
    fn order(&self, tried: &[usize]) -> Vec<(Standing, bool, usize)> {
        let count = self.nodes.len();
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let mut order: Vec<_> = (0..count)
            .map(|step| turn.wrapping_add(step) % count)
            .map(|index| (self.nodes[index].standing(), tried.contains(&index), index))
            .collect();
        order.sort_by_key(|(standing, tried, _)| (*standing, *tried));
        order
    }

    pub(super) fn responsive(&self) -> Vec<String> {
        self.nodes.iter().filter_map(Node::responsive).collect()
    }

    pub(super) fn suspects(&self) -> bool {
        self.nodes.iter().any(Node::silent)
    }

    /// What a search asks for so that the cluster reads from nodes that answer; `None` while all do.
    pub(super) fn preference(&self) -> Option<String> {
        if !self.suspects() {
            return None;
        }
        let ids = self.responsive();
        (!ids.is_empty()).then(|| format!("preference=_prefer_nodes:{}", ids.join(",")))
    }
}
