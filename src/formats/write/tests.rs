mod arbitrary;
mod standing;

use std::io::Cursor;

use super::carried::comparable;
use super::{Format, Writer};
use crate::contract::from_json;
use crate::contract::v1::{Citation, DatedEvent, PartialDate};
use crate::formats::read::{self, Item};

/// The records of the demonstration.
fn demo() -> Vec<Citation> {
    let lines = include_str!("../../cli/demo/records.jsonl").lines();
    lines.map(|line| from_json("Citation", line).expect("a citation")).collect()
}

fn written(format: Format, records: &[Citation]) -> String {
    let mut writer = Writer::new(format);
    let mut out = String::new();
    records.iter().for_each(|record| writer.record(record, &mut out));
    writer.finish(&mut out);
    out
}

fn read_back(format: Format, file: String) -> Vec<Citation> {
    let format: read::Format = format.as_str().parse().expect("what is written can be read");
    let mut reader = read::open(format, Box::new(Cursor::new(file.into_bytes())));
    let items = std::iter::from_fn(|| reader.next()).map(|item| match item.expect("a whole file") {
        Item::Record(record) => record.citation,
        other => panic!("{format}: {other:?}"),
    });
    items.collect()
}

/// The fields of a record, each on a line, so that a difference can be read.
fn fields(citation: &Citation) -> String {
    let json = crate::contract::to_json_value("Citation", citation).expect("JSON");
    let fields = json.as_object().expect("an object").iter();
    fields.map(|(name, value)| format!("{name}: {value}\n")).collect()
}

fn compare(format: Format, before: Citation, after: Citation) -> Result<(), String> {
    let (before, after) = comparable(format, before, after);
    let (before, after) = (fields(&before), fields(&after));
    if before == after {
        return Ok(());
    }
    let lost: String =
        before.lines().filter(|line| !after.contains(line)).map(|line| format!("- {line}\n")).collect();
    let new: String =
        after.lines().filter(|line| !before.contains(line)).map(|line| format!("+ {line}\n")).collect();
    Err(format!("{lost}{new}"))
}

#[test]
fn demonstration_comes_back_from_every_format() {
    let records = demo();
    let mut wrong = String::new();
    for format in Format::ALL {
        let back = read_back(format, written(format, &records));
        assert_eq!(back.len(), records.len(), "{format}");
        for (at, (before, after)) in records.iter().zip(back).enumerate() {
            if let Err(difference) = compare(format, before.clone(), after) {
                wrong.push_str(&format!("{format}, record {at}:\n{difference}\n"));
            }
        }
    }
    let lines: Vec<&str> = wrong.lines().take(60).collect();
    assert!(wrong.is_empty(), "{}", lines.join("\n"));
}

/// What a format carries, it carries also when the record came from a file of any other.
#[test]
fn every_pair_of_formats_converts() {
    let records = demo();
    let mut wrong = String::new();
    for from in Format::ALL {
        let between = read_back(from, written(from, &records));
        for to in Format::ALL {
            let back = read_back(to, written(to, &between));
            assert_eq!(back.len(), records.len(), "{from} to {to}");
            for (at, (before, after)) in between.iter().zip(back).enumerate() {
                if let Err(difference) = compare(to, before.clone(), after) {
                    wrong.push_str(&format!("{from} to {to}, record {at}:\n{difference}\n"));
                }
            }
        }
    }
    let lines: Vec<&str> = wrong.lines().take(60).collect();
    assert!(wrong.is_empty(), "{}", lines.join("\n"));
}

/// Cut behind any record and gone on with by another writer, a file has the same bytes.
#[test]
fn a_file_may_be_cut_between_any_two_records() {
    let records = demo();
    for format in Format::ALL {
        let whole = written(format, &records);
        for cut in [1, 2, 37, records.len()] {
            let (before, after) = records.split_at(cut);
            let (mut first, mut second) = (Writer::new(format), Writer::new(format));
            let mut out = String::new();
            before.iter().for_each(|record| first.record(record, &mut out));
            match second.depends_on_what_came_before() {
                true => before.iter().for_each(|record| second.pass(record)),
                false => second.resume(),
            }
            after.iter().for_each(|record| second.record(record, &mut out));
            second.finish(&mut out);
            assert_eq!(out, whole, "{format} cut behind record {cut}");
        }
    }
}

/// Every kind of date, alone and beside a date of issue, in whichever precision.
#[test]
fn dates_come_back() {
    let plain = Citation { dates: Vec::new(), ..demo().remove(0) };
    let date = |kind: i32, day: Option<i32>, season: i32| {
        let month = day.map(|_| 2);
        let date = PartialDate { year: 2001 + kind, month, day, season, ..Default::default() };
        DatedEvent { kind, date: Some(date), ..Default::default() }
    };
    let mut wrong = String::new();
    for kind in 1..=18 {
        for (day, season) in [(Some(3), 0), (None, 0), (None, 4)] {
            for issued in [false, true] {
                let mut record = plain.clone();
                record.dates.push(date(kind, day, season));
                record.dates.extend(issued.then(|| date(1, None, 0)));
                for format in Format::ALL {
                    let back = read_back(format, written(format, std::slice::from_ref(&record))).remove(0);
                    if let Err(difference) = compare(format, record.clone(), back) {
                        wrong.push_str(&format!(
                            "{format}, kind {kind}, {day:?}, {season}, {issued}:\n{difference}\n"
                        ));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.lines().take(60).collect::<Vec<_>>().join("\n"));
}

#[test]
fn an_empty_file_is_a_file() {
    for (format, expected) in [
        (Format::CslJson, "[\n\n]\n"),
        (
            Format::EndnoteXml,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xml><records>\n</records></xml>\n",
        ),
        (Format::Ris, ""),
        (Format::Jsonl, ""),
    ] {
        assert_eq!(written(format, &[]), expected, "{format}");
    }
}
