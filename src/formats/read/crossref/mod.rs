//! Crossref's works as its REST API and its public data files give them.

mod links;
mod people;
mod work;

use std::io::BufRead;

use super::json_reader::{self, Shape};
use super::{Format, Reader};

static SHAPE: Shape = Shape { format: Format::Crossref, wrappers: &["message", "items"], item: work::item };

/// Reads works one by one: an answer of the API, a data file, an array, one a line.
pub fn reader(input: Box<dyn BufRead + Send>) -> Box<dyn Reader> {
    json_reader::reader(&SHAPE, input)
}

/// Whether an object with these keys is a work, and no item of CSL-JSON.
pub fn is_work(keys: &[&str]) -> bool {
    let own = [
        "indexed",
        "reference-count",
        "references-count",
        "deposited",
        "member",
        "is-referenced-by-count",
        "content-domain",
        "prefix",
    ];
    keys.contains(&"DOI") && own.iter().filter(|key| keys.contains(key)).count() >= 2
        || own.iter().filter(|key| keys.contains(key)).count() >= 3
}
