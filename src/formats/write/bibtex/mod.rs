//! BibTeX and BibLaTeX: one entry a record.

mod entry;
mod fields;
mod keys;
mod kinds;
mod latex;
mod names;

pub use entry::{Dialect, PEOPLE, entry};
pub use keys::Keys;
pub use latex::verbatim;
