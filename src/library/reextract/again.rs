use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;
use prost::Message;

use crate::contract::v1::{Citation, Finding};
use crate::engine::cores::on_all_cores;
use crate::engine::{Change, Decoded, Put, Stored, Witnessed};
use crate::finding::provenance;
use crate::library::LibraryError;
use crate::library::import::{Keys, findings_of};
use crate::library::kept::Kept;
use crate::record::name::CitationId;

/// What becomes of a citation that is extracted again.
pub(super) struct Again {
    /// Whether its findings say something else.
    pub changed: bool,
    /// Reviews that it has, and those of them whose finding the extractor does not give any more.
    pub reviews: u64,
    pub orphaned: u64,
    /// What to write; `None` when all is so already.
    pub change: Option<Box<Change>>,
}

/// A citation as it is stored, with its findings; `None` for findings that cannot be read.
pub(super) type Before = (CitationId, Stored, Option<Vec<(String, Bytes)>>);
type Extracted = (CitationId, Result<Again, LibraryError>);

/// Extracts on all cores. One that the extractor cannot bear fails alone.
pub(super) async fn again_all(work: Vec<Before>) -> Vec<Extracted> {
    // nothing outside of `guarded` can panic
    on_all_cores(work, guarded).await.unwrap_or_default()
}

fn guarded((id, stored, before): Before) -> Extracted {
    let extracted = catch_unwind(AssertUnwindSafe(|| again(id, stored, before.as_deref())));
    (id, extracted.unwrap_or(Err(LibraryError::Fault("extracted findings"))))
}

/// Extracts one again and compares it with what is stored.
fn again(id: CitationId, stored: Stored, before: Option<&[(String, Bytes)]>) -> Result<Again, LibraryError> {
    let citation = Citation::decode(stored.citation.clone())?;
    let Kept { reviews, .. } = Kept::read(stored.sources.clone())?;
    let (findings, messages): (Vec<(String, Bytes)>, Vec<Finding>) =
        findings_of(&citation, &reviews).into_iter().unzip();
    let stamp = provenance::current().stamp;
    // what cannot be read is replaced as a whole, even by nothing
    let changed = !before.is_some_and(|before| same(before, &findings, &messages));
    let orphaned = |found: &&Finding| found.review.as_deref().is_some_and(|review| review.orphaned);
    let counted = Again {
        changed,
        reviews: reviews.len() as u64,
        orphaned: messages.iter().filter(orphaned).count() as u64,
        change: None,
    };
    let put = match changed {
        false if stored.stamp == stamp && before == Some(&findings) => return Ok(counted),
        false => Put::Findings { findings, stamp },
        true => {
            let keys = Keys::of(&citation);
            Put::Citation {
                citation: stored.citation,
                sources: stored.sources,
                findings,
                identifiers: keys.strong,
                links: keys.links,
                stamp,
                decoded: Some(Box::new(Decoded { citation, findings: messages })),
            }
        }
    };
    let change =
        Change { id, expected: stored.change, witnessed: Witnessed::default(), put, absorbs: Vec::new() };
    Ok(Again { change: Some(Box::new(change)), ..counted })
}

/// Whether findings say the same, whatever made them. Bytes are compared first: a message is decoded only where they differ.
fn same(before: &[(String, Bytes)], now: &[(String, Bytes)], messages: &[Finding]) -> bool {
    let pairs = || before.iter().zip(now).zip(messages);
    before.len() == now.len()
        && pairs().all(|((one, other), _)| one.0 == other.0)
        && pairs().all(|((one, other), message)| {
            one.1 == other.1
                || Finding::decode(one.1.clone()).is_ok_and(|one| unmade(one) == unmade(message.clone()))
        })
}

/// A finding without what made it.
fn unmade(mut finding: Finding) -> Finding {
    finding.provenance = None;
    if let Some(original) = finding.review.as_mut().and_then(|review| review.original.as_mut()) {
        original.provenance = None;
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_that_cannot_be_read_are_replaced_even_by_none() {
        let id = CitationId::from_u128(7);
        let stored = Stored { change: 1, citation: Bytes::new(), sources: Bytes::new(), stamp: 1 };
        let put = |before: Option<&[(String, Bytes)]>| {
            let again = again(id, stored.clone(), before).unwrap();
            (again.changed, again.change.unwrap().put)
        };
        assert!(matches!(put(None), (true, Put::Citation { findings, .. }) if findings.is_empty()));
        assert!(matches!(put(Some(&[])), (false, Put::Findings { findings, .. }) if findings.is_empty()));
    }
}
