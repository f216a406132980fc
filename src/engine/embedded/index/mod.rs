//! The search index of the embedded engine: two tantivy indices, of citations and of findings, derived from what is stored.

mod collect;
mod cursor;
mod document;
mod excluded;
mod forms;
mod half;
mod locked;
mod measurement;
mod merging;
mod plan;
mod schema;
mod tokens;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tantivy::directory::error::LockError;
use tantivy::{DocId, Searcher, TantivyDocument, TantivyError};

use self::collect::Ranked;
use self::half::Half;
use self::locked::locked;
use self::schema::{CitationFields, FINDING, FindingFields, ID_HIGH, ID_LOW};
use super::directory::refused;
use crate::contract::v1::{Citation, Finding};
use crate::engine::terms::{Terms, year};
use crate::engine::{Deadline, EngineError, FindingKey, Hit, Hits, Search};
use crate::record::name::CitationId;

/// Most hits of a page.
const MOST_HITS: usize = 10_000;
/// How long a page by relevance stays valid.
const KEPT: Duration = Duration::from_secs(60);
/// Format of the index; another one is built anew.
const VERSION: &str = "4";
/// Memory in which documents are gathered before they are written, in bytes.
const CITATION_MEMORY: usize = 64 << 20;
const FINDING_MEMORY: usize = 32 << 20;

/// The index of citations and that of findings, under one directory.
pub struct Index {
    dir: PathBuf,
    citations: Half,
    findings: Half,
    citation_fields: CitationFields,
    finding_fields: FindingFields,
    terms: Mutex<Terms>,
    languages: AtomicU32,
    keep: Duration,
}

/// What the index will hold of a citation.
pub struct Documents {
    citation: TantivyDocument,
    findings: Vec<TantivyDocument>,
}

impl Index {
    /// Opens the index, making it when there is none. One of another format, or with damaged files, is begun anew: it is then
    /// empty and [`Index::committed`] is 0. `Locked` when another process has it.
    pub fn open(dir: &Path) -> Result<Self, EngineError> {
        let version = dir.join("version");
        let known = std::fs::read_to_string(&version).is_ok_and(|text| text.trim() == VERSION);
        if known {
            match Self::open_as_it_is(dir) {
                Err(TantivyError::LockFailure(LockError::LockBusy, _)) => {
                    return Err(EngineError::Locked { path: dir.display().to_string() });
                }
                Err(TantivyError::LockFailure(LockError::IoError(error), _)) => {
                    return Err(refused(dir, std::io::Error::new(error.kind(), error.to_string())));
                }
                Err(reason) => tracing::warn!(%reason, "the search index is damaged and is built anew"),
                Ok(index) => return Ok(index),
            }
        }
        if dir.exists() {
            std::fs::remove_dir_all(dir)?;
        }
        std::fs::create_dir_all(dir)?;
        let index = Self::open_as_it_is(dir).map_err(fault)?;
        std::fs::write(&version, VERSION)?;
        Ok(index)
    }

    fn open_as_it_is(dir: &Path) -> tantivy::Result<Self> {
        let (citation_schema, citation_fields) = schema::citations();
        let (finding_schema, finding_fields) = schema::findings();
        let id = citation_fields.common.id_low;
        let (citations, some) = Half::open(&dir.join("citations"), citation_schema, id, CITATION_MEMORY)?;
        let id = finding_fields.common.id_low;
        let (findings, others) = Half::open(&dir.join("findings"), finding_schema, id, FINDING_MEMORY)?;
        let languages = some | others;
        Ok(Self {
            dir: dir.to_owned(),
            citations,
            findings,
            citation_fields,
            finding_fields,
            terms: Mutex::new(Terms::new(languages)),
            languages: AtomicU32::new(languages),
            keep: KEPT,
        })
    }

    /// The change up to which both indices hold everything; 0 for none.
    pub fn committed(&self) -> u64 {
        self.citations.committed().min(self.findings.committed())
    }

    /// The documents of a citation and its findings. This is most of the work of a put, and changes nothing.
    pub fn documents(&self, id: CitationId, citation: &Citation, findings: &[Finding]) -> Documents {
        let mut terms = locked(&self.terms);
        let year = year(citation);
        let documents = Documents {
            citation: document::citation(&mut terms, &self.citation_fields, id, citation, findings.len()),
            findings: findings
                .iter()
                .map(|finding| document::finding(&mut terms, &self.finding_fields, id, year, finding))
                .collect(),
        };
        self.languages.store(terms.languages, Ordering::Release);
        documents
    }

    /// Replaces everything of the citation. `fresh` tells that nothing of this id was ever put, which is faster. To be called from
    /// one thread; visible after [`Index::commit`].
    pub fn put(&self, id: CitationId, documents: Documents, fresh: bool) -> Result<(), EngineError> {
        if !fresh {
            self.remove(id)?;
        }
        self.citations.add(documents.citation).map_err(fault)?;
        documents.findings.into_iter().try_for_each(|finding| self.findings.add(finding)).map_err(fault)
    }

