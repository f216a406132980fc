//! DataCite's records as its REST API gives them, and their attributes alone.

mod links;
mod people;
mod record;

use std::io::BufRead;

use super::json_reader::{self, Shape};
use super::{Format, Reader};

static SHAPE: Shape = Shape { format: Format::Datacite, wrappers: &["data"], item: record::item };

/// Reads records one by one: an answer of the API, an array, one a line.
pub fn reader(input: Box<dyn BufRead + Send>) -> Box<dyn Reader> {
    json_reader::reader(&SHAPE, input)
}

/// Whether an object with these keys is a record of DataCite.
pub fn is_record(keys: &[&str]) -> bool {
    let has = |key: &str| keys.contains(&key);
    has("attributes") && has("type")
        || has("creators") && (has("titles") || has("types"))
        || has("schemaVersion") && (has("doi") || has("titles") || has("id"))
}
