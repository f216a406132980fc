use bytes::Bytes;
use prost::Message;

use super::correction::correct;
use super::judgement;
use super::overlay::{extracted, lay};
use super::reviewed::Reviewed;
use crate::contract::v1::{self, Citation, Finding, ReviewVerdict};
use crate::engine::{Applied, Change, Deadline, Decoded, Put, Stored, Witnessed};
use crate::library::findings::decode;
use crate::library::import::Keys;
use crate::library::kept::Kept;
use crate::library::{Library, LibraryError};
use crate::record::name::{CitationId, CitationRef};

/// How often a review is worked out anew because somebody else wrote the citation first.
const TRIES: usize = 3;
/// What the etag of a finding without review is.
const NONE: &str = "none";

/// What somebody thinks of a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// The finding, as the caller calls it.
    pub name: String,
    pub citation: CitationRef,
    /// Its id within the citation.
    pub id: String,
    pub verdict: Verdict,
    /// The etag that the present review must have, `none` for no review; empty for whatever it is.
    pub etag: String,
}

/// A verdict, or that there is none any more.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    Cleared,
    Given { verdict: ReviewVerdict, reviewer: String, note: String, correction: Option<Box<Correction>> },
}

/// The right values.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    pub finding: Finding,
    /// Names of the fields that count; empty for those that are given.
    pub mask: Vec<String>,
}

/// A citation with all that a review of one of its findings is decided on.
struct Subject {
    id: CitationId,
    stored: Stored,
    citation: Citation,
    kept: Kept,
    /// As they are served.
    findings: Vec<(String, Finding)>,
}

impl Library {
    /// Writes a review and answers the finding as it is served with it. One that says nothing new writes nothing.
    pub async fn review(&self, review: &Review, deadline: Deadline) -> Result<Bytes, LibraryError> {
        let _writer = self.inner.writing.lock().await;
        for _ in 0..TRIES {
            let subject = self.subject(review, deadline).await?;
            match subject.decide(review, (self.inner.clock)())? {
                Decision::Nothing(served) => return Ok(served),
                Decision::Write(change, served) => {
                    let applied = self.inner.engine.apply(vec![*change], deadline).await?;
                    if matches!(applied[..], [Applied::Done(_)]) {
                        return Ok(served);
                    }
                }
            }
        }
        Err(LibraryError::Conflict)
    }

    async fn subject(&self, review: &Review, deadline: Deadline) -> Result<Subject, LibraryError> {
        let (id, stored) = self.citation(&review.name, &review.citation, deadline).await?;
        let findings = self.findings_of(id, deadline).await?;
        let findings = findings.into_iter().map(|(id, bytes)| Ok((id, decode(&bytes)?)));
        Ok(Subject {
            id,
            citation: Citation::decode(stored.citation.clone())?,
            kept: Kept::read(stored.sources.clone())?,
            findings: findings.collect::<Result<_, LibraryError>>()?,
            stored,
        })
    }
}

/// What a review comes to, with the finding as it is served then.
enum Decision {
    Nothing(Bytes),
    Write(Box<Change>, Bytes),
}

impl Subject {
    fn decide(mut self, review: &Review, now: prost_types::Timestamp) -> Result<Decision, LibraryError> {
        let served = self.findings.iter().find(|(id, _)| *id == review.id).map(|(_, finding)| finding);
        let Some(served) = served.cloned() else {
            return Err(LibraryError::FindingNotFound { name: review.name.clone() });
        };
        let present = self.kept.reviews.iter().position(|one| one.id == review.id);
        let next = match &review.verdict {
            Verdict::Cleared => None,
            Verdict::Given { .. } => Some(self.given(review, &served, now)?),
        };
        let before = present.and_then(|at| self.kept.reviews.get(at));
        // asked again after an answer that was lost: what is so already is no conflict
        if before.map(timeless) == next.as_ref().map(timeless) {
            return Ok(Decision::Nothing(served.encode_to_vec().into()));
        }
        let etag = before.and_then(|one| one.review.as_ref()).map_or(NONE, |review| &review.etag);
        if !review.etag.is_empty() && review.etag != etag {
            let name = review.name.clone();
            return Err(LibraryError::EtagMismatch { name, etag: etag.to_owned() });
        }
        match (present, next) {
            (Some(at), Some(next)) => self.kept.reviews[at] = next,
            (Some(at), None) => drop(self.kept.reviews.remove(at)),
            (None, next) => self.kept.reviews.extend(next),
        }
        self.kept.reviews.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(self.write(&review.id, served))
    }

