//! NBIB, the tagged format of PubMed and MEDLINE, of every year.

mod links;
mod people;
mod record;
mod subjects;
mod tags;

#[cfg(test)]
mod tests;

use std::io::BufRead;

use super::tagged::{self, Dialect};
use super::{Format, Reader};

pub use tags::is_nbib;

static DIALECT: Dialect = Dialect {
    format: Format::Nbib,
    lacks: "no line begins with a tag such as \"PMID- \"",
    tagged: tags::tagged,
    begins: tags::begins,
    ends: |tag| tag == "ER",
    outside: |_| false,
    joint: " ",
    item: record::item,
};

/// Reads NBIB entry by entry. An entry of more than 64 MiB is rejected.
pub fn reader(input: Box<dyn BufRead + Send>) -> Box<dyn Reader> {
    tagged::reader(&DIALECT, input)
}
