//! An import over a wire that delays, cuts and garbles, to a node that is busy at times: all of it arrives, or the error says that it
//! did not.

use std::sync::Arc;
use std::time::Duration;

use ibid::engine::opensearch::OpenSearch;
use ibid::library::{Library, LibraryError};

use super::super::proxy::{Fate, Proxy};
use super::super::{clean, count, import, is_passing};
use crate::cluster::Place;
use crate::corpus::generated;
use crate::engine::{holders, soon};

const RECORDS: usize = 150;

/// Imports over a wire on which every `nth` call, counted from `first`, meets `fate`.
async fn check(fate: Fate, nth: usize, first: usize) {
    let place = Place::fresh();
    let file = generated(RECORDS);
    let direct = Arc::new(place.open().await);
    let node = place.options.client.urls[0].clone();
    let proxy = Proxy::start(&node, move |_, call| if call % nth == first { fate } else { Fate::Pass }).await;
    let mut options = place.options.clone();
    options.client.urls = vec![proxy.url.clone()];
    let what = format!("{fate:?}, each {nth}th from {first}");

    let library = Library::open(Arc::new(OpenSearch::open(options).await.unwrap())).await.unwrap();
    proxy.begin();
    let (acknowledged, error) = import(&library, &file).await;
    println!("{what}: {} calls met it; {acknowledged} acknowledged, {error:?}", proxy.faults());
    assert!(proxy.faults() > 0, "{what}: nothing happened");
    match error {
        None => assert_eq!(acknowledged as usize, RECORDS, "{what}"),
        Some(LibraryError::Engine(error)) => assert!(is_passing(&error), "{what}: {error}"),
        Some(error) => panic!("{what}: {error}"),
    }
    assert!(count(&*direct).await >= acknowledged as u64, "{what}");
    drop(proxy);
    clean(&*direct).await;

    let library = Library::open(direct.clone()).await.unwrap();
    let (acknowledged, error) = import(&library, &file).await;
    assert!(error.is_none(), "{what}: {error:?}");
    assert_eq!((acknowledged as usize, count(&*direct).await as usize), (RECORDS, RECORDS), "{what}");
    for record in 0..RECORDS {
        let held = holders(&*direct, &format!("pmid:{}", 80_000_001 + record)).await;
        assert_eq!(held.len(), 1, "{what}: record {record}");
    }
    assert_eq!(library.stats(soon()).await.unwrap().citations as usize, RECORDS);
    clean(&*direct).await;
    place.clear().await;
}

macro_rules! wires {
    ($($name:ident: $fate:expr),* $(,)?) => {
        $(#[tokio::test(flavor = "multi_thread")]
        #[ignore = "needs a cluster: tests/opensearch/cluster starts one, IBID_OPENSEARCH names its nodes"]
        async fn $name() {
            for (nth, first) in [(3, 0), (3, 1), (4, 2)] {
                check($fate, nth, first).await;
            }
        })*
    };
}

wires!(
    an_import_survives_a_slow_wire: Fate::Delay(Duration::from_millis(800)),
    an_import_survives_answers_that_are_cut: Fate::CutAnswer,
    an_import_survives_answers_that_are_garbled: Fate::CorruptAnswer,
    an_import_survives_calls_that_are_lost: Fate::Lose,
    an_import_survives_a_busy_node: Fate::Busy,
);
