use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::ahead::{Ahead, Progress, decide_ahead};
use super::desk::{Moved, Overtaken, TRIES, Written, pause};
use super::feed::{Batch, Feed, Gauge, read};
use crate::contract::v1::{ImportAction, ImportCitationsResponse, ImportOutcome, ImportTotals};
use crate::formats::read::Format;
use crate::library::{Library, LibraryError, background};

/// Batches read ahead of the one being decided.
const READ_AHEAD: usize = 1;
/// Answers that may wait for a slow caller before reading stops.
const UNREAD: usize = 8;

/// How to import.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// Found from the content when `None`.
    pub format: Option<Format>,
    /// Kept in `Source.file`.
    pub file: String,
    /// Write nothing.
    pub dry_run: bool,
    /// Outcomes of plain CREATED and UNCHANGED records too.
    pub all_outcomes: bool,
    /// End only when search shows everything.
    pub wait_visible: bool,
}

impl Library {
    /// Imports `feed`. Answers come batch by batch, the last one with `done`; the import ends when the receiver is dropped.
    pub fn import(
        &self,
        options: ImportOptions,
        feed: Feed,
    ) -> mpsc::Receiver<Result<ImportCitationsResponse, LibraryError>> {
        let (answers, receiver) = mpsc::channel(UNREAD);
        let (batches, read_batches) = mpsc::channel(READ_AHEAD);
        let gauge = Arc::new(Gauge::default());
        let reading = (options.clone(), Arc::clone(&gauge));
        let reader = tokio::task::spawn_blocking(move || read(feed, &reading.0, &reading.1, &batches));
        let session = Session {
            library: self.clone(),
            options,
            gauge,
            totals: ImportTotals::default(),
            record: 0,
            last_change: None,
            progress: Progress::default(),
        };
        let running = tokio::spawn(session.run(read_batches, reader, answers.clone()));
        tokio::spawn(async move {
            if running.await.is_err_and(|error| error.is_panic()) {
                let _ = answers.send(Err(LibraryError::Fault("imported"))).await;
            }
        });
        receiver
    }
}

struct Session {
    library: Library,
    options: ImportOptions,
    gauge: Arc<Gauge>,
    totals: ImportTotals,
    /// Records seen so far.
    record: i32,
    last_change: Option<u64>,
    progress: Progress,
}

impl Session {
    async fn run(
        mut self,
        batches: mpsc::Receiver<Batch>,
        reader: JoinHandle<()>,
        answers: mpsc::Sender<Result<ImportCitationsResponse, LibraryError>>,
    ) {
        let written = self.progress.written.clone();
        let (mut decided, deciding) =
            decide_ahead(self.library.clone(), batches, self.options.dry_run, written);
        while let Some(ahead) = decided.recv().await {
            let answer = match ahead {
                Ok(ahead) => self.write(ahead).await,
                Err(error) => Err(error),
            };
            let ended = answer.is_err();
            if answers.send(answer).await.is_err() || ended {
                return;
            }
        }
        // who broke down has sent nothing, and what came so far is not all
        let end = match (deciding.await, reader.await) {
            (Ok(()), Ok(())) => self.end().await,
            (Err(_), _) => Err(LibraryError::Fault("imported")),
            (_, Err(_)) => Err(LibraryError::Fault("read the file")),
        };
        let _ = answers.send(end).await;
    }

    async fn end(&self) -> Result<ImportCitationsResponse, LibraryError> {
        if let (true, Some(number)) = (self.options.wait_visible, self.last_change) {
            self.library.inner.engine.wait_visible(number, background()).await?;
        }
        Ok(ImportCitationsResponse { done: true, ..self.answer(Vec::new()) })
    }

    fn answer(&self, outcomes: Vec<ImportOutcome>) -> ImportCitationsResponse {
        ImportCitationsResponse {
            outcomes,
            acknowledged: self.record,
            bytes_read: self.gauge.bytes.load(Ordering::Relaxed) as f64,
            totals: Some(self.totals),
            done: false,
            format: self.gauge.format.get().map(|format| format.as_str().to_owned()).unwrap_or_default(),
        }
    }

    /// Makes a batch durable; worked out anew when somebody wrote the same citations first.
    async fn write(&mut self, ahead: Ahead) -> Result<ImportCitationsResponse, LibraryError> {
        let library = self.library.clone();
        let _writer = library.inner.writing.lock().await;
        let holds = self.progress.holds(&ahead);
        let Ahead { mut items, outcomes, decided, .. } = ahead;
        let mut next = holds.then_some((outcomes, decided));
        let (mut overtaken, mut before, mut moved) = (Overtaken::default(), Vec::new(), Moved::default());
        for attempt in 0..TRIES {
            let (mut outcomes, decided) = match next.take() {
                Some(decided) => decided,
                None => items.decide(&library, self.options.dry_run, &overtaken).await?,
            };
            keep(&mut outcomes, before);
            let (written, also) = decided.apply(&*library.inner.engine, background()).await?;
            moved.extend(also);
            match written {
                Written::Whole(last) => {
                    self.progress.wrote(moved);
                    self.last_change = last.or(overtaken.last).or(self.last_change);
                    self.record = items.before + items.items.len() as i32;
                    let told = outcomes.into_iter().filter(|outcome| self.count(outcome)).collect();
                    return Ok(self.answer(told));
                }
                Written::Part(part) => {
                    overtaken.again(part);
                    let durable: HashSet<String> = overtaken.written.iter().map(|id| id.name()).collect();
                    let is_durable = |outcome: &ImportOutcome| durable.contains(&outcome.citation);
                    before =
                        outcomes.into_iter().map(|outcome| is_durable(&outcome).then_some(outcome)).collect();
                }
            }
            pause(attempt).await;
        }
        Err(LibraryError::Conflict)
    }

    /// Counts an outcome; true when the caller is to be told of it.
    fn count(&mut self, outcome: &ImportOutcome) -> bool {
        let totals = &mut self.totals;
        let (counter, told) = match outcome.action() {
            ImportAction::Created => (&mut totals.created, false),
            ImportAction::Updated => (&mut totals.updated, true),
            ImportAction::Unchanged => (&mut totals.unchanged, false),
            ImportAction::Merged => (&mut totals.merged, true),
            ImportAction::Deleted => (&mut totals.deleted, true),
            ImportAction::DeletionUnknown => (&mut totals.deletions_unknown, true),
            ImportAction::Rejected | ImportAction::Unspecified => (&mut totals.rejected, true),
        };
        *counter += 1;
        if !outcome.warnings.is_empty() {
            totals.warned += 1;
        }
        told || !outcome.warnings.is_empty() || self.options.all_outcomes
    }
}

/// What an attempt before made durable is told as it was then, though it is found done now.
fn keep(outcomes: &mut [ImportOutcome], before: Vec<Option<ImportOutcome>>) {
    for (outcome, before) in outcomes.iter_mut().zip(before) {
        if let (ImportAction::Unchanged | ImportAction::DeletionUnknown, Some(before)) =
            (outcome.action(), before)
        {
            *outcome = before;
        }
    }
}
