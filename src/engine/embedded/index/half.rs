//! One of the two indices: its files, its writer and the states that pages refer to.

use std::collections::{HashSet, VecDeque};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tantivy::index::SegmentId;
use tantivy::indexer::IndexWriterOptions;
use tantivy::schema::{Field, Schema};
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, TantivyError, Term};

use super::collect::{Found, Page};
use super::cursor::Cursor;
use super::forms::Forms;
use super::locked::locked;
use super::merging::Merging;
use super::plan::Planner;
use super::schema::TextFields;
use super::tokens;
use crate::engine::{Deadline, EngineError, Order, Search};
use crate::record::name::CitationId;

/// Most states of the index that are kept for pages.
const STATES: usize = 64;

/// One index.
pub(super) struct Half {
    writer: Mutex<IndexWriter>,
    reader: IndexReader,
    /// The lower half of the citation's id.
    id: Field,
    committed: AtomicU64,
    kept: Mutex<VecDeque<Kept>>,
    /// Of the words of queries.
    forms: Forms,
    merging: Merging,
    run: u64,
}

/// A state of the index that a page refers to, until then.
struct Kept {
    searcher: Searcher,
    until: Instant,
}

impl Half {
    /// Opens the index, making it when there is none. Answers the languages it holds too.
    pub fn open(dir: &Path, schema: Schema, id: Field, memory: usize) -> tantivy::Result<(Self, u32)> {
        std::fs::create_dir_all(dir)?;
        let directory = tantivy::directory::MmapDirectory::open(dir)?;
        let index = tantivy::Index::open_or_create(directory, schema)?;
        index.tokenizers().register(tokens::STEMS, tokens::tokenizer());
        let (committed, languages) = read_payload(index.load_metas()?.payload.as_deref().unwrap_or_default());
        let damaged = index.validate_checksum()?;
        if !damaged.is_empty() {
            return Err(TantivyError::InternalError(format!("damaged files: {damaged:?}")));
        }
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .num_merge_threads(1)
            .memory_budget_per_thread(memory)
            .build();
        let writer: IndexWriter = index.writer_with_options(options)?;
        let merging = Merging::default();
        writer.set_merge_policy(Box::new(merging.clone()));
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let half = Self {
            writer: Mutex::new(writer),
            reader,
            id,
            committed: AtomicU64::new(committed),
            kept: Mutex::default(),
            forms: Forms::default(),
            merging,
            run: rand::random(),
        };
        Ok((half, languages))
    }

    pub fn committed(&self) -> u64 {
        self.committed.load(Ordering::Acquire)
    }

    pub fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// Takes everything of the citation away.
    pub fn remove(&self, id: CitationId) {
        locked(&self.writer).delete_term(Term::from_field_u64(self.id, id.as_u128() as u64));
    }

    pub fn add(&self, document: TantivyDocument) -> tantivy::Result<()> {
        locked(&self.writer).add_document(document).map(|_| ())
    }

    /// Makes what was written durable and visible.
    pub fn commit(&self, change: u64, languages: u32) -> tantivy::Result<()> {
        let mut writer = locked(&self.writer);
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&format!("{change} {languages}"));
        commit.commit()?;
        self.reader.reload()?;
        self.committed.store(change, Ordering::Release);
        let now = Instant::now();
        locked(&self.kept).retain(|kept| kept.until > now);
        Ok(())
    }

    /// Merges what waited, in the background, and shows what has been merged. True when nothing is left to do.
    pub fn settle(&self) -> tantivy::Result<bool> {
        let mut writer = locked(&self.writer);
        let metas = writer.index().searchable_segment_metas()?;
        let searcher = self.reader.searcher();
        let shown: HashSet<SegmentId> =
            searcher.segment_readers().iter().map(|segment| segment.segment_id()).collect();
        if !metas.iter().all(|meta| shown.contains(&meta.id())) {
            self.reader.reload()?;
        }
        Ok(self.merging.begin(&mut writer, &metas))
    }

    /// Searches the state of the index that the cursor belongs to. Answers that state, what was found and the cursor of the next
    /// page.
    pub fn search(
        &self,
        search: &Search,
        fields: &dyn TextFields,
        (languages, findings): (u32, bool),
        (deadline, keep): (Deadline, Duration),
    ) -> Result<(Searcher, Found, Option<Cursor>), EngineError> {
        deadline.check()?;
        let cursor = search.cursor.as_deref().map(|bytes| Cursor::read(bytes, search.order)).transpose()?;
        let searcher = match cursor {
            Some(cursor) if search.order == Order::Relevance => self.kept(&cursor)?,
            _ => self.reader.searcher(),
        };
        let limit = search.limit.min(super::MOST_HITS);
        let page =
            Page { order: search.order, limit, after: cursor.map(|cursor| cursor.last), deadline, findings };
        let mut planner = Planner::new(fields, &searcher, languages, &self.forms);
        let plan = planner.plan(&search.query, &search.filter).map_err(super::fault)?;
        let statistics = planner.statistics();
        let found =
            searcher.search_with_statistics_provider(&*plan, &page, &statistics).map_err(super::fault)?;
        if found.expired {
            return Err(EngineError::DeadlineExceeded);
        }
        let more = found.after > found.best.len() as u64;
        let next = found.best.last().filter(|_| more).map(|last| Cursor {
            order: search.order,
            run: self.run,
            generation: searcher.generation().generation_id(),
            last: last.rank,
        });
        if next.is_some() && search.order == Order::Relevance {
            self.keep(&searcher, keep);
        }
        Ok((searcher, found, next))
    }

    fn kept(&self, cursor: &Cursor) -> Result<Searcher, EngineError> {
        if cursor.run != self.run {
            return Err(EngineError::PageExpired);
        }
        let current = self.reader.searcher();
        if current.generation().generation_id() == cursor.generation {
            return Ok(current);
        }
        let now = Instant::now();
        let kept = locked(&self.kept);
        let mut states = kept.iter().filter(|kept| kept.until > now).map(|kept| &kept.searcher);
        let found = states.find(|state| state.generation().generation_id() == cursor.generation);
        found.cloned().ok_or(EngineError::PageExpired)
    }

    fn keep(&self, searcher: &Searcher, keep: Duration) {
        let generation = searcher.generation().generation_id();
        let mut kept = locked(&self.kept);
        kept.retain(|kept| kept.searcher.generation().generation_id() != generation);
        kept.push_back(Kept { searcher: searcher.clone(), until: Instant::now() + keep });
        if kept.len() > STATES {
            kept.pop_front();
        }
    }
}

/// Change number and languages; zeros where there are none.
fn read_payload(payload: &str) -> (u64, u32) {
    let mut numbers = payload.split(' ');
    let change = numbers.next().and_then(|number| number.parse().ok()).unwrap_or_default();
    (change, numbers.next().and_then(|number| number.parse().ok()).unwrap_or_default())
}
