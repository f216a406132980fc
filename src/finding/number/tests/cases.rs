//! The file of cases, read and held against what is found.

use super::line::line;
use crate::contract::v1::{Measurement, MeasurementKind as Kind, QuantityRole};
use crate::finding::number::measurements;
use crate::finding::reading::{Extent, Reading};

const CASES: &str = include_str!("cases.txt");

/// Kinds of which a section may be about.
const SUPPRESSED: [Kind; 5] = [Kind::Year, Kind::Citation, Kind::Identifier, Kind::Grade, Kind::Ratio];

struct Case<'t> {
    section: &'t str,
    language: &'t str,
    text: &'t str,
    expected: Vec<&'t str>,
}

fn cases() -> Vec<Case<'static>> {
    let mut cases: Vec<Case<'static>> = Vec::new();
    let mut section = "";
    for row in CASES.lines().filter(|row| !row.starts_with("# ")) {
        if let Some(name) = row.strip_prefix("## ") {
            section = name;
        } else if let Some(expected) = row.strip_prefix("- ") {
            cases.last_mut().expect("a sentence before its numbers").expected.push(expected);
        } else if let Some((language, text)) = row.split_once(' ') {
            cases.push(Case { section, language, text, expected: Vec::new() });
        }
    }
    cases
}

fn found(case: &Case<'_>) -> Vec<String> {
    let reading = Reading::new(case.text, case.language.to_owned());
    let all = measurements(&reading, Extent::new(0, case.text.len()));
    let about = |m: &Measurement| {
        let suppressed = SUPPRESSED.contains(&m.kind()) && m.role() != QuantityRole::Dose;
        m.kind() != Kind::Unspecified && (!suppressed || case.expected.iter().any(|line| listed(line)))
    };
    all.iter().filter(|m| about(m)).map(line).collect()
}

/// The line is of a suppressed kind, so its sentence lists them.
fn listed(line: &str) -> bool {
    SUPPRESSED.iter().any(|kind| {
        line.starts_with(&format!("{} ", kind.as_str_name().trim_start_matches("MEASUREMENT_KIND_")))
    })
}

#[test]
fn every_case_gives_its_numbers() {
    let mut wrong = Vec::new();
    for case in cases() {
        let found = found(&case);
        if found != case.expected {
            wrong.push(format!(
                "[{}] {}\n  expected {:#?}\n  found {found:#?}",
                case.section, case.text, case.expected
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_trap_and_every_kind_has_three_cases() {
    let cases = cases();
    let mut sections: Vec<&str> = cases.iter().map(|case| case.section).collect();
    sections.dedup();
    for section in &sections {
        let number = cases.iter().filter(|case| case.section == *section).count();
        assert!(number >= 3, "{section}: {number}");
    }
    assert!(cases.len() >= 120, "{}", cases.len());
    for kind in 1..=24 {
        let name =
            Kind::try_from(kind).expect("a kind").as_str_name().trim_start_matches("MEASUREMENT_KIND_");
        let number = cases
            .iter()
            .flat_map(|case| &case.expected)
            .filter(|line| line.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', ':'])));
        assert!(number.count() >= 3, "{name}");
    }
    for language in ["en", "it", "de", "fr", "es", "pt"] {
        assert!(cases.iter().filter(|case| case.language == language).count() >= 3, "{language}");
    }
}
