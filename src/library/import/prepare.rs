use std::sync::Arc;

use prost::Message;
use prost_types::Timestamp;

use super::live::Keys;
use crate::contract::v1::{Citation, ErrorReason, ImportAction, ImportOutcome, ItemError};
use crate::formats::read::{Deletion, Item, Record, Rejection};
use crate::record::check::refuse;
use crate::record::merge::alone;
use crate::record::name::CitationId;
use crate::record::source::fill_fields;

/// `google.rpc.Code.INVALID_ARGUMENT`.
const INVALID_ARGUMENT: i32 = 3;

/// An item of the file, ready for the desk.
pub(super) enum Prepared {
    Source { source: Source, warnings: Vec<String>, line: i32, label: String },
    Deletion(Deletion),
    Refused(ImportOutcome),
}

/// A record as a source gave it, normalised, with everything that it may be known by.
pub(crate) struct Source {
    pub(super) citation: Arc<Citation>,
    pub(super) keys: Arc<Keys>,
    /// The id it gets when it is new.
    pub(super) derived: CitationId,
    /// The id it got if it came before without the identifiers it has now.
    pub(super) before: Option<CitationId>,
}

impl Source {
    fn of(citation: Citation) -> Self {
        let citation = alone(citation);
        let keys = Keys::of(&citation);
        let derived = CitationId::derive_with(&keys.strong, &citation);
        let before = CitationId::derive_without(&keys.strong, &citation).filter(|id| *id != derived);
        Self { citation: Arc::new(citation), keys: Arc::new(keys), derived, before }
    }

    /// Notes when it is imported.
    pub(super) fn imported(&mut self, now: Timestamp) {
        if let Some(first) = Arc::make_mut(&mut self.citation).sources.first_mut() {
            first.imported = Some(now);
        }
    }
}

impl Prepared {
    /// Reads off an item of `file` what the desk needs.
    pub fn of(item: Item, file: &str) -> Self {
        let record = match item {
            Item::Deleted(deletion) => return Self::Deletion(deletion),
            Item::Rejected(Rejection { line, record, reason }) => {
                return Self::Refused(refused(line, record, reason, ErrorReason::FileDamaged));
            }
            Item::Record(record) => *record,
        };
        let Record { mut citation, warnings, line } = record;
        let refusal = refuse(&citation);
        if refusal.is_none() {
            fill_fields(&mut citation);
        }
        if let Some(source) = citation.sources.first_mut() {
            file.clone_into(&mut source.file);
        }
        let title = first_title(&citation);
        let source = Source::of(citation);
        let label = label_of(&source, title);
        match refusal {
            Some(reason) => Self::Refused(refused(line, label, reason, ErrorReason::RecordEmpty)),
            None => Self::Source { source, warnings, line: line_number(line), label },
        }
    }

    /// Bytes that it takes when encoded.
    pub fn size(&self) -> usize {
        match self {
            Self::Source { source, .. } => source.citation.encoded_len(),
            Self::Deletion(_) | Self::Refused(_) => 64,
        }
    }

    pub fn source(&self) -> Option<&Source> {
        match self {
            Self::Source { source, .. } => Some(source),
            _ => None,
        }
    }

    pub fn source_mut(&mut self) -> Option<&mut Source> {
        match self {
            Self::Source { source, .. } => Some(source),
            _ => None,
        }
    }
}

fn refused(line: u64, label: String, message: String, reason: ErrorReason) -> ImportOutcome {
    let error = ItemError { code: INVALID_ARGUMENT, reason: reason as i32, message, ..ItemError::default() };
    ImportOutcome {
        line: line_number(line),
        action: ImportAction::Rejected as i32,
        label,
        error: Some(error),
        ..ImportOutcome::default()
    }
}

/// What a person finds the record by in the file.
fn label_of(source: &Source, title: String) -> String {
    if let Some(strong) = source.keys.strong.first() {
        return strong.to_string();
    }
    let key = source.citation.sources.first().map(|source| source.record_id.clone()).unwrap_or_default();
    if key.is_empty() { title } else { key }
}

fn first_title(citation: &Citation) -> String {
    citation.titles.first().map(|title| title.text.chars().take(80).collect()).unwrap_or_default()
}

pub(super) fn line_number(line: u64) -> i32 {
    i32::try_from(line).unwrap_or(i32::MAX)
}
