//! kill -9 of a node under a load of reads and writes.

use std::sync::Arc;
use std::time::Duration;

use super::super::nodes::Nodes;
use super::load::{Ledger, Load, seed};
use crate::cluster::Place;

/// Kills, where `IBID_KILL_ROUNDS` gives no other number.
const ROUNDS: usize = 1;
const BEFORE: Duration = Duration::from_secs(2);
/// How long a node is gone: long enough for all to notice and go on.
const AFTER: Duration = Duration::from_secs(13);
/// No call of the load takes longer.
const PATIENCE: Duration = Duration::from_secs(5);
/// Reads answer again so soon.
const LONGEST_GAP: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a cluster of three nodes: tests/opensearch/cluster starts one, IBID_OPENSEARCH_CLUSTER gives it"]
async fn a_killed_node_loses_nothing_and_doubles_nothing() {
    let Some(nodes) = Nodes::given() else { return };
    let rounds = std::env::var("IBID_KILL_ROUNDS").map_or(ROUNDS, |rounds| rounds.parse().expect("a number"));
    let place = Place::fresh();
    let engines = [Arc::new(place.open().await), Arc::new(place.open().await)];
    let ledger = Arc::new(Ledger::default());
    seed(&*engines[0], &ledger).await;
    nodes.green();
    for round in 0..rounds {
        let (manager, primary) =
            (nodes.manager(), nodes.primary(&format!("{}-citations", place.options.prefix)));
        let victim = [manager, primary, 1 + round % 3][round % 3];
        // with counters of their own, as a new process has
        let load = Load::start(&engines[0], &engines, &ledger, PATIENCE);
        tokio::time::sleep(BEFORE).await;
        nodes.kill(victim);
        tokio::time::sleep(AFTER).await;
        let report = load.stop().await;
        println!("round {round}: node {victim} killed (manager {manager}, first copy on {primary})");
        println!("  gets: {}\n  searches: {}", report.gets, report.searches);
        for writes in &report.writes {
            println!("  writes: {writes}");
        }
        nodes.restart(victim);
        nodes.green();
        assert!(report.gets.gap <= LONGEST_GAP && report.searches.gap <= LONGEST_GAP);
        ledger.verify(&*engines[round % 2]).await;
    }
    place.clear().await;
}
