//! A cluster without any copy of what is asked for.

use std::sync::Arc;
use std::time::Duration;

use ibid::api::status;
use ibid::engine::{Deadline, Engine, EngineError};
use ibid::library::{Library, LibraryError};
use ibid::record::name::CitationRef;
use tonic::Code;
use tonic_types::StatusExt;

use super::super::nodes::Nodes;
use super::super::{clean, count, is_passing};
use crate::cluster::Place;
use crate::engine::{done, id, put};

const PATIENCE: Duration = Duration::from_secs(6);

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a cluster of three nodes: tests/opensearch/cluster starts one, IBID_OPENSEARCH_CLUSTER gives it"]
async fn a_red_cluster_says_so_and_when_to_come_back() {
    let Some(nodes) = Nodes::given() else { return };
    let mut place = Place::fresh();
    place.options.replicas = 0;
    let engine = Arc::new(place.open().await);
    done(&*engine, put(1, 0, "the only copy", &["doi:10.5555/red"])).await;
    let library = Library::open(engine.clone()).await.unwrap();

    let holder = nodes.primary(&format!("{}-citations", place.options.prefix));
    nodes.kill(holder);
    let soon = || Deadline::after(PATIENCE);
    let outcomes: [Result<(), EngineError>; 4] = [
        engine.get(&[id(1)], soon()).await.map(drop),
        engine.scan(None, 10, soon()).await.map(drop),
        engine.apply(vec![put(2, 0, "no place", &["doi:10.5555/red.2"])], soon()).await.map(drop),
        engine.stats(soon()).await.map(drop),
    ];
    for outcome in outcomes {
        let error = outcome.expect_err("there is no copy");
        println!("{error}");
        assert!(is_passing(&error), "{error:?}");
    }
    let name = format!("citations/{}", id(1));
    let error = library.citation(&name, &CitationRef::Id(id(1)), soon()).await.expect_err("there is no copy");
    assert!(matches!(error, LibraryError::Engine(EngineError::Unavailable(_))), "{error:?}");
    let told = status::of(&error);
    assert_eq!(told.code(), Code::Unavailable);
    assert!(told.get_details_retry_info().is_some_and(|info| info.retry_delay.is_some()));

    nodes.restart(holder);
    nodes.green();
    assert!(engine.get(&[id(1)], Deadline::after(PATIENCE * 5)).await.unwrap()[0].is_some());
    done(&*engine, put(3, 0, "a place again", &["doi:10.5555/red.3"])).await;
    clean(&*engine).await;
    // the second, which had its slot or not
    assert!([2, 3].contains(&count(&*engine).await));
    place.clear().await;
}
