//! SIGSTOP of a node: it keeps its connections and answers nobody.

use std::sync::Arc;
use std::time::Duration;

use super::super::nodes::Nodes;
use super::load::{Ledger, Load, seed};
use crate::cluster::Place;

const FROZEN: Duration = Duration::from_secs(20);
/// The deadline of each read.
const PATIENCE: Duration = Duration::from_secs(2);
/// What a machine under load may add to it.
const SLACK: Duration = Duration::from_millis(300);

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a cluster of three nodes: tests/opensearch/cluster starts one, IBID_OPENSEARCH_CLUSTER gives it"]
async fn a_frozen_node_holds_up_no_read() {
    let Some(nodes) = Nodes::given() else { return };
    let place = Place::fresh();
    let engine = Arc::new(place.open().await);
    let ledger = Arc::new(Ledger::default());
    seed(&*engine, &ledger).await;
    nodes.green();
    let manager = nodes.manager();
    let primary = nodes.primary(&format!("{}-citations", place.options.prefix));
    let others = (1..=3).filter(|node| *node != manager && *node != primary).take(1);
    for node in [manager, primary].into_iter().chain(others) {
        let load = Load::start(&engine, &[], &ledger, PATIENCE);
        tokio::time::sleep(Duration::from_secs(1)).await;
        nodes.freeze(node);
        tokio::time::sleep(FROZEN).await;
        nodes.thaw(node);
        let report = load.stop().await;
        println!("node {node} frozen (manager {manager}, first copy on {primary})");
        println!("  gets: {}\n  searches: {}", report.gets, report.searches);
        for reads in [&report.gets, &report.searches] {
            assert!(reads.wait <= PATIENCE + SLACK, "{reads}");
            assert!(reads.errors.is_empty(), "another copy can answer: {reads}");
        }
        nodes.green();
    }
    ledger.verify(&*engine).await;
    place.clear().await;
}
