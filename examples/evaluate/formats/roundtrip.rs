//! Records out and back in a format.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;

use ibid::contract::v1::Citation;
use ibid::formats::read::{Format, Item, open};
use ibid::formats::write::{Format as Written, Writer, carried};
use serde_json::Value;

/// Fields that are printed of a record that came back otherwise.
const SHOWN: usize = 4;

/// Records that went out and back in one format.
#[derive(Default)]
pub struct Trips {
    pub records: u64,
    pub equal: u64,
}

impl Trips {
    pub fn rate(&self) -> f64 {
        if self.records == 0 { 1.0 } else { self.equal as f64 / self.records as f64 }
    }
}

/// By the name of the format.
pub type Roundtrips = BTreeMap<&'static str, Trips>;

/// What each format does not carry, as the round trips are held to it.
pub fn print_losses() {
    for loss in carried::losses() {
        let formats: Vec<&str> = loss.formats.iter().map(|format| format.as_str()).collect();
        let what = if loss.what.is_empty() { String::new() } else { format!(" ({})", loss.what) };
        println!("not carried by {}: {}{what}: {}", formats.join(", "), loss.field, loss.why);
    }
}

/// Writes the records in the format they were read from, or as JSON Lines where that is not written; reads them again, counts
/// those that came back equal but for what the format does not carry, and empties the batch.
pub fn roundtrip(
    batch: &mut Vec<Citation>,
    read: Format,
    path: &Path,
    roundtrips: &mut Roundtrips,
    verbose: bool,
) {
    let format: Written = read.as_str().parse().unwrap_or(Written::Jsonl);
    let mut back = there_and_back(format, batch);
    if back.len() != batch.len() {
        // one record became none, or two: each by itself
        back = batch
            .iter()
            .map(|citation| there_and_back(format, std::slice::from_ref(citation)))
            .map(|mut one| match one.len() {
                1 => one.remove(0),
                _ => None,
            })
            .collect();
    }
    let trips = roundtrips.entry(format.as_str()).or_default();
    for (citation, back) in batch.drain(..).zip(back) {
        trips.records += 1;
        let id = citation.sources.first().map(|source| source.record_id.clone()).unwrap_or_default();
        let Some(back) = back else {
            if verbose {
                println!("{}: {id} did not come back from {format}", path.display());
            }
            continue;
        };
        let (before, after) = carried::comparable(format, citation, back);
        if before == after {
            trips.equal += 1;
        } else if verbose {
            println!("{}: {id} did not come back equal from {format}", path.display());
            print_difference(&before, &after);
        }
    }
}

/// The items of a file that `records` are written to; `None` for one that is no record.
fn there_and_back(format: Written, records: &[Citation]) -> Vec<Option<Citation>> {
    let (mut writer, mut text) = (Writer::new(format), String::new());
    records.iter().for_each(|citation| writer.record(citation, &mut text));
    writer.finish(&mut text);
    let read = format.as_str().parse().expect("what is written can be read");
    let mut reader = open(read, Box::new(Cursor::new(text.into_bytes())));
    let items = std::iter::from_fn(|| reader.next()).take_while(Result::is_ok);
    items
        .map(|item| match item {
            Ok(Item::Record(record)) => Some(record.citation),
            _ => None,
        })
        .collect()
}

fn print_difference(before: &Citation, after: &Citation) {
    let fields =
        |citation: &Citation| ibid::contract::to_json_value("Citation", citation).unwrap_or_default();
    let (before, after) = (fields(before), fields(after));
    let names = [&before, &after].into_iter().filter_map(Value::as_object).flat_map(|fields| fields.keys());
    let names: std::collections::BTreeSet<&String> = names.collect();
    for name in names.into_iter().filter(|name| before.get(*name) != after.get(*name)).take(SHOWN) {
        let shown = |value: Option<&Value>| {
            value.map(|value| value.to_string().chars().take(2500).collect::<String>())
        };
        println!(
            "  {name}\n  - {}\n  + {}",
            shown(before.get(name)).unwrap_or_default(),
            shown(after.get(name)).unwrap_or_default()
        );
    }
}
