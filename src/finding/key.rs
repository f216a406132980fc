//! What the record as a whole says: its design, and the finding that a reader would quote first.

use crate::contract::v1::{Finding, FindingKind, MeasurementKind, PublicationType, SentenceRole};

/// Publication types that are designs, most telling first.
const DESIGNS: &[&str] = &[
    "Systematic Review",
    "Meta-Analysis",
    "Randomized Controlled Trial",
    "Clinical Trial, Phase III",
    "Controlled Clinical Trial",
    "Clinical Trial, Phase II",
    "Clinical Trial, Phase I",
    "Clinical Trial, Phase IV",
    "Pragmatic Clinical Trial",
    "Clinical Trial",
    "Observational Study",
    "Multicenter Study",
    "Comparative Study",
    "Validation Study",
    "Evaluation Study",
    "Twin Study",
    "Case Reports",
    "Practice Guideline",
    "Guideline",
    "Review",
];

/// Study design in MeSH's words; empty where the record names none.
pub fn study_design(types: &[PublicationType]) -> String {
    let design =
        DESIGNS.iter().find(|design| types.iter().any(|kind| kind.label.eq_ignore_ascii_case(design)));
    design.map_or_else(String::new, |design| (*design).to_owned())
}

/// Marks the one finding to quote first: the best of the main ones, in the conclusions before the results.
pub fn mark(findings: &mut [Finding]) {
    let score = |finding: &Finding| {
        let mut score = 0;
        score += if finding.role == SentenceRole::Conclusions as i32 { 4 } else { 0 };
        score += if finding.role == SentenceRole::Results as i32 { 2 } else { 0 };
        let telling = [
            FindingKind::Efficacy,
            FindingKind::Association,
            FindingKind::Diagnostic,
            FindingKind::Prognosis,
        ];
        score += if telling.iter().any(|kind| finding.kind == *kind as i32) { 2 } else { 0 };
        let tested = [MeasurementKind::EffectSize, MeasurementKind::PValue];
        let numbers = finding.measurements.iter().any(|m| tested.iter().any(|kind| m.kind == *kind as i32));
        score + if numbers { 3 } else { 0 }
    };
    let mut best: Option<(usize, i32)> = None;
    for (at, finding) in findings.iter().enumerate().filter(|(_, finding)| finding.main) {
        let score = score(finding);
        if best.is_none_or(|(_, highest)| score > highest) {
            best = Some((at, score));
        }
    }
    if let Some((at, _)) = best {
        findings[at].key_finding = true;
        let conclusion = findings[at].role == SentenceRole::Conclusions as i32;
        findings[at].key_finding_reason =
            if conclusion { "first main finding of the conclusions" } else { "main finding of the results" }
                .to_owned();
    }
}
