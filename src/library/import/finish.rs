use std::collections::HashMap;

use bytes::Bytes;
use prost::Message;
use prost_types::Timestamp;

use crate::contract::v1::{Citation, LinkKind};
use crate::engine::{Change, Put};
use crate::finding;
use crate::library::LibraryError;
use crate::record::etag::etag;
use crate::record::identifier::{self, StrongId};
use crate::record::merge::merge;
use crate::record::name::CitationId;

/// The sources of a merged citation, as they are stored beside it.
#[derive(Clone, PartialEq, Message)]
pub(super) struct SourceSet {
    #[prost(message, repeated, tag = "1")]
    pub sources: Vec<Citation>,
}

/// A citation that is decided on and not yet encoded.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub id: CitationId,
    pub sources: Vec<Citation>,
    pub created: Timestamp,
    pub updated: Timestamp,
    pub status: i32,
}

/// Finishes drafts on all cores, keeping their order.
pub(super) fn finish_all(work: Vec<(Change, Option<Draft>)>) -> Vec<Change> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = work.len().div_ceil(threads).max(1);
    let mut work = work;
    let mut shares = Vec::new();
    while !work.is_empty() {
        let rest = work.split_off(share.min(work.len()));
        shares.push(std::mem::replace(&mut work, rest));
    }
    std::thread::scope(|scope| {
        let running: Vec<_> = shares
            .into_iter()
            .map(|share| scope.spawn(|| share.into_iter().map(finish_one).collect::<Vec<_>>()))
            .collect();
        running
            .into_iter()
            .flat_map(|thread| match thread.join() {
                Ok(changes) => changes,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
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
    let Draft { id, sources, created, updated, status } = draft;
    let mut citation = served(&sources);
    citation.name = format!("citations/{id}");
    citation.editorial_status = status;
    citation.etag = etag(&citation);
    citation.created = Some(created);
    citation.updated = Some(updated);
    Put::Citation {
        findings: findings_of(&citation),
        identifiers: identifier::strong(&citation),
        links: links(&citation),
        sources: if sources.len() > 1 { SourceSet { sources }.encode_to_vec().into() } else { Bytes::new() },
        citation: citation.encode_to_vec().into(),
    }
}

/// The citation that sources make together.
pub(super) fn served(sources: &[Citation]) -> Citation {
    match sources {
        [only] => only.clone(),
        _ => merge(sources),
    }
}

/// The sources that a stored citation was made from.
pub(super) fn sources_of(citation: &Citation, sources: &Bytes) -> Result<Vec<Citation>, LibraryError> {
    if !sources.is_empty() {
        return Ok(SourceSet::decode(sources.clone())?.sources);
    }
    Ok(vec![Citation {
        name: String::new(),
        etag: String::new(),
        created: None,
        updated: None,
        editorial_status: 0,
        ..citation.clone()
    }])
}

/// What the citation says about others. Lists of references are long and decide no status: they stay on the record alone.
pub(super) fn links(citation: &Citation) -> Vec<(StrongId, i32)> {
    let relevant = citation.links.iter().filter(|link| {
        !matches!(link.kind(), LinkKind::References | LinkKind::Cites | LinkKind::Unspecified)
    });
    let mut links: Vec<_> = relevant
        .flat_map(|link| link.targets.iter().filter_map(|id| Some((StrongId::of(id)?, link.kind))))
        .collect();
    links.sort();
    links.dedup();
    links
}

fn findings_of(citation: &Citation) -> Vec<(String, Bytes)> {
    let mut seen: HashMap<(i32, i32, i32), u32> = HashMap::new();
    let mut findings = Vec::new();
    for mut found in finding::extract(citation).findings {
        let Some(evidence) = &found.evidence else { continue };
        let span = evidence.span.unwrap_or_default();
        let ordinal = seen.entry((evidence.abstract_index, span.start, span.end)).or_default();
        let id = finding::finding_id(&evidence.abstract_sha256, &span, *ordinal);
        *ordinal += 1;
        if finding::prove(&found, &citation.abstracts).is_err() {
            // what cannot be proved is never stored
            tracing::error!(citation = citation.name, finding = id, "finding without proof left out");
            continue;
        }
        found.name = format!("{}/findings/{id}", citation.name);
        found.citation = citation.name.clone();
        found.citation_status = citation.editorial_status;
        findings.push((id, found.encode_to_vec().into()));
    }
    findings
}
