use ibid::contract::v1::{
    DeleteCitationRequest, Direction, ExportCitationsRequest, ExportFormat, Finding, ImportAction, Mention,
    ReviewFindingRequest, ReviewVerdict, SearchFindingsRequest,
};
use prost_types::FieldMask;
use tonic::{Code, Status};

use super::world::{World, article, assert_error, doi, set};
use crate::stale::soon;

pub async fn a_review_is_served_searched_repeated_and_taken_back(world: &World) {
    world.import(&set(&[article(96_000_001, "gout", "")])).await;
    let before = reduced(world, "citations/pmid:96000001").await;
    assert_eq!(before.review, None);
    let accept = ReviewFindingRequest { etag: "none".into(), ..accepted(&before.name) };
    let reviewed = review(world, accept.clone()).await.unwrap();
    let said = reviewed.review.as_deref().unwrap();
    assert_eq!((said.verdict(), said.reviewer.as_str()), (ReviewVerdict::Accepted, "ada"));
    assert!(said.time.is_some() && !said.orphaned && said.original.is_none());
    assert_eq!(Finding { review: None, ..reviewed.clone() }, before);
    assert_eq!(reduced(world, "citations/pmid:96000001").await, reviewed);
    let counts = [("ACCEPTED", 1), ("accepted", 1), ("REJECTED", 0), ("UNSPECIFIED", 1)];
    for (verdict, expected) in counts {
        assert_eq!(found(world, &format!("review = {verdict}")).await, expected, "{verdict}");
    }

    // asked again: nothing is written, though the etag was that of before
    let change = world.engine().stats(soon()).await.unwrap().last_change;
    assert_eq!(review(world, accept.clone()).await.unwrap(), reviewed);
    assert_eq!(world.engine().stats(soon()).await.unwrap().last_change, change);
    let reject = ReviewFindingRequest { verdict: ReviewVerdict::Rejected.into(), ..accept };
    let status = assert_error(review(world, reject.clone()).await, Code::Aborted, "ETAG_MISMATCH");
    assert!(status.message().contains(&said.etag), "{status}");
    let reject = ReviewFindingRequest { etag: said.etag.clone(), ..reject };
    let rejected = review(world, reject).await.unwrap();
    assert_eq!(rejected.review.as_deref().unwrap().verdict(), ReviewVerdict::Rejected);
    assert!(!rejected.key_finding);
    assert_eq!((found(world, "review = ACCEPTED").await, found(world, "review = REJECTED").await), (0, 1));
    world.no_problems().await;

    let clear = ReviewFindingRequest { name: before.name.clone(), clear: true, ..Default::default() };
    for _ in 0..2 {
        assert_eq!(review(world, clear.clone()).await.unwrap(), before);
    }
    assert_eq!(reduced(world, "citations/pmid:96000001").await, before);
    world.no_problems().await;
}

pub async fn a_correction_is_served_with_the_original_beside_it(world: &World) {
    let file = set(&[article(96_000_011, "mumps", "")]);
    world.import(&file).await;
    let before = reduced(world, "citations/pmid:96000011").await;
    let correction = Finding {
        direction: Direction::Increase.into(),
        outcomes: vec![Mention { text: "mortality".into(), ..Default::default() }],
        ..Default::default()
    };
    let correct = ReviewFindingRequest {
        verdict: ReviewVerdict::Corrected.into(),
        correction: Some(correction.clone()),
        ..accepted(&before.name)
    };
    let corrected = review(world, correct.clone()).await.unwrap();
    assert_eq!(corrected.direction(), Direction::Increase);
    let mention = corrected.outcomes.first().unwrap();
    let span = mention.span.unwrap();
    let text = &world.get("citations/pmid:96000011").await.unwrap().abstracts[0].text;
    assert_eq!(text[span.start as usize..span.end as usize], *"mortality");
    let said = corrected.review.as_deref().unwrap();
    assert_eq!(said.original.as_deref(), Some(&before));
    assert!(said.corrected_fields.contains(&"direction".to_owned()), "{:?}", said.corrected_fields);
    assert_eq!(review(world, correct.clone()).await.unwrap(), corrected, "asked again");
    assert_eq!(
        (found(world, "direction = INCREASE").await, found(world, "direction = DECREASE").await),
        (1, 0)
    );
    world.no_problems().await;

    // a change of the record elsewhere, its export and its import leave it as it is
    let changed = world.import(&file.replace("Journal of Examples", "Annals of Examples")).await;
    assert_eq!(changed.actions(), [ImportAction::Updated]);
    assert_eq!(reduced(world, "citations/pmid:96000011").await, corrected);
    let request = ExportCitationsRequest { format: ExportFormat::Jsonl.into(), ..Default::default() };
    let mut parts = world.citations.clone().export_citations(request).await.unwrap().into_inner();
    let mut lines = Vec::new();
    while let Some(part) = parts.message().await.unwrap() {
        lines.extend_from_slice(&part.data);
    }
    world.import(std::str::from_utf8(&lines).unwrap()).await;
    let again = reduced(world, "citations/pmid:96000011").await;
    assert_eq!((again.direction(), again.review), (Direction::Increase, corrected.review.clone()));
    world.no_problems().await;

    // what the mask names and the correction leaves out is emptied; the rest stays as it was corrected
    let mask = FieldMask { paths: vec!["outcomes".into()] };
    let emptied = ReviewFindingRequest {
        correction: Some(Finding::default()),
        correction_mask: Some(mask),
        ..correct.clone()
    };
    let emptied = review(world, emptied).await.unwrap();
    assert_eq!((emptied.outcomes.len(), emptied.direction()), (0, Direction::Increase));
    let clear = ReviewFindingRequest { name: before.name.clone(), clear: true, ..Default::default() };
    assert_eq!(review(world, clear).await.unwrap(), before);
}

