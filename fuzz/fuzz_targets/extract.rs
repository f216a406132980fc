//! The extractor.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../checks/extract.rs"]
mod extract;

fuzz_target!(|input: (u8, &str)| extract::check(input.0, input.1));
