//! Two processes that import overlapping files at once leave the library that one leaves who imports them one after the other.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ibid::contract::v1::{Citation, Finding};
use ibid::engine::Engine;
use ibid::library::Library;
use ibid::record::identifier::StrongId;
use prost::Message;
use prost_types::Timestamp;

use super::super::{clean, count, import};
use crate::cluster::Place;
use crate::corpus::generated;
use crate::engine::{done, put, searches, soon};
use crate::memory_engine::MemoryEngine;

const RECORDS: usize = 600;
const PER_FILE: usize = 400;

/// Two PubMed files with 200 records in common, and RIS of works that are in both, with their DOIs.
fn files() -> [Vec<u8>; 3] {
    let whole = String::from_utf8(generated(RECORDS)).unwrap();
    let lines: Vec<&str> = whole.lines().collect();
    let (head, records, tail) = (&lines[..2], &lines[2..lines.len() - 1], &lines[lines.len() - 1..]);
    assert_eq!(records.len(), RECORDS, "a record is a line");
    let file = |part: &[&str]| [head, part, tail].concat().join("\n").into_bytes();
    let between = |text: &str, from: &str, to: &str| {
        let start = text.find(from).unwrap() + from.len();
        text[start..].split(to).next().unwrap().to_owned()
    };
    let ris = records.iter().step_by(4).map(|record| {
        let title = between(record, "<ArticleTitle>", "</");
        let doi = between(record, "IdType=\"doi\">", "</");
        format!("TY  - JOUR\nTI  - {title}\nDO  - {doi}\nKW  - told by another\nER  - \n")
    });
    [file(&records[..PER_FILE]), file(&records[RECORDS - PER_FILE..]), ris.collect::<String>().into_bytes()]
}

/// Everything but what differs between two libraries of the same records: names, and what is made of them.
async fn told(engine: &dyn Engine) -> BTreeMap<String, (Citation, Vec<Finding>)> {
    let (mut told, mut after) = (BTreeMap::new(), None);
    loop {
        let page = engine.scan(after, 500, soon()).await.unwrap();
        let Some((last, _)) = page.last() else { return told };
        after = Some(*last);
        let ids: Vec<_> = page.iter().map(|(id, _)| *id).collect();
        let all = engine.findings(&ids, soon()).await.unwrap();
        for ((_, bytes), its) in page.into_iter().zip(all) {
            let mut citation = Citation::decode(bytes).unwrap();
            (citation.name, citation.etag) = (String::new(), String::new());
            // a record that is in both files stands at the line of the one that was read last
            citation.sources.iter_mut().for_each(|source| source.line = None);
            let mut findings = Vec::new();
            for (_, bytes) in its {
                let mut finding = Finding::decode(bytes).unwrap();
                (finding.name, finding.citation) = (String::new(), String::new());
                findings.push(finding);
            }
            let title = citation.titles[0].text.clone();
            assert!(told.insert(title.clone(), (citation, findings)).is_none(), "{title} is there twice");
        }
    }
}

fn noon() -> Timestamp {
    Timestamp { seconds: 43_200, nanos: 0 }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a cluster: tests/opensearch/cluster starts one, IBID_OPENSEARCH names its nodes"]
async fn two_that_import_at_once_leave_what_one_leaves() {
    let [first, second, third] = files();
    let alone = Arc::new(MemoryEngine::default());
    let library = Library::with_clock(alone.clone(), noon).await.unwrap();
    for file in [&first, &second, &third] {
        let (_, error) = import(&library, file).await;
        assert!(error.is_none(), "{error:?}");
    }
    let expected = told(&*alone).await;
    assert_eq!(expected.len(), RECORDS);

    let place = Place::fresh();
    let (one, other) = (Arc::new(place.open().await), Arc::new(place.open().await));
    let (left, right) = (
        Library::with_clock(one.clone(), noon).await.unwrap(),
        Library::with_clock(other.clone(), noon).await.unwrap(),
    );
    let begun = std::time::Instant::now();
    let (a, b, c) = tokio::join!(import(&left, &first), import(&right, &second), import(&right, &third));
    println!("three files by two at once: {:?}", begun.elapsed());
    assert!(a.1.is_none() && b.1.is_none() && c.1.is_none(), "{:?} {:?} {:?}", a.1, b.1, c.1);
    for engine in [&*one, &*other] {
        clean(engine).await;
        assert_eq!(count(engine).await as usize, RECORDS);
    }
    let numbered = |prefix: &str| -> Vec<StrongId> {
        (0..RECORDS).map(|record| format!("{prefix}{}", 80_000_001 + record).parse().unwrap()).collect()
    };
    let pmids = one.holders(&numbered("pmid:"), soon()).await.unwrap();
    let dois = other.holders(&numbered("doi:10.5555/bench."), soon()).await.unwrap();
    assert!(pmids.iter().all(|holders| holders.len() == 1));
    assert_eq!(pmids, dois);
    let found = told(&*one).await;
    for (title, expected) in &expected {
        assert_eq!(found.get(title), Some(expected), "{title}");
    }
    place.clear().await;
}

/// Search is kept up with what is written, by whoever searches: less than the five seconds after which the cluster does so by itself.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a cluster: tests/opensearch/cluster starts one, IBID_OPENSEARCH names its nodes"]
async fn what_one_writes_the_other_finds_soon() {
    let place = Place::fresh();
    let (one, other) = (place.open().await, place.open().await);
    for number in 1..=3 {
        done(&one, put(number, 0, "liver", &[])).await;
        let written = Instant::now();
        for engine in [&other, &one] {
            while searches::found(engine, "liver").await.len() < number as usize {
                assert!(written.elapsed() < Duration::from_secs(4), "{number} is not found");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
        println!("found by both after {:?}", written.elapsed());
    }
    place.clear().await;
}
