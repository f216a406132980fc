mod decided;
mod overlay;
mod work;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use prost_types::Timestamp;
use sha2::{Digest, Sha256};

use self::decided::Read;
pub(crate) use self::decided::{Decided, Overtaken, Written};
use self::overlay::{Entry, State};
pub(super) use self::work::Moved;
use super::finish::finish_all;
use super::live::Live;
use super::prepare::Source;
use crate::contract::v1::{Citation, Identifier};
use crate::engine::{Deadline, Engine};
use crate::library::LibraryError;
use crate::library::review::{Reviewed, unite};
use crate::record::identifier::StrongId;
use crate::record::merge::veto;
use crate::record::name::CitationId;
use crate::record::source::{newer, same_content, same_key, same_subject};

/// The longest first pause between two attempts.
const PAUSE: Duration = Duration::from_millis(10);

/// Where a batch of changes is worked out before any of it is written: what the engine holds, overlaid with what the batch has
/// decided so far. Nothing is visible until it is applied.
pub(crate) struct Desk<'a> {
    engine: &'a dyn Engine,
    now: Timestamp,
    deadline: Deadline,
    entries: HashMap<CitationId, Entry>,
    holders: HashMap<StrongId, Vec<CitationId>>,
    incoming: HashMap<StrongId, Vec<(CitationId, i32)>>,
    /// Both as the engine told them.
    witnessed: Around,
    /// Ids to write, in the order in which they were first touched.
    touched: Vec<CitationId>,
}

/// Who holds identifiers, and who links to them.
#[derive(Default)]
struct Around {
    holders: HashMap<StrongId, Vec<CitationId>>,
    incoming: HashMap<StrongId, Vec<(CitationId, i32)>>,
}

/// What became of a record on the desk.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fate {
    Created(CitationId),
    Updated(CitationId),
    Unchanged(CitationId),
    Merged { into: CitationId, absorbed: Vec<CitationId> },
}

/// How often a batch is decided because another process wrote what it was decided on.
pub(crate) const TRIES: u32 = 10;

/// Lets the other process go on, longer from time to time and never as long as it waits.
pub(crate) async fn pause(attempt: u32) {
    let longest = PAUSE * (1 << attempt.min(5));
    tokio::time::sleep(longest.mul_f64(rand::random())).await;
}

impl<'a> Desk<'a> {
    pub fn new(engine: &'a dyn Engine, now: Timestamp, deadline: Deadline) -> Self {
        Self {
            engine,
            now,
            deadline,
            entries: HashMap::new(),
            holders: HashMap::new(),
            incoming: HashMap::new(),
            witnessed: Around::default(),
            touched: Vec::new(),
        }
    }

    /// Loads what a batch of sources will ask for in few calls instead of many.
    pub async fn prefetch(&mut self, sources: impl Iterator<Item = &Source>) -> Result<(), LibraryError> {
        let mut strong = HashSet::new();
        let mut ids: HashSet<CitationId> = HashSet::new();
        for source in sources {
            strong.extend(source.keys.strong.iter().cloned());
            strong.extend(source.keys.links.iter().map(|(target, _)| target.clone()));
            ids.insert(source.derived);
            ids.extend(source.before);
        }
        let strong: Vec<StrongId> = strong.into_iter().collect();
        let holders = self.engine.holders(&strong, self.deadline).await?;
        let incoming = self.engine.incoming(&strong, self.deadline).await?;
        for ((key, holders), incoming) in strong.into_iter().zip(holders).zip(incoming) {
            ids.extend(&holders);
            self.witnessed.holders.insert(key.clone(), holders.clone());
            self.witnessed.incoming.insert(key.clone(), incoming.clone());
            self.holders.insert(key.clone(), holders);
            self.incoming.insert(key, incoming);
        }
        self.load(ids.into_iter().collect()).await
    }

