//! Formats: files in, records out, and back. Pure: bytes and text, no files, no network.

pub mod read;
