//! Two processes that write one library: between what one decides and its being written comes the other, or a crash.

use std::io::Cursor;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use ibid::contract::v1::{Citation, EditorialStatus, ImportTotals};
use ibid::engine::{Deadline, Engine};
use ibid::library::import::{Feed, ImportOptions};
use ibid::library::{Library, LibraryError};
use prost::Message;

use crate::memory_engine::{MemoryEngine, Mishap};
use crate::scenarios::world::{article, doi, set};

const PAPER: &str = "citations/pmid:93000001";

fn paper(title: &str) -> String {
    set(&[the_paper(title)])
}

fn the_paper(title: &str) -> String {
    article(93_000_001, title, &doi("10.5555/paper"))
}

fn notice() -> String {
    set(&[notice_of(93_000_001)])
}

fn notice_of(pmid: u32) -> String {
    let link = format!(
        "<CommentsCorrectionsList><CommentsCorrections RefType=\"RetractionOf\"><RefSource>J Ex</RefSource>\
         <PMID Version=\"1\">{pmid}</PMID></CommentsCorrections></CommentsCorrectionsList></MedlineCitation>"
    );
    article(93_000_002, "Retraction: alpha", "").replace("</MedlineCitation>", &link)
}

fn told_by_another() -> String {
    "TY  - JOUR\nTI  - alpha\nDO  - 10.5555/paper\nKW  - told by another\nER  - \n".into()
}

/// A library that two processes have.
struct Shared {
    engine: Arc<MemoryEngine>,
    one: Library,
    other: Library,
}

impl Shared {
    async fn holding(files: &[String]) -> Self {
        let engine = Arc::new(MemoryEngine::default());
        let one = Library::open(engine.clone()).await.unwrap();
        let other = Library::open(engine.clone()).await.unwrap();
        for file in files {
            import(&one, file).await.unwrap();
        }
        Self { engine, one, other }
    }

    /// The other process imports `file` before the next batch is written.
    fn is_overtaken_by(&self, file: String) {
        let other = self.other.clone();
        let by = async move {
            import(&other, &file).await.unwrap();
        };
        *self.engine.mishap.lock().unwrap() = Some(Mishap::Overtaken(by.boxed()));
    }

    async fn paper(&self) -> Citation {
        let (_, stored) = self.one.citation(PAPER, &PAPER.parse().unwrap(), soon()).await.unwrap();
        Citation::decode(stored.citation).unwrap()
    }

    async fn count(&self) -> u64 {
        self.engine.stats(soon()).await.unwrap().citations
    }
}

async fn import(library: &Library, file: &str) -> Result<ImportTotals, LibraryError> {
    let feed = Feed::File(Box::new(Cursor::new(file.to_owned().into_bytes())));
    let mut answers = library.import(ImportOptions::default(), feed);
    let mut totals = ImportTotals::default();
    while let Some(answer) = answers.recv().await {
        totals = answer?.totals.unwrap_or_default();
    }
    Ok(totals)
}

fn soon() -> Deadline {
    Deadline::after(Duration::from_secs(10))
}

#[tokio::test]
async fn a_notice_and_its_paper_do_not_miss_each_other() {
    for (mine, its) in [(paper("alpha"), notice()), (notice(), paper("alpha"))] {
        let shared = Shared::holding(&[]).await;
        shared.is_overtaken_by(its);
        assert_eq!(import(&shared.one, &mine).await.unwrap().created, 1);
        assert_eq!(shared.count().await, 2);
        assert_eq!(shared.paper().await.editorial_status(), EditorialStatus::Retracted);
    }
}

#[tokio::test]
async fn two_sources_of_one_work_are_one_citation() {
    let shared = Shared::holding(&[]).await;
    shared.is_overtaken_by(told_by_another());
    let totals = import(&shared.one, &paper("alpha")).await.unwrap();
    assert_eq!((totals.created, totals.merged), (0, 1));
    assert_eq!(shared.count().await, 1);
    assert_eq!(shared.paper().await.sources.len(), 2);
}

#[tokio::test]
async fn a_citation_of_which_only_its_identifiers_were_seen_is_not_made_twice() {
    let shared = Shared::holding(&[told_by_another()]).await;
    *shared.engine.mishap.lock().unwrap() = Some(Mishap::Late);
    let totals = import(&shared.one, &paper("alpha")).await.unwrap();
    assert_eq!((totals.created, totals.merged), (0, 1));
    assert_eq!(shared.count().await, 1);
}

#[tokio::test]
async fn a_paper_of_which_only_its_identifiers_were_seen_is_retracted() {
    let shared = Shared::holding(&[paper("alpha")]).await;
    *shared.engine.mishap.lock().unwrap() = Some(Mishap::Late);
    assert_eq!(import(&shared.one, &notice()).await.unwrap().created, 1);
    assert_eq!(shared.paper().await.editorial_status(), EditorialStatus::Retracted);
}

