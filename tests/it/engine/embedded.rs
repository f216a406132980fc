//! What only an engine with files can be asked.

use std::path::Path;
use std::time::Duration;

use bytes::Bytes;
use ibid::engine::embedded::{Embedded, FORMAT_VERSION, Options};
use ibid::engine::{Change, Engine, EngineError, Order, Put, Row, Search};
use ibid::query::ast::{Filter, Query};

use super::{citation, delete, done, finding, holders, id, put, soon, strong};

/// A library in `folder` that trains its dictionaries early.
pub fn open(folder: &Path) -> Embedded {
    Embedded::open(folder, quick()).unwrap()
}

fn quick() -> Options {
    Options { train_after: 200, lock_patience: Duration::from_secs(2), ..Options::default() }
}

async fn everything(engine: &dyn Engine) -> u64 {
    let last = engine.stats(soon()).await.unwrap().last_change;
    engine.wait_visible(last, soon()).await.unwrap();
    let search = Search { query: Query::All, filter: Filter::All, order: Order::Id, limit: 1, cursor: None };
    engine.search_citations(search, soon()).await.unwrap().total
}

/// Records alike enough for a dictionary.
fn shelf(numbers: std::ops::Range<u128>) -> Vec<Change> {
    let one = |n: u128| Change {
        put: Put::Citation {
            citation: citation(
                &format!("Survival after surgery of the liver, report {n}"),
                "All were alive.",
            ),
            sources: Bytes::new(),
            findings: vec![finding(
                n,
                &format!("{n:026}"),
                &format!("{n} patients were alive at ten months"),
            )],
            identifiers: vec![strong(&format!("pmid:{}", n + 1))],
            links: vec![(strong("pmid:7"), 1)],
            stamp: 0,
            decoded: None,
        },
        ..put(n, 0, "", &[])
    };
    numbers.map(one).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_is_as_it_was_after_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    let first = done(&engine, put(1, 0, "a", &["pmid:1"])).await;
    let second = done(&engine, put(2, 0, "b", &["pmid:2"])).await;
    done(&engine, Change { absorbs: vec![(id(1), first)], ..put(3, 0, "c", &["pmid:1"]) }).await;
    let last = done(&engine, delete(2, second)).await;
    engine.setting("key", Bytes::from("kept"), soon()).await.unwrap();
    let before = engine.get(&[id(1), id(2), id(3)], soon()).await.unwrap();
    engine.close().await.unwrap();

    let engine = open(folder.path());
    assert_eq!(engine.get(&[id(1), id(2), id(3)], soon()).await.unwrap(), before);
    assert_eq!(holders(&engine, "pmid:1").await, [id(3)]);
    assert_eq!(engine.setting("key", Bytes::from("new"), soon()).await.unwrap(), "kept");
    engine.wait_visible(last, soon()).await.unwrap();
    let stats = engine.stats(soon()).await.unwrap();
    assert_eq!(
        (stats.citations, stats.redirects, stats.last_change, stats.format_version),
        (1, 1, last, FORMAT_VERSION)
    );
    assert_eq!(engine.check(soon()).await.unwrap(), Vec::<String>::new());
    assert!(done(&engine, put(4, 0, "d", &[])).await > last);
}

