use std::collections::HashMap;

use super::judgement;
use super::reviewed::Reviewed;
use crate::contract::v1::{Citation, Finding, Review, ReviewVerdict};
use crate::finding::abstract_sha256;

/// Lays reviews over the findings that the extractor gives of `citation`, in order of the text. A review whose finding is not
/// among them keeps it, at the end and marked.
pub(crate) fn lay(
    citation: &Citation,
    found: Vec<(String, Finding)>,
    reviews: &[Reviewed],
) -> Vec<(String, Finding)> {
    if reviews.is_empty() {
        return found;
    }
    let mut waiting: HashMap<&str, &Reviewed> = reviews.iter().map(|one| (one.id.as_str(), one)).collect();
    let mut laid: Vec<(String, Finding)> = found
        .into_iter()
        .map(|(id, finding)| match waiting.remove(id.as_str()) {
            Some(reviewed) => (id, judged(finding, reviewed)),
            None => (id, finding),
        })
        .collect();
    // the same on every finding of a record
    let study = laid.first().and_then(|(_, first)| first.study.clone());
    let orphans = reviews.iter().filter(|one| waiting.contains_key(one.id.as_str()));
    laid.extend(
        orphans.map(|one| (one.id.clone(), Finding { study: study.clone(), ..orphan(citation, one) })),
    );
    laid
}

/// The finding as the extractor gives it, from how it is served. `None` for one that stands because of its review alone.
pub(super) fn extracted(mut served: Finding) -> Option<Finding> {
    match served.review.take() {
        None => Some(served),
        Some(review) if review.orphaned => None,
        Some(review) => Some(review.original.map_or(served, |original| *original)),
    }
}

/// `found` as it was judged: it stands where the extractor finds it and means what it meant to the reviewer.
fn judged(found: Finding, reviewed: &Reviewed) -> Finding {
    let (Some(review), Some(meant)) = (&reviewed.review, &reviewed.judged) else { return found };
    let mut served = found.clone();
    judgement::copy(meant, &mut served);
    if review.verdict() == ReviewVerdict::Rejected {
        served.key_finding = false;
        served.key_finding_reason.clear();
    }
    let mut review = review.clone();
    if served != found {
        served.provenance.clone_from(&meant.provenance);
        review.original = Some(Box::new(found));
    }
    served.review = Some(Box::new(review));
    served
}

/// What was judged, where the extractor finds nothing any more.
fn orphan(citation: &Citation, reviewed: &Reviewed) -> Finding {
    let mut served = reviewed.judged.clone().unwrap_or_default();
    served.name = format!("{}/findings/{}", citation.name, reviewed.id);
    served.citation.clone_from(&citation.name);
    served.citation_status = citation.editorial_status;
    served.key_finding = false;
    served.key_finding_reason.clear();
    let place = served.evidence.as_ref().and_then(|evidence| {
        citation.abstracts.iter().position(|text| abstract_sha256(&text.text) == evidence.abstract_sha256)
    });
    if let (Some(place), Some(evidence)) = (place, &mut served.evidence) {
        evidence.abstract_index = i32::try_from(place).unwrap_or(i32::MAX);
    }
    let review = reviewed.review.clone().unwrap_or_default();
    let review = Review { orphaned: true, text_gone: place.is_none(), original: None, ..review };
    served.review = Some(Box::new(review));
    served
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::v1::{Abstract, Direction, Evidence, FindingKind};

    const TEXT: &str = "Zinc shortened colds.";

    fn found(direction: Direction) -> Finding {
        let evidence = Evidence { abstract_sha256: abstract_sha256(TEXT), ..Default::default() };
        Finding {
            name: "citations/c/findings/f".into(),
            citation: "citations/c".into(),
            direction: direction.into(),
            kind: FindingKind::Efficacy.into(),
            key_finding: true,
            evidence: Some(evidence),
            ..Default::default()
        }
    }

    fn citation(texts: &[&str]) -> Citation {
        let text = |text: &&str| Abstract { text: (*text).into(), ..Default::default() };
        Citation {
            name: "citations/c".into(),
            abstracts: texts.iter().map(text).collect(),
            ..Default::default()
        }
    }

    fn review(verdict: ReviewVerdict, judged: Finding) -> Reviewed {
        let review = Review { verdict: verdict.into(), reviewer: "ada".into(), ..Default::default() };
        Reviewed::new("f".into(), review, judged)
    }

    fn laid(found: Option<Finding>, texts: &[&str], reviewed: &Reviewed) -> Finding {
        let found = found.map(|found| ("f".to_owned(), found)).into_iter().collect();
        let mut laid = lay(&citation(texts), found, std::slice::from_ref(reviewed));
        assert_eq!(laid.len(), 1);
        laid.remove(0).1
    }

    #[test]
    fn what_was_judged_is_served_and_what_the_extractor_says_is_kept() {
        for (verdict, now, original) in [
            (ReviewVerdict::Accepted, Direction::Decrease, None),
            (ReviewVerdict::Accepted, Direction::Increase, Some(Direction::Increase)),
            (ReviewVerdict::Corrected, Direction::Increase, Some(Direction::Increase)),
        ] {
            let reviewed = review(verdict, found(Direction::Decrease));
            let served = laid(Some(found(now)), &[TEXT], &reviewed);
            assert_eq!((served.direction(), served.key_finding), (Direction::Decrease, true));
            let review = served.review.as_deref().unwrap();
            assert_eq!(review.original.as_deref().map(Finding::direction), original);
            assert!(!review.orphaned && !review.text_gone);
            assert_eq!(extracted(served), Some(found(now)));
        }
        let reviewed = review(ReviewVerdict::Rejected, found(Direction::Decrease));
        let served = laid(Some(found(Direction::Decrease)), &[TEXT], &reviewed);
        assert!(!served.key_finding);
        assert_eq!(extracted(served), Some(found(Direction::Decrease)));
    }

    #[test]
    fn a_review_without_finding_keeps_what_it_judged() {
        for (texts, gone, index) in
            [(&["Other.", TEXT][..], false, 1), (&["Other."][..], true, 0), (&[], true, 0)]
        {
            let served = laid(None, texts, &review(ReviewVerdict::Accepted, found(Direction::Decrease)));
            let review = served.review.as_deref().unwrap();
            assert_eq!((review.orphaned, review.text_gone), (true, gone), "{texts:?}");
            assert_eq!(served.evidence.as_ref().unwrap().abstract_index, index);
            assert_eq!((served.direction(), served.key_finding), (Direction::Decrease, false));
            assert_eq!(extracted(served), None);
        }
    }

    #[test]
    fn findings_without_review_stay_as_they_are() {
        let all = vec![("g".to_owned(), found(Direction::None))];
        assert_eq!(lay(&citation(&[TEXT]), all.clone(), &[]), all);
        let with =
            lay(&citation(&[TEXT]), all.clone(), &[review(ReviewVerdict::Accepted, found(Direction::None))]);
        assert_eq!((with.len(), &with[0]), (2, &all[0]));
    }
}
