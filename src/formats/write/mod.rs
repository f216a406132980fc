//! Writers: a record in, its text in an export format out.

pub mod jsonl;
