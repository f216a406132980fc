use thiserror::Error;

/// Why a query or a filter could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message}, at byte {position}")]
pub struct QueryError {
    /// Where, in bytes of the text as it was given.
    pub position: usize,
    /// What is wrong and what to write instead.
    pub message: String,
    /// The fields that exist, where one was named that does not.
    pub fields: Vec<&'static str>,
}

impl QueryError {
    pub(super) fn new(position: usize, message: impl Into<String>) -> Self {
        Self { position, message: message.into(), fields: Vec::new() }
    }
}
