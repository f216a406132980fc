//! Ibid: citations and the findings in them, over gRPC. The rooms, in the order in which they may know each other:
//! each uses those above it and none below (`tests/it/architecture.rs` proves it).

#![forbid(unsafe_code)]

/// The generated messages, the records themselves.
pub mod contract;
/// Abstract in, findings out.
pub mod finding;
/// A citation: identifiers, titles, names, dates, merging.
pub mod record;

/// Bytes in, records out; records in, bytes out.
pub mod formats;
/// The query and the filter language.
pub mod query;

/// Where a library is kept and searched.
pub mod engine;
