use bytes::Bytes;
use ibid::engine::{Applied, Change, Engine, EngineError, Put, Row, Stored, Witnessed};

use super::{citation, delete, done, finding, holders, id, put, soon, strong};

async fn row(engine: &dyn Engine, number: u128) -> Option<Row> {
    engine.get(&[id(number)], soon()).await.unwrap().remove(0)
}

fn full(number: u128, expected: u64, title: &str) -> Change {
    Change {
        put: Put::Citation {
            citation: citation(title, "All patients were alive."),
            sources: Bytes::from("sources"),
            findings: vec![finding(number, "b", "second"), finding(number, "a", "first")],
            identifiers: vec![strong("pmid:1"), strong("doi:10.5555/a")],
            links: vec![(strong("pmid:9"), 1)],
            stamp: 7,
            decoded: None,
        },
        ..put(number, expected, title, &[])
    }
}

pub async fn what_is_put_is_got(engine: &dyn Engine) {
    let number = done(engine, full(7, 0, "liver")).await;
    let expected = Row::Citation(Stored {
        change: number,
        citation: citation("liver", "All patients were alive."),
        sources: Bytes::from("sources"),
        stamp: 7,
    });
    let rows = engine.get(&[id(8), id(7), id(7)], soon()).await.unwrap();
    assert_eq!(rows, [None, Some(expected.clone()), Some(expected)]);
    let findings = engine.findings(&[id(7)], soon()).await.unwrap().remove(0);
    assert_eq!(findings, [finding(7, "b", "second"), finding(7, "a", "first")], "in the order put");
    assert!(engine.findings(&[id(8)], soon()).await.unwrap().remove(0).is_empty());
    assert_eq!(holders(engine, "pmid:1").await, [id(7)]);
    assert_eq!(holders(engine, "pmid:2").await, []);
}

pub async fn a_citation_is_replaced_whole(engine: &dyn Engine) {
    let first = done(engine, full(7, 0, "liver")).await;
    let second = done(engine, put(7, first, "kidney", &["pmid:1", "pmcid:PMC5"])).await;
    assert!(second > first);
    let Some(Row::Citation(stored)) = row(engine, 7).await else { panic!() };
    assert_eq!(
        (stored.change, stored.citation, stored.sources),
        (second, citation("kidney", ""), Bytes::new())
    );
    assert!(engine.findings(&[id(7)], soon()).await.unwrap().remove(0).is_empty());
    assert_eq!(holders(engine, "pmid:1").await, [id(7)]);
    assert_eq!(holders(engine, "pmcid:PMC5").await, [id(7)]);
    assert_eq!(holders(engine, "doi:10.5555/a").await, []);
    assert_eq!(engine.incoming(&[strong("pmid:9")], soon()).await.unwrap(), [vec![]]);
    assert_eq!(engine.check(soon()).await.unwrap(), Vec::<String>::new());
}

pub async fn a_deleted_citation_is_remembered_and_revived(engine: &dyn Engine) {
    let first = done(engine, full(7, 0, "liver")).await;
    let gone = done(engine, delete(7, first)).await;
    assert_eq!(row(engine, 7).await, Some(Row::Tombstone { change: gone }));
    assert!(engine.findings(&[id(7)], soon()).await.unwrap().remove(0).is_empty());
    assert_eq!(holders(engine, "pmid:1").await, []);
    assert_eq!(engine.stats(soon()).await.unwrap().citations, 0);
    done(engine, full(7, gone, "liver")).await;
    assert_eq!(holders(engine, "pmid:1").await, [id(7)]);
    assert_eq!(engine.check(soon()).await.unwrap(), Vec::<String>::new());
}

pub async fn absorbed_citations_become_redirects(engine: &dyn Engine) {
    let (first, second) =
        (done(engine, full(7, 0, "a")).await, done(engine, put(8, 0, "b", &["pmcid:PMC2"])).await);
    let merge = Change { absorbs: vec![(id(7), first)], ..put(8, second, "ab", &["pmid:1", "pmcid:PMC2"]) };
    let number = done(engine, merge).await;
    let Some(Row::Redirect { change, to }) = row(engine, 7).await else { panic!() };
    assert_eq!(to, id(8));
    assert!(change > second && change <= number, "the number answered covers the redirect");
    assert_eq!(holders(engine, "pmid:1").await, [id(8)]);
    assert_eq!(holders(engine, "doi:10.5555/a").await, []);
    assert!(engine.findings(&[id(7)], soon()).await.unwrap().remove(0).is_empty());
    let stats = engine.stats(soon()).await.unwrap();
    assert_eq!((stats.citations, stats.redirects, stats.findings), (1, 1, 0));
    assert_eq!(engine.check(soon()).await.unwrap(), Vec::<String>::new());
}

