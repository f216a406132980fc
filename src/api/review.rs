use super::request::finding_name;
use crate::contract::v1::{Finding, ReviewFindingRequest, ReviewVerdict};
use crate::library::{Correction, LibraryError, Review, Verdict, Violation};

/// Longest name of a reviewer and longest note, in bytes.
const MAX_REVIEWER: usize = 256;
const MAX_NOTE: usize = 16 << 10;
/// Most mentions, cues and measurements of a correction, and most paths of its mask: each is looked for while others wait to
/// write.
const MAX_ITEMS: usize = 1_000;

/// Reads a request, with every violation at once.
pub(super) fn review(request: ReviewFindingRequest) -> Result<Review, LibraryError> {
    let mut violations = Vec::new();
    let named = match finding_name(&request.name) {
        Ok(named) => Some(named),
        Err(LibraryError::Invalid(wrong)) => {
            violations.extend(wrong);
            None
        }
        Err(error) => return Err(error),
    };
    let mut wrong = |field: &str, description: String| {
        violations.push(Violation { field: field.to_owned(), description });
    };
    let given = ReviewVerdict::try_from(request.verdict).ok();
    let verdict = if request.clear {
        let empty = [
            ("verdict", request.verdict == 0),
            ("note", request.note.is_empty()),
            ("correction", request.correction.is_none()),
            ("correction_mask", request.correction_mask.as_ref().is_none_or(|mask| mask.paths.is_empty())),
        ];
        for (field, _) in empty.into_iter().filter(|(_, empty)| !empty) {
            wrong(field, "says something, and `clear` takes the review back: give one of the two".to_owned());
        }
        Verdict::Cleared
    } else {
        if given.is_none_or(|verdict| verdict == ReviewVerdict::Unspecified) {
            wrong("verdict", "use ACCEPTED, REJECTED or CORRECTED, or set `clear`".to_owned());
        }
        let corrected = given == Some(ReviewVerdict::Corrected);
        match (&request.correction, corrected) {
            (None, true) => wrong("correction", "CORRECTED needs the right values".to_owned()),
            (Some(_), false) => wrong("correction", "goes with CORRECTED only".to_owned()),
            _ => {}
        }
        if request.reviewer.trim().is_empty() {
            wrong("reviewer", "say who reviews".to_owned());
        }
        let mask = request.correction_mask.unwrap_or_default().paths;
        let counts =
            [("correction", request.correction.as_ref().map_or(0, items)), ("correction_mask", mask.len())];
        for (field, count) in counts.into_iter().filter(|(_, count)| *count > MAX_ITEMS) {
            wrong(field, format!("{count} items are more than {MAX_ITEMS}"));
        }
        Verdict::Given {
            verdict: given.unwrap_or_default(),
            reviewer: request.reviewer.trim().to_owned(),
            note: request.note,
            correction: request.correction.map(|finding| Box::new(Correction { finding, mask })),
        }
    };
    if let Verdict::Given { reviewer, note, .. } = &verdict {
        let limits = [("reviewer", reviewer.len(), MAX_REVIEWER), ("note", note.len(), MAX_NOTE)];
        for (field, length, limit) in limits.into_iter().filter(|(_, length, limit)| length > limit) {
            wrong(field, format!("{length} bytes are more than {limit}"));
        }
    }
    match named {
        Some((citation, id)) if violations.is_empty() => {
            Ok(Review { name: request.name, citation, id, verdict, etag: request.etag })
        }
        _ => Err(LibraryError::Invalid(violations)),
    }
}

/// Mentions, cues and measurements of a correction.
fn items(finding: &Finding) -> usize {
    let Finding { populations, interventions, comparators, outcomes, .. } = finding;
    let mentions = [populations, interventions, comparators, outcomes];
    let cues = [&finding.certainty_cues, &finding.direction_cues, &finding.negation_cues];
    mentions.map(Vec::len).iter().sum::<usize>()
        + cues.map(Vec::len).iter().sum::<usize>()
        + finding.measurements.len()
}

#[cfg(test)]
mod tests {
    use prost_types::FieldMask;

    use super::*;
    use crate::contract::v1::{Cue, Measurement, Mention};

    const NAME: &str = "citations/pmid:1/findings/x";

    #[test]
    fn every_violation_is_named_at_once() {
        let check = |request: ReviewFindingRequest, expected: &[&str]| match review(request) {
            Ok(_) => assert!(expected.is_empty(), "{expected:?}"),
            Err(LibraryError::Invalid(violations)) => {
                let fields: Vec<_> = violations.iter().map(|violation| violation.field.as_str()).collect();
                assert_eq!(fields, expected);
            }
            Err(error) => panic!("{error}"),
        };
        let good = ReviewFindingRequest {
            name: NAME.into(),
            verdict: ReviewVerdict::Accepted.into(),
            reviewer: "ada".into(),
            ..Default::default()
        };
        check(good.clone(), &[]);
        check(ReviewFindingRequest::default(), &["name", "verdict", "reviewer"]);
        let corrected = ReviewVerdict::Corrected.into();
        check(ReviewFindingRequest { verdict: corrected, ..good.clone() }, &["correction"]);
        let correction = Some(Finding::default());
        check(ReviewFindingRequest { correction: correction.clone(), ..good.clone() }, &["correction"]);
        check(ReviewFindingRequest { verdict: corrected, correction, ..good.clone() }, &[]);
        check(ReviewFindingRequest { clear: true, note: "n".into(), ..good.clone() }, &["verdict", "note"]);
        check(ReviewFindingRequest { name: NAME.into(), clear: true, ..Default::default() }, &[]);
        let many = |measurements: usize, paths: usize| ReviewFindingRequest {
            verdict: corrected,
            correction: Some(Finding {
                outcomes: vec![Mention::default(); 400],
                negation_cues: vec![Cue::default(); 300],
                measurements: vec![Measurement::default(); measurements],
                ..Default::default()
            }),
            correction_mask: Some(FieldMask { paths: vec!["kind".into(); paths] }),
            ..good.clone()
        };
        check(many(300, 1_000), &[]);
        check(many(301, 1_001), &["correction", "correction_mask"]);
        let (reviewer, note) = ("r".repeat(257), "n".repeat((16 << 10) + 1));
        check(ReviewFindingRequest { reviewer, note, verdict: 9, ..good }, &["verdict", "reviewer", "note"]);
    }
}
