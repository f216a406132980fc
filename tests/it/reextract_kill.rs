//! kill -9 at random moments of a re-extraction: what is stale and nothing else is extracted again, by as many runs as it takes,
//! every review is there afterwards, and the library's own check has nothing to say.

use std::collections::{HashMap, HashSet};
use std::io::Cursor;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use ibid::contract::v1::library_service_client::LibraryServiceClient;
use ibid::contract::v1::{Finding, FindingKind, ReextractFindingsRequest, ReviewVerdict};
use ibid::engine::embedded::{Embedded, Options};
use ibid::engine::{Applied, Engine};
use ibid::finding::provenance;
use ibid::library::import::{Feed, ImportOptions};
use ibid::library::{Library, Review, Verdict};
use ibid::record::name::CitationId;
use prost::Message;
use tonic::transport::Channel;

use crate::corpus::{Random, generated};
use crate::kill::serve;
use crate::stale::{aged, soon};

/// Kills, and how many of them must fall after the first batch and before the end.
const KILLS: usize = 6;
const WITHIN: usize = 4;
const RECORDS: usize = 3_000;
/// Of them, one in so many is up to date, one in so many reads otherwise than before, and one in so many has a review.
const FRESH: usize = 8;
const OTHERWISE: usize = 3;
const REVIEWED: usize = 50;

type Findings = Vec<(String, Bytes)>;

/// A library that another version of the extractor left.
#[derive(Default)]
struct Left {
    /// Change number of every citation, and its findings as this version gives them, under their reviews.
    citations: HashMap<CitationId, (u64, Findings)>,
    fresh: Vec<CitationId>,
    /// Those whose findings say the same, and those that say something else.
    alike: Vec<CitationId>,
    otherwise: Vec<CitationId>,
    reviews: usize,
    /// Of them, those on a citation that says something else.
    reviewed_otherwise: usize,
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "6 re-extractions that are killed take a minute; run with --include-ignored, best on an optimised build"]
async fn a_reextraction_survives_kill_9() {
    let seed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64;
    println!("seed {seed}");
    let mut random = Random(seed | 1);
    let original = tempfile::tempdir().unwrap();
    let left = prepare(original.path()).await;
    let stale = left.alike.len() + left.otherwise.len();
    assert!(left.alike.len() > 1_000 && left.otherwise.len() > 500 && left.fresh.len() > 300);
    assert_eq!(left.reviews, RECORDS / REVIEWED);
    assert!(left.reviewed_otherwise > 10);
    let mut within = 0;
    for kill in 1..=KILLS {
        let folder = tempfile::tempdir().unwrap();
        copy(original.path(), folder.path());
        // somewhere in the first four fifths of it, and not just when a batch is done
        let (touched, delay) =
            (random.below(stale * 4 / 5), Duration::from_micros(random.below(20_000) as u64));
        reextract_until_killed(folder.path(), touched, delay).await;
        let rest = holds(folder.path(), &left, false).await;
        println!("kill {kill}: {delay:?} after {touched} were told of, {rest} of {stale} left");
        within += usize::from(rest > 0 && rest < stale);
        let touched = reextract(folder.path());
        assert_eq!(touched, rest, "only what is stale is touched");
        assert_eq!(holds(folder.path(), &left, true).await, 0);
        assert_eq!(reextract(folder.path()), 0, "and only once");
    }
    assert!(within >= WITHIN, "only {within} of {KILLS} kills fell within a re-extraction");
}

