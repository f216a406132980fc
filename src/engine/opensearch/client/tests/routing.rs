//! Which node is given a call.

use std::time::{Duration, Instant};

use futures::future::join_all;

use super::super::{Call, Client, Options};
use super::fake::{Fake, Say, ok, refusing};
use super::{client, long, options, until};
use crate::engine::EngineError;

#[tokio::test]
async fn nodes_take_turns() {
    let (a, b, c) = (
        Fake::start("a", |_, _| ok()).await,
        Fake::start("b", |_, _| ok()).await,
        Fake::start("c", |_, _| ok()).await,
    );
    let client = client(&[&a, &b, &c]);
    for _ in 0..9 {
        client.send(Call::get("/x"), long()).await.expect("an answer");
    }
    assert_eq!([&a, &b, &c].map(|node| node.calls().len()), [3, 3, 3]);
    until("every node told its id", || client.responsive() == ["a", "b", "c"]).await;
    assert!(!client.suspects());
}

#[tokio::test]
async fn a_node_that_refuses_costs_nobody_an_answer() {
    let live = Fake::start("live", |_, _| ok()).await;
    let mut options = options(&[&live]);
    options.urls.push(refusing().await);
    options.urls.push(refusing().await);
    let client = Client::new(options).expect("options that hold");
    for _ in 0..20 {
        // nothing was sent to who refused, so what may not be repeated goes on to the next as well
        for call in [Call::get("/x"), Call::post("/x", "{}")] {
            client.send(call, long()).await.expect("an answer");
        }
    }
    assert_eq!(live.calls().len(), 40);
    until("the others are suspected", || client.suspects()).await;
}

#[tokio::test]
async fn nobody_there_is_unavailable_with_the_cause() {
    let client = Client::new(Options::new([refusing().await, refusing().await])).expect("options that hold");
    for call in [Call::get("/x"), Call::post("/x", "{}")] {
        match client.send(call, super::within(300)).await {
            Err(EngineError::Unavailable(cause)) => {
                assert!(cause.contains("127.0.0.1") && cause.contains("refused"), "{cause}");
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_frozen_node_costs_one_share_and_is_left_alone_after() {
    let nodes = [
        Fake::start("a", |_, _| ok()).await,
        Fake::start("b", |_, _| ok()).await,
        Fake::start("c", |_, _| ok()).await,
    ];
    // the patience that ships: an answer must come well within two seconds
    let client =
        Client::new(Options::new(nodes.iter().map(|node| node.url.clone()))).expect("options that hold");
    nodes[1].freeze(true);
    let begun = Instant::now();
    let calls = (0..6).map(|_| client.send(Call::get("/x"), long()));
    for answer in join_all(calls).await {
        answer.expect("an answer");
    }
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());

    until("the frozen node is suspected", || client.suspects()).await;
    let before = nodes[1].calls().len();
    for _ in 0..12 {
        let call = Call::get("/x/_search?size=1").prefer_responsive();
        client.send(call, long()).await.expect("an answer");
        client.send(Call::get("/y").prefer_responsive(), long()).await.expect("an answer");
    }
    assert_eq!(nodes[1].calls().len(), before, "a node that does not answer is given no call");
    let heads: Vec<String> = nodes[0].calls().into_iter().map(|asked| asked.head).collect();
    for expected in [
        "GET /x/_search?size=1&preference=_prefer_nodes:a,c HTTP",
        "GET /y?preference=_prefer_nodes:a,c HTTP",
    ] {
        assert!(heads.iter().any(|head| head.starts_with(expected)), "{heads:#?}");
    }

    nodes[1].freeze(false);
    until("it is trusted again", || !client.suspects()).await;
    for _ in 0..3 {
        client.send(Call::get("/z").prefer_responsive(), long()).await.expect("an answer");
    }
    let last = nodes[1].calls().pop().expect("a call");
    assert!(last.head.starts_with("GET /z HTTP"), "{}", last.head);
}

#[tokio::test]
async fn a_node_that_answers_pings_and_fails_calls_rests() {
    let broken = Fake::start("broken", |_, _| Say::Answer(503, "{}".into())).await;
    let live = Fake::start("live", |_, _| ok()).await;
    let client = client(&[&broken, &live]);
    let begun = Instant::now();
    for _ in 0..200 {
        client.send(Call::get("/x"), long()).await.expect("an answer");
    }
    // one trial for each rest of 50 ms at least, and the first call
    let most = 2 + begun.elapsed().as_millis() / 50;
    let asked = broken.calls().len();
    assert!((1..=most).contains(&(asked as u128)), "{asked} calls, {most} at most");
    assert_eq!(live.calls().len(), 200);
}

#[tokio::test]
async fn a_node_is_given_no_more_calls_than_it_may_have() {
    let node = Fake::slow("a", Duration::from_millis(10), |_, _| ok()).await;
    let mut options = options(&[&node]);
    options.connections_per_node = 2;
    options.first_attempt = super::LONG;
    // a ping is no call, but the node counts it
    options.ping_every = super::LONG;
    let client = Client::new(options).expect("options that hold");
    client.send(Call::get("/x"), long()).await.expect("an answer");
    until("the ping is over", || node.pings() == 1).await;
    for answer in join_all((0..12).map(|_| client.send(Call::get("/x"), long()))).await {
        answer.expect("an answer");
    }
    assert_eq!(node.most(), 2, "calls at a time");
    assert_eq!(node.calls().len(), 13);
}

#[tokio::test]
async fn a_node_with_no_place_left_is_passed_over() {
    let full = Fake::start("full", |_, _| Say::Never).await;
    let live = Fake::start("live", |_, _| ok()).await;
    let mut options = options(&[&full, &live]);
    options.connections_per_node = 1;
    let client = Client::new(options).expect("options that hold");
    // of calls that are sent once one soon meets the node that never answers, and stays
    let stuck = client.clone();
    let stuck =
        tokio::spawn(async move { while stuck.send(Call::post("/x", "{}"), long()).await.is_ok() {} });
    until("a call is stuck", || full.calls().len() == 1).await;
    for _ in 0..8 {
        client.send(Call::get("/x"), long()).await.expect("an answer");
    }
    assert_eq!((full.calls().len(), full.left()), (1, 0));
    stuck.abort();
    until("the place is given back", || full.left() == 1).await;
    until("and taken", || {
        let client = client.clone();
        tokio::spawn(async move { client.send(Call::get("/x"), long()).await });
        full.calls().len() > 1
    })
    .await;
}
