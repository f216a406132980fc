use ibid::contract::v1::{
    Direction, Finding, FindingKind, ReextractFindingsRequest, ReextractFindingsResponse, ReviewVerdict,
};
use tonic::{Code, Status};

use super::reviews::{accepted, reduced, review};
use super::world::{World, article, assert_error, set};
use crate::stale::{RULES, age, age_all, id_of, soon};

const FIRST: u32 = 97_000_000;

pub async fn only_what_is_stale_is_touched(world: &World) {
    let names = import(world, 300).await;
    let before = findings(world, &names).await;
    age_all(world.engine(), &names[..40], |_| {}).await;
    age_all(world.engine(), &names[40..50], controversial).await;
    // one that the other version did not find
    age(world.engine(), id_of(&names[50]), |found| drop(found.remove(0))).await;
    let change = last_change(world).await;
    let dry = run(world, ReextractFindingsRequest { dry_run: true, ..Default::default() }).await.unwrap();
    assert_eq!(counts(&dry), (51, 51, 11, 40, 0));
    assert_eq!(last_change(world).await, change);
    assert_eq!(provenance(world, &names[0]).await, RULES);

    let done = run(world, ReextractFindingsRequest::default()).await.unwrap();
    assert_eq!(counts(&done), (51, 51, 11, 40, 0));
    assert_eq!(last_change(world).await, change + 11, "what says the same is no change");
    assert_eq!(findings(world, &names).await, before);
    let changed: Vec<_> = world.engine().changes_since(change, 100, soon()).await.unwrap();
    let mut changed: Vec<String> = changed.into_iter().map(|(_, id)| id.name()).collect();
    changed.sort();
    let mut expected = names[40..51].to_vec();
    expected.sort();
    assert_eq!(changed, expected);
    let again = run(world, ReextractFindingsRequest::default()).await.unwrap();
    assert_eq!(counts(&again), (0, 0, 0, 0, 0));
    world.no_problems().await;
}

pub async fn what_people_said_outlives_another_extractor(world: &World) {
    let names = import(world, 4).await;
    let ids: Vec<_> = names.iter().map(|name| id_of(name)).collect();
    // accepted as the other version read it, which read it otherwise
    let worse = |found: &mut Vec<(String, Finding)>| {
        let reduced = found.iter_mut().find(|(_, one)| one.statement.contains("reduced")).unwrap();
        reduced.1.direction = Direction::Increase.into();
    };
    age(world.engine(), ids[0], worse).await;
    let accepted_one = review(world, accepted(&reduced(world, &names[0]).await.name)).await.unwrap();
    // a finding that this version does not give
    let mut extra = String::new();
    age(world.engine(), ids[1], |found| {
        let mut copy = found[0].1.clone();
        extra = format!("{}x", copy.name);
        copy.name.clone_from(&extra);
        let id = extra.rsplit('/').next().unwrap().to_owned();
        found.push((id, copy));
    })
    .await;
    review(world, accepted(&extra)).await.unwrap();
    // one that both read alike
    review(world, accepted(&reduced(world, &names[2]).await.name)).await.unwrap();
    age(world.engine(), ids[2], |_| {}).await;

    let done = run(world, ReextractFindingsRequest::default()).await.unwrap();
    assert_eq!(counts(&done), (3, 3, 2, 1, 0));
    assert_eq!((done.reviews_kept, done.reviews_orphaned), (3, 1));
    let now = reduced(world, &names[0]).await;
    let said = now.review.as_deref().unwrap();
    assert_eq!((now.direction(), said.verdict()), (Direction::Increase, ReviewVerdict::Accepted));
    assert_eq!(said.original.as_deref().unwrap().direction(), Direction::Decrease);
    assert_eq!(said.etag, accepted_one.review.unwrap().etag);
    let orphan = world.findings_of(&names[1]).await.pop().unwrap();
    let said = orphan.review.as_deref().unwrap();
    assert_eq!((orphan.name.as_str(), said.orphaned, said.text_gone), (extra.as_str(), true, false));
    let alike = reduced(world, &names[2]).await;
    assert_eq!(alike.review.as_deref().unwrap().original, None);
    assert_ne!(alike.provenance.unwrap().rules, RULES);
    world.no_problems().await;
    assert_eq!(run(world, ReextractFindingsRequest::default()).await.unwrap().touched, 0);
}

pub async fn a_text_without_findings_is_read_once(world: &World) {
    let ris = "TY  - JOUR\nTI  - Silence\nDO  - 10.5555/silence\nAB  - A bare line.\nER  - \n\
               TY  - JOUR\nTI  - Nothing at all\nDO  - 10.5555/nothing\nER  - \n";
    world.import(ris).await;
    for doi in ["10.5555/silence", "10.5555/nothing"] {
        let name = world.get(&format!("citations/doi:{doi}")).await.unwrap().name;
        age(world.engine(), id_of(&name), |found| assert_eq!(found.len(), 0)).await;
    }
    let change = last_change(world).await;
    assert_eq!(counts(&run(world, ReextractFindingsRequest::default()).await.unwrap()), (2, 2, 0, 2, 0));
    assert_eq!(counts(&run(world, ReextractFindingsRequest::default()).await.unwrap()), (0, 0, 0, 0, 0));
    assert_eq!(last_change(world).await, change);
}

