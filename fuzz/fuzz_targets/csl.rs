//! Reference styles.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../checks/csl.rs"]
mod csl;

fuzz_target!(|data: &[u8]| csl::check(data));
