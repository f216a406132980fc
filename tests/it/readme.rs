//! The tables of the README that say what a conversion keeps are what the writers and readers do.

use std::collections::BTreeMap;
use std::io::Cursor;

use ibid::contract::v1::Citation;
use ibid::contract::{from_json, to_json_value};
use ibid::formats::read::{self, Item};
use ibid::formats::write::{Format, Writer, carried};
use serde_json::Value;

const README: &str = include_str!("../../README.md");
const BEGIN: &str = "<!-- what conversions keep: written by the test of this name -->\n";
const END: &str = "<!-- end of what conversions keep -->\n";

/// With `IBID_WRITE_README` set it writes them.
#[test]
fn what_conversions_keep() {
    let (before, rest) = README.split_once(BEGIN).expect("the README has the place");
    let (told, after) = rest.split_once(END).expect("the README has its end");
    let found = format!("\n{}\n{}\n", pairs(), losses());
    if std::env::var_os("IBID_WRITE_README").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
        std::fs::write(path, format!("{before}{BEGIN}{found}{END}{after}"))
            .expect("the README can be written");
        return;
    }
    assert_eq!(told, found, "IBID_WRITE_README=1 cargo test --test it what_conversions_keep writes it");
}

/// Of the values that a file of one format says about the demonstration, how many the file of another one says too.
fn pairs() -> String {
    let lines = include_str!("../../src/cli/demo/records.jsonl").lines();
    let demo: Vec<Citation> = lines.map(|line| from_json("Citation", line).expect("a citation")).collect();
    let mut table = String::from("| from \\ to |");
    Format::ALL.iter().for_each(|to| table.push_str(&format!(" {to} |")));
    table.push_str(&format!("\n|---|{}\n", "--:|".repeat(Format::ALL.len())));
    for from in Format::ALL {
        let records = converted(from, &demo);
        let said = values(&records);
        table.push_str(&format!("| {from} |"));
        for to in Format::ALL {
            let kept = values(&converted(to, &records));
            let all: usize = said.values().sum();
            let same: usize =
                said.iter().map(|(value, count)| (*count).min(kept.get(value).copied().unwrap_or(0))).sum();
            // rounded down: 100 is everything
            table.push_str(&format!(" {} |", same * 100 / all));
        }
        table.push('\n');
    }
    table
}

fn converted(format: Format, records: &[Citation]) -> Vec<Citation> {
    let (mut writer, mut file) = (Writer::new(format), String::new());
    records.iter().for_each(|record| writer.record(record, &mut file));
    writer.finish(&mut file);
    let reads: read::Format = format.as_str().parse().expect("what is written can be read");
    let mut reader = read::open(reads, Box::new(Cursor::new(file.into_bytes())));
    let items = std::iter::from_fn(|| reader.next()).map(|item| match item.expect("a whole file") {
        Item::Record(record) => record.citation,
        other => panic!("{format}: {other:?}"),
    });
    let back: Vec<Citation> = items.collect();
    assert_eq!(back.len(), records.len(), "{format}");
    back
}

/// Every value with the path of its field, and how often it is said; where text begins and ends counts as nothing.
fn values(records: &[Citation]) -> BTreeMap<(usize, String, String), usize> {
    let mut found = BTreeMap::new();
    for (at, record) in records.iter().enumerate() {
        let mut record = record.clone();
        (record.name, record.etag) = (String::new(), String::new());
        (record.created, record.updated, record.editorial_status) = (None, None, 0);
        record.sources.clear();
        record.type_path.clear();
        collect(&to_json_value("Citation", &record).expect("JSON"), at, "", &mut found);
    }
    found
}

fn collect(value: &Value, record: usize, path: &str, found: &mut BTreeMap<(usize, String, String), usize>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, record, path, found)),
        Value::Object(fields) => {
            for (name, value) in fields.iter().filter(|(name, _)| *name != "span") {
                collect(value, record, &format!("{path}.{name}"), found);
            }
        }
        value => *found.entry((record, path.to_owned(), value.to_string())).or_default() += 1,
    }
}

/// The table of losses by format, what all text formats lose first; a star for what is lost in part only.
fn losses() -> String {
    let everywhere = |loss: &&carried::Loss| {
        Format::ALL.iter().all(|format| *format == Format::Jsonl || loss.formats.contains(format))
    };
    let list = |losses: Vec<&carried::Loss>| {
        let mut fields: Vec<(&str, bool)> = Vec::new();
        for loss in losses {
            let whole = loss.what.is_empty();
            match fields.iter_mut().find(|(field, _)| *field == loss.field) {
                Some((_, known)) => *known |= whole,
                None => fields.push((loss.field, whole)),
            }
        }
        let shown = fields.iter().map(|(field, whole)| format!("{field}{}", if *whole { "" } else { "\\*" }));
        shown.collect::<Vec<_>>().join("; ")
    };
    let mut table = String::from("| format | what it does not carry |\n|---|---|\n");
    let jsonl = carried::losses().filter(|loss| loss.formats.contains(&Format::Jsonl)).collect();
    table.push_str(&format!("| jsonl, and every other | {} |\n", list(jsonl)));
    let all =
        carried::losses().filter(|loss| !loss.formats.contains(&Format::Jsonl)).filter(everywhere).collect();
    table.push_str(&format!("| every other | {} |\n", list(all)));
    for format in Format::ALL.into_iter().filter(|format| *format != Format::Jsonl) {
        let own =
            carried::losses().filter(|loss| loss.formats.contains(&format) && !everywhere(loss)).collect();
        table.push_str(&format!("| {format} | {} |\n", list(own)));
    }
    table
}
