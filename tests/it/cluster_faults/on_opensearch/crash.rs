//! A process that ends in the middle of a batch: whoever comes next ends the batch.

use std::time::Duration;

use ibid::engine::opensearch::OpenSearch;
use ibid::engine::{Applied, Deadline, Engine};

use super::super::proxy::{Fate, Proxy};
use super::super::{clean, count, is_passing};
use crate::cluster::Place;
use crate::engine::{done, holders, id, put, soon};

const BATCH: u128 = 20;

fn doi(number: u128) -> String {
    format!("doi:10.5555/crash.{number}")
}

/// A batch that gets its slot, and a process that dies of `fate` at the call whose first line holds `at`; then another process.
async fn check(at: &'static str, fate: Fate) {
    let place = Place::fresh();
    let direct = place.open().await;
    done(&direct, put(1, 0, "before", &[&doi(1)])).await;

    let proxy =
        Proxy::start(
            &place.options.client.urls[0],
            move |line, _| {
                if line.contains(at) { fate } else { Fate::Pass }
            },
        )
        .await;
    let mut options = place.options.clone();
    options.client.urls = vec![proxy.url.clone()];
    let dying = OpenSearch::open(options).await.unwrap();
    proxy.begin();
    let batch = (2..2 + BATCH).map(|number| put(number, 0, "in the middle", &[&doi(number)])).collect();
    let outcome = dying.apply(batch, Deadline::after(Duration::from_secs(3))).await;
    assert!(proxy.is_dead(), "{at}: the process ended elsewhere");
    let error = outcome.expect_err("nothing is acknowledged that is not whole");
    assert!(is_passing(&error), "{at}: {error}");
    drop(dying);

    let next = place.open().await;
    assert_eq!(count(&next).await, 1 + u64::try_from(BATCH).unwrap(), "{at}");
    for number in 1..2 + BATCH {
        assert_eq!(holders(&next, &doi(number)).await, [id(number)], "{at}");
    }
    clean(&next).await;
    // one that was there before writes on the end of the log as it is now
    let again = direct.apply(vec![put(2, 0, "again", &[])], soon()).await.unwrap();
    assert_eq!(again, [Applied::Conflict], "{at}");
    done(&direct, put(100, 0, "after", &[&doi(100)])).await;
    clean(&next).await;
    place.clear().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a cluster: tests/opensearch/cluster starts one, IBID_OPENSEARCH names its nodes"]
async fn a_batch_with_a_slot_is_ended_by_another() {
    check("/_create/", Fate::PassAndDie).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a cluster: tests/opensearch/cluster starts one, IBID_OPENSEARCH names its nodes"]
async fn a_batch_of_which_half_is_written_is_ended_by_another() {
    check("/_bulk", Fate::HalfAndDie).await;
}
