//! Integration tests, one binary.

mod architecture;
#[path = "../../benches/corpus.rs"]
mod corpus;
mod grpcurl;
mod kill;
mod real;
mod server;
