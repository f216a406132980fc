//! How long a caller waits, and what ends it.

use std::time::{Duration, Instant};

use super::super::{Call, Client};
use super::fake::{Fake, Say, ok};
use super::{LONG, client, long, options, until, within};
use crate::engine::EngineError;

#[tokio::test]
async fn a_slow_cluster_is_a_deadline_and_a_silent_one_is_unavailable() {
    let node = Fake::start("a", |_, _| Say::Never).await;
    let mut options = options(&[&node]);
    options.ping_patience = LONG;
    let slow = Client::new(options.clone()).expect("options that hold");
    let error = slow.send(Call::get("/x"), within(50)).await.expect_err("no answer");
    assert!(matches!(error, EngineError::DeadlineExceeded), "{error}");

    node.freeze(true);
    options.ping_patience = Duration::from_millis(20);
    let silent = Client::new(options).expect("options that hold");
    let _ = silent.send(Call::get("/x"), within(1)).await;
    until("nobody answers", || silent.suspects()).await;
    let error = silent.send(Call::get("/x"), within(50)).await.expect_err("no answer");
    assert!(matches!(error, EngineError::Unavailable(_)), "{error}");
}

#[tokio::test]
async fn a_call_that_needs_longer_than_the_first_attempt_is_given_more() {
    let node = Fake::slow("a", Duration::from_millis(300), |_, _| ok()).await;
    let mut options = options(&[&node]);
    options.first_attempt = Duration::from_millis(100);
    let slow = Client::new(options).expect("options that hold");
    slow.send(Call::get("/x"), long()).await.expect("an answer");
    assert!(node.calls().len() > 1, "the first attempt was given up");

    let node = Fake::slow("a", Duration::from_millis(300), |_, _| ok()).await;
    let patient = client(&[&node]);
    patient.send(Call::get("/x").patience(LONG), long()).await.expect("an answer");
    assert_eq!(node.calls().len(), 1);
}

#[tokio::test]
async fn a_long_call_is_taken_from_a_node_that_freezes() {
    let frozen = Fake::start("frozen", |_, _| ok()).await;
    let live = Fake::start("live", |_, _| ok()).await;
    let mut options = options(&[&frozen, &live]);
    options.ping_patience = Duration::from_millis(50);
    let client = Client::new(options).expect("options that hold");
    client.send(Call::get("/x"), long()).await.expect("an answer");
    client.send(Call::get("/x"), long()).await.expect("an answer");
    loop {
        frozen.freeze(false);
        until("both answer", || client.responsive().len() == 2).await;
        frozen.freeze(true);
        let before = frozen.calls().len();
        let begun = Instant::now();
        while frozen.calls().len() == before && !client.suspects() {
            client.send(Call::get("/x").patience(LONG), long()).await.expect("an answer");
        }
        // else the watcher was quicker than the calls: once more
        if frozen.calls().len() > before {
            assert!(begun.elapsed() < LONG / 2, "{:?}", begun.elapsed());
            return;
        }
    }
}

#[tokio::test]
async fn a_call_sent_once_to_a_node_that_freezes_ends_early() {
    let node = Fake::start("a", |_, _| Say::Never).await;
    let mut options = options(&[&node]);
    options.ping_patience = Duration::from_millis(50);
    let client = Client::new(options).expect("options that hold");
    let call = client.send(Call::post("/x", "{}"), long());
    let freezing = async {
        until("the call is there", || !node.calls().is_empty()).await;
        node.freeze(true);
    };
    let (result, ()) = tokio::join!(call, freezing);
    let text = result.expect_err("no answer").to_string();
    assert!(text.contains("stopped answering; whether the call was done is not known"), "{text}");
}

#[tokio::test]
async fn a_caller_who_leaves_takes_the_request_back() {
    let node = Fake::start("a", |_, _| Say::Never).await;
    let client = client(&[&node]);
    let call = client.send(Call::get("/x").patience(LONG), long());
    tokio::select! {
        result = call => panic!("{result:?}"),
        () = until("the call is there", || !node.calls().is_empty()) => {}
    }
    until("the connection is ended", || node.left() == 1).await;
}

#[tokio::test]
async fn a_deadline_that_is_past_sends_nothing() {
    let node = Fake::start("a", |_, _| ok()).await;
    let client = client(&[&node]);
    let error = client.send(Call::get("/x"), within(0)).await.expect_err("no time");
    assert!(matches!(error, EngineError::DeadlineExceeded));
    assert!(node.calls().is_empty());
}

#[tokio::test]
async fn the_watcher_ends_with_the_last_client() {
    let node = Fake::start("a", |_, _| ok()).await;
    let client = client(&[&node]);
    let clone = client.clone();
    assert!(client.responsive().is_empty(), "no call is made before the first");
    client.send(Call::get("/x"), long()).await.expect("an answer");
    drop(client);
    let watcher = clone.inner.watcher.lock().expect("a watcher").clone().expect("a watcher");
    let pings = node.pings();
    until("pings go on", || node.pings() > pings + 1).await;
    assert!(!watcher.is_finished());
    drop(clone);
    until("the watcher ends", || watcher.is_finished()).await;
}

#[test]
fn another_runtime_gets_another_watcher() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let options = |node: &Fake| {
        let mut options = options(&[node]);
        options.ping_every = Duration::from_millis(10);
        options
    };
    let client = runtime().block_on(async {
        let node = Fake::start("a", |_, _| ok()).await;
        let client = Client::new(options(&node)).expect("options that hold");
        client.send(Call::get("/x"), long()).await.expect("an answer");
        client
    });
    runtime().block_on(async {
        let _ = client.send(Call::get("/x"), within(50)).await;
        until("the node that ended with the first is missed", || client.suspects()).await;
    });
}
