//! Ibid: citations and the findings in them, over gRPC. The rooms, in the order in which they may know each other:
//! each uses those above it and none below (`tests/it/architecture.rs` proves it).

#![forbid(unsafe_code)]

pub mod contract;
pub mod engine;
pub mod query;
pub mod record;
