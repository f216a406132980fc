use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::desk::{Desk, Fate, Overtaken, TRIES, Written, pause};
use super::feed::{Batch, Feed, Gauge, read};
use super::prepare::{Prepared, line_number};
use crate::contract::v1::{ImportAction, ImportCitationsResponse, ImportOutcome, ImportTotals};
use crate::formats::read::{Deletion, Format};
use crate::library::{Library, LibraryError, background};

/// Batches read ahead of the one being written.
const READ_AHEAD: usize = 2;
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
}

impl Session {
    async fn run(
        mut self,
        mut batches: mpsc::Receiver<Batch>,
        reader: JoinHandle<()>,
        answers: mpsc::Sender<Result<ImportCitationsResponse, LibraryError>>,
    ) {
        while let Some(batch) = batches.recv().await {
            let answer = match batch {
                Batch::Items(items) => self.write(items).await,
                Batch::Broken(LibraryError::Unreadable { error, .. }) => {
                    Err(LibraryError::Unreadable { error, acknowledged: self.record as u64 })
                }
                Batch::Broken(error) => Err(error),
            };
            let ended = answer.is_err();
            if answers.send(answer).await.is_err() || ended {
                return;
            }
        }
        // a reader that broke down has sent nothing, and what it read so far is not all
        let end = match reader.await {
            Ok(()) => self.end().await,
            Err(_) => Err(LibraryError::Fault("read the file")),
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

    /// Decides a batch and makes it durable; worked out anew when another process wrote the same citations first.
    async fn write(&mut self, mut items: Vec<Prepared>) -> Result<ImportCitationsResponse, LibraryError> {
        let first = self.record;
        let library = self.library.clone();
        let _writer = library.inner.writing.lock().await;
        let (mut overtaken, mut before) = (Overtaken::default(), Vec::new());
        for attempt in 0..TRIES {
            let (mut outcomes, written) = self.try_write(first, &mut items, &overtaken).await?;
            keep(&mut outcomes, before);
            match written {
                Written::Whole(last) => {
                    self.last_change = last.or(overtaken.last).or(self.last_change);
                    self.record = first + items.len() as i32;
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

    async fn try_write(
        &self,
        first: i32,
        items: &mut [Prepared],
        overtaken: &Overtaken,
    ) -> Result<(Vec<ImportOutcome>, Written), LibraryError> {
        let inner = &self.library.inner;
        let now = (inner.clock)();
        for source in items.iter_mut().filter_map(Prepared::source_mut) {
            source.imported(now);
        }
        let mut desk = Desk::new(&*inner.engine, now, background());
        desk.prefetch(items.iter().filter_map(Prepared::source)).await?;
        let mut outcomes = Vec::with_capacity(items.len());
        for (record, item) in (first + 1..).zip(&*items) {
            let outcome = match item {
                Prepared::Refused(outcome) => outcome.clone(),
                Prepared::Source { source, warnings, line, label } => {
                    let (fate, more) = desk.take(source).await?;
                    let warnings = warnings.iter().cloned().chain(more).collect();
                    ImportOutcome { line: *line, label: label.clone(), warnings, ..outcome_of(&fate) }
                }
                Prepared::Deletion(deletion) => withdraw(&mut desk, deletion).await?,
            };
            outcomes.push(ImportOutcome { record, ..outcome });
        }
        if self.options.dry_run {
            return Ok((outcomes, Written::Whole(None)));
        }
        desk.go_on(overtaken).await?;
        Ok((outcomes, desk.apply().await?))
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

async fn withdraw(desk: &mut Desk<'_>, deletion: &Deletion) -> Result<ImportOutcome, LibraryError> {
    let format = deletion.format.as_str();
    let withdrawn = desk.withdraw(format, &deletion.source_record_id, &deletion.identifier).await?;
    let action = match withdrawn {
        Some(_) => ImportAction::Deleted,
        None => ImportAction::DeletionUnknown,
    };
    Ok(ImportOutcome {
        line: line_number(deletion.line),
        action: action as i32,
        citation: withdrawn.map(|id| format!("citations/{id}")).unwrap_or_default(),
        label: deletion.source_record_id.clone(),
        ..ImportOutcome::default()
    })
}

fn outcome_of(fate: &Fate) -> ImportOutcome {
    let (action, id) = match fate {
        Fate::Created(id) => (ImportAction::Created, id),
        Fate::Updated(id) => (ImportAction::Updated, id),
        Fate::Unchanged(id) => (ImportAction::Unchanged, id),
        Fate::Merged { into, .. } => (ImportAction::Merged, into),
    };
    let absorbed = match fate {
        Fate::Merged { absorbed, .. } => absorbed.iter().map(|id| format!("citations/{id}")).collect(),
        _ => Vec::new(),
    };
    ImportOutcome {
        action: action as i32,
        citation: format!("citations/{id}"),
        absorbed: absorbed.join(","),
        ..ImportOutcome::default()
    }
}
