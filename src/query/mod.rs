//! The query and the filter language: text in, syntax tree out. No engine is known here.

pub mod ast;
mod error;
mod field;
mod filter;
mod interpret;
mod parse;
mod scan;
pub mod snippet;
mod value;
pub mod words;

pub use error::QueryError;
pub use field::Scope;
pub use filter::parse_filter;
pub use interpret::interpret;
pub use parse::parse_query;

/// Longest text of a query or a filter, in bytes.
pub const MAX_BYTES: usize = 8_192;
/// Most words of a query, or values of a filter.
pub const MAX_WORDS: usize = 512;
/// Deepest nesting of parentheses and negations.
pub const MAX_LEVELS: usize = 64;
