//! The nodes of the cluster under test, which a test ends, starts and freezes by `tests/opensearch/cluster`.

use std::process::{Command, Output};
use std::time::{Duration, Instant};

/// Longer than a cluster takes that lost a node and has it again.
const PATIENCE: Duration = Duration::from_secs(180);

/// Three nodes, counted from 1. Dropped, all of them are up again and every copy is where it should be.
pub struct Nodes {
    script: String,
    state: String,
}

impl Nodes {
    /// The nodes that `IBID_OPENSEARCH_CLUSTER` gives (`SCRIPT:STATE_DIR`), which is left out where there is only one.
    pub fn given() -> Option<Self> {
        let Ok(given) = std::env::var("IBID_OPENSEARCH_CLUSTER") else {
            println!("skipped: IBID_OPENSEARCH_CLUSTER gives no nodes that may be ended");
            return None;
        };
        let (script, state) = given.split_once(':').expect("IBID_OPENSEARCH_CLUSTER is SCRIPT:STATE_DIR");
        let nodes = Self { script: script.into(), state: state.into() };
        nodes.green();
        Some(nodes)
    }

    /// SIGKILL.
    pub fn kill(&self, node: usize) {
        self.must("kill", node);
    }

    /// Starts a node that is down, and waits until it has joined.
    pub fn restart(&self, node: usize) {
        self.must("restart", node);
    }

    /// SIGSTOP.
    pub fn freeze(&self, node: usize) {
        self.must("freeze", node);
    }

    /// The end of that.
    pub fn thaw(&self, node: usize) {
        self.must("thaw", node);
    }

    /// The node that manages the cluster.
    pub fn manager(&self) -> usize {
        let name = self.ask(1, "/_cat/cluster_manager?h=node").expect("a manager");
        number(&name)
    }

    /// The node that holds the first copy of the only shard of an alias.
    pub fn primary(&self, alias: &str) -> usize {
        let path = format!("/_cat/shards/{alias}?h=prirep,node");
        let shards = self.ask(1, &path).expect("shards");
        number(shards.lines().find_map(|line| line.strip_prefix("p ")).expect("a primary"))
    }

    /// Waits until three nodes are there and every copy is on one of them.
    pub fn green(&self) {
        let until = Instant::now() + PATIENCE;
        let path = "/_cluster/health?wait_for_status=green&wait_for_nodes=3&timeout=5s";
        while (1..=3).all(|node| self.ask(node, path).is_none()) {
            assert!(Instant::now() < until, "the cluster is not green within {PATIENCE:?}");
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    fn ask(&self, node: usize, path: &str) -> Option<String> {
        let url = std::fs::read_to_string(format!("{}/node-{node}.url", self.state)).ok()?;
        let curl = ["--silent", "--fail", "--noproxy", "*", "--max-time", "8"];
        let Output { status, stdout, .. } =
            Command::new("curl").args(curl).arg(format!("{}{path}", url.trim())).output().ok()?;
        status.success().then(|| String::from_utf8_lossy(&stdout).trim().to_owned())
    }

    fn must(&self, command: &str, node: usize) {
        let Output { status, stderr, .. } = self.run(command, node);
        assert!(status.success(), "{command} {node}: {}", String::from_utf8_lossy(&stderr));
    }

    fn run(&self, command: &str, node: usize) -> Output {
        Command::new(&self.script).args([command, &self.state, &node.to_string()]).output().expect("a script")
    }
}

impl Drop for Nodes {
    fn drop(&mut self) {
        // a node that is as it should be refuses, which is well
        for node in 1..=3 {
            self.run("thaw", node);
            self.run("restart", node);
        }
        if std::thread::panicking() {
            println!("the test failed; its nodes were put up again");
            return;
        }
        self.green();
    }
}

fn number(name: &str) -> usize {
    name.trim().strip_prefix("node-").and_then(|number| number.parse().ok()).expect("node-N")
}
