//! Integration tests, one binary.

mod architecture;
mod cluster;
mod cluster_faults;
mod convert;
#[path = "../../benches/corpus.rs"]
mod corpus;
mod engine;
mod engines_agree;
mod fuzzed;
mod grpcurl;
mod import_faults;
mod kill;
mod memory_engine;
mod overtaken;
mod people;
mod readable;
mod readme;
mod real;
mod reextract_kill;
mod scenarios;
mod server;
mod stale;