pub async fn a_run_is_filtered_and_resumed(world: &World) {
    let names = import(world, 300).await;
    let all = ReextractFindingsRequest { all: true, ..Default::default() };
    let change = last_change(world).await;
    let mut parts = stream(world, all.clone()).await.unwrap();
    assert_eq!(parts.len(), 4, "three batches and the end");
    assert_eq!(counts(parts.last().unwrap()), (300, 300, 0, 300, 0));
    let token = parts.remove(0).resume_token;
    let rest = run(world, ReextractFindingsRequest { resume_token: token.clone(), ..all.clone() }).await;
    assert_eq!(counts(&rest.unwrap()), (172, 172, 0, 172, 0));
    assert_eq!(last_change(world).await, change, "all was so already");
    let other = ReextractFindingsRequest { resume_token: token, ..Default::default() };
    assert_error(run(world, other).await, Code::InvalidArgument, "PAGE_TOKEN_INVALID");

    age_all(world.engine(), &names[..20], controversial).await;
    let last = last_change(world).await;
    world.engine().wait_visible(last, soon()).await.unwrap();
    let few = format!("pmid = {} OR pmid = {} OR pmid = {}", FIRST, FIRST + 1, FIRST + 30);
    let done = run(world, ReextractFindingsRequest { filter: few, ..Default::default() }).await.unwrap();
    assert_eq!((done.examined, done.total, done.touched, done.changed), (3, 3, 2, 2));
    assert_eq!(run(world, ReextractFindingsRequest::default()).await.unwrap().changed, 18);
    let wrong = ReextractFindingsRequest { filter: "colour = red".into(), ..Default::default() };
    assert_error(run(world, wrong).await, Code::InvalidArgument, "FILTER_SYNTAX");
    world.no_problems().await;
}

pub async fn imports_go_on_meanwhile(world: &World) {
    let names = import(world, 400).await;
    age_all(world.engine(), &names, controversial).await;
    let again: Vec<String> = (0..400).map(|n| article(FIRST + n, &format!("term {n} revised"), "")).collect();
    let file = set(&again);
    let (imported, done) = tokio::join!(world.import(&file), run(world, ReextractFindingsRequest::default()));
    assert_eq!(imported.totals.updated, 400);
    assert_eq!(done.unwrap().failed, 0);
    assert_eq!(run(world, ReextractFindingsRequest::default()).await.unwrap().touched, 0);
    for name in &names {
        let found = world.findings_of(name).await;
        assert!(found[0].statement.contains("revised"), "{found:?}");
        assert_ne!(found[0].kind(), FindingKind::Controversy);
    }
    world.no_problems().await;
}

fn controversial(findings: &mut [(String, Finding)]) {
    findings[0].1.kind = FindingKind::Controversy.into();
}

/// Names of so many articles, in the order of their PMIDs.
async fn import(world: &World, many: u32) -> Vec<String> {
    let articles: Vec<String> = (0..many).map(|n| article(FIRST + n, &format!("term {n}"), "")).collect();
    world.import(&set(&articles)).await;
    let mut names = Vec::new();
    for n in 0..many {
        names.push(world.get(&format!("citations/pmid:{}", FIRST + n)).await.unwrap().name);
    }
    names
}

async fn findings(world: &World, names: &[String]) -> Vec<Vec<Finding>> {
    let mut all = Vec::new();
    for name in names {
        all.push(world.findings_of(name).await);
    }
    all
}

async fn provenance(world: &World, name: &str) -> String {
    world.findings_of(name).await.remove(0).provenance.unwrap().rules
}

async fn last_change(world: &World) -> u64 {
    world.engine().stats(soon()).await.unwrap().last_change
}

/// Examined, total, changed, unchanged, failed.
fn counts(at: &ReextractFindingsResponse) -> (i32, i32, i32, i32, i32) {
    assert_eq!(at.touched, at.changed + at.unchanged + at.failed);
    (at.examined, at.total, at.changed, at.unchanged, at.failed)
}

/// The last message of a run.
async fn run(world: &World, request: ReextractFindingsRequest) -> Result<ReextractFindingsResponse, Status> {
    let last = stream(world, request).await?.pop().unwrap();
    assert!(last.done && last.resume_token.is_empty() && last.failures.is_empty(), "{last:?}");
    Ok(last)
}

async fn stream(
    world: &World,
    request: ReextractFindingsRequest,
) -> Result<Vec<ReextractFindingsResponse>, Status> {
    let mut parts = world.upkeep.clone().reextract_findings(request).await?.into_inner();
    let mut all = Vec::new();
    while let Some(part) = parts.message().await? {
        all.push(part);
    }
    Ok(all)
}