pub async fn what_is_wrong_with_a_review_is_said_at_once(world: &World) {
    world.import(&set(&[article(96_000_021, "rubella", "")])).await;
    let name = reduced(world, "citations/pmid:96000021").await.name;
    let unknown = format!("{}x", name.rsplit_once("/findings/").unwrap().0) + "/findings/none";
    for (name, code, reason) in [
        ("citations/pmid:1/findings/x", Code::NotFound, "CITATION_NOT_FOUND"),
        ("citations/pmid:96000021/findings/x", Code::NotFound, "FINDING_NOT_FOUND"),
        (unknown.as_str(), Code::InvalidArgument, "INVALID_FIELD"),
        ("citations/-/findings/x", Code::InvalidArgument, "INVALID_FIELD"),
    ] {
        assert_error(review(world, accepted(name)).await, code, reason);
    }
    let mention = |text: &str| Mention { text: text.into(), ..Default::default() };
    let correct = |finding: Finding, paths: &[&str]| ReviewFindingRequest {
        verdict: ReviewVerdict::Corrected.into(),
        correction: Some(finding),
        correction_mask: Some(FieldMask { paths: paths.iter().map(ToString::to_string).collect() }),
        ..accepted(&name)
    };
    let wrong = Finding {
        populations: vec![mention("mortality"), mention("martians")],
        kind: 77,
        ..Default::default()
    };
    for (request, words) in [
        (correct(wrong, &[]), &["correction.kind", "correction.populations[1]", "martians"][..]),
        (correct(Finding::default(), &[]), &["correction: gives none"]),
        (
            correct(Finding::default(), &["statement", "colour", "study_design"]),
            &["paths[0]", "paths[1]", "paths[2]"],
        ),
        (correct(reduced(world, "citations/pmid:96000021").await, &["*"]), &["accept it instead"]),
        (correct(Finding::default(), &["kind"]), &["correction.kind"]),
        (ReviewFindingRequest { reviewer: String::new(), ..accepted("x") }, &["name", "reviewer"]),
    ] {
        let status = assert_error(review(world, request).await, Code::InvalidArgument, "INVALID_FIELD");
        for word in words {
            assert!(status.message().contains(word), "{word}: {status}");
        }
    }
    assert_eq!(found(world, "review = UNSPECIFIED").await, 2, "nothing was written");
}

pub async fn a_review_outlives_its_text(world: &World) {
    let first = set(&[article(96_000_031, "measles", "")]);
    let second = first.replace("The prevalence of", "In all, the prevalence of");
    world.import(&first).await;
    let parent = "citations/pmid:96000031";
    let reviewed = review(world, accepted(&reduced(world, parent).await.name)).await.unwrap();
    assert_eq!(world.import(&second).await.actions(), [ImportAction::Updated]);
    let findings = world.findings_of(parent).await;
    let orphan = findings.last().unwrap();
    let said = orphan.review.as_deref().unwrap();
    assert_eq!((orphan.name.as_str(), said.orphaned, said.text_gone), (reviewed.name.as_str(), true, true));
    assert_eq!((orphan.statement.as_str(), orphan.direction()), (&*reviewed.statement, reviewed.direction()));
    assert_eq!(findings.iter().filter(|found| found.review.is_some()).count(), 1);
    assert_eq!((found(world, "orphaned = true").await, found(world, "orphaned = false").await), (1, 2));
    world.no_problems().await;

    let correct = ReviewFindingRequest {
        verdict: ReviewVerdict::Corrected.into(),
        correction: Some(Finding { direction: Direction::Increase.into(), ..Default::default() }),
        ..accepted(&reviewed.name)
    };
    assert_error(review(world, correct).await, Code::InvalidArgument, "INVALID_FIELD");
    let reject = ReviewFindingRequest { verdict: ReviewVerdict::Rejected.into(), ..accepted(&reviewed.name) };
    assert!(review(world, reject).await.unwrap().review.unwrap().text_gone);

    // the text comes back, and with it the finding; then it goes again, and the review is taken back
    world.import(&first).await;
    let back = reduced(world, parent).await;
    let said = back.review.as_deref().unwrap();
    assert_eq!((said.verdict(), said.orphaned, said.text_gone), (ReviewVerdict::Rejected, false, false));
    world.import(&second).await;
    let clear = ReviewFindingRequest { name: reviewed.name.clone(), clear: true, ..Default::default() };
    let shown = review(world, clear.clone()).await.unwrap();
    assert_eq!((shown.name.as_str(), shown.review), (reviewed.name.as_str(), None));
    assert_eq!(world.findings_of(parent).await.len(), findings.len() - 1);
    assert_error(review(world, clear).await, Code::NotFound, "FINDING_NOT_FOUND");
    world.no_problems().await;
}

