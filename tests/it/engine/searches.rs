use std::collections::BTreeSet;

use bytes::Bytes;
use ibid::engine::{Change, Engine, EngineError, FindingKey, Order, Put, Search};
use ibid::query::ast::{Filter, Query, TextField};
use ibid::record::name::CitationId;

use super::{citation, delete, done, finding, id, put, soon};

fn word(word: &str) -> Search {
    let query = Query::Word(TextField::Any, word.into());
    Search { query, filter: Filter::All, order: Order::Relevance, limit: 10, cursor: None }
}

pub async fn found(engine: &dyn Engine, asked: &str) -> BTreeSet<CitationId> {
    let hits = engine.search_citations(word(asked), soon()).await.unwrap();
    assert_eq!(hits.total, hits.hits.len() as u64);
    hits.hits.into_iter().map(|hit| hit.key).collect()
}

pub async fn writes_are_found_once_visible(engine: &dyn Engine) {
    let first = done(engine, put(1, 0, "liver metastases", &[])).await;
    let second = done(engine, put(2, 0, "liver transplantation", &[])).await;
    engine.wait_visible(second, soon()).await.unwrap();
    assert_eq!(found(engine, "liver").await, BTreeSet::from([id(1), id(2)]));
    let third = done(engine, put(1, first, "kidney", &[])).await;
    engine.wait_visible(third, soon()).await.unwrap();
    assert_eq!(found(engine, "liver").await, BTreeSet::from([id(2)]));
    assert_eq!(found(engine, "kidney").await, BTreeSet::from([id(1)]));
    let merge = Change { absorbs: vec![(id(1), third)], ..put(2, second, "spleen", &[]) };
    let fourth = done(engine, merge).await;
    engine.wait_visible(fourth, soon()).await.unwrap();
    assert_eq!(found(engine, "kidney").await, BTreeSet::new());
    let fifth = done(engine, delete(2, fourth)).await;
    engine.wait_visible(fifth, soon()).await.unwrap();
    assert_eq!(found(engine, "spleen").await, BTreeSet::new());
}

pub async fn pages_hold_each_hit_once(engine: &dyn Engine) {
    let batch: Vec<Change> =
        (1..=25).map(|n| put(n, 0, if n % 3 == 0 { "liver liver" } else { "liver" }, &[])).collect();
    engine.apply(batch, soon()).await.unwrap();
    engine.wait_visible(25, soon()).await.unwrap();
    for order in [Order::Relevance, Order::Id, Order::YearAscending, Order::YearDescending] {
        let whole = Search { order, limit: 100, ..word("liver") };
        let whole: Vec<_> = keys(engine, whole).await.0;
        assert_eq!(whole.iter().collect::<BTreeSet<_>>().len(), 25, "{order:?}");
        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let (page, next) = keys(engine, Search { order, limit: 7, cursor, ..word("liver") }).await;
            seen.extend(page);
            cursor = next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, whole, "{order:?}");
    }
    let bent = Search { cursor: Some(Bytes::from("x")), ..word("liver") };
    let outcome = engine.search_citations(bent, soon()).await;
    assert!(matches!(outcome, Err(EngineError::BadCursor)), "{outcome:?}");
}

async fn keys(engine: &dyn Engine, search: Search) -> (Vec<CitationId>, Option<Bytes>) {
    let hits = engine.search_citations(search, soon()).await.unwrap();
    assert_eq!(hits.total, 25);
    (hits.hits.into_iter().map(|hit| hit.key).collect(), hits.cursor)
}

pub async fn findings_are_found_and_go_with_their_citation(engine: &dyn Engine) {
    let own = "0123456789abcdef0123456789";
    let change = Change {
        put: Put::Citation {
            citation: citation("a", "Survival was longer."),
            sources: Bytes::new(),
            findings: vec![finding(1, own, "Survival was longer")],
            identifiers: Vec::new(),
            links: Vec::new(),
            stamp: 0,
            decoded: None,
        },
        ..put(1, 0, "", &[])
    };
    let first = done(engine, change).await;
    engine.wait_visible(first, soon()).await.unwrap();
    let hits = engine.search_findings(word("survival"), soon()).await.unwrap();
    let keys: Vec<FindingKey> = hits.hits.into_iter().map(|hit| hit.key).collect();
    assert_eq!(keys, [FindingKey { citation: id(1), id: own.into() }]);
    let second = done(engine, put(1, first, "a", &[])).await;
    engine.wait_visible(second, soon()).await.unwrap();
    assert_eq!(engine.search_findings(word("survival"), soon()).await.unwrap().total, 0);
}
