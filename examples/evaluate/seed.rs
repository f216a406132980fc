//! A hand-labelled abstract, scored as its `scoring` says; anything else emitted counts as spurious.

use std::collections::HashSet;
use std::path::PathBuf;

use ibid::contract::v1::{Abstract, Finding, Measurement, MeasurementOperator, Span};
use ibid::finding::{extract_abstract, prove};
use serde_json::{Value, json};

use crate::Outcome;

pub fn run(paths: &[PathBuf], verbose: bool) -> Outcome {
    let folder = paths.first().ok_or("evaluate seed FOLDER")?;
    let gold: Value = serde_json::from_slice(&std::fs::read(folder.join("expected_findings.json"))?)?;
    let abstracts = [Abstract {
        text: gold["abstract"].as_str().unwrap_or_default().to_owned(),
        language: gold["source"]["language"].as_str().unwrap_or_default().to_owned(),
        ..Default::default()
    }];
    let extracted = extract_abstract(&abstracts[0], 0);
    for finding in &extracted.findings {
        prove(finding, &abstracts)?;
    }
    let sentences = list(&gold["sentences"]);
    let mut roles = 0;
    for sentence in sentences {
        let found =
            extracted.sentences.iter().find(|s| s.span.is_some_and(|span| pair(span) == sentence["span"]));
        let role = found.map_or("", |s| s.role().as_str_name().trim_start_matches("SENTENCE_ROLE_"));
        let right =
            sentence["role"] == role || list(&sentence["accepted_alternatives"]).iter().any(|r| *r == role);
        roles += usize::from(right);
        if verbose && !right {
            println!("role {role:?} for {}", sentence["text"]);
        }
    }
    let wanted = list(&gold["findings"]);
    let (mut clauses, mut kinds, mut directions, mut certainties) = (0, 0, 0, 0);
    let mut used = HashSet::new();
    for want in wanted {
        let best = extracted
            .findings
            .iter()
            .enumerate()
            .filter(|(at, f)| !used.contains(at) && want["sentence"] == f.sentence_index)
            .map(|(at, f)| (at, f, overlap(f, &want["span"])))
            .filter(|(_, _, overlap)| *overlap >= 0.5)
            .max_by(|a, b| a.2.total_cmp(&b.2));
        let Some((at, finding, _)) = best else {
            if verbose {
                println!("missing {} {}", want["id"], want["text"]);
            }
            continue;
        };
        used.insert(at);
        clauses += 1;
        let checks = [
            (
                &mut kinds,
                "kind",
                finding.kind().as_str_name().trim_start_matches("FINDING_KIND_"),
                &want["kind"],
            ),
            (
                &mut directions,
                "direction",
                finding.direction().as_str_name().trim_start_matches("DIRECTION_"),
                &want["direction"],
            ),
            (
                &mut certainties,
                "certainty",
                finding.certainty().as_str_name().trim_start_matches("CERTAINTY_"),
                &want["certainty"]["level"],
            ),
        ];
        for (count, name, is, should) in checks {
            *count += usize::from(should == is);
            if verbose && should != is {
                println!("{} {name}: {is}, not {should}: {:?}", want["id"], finding.statement);
            }
        }
    }
    let extra = extracted.findings.iter().enumerate().filter(|(at, _)| !used.contains(at));
    let extra: Vec<&str> = extra.map(|(_, f)| f.statement.as_str()).collect();
    if verbose {
        extra.iter().for_each(|statement| println!("spurious finding {statement:?}"));
    }
    let numbers: Vec<&Measurement> = extracted.findings.iter().flat_map(|f| &f.measurements).collect();
    let gold_numbers: Vec<&Value> = wanted.iter().flat_map(|f| list(&f["measurements"])).collect();
    let right = gold_numbers.iter().filter(|want| numbers.iter().any(|m| equal(m, want))).count();
    let stray: Vec<&&Measurement> =
        numbers.iter().filter(|m| !gold_numbers.iter().any(|want| equal(m, want))).collect();
    if verbose {
        stray.iter().for_each(|m| println!("spurious number {:?} {:?}", m.text, m.kind()));
    }
    Ok(json!({
        "roles": roles, "roles_total": sentences.len(),
        "clauses": clauses, "clauses_total": wanted.len(),
        "kinds": kinds, "kinds_total": wanted.len(),
        "directions": directions, "directions_total": wanted.len(),
        "certainties": certainties, "certainties_total": wanted.len(),
        "measurements": right, "measurements_total": gold_numbers.len(),
        "spurious": extra.len() + stray.len(),
    }))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn pair(span: Span) -> Value {
    json!([span.char_start, span.char_end])
}

/// Intersection over union in code points.
fn overlap(finding: &Finding, want: &Value) -> f64 {
    let Some(span) = finding.evidence.as_ref().and_then(|evidence| evidence.span) else { return 0.0 };
    let (start, end) = (want[0].as_i64().unwrap_or(0), want[1].as_i64().unwrap_or(0));
    let (from, to) = (i64::from(span.char_start), i64::from(span.char_end));
    let both = (to.min(end) - from.max(start)).max(0);
    both as f64 / ((to - from) + (end - start) - both).max(1) as f64
}

fn equal(m: &Measurement, want: &Value) -> bool {
    let operator = match m.operator() {
        MeasurementOperator::Less => "<",
        MeasurementOperator::Greater => ">",
        MeasurementOperator::Approximate => "~",
        MeasurementOperator::Range => "range",
        _ => "=",
    };
    let text = |name: &str| want[name].as_str().unwrap_or_default().to_owned();
    m.span.is_some_and(|span| pair(span) == want["span"])
        && operator == text("comparator_op")
        && m.value == text("value")
        && m.low == text("low")
        && m.high == text("high")
        && m.unit_ucum == text("unit_ucum")
}
