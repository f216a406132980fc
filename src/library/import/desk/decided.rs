//! What a desk decided, and what became of it.

use std::collections::HashSet;

use super::work::Moved;
use crate::engine::{Applied, Change, Deadline, Engine};
use crate::library::LibraryError;
use crate::record::identifier::StrongId;
use crate::record::name::CitationId;

/// A batch that is decided and not yet written.
#[derive(Default)]
pub(crate) struct Decided {
    pub(super) changes: Vec<Change>,
    pub(super) read: Read,
    /// What it writes.
    pub(super) moved: Moved,
}

/// What was asked of the engine when a batch was decided.
#[derive(Default)]
pub(super) struct Read {
    pub rows: HashSet<CitationId>,
    pub holders: HashSet<StrongId>,
    pub incoming: HashSet<StrongId>,
}

/// What became of everything that was decided.
pub(crate) enum Written {
    /// All of it is durable; the number of the last change, if there was one.
    Whole(Option<u64>),
    /// Another process wrote what some of it was decided on.
    Part(Overtaken),
}

/// A batch of which another process changed the grounds, in all its attempts so far.
#[derive(Default)]
pub(crate) struct Overtaken {
    /// What is durable all the same.
    pub written: Vec<CitationId>,
    /// The number of its last change.
    pub last: Option<u64>,
    /// What is to be decided anew.
    pub left: Vec<CitationId>,
}

impl Overtaken {
    /// One more attempt.
    pub fn again(&mut self, Overtaken { written, last, left }: Overtaken) {
        self.written.extend(written);
        self.last = last.or(self.last);
        self.left.extend(left);
    }
}

impl Decided {
    /// Whether what it was decided on is changed by a batch that writes `moved`.
    pub fn rests_on(&self, moved: &Moved) -> bool {
        moved.rows.iter().any(|id| self.read.rows.contains(id))
            || moved.strong.iter().any(|strong| self.read.holders.contains(strong))
            || moved.targets.iter().any(|target| self.read.incoming.contains(target))
    }

    /// Writes it; says, too, which rows and identifiers that concerned.
    pub async fn apply(
        self,
        engine: &dyn Engine,
        deadline: Deadline,
    ) -> Result<(Written, Moved), LibraryError> {
        if self.changes.is_empty() {
            return Ok((Written::Whole(None), self.moved));
        }
        let ids: Vec<CitationId> = self.changes.iter().map(|change| change.id).collect();
        let mut overtaken = Overtaken::default();
        for (id, applied) in ids.into_iter().zip(engine.apply(self.changes, deadline).await?) {
            match applied {
                Applied::Done(number) => {
                    overtaken.last = Some(number);
                    overtaken.written.push(id);
                }
                Applied::Conflict => overtaken.left.push(id),
            }
        }
        let written = match overtaken.left.is_empty() {
            true => Written::Whole(overtaken.last),
            false => Written::Part(overtaken),
        };
        Ok((written, self.moved))
    }
}
