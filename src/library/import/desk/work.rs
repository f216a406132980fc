//! From what was decided to changes for the engine, each with what it was decided on.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::Desk;
use super::overlay::State;
use crate::engine::{Change, Put, Witnessed};
use crate::library::import::finish::Draft;
use crate::library::import::live::Keys;
use crate::record::identifier::StrongId;
use crate::record::name::CitationId;

impl Desk<'_> {
    /// What is to be written, in the order in which it was first touched. A change names who held its identifiers and the targets of
    /// its links, their rows, and who linked to its identifiers, as they were read: so that two processes that import one work from
    /// different sources at once do not make two citations of it, and a notice and its paper do not miss each other.
    pub(super) fn work(mut self) -> (Vec<(Change, Option<Draft>)>, Moved) {
        let stored: HashMap<CitationId, (u64, Option<Arc<Keys>>)> =
            self.entries.iter().map(|(id, entry)| (*id, (entry.change, entry.stored.clone()))).collect();
        let expected_of = |id: &CitationId| stored.get(id).map_or(0, |(change, _)| *change);
        let stored_of = |id: &CitationId| stored.get(id).and_then(|(_, keys)| keys.clone());
        let mut moved = Moved::default();
        let mut work = Vec::with_capacity(self.touched.len());
        for id in self.touched {
            let Some(entry) = self.entries.remove(&id) else { continue };
            let draft = match entry.state {
                State::Live(live) => Some(Draft {
                    id,
                    live,
                    created: entry.created.unwrap_or(self.now),
                    updated: self.now,
                    status: entry.status,
                }),
                State::Tombstone => None,
                State::Absent | State::Redirect(_) => continue,
            };
            let (new, old) = (draft.as_ref().map(|draft| draft.live.keys().clone()), stored_of(&id));
            let strong = new.iter().flat_map(|keys| &keys.strong);
            let targets = new.iter().chain(&old).flat_map(|keys| &keys.links);
            let of_targets =
                targets.clone().filter_map(|(target, _)| self.witnessed.holders.get(target)).flatten();
            let rows: BTreeSet<CitationId> = entry.looked_at.iter().chain(of_targets).copied().collect();
            let witnessed = Witnessed {
                rows: rows
                    .difference(&moved.rows)
                    .filter(|other| **other != id)
                    .map(|other| (*other, expected_of(other)))
                    .collect(),
                holders: witness(
                    strong.clone().chain(targets.map(|(target, _)| target)),
                    &self.witnessed.holders,
                    &moved.strong,
                ),
                incoming: witness(strong, &self.witnessed.incoming, &moved.targets),
            };
            moved.rows.extend(entry.absorbs.iter().copied().chain([id]));
            moved.by(new.iter());
            moved.by(entry.absorbs.iter().chain([&id]).filter_map(stored_of));
            let absorbs = entry.absorbs.iter().map(|other| (*other, expected_of(other))).collect();
            let change = Change { id, expected: entry.change, witnessed, put: Put::Tombstone, absorbs };
            work.push((change, draft));
        }
        (work, moved)
    }
}

/// Rows that are written; identifiers whose holders, and those whose incoming links, are given or taken. Within a batch, the first
/// change that does so names them.
#[derive(Default)]
pub(crate) struct Moved {
    pub(super) rows: BTreeSet<CitationId>,
    pub(super) strong: HashSet<StrongId>,
    pub(super) targets: HashSet<StrongId>,
}

impl Moved {
    /// What `other` writes, too.
    pub fn extend(&mut self, other: Moved) {
        self.rows.extend(other.rows);
        self.strong.extend(other.strong);
        self.targets.extend(other.targets);
    }

    fn by(&mut self, keys: impl Iterator<Item = impl AsRef<Keys>>) {
        for keys in keys {
            let keys = keys.as_ref();
            self.strong.extend(keys.strong.iter().cloned());
            self.targets.extend(keys.links.iter().map(|(target, _)| target.clone()));
        }
    }
}

/// What was read around each of these, once, but for those that were moved since.
fn witness<'a, T: Clone>(
    identifiers: impl Iterator<Item = &'a StrongId>,
    read: &HashMap<StrongId, T>,
    moved: &HashSet<StrongId>,
) -> Vec<(StrongId, T)> {
    let mut named = HashSet::new();
    identifiers
        .filter(|identifier| !moved.contains(*identifier) && named.insert(*identifier))
        .filter_map(|identifier| Some((identifier.clone(), read.get(identifier)?.clone())))
        .collect()
}