pub async fn reviews_follow_their_finding_when_citations_merge(world: &World) {
    let ris = "TY  - JOUR\nTI  - Scurvy in practice\nAU  - Rossi, Anna\nPY  - 2010\nDO  - 10.5555/scurvy\n\
               AB  - Lemons reduced bleeding (RR 0.40, 95% CI 0.20-0.80).\nER  - \n";
    world.import(ris).await;
    world.import(&set(&[article(96_000_041, "Scurvy in practice", "")])).await;
    let from_ris = world.findings_of("citations/doi:10.5555/scurvy").await.remove(0);
    let from_xml = reduced(world, "citations/pmid:96000041").await;
    assert_ne!(from_ris.citation, from_xml.citation);
    let first = review(world, accepted(&from_ris.name)).await.unwrap();
    let reject = ReviewFindingRequest { verdict: ReviewVerdict::Rejected.into(), ..accepted(&from_xml.name) };
    let second = review(world, reject).await.unwrap();

    // the record gains the DOI: two citations become one
    let bridge = set(&[article(96_000_041, "Scurvy in practice", &doi("10.5555/scurvy"))]);
    assert_eq!(world.import(&bridge).await.actions(), [ImportAction::Merged]);
    let merged = world.get("citations/doi:10.5555/scurvy").await.unwrap().name;
    let reviewed: Vec<Finding> =
        world.findings_of(&merged).await.into_iter().filter(|found| found.review.is_some()).collect();
    assert_eq!(reviewed.len(), 2, "{reviewed:?}");
    for (before, verdict) in [(&first, ReviewVerdict::Accepted), (&second, ReviewVerdict::Rejected)] {
        let id = before.name.rsplit('/').next().unwrap();
        let now = reviewed.iter().find(|now| now.name == format!("{merged}/findings/{id}")).unwrap();
        let said = now.review.as_deref().unwrap();
        assert_eq!((said.verdict(), &now.statement), (verdict, &before.statement));
        assert_eq!(said.etag, before.review.as_deref().unwrap().etag);
    }
    world.no_problems().await;

    // by the old name too; and when its source is withdrawn, a review stays without its text
    let clear = ReviewFindingRequest { name: from_ris.name.clone(), clear: true, ..Default::default() };
    assert_eq!(review(world, clear).await.unwrap().review, None);
    world
        .import(&set(&["<DeleteCitation><PMID Version=\"1\">96000041</PMID></DeleteCitation>".into()]))
        .await;
    let left = world.findings_of("citations/doi:10.5555/scurvy").await;
    let orphans: Vec<&Finding> = left.iter().filter(|found| found.review.is_some()).collect();
    assert_eq!(orphans.len(), 1);
    assert!(orphans[0].review.as_deref().unwrap().text_gone);
    world.no_problems().await;
}

pub async fn reviews_go_with_their_citation(world: &World) {
    let file = set(&[article(96_000_051, "croup", "")]);
    world.import(&file).await;
    let parent = "citations/pmid:96000051";
    let before = reduced(world, parent).await;
    review(world, accepted(&before.name)).await.unwrap();
    let name = before.citation.clone();
    let delete = DeleteCitationRequest { name, ..Default::default() };
    world.upkeep.clone().delete_citation(delete).await.unwrap();
    assert_error(review(world, accepted(&before.name)).await, Code::NotFound, "CITATION_DELETED");
    world.import(&file).await;
    assert_eq!(reduced(world, parent).await, before);
    assert_eq!(found(world, "review = ACCEPTED").await, 0);
    world.no_problems().await;
}

/// A request to accept.
pub fn accepted(name: &str) -> ReviewFindingRequest {
    ReviewFindingRequest {
        name: name.into(),
        verdict: ReviewVerdict::Accepted.into(),
        reviewer: "ada".into(),
        note: "read the paper".into(),
        ..Default::default()
    }
}

pub async fn review(world: &World, request: ReviewFindingRequest) -> Result<Finding, Status> {
    world.upkeep.clone().review_finding(request).await.map(tonic::Response::into_inner)
}

/// The finding of an article of ours that says what treatment did.
pub async fn reduced(world: &World, parent: &str) -> Finding {
    let findings = world.findings_of(parent).await;
    findings.into_iter().find(|found| found.statement.contains("Treatment reduced")).unwrap()
}

/// How many findings satisfy a filter, once search shows everything.
async fn found(world: &World, filter: &str) -> i32 {
    let engine = world.engine();
    let last = engine.stats(soon()).await.unwrap().last_change;
    engine.wait_visible(last, soon()).await.unwrap();
    let request = SearchFindingsRequest { filter: filter.into(), ..Default::default() };
    world.findings.clone().search_findings(request).await.unwrap().into_inner().total_size
}
