//! Numbers of short texts: a case passes when every expected span, kind and value is there and no other result-type kind is.

use std::path::PathBuf;

use ibid::contract::v1::{Abstract, Measurement, MeasurementKind, MeasurementOperator, QuantityRole};
use ibid::finding::extract_abstract;
use serde_json::{Value, json};

use crate::Outcome;

pub fn run(paths: &[PathBuf], verbose: bool) -> Outcome {
    let (mut passed, mut total) = (0, 0);
    for path in paths {
        let cases: Vec<Value> = serde_json::from_slice(&std::fs::read(path)?)?;
        for case in &cases {
            total += 1;
            let text = case["text"].as_str().unwrap_or_default();
            let abstract_ = Abstract {
                text: text.to_owned(),
                language: case["lang"].as_str().unwrap_or_default().to_owned(),
                ..Default::default()
            };
            let found: Vec<Measurement> =
                extract_abstract(&abstract_, 0).sentences.into_iter().flat_map(|s| s.measurements).collect();
            let wrong = compare(case, &found);
            passed += usize::from(wrong.is_empty());
            if verbose && !wrong.is_empty() {
                println!("{text}\n    {}", wrong.join("\n    "));
            }
        }
    }
    Ok(json!({"passed": passed, "total": total}))
}

fn compare(case: &Value, found: &[Measurement]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut used = vec![false; found.len()];
    let expected = case["expect"].as_array().cloned().unwrap_or_default();
    for want in &expected {
        let at = found.iter().position(|m| {
            m.span.is_some_and(|s| json!([s.char_start, s.char_end]) == want["span"])
                && kind(m) == want["kind"]
        });
        let Some(at) = at else {
            wrong.push(format!("missing {} {}", want["kind"], want["text"]));
            continue;
        };
        used[at] = true;
        wrong.extend(differences(want, &found[at], found));
    }
    for (m, _) in found.iter().zip(&used).filter(|(m, used)| !**used && is_result(m)) {
        wrong.push(format!("spurious {} {:?} {}..{}", m.kind().as_str_name(), m.text, m.value, m.high));
    }
    wrong
}

fn kind(m: &Measurement) -> &'static str {
    m.kind().as_str_name().trim_start_matches("MEASUREMENT_KIND_")
}

fn differences(want: &Value, m: &Measurement, all: &[Measurement]) -> Vec<String> {
    let operator = match m.operator() {
        MeasurementOperator::Equal => "=",
        MeasurementOperator::Less => "<",
        MeasurementOperator::LessOrEqual => "<=",
        MeasurementOperator::Greater => ">",
        MeasurementOperator::GreaterOrEqual => ">=",
        MeasurementOperator::Approximate => "~",
        MeasurementOperator::Range => "range",
        MeasurementOperator::PlusMinus => "+-",
        MeasurementOperator::Unspecified => "",
    };
    let statistic = match m.statistic.as_str() {
        "r" => "PEARSON_R".to_owned(),
        other => other.to_uppercase(),
    };
    let linked = m.linked_to.and_then(|at| all.get(usize::try_from(at).ok()?));
    let role = if m.role() == QuantityRole::Dose { "DOSE" } else { "" };
    let fields = [
        ("text", json!(m.text)),
        ("op", json!(operator)),
        ("value", json!(m.value)),
        ("low", json!(m.low)),
        ("high", json!(m.high)),
        ("unit", json!(m.unit_ucum)),
        ("statistic", json!(m.statistic)),
        ("measure", json!(statistic)),
        ("level", json!(m.confidence_level)),
        ("total", json!(m.total)),
        ("percent", json!(m.percent)),
        ("sd", json!(m.spread)),
        ("lexical", json!(m.lexical)),
        ("role", json!(role)),
    ];
    let mut wrong: Vec<String> = fields
        .iter()
        .filter(|(name, value)| !want[*name].is_null() && want[*name] != *value)
        .map(|(name, value)| format!("{}: {name} is {value}, not {}", m.text, want[*name]))
        .collect();
    if let Some(effect) = want["of"].as_u64()
        && linked != all.get(effect as usize)
    {
        wrong.push(format!("{}: linked to {:?}", m.text, m.linked_to));
    }
    wrong
}

fn is_result(m: &Measurement) -> bool {
    use MeasurementKind::{Citation, Grade, Identifier, Ratio, Unspecified, Year};
    let suppressed = [Unspecified, Year, Citation, Identifier, Grade, Ratio];
    !suppressed.contains(&m.kind()) && m.role() != QuantityRole::Dose
}
