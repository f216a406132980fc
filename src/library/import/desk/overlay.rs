use std::sync::Arc;

use prost::Message;
use prost_types::Timestamp;

use super::Desk;
use crate::contract::v1::{Citation, LinkKind};
use crate::engine::Row;
use crate::library::LibraryError;
use crate::library::import::live::{Keys, Live};
use crate::record::identifier::StrongId;
use crate::record::name::CitationId;
use crate::record::status::editorial_status;

/// What the desk knows of one id.
#[derive(Default)]
pub(super) struct Entry {
    /// Change number of the stored row; 0 for none.
    pub change: u64,
    pub state: State,
    /// What the stored citation is found by.
    pub stored: Option<Arc<Keys>>,
    /// Status as stored or last decided.
    pub status: i32,
    pub created: Option<Timestamp>,
    pub absorbs: Vec<CitationId>,
    /// Rows that were looked at when it was decided.
    pub looked_at: Vec<CitationId>,
    /// Whether it is to be written.
    pub touched: bool,
}

#[derive(Default)]
pub(super) enum State {
    #[default]
    Absent,
    Tombstone,
    Redirect(CitationId),
    Live(Live),
}

/// What the batch has decided, laid over what the engine holds: identifiers, links and statuses follow every write.
impl Desk<'_> {
    /// Puts `live` under `id` and lets every identifier and link follow.
    pub(super) async fn write(&mut self, id: CitationId, live: Live) -> Result<(), LibraryError> {
        let former = self.release(id).await?;
        let keys = live.keys().clone();
        for strong in &keys.strong {
            self.holders_of(strong).await?;
            let holders = self.holders.entry(strong.clone()).or_default();
            if !holders.contains(&id) {
                holders.push(id);
            }
        }
        for (target, kind) in &keys.links {
            self.incoming_of(target).await?;
            self.incoming.entry(target.clone()).or_default().push((id, *kind));
        }
        let now = self.now;
        let entry = self.entries.entry(id).or_default();
        entry.created.get_or_insert(now);
        entry.state = State::Live(live);
        self.touch(id);
        self.refresh_status(id).await?;
        if let Some(former) = former {
            self.refresh_targets(&former.links).await?;
        }
        self.refresh_targets(&keys.links).await
    }

    /// Takes `id` out of the desk's view of identifiers and links; returns what it was found by and linked to.
    pub(super) async fn release(&mut self, id: CitationId) -> Result<Option<Arc<Keys>>, LibraryError> {
        let keys = match self.entries.get(&id).map(|entry| &entry.state) {
            Some(State::Live(live)) => live.keys().clone(),
            _ => return Ok(None),
        };
        for strong in &keys.strong {
            self.holders_of(strong).await?;
            if let Some(holders) = self.holders.get_mut(strong) {
                holders.retain(|holder| *holder != id);
            }
        }
        for (target, _) in &keys.links {
            self.incoming_of(target).await?;
            if let Some(incoming) = self.incoming.get_mut(target) {
                incoming.retain(|(from, _)| *from != id);
            }
        }
        Ok(Some(keys))
    }

    pub(super) async fn absorb(&mut self, id: CitationId, survivor: CitationId) -> Result<(), LibraryError> {
        self.release(id).await?;
        let entry = self.entries.entry(id).or_default();
        entry.state = State::Redirect(survivor);
        let inherited = std::mem::take(&mut entry.absorbs);
        let looked_at = std::mem::take(&mut entry.looked_at);
        let created = entry.created;
        let stored = entry.change > 0;
        let touched = std::mem::take(&mut entry.touched);
        let into = self.entries.entry(survivor).or_default();
        into.created = earlier(into.created, created);
        into.absorbs.extend(inherited);
        into.looked_at.extend(looked_at);
        if stored {
            into.absorbs.push(id);
        }
        if touched {
            self.touched.retain(|touched| *touched != id);
        }
        Ok(())
    }

    /// Recomputes the status of whatever holds the targets of links that came or went.
    pub(super) async fn refresh_targets(&mut self, targets: &[(StrongId, i32)]) -> Result<(), LibraryError> {
        for (target, _) in targets {
            for holder in self.holders_of(target).await? {
                self.refresh_status(holder).await?;
            }
        }
        Ok(())
    }

    pub(super) async fn refresh_status(&mut self, id: CitationId) -> Result<(), LibraryError> {
        let Some(State::Live(live)) = self.entries.get(&id).map(|entry| &entry.state) else {
            return Ok(());
        };
        let keys = live.keys().clone();
        let mut kinds = Vec::new();
        for strong in &keys.strong {
            let incoming = self.incoming_of(strong).await?;
            let others = incoming.into_iter().filter(|(from, _)| *from != id);
            kinds.extend(others.filter_map(|(_, kind)| LinkKind::try_from(kind).ok()));
        }
        let Some(Entry { state: State::Live(live), .. }) = self.entries.get(&id) else { return Ok(()) };
        let status = editorial_status(live.served(), &kinds) as i32;
        let entry = self.entries.entry(id).or_default();
        if entry.status != status {
            entry.status = status;
            self.touch(id);
        }
        Ok(())
    }

    pub(super) async fn holders_of(&mut self, strong: &StrongId) -> Result<Vec<CitationId>, LibraryError> {
        if !self.holders.contains_key(strong) {
            let found = self.engine.holders(std::slice::from_ref(strong), self.deadline).await?;
            let found = found.into_iter().next().unwrap_or_default();
            self.load(found.clone()).await?;
            self.witnessed.holders.insert(strong.clone(), found.clone());
            self.holders.insert(strong.clone(), found);
        }
        Ok(self.holders.get(strong).cloned().unwrap_or_default())
    }

    pub(super) async fn incoming_of(
        &mut self,
        strong: &StrongId,
    ) -> Result<Vec<(CitationId, i32)>, LibraryError> {
        if !self.incoming.contains_key(strong) {
            let found = self.engine.incoming(std::slice::from_ref(strong), self.deadline).await?;
            let found = found.into_iter().next().unwrap_or_default();
            self.witnessed.incoming.insert(strong.clone(), found.clone());
            self.incoming.insert(strong.clone(), found);
        }
        Ok(self.incoming.get(strong).cloned().unwrap_or_default())
    }

    pub(super) async fn load(&mut self, mut ids: Vec<CitationId>) -> Result<(), LibraryError> {
        ids.retain(|id| !self.entries.contains_key(id));
        if ids.is_empty() {
            return Ok(());
        }
        let rows = self.engine.get(&ids, self.deadline).await?;
        for (id, row) in ids.into_iter().zip(rows) {
            self.entries.insert(id, Entry::of(row)?);
        }
        Ok(())
    }

    pub(super) fn touch(&mut self, id: CitationId) {
        let entry = self.entries.entry(id).or_default();
        if !std::mem::replace(&mut entry.touched, true) {
            self.touched.push(id);
        }
    }
}

impl Entry {
    fn of(row: Option<Row>) -> Result<Self, LibraryError> {
        let Some(row) = row else { return Ok(Self::default()) };
        let change = row.change();
        Ok(match row {
            Row::Redirect { to, .. } => Self { change, state: State::Redirect(to), ..Self::default() },
            Row::Tombstone { .. } => Self { change, state: State::Tombstone, ..Self::default() },
            Row::Citation(stored) => {
                let citation = Citation::decode(stored.citation)?;
                let (status, created) = (citation.editorial_status, citation.created);
                let live = Live::stored(citation, stored.sources)?;
                let stored = Some(live.keys().clone());
                Self { change, state: State::Live(live), stored, status, created, ..Self::default() }
            }
        })
    }
}

fn earlier(a: Option<Timestamp>, b: Option<Timestamp>) -> Option<Timestamp> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if (a.seconds, a.nanos) <= (b.seconds, b.nanos) { a } else { b }),
        (a, b) => a.or(b),
    }
}
