//! Integration tests, one binary.

mod engine;
mod memory_engine;
mod server;
