//! A batch is decided while the one before it is written: the processors have something to do while a store or a cluster has.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use prost_types::Timestamp;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::desk::{Decided, Desk, Fate, Moved, Overtaken};
use super::feed::Batch;
use super::prepare::{Prepared, line_number};
use crate::contract::v1::{ImportAction, ImportOutcome};
use crate::formats::read::Deletion;
use crate::library::{Library, LibraryError, background};

/// A batch with what became of each of its items, unless somebody writes what that was decided on.
pub(super) struct Ahead {
    pub items: Items,
    pub outcomes: Vec<ImportOutcome>,
    pub decided: Decided,
    /// How many batches were written when it began to be decided.
    pub since: u64,
}

/// A batch, and where it stands in the import.
pub(super) struct Items {
    pub items: Vec<Prepared>,
    /// Records before it.
    pub before: i32,
}

/// How many batches of an import are written, as those that decide ahead are told, and what the last of them wrote.
#[derive(Default)]
pub(super) struct Progress {
    pub written: Arc<AtomicU64>,
    pub moved: Moved,
}

impl Progress {
    /// One more is written.
    pub fn wrote(&mut self, moved: Moved) {
        self.moved = moved;
        self.written.fetch_add(1, Ordering::AcqRel);
    }

    /// Whether `ahead` was decided on what is there now, as far as this import is concerned: it is at most one batch ahead.
    pub fn holds(&self, ahead: &Ahead) -> bool {
        ahead.since == self.written.load(Ordering::Acquire) || !ahead.decided.rests_on(&self.moved)
    }
}

/// Decides `batches` one by one, each when the one before is taken to be written.
pub(super) fn decide_ahead(
    library: Library,
    mut batches: mpsc::Receiver<Batch>,
    dry_run: bool,
    written: Arc<AtomicU64>,
) -> (mpsc::Receiver<Result<Ahead, LibraryError>>, JoinHandle<()>) {
    let (ahead, decided) = mpsc::channel(1);
    let deciding = tokio::spawn(async move {
        let mut before = 0;
        while let Ok(place) = ahead.reserve().await
            && let Some(batch) = batches.recv().await
        {
            let one = match batch {
                Batch::Items(items) => {
                    let since = written.load(Ordering::Acquire);
                    let mut items = Items { items, before };
                    before += items.items.len() as i32;
                    items
                        .decide(&library, dry_run, &Overtaken::default())
                        .await
                        .map(|(outcomes, decided)| Ahead { items, outcomes, decided, since })
                }
                Batch::Broken(LibraryError::Unreadable { error, .. }) => {
                    Err(LibraryError::Unreadable { error, acknowledged: before as u64 })
                }
                Batch::Broken(error) => Err(error),
            };
            place.send(one);
        }
    });
    (decided, deciding)
}

impl Items {
    /// Decides what becomes of each on what the library holds now. What a dry run would write is not made.
    pub async fn decide(
        &mut self,
        library: &Library,
        dry_run: bool,
        overtaken: &Overtaken,
    ) -> Result<(Vec<ImportOutcome>, Decided), LibraryError> {
        let now: Timestamp = (library.inner.clock)();
        for source in self.items.iter_mut().filter_map(Prepared::source_mut) {
            source.imported(now);
        }
        let mut desk = Desk::new(&*library.inner.engine, now, background());
        desk.prefetch(self.items.iter().filter_map(Prepared::source)).await?;
        let mut outcomes = Vec::with_capacity(self.items.len());
        for (record, item) in (self.before + 1..).zip(&self.items) {
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
        if dry_run {
            return Ok((outcomes, Decided::default()));
        }
        desk.go_on(overtaken).await?;
        Ok((outcomes, desk.finish().await?))
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
