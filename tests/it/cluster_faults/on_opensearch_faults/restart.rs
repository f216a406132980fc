//! All nodes restarted, one after the other.

use std::sync::Arc;
use std::time::Duration;

use super::super::nodes::Nodes;
use super::load::{Ledger, Load, seed};
use crate::cluster::Place;

/// No read takes longer, with all that the engine tries within.
const PATIENCE: Duration = Duration::from_secs(30);

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a cluster of three nodes: tests/opensearch/cluster starts one, IBID_OPENSEARCH_CLUSTER gives it"]
async fn no_read_fails_while_nodes_are_restarted() {
    let Some(nodes) = Nodes::given() else { return };
    let place = Place::fresh();
    let engine = Arc::new(place.open().await);
    let ledger = Arc::new(Ledger::default());
    seed(&*engine, &ledger).await;
    nodes.green();
    for node in 1..=3 {
        let load = Load::start(&engine, std::slice::from_ref(&engine), &ledger, PATIENCE);
        tokio::time::sleep(Duration::from_secs(1)).await;
        nodes.kill(node);
        nodes.restart(node);
        nodes.green();
        let report = load.stop().await;
        println!("node {node} restarted\n  gets: {}\n  searches: {}", report.gets, report.searches);
        println!("  writes: {}", report.writes[0]);
        assert!(report.gets.errors.is_empty(), "{}", report.gets);
        assert!(report.searches.errors.is_empty(), "{}", report.searches);
    }
    ledger.verify(&*engine).await;
    place.clear().await;
}
