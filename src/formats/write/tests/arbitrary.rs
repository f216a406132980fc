//! Any text in any field comes back, but for what the table of losses says.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use super::{compare, demo, read_back, written};
use crate::contract::v1::{Citation, Contributor, Subject, SubjectScheme};
use crate::formats::write::Format;

/// What some format takes for something else than text, and what stands around it.
const PIECES: [&str; 62] = [
    "a",
    "Liver",
    "metastases",
    "of",
    "and",
    "others",
    "é",
    "e\u{301}",
    "µ",
    "🧬",
    "日本",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "\0",
    "\u{1b}",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{2028}",
    "\u{feff}",
    "\"",
    "'",
    "''",
    "`",
    "``",
    "{",
    "}",
    "\\",
    "\\par ",
    "\\textbf{",
    "$",
    "$x$",
    "&",
    "&amp;",
    "&lt;",
    "%",
    "#",
    "_",
    "~",
    "^",
    "<b>",
    "</i>",
    "<",
    ";",
    "; ",
    ",",
    ", ",
    ":",
    "METHODS: ",
    "[",
    "]",
    "(x)",
    "|",
    "/",
    "*",
    "=1+",
    "--",
    "ER  - ",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&PIECES[..]), 1..9).prop_map(|pieces| pieces.concat())
}

/// A record of the demonstration with other words in one of its fields.
#[derive(Debug, Clone, Copy)]
struct Field(&'static str, fn(&mut Citation, String));

const FIELDS: [Field; 25] = [
    Field("title", |c, text| {
        if let Some(title) = c.titles.first_mut() {
            title.text = text;
            title.formatting.clear();
        }
    }),
    Field("last title", |c, text| {
        if let Some(title) = c.titles.last_mut() {
            title.text = text;
            title.formatting.clear();
        }
    }),
    Field("family", |c, text| {
        if let Some(person) = c.contributors.first_mut() {
            person.family = text;
        }
    }),
    Field("given", |c, text| {
        if let Some(person) = c.contributors.first_mut() {
            person.given = text;
        }
    }),
    Field("suffix", |c, text| {
        if let Some(person) = c.contributors.first_mut() {
            person.suffix = text;
        }
    }),
    Field("group", |c, text| {
        c.contributors.push(Contributor { collective: text, role: 1, ..Default::default() })
    }),
    Field("only group", |c, text| {
        c.contributors = vec![Contributor { collective: text, role: 1, ..Default::default() }]
    }),
    Field("affiliation", |c, text| {
        c.contributors
            .iter_mut()
            .flat_map(|p| p.affiliations.first_mut())
            .take(1)
            .for_each(|place| place.text.clone_from(&text))
    }),
    Field("container", |c, text| {
        if let Some(container) = &mut c.container {
            container.title = text;
        }
    }),
    Field("abbreviation", |c, text| {
        if let Some(short) = c.container.as_mut().and_then(|c| c.abbreviations.first_mut()) {
            short.text = text;
        }
    }),
    Field("volume", |c, text| c.volume = text),
    Field("issue", |c, text| c.issue = text),
    Field("first page", |c, text| c.pages.get_or_insert_default().first = text),
    Field("article number", |c, text| c.pages.get_or_insert_default().article_number = text),
    Field("abstract", |c, text| {
        if let Some(summary) = c.abstracts.first_mut() {
            summary.text = text;
            summary.sections.clear();
            summary.formatting.clear();
        }
    }),
    Field("keyword", |c, text| {
        c.subjects.push(Subject { scheme: SubjectScheme::Keyword.into(), label: text, ..Default::default() })
    }),
    Field("only keyword", |c, text| {
        c.subjects =
            vec![Subject { scheme: SubjectScheme::Keyword.into(), label: text, ..Default::default() }]
    }),
    Field("note", |c, text| c.notes.push(text)),
    Field("edition", |c, text| c.edition = text),
    Field("series", |c, text| c.series.get_or_insert_default().title = text),
    Field("genre", |c, text| c.genre = text),
    Field("institution", |c, text| c.institution = text),
    Field("publisher", |c, text| {
        c.publisher.get_or_insert_default().name.clone_from(&text);
        if let Some(container) = &mut c.container {
            container.publisher.get_or_insert_default().name = text;
        }
    }),
    Field("short title", |c, text| c.short_title = text),
    Field("event", |c, text| c.event.get_or_insert_default().place = text),
];

/// What does not come back of a record with other words in a field, or of those before and behind it, though the table says that
/// it does.
fn differences(all: &[Citation], record: usize, field: Field, text: &str) -> Vec<(Format, String)> {
    let mut odd = all[record % all.len()].clone();
    (field.1)(&mut odd, text.to_owned());
    let records = [all[0].clone(), odd, all[1].clone()];
    let wrong = Format::ALL.into_iter().filter_map(|format| {
        let back = read_back(format, written(format, &records));
        if back.len() != records.len() {
            return Some((format, format!("{} records", back.len())));
        }
        let mut pairs = records.iter().cloned().zip(back);
        let difference = pairs.find_map(|(before, after)| compare(format, before, after).err())?;
        Some((format, difference.chars().take(700).collect()))
    });
    wrong.collect()
}

/// The cases are the same each time, so that a failure is one for everybody.
#[test]
fn any_text_comes_back() {
    let all = demo();
    let mut runner = TestRunner::deterministic();
    let cases = (0_usize..60, prop::sample::select(&FIELDS[..]), text());
    let mut wrong = std::collections::BTreeMap::new();
    let count = std::env::var("IBID_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(400);
    for _ in 0..count {
        let (record, field, text) = cases.new_tree(&mut runner).expect("a case").current();
        for (format, difference) in differences(&all, record, field, &text) {
            wrong.entry(format!("{format}, {}", field.0)).or_insert(format!("{text:?}\n{difference}"));
        }
    }
    let shown: Vec<String> =
        wrong.iter().map(|(place, difference)| format!("{place}: {difference}")).collect();
    assert!(wrong.is_empty(), "{} of the fields do not come back:\n{}", wrong.len(), shown.join("\n"));
}
