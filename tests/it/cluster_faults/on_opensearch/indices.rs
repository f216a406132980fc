//! Indices that are not as the engine made them: of somebody else, of another format, read-only, gone.

use std::time::Duration;

use ibid::engine::opensearch::OpenSearch;
use ibid::engine::opensearch::client::{Call, Client, Method};
use ibid::engine::{Applied, Deadline, Engine, EngineError};

use super::super::{clean, count};
use crate::cluster::Place;
use crate::engine::{done, id, put, soon};

/// Sends a call that must be taken.
async fn must(place: &Place, call: Call) {
    let client = Client::new(place.options.client.clone()).unwrap();
    client.send(call, soon()).await.unwrap().accepted().unwrap();
}

/// Blocks writes to an index as a disk does that is full, or lifts the block.
async fn block(place: &Place, part: &str, blocked: bool) {
    let value = if blocked { "true" } else { "null" };
    let body = format!(r#"{{"index.blocks.read_only_allow_delete": {value}}}"#);
    must(place, Call::put(format!("/{}-{part}/_settings", place.options.prefix), body)).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a cluster: tests/opensearch/cluster starts one, IBID_OPENSEARCH names its nodes"]
async fn indices_of_others_are_left_alone() {
    type Expected = fn(&EngineError) -> bool;
    let foreign: Expected = |error| matches!(error, EngineError::Foreign { .. });
    let newer: Expected = |error| matches!(error, EngineError::FormatVersion { found, .. } if found == "99");
    for (part, mappings, expected) in [
        ("citations", "{}", foreign),
        ("control", r#"{"_meta": {"made_by": "somebody"}}"#, foreign),
        ("findings", r#"{"_meta": {"ibid": "one"}}"#, foreign),
        ("citations", r#"{"_meta": {"ibid": 99}}"#, newer),
        ("identifiers", r#"{"_meta": {"ibid": 99}}"#, newer),
    ] {
        let place = Place::fresh();
        let index = format!("/{}-{part}", place.options.prefix);
        must(&place, Call::put(index.as_str(), format!(r#"{{"mappings": {mappings}}}"#))).await;
        let error = OpenSearch::open(place.options.clone()).await.err().expect("an error");
        assert!(expected(&error), "{part} {mappings}: {error:?}");
        must(&place, Call::get(format!("{index}/_search"))).await;
        place.clear().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a cluster: tests/opensearch/cluster starts one, IBID_OPENSEARCH names its nodes"]
async fn a_full_disk_ends_writes_not_reads() {
    for part in ["control", "citations", "identifiers", "findings"] {
        let place = Place::fresh();
        let engine = place.open().await;
        done(&engine, put(1, 0, "before", &["doi:10.5555/full.1"])).await;
        block(&place, part, true).await;
        let change = || crate::engine::put_with_finding(2, "meanwhile", &["doi:10.5555/full.2"]);
        for _ in 0..2 {
            let outcome = engine.apply(vec![change()], soon()).await;
            assert!(matches!(outcome, Err(EngineError::Full)), "{part}: {outcome:?}");
        }
        assert!(engine.get(&[id(1)], soon()).await.unwrap()[0].is_some(), "{part}");
        assert!(count(&engine).await >= 1, "{part}");

        block(&place, part, false).await;
        // what had its slot is written now, though nobody was told so
        let outcome = engine.apply(vec![change()], soon()).await.unwrap();
        assert!(matches!(outcome[..], [Applied::Done(_) | Applied::Conflict]), "{part}: {outcome:?}");
        assert_eq!(count(&engine).await, 2, "{part}");
        clean(&engine).await;
        place.clear().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a cluster: tests/opensearch/cluster starts one, IBID_OPENSEARCH names its nodes"]
async fn nothing_is_acknowledged_for_an_index_that_is_gone() {
    for part in ["citations", "identifiers", "findings"] {
        let place = Place::fresh();
        let engine = place.open().await;
        let gone = format!("/{}-{part}-v1", place.options.prefix);
        must(&place, Call::new(Method::DELETE, gone, None)).await;
        let change = crate::engine::put_with_finding(1, "nowhere", &["doi:10.5555/gone"]);
        let outcome = engine.apply(vec![change], Deadline::after(Duration::from_secs(4))).await;
        assert!(outcome.is_err(), "{part}: {outcome:?}");
        place.clear().await;
    }
}
