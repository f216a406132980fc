//! From what was decided to changes for the engine, each with what it was decided on.

use std::collections::{HashMap, HashSet};

use super::Desk;
use super::overlay::State;
use crate::engine::{Change, Put};
use crate::library::import::finish::Draft;
use crate::record::identifier::StrongId;
use crate::record::name::CitationId;

impl Desk<'_> {
    /// What is to be written, in the order in which it was first touched. A change names the holders of its identifiers as they were
    /// read, so that two processes that import one work from different sources at once do not make two citations of it.
    pub(super) fn work(mut self) -> Vec<(Change, Option<Draft>)> {
        let stored: HashMap<CitationId, _> =
            self.entries.iter().map(|(id, entry)| (*id, (entry.change, entry.stored.clone()))).collect();
        // identifiers that an earlier change of the batch gives or takes: that one names their holders
        let mut moved: HashSet<StrongId> = HashSet::new();
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
            let strong = draft.as_ref().map_or(&[][..], |draft| &draft.live.keys().strong);
            let witnessed = strong
                .iter()
                .filter(|strong| !moved.contains(strong))
                .filter_map(|strong| Some((strong.clone(), self.witnessed.get(strong)?.clone())))
                .collect();
            moved.extend(strong.iter().cloned());
            for id in entry.absorbs.iter().chain([&id]) {
                let keys = stored.get(id).and_then(|(_, keys)| keys.as_deref());
                moved.extend(keys.into_iter().flat_map(|keys| keys.strong.iter().cloned()));
            }
            let expected_of = |id: &CitationId| stored.get(id).map_or(0, |(change, _)| *change);
            let absorbs = entry.absorbs.iter().map(|other| (*other, expected_of(other))).collect();
            let change = Change { id, expected: entry.change, witnessed, put: Put::Tombstone, absorbs };
            work.push((change, draft));
        }
        work
    }
}