pub async fn a_redirect_becomes_a_citation_again(engine: &dyn Engine) {
    let first = done(engine, put(7, 0, "a", &["pmid:1"])).await;
    done(engine, Change { absorbs: vec![(id(7), first)], ..put(8, 0, "b", &["pmid:1"]) }).await;
    let redirect = row(engine, 7).await.unwrap().change();
    let split = done(engine, put(7, redirect, "a", &["pmid:3"])).await;
    assert_eq!(row(engine, 7).await.unwrap().change(), split);
    let stats = engine.stats(soon()).await.unwrap();
    assert_eq!((stats.citations, stats.redirects), (2, 0));
    assert_eq!(engine.check(soon()).await.unwrap(), Vec::<String>::new());
}

pub async fn two_may_claim_one_identifier(engine: &dyn Engine) {
    let first = done(engine, put(9, 0, "a", &["pmid:1", "doi:10.5555/x"])).await;
    let witness = |holders| Witnessed { holders, ..Witnessed::default() };
    let claim =
        |holders| Change { witnessed: witness(holders), ..put(3, 0, "b", &["pmid:2", "doi:10.5555/x"]) };
    let nobody = vec![(strong("doi:10.5555/x"), vec![])];
    assert_eq!(engine.apply(vec![claim(nobody)], soon()).await.unwrap(), [Applied::Conflict]);
    let known = vec![(strong("doi:10.5555/x"), vec![id(9)]), (strong("pmid:2"), vec![])];
    done(engine, claim(known)).await;
    assert_eq!(holders(engine, "doi:10.5555/x").await, [id(3), id(9)], "in order of id");
    let both = vec![(strong("doi:10.5555/x"), vec![id(9), id(3)])];
    let rows = vec![(id(3), row(engine, 3).await.unwrap().change()), (id(4), 0)];
    let witnessed = Witnessed { rows, ..witness(both) };
    done(engine, Change { witnessed, ..put(9, first, "a", &["pmid:1"]) }).await;
    assert_eq!(holders(engine, "doi:10.5555/x").await, [id(3)]);
}

pub async fn a_conflict_writes_nothing_and_spares_the_rest(engine: &dyn Engine) {
    let first = done(engine, put(1, 0, "a", &["pmid:1"])).await;
    let conflicting = [
        put(1, 0, "x", &["pmid:7"]),
        put(1, first + 1, "x", &["pmid:7"]),
        put(2, first, "x", &["pmid:7"]),
        delete(1, 0),
        Change {
            witnessed: Witnessed { holders: vec![(strong("pmid:1"), vec![id(2)])], ..Witnessed::default() },
            ..put(2, 0, "x", &["pmid:7"])
        },
        Change {
            witnessed: Witnessed { rows: vec![(id(1), 0)], ..Witnessed::default() },
            ..put(2, 0, "x", &["pmid:7"])
        },
        Change {
            witnessed: Witnessed {
                incoming: vec![(strong("pmid:1"), vec![(id(1), 1)])],
                ..Witnessed::default()
            },
            ..put(2, 0, "x", &["pmid:7"])
        },
        Change { absorbs: vec![(id(1), 0)], ..put(2, 0, "x", &["pmid:7"]) },
        Change { absorbs: vec![(id(2), 0)], ..put(2, 0, "x", &["pmid:7"]) },
        Change { absorbs: vec![(id(1), first), (id(1), first)], ..put(2, 0, "x", &["pmid:7"]) },
    ];
    for (place, change) in conflicting.into_iter().enumerate() {
        let other = 100 + place as u128;
        let outcome = engine.apply(vec![change.clone(), put(other, 0, "y", &[])], soon()).await.unwrap();
        assert!(matches!(outcome[..], [Applied::Conflict, Applied::Done(_)]), "{change:?}: {outcome:?}");
        assert_eq!(holders(engine, "pmid:7").await, [], "{change:?}");
        assert_eq!(row(engine, 2).await, None, "{change:?}");
        assert_eq!(row(engine, 1).await.unwrap().change(), first, "{change:?}");
        assert!(row(engine, other).await.is_some(), "{change:?}");
    }
    assert_eq!(engine.check(soon()).await.unwrap(), Vec::<String>::new());
}

