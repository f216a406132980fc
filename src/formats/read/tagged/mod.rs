//! Formats whose lines begin with a tag: NBIB, RIS, Web of Science, RefWorks.

mod fields;
mod reader;

pub use fields::Fields;
pub use reader::{Dialect, Entry, reader};
