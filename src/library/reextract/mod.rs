//! Runs the extractor again over what another version of it made. A citation is stale when its stamp is not this program's, so
//! what is done is never done again, whenever the run is cut off.

mod again;
mod walk;

use tokio::sync::mpsc;

use self::again::{Again, Before, again_all};
use self::walk::Walk;
use super::{Library, LibraryError, background};
use crate::engine::{Applied, EngineError, Row};
use crate::finding::provenance;
use crate::record::name::CitationId;

/// Citations in one transaction: enough to spread the cost of one fsync, few enough that imports do not wait long.
const BATCH: usize = 128;
/// Rows read at once, and bytes of citations that are held at once, give or take one read.
const READ: usize = 16;
const BYTES: usize = 8 << 20;
/// How often a citation is extracted anew because somebody else wrote it first.
const TRIES: usize = 3;

/// What to extract again.
#[derive(Debug, Clone, Default)]
pub struct ReextractRequest {
    /// Only citations for which this holds.
    pub filter: String,
    /// Those that are up to date too.
    pub all: bool,
    /// Write nothing.
    pub dry_run: bool,
    /// Goes on where a run of the same filter was.
    pub resume_token: String,
    /// End only when search shows everything.
    pub wait_visible: bool,
}

/// What a run has done so far; failures are those since it last spoke.
#[derive(Debug, Default)]
pub struct ReextractProgress {
    pub examined: u64,
    pub total: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub failed: u64,
    pub reviews_kept: u64,
    pub reviews_orphaned: u64,
    pub failures: Vec<(String, LibraryError)>,
    pub resume_token: String,
    pub done: bool,
}

impl Library {
    /// Extracts stale citations again, batch by batch; the work ends when the receiver is dropped.
    pub fn reextract(
        &self,
        request: ReextractRequest,
    ) -> mpsc::Receiver<Result<ReextractProgress, LibraryError>> {
        let (answers, receiver) = mpsc::channel(4);
        let library = self.clone();
        tokio::spawn(async move {
            let run = Run { library, request, at: ReextractProgress::default(), last_change: None };
            if let Err(error) = run.run(&answers).await {
                let _ = answers.send(Err(error)).await;
            }
        });
        receiver
    }
}

struct Run {
    library: Library,
    request: ReextractRequest,
    at: ReextractProgress,
    last_change: Option<u64>,
}

type Answers = mpsc::Sender<Result<ReextractProgress, LibraryError>>;

impl Run {
    async fn run(mut self, answers: &Answers) -> Result<(), LibraryError> {
        let mut walk = Walk::begin(&self.library, &self.request).await?;
        self.at.total = walk.total;
        while let Some(ids) = walk.next(&self.library).await? {
            self.at.examined += ids.len() as u64;
            self.batch(&ids).await?;
            let counts = self.at.counts();
            let resume_token = walk.token(&self.library);
            let progress = ReextractProgress { resume_token, ..std::mem::replace(&mut self.at, counts) };
            if answers.send(Ok(progress)).await.is_err() {
                return Ok(());
            }
        }
        if let (true, Some(number)) = (self.request.wait_visible, self.last_change) {
            self.library.inner.engine.wait_visible(number, background()).await?;
        }
        let _ = answers.send(Ok(ReextractProgress { done: true, ..self.at })).await;
        Ok(())
    }

    /// Extracts a batch, so many at once as memory is meant to hold.
    async fn batch(&mut self, ids: &[CitationId]) -> Result<(), LibraryError> {
        let mut rest = ids;
        while !rest.is_empty() {
            let (citations, read) = self.read(rest, BYTES).await?;
            rest = rest.get(read..).unwrap_or_default();
            self.extract(citations).await?;
        }
        Ok(())
    }

    /// Extracts without holding anybody up, then writes what nobody else wrote meanwhile.
    async fn extract(&mut self, mut citations: Vec<Before>) -> Result<(), LibraryError> {
        let mut conflicts = Vec::new();
        for attempt in 0..TRIES {
            if attempt > 0 {
                (citations, _) = self.read(&conflicts, usize::MAX).await?;
            }
            let mut writes = Vec::new();
            for (id, again) in again_all(std::mem::take(&mut citations)).await {
                match again {
                    Ok(again) if again.change.is_none() || self.request.dry_run => self.count(&again),
                    Ok(again) => writes.push((id, again)),
                    Err(error) => self.fail(id, error),
                }
            }
            conflicts = self.write(writes).await?;
            if conflicts.is_empty() {
                return Ok(());
            }
        }
        for id in conflicts {
            self.fail(id, LibraryError::Conflict);
        }
        Ok(())
    }