    /// Decides what becomes of `source`, a record as a reader gave it, and says what there is to warn about.
    pub async fn take(&mut self, source: &Source) -> Result<(Fate, Vec<String>), LibraryError> {
        let mut warnings = Vec::new();
        let mut own = None;
        let mut others = Vec::new();
        let candidates = self.candidates(source).await?;
        for &candidate in &candidates {
            let Some(State::Live(live)) = self.entries.get(&candidate).map(|entry| &entry.state) else {
                continue;
            };
            if live.sources().iter().any(|known| source.replaces(known, candidate == source.derived)) {
                own.get_or_insert((candidate, candidate == source.derived));
                continue;
            }
            match veto(&source.keys.strong, &live.keys().strong) {
                Some(reason) => warnings.push(format!("stays apart from citations/{candidate}: {reason}")),
                None => others.push(candidate),
            }
        }
        if own.is_none() {
            own = self.before(source).await?.map(|id| (id, true));
        }

        if let Some((id, same_id)) = own
            && let Some(known) = self.known_source(id, source, same_id)
        {
            if newer(known, &source.citation) {
                warnings.push("an older version than the one in the library".to_owned());
                return Ok((Fate::Unchanged(id), warnings));
            }
            if same_content(known, &source.citation) {
                // a crash may have come between a notice and the paper that it speaks of
                self.refresh_targets(&source.keys.links).await?;
                return Ok((Fate::Unchanged(id), warnings));
            }
        }

        others.sort_by_key(|id| self.entries.get(id).map_or(u64::MAX, |entry| entry.change));
        let target = own.or_else(|| others.first().map(|id| (*id, *id == source.derived)));
        let Some((target, same_id)) = target else {
            let id = self.free_id(source.derived).await?;
            self.entries.entry(id).or_default().looked_at.extend(candidates.into_iter().chain(source.before));
            self.write(id, Live::alone(source.citation.clone(), source.keys.clone())).await?;
            return Ok((Fate::Created(id), warnings));
        };
        let mut sources = self.sources(target);
        sources.retain(|known| !source.replaces(known, same_id));
        sources.push(source.citation.clone());
        let mut live = Live::of(sources).with_reviews(self.reviews(target));
        let mut absorbed = Vec::new();
        for other in others.into_iter().filter(|other| *other != target) {
            let Some(State::Live(theirs)) = self.entries.get(&other).map(|entry| &entry.state) else {
                continue;
            };
            match veto(&live.keys().strong, &theirs.keys().strong) {
                Some(reason) => warnings.push(format!("does not bridge to citations/{other}: {reason}")),
                None => {
                    let reviews = unite(live.reviews(), theirs.reviews());
                    let sources = live.sources().iter().chain(theirs.sources()).cloned().collect();
                    live = Live::of(sources).with_reviews(reviews);
                    absorbed.push(other);
                }
            }
        }
        for other in &absorbed {
            self.absorb(*other, target).await?;
        }
        self.entries.entry(target).or_default().looked_at.extend(candidates.into_iter().chain(source.before));
        self.write(target, live).await?;
        if own.is_some() && absorbed.is_empty() {
            return Ok((Fate::Updated(target), warnings));
        }
        Ok((Fate::Merged { into: target, absorbed }, warnings))
    }

    /// Withdraws the source that `identifier` names. `None` when the library has no such source.
    pub async fn withdraw(
        &mut self,
        format: &str,
        record_id: &str,
        identifier: &Identifier,
    ) -> Result<Option<CitationId>, LibraryError> {
        let Some(strong) = StrongId::of(identifier) else { return Ok(None) };
        for id in self.holders_of(&strong).await? {
            let mut sources = self.sources(id);
            let before = sources.len();
            sources.retain(|known| {
                !known.sources.iter().any(|source| source.format == format && source.record_id == record_id)
            });
            if sources.len() == before {
                continue;
            }
            if sources.is_empty() {
                self.remove(id).await?;
            } else {
                let reviews = self.reviews(id);
                self.write(id, Live::of(sources).with_reviews(reviews)).await?;
            }
            return Ok(Some(id));
        }
        Ok(None)
    }

    /// Deletes a citation; a tombstone remembers it.
    pub async fn remove(&mut self, id: CitationId) -> Result<(), LibraryError> {
        self.load(vec![id]).await?;
        self.release(id).await?;
        let entry = self.entries.entry(id).or_default();
        let before = std::mem::replace(&mut entry.state, State::Tombstone);
        self.touch(id);
        if let State::Live(live) = before {
            self.refresh_targets(&live.keys().links).await?;
        }
        Ok(())
    }

    /// Decides anew, on what is stored now, the status of everything that `overtaken` touched: the links that it followed from may
    /// have been written without it, and it without them.
    pub async fn go_on(&mut self, Overtaken { written, left, .. }: &Overtaken) -> Result<(), LibraryError> {
        let ids: Vec<CitationId> = written.iter().chain(left).copied().collect();
        self.load(ids.clone()).await?;
        for id in ids {
            self.refresh_status(id).await?;
        }
        Ok(())
    }

