use std::collections::HashMap;

use bytes::Bytes;
use tokio::sync::mpsc;

use super::findings::decode as decode_finding;
use super::kept::Kept;
use super::read::decode;
use super::{Library, LibraryError, background};
use crate::contract::v1::{Abstract, CheckProblem, Citation, Finding, Review};
use crate::engine::Row;
use crate::finding::{Prover, abstract_sha256};
use crate::record::etag::etag;
use crate::record::identifier;
use crate::record::name::CitationId;

const PART: usize = 500;

/// What a check has seen since it last spoke.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CheckProgress {
    pub checked: u64,
    pub total: u64,
    pub problems: Vec<CheckProblem>,
    pub done: bool,
}

impl Library {
    /// Proves everything that must hold, citation by citation, then what store and index owe each other.
    pub fn check(&self) -> mpsc::Receiver<Result<CheckProgress, LibraryError>> {
        let (sender, receiver) = mpsc::channel(4);
        let library = self.clone();
        tokio::spawn(async move {
            if let Err(error) = library.run_check(&sender).await {
                let _ = sender.send(Err(error)).await;
            }
        });
        receiver
    }

    async fn run_check(
        &self,
        progress: &mpsc::Sender<Result<CheckProgress, LibraryError>>,
    ) -> Result<(), LibraryError> {
        let total = self.inner.engine.stats(background()).await?.citations;
        let mut checked = 0;
        let mut after: Option<CitationId> = None;
        loop {
            let ids = self.inner.engine.ids(None, after, PART, background()).await?;
            let Some(last) = ids.last() else { break };
            after = Some(*last);
            let mut problems = Vec::new();
            let rows = self.inner.engine.get(&ids, background()).await?;
            for (id, row) in ids.iter().zip(rows) {
                problems.extend(self.check_row(*id, row).await?);
            }
            checked += ids.len() as u64;
            let part = CheckProgress { checked, total, problems, done: false };
            if progress.send(Ok(part)).await.is_err() {
                return Ok(());
            }
        }
        let disagreements = self.inner.engine.check(background()).await?;
        let problems =
            disagreements.into_iter().map(|message| CheckProblem { name: String::new(), message }).collect();
        let _ = progress.send(Ok(CheckProgress { checked, total: checked, problems, done: true })).await;
        Ok(())
    }

    /// The problems of a citation. What was read while somebody wrote it proves nothing and is read again.
    async fn check_row(
        &self,
        id: CitationId,
        mut row: Option<Row>,
    ) -> Result<Vec<CheckProblem>, LibraryError> {
        loop {
            let Some(Row::Citation(stored)) = row else { return Ok(Vec::new()) };
            let change = stored.change;
            let mut problems = Vec::new();
            match decode(&stored.citation) {
                Ok(citation) => self.check_citation(id, &citation, stored.sources, &mut problems).await?,
                Err(error) => problems.push(CheckProblem { name: id.name(), message: error.to_string() }),
            }
            if problems.is_empty() {
                return Ok(problems);
            }
            row = self.inner.engine.get(&[id], background()).await?.pop().flatten();
            if row.as_ref().is_some_and(|row| row.change() == change) {
                return Ok(problems);
            }
        }
    }

    async fn check_citation(
        &self,
        id: CitationId,
        citation: &Citation,
        kept: Bytes,
        problems: &mut Vec<CheckProblem>,
    ) -> Result<(), LibraryError> {
        let mut report = |message: String| {
            problems.push(CheckProblem { name: format!("citations/{id}"), message });
        };
        if citation.name != format!("citations/{id}") {
            report(format!("is stored under {id} and calls itself {}", citation.name));
        }
        if citation.etag != etag(citation) {
            report("its etag is not that of its content".to_owned());
        }
        let strong = identifier::strong(citation);
        let holders = self.inner.engine.holders(&strong, background()).await?;
        for (identifier, holders) in strong.iter().zip(holders) {
            if !holders.contains(&id) {
                report(format!("is not found by {identifier}"));
            }
        }
        let findings = self.findings_of(id, background()).await?;
        let mut prover = Prover::new(&citation.abstracts);
        let mut reviews = HashMap::new();
        match Kept::read(kept) {
            Ok(kept) => reviews.extend(kept.reviews.into_iter().map(|review| (review.id.clone(), review))),
            Err(error) => report(format!("what is kept beside it cannot be read: {error}")),
        }
        for (finding_id, bytes) in findings {
            let name = format!("citations/{id}/findings/{finding_id}");
            let review = reviews.remove(&finding_id).and_then(|kept| kept.review);
            let problem = match decode_finding(&bytes) {
                Ok(found) => check_finding(&found, &name, citation, &mut prover)
                    .or_else(|| check_review(found.review.as_deref(), review.as_ref())),
                Err(error) => Some(error.to_string()),
            };
            if let Some(message) = problem {
                problems.push(CheckProblem { name, message });
            }
        }
        for finding_id in reviews.into_keys() {
            let name = format!("citations/{id}/findings/{finding_id}");
            let message = "is reviewed and not among the findings of its citation".to_owned();
            problems.push(CheckProblem { name, message });
        }
        Ok(())
    }
}

/// The review that is served and the one that is kept.
fn check_review(served: Option<&Review>, kept: Option<&Review>) -> Option<String> {
    match (served, kept) {
        (None, None) => None,
        (Some(served), Some(kept)) if served.etag == kept.etag && served.verdict == kept.verdict => None,
        (Some(_), None) => Some("shows a review that is not kept".to_owned()),
        (None, Some(_)) => Some("does not show its review".to_owned()),
        (Some(_), Some(_)) => Some("shows another review than the one that is kept".to_owned()),
    }
}

fn check_finding(
    found: &Finding,
    name: &str,
    citation: &Citation,
    prover: &mut Prover<'_>,
) -> Option<String> {
    if found.name != name {
        return Some(format!("calls itself {}", found.name));
    }
    if found.citation_status != citation.editorial_status {
        return Some("does not carry its citation's editorial status".to_owned());
    }
    let proved = prover.prove(found).err().map(|error| error.to_string());
    let Some(review) = found.review.as_deref() else { return proved };
    if review.text_gone {
        let sha256 = found.evidence.as_ref().map(|evidence| evidence.abstract_sha256.as_str());
        let there = |text: &Abstract| Some(abstract_sha256(&text.text).as_str()) == sha256;
        let there = citation.abstracts.iter().any(there);
        return there.then(|| "says that its text is gone, and it is there".to_owned());
    }
    let original = review.original.as_deref().and_then(|original| prover.prove(original).err());
    proved.or(original.map(|error| format!("original: {error}")))
}
