//! The client against nodes of our own making, which answer, stall, break and lie as they are told.

mod bulk;
mod fake;
mod patience;
mod routing;
mod tls;
mod verdicts;

use std::time::Duration;

use self::fake::Fake;
use super::{Client, Options};
use crate::engine::Deadline;

/// Long enough for anything that succeeds, on any machine.
const LONG: Duration = Duration::from_secs(30);

/// A client of these nodes that is quick to find out about them.
fn options(nodes: &[&Fake]) -> Options {
    let mut options = Options::new(nodes.iter().map(|node| node.url.clone()));
    options.first_attempt = Duration::from_secs(1);
    options.ping_every = Duration::from_millis(50);
    options
}

fn client(nodes: &[&Fake]) -> Client {
    Client::new(options(nodes)).expect("options that hold")
}

fn within(millis: u64) -> Deadline {
    Deadline::after(Duration::from_millis(millis))
}

fn long() -> Deadline {
    Deadline::after(LONG)
}

/// Waits until something holds; fails when it never does.
async fn until(what: &str, holds: impl Fn() -> bool) {
    let patient = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(LONG, patient).await.unwrap_or_else(|_| panic!("never: {what}"));
}
