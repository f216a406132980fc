use std::collections::HashMap;

use bytes::Bytes;
use prost::Message;
use prost_types::Timestamp;

use super::live::Live;
use crate::contract::v1::{Citation, Finding};
use crate::engine::cores::on_all_cores;
use crate::engine::{Change, Decoded, Put};
use crate::finding;
use crate::library::LibraryError;
use crate::library::review::{Reviewed, lay};
use crate::record::etag::seal;
use crate::record::name::CitationId;

/// A citation that is decided on and not yet encoded.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub id: CitationId,
    pub live: Live,
    pub created: Timestamp,
    pub updated: Timestamp,
    pub status: i32,
}

/// Finishes drafts on all cores, keeping their order.
pub(super) async fn finish_all(work: Vec<(Change, Option<Draft>)>) -> Result<Vec<Change>, LibraryError> {
    on_all_cores(work, finish_one).await.map_err(|error| {
        tracing::error!(%error, "finishing a batch failed");
        LibraryError::Fault("extracted findings")
    })
}

fn finish_one((change, draft): (Change, Option<Draft>)) -> Change {
    match draft {
        Some(draft) => Change { put: finish(draft), ..change },
        None => change,
    }
}

/// Merges, extracts and encodes: everything of a write that needs nobody else, so drafts can be finished side by side.
fn finish(draft: Draft) -> Put {
    let Draft { id, live, created, updated, status } = draft;
    let (mut citation, keys, kept) = live.into_parts();
    citation.name = id.name();
    citation.editorial_status = status;
    let encoded = seal(&mut citation, created, updated);
    let (findings, messages) = findings_of(&citation, &kept.reviews).into_iter().unzip();
    Put::Citation {
        findings,
        identifiers: keys.strong,
        links: keys.links,
        sources: kept.write(),
        stamp: finding::provenance::current().stamp,
        citation: encoded.into(),
        decoded: Some(Box::new(Decoded { citation, findings: messages })),
    }
}

/// The findings of a citation as they are stored and served: those that the extractor gives, under what people said of them.
pub(in crate::library) fn findings_of(
    citation: &Citation,
    reviews: &[Reviewed],
) -> Vec<((String, Bytes), Finding)> {
    let laid = lay(citation, extracted(citation), reviews);
    laid.into_iter().map(|(id, found)| ((id, found.encode_to_vec().into()), found)).collect()
}

fn extracted(citation: &Citation) -> Vec<(String, Finding)> {
    // by text, not by place: two abstracts of a record may be of the same words
    let mut seen: HashMap<(String, i32, i32), u32> = HashMap::new();
    let mut findings = Vec::new();
    let mut prover = finding::Prover::new(&citation.abstracts);
    for mut found in finding::extract(citation).findings {
        let Some(evidence) = &found.evidence else { continue };
        let span = evidence.span.unwrap_or_default();
        let ordinal = seen.entry((evidence.abstract_sha256.clone(), span.start, span.end)).or_default();
        let id = finding::finding_id(&evidence.abstract_sha256, &span, *ordinal);
        *ordinal += 1;
        if prover.prove(&found).is_err() {
            // what cannot be proved is never stored
            tracing::error!(citation = citation.name, finding = id, "finding without proof left out");
            continue;
        }
        found.name = format!("{}/findings/{id}", citation.name);
        found.citation = citation.name.clone();
        found.citation_status = citation.editorial_status;
        findings.push((id, found));
    }
    findings
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::contract::v1::{Abstract, Source};

    #[test]
    fn abstracts_of_the_same_words_have_findings_of_their_own() {
        let text = "Survival was longer with the drug (hazard ratio 0.72, 95% CI 0.60-0.86; p = 0.003).";
        let text = Abstract { text: text.into(), language: "en".into(), ..Abstract::default() };
        let ids = |many: usize| {
            let citation = Citation { abstracts: vec![text.clone(); many], ..Citation::default() };
            extracted(&citation).into_iter().map(|(id, _)| id).collect::<Vec<_>>()
        };
        let (one, mut two) = (ids(1), ids(2));
        assert!(!one.is_empty() && two.starts_with(&one));
        assert_eq!(two.len(), 2 * one.len());
        two.sort();
        two.dedup();
        assert_eq!(two.len(), 2 * one.len());
    }

    #[test]
    fn bytes_and_messages_say_the_same() {
        let text = "Survival was longer with the drug (hazard ratio 0.72, 95% CI 0.60-0.86; p = 0.003).";
        let source = |format: &str| {
            let source = Source { format: format.into(), ..Source::default() };
            let text = Abstract { text: text.into(), language: "en".into(), ..Abstract::default() };
            Arc::new(Citation { abstracts: vec![text], sources: vec![source], ..Citation::default() })
        };
        for sources in [vec![source("ris")], vec![source("ris"), source("pure")]] {
            let time = Timestamp { seconds: 1, nanos: 0 };
            let draft = Draft {
                id: CitationId::from_u128(7),
                live: Live::of(sources.clone()),
                created: time,
                updated: time,
                status: 1,
            };
            let Put::Citation { citation, findings, sources: set, decoded: Some(decoded), .. } =
                finish(draft)
            else {
                panic!("a citation with its messages");
            };
            assert_eq!(Citation::decode(citation).unwrap(), decoded.citation);
            let messages: Vec<_> =
                findings.into_iter().map(|(_, bytes)| Finding::decode(bytes).unwrap()).collect();
            assert!(!messages.is_empty());
            assert_eq!(messages, decoded.findings);
            assert_eq!(set.is_empty(), sources.len() == 1);
        }
    }
}
