//! Bulks, item by item.

use bytes::Bytes;

use super::fake::{Fake, Say};
use super::{client, long, within};
use crate::engine::EngineError;

const BODY: &str = "{\"index\":{\"_id\":\"a\"}}\n{\"n\":1}\n{\"delete\":{\"_id\":\"b\"}}\n{\"create\":{\"_id\":\"c\"}}\n{\"n\":3}\n";

/// An answer with these items: verb, id, status.
fn items(items: &[(&str, &str, u16)]) -> Say {
    let items: Vec<String> = items
        .iter()
        .map(|(verb, id, status)| {
            let rest = match status {
                200..300 => r#""_seq_no":5,"_primary_term":1"#.to_owned(),
                _ => r#""error":{"type":"t","reason":"r"}"#.to_owned(),
            };
            format!(r#"{{"{verb}":{{"_id":"{id}","status":{status},{rest}}}}}"#)
        })
        .collect();
    Say::Answer(200, format!(r#"{{"items":[{}]}}"#, items.join(",")))
}

async fn bulk(says: Vec<Say>, millis: u64) -> (Result<Vec<(u16, String)>, EngineError>, Vec<String>) {
    let node = Fake::start("a", move |_, number| says[number.min(says.len() - 1)].clone()).await;
    let result = client(&[&node]).bulk("/x/_bulk", Bytes::from_static(BODY.as_bytes()), within(millis)).await;
    let calls = node.calls();
    assert!(calls.iter().all(|call| call.head.contains("application/x-ndjson")));
    let result = result.map(|items| items.into_iter().map(|item| (item.status, item.id)).collect());
    (result, calls.into_iter().map(|call| call.body).collect())
}

#[tokio::test]
async fn each_item_has_its_outcome_in_order() {
    let all = items(&[("index", "a", 201), ("delete", "b", 404), ("create", "c", 409)]);
    let (result, bodies) = bulk(vec![all], 30_000).await;
    assert_eq!(result.expect("items"), [(201, "a".into()), (404, "b".into()), (409, "c".into())]);
    assert_eq!(bodies, [BODY]);
}

#[tokio::test]
async fn details_of_items_are_read() {
    let all = items(&[("update", "a", 200), ("delete", "b", 200), ("create", "c", 400)]);
    let node = Fake::start("a", move |_, _| all.clone()).await;
    let body = Bytes::from_static(BODY.as_bytes());
    let items = client(&[&node]).bulk("/_bulk?refresh=false", body, long()).await.expect("items");
    assert_eq!((items[0].seq_no, items[0].primary_term, &items[0].error), (Some(5), Some(1), &None));
    assert_eq!((items[2].seq_no, items[2].error.as_deref()), (None, Some("t: r")));
    let head = node.calls().remove(0).head;
    assert!(head.starts_with("POST /_bulk?refresh=false&filter_path="), "{head}");
}

#[tokio::test]
async fn only_what_was_put_off_is_sent_again() {
    let (result, bodies) = bulk(
        vec![
            items(&[("index", "a", 429), ("delete", "b", 200), ("create", "c", 503)]),
            items(&[("index", "a", 200), ("create", "c", 429)]),
            items(&[("create", "c", 201)]),
        ],
        30_000,
    )
    .await;
    assert_eq!(result.expect("items"), [(200, "a".into()), (200, "b".into()), (201, "c".into())]);
    let create = "{\"create\":{\"_id\":\"c\"}}\n{\"n\":3}\n";
    let both = format!("{{\"index\":{{\"_id\":\"a\"}}}}\n{{\"n\":1}}\n{create}");
    assert_eq!(bodies, [BODY, &both, create]);
}

#[tokio::test]
async fn what_stays_put_off_is_given_back_at_the_deadline() {
    let (result, bodies) = bulk(
        vec![
            items(&[("index", "a", 200), ("delete", "b", 200), ("create", "c", 503)]),
            items(&[("create", "c", 503)]),
        ],
        300,
    )
    .await;
    assert_eq!(result.expect("items")[2], (503, "c".into()));
    assert!(bodies.len() > 1);
    // so it is when the cluster goes meanwhile
    let first = items(&[("index", "a", 200), ("delete", "b", 200), ("create", "c", 429)]);
    let (result, _) = bulk(vec![first, Say::Answer(503, "{}".into())], 300).await;
    assert_eq!(result.expect("items")[2], (429, "c".into()));
}

#[tokio::test]
async fn an_answer_for_half_of_a_bulk_is_none() {
    let half = || items(&[("index", "a", 201)]);
    let all = || items(&[("index", "a", 200), ("delete", "b", 200), ("create", "c", 201)]);
    for lame in [half(), Say::Answer(200, "{\"items\":[{\"ind".into()), Say::Half("{\"items\":[]}".into())] {
        let (result, bodies) = bulk(vec![lame, all()], 30_000).await;
        assert_eq!(result.expect("items").len(), 3);
        assert_eq!(bodies, [BODY, BODY]);
    }
    let (result, _) = bulk(vec![half()], 300).await;
    let text = result.expect_err("half").to_string();
    assert!(text.contains("answered 1 of the 3 operations"), "{text}");
}

#[tokio::test]
async fn a_bulk_that_is_refused_whole_is_an_error() {
    let flood = r#"{"items":[{"index":{"_id":"a","status":429,"error":{"type":"cluster_block_exception","reason":"disk usage exceeded flood-stage watermark"}}},{"delete":{"_id":"b","status":200}},{"create":{"_id":"c","status":429,"error":{"type":"x"}}}]}"#;
    for (say, expected) in [
        (Say::Answer(200, flood.into()), "no space is left"),
        (
            Say::Answer(
                400,
                r#"{"error":{"type":"illegal_argument_exception","reason":"Malformed"}}"#.into(),
            ),
            "rejects a request: illegal_argument_exception: Malformed",
        ),
        (Say::Answer(401, "Unauthorized".into()), "refuses the credentials"),
    ] {
        let (result, bodies) = bulk(vec![say], 30_000).await;
        let text = result.expect_err("an error").to_string();
        assert!(text.contains(expected), "{text}");
        assert_eq!(bodies.len(), 1);
    }
}

#[tokio::test]
async fn nothing_to_do_is_done() {
    let node = Fake::start("a", |_, _| Say::Never).await;
    let items = client(&[&node]).bulk("/_bulk", Bytes::new(), long()).await.expect("no items");
    assert!(items.is_empty() && node.calls().is_empty());
}