    /// Takes everything of the citation away.
    pub fn remove(&self, id: CitationId) -> Result<(), EngineError> {
        self.citations.remove(id);
        self.findings.remove(id);
        Ok(())
    }

    /// Makes everything put so far durable and visible, as the state after that change; both halves at the same time.
    pub fn commit(&self, change: u64) -> Result<(), EngineError> {
        let languages = self.languages.load(Ordering::Acquire);
        let (citations, findings) = std::thread::scope(|scope| {
            let findings = scope.spawn(|| self.findings.commit(change, languages));
            (self.citations.commit(change, languages), findings.join())
        });
        citations.map_err(fault)?;
        match findings {
            Ok(findings) => findings.map_err(fault),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }

    /// Merges segments in the background and shows what was merged; for times when nothing is written. True when nothing is left to do; to be called again until then.
    pub fn settle(&self) -> Result<bool, EngineError> {
        let citations = self.citations.settle().map_err(fault)?;
        let findings = self.findings.settle().map_err(fault)?;
        Ok(citations && findings)
    }

    /// Searches citations. At most 10,000 hits a page.
    pub fn search_citations(
        &self,
        search: &Search,
        deadline: Deadline,
    ) -> Result<Hits<CitationId>, EngineError> {
        let asked = (self.languages.load(Ordering::Acquire), false);
        let (_, found, next) =
            self.citations.search(search, &self.citation_fields, asked, (deadline, self.keep))?;
        let hits = found.best.iter().map(|ranked| Hit {
            key: CitationId::from_u128(ranked.rank.citation),
            score: f32::from_bits(ranked.score),
            message: None,
        });
        Ok(Hits { hits: hits.collect(), cursor: next.map(cursor::Cursor::to_bytes), total: found.total })
    }

    /// Searches findings. At most 10,000 hits a page.
    pub fn search_findings(
        &self,
        search: &Search,
        deadline: Deadline,
    ) -> Result<Hits<FindingKey>, EngineError> {
        let asked = (self.languages.load(Ordering::Acquire), true);
        let (state, found, next) =
            self.findings.search(search, &self.finding_fields, asked, (deadline, self.keep))?;
        let mut hits = Vec::with_capacity(found.best.len());
        for ranked in &found.best {
            let id = finding_id(&state, ranked).map_err(fault)?;
            let key = FindingKey { citation: CitationId::from_u128(ranked.rank.citation), id };
            hits.push(Hit { key, score: f32::from_bits(ranked.score), message: None });
        }
        Ok(Hits { hits, cursor: next.map(cursor::Cursor::to_bytes), total: found.total })
    }

    /// The ids of all citations that search shows.
    pub fn all_ids(&self) -> Result<BTreeSet<CitationId>, EngineError> {
        ids(&self.citations.searcher()).map_err(fault)
    }

    /// How many findings search shows.
    pub fn finding_count(&self) -> Result<u64, EngineError> {
        Ok(self.findings.searcher().num_docs())
    }

    /// Size of the files, in bytes. A file that a merge takes away meanwhile counts nothing.
    pub fn bytes_on_disk(&self) -> u64 {
        let files =
            ["citations", "findings"].into_iter().flat_map(|half| std::fs::read_dir(self.dir.join(half)));
        files.flatten().flatten().filter_map(|file| file.metadata().ok()).map(|file| file.len()).sum()
    }
}

fn finding_id(state: &Searcher, Ranked { rank, address, .. }: &Ranked) -> tantivy::Result<String> {
    let segment = state.segment_reader(address.segment_ord);
    if let Some(column) = segment.fast_fields().str(FINDING)?
        && let Some(ord) = column.term_ords(address.doc_id).next()
    {
        let mut id = String::new();
        column.ord_to_str(ord, &mut id)?;
        return Ok(id);
    }
    Ok(document::id_of(rank.finding))
}

fn ids(state: &Searcher) -> tantivy::Result<BTreeSet<CitationId>> {
    let mut ids = BTreeSet::new();
    for segment in state.segment_readers() {
        let high = segment.fast_fields().column_first_or_default::<u64>(ID_HIGH)?;
        let low = segment.fast_fields().column_first_or_default::<u64>(ID_LOW)?;
        let number = |doc: DocId| u128::from(high.get_val(doc)) << 64 | u128::from(low.get_val(doc));
        ids.extend(segment.doc_ids_alive().map(|doc| CitationId::from_u128(number(doc))));
    }
    Ok(ids)
}

fn fault(error: TantivyError) -> EngineError {
    match error {
        TantivyError::IoError(io) if io.kind() == std::io::ErrorKind::StorageFull => EngineError::Full,
        TantivyError::IoError(io) => EngineError::Io(std::io::Error::new(io.kind(), io.to_string())),
        other => EngineError::Corrupt(other.to_string()),
    }
}

#[cfg(test)]
mod tests;
