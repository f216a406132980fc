//! Brackets around numbers, with or without a space inside them.

use crate::finding::reading::{Extent, Reading};

/// What follows "(" or "[" at `at`, after at most one space on each side.
pub fn opening(reading: &Reading<'_>, extent: Extent, at: usize) -> Option<usize> {
    let rest = reading.text.get(at..extent.end)?;
    let inner = spaceless(rest).strip_prefix(['(', '['])?;
    Some(extent.end - spaceless(inner).len())
}

/// The end of ")" or "]" at `at`, after at most one space.
pub fn closing(reading: &Reading<'_>, extent: Extent, at: usize) -> Option<usize> {
    let rest = reading.text.get(at..extent.end)?;
    let tail = spaceless(rest).strip_prefix([')', ']'])?;
    Some(extent.end - tail.len())
}

fn spaceless(text: &str) -> &str {
    text.strip_prefix(|c: char| c.is_whitespace()).unwrap_or(text)
}
