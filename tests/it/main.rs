//! Integration tests, one binary.

mod architecture;
#[path = "../../benches/corpus.rs"]
mod corpus;
mod kill;
mod server;
