//! Libraries as another version of the extractor would have left them.

use std::time::Duration;

use bytes::Bytes;
use ibid::contract::v1::{Citation, Finding};
use ibid::engine::{Applied, Change, Deadline, Engine, Put, Row, Witnessed};
use ibid::record::identifier::strong;
use ibid::record::name::CitationId;
use prost::Message;

/// A stamp of no version.
pub const STAMP: u64 = 1;
/// The rules of that version.
pub const RULES: &str = "0123456789abcdef";

pub fn soon() -> Deadline {
    Deadline::after(Duration::from_secs(60))
}

/// Makes the findings of a citation those of another version, which differ from this one's as `change` says.
pub async fn age(engine: &dyn Engine, id: CitationId, change: impl FnOnce(&mut Vec<(String, Finding)>)) {
    let change = aged(engine, id, change).await;
    let applied = engine.apply(vec![change], soon()).await.unwrap();
    assert!(matches!(applied[..], [Applied::Done(_)]), "{applied:?}");
}

/// The same for many, in one batch.
pub async fn age_all(engine: &dyn Engine, names: &[String], change: impl Fn(&mut [(String, Finding)])) {
    let mut changes = Vec::with_capacity(names.len());
    for name in names {
        changes.push(aged(engine, id_of(name), |found| change(found)).await);
    }
    let applied = engine.apply(changes, soon()).await.unwrap();
    assert!(applied.iter().all(|one| matches!(one, Applied::Done(_))), "{applied:?}");
}

/// The change that does it.
pub async fn aged(
    engine: &dyn Engine,
    id: CitationId,
    change: impl FnOnce(&mut Vec<(String, Finding)>),
) -> Change {
    let row = engine.get(&[id], soon()).await.unwrap().pop().flatten();
    let Some(Row::Citation(stored)) = row else { panic!("no citation {id}: {row:?}") };
    let stored_findings = engine.findings(&[id], soon()).await.unwrap().remove(0);
    let mut findings: Vec<(String, Finding)> =
        stored_findings.into_iter().map(|(id, bytes)| (id, Finding::decode(bytes).unwrap())).collect();
    for (_, finding) in &mut findings {
        finding.provenance.as_mut().unwrap().rules = RULES.into();
    }
    change(&mut findings);
    let citation = Citation::decode(stored.citation.clone()).unwrap();
    let put = Put::Citation {
        identifiers: strong(&citation),
        citation: stored.citation,
        sources: stored.sources,
        findings: findings.into_iter().map(|(id, one)| (id, Bytes::from(one.encode_to_vec()))).collect(),
        links: Vec::new(),
        stamp: STAMP,
        decoded: None,
    };
    Change { id, expected: stored.change, witnessed: Witnessed::default(), put, absorbs: Vec::new() }
}

/// The id in a citation's name.
pub fn id_of(name: &str) -> CitationId {
    name.strip_prefix("citations/").unwrap().parse().unwrap()
}