    /// What is to be written, merged, extracted and encoded.
    pub async fn finish(mut self) -> Result<Decided, LibraryError> {
        let read = Read {
            rows: self.entries.keys().copied().collect(),
            holders: std::mem::take(&mut self.holders).into_keys().collect(),
            incoming: std::mem::take(&mut self.incoming).into_keys().collect(),
        };
        let (work, moved) = self.work();
        Ok(Decided { changes: finish_all(work).await?, read, moved })
    }

    /// Every citation that `source` may be, by identifier or by its own id.
    async fn candidates(&mut self, source: &Source) -> Result<Vec<CitationId>, LibraryError> {
        let mut found = Vec::new();
        for strong in &source.keys.strong {
            found.extend(self.holders_of(strong).await?);
        }
        found.push(self.survivor(source.derived).await?);
        let mut seen = HashSet::new();
        found.retain(|id| seen.insert(*id));
        self.load(found.clone()).await?;
        Ok(found)
    }

    /// The citation that `source` became when it came without the identifiers it has now.
    async fn before(&mut self, source: &Source) -> Result<Option<CitationId>, LibraryError> {
        let Some(before) = source.before else { return Ok(None) };
        let id = self.survivor(before).await?;
        let Some(State::Live(live)) = self.entries.get(&id).map(|entry| &entry.state) else {
            return Ok(None);
        };
        let is_it =
            |known: &Arc<Citation>| source.replaces(known, true) && same_subject(&source.citation, known);
        let found =
            live.sources().iter().any(is_it) && veto(&source.keys.strong, &live.keys().strong).is_none();
        Ok(found.then_some(id))
    }

    /// `id`, or what it was merged into.
    async fn survivor(&mut self, id: CitationId) -> Result<CitationId, LibraryError> {
        let mut at = id;
        self.load(vec![at]).await?;
        while let Some(Entry { state: State::Redirect(to), .. }) = self.entries.get(&at) {
            at = *to;
            self.load(vec![at]).await?;
        }
        Ok(at)
    }

    /// `derived`, unless a live citation or a redirect has it; then the next free one of a fixed sequence.
    async fn free_id(&mut self, derived: CitationId) -> Result<CitationId, LibraryError> {
        let mut id = derived;
        for attempt in 1u32.. {
            self.load(vec![id]).await?;
            let taken = self
                .entries
                .get(&id)
                .is_some_and(|entry| matches!(entry.state, State::Live(_) | State::Redirect(_)));
            if !taken {
                break;
            }
            let hash = Sha256::digest(format!("{derived}#{attempt}"));
            id = CitationId::from_u128(u128::from_be_bytes(
                hash[..16].try_into().expect("a digest has 32 bytes"),
            ));
        }
        Ok(id)
    }

    fn known_source(&self, id: CitationId, source: &Source, same_id: bool) -> Option<&Citation> {
        let State::Live(live) = &self.entries.get(&id)?.state else { return None };
        live.sources().iter().find(|known| source.replaces(known, same_id)).map(Arc::as_ref)
    }

    fn sources(&self, id: CitationId) -> Vec<Arc<Citation>> {
        match self.entries.get(&id).map(|entry| &entry.state) {
            Some(State::Live(live)) => live.sources().to_vec(),
            _ => Vec::new(),
        }
    }

    fn reviews(&self, id: CitationId) -> Vec<Reviewed> {
        match self.entries.get(&id).map(|entry| &entry.state) {
            Some(State::Live(live)) => live.reviews().to_vec(),
            _ => Vec::new(),
        }
    }
}

impl Source {
    /// Whether it stands in the place of `known`: the same record of the same format; or, where the format gives its records no
    /// id, another state of the record that has the same citation id.
    fn replaces(&self, known: &Citation, same_id: bool) -> bool {
        match (unnumbered(&self.citation), unnumbered(known)) {
            (Some(format), other) if same_id => other == Some(format),
            _ => same_key(&self.citation, known),
        }
    }
}

/// The format of a record that has no id in it.
fn unnumbered(record: &Citation) -> Option<&str> {
    let source = record.sources.first().filter(|source| source.record_id.is_empty())?;
    Some(&source.format)
}
