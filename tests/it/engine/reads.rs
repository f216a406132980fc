use std::time::Duration;

use bytes::Bytes;
use ibid::engine::{Change, Deadline, Engine, EngineError, Order, Put, Search};
use ibid::query::ast::{Filter, Query};
use ibid::record::identifier::StrongId;

use super::{citation, delete, done, finding, id, put, soon, strong};

fn linking(number: u128, links: Vec<(StrongId, i32)>) -> Change {
    let (findings, identifiers) = (Vec::new(), Vec::new());
    let put_ = Put::Citation {
        citation: citation("notice", ""),
        sources: Bytes::new(),
        findings,
        identifiers,
        links,
        stamp: 0,
        decoded: None,
    };
    Change { put: put_, ..put(number, 0, "", &[]) }
}

pub async fn links_are_seen_from_their_target(engine: &dyn Engine) {
    done(engine, linking(5, vec![(strong("pmid:1"), 1), (strong("pmid:1"), 3), (strong("pmid:10"), 1)]))
        .await;
    let other = done(engine, linking(4, vec![(strong("pmid:1"), 2)])).await;
    let targets = [strong("pmid:10"), strong("pmid:2"), strong("pmid:1")];
    let seen = engine.incoming(&targets, soon()).await.unwrap();
    assert_eq!(seen, [vec![(id(5), 1)], vec![], vec![(id(4), 2), (id(5), 1), (id(5), 3)]]);
    done(engine, delete(4, other)).await;
    let seen = engine.incoming(&targets[2..], soon()).await.unwrap();
    assert_eq!(seen, [vec![(id(5), 1), (id(5), 3)]]);
}

pub async fn scans_give_each_live_citation_once(engine: &dyn Engine) {
    let top = u128::MAX;
    let mut expected = Vec::new();
    for number in [top, 1, 0, 500, 77, 1 << 90] {
        let change = done(engine, put(number, 0, &number.to_string(), &[])).await;
        if number == 77 {
            done(engine, delete(number, change)).await;
        } else {
            expected.push((id(number), citation(&number.to_string(), "")));
        }
    }
    expected.sort();
    for limit in [1, 2, 5, 100] {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = engine.scan(after, limit, soon()).await.unwrap();
            assert!(page.len() <= limit);
            let Some((last, _)) = page.last() else { break };
            after = Some(*last);
            seen.extend(page);
        }
        assert_eq!(seen, expected, "{limit}");
    }
    assert!(engine.scan(Some(id(top)), 10, soon()).await.unwrap().is_empty());
}

pub async fn changes_are_told_in_order(engine: &dyn Engine) {
    let mut numbers = Vec::new();
    for number in 1..=5 {
        numbers.push(done(engine, put(number, 0, "a", &[])).await);
    }
    assert!(numbers.is_sorted_by(|a, b| a < b));
    let again = done(engine, put(2, numbers[1], "b", &[])).await;
    let gone = done(engine, delete(4, numbers[3])).await;
    let all = engine.changes_since(0, 100, soon()).await.unwrap();
    let expected =
        [(numbers[0], id(1)), (numbers[2], id(3)), (numbers[4], id(5)), (again, id(2)), (gone, id(4))];
    assert_eq!(all, expected, "each row once, at its last change");
    assert_eq!(engine.changes_since(numbers[2], 2, soon()).await.unwrap(), expected[2..4]);
    assert!(engine.changes_since(gone, 10, soon()).await.unwrap().is_empty());
    assert!(engine.changes_since(u64::MAX, 10, soon()).await.unwrap().is_empty());
}

pub async fn a_setting_keeps_its_first_value(engine: &dyn Engine) {
    for (name, offered, kept) in [("key", "one", "one"), ("key", "two", "one"), ("other", "three", "three")] {
        let value = engine.setting(name, Bytes::from(offered), soon()).await.unwrap();
        assert_eq!(value, kept, "{name} {offered}");
    }
}

pub async fn figures_are_those_of_what_is_there(engine: &dyn Engine) {
    let with_findings = Change {
        put: Put::Citation {
            citation: citation("a", "An abstract."),
            sources: Bytes::new(),
            findings: vec![finding(1, "x", "one"), finding(1, "y", "two")],
            identifiers: Vec::new(),
            links: Vec::new(),
            stamp: 0,
            decoded: None,
        },
        ..put(1, 0, "", &[])
    };
    let first = done(engine, with_findings).await;
    let last = done(engine, put(2, 0, "b", &[])).await;
    let stats = engine.stats(soon()).await.unwrap();
    let figures = (stats.citations, stats.findings, stats.citations_with_abstract, stats.last_change);
    assert_eq!(figures, (2, 2, 1, last));
    engine.wait_visible(last, soon()).await.unwrap();
    let stats = engine.stats(soon()).await.unwrap();
    assert!(stats.ready && stats.last_visible_change == last);
    let gone = done(engine, delete(1, first)).await;
    let stats = engine.stats(soon()).await.unwrap();
    let figures = (stats.citations, stats.findings, stats.citations_with_abstract, stats.last_change);
    assert_eq!(figures, (1, 0, 0, gone));
    assert_eq!(engine.check(soon()).await.unwrap(), Vec::<String>::new());
}

fn anything() -> Search {
    Search { query: Query::All, filter: Filter::All, order: Order::Id, limit: 10, cursor: None }
}

pub async fn a_passed_deadline_ends_every_verb(engine: &dyn Engine) {
    let past = Deadline::after(Duration::ZERO);
    let key = [strong("pmid:1")];
    let outcomes = [
        engine.get(&[id(1)], past).await.map(drop),
        engine.holders(&key, past).await.map(drop),
        engine.incoming(&key, past).await.map(drop),
        engine.findings(&[id(1)], past).await.map(drop),
        engine.scan(None, 1, past).await.map(drop),
        engine.search_citations(anything(), past).await.map(drop),
        engine.search_findings(anything(), past).await.map(drop),
        engine.apply(vec![put(1, 0, "a", &[])], past).await.map(drop),
        engine.changes_since(0, 1, past).await.map(drop),
        engine.wait_visible(0, past).await.map(drop),
        engine.setting("key", Bytes::new(), past).await.map(drop),
        engine.stats(past).await.map(drop),
        engine.check(past).await.map(drop),
    ];
    for (verb, outcome) in outcomes.into_iter().enumerate() {
        assert!(matches!(outcome, Err(EngineError::DeadlineExceeded)), "{verb}: {outcome:?}");
    }
    assert_eq!(engine.get(&[id(1)], soon()).await.unwrap(), [None]);
}

pub async fn nothing_answers_once_closed(engine: &dyn Engine) {
    done(engine, put(1, 0, "a", &[])).await;
    engine.close().await.unwrap();
    engine.close().await.unwrap();
    let outcomes = [
        engine.get(&[id(1)], soon()).await.map(drop),
        engine.apply(vec![put(2, 0, "a", &[])], soon()).await.map(drop),
        engine.search_citations(anything(), soon()).await.map(drop),
        engine.wait_visible(1, soon()).await.map(drop),
        engine.stats(soon()).await.map(drop),
    ];
    for (verb, outcome) in outcomes.into_iter().enumerate() {
        assert!(matches!(outcome, Err(EngineError::Unavailable(_))), "{verb}: {outcome:?}");
    }
}
