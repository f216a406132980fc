use tokio::sync::mpsc;

use super::findings::decode as decode_finding;
use super::read::decode;
use super::{Library, LibraryError, background};
use crate::contract::v1::{CheckProblem, Citation, Finding};
use crate::finding::Prover;
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
            let rows = self.inner.engine.scan(after, PART, background()).await?;
            let Some((last, _)) = rows.last() else { break };
            after = Some(*last);
            let mut problems = Vec::new();
            for (id, bytes) in &rows {
                let name = format!("citations/{id}");
                match decode(bytes) {
                    Ok(citation) => self.check_citation(*id, &citation, &mut problems).await?,
                    Err(error) => problems.push(CheckProblem { name, message: error.to_string() }),
                }
            }
            checked += rows.len() as u64;
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

    async fn check_citation(
        &self,
        id: CitationId,
        citation: &Citation,
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
        let findings = self.inner.engine.findings(id, background()).await?;
        let mut prover = Prover::new(&citation.abstracts);
        for (finding_id, bytes) in findings {
            let name = format!("citations/{id}/findings/{finding_id}");
            let problem = match decode_finding(&bytes) {
                Ok(found) => check_finding(&found, &name, citation, &mut prover),
                Err(error) => Some(error.to_string()),
            };
            if let Some(message) = problem {
                problems.push(CheckProblem { name, message });
            }
        }
        Ok(())
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
    prover.prove(found).err().map(|error| error.to_string())
}