/// Imports, reviews, and makes most of it what another version would have left.
async fn prepare(folder: &Path) -> Left {
    let engine = Arc::new(Embedded::open(folder, Options::default()).unwrap());
    let library = Library::open(engine.clone()).await.unwrap();
    let feed = Feed::File(Box::new(Cursor::new(generated(RECORDS))));
    let mut answers = library.import(ImportOptions::default(), feed);
    while let Some(answer) = answers.recv().await {
        answer.unwrap();
    }
    let ids = engine.ids(None, None, RECORDS + 1, soon()).await.unwrap();
    assert_eq!(ids.len(), RECORDS);
    let mut left = Left::default();
    for id in ids.iter().step_by(REVIEWED) {
        let finding = engine.findings(&[*id], soon()).await.unwrap().remove(0).remove(0).0;
        let verdict = Verdict::Given {
            verdict: [ReviewVerdict::Accepted, ReviewVerdict::Rejected][left.reviews % 2],
            reviewer: "ada".into(),
            note: String::new(),
            correction: None,
        };
        let name = format!("{}/findings/{finding}", id.name());
        let review = Review { name, citation: (*id).into(), id: finding, verdict, etag: String::new() };
        library.review(&review, soon()).await.unwrap();
        left.reviews += 1;
    }
    let mut changes = Vec::new();
    for (index, id) in ids.iter().enumerate() {
        left.citations.insert(*id, (0, engine.findings(&[*id], soon()).await.unwrap().remove(0)));
        if index % FRESH == 0 {
            left.fresh.push(*id);
            continue;
        }
        let other = index % OTHERWISE == 0;
        if other {
            left.otherwise.push(*id);
            left.reviewed_otherwise += usize::from(index % REVIEWED == 0);
        } else {
            left.alike.push(*id)
        }
        let change = |found: &mut Vec<(String, Finding)>| {
            if other {
                found.iter_mut().for_each(|(_, one)| read_otherwise(one));
            }
        };
        changes.push(aged(&*engine, *id, change).await);
    }
    for applied in engine.apply(changes, soon()).await.unwrap() {
        assert!(matches!(applied, Applied::Done(_)));
    }
    for (id, row) in ids.iter().zip(engine.get(&ids, soon()).await.unwrap()) {
        left.citations.get_mut(id).unwrap().0 = row.unwrap().change();
    }
    library.close().await;
    left
}

/// Makes a finding one that the other version read otherwise; beneath its review, where it has one, as what is judged stays.
fn read_otherwise(finding: &mut Finding) {
    let kind = FindingKind::Controversy.into();
    match finding.review.take() {
        None => finding.kind = kind,
        Some(mut review) => {
            review.original = Some(Box::new(Finding { kind, ..finding.clone() }));
            finding.review = Some(review);
        }
    }
}

/// Starts a re-extraction on a server and kills it `delay` after it has told of a batch and of so many citations.
async fn reextract_until_killed(folder: &Path, touched: usize, delay: Duration) {
    let mut server = serve(folder).await;
    let channel =
        Channel::from_shared(format!("http://{}", server.address)).unwrap().connect().await.unwrap();
    let mut upkeep = LibraryServiceClient::new(channel);
    let mut parts =
        upkeep.reextract_findings(ReextractFindingsRequest::default()).await.unwrap().into_inner();
    while (parts.message().await.unwrap().unwrap().touched as usize) < touched {}
    tokio::time::sleep(delay).await;
    server.kill();
}

/// Runs `ibid reextract` to its end; answers how many citations it touched.
fn reextract(folder: &Path) -> usize {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
    let output = command.args(["reextract", "--data"]).arg(folder).output().unwrap();
    let (said, told) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(output.status.success(), "{said}{told}");
    let last = said.lines().last().unwrap();
    let touched = last.strip_prefix("touched ").and_then(|rest| rest.split(',').next());
    touched.and_then(|count| count.parse().ok()).unwrap_or_else(|| panic!("{last}"))
}

/// What must hold between runs, or after the last one; answers how many citations are stale.
async fn holds(folder: &Path, left: &Left, finished: bool) -> usize {
    let engine = Arc::new(Embedded::open(folder, Options::default()).unwrap());
    let library = Library::open(engine.clone()).await.unwrap();
    let stamp = provenance::current().stamp;
    let stale = engine.ids(Some(stamp), None, RECORDS + 1, soon()).await.unwrap();
    let stale: HashSet<CitationId> = stale.into_iter().collect();
    let otherwise: HashSet<CitationId> = left.otherwise.iter().copied().collect();
    let mut reviews = 0;
    for (id, (change, expected)) in &left.citations {
        let row = engine.get(&[*id], soon()).await.unwrap().pop().flatten().unwrap();
        let findings = engine.findings(&[*id], soon()).await.unwrap().remove(0);
        let reviewed = |bytes: &Bytes| Finding::decode(bytes.clone()).unwrap().review.is_some();
        reviews += findings.iter().filter(|(_, bytes)| reviewed(bytes)).count();
        if otherwise.contains(id) {
            assert_eq!(row.change() == *change, stale.contains(id), "{id} changes when it is extracted");
        } else {
            assert_eq!(row.change(), *change, "{id} says the same and is no change");
        }
        if !stale.contains(id) {
            assert_eq!(&findings, expected, "{id}");
        }
    }
    assert_eq!(reviews, left.reviews, "every review is there");
    assert!(left.fresh.iter().all(|id| !stale.contains(id)));
    assert!(!finished || stale.is_empty());
    let mut parts = library.check();
    let mut done = false;
    while let Some(part) = parts.recv().await {
        let part = part.unwrap();
        assert_eq!(part.problems, []);
        done = part.done;
    }
    assert!(done);
    library.close().await;
    stale.len()
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            std::fs::create_dir(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
