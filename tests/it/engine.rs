//! What every engine must do, asked of the trait, on each of them; and what only the embedded one can be asked.

mod embedded;
mod reads;
pub mod searches;
mod writes;

use std::time::Duration;

use bytes::Bytes;
use ibid::contract::v1;
use ibid::engine::{Applied, Change, Deadline, Engine, Put, Witnessed};
use ibid::record::identifier::StrongId;
use ibid::record::name::CitationId;
use prost::Message;

use crate::cluster::Place;
use crate::memory_engine::MemoryEngine;

/// Runs every scenario on every engine, each in a library of its own.
macro_rules! scenarios {
    ($($module:ident :: $name:ident),* $(,)?) => {
        mod on_embedded {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                let folder = tempfile::tempdir().unwrap();
                super::$module::$name(&super::embedded::open(folder.path())).await;
            })*
        }
        mod on_memory {
            $(#[tokio::test]
            async fn $name() {
                super::$module::$name(&super::MemoryEngine::default()).await;
            })*
        }
        mod on_opensearch {
            $(#[tokio::test(flavor = "multi_thread")]
            #[ignore = "needs a cluster: tests/opensearch/cluster starts one, IBID_OPENSEARCH names its nodes"]
            async fn $name() {
                let place = super::Place::fresh();
                super::$module::$name(&place.open().await).await;
                place.clear().await;
            })*
        }
    };
}

scenarios!(
    writes::what_is_put_is_got,
    writes::a_citation_is_replaced_whole,
    writes::a_deleted_citation_is_remembered_and_revived,
    writes::absorbed_citations_become_redirects,
    writes::a_redirect_becomes_a_citation_again,
    writes::two_may_claim_one_identifier,
    writes::a_conflict_writes_nothing_and_spares_the_rest,
    writes::bytes_that_are_no_citation_are_refused,
    writes::one_batch_may_change_one_citation_twice,
    writes::stamps_are_kept_and_findings_change_quietly,
    reads::links_are_seen_from_their_target,
    reads::scans_give_each_live_citation_once,
    reads::changes_are_told_in_order,
    reads::a_setting_keeps_its_first_value,
    reads::figures_are_those_of_what_is_there,
    reads::a_passed_deadline_ends_every_verb,
    reads::nothing_answers_once_closed,
    searches::writes_are_found_once_visible,
    searches::pages_hold_each_hit_once,
    searches::findings_are_found_and_go_with_their_citation,
);

pub fn soon() -> Deadline {
    Deadline::after(Duration::from_secs(30))
}

pub fn id(number: u128) -> CitationId {
    CitationId::from_u128(number)
}

pub fn strong(text: &str) -> StrongId {
    text.parse().unwrap()
}

/// An encoded citation with a title and, where it is not empty, an abstract.
fn citation(title: &str, summary: &str) -> Bytes {
    let abstracts = (!summary.is_empty()).then(|| v1::Abstract {
        text: summary.into(),
        language: "en".into(),
        ..Default::default()
    });
    v1::Citation {
        titles: vec![v1::Title { text: title.into(), language: "en".into(), ..Default::default() }],
        abstracts: abstracts.into_iter().collect(),
        languages: vec!["en".into()],
        ..Default::default()
    }
    .encode_to_vec()
    .into()
}

fn finding(citation: u128, own: &str, statement: &str) -> (String, Bytes) {
    let name = format!("citations/{}/findings/{own}", id(citation));
    let message =
        v1::Finding { name, statement: statement.into(), language: "en".into(), ..Default::default() };
    (own.into(), message.encode_to_vec().into())
}

/// A change that puts a citation without findings.
pub fn put(number: u128, expected: u64, title: &str, identifiers: &[&str]) -> Change {
    Change {
        id: id(number),
        expected,
        witnessed: Witnessed::default(),
        put: Put::Citation {
            citation: citation(title, ""),
            sources: Bytes::new(),
            findings: Vec::new(),
            identifiers: identifiers.iter().map(|text| strong(text)).collect(),
            links: Vec::new(),
            stamp: 0,
            decoded: None,
        },
        absorbs: Vec::new(),
    }
}

/// The same of a citation that is not there, with a finding.
pub fn put_with_finding(number: u128, title: &str, identifiers: &[&str]) -> Change {
    let mut change = put(number, 0, title, identifiers);
    if let Put::Citation { findings, .. } = &mut change.put {
        findings.push(finding(number, "one", "a finding of it"));
    }
    change
}

fn delete(number: u128, expected: u64) -> Change {
    Change { put: Put::Tombstone, ..put(number, expected, "", &[]) }
}

/// Applies one change that must succeed, and answers its number.
pub async fn done(engine: &dyn Engine, change: Change) -> u64 {
    match engine.apply(vec![change], soon()).await.unwrap()[..] {
        [Applied::Done(number)] => number,
        ref other => panic!("{other:?}"),
    }
}

pub async fn holders(engine: &dyn Engine, text: &str) -> Vec<CitationId> {
    engine.holders(&[strong(text)], soon()).await.unwrap().remove(0)
}
