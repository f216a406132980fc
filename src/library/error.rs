use thiserror::Error;

use crate::engine::EngineError;
use crate::formats::read::ReadError;
use crate::query::QueryError;

/// Why the library did not do what it was asked. `api::status` makes each a gRPC status.
#[derive(Debug, Error)]
pub enum LibraryError {
    #[error("no citation {name}")]
    CitationNotFound { name: String },
    #[error("citation {name} was deleted; importing it again revives it")]
    CitationDeleted { name: String },
    #[error("no finding {name}")]
    FindingNotFound { name: String },
    #[error("{identifier} is printed on {}; ask for one of them by name", citations.join(" and "))]
    IdentifierAmbiguous { identifier: String, citations: Vec<String> },
    #[error("{}", list(.0))]
    Invalid(Vec<Violation>),
    #[error("the page token is not of this request or not of this library; start again without it")]
    PageTokenInvalid,
    #[error("{name} has changed since it was read (its etag is now {etag}); read it again")]
    EtagMismatch { name: String, etag: String },
    #[error("{field}: {error}")]
    Query { field: &'static str, error: QueryError },
    #[error("no known format; give one of: {known}")]
    FormatUnknown { known: String },
    #[error("{error}")]
    Unreadable { error: ReadError, acknowledged: u64 },
    #[error("{what} is over the limit of {limit}")]
    Limit { what: String, limit: u64, actual: Option<u64> },
    #[error("somebody else wrote the same citations meanwhile; try again")]
    Conflict,
    #[error("the caller went away")]
    Cancelled,
    #[error("stored data is damaged: {0}; run `ibid check`")]
    Corrupt(String),
    #[error("a fault of the program while it {0}; its log tells more")]
    Fault(&'static str),
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// A field of a request that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Path of the field.
    pub field: String,
    /// What is wrong and what would be right.
    pub description: String,
}

impl LibraryError {
    /// One violation.
    pub fn invalid(field: impl Into<String>, description: impl Into<String>) -> Self {
        Self::Invalid(vec![Violation { field: field.into(), description: description.into() }])
    }
}

impl From<prost::DecodeError> for LibraryError {
    fn from(error: prost::DecodeError) -> Self {
        Self::Corrupt(error.to_string())
    }
}

fn list(violations: &[Violation]) -> String {
    violations.iter().map(|v| format!("{}: {}", v.field, v.description)).collect::<Vec<_>>().join("; ")
}
