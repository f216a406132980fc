//! What each answer of a node comes to.

use std::time::{Duration, Instant};

use super::super::{Auth, Call, Client, Method};
use super::fake::{Fake, Say, ok};
use super::{client, long, options, within};
use crate::engine::EngineError;

fn error(kind: &str, reason: &str) -> String {
    format!(r#"{{"error":{{"root_cause":[],"type":"{kind}","reason":"{reason}"}},"status":1}}"#)
}

/// What one node, which says these one after the other and then the last for ever, makes of a call; and how often it was asked.
async fn outcome(says: Vec<Say>, call: Call, millis: u64) -> (Result<u16, EngineError>, usize) {
    let node =
        Fake::start("a", move |_, number| says.get(number).or(says.last()).cloned().unwrap_or(ok())).await;
    let result = client(&[&node]).send(call, within(millis)).await;
    (result.map(|answer| answer.status), node.calls().len())
}

#[tokio::test]
async fn answers_that_the_caller_judges_are_given_at_once() {
    for status in [200, 201, 400, 404, 409] {
        for call in [Call::get("/x"), Call::post("/x", "{}")] {
            let (result, asked) = outcome(vec![Say::Answer(status, "{}".into())], call, 30_000).await;
            assert_eq!((result.ok(), asked), (Some(status), 1));
        }
    }
}

#[tokio::test]
async fn what_passes_is_tried_again_when_it_is_repeatable() {
    let whole = || Say::Answer(200, r#"{"timed_out":false,"_shards":{"total":2,"failed":0}}"#.into());
    let part = |failed: u32, timed_out: bool| {
        let body = format!(r#"{{"timed_out":{timed_out},"_shards":{{"total":2,"failed":{failed}}}}}"#);
        Say::Answer(200, body)
    };
    for (first, then, call) in [
        (Say::Answer(429, error("rejected_execution_exception", "queue")), ok(), Call::get("/x")),
        (Say::Answer(500, error("node_disconnected_exception", "gone")), ok(), Call::get("/x")),
        (Say::Answer(502, "<html>".into()), ok(), Call::get("/x")),
        (Say::Answer(503, error("master_not_discovered_exception", "")), ok(), Call::get("/x")),
        (Say::Answer(504, String::new()), ok(), Call::get("/x")),
        (Say::Half("{\"a\": 1}".into()), ok(), Call::get("/x")),
        (Say::HangUp, ok(), Call::get("/x")),
        (Say::Noise, ok(), Call::get("/x")),
        (Say::Never, ok(), Call::get("/x")),
        (Say::Never, ok(), Call::post("/x", "{}").repeatable()),
        (part(1, false), whole(), Call::post("/x/_search", "{}").search()),
        (part(0, true), whole(), Call::post("/x/_search", "{}").search()),
        (Say::Answer(200, "{\"hits".into()), whole(), Call::post("/x/_search", "{}").search()),
    ] {
        let shown = format!("{call:?}");
        let (result, asked) = outcome(vec![first, then], call, 30_000).await;
        assert_eq!((result.ok(), asked), (Some(200), 2), "{shown}");
    }
}

#[tokio::test]
async fn what_does_not_pass_is_unavailable_with_its_cause() {
    let failing = r#"{"timed_out":false,"_shards":{"total":2,"failed":1}}"#;
    for (say, call, expected) in [
        (
            Say::Answer(503, error("cluster_block_exception", "no master")),
            Call::get("/x"),
            "503: cluster_block",
        ),
        (
            Say::Answer(429, error("rejected_execution_exception", "queue")),
            Call::get("/x"),
            "rejected_execution",
        ),
        (Say::Answer(200, failing.into()), Call::get("/x/_search").search(), "1 of 2 shards failed"),
        (Say::HangUp, Call::get("/x"), "127.0.0.1"),
    ] {
        let (result, asked) = outcome(vec![say], call, 400).await;
        let text = result.expect_err("a failure").to_string();
        assert!(text.contains("not available") && text.contains(expected), "{text}");
        assert!(asked > 1, "{expected}: asked {asked} times");
    }
}

#[tokio::test]
async fn a_call_that_may_not_be_repeated_is_sent_once() {
    for (say, expected) in [
        (Say::Answer(503, "{}".into()), "answers 503"),
        (Say::Answer(429, "{}".into()), "answers 429"),
        (Say::HangUp, "whether the call was done is not known"),
        (Say::Half("{\"a\": 1}".into()), "whether the call was done is not known"),
    ] {
        let (result, asked) = outcome(vec![say, ok()], Call::post("/x", "{}"), 30_000).await;
        let text = result.expect_err("a failure").to_string();
        assert!(text.contains(expected), "{text}");
        assert_eq!(asked, 1, "{expected}");
    }
}

#[tokio::test]
async fn what_an_operator_must_mend_is_said_at_once() {
    let flood = "index [x] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];";
    let old_flood = "blocked by: [FORBIDDEN/12/index read-only / allow delete (api)];";
    let create = "blocked by: [FORBIDDEN/10/cluster create-index blocked (api)];";
    let read_only = "index [x] blocked by: [FORBIDDEN/5/index read-only (api)];";
    for (status, body, expected) in [
        (401, "Unauthorized".to_owned(), "refuses the credentials at http://127.0.0.1"),
        (
            403,
            error("security_exception", "no permissions for [indices:data/read/get]"),
            "no permissions for",
        ),
        (403, error("cluster_block_exception", flood), "no space is left"),
        (429, error("cluster_block_exception", flood), "no space is left"),
        (403, error("cluster_block_exception", old_flood), "no space is left"),
        (403, error("cluster_block_exception", create), "no space is left"),
        (403, error("index_create_block_exception", create), "no space is left"),
        (403, error("cluster_block_exception", read_only), "not available: http://127.0.0.1"),
        (413, String::new(), "no request of 2 bytes; raise http.max_content_length"),
        (301, String::new(), "answers 301, not as OpenSearch does: no reason given; check the address"),
    ] {
        let call = Call::post("/x", "{}").repeatable();
        let (result, asked) = outcome(vec![Say::Answer(status, body)], call, 30_000).await;
        let text = result.expect_err("an error").to_string();
        assert!(text.contains(expected), "{status}: {text}");
        assert_eq!(asked, 1, "{status}");
    }
}

#[tokio::test]
async fn a_short_retry_after_is_waited_for_and_a_long_one_is_not() {
    for (header, at_least, at_most) in [
        ("retry-after: 1", Duration::from_secs(1), Duration::from_secs(20)),
        ("retry-after: 3600", Duration::ZERO, Duration::from_secs(20)),
        ("retry-after: Fri, 31 Dec 1999 23:59:59 GMT", Duration::ZERO, Duration::from_secs(20)),
    ] {
        let begun = Instant::now();
        let says = vec![Say::With(429, header, "{}".into()), ok()];
        let (result, asked) = outcome(says, Call::get("/x"), 30_000).await;
        assert_eq!((result.ok(), asked), (Some(200), 2), "{header}");
        assert!((at_least..at_most).contains(&begun.elapsed()), "{header}: {:?}", begun.elapsed());
    }
    // a pause that would end behind the deadline is not begun
    let begun = Instant::now();
    let (result, asked) =
        outcome(vec![Say::With(503, "retry-after: 5", "{}".into())], Call::get("/x"), 4000).await;
    assert!(matches!(result, Err(EngineError::Unavailable(_))), "{result:?}");
    assert_eq!(asked, 1);
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn credentials_and_kinds_of_body_are_sent() {
    let node = Fake::start("a", |asked, _| {
        // base64 of ibid:sesame
        if asked.head.contains("authorization: Basic aWJpZDpzZXNhbWU=\r\n")
            || asked.head.contains("authorization: ApiKey a2V5\r\n")
        {
            return ok();
        }
        Say::Answer(401, "Unauthorized".into())
    })
    .await;
    let basic = |password: &str| Auth::Basic { user: "ibid".into(), password: password.into() };
    for (auth, known) in [
        (basic("sesame"), true),
        (basic("wrong"), false),
        (Auth::ApiKey("a2V5\n".into()), true),
        (Auth::ApiKey("b3RoZXI=".into()), false),
        (Auth::None, false),
    ] {
        let shown = format!("{auth:?}");
        let mut options = options(&[&node]);
        options.auth = auth;
        let client = Client::new(options).expect("options that hold");
        match client.send(Call::get("/x"), long()).await {
            Ok(_) => assert!(known, "{shown}"),
            Err(EngineError::Refused { reason, .. }) => {
                assert!(!known && reason == "Unauthorized", "{shown}")
            }
            Err(error) => panic!("{shown}: {error}"),
        }
    }

    let node = Fake::start("a", |_, _| ok()).await;
    let client = client(&[&node]);
    for (call, line, kind) in [
        (Call::get("/a?b=c"), "GET /a?b=c HTTP/1.1", None),
        (Call::post("/a", "{}"), "POST /a HTTP/1.1", Some("application/json")),
        (Call::put("/a", "{}").ndjson(), "PUT /a HTTP/1.1", Some("application/x-ndjson")),
        (Call::new(Method::DELETE, "/a", None), "DELETE /a HTTP/1.1", None),
    ] {
        client.send(call, long()).await.expect("an answer");
        let head = node.calls().last().expect("a call").head.clone();
        assert!(head.starts_with(line), "{head}");
        let sent = head.lines().find_map(|line| line.strip_prefix("content-type: "));
        assert_eq!(sent, kind, "{head}");
    }
}
