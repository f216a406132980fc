//! What people say of findings: verdicts that are laid over what the extractor gives and that it never overwrites.

mod correction;
mod judgement;
mod overlay;
mod reviewed;
mod write;

pub(super) use overlay::lay;
pub(super) use reviewed::{Reviewed, unite};
pub use write::{Correction, Review, Verdict};
