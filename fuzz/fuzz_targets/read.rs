//! Import formats. The last byte says how the others arrive; the one before it, which format they are in, where `IBID_FUZZ_FORMAT`
//! does not name one.

#![no_main]

use std::sync::LazyLock;

use ibid::formats::read::Format;
use libfuzzer_sys::fuzz_target;

#[path = "../checks/read.rs"]
mod read;

static NAMED: LazyLock<Option<Format>> = LazyLock::new(|| {
    let name = std::env::var("IBID_FUZZ_FORMAT").ok()?;
    Some(name.parse().expect("IBID_FUZZ_FORMAT names an import format"))
});

fuzz_target!(|data: &[u8]| {
    let [bytes @ .., format, chunk] = data else { return };
    let format = NAMED.unwrap_or(Format::ALL[usize::from(*format) % Format::ALL.len()]);
    read::check(format, 1 + usize::from(chunk % 64), bytes);
});
