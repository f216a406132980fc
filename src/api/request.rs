//! What requests have in common, checked with every violation at once.

use crate::library::{LibraryError, Violation};
use crate::record::name::{CitationRef, FindingName};

/// Page sizes: what 0 means, and the largest for List and for Search.
pub const DEFAULT_PAGE: usize = 50;
pub const MAX_LIST_PAGE: i32 = 10_000;
pub const MAX_SEARCH_PAGE: i32 = 1_000;
/// Most names in a batch.
pub const MAX_BATCH: usize = 1_000;

/// Collects what is wrong with a request.
#[derive(Default)]
pub struct Checked {
    violations: Vec<Violation>,
}

impl Checked {
    /// Keeps the value, or what is wrong with it.
    pub fn keep<T>(&mut self, result: Result<T, LibraryError>) -> Result<Option<T>, LibraryError> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(LibraryError::Invalid(violations)) => {
                self.violations.extend(violations);
                Ok(None)
            }
            Err(other) => Err(other),
        }
    }

    /// A page size within `1..=limit`; 0 means the default.
    pub fn page_size(&mut self, asked: i32, limit: i32) -> usize {
        match asked {
            0 => DEFAULT_PAGE,
            1.. if asked <= limit => asked as usize,
            _ => {
                let description = format!("{asked} is not within 1 and {limit}, or 0 for {DEFAULT_PAGE}");
                self.violations.push(Violation { field: "page_size".to_owned(), description });
                DEFAULT_PAGE
            }
        }
    }

    /// Fails with everything collected.
    pub fn done(self) -> Result<(), LibraryError> {
        if self.violations.is_empty() { Ok(()) } else { Err(LibraryError::Invalid(self.violations)) }
    }
}

/// Reads a citation's name.
pub fn citation_name(field: &str, name: &str) -> Result<CitationRef, LibraryError> {
    name.parse().map_err(|error| LibraryError::invalid(field, format!("`{name}`: {error}")))
}

/// Reads the name of one finding: its citation and its id.
pub fn finding_name(name: &str) -> Result<(CitationRef, String), LibraryError> {
    let parsed: FindingName =
        name.parse().map_err(|error| LibraryError::invalid("name", format!("`{name}`: {error}")))?;
    match parsed.citation {
        Some(citation) => Ok((citation, parsed.id)),
        None => {
            let description = "a finding has one citation; `-` stands only for lists";
            Err(LibraryError::invalid("name", description))
        }
    }
}