    /// The citations to extract, with their findings as they are stored, until they are so many bytes; and how many ids that
    /// were.
    async fn read(&mut self, ids: &[CitationId], most: usize) -> Result<(Vec<Before>, usize), LibraryError> {
        let stamp = provenance::current().stamp;
        let (mut citations, mut read, mut bytes) = (Vec::new(), 0, 0);
        for some in ids.chunks(READ) {
            if bytes >= most {
                break;
            }
            read += some.len();
            for (id, row) in some.iter().copied().zip(self.rows(some).await?) {
                let stored = match row {
                    Ok(Some(Row::Citation(stored))) if self.request.all || stored.stamp != stamp => stored,
                    // gone, merged or extracted by somebody else since it was listed; or fresh under a filter
                    Ok(_) => continue,
                    Err(error) => {
                        self.fail(id, error);
                        continue;
                    }
                };
                let findings = match self.library.findings_of(id, background()).await {
                    Ok(findings) => Some(findings),
                    // findings that cannot be read are made anew
                    Err(EngineError::Corrupt(_)) => None,
                    Err(error) => return Err(error.into()),
                };
                bytes += stored.citation.len() + stored.sources.len();
                citations.push((id, stored, findings));
            }
        }
        Ok((citations, read))
    }

    /// Rows of many; where one of them cannot be read, that one alone fails.
    async fn rows(&self, ids: &[CitationId]) -> Result<Vec<Result<Option<Row>, LibraryError>>, LibraryError> {
        let engine = &self.library.inner.engine;
        match engine.get(ids, background()).await {
            Ok(rows) => return Ok(rows.into_iter().map(Ok).collect()),
            Err(EngineError::Corrupt(_)) => {}
            Err(error) => return Err(error.into()),
        }
        let mut rows = Vec::with_capacity(ids.len());
        for id in ids {
            rows.push(match engine.get(std::slice::from_ref(id), background()).await {
                Ok(row) => Ok(row.into_iter().next().flatten()),
                Err(error @ EngineError::Corrupt(_)) => Err(error.into()),
                Err(error) => return Err(error.into()),
            });
        }
        Ok(rows)
    }

    /// Writes; answers what somebody else wrote first.
    async fn write(&mut self, writes: Vec<(CitationId, Again)>) -> Result<Vec<CitationId>, LibraryError> {
        if writes.is_empty() {
            return Ok(Vec::new());
        }
        let mut changes = Vec::with_capacity(writes.len());
        let mut outcomes = Vec::with_capacity(writes.len());
        for (id, mut again) in writes {
            changes.extend(again.change.take().map(|change| *change));
            outcomes.push((id, again));
        }
        let library = self.library.clone();
        let applied = {
            let _writer = library.inner.writing.lock().await;
            library.inner.engine.apply(changes, background()).await?
        };
        let mut conflicts = Vec::new();
        for ((id, again), applied) in outcomes.into_iter().zip(applied) {
            match applied {
                Applied::Conflict => conflicts.push(id),
                Applied::Done(number) => {
                    self.count(&again);
                    if again.changed {
                        self.last_change = self.last_change.max(Some(number));
                    }
                }
            }
        }
        Ok(conflicts)
    }

    fn count(&mut self, again: &Again) {
        let counter = if again.changed { &mut self.at.changed } else { &mut self.at.unchanged };
        *counter += 1;
        self.at.reviews_kept += again.reviews;
        self.at.reviews_orphaned += again.orphaned;
    }

    fn fail(&mut self, id: CitationId, error: LibraryError) {
        self.at.failed += 1;
        self.at.failures.push((id.name(), error));
    }
}

impl ReextractProgress {
    /// The counts alone.
    fn counts(&self) -> Self {
        let Self { examined, total, changed, unchanged, failed, reviews_kept, reviews_orphaned, .. } = *self;
        Self {
            examined,
            total,
            changed,
            unchanged,
            failed,
            reviews_kept,
            reviews_orphaned,
            ..Self::default()
        }
    }
}