#[tokio::test(flavor = "multi_thread")]
async fn values_are_read_with_the_dictionary_they_name() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    for start in [0, 150, 300, 450] {
        engine.apply(shelf(start..start + 150), soon()).await.unwrap();
    }
    engine.close().await.unwrap();
    let engine = open(folder.path());
    for change in shelf(0..600) {
        let Put::Citation { citation, findings, .. } = change.put else { panic!() };
        let Some(Row::Citation(stored)) = engine.get(&[change.id], soon()).await.unwrap().remove(0) else {
            panic!()
        };
        assert_eq!(stored.citation, citation);
        assert_eq!(engine.findings(&[change.id], soon()).await.unwrap(), [findings]);
    }
    assert_eq!(everything(&engine).await, 600);
    assert_eq!(engine.check(soon()).await.unwrap(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_index_is_made_anew_and_a_foreign_one_too() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    engine.apply(shelf(0..700), soon()).await.unwrap();
    engine.close().await.unwrap();
    std::fs::remove_dir_all(folder.path().join("index")).unwrap();
    let engine = open(folder.path());
    assert_eq!(everything(&engine).await, 700);
    assert_eq!(engine.check(soon()).await.unwrap(), Vec::<String>::new());
    engine.close().await.unwrap();

    let other = tempfile::tempdir().unwrap();
    let smaller = open(other.path());
    smaller.apply(shelf(0..3), soon()).await.unwrap();
    smaller.close().await.unwrap();
    std::fs::remove_dir_all(other.path().join("index")).unwrap();
    std::fs::rename(folder.path().join("index"), other.path().join("index")).unwrap();
    let smaller = open(other.path());
    assert_eq!(everything(&smaller).await, 3);
    assert_eq!(smaller.check(soon()).await.unwrap(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_index_had_not_seen_is_replayed() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    engine.apply(shelf(0..50), soon()).await.unwrap();
    engine.close().await.unwrap();
    let kept = tempfile::tempdir().unwrap();
    copy(&folder.path().join("index"), &kept.path().join("index"));
    let engine = open(folder.path());
    engine.apply(shelf(50..90), soon()).await.unwrap();
    let row = engine.get(&[id(3)], soon()).await.unwrap().remove(0).unwrap();
    done(&engine, delete(3, row.change())).await;
    engine.close().await.unwrap();

    std::fs::remove_dir_all(folder.path().join("index")).unwrap();
    copy(&kept.path().join("index"), &folder.path().join("index"));
    let engine = open(folder.path());
    assert_eq!(everything(&engine).await, 89);
    assert_eq!(engine.check(soon()).await.unwrap(), Vec::<String>::new());
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_in_use_or_of_another_format_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    let impatient = Options { lock_patience: Duration::from_millis(50), ..quick() };
    let second = Embedded::open(folder.path(), impatient.clone());
    assert!(matches!(second.map(drop), Err(EngineError::Locked { .. })));
    engine.close().await.unwrap();
    std::fs::write(folder.path().join("format"), "9\n").unwrap();
    match Embedded::open(folder.path(), impatient).map(drop) {
        Err(EngineError::FormatVersion { found, known, .. }) => {
            assert_eq!((&found[..], known), ("9", FORMAT_VERSION))
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_let_go_of_is_opened_as_soon_as_its_lock_is_free() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    let held = tokio::task::spawn_blocking({
        let path = folder.path().to_owned();
        move || Embedded::open(&path, quick()).map(drop)
    });
    engine.close().await.unwrap();
    drop(engine);
    held.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn writers_and_readers_at_once_see_whole_rows() {
    let folder = tempfile::tempdir().unwrap();
    let engine = std::sync::Arc::new(open(folder.path()));
    let writers: Vec<_> = (0..4u128)
        .map(|writer| {
            let engine = engine.clone();
            tokio::spawn(async move {
                let mut change = 0;
                for round in 0..30 {
                    let title = format!("writer {writer} round {round}");
                    change =
                        done(&*engine, put(writer, change, &title, &[&format!("pmid:{}", round + 1)])).await;
                }
            })
        })
        .collect();
    for _ in 0..300 {
        for (writer, row) in
            engine.get(&[id(0), id(1), id(2), id(3)], soon()).await.unwrap().into_iter().enumerate()
        {
            let Some(Row::Citation(stored)) = row else { continue };
            let shown = (0..30)
                .any(|round| stored.citation == citation(&format!("writer {writer} round {round}"), ""));
            assert!(shown);
        }
    }
    for writer in writers {
        writer.await.unwrap();
    }
    let rows = engine.get(&[id(0), id(1), id(2), id(3)], soon()).await.unwrap();
    for (writer, row) in rows.into_iter().enumerate() {
        let Some(Row::Citation(stored)) = row else { panic!() };
        assert_eq!(stored.citation, citation(&format!("writer {writer} round 29"), ""));
    }
    assert_eq!(everything(&*engine).await, 4);
    assert_eq!(engine.check(soon()).await.unwrap(), Vec::<String>::new());
}

/// Only a real file system can be full.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs IBID_SMALL_DISK, an empty folder on a file system of 10 to 50 MB that may be filled; .ci/run mounts a tmpfs"]
async fn a_full_disk_is_told_and_what_is_there_can_be_read() {
    let folder =
        std::env::var("IBID_SMALL_DISK").expect("IBID_SMALL_DISK names a folder on a small file system");
    let folder = Path::new(&folder).join("library");
    let engine = open(&folder);
    let mut kept = 0;
    let refused = loop {
        match engine.apply(shelf(kept..kept + 500), soon()).await {
            Ok(_) => kept += 500,
            Err(error) => break error,
        }
        assert!(kept < 1_000_000, "the disk is not small");
    };
    assert!(matches!(refused, EngineError::Full), "{refused:?}");
    for number in (0..kept).step_by(97) {
        assert!(engine.get(&[id(number)], soon()).await.unwrap()[0].is_some(), "{number} of {kept}");
    }
    let again = engine.apply(shelf(kept..kept + 500), soon()).await;
    assert!(matches!(again, Err(EngineError::Full)), "{again:?}");
    assert!(engine.get(&[id(0)], soon()).await.unwrap()[0].is_some());
}