pub async fn bytes_that_are_no_citation_are_refused(engine: &dyn Engine) {
    let bad = Change {
        put: Put::Citation {
            citation: Bytes::from_static(&[0xff; 7]),
            sources: Bytes::new(),
            findings: Vec::new(),
            identifiers: Vec::new(),
            links: Vec::new(),
            stamp: 0,
            decoded: None,
        },
        ..put(2, 0, "", &[])
    };
    let outcome = engine.apply(vec![put(1, 0, "a", &[]), bad], soon()).await;
    assert!(matches!(outcome, Err(EngineError::Corrupt(_))), "{outcome:?}");
    assert_eq!(engine.get(&[id(1), id(2)], soon()).await.unwrap(), [None, None]);
}

pub async fn one_batch_may_change_one_citation_twice(engine: &dyn Engine) {
    let batch = vec![put(1, 0, "a", &["pmid:1"]), put(1, 0, "b", &["pmid:2"]), put(1, 1, "c", &["pmid:3"])];
    let outcome = engine.apply(batch, soon()).await.unwrap();
    assert_eq!(outcome, [Applied::Done(1), Applied::Conflict, Applied::Done(2)]);
    assert_eq!(holders(engine, "pmid:1").await, []);
    assert_eq!(holders(engine, "pmid:3").await, [id(1)]);
    assert_eq!(engine.check(soon()).await.unwrap(), Vec::<String>::new());
    assert_eq!(engine.apply(Vec::new(), soon()).await.unwrap(), []);
}

pub async fn stamps_are_kept_and_findings_change_quietly(engine: &dyn Engine) {
    let number = done(engine, full(7, 0, "liver")).await;
    let other = done(engine, put(8, 0, "heart", &[])).await;
    done(engine, Change { absorbs: vec![(id(8), other)], ..put(9, 0, "lung", &[]) }).await;
    let ids = async |but, after, limit| engine.ids(but, after, limit, soon()).await.unwrap();
    assert_eq!(ids(None, None, 10).await, [id(7), id(9)], "no redirects");
    assert_eq!(ids(Some(7), None, 10).await, [id(9)]);
    assert_eq!(ids(Some(0), None, 10).await, [id(7)]);
    assert_eq!(ids(None, Some(id(7)), 10).await, [id(9)]);
    assert_eq!(ids(None, None, 1).await, [id(7)]);
    let last = engine.stats(soon()).await.unwrap().last_change;
    engine.wait_visible(last, soon()).await.unwrap();

    // other bytes, which say the same to search, and another stamp: nobody is told
    let other_bytes = vec![finding(7, "b", "second"), finding(7, "a", "again")];
    let quiet = |number, expected, findings: &[_], stamp| Change {
        put: Put::Findings { findings: findings.to_vec(), stamp },
        ..put(number, expected, "", &[])
    };
    assert_eq!(done(engine, quiet(7, number, &other_bytes, 8)).await, number);
    assert_eq!(engine.findings(&[id(7)], soon()).await.unwrap().remove(0), other_bytes);
    let Some(Row::Citation(stored)) = row(engine, 7).await else { panic!() };
    assert_eq!((stored.change, stored.stamp, stored.sources), (number, 8, Bytes::from("sources")));
    assert_eq!(engine.stats(soon()).await.unwrap().last_change, last);
    assert_eq!(engine.changes_since(last, 10, soon()).await.unwrap(), []);
    assert_eq!(ids(Some(8), None, 10).await, [id(9)]);
    let Some(Row::Citation(lung)) = row(engine, 9).await else { panic!() };
    done(engine, quiet(9, lung.change, &[], 8)).await;
    assert_eq!(ids(Some(8), None, 10).await, []);

    for refused in [
        quiet(7, number + 5, &other_bytes, 9),
        quiet(7, number, &other_bytes[1..], 9),
        quiet(6, 0, &[], 9),
        Change { absorbs: vec![(id(9), lung.change)], ..quiet(7, number, &other_bytes, 9) },
    ] {
        let outcome = engine.apply(vec![refused.clone()], soon()).await.unwrap();
        assert_eq!(outcome, [Applied::Conflict], "{refused:?}");
    }
    assert_eq!(ids(Some(8), None, 10).await, [], "a conflict writes nothing");
    assert_eq!(engine.check(soon()).await.unwrap(), Vec::<String>::new());
}