    /// The review that is given, of the finding as it is served now.
    fn given(
        &self,
        review: &Review,
        served: &Finding,
        now: prost_types::Timestamp,
    ) -> Result<Reviewed, LibraryError> {
        let Verdict::Given { verdict, reviewer, note, correction } = &review.verdict else {
            return Err(LibraryError::Fault("reviewed a finding"));
        };
        let before = served.review.as_deref();
        let extracted = extracted(served.clone());
        let mut judged = Finding { review: None, ..served.clone() };
        if let Some(Correction { finding, mask }) = correction.as_deref() {
            if before.is_some_and(|review| review.text_gone) {
                let description =
                    "the text of this finding is gone: accept it, reject it or clear its review";
                return Err(LibraryError::invalid("correction", description));
            }
            judged = correct(served, extracted.as_ref(), finding, mask, &self.citation.abstracts)
                .map_err(LibraryError::Invalid)?;
        }
        let differences = extracted.map(|extracted| judgement::differences(&judged, &extracted));
        let mut corrected_fields: Vec<String> = match (verdict, differences, before) {
            // what an orphan was corrected in is known from before
            (ReviewVerdict::Corrected, None, before) => {
                let mut fields = before.map(|review| review.corrected_fields.clone()).unwrap_or_default();
                fields.extend(judgement::differences(&judged, served).into_iter().map(str::to_owned));
                fields
            }
            (ReviewVerdict::Corrected, Some(fields), _) => fields.into_iter().map(str::to_owned).collect(),
            (_, _, before) => before.map(|review| review.corrected_fields.clone()).unwrap_or_default(),
        };
        corrected_fields.sort();
        corrected_fields.dedup();
        let given = v1::Review {
            verdict: (*verdict).into(),
            reviewer: reviewer.clone(),
            note: note.clone(),
            time: Some(now),
            corrected_fields,
            ..Default::default()
        };
        Ok(Reviewed::new(review.id.clone(), given, judged))
    }

    /// The change that lays the reviews anew. The findings beneath them stay those of the extractor that made them.
    fn write(self, id: &str, served: Finding) -> Decision {
        let found = self.findings.into_iter().filter_map(|(id, served)| Some((id, extracted(served)?)));
        let laid = lay(&self.citation, found.collect(), &self.kept.reviews);
        // a cleared orphan is not among them
        let shown = laid.iter().find(|(own, _)| own == id).map(|(_, finding)| finding.encode_to_vec());
        let shown = shown.unwrap_or_else(|| Finding { review: None, ..served }.encode_to_vec());
        let findings =
            laid.iter().map(|(id, finding)| (id.clone(), finding.encode_to_vec().into())).collect();
        let keys = Keys::of(&self.citation);
        let put = Put::Citation {
            citation: self.stored.citation,
            sources: self.kept.write(),
            findings,
            identifiers: keys.strong,
            links: keys.links,
            stamp: self.stored.stamp,
            decoded: Some(Box::new(Decoded {
                citation: self.citation,
                findings: laid.into_iter().map(|(_, finding)| finding).collect(),
            })),
        };
        let change = Change {
            id: self.id,
            expected: self.stored.change,
            witnessed: Witnessed::default(),
            put,
            absorbs: Vec::new(),
        };
        Decision::Write(Box::new(change), shown.into())
    }
}

/// A review without when it was made.
fn timeless(reviewed: &Reviewed) -> Reviewed {
    let review = reviewed.review.clone().unwrap_or_default();
    let review = v1::Review { time: None, etag: String::new(), ..review };
    // when a finding was judged again, only what it means counts
    let mut meant = Finding::default();
    judgement::copy(&reviewed.judged.clone().unwrap_or_default(), &mut meant);
    Reviewed { id: reviewed.id.clone(), review: Some(review), judged: Some(meant) }
}
