//! Ibid: citations and the findings in them, over gRPC. The rooms, in the order in which they may know each other:
//! each uses those above it and none below (`tests/it/architecture.rs` proves it).

#![forbid(unsafe_code)]

/// The generated messages, the records themselves.
pub mod contract;
/// A citation: identifiers, titles, names, dates, merging.
pub mod record;

/// Abstract in, findings out.
pub mod finding;
/// Bytes in, records out; records in, bytes out.
pub mod formats;
/// The query and the filter language.
pub mod query;
/// Records in, references out.
pub mod style;

/// Where a library is kept: `trait Engine`, and those who answer it.
pub mod engine;
/// What the program does.
pub mod library;

/// The services: decode, call, encode.
pub mod api;

/// The configuration and where each value came from.
pub mod config;
/// What the program logs, and how.
pub mod telemetry;

/// The process: listeners, layers, health, reflection, drain.
pub mod server;

/// The command line, one file per subcommand.
pub mod cli;
