use std::collections::BTreeSet;

use super::judgement::{self, FIELDS};
use crate::contract::v1::{
    Abstract, Certainty, DeonticStrength, Direction, Finding, FindingKind, Measurement, SentenceRole, Span,
};
use crate::finding::prove;
use crate::library::Violation;
use crate::record::text::span;

/// Puts a correction's fields on a finding as it is served. `mask` names the fields that count; empty, those that are given;
/// `*`, all. What it says must not be what the extractor says (`extracted`) already. Answers every violation at once.
pub(super) fn correct(
    served: &Finding,
    extracted: Option<&Finding>,
    correction: &Finding,
    mask: &[String],
    abstracts: &[Abstract],
) -> Result<Finding, Vec<Violation>> {
    let mut violations = Vec::new();
    let mut corrected = Finding { review: None, ..served.clone() };
    for name in names(correction, mask, &mut violations) {
        judgement::copy_field(name, correction, &mut corrected);
    }
    check_enums(&corrected, &mut violations);
    complete(&mut corrected, abstracts, &mut violations);
    if violations.is_empty()
        && let Err(error) = prove(&corrected, abstracts)
    {
        violations.push(Violation { field: "correction".into(), description: error.to_string() });
    }
    let same = |extracted| judgement::differences(&corrected, extracted).is_empty();
    if violations.is_empty() && extracted.is_some_and(same) {
        let description = "the finding says all of this already: accept it instead".to_owned();
        violations.push(Violation { field: "correction".into(), description });
    }
    if violations.is_empty() { Ok(corrected) } else { Err(violations) }
}

/// The fields that count.
fn names(correction: &Finding, mask: &[String], violations: &mut Vec<Violation>) -> BTreeSet<&'static str> {
    if mask.is_empty() {
        let given: BTreeSet<_> =
            judgement::differences(correction, &Finding::default()).into_iter().collect();
        if given.is_empty() {
            let description =
                format!("gives none of the fields that can be corrected: {}", FIELDS.join(", "));
            violations.push(Violation { field: "correction".into(), description });
        }
        return given;
    }
    let mut names = BTreeSet::new();
    for (index, path) in mask.iter().enumerate() {
        match FIELDS.iter().find(|name| *name == path) {
            Some(name) => {
                names.insert(*name);
            }
            None if path == "*" => names.extend(FIELDS),
            None => violations.push(Violation {
                field: format!("correction_mask.paths[{index}]"),
                description: format!("`{path}` cannot be corrected; use one of {}", FIELDS.join(", ")),
            }),
        }
    }
    names
}

fn check_enums(finding: &Finding, violations: &mut Vec<Violation>) {
    let known = [
        ("kind", FindingKind::try_from(finding.kind).is_ok_and(|kind| kind != FindingKind::Unspecified)),
        ("direction", Direction::try_from(finding.direction).is_ok()),
        ("certainty", Certainty::try_from(finding.certainty).is_ok()),
        ("role", SentenceRole::try_from(finding.role).is_ok()),
        ("deontic_strength", DeonticStrength::try_from(finding.deontic_strength).is_ok()),
    ];
    for (name, _) in known.into_iter().filter(|(_, known)| !known) {
        let description = "not a value that a finding can have".to_owned();
        violations.push(Violation { field: format!("correction.{name}"), description });
    }
}

/// Finds the spans that are not given and turns decimals into doubles.
fn complete(finding: &mut Finding, abstracts: &[Abstract], violations: &mut Vec<Violation>) {
    let place = finding.evidence.as_ref().and_then(|evidence| {
        let text = abstracts.get(usize::try_from(evidence.abstract_index).ok()?)?;
        Some((text.text.as_str(), evidence.span?))
    });
    let mut located = |field: &str, index: usize, quote: &str, at: &mut Option<Span>| {
        if at.is_some() {
            return;
        }
        *at = place.and_then(|(text, statement)| locate(text, statement, quote));
        if at.is_none() {
            let field = format!("correction.{field}[{index}]");
            violations.push(Violation { field, description: format!("`{quote}` is not in the abstract") });
        }
    };
    let mentions = [
        ("populations", &mut finding.populations),
        ("interventions", &mut finding.interventions),
        ("comparators", &mut finding.comparators),
        ("outcomes", &mut finding.outcomes),
    ];
    for (field, mentions) in mentions {
        for (index, mention) in mentions.iter_mut().enumerate() {
            located(field, index, &mention.text, &mut mention.span);
        }
    }
    let cues = [
        ("certainty_cues", &mut finding.certainty_cues),
        ("direction_cues", &mut finding.direction_cues),
        ("negation_cues", &mut finding.negation_cues),
    ];
    for (field, cues) in cues {
        for (index, cue) in cues.iter_mut().enumerate() {
            located(field, index, &cue.text, &mut cue.span);
        }
    }
    for (index, measurement) in finding.measurements.iter_mut().enumerate() {
        located("measurements", index, &measurement.text, &mut measurement.span);
        numbers(measurement);
    }
}

/// Where `quote` first stands: in the statement, else anywhere.
fn locate(text: &str, statement: Span, quote: &str) -> Option<Span> {
    if quote.is_empty() {
        return None;
    }
    let (from, to) = (usize::try_from(statement.start).ok()?, usize::try_from(statement.end).ok()?);
    let inside = text.get(from..to).and_then(|words| words.find(quote)).map(|at| from + at);
    let start = inside.or_else(|| text.find(quote))?;
    Some(span(text, start, start + quote.len()))
}

fn numbers(measurement: &mut Measurement) {
    let Measurement { value, low, high, total, percent, .. } = measurement;
    let doubles = [
        (value, &mut measurement.value_number),
        (low, &mut measurement.low_number),
        (high, &mut measurement.high_number),
        (total, &mut measurement.total_number),
        (percent, &mut measurement.percent_number),
    ];
    for (decimal, double) in doubles {
        if double.is_none() {
            *double = decimal.parse().ok().filter(|number: &f64| number.is_finite());
        }
    }
}
