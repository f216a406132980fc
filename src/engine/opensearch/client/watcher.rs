//! Asks every node again and again whether it is there, so that calls find out without waiting.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use serde::Deserialize;
use serde::de::IgnoredAny;
use tokio::time::{Instant, sleep_until, timeout};

use super::failure::root;
use super::fleet::Fleet;
use super::node::Node;

/// What the node alone can answer, no other has to be asked.
const PING: &str = "/_nodes/_local?filter_path=nodes.*.name";
/// However often calls ask for a look, nodes are asked no more often.
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);

/// Watches until it is aborted.
pub(super) async fn watch(fleet: Arc<Fleet>) {
    loop {
        let begun = Instant::now();
        join_all(fleet.nodes.iter().map(|node| ping(&fleet, node))).await;
        sleep_until(begun + SHORTEST_PAUSE.min(fleet.ping_every)).await;
        tokio::select! {
            () = sleep_until(begun + fleet.ping_every) => {}
            () = fleet.look.notified() => {}
        }
    }
}

async fn ping(fleet: &Fleet, node: &Node) {
    match timeout(fleet.ping_patience, ask(fleet, node)).await {
        Ok(Ok(id)) => node.answered(id),
        Ok(Err(cause)) => node.missed(&cause),
        Err(_) => node.missed("no answer to a ping"),
    }
}

/// The node's id. A node that does not tell it, to these credentials, is there all the same.
async fn ask(fleet: &Fleet, node: &Node) -> Result<Option<String>, String> {
    #[derive(Deserialize)]
    struct Local {
        nodes: HashMap<String, IgnoredAny>,
    }
    let address = format!("{}{PING}", node.base);
    let response = fleet.http.get(address).send().await.map_err(|error| root(&error))?;
    let status = response.status();
    if status.is_server_error() {
        return Err(format!("answers a ping with {}", status.as_u16()));
    }
    let body = response.bytes().await.map_err(|error| root(&error))?;
    let local = serde_json::from_slice::<Local>(&body).ok();
    Ok(local.and_then(|local| local.nodes.into_keys().next()))
}