#[tokio::test]
async fn a_notice_that_is_written_while_its_paper_changes_is_told_as_created() {
    let shared = Shared::holding(&[paper("alpha")]).await;
    shared.is_overtaken_by(paper("alpha, revised"));
    let totals = import(&shared.one, &notice()).await.unwrap();
    assert_eq!((totals.created, totals.unchanged), (1, 0));
    let paper = shared.paper().await;
    assert_eq!(paper.titles[0].text, "alpha, revised");
    assert_eq!(paper.editorial_status(), EditorialStatus::Retracted);
}

#[tokio::test]
async fn a_notice_that_is_deleted_while_its_paper_changes_leaves_it_as_if_never_retracted() {
    let shared = Shared::holding(&[paper("alpha"), notice()]).await;
    assert_eq!(shared.paper().await.editorial_status(), EditorialStatus::Retracted);
    shared.is_overtaken_by(paper("alpha, revised"));
    let name = "citations/pmid:93000002";
    shared.one.delete(name, &name.parse().unwrap(), "", false, soon()).await.unwrap();
    let paper = shared.paper().await;
    assert_eq!(paper.titles[0].text, "alpha, revised");
    assert_eq!(paper.editorial_status(), EditorialStatus::Active);
}

#[tokio::test]
async fn what_another_imports_meanwhile_is_unchanged() {
    let shared = Shared::holding(&[]).await;
    shared.is_overtaken_by(paper("alpha"));
    let totals = import(&shared.one, &paper("alpha")).await.unwrap();
    assert_eq!((totals.created, totals.unchanged), (0, 1));
    assert_eq!(shared.count().await, 1);
}

/// A batch is decided while the one before is written: what it was decided on may be what that one writes.
#[tokio::test(flavor = "multi_thread")]
async fn the_next_batch_follows_the_one_that_was_being_written() {
    let shared = Shared::holding(&[]).await;
    let slow = async { tokio::time::sleep(Duration::from_millis(500)).await };
    *shared.engine.mishap.lock().unwrap() = Some(Mishap::Overtaken(slow.boxed()));
    let batch = 94_000_000..94_001_024;
    let fillers = batch.map(|pmid| article(pmid, &format!("filler {pmid}"), ""));
    let mut articles: Vec<String> =
        vec![the_paper("alpha"), article(93_000_003, "beta", ""), article(93_000_004, "gamma", "")];
    articles.extend(fillers);
    articles.extend([the_paper("alpha, revised"), notice_of(93_000_003)]);
    articles.push("<DeleteCitation><PMID Version=\"1\">93000004</PMID></DeleteCitation>".into());
    let totals = import(&shared.one, &set(&articles)).await.unwrap();
    let counted = (totals.created, totals.updated, totals.deleted, totals.deletions_unknown);
    assert_eq!(counted, (1_024 + 4, 1, 1, 0));
    assert_eq!(shared.count().await, 1_024 + 3);
    assert_eq!(shared.paper().await.titles[0].text, "alpha, revised");
    let beta = "citations/pmid:93000003";
    let (_, stored) = shared.one.citation(beta, &beta.parse().unwrap(), soon()).await.unwrap();
    assert_eq!(Citation::decode(stored.citation).unwrap().editorial_status(), EditorialStatus::Retracted);
}

/// As above, where nothing of the next batch is written: no conflict tells that it was decided too early.
#[tokio::test(flavor = "multi_thread")]
async fn the_next_batch_deletes_what_was_being_written() {
    let shared = Shared::holding(&[]).await;
    let slow = async { tokio::time::sleep(Duration::from_millis(500)).await };
    *shared.engine.mishap.lock().unwrap() = Some(Mishap::Overtaken(slow.boxed()));
    let mut articles: Vec<String> =
        (94_000_000..94_001_024).map(|pmid| article(pmid, "filler", "")).collect();
    articles.push("<DeleteCitation><PMID Version=\"1\">94000000</PMID></DeleteCitation>".into());
    let totals = import(&shared.one, &set(&articles)).await.unwrap();
    assert_eq!((totals.created, totals.deleted, totals.deletions_unknown), (1_024, 1, 0));
    assert_eq!(shared.count().await, 1_023);
}

#[tokio::test]
async fn a_crash_between_notice_and_paper_is_mended_by_the_next_import() {
    let shared = Shared::holding(&[paper("alpha")]).await;
    *shared.engine.mishap.lock().unwrap() = Some(Mishap::Cut { after: 1 });
    import(&shared.one, &notice()).await.unwrap_err();
    assert_eq!(shared.count().await, 2);
    assert_eq!(shared.paper().await.editorial_status(), EditorialStatus::Active, "so far");
    assert_eq!(import(&shared.one, &notice()).await.unwrap().unchanged, 1);
    assert_eq!(shared.paper().await.editorial_status(), EditorialStatus::Retracted);
}
