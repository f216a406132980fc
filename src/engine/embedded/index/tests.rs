mod brute_force;
mod conditions;
mod pages;
mod words;

use std::collections::BTreeSet;

use super::*;
use crate::contract::v1;
use crate::engine::Order;
use crate::query::{Scope, parse_filter, parse_query};

/// An index in a directory that goes with it.
struct Shelf {
    index: Index,
    _dir: tempfile::TempDir,
}

impl Shelf {
    fn with(records: impl IntoIterator<Item = (u128, Citation, Vec<Finding>)>) -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        let index = Index::open(dir.path()).expect("an index");
        for (id, citation, findings) in records {
            put(&index, CitationId::from_u128(id), &citation, &findings, true);
        }
        index.commit(1).expect("commit");
        Self { index, _dir: dir }
    }

    fn found(&self, query: &str, filter: &str) -> Vec<u128> {
        let search = search(query, filter, Scope::Citations, Order::Id);
        let hits = self.index.search_citations(&search, soon()).expect("a search");
        assert_eq!(hits.total, hits.hits.len() as u64);
        hits.hits.iter().map(|hit| hit.key.as_u128()).collect()
    }

    fn found_findings(&self, query: &str, filter: &str) -> Vec<String> {
        let search = search(query, filter, Scope::Findings, Order::Id);
        let hits = self.index.search_findings(&search, soon()).expect("a search");
        assert_eq!(hits.total, hits.hits.len() as u64);
        hits.hits.into_iter().map(|hit| hit.key.id).collect()
    }
}

fn put(index: &Index, id: CitationId, citation: &Citation, findings: &[Finding], fresh: bool) {
    index.put(id, index.documents(id, citation, findings), fresh).expect("put");
}

fn search(query: &str, filter: &str, scope: Scope, order: Order) -> Search {
    Search {
        query: parse_query(query, scope).expect(query),
        filter: parse_filter(filter, scope).expect(filter),
        order,
        limit: 1_000,
        cursor: None,
    }
}

fn soon() -> Deadline {
    Deadline::after(Duration::from_secs(60))
}

fn titled(text: &str, language: &str) -> Citation {
    let title = v1::Title { text: text.to_owned(), language: language.to_owned(), ..Default::default() };
    Citation { titles: vec![title], ..Default::default() }
}

fn dated(mut citation: Citation, kind: v1::DateKind, year: i32) -> Citation {
    let date = v1::PartialDate { year, ..Default::default() };
    citation.dates.push(v1::DatedEvent { kind: kind.into(), date: Some(date), ..Default::default() });
    citation
}

#[test]
fn what_was_put_is_replaced_and_removed() {
    let shelf = Shelf::with([
        (1, titled("Liver", "en"), vec![finding("a", "Liver fails.")]),
        (2, titled("Heart", "en"), vec![]),
    ]);
    assert_eq!(shelf.found("liver", ""), [1]);
    let id = CitationId::from_u128(1);
    put(&shelf.index, id, &titled("Kidney", "en"), &[], false);
    assert_eq!(shelf.found("liver", ""), [1], "not visible before the commit");
    shelf.index.commit(2).expect("commit");
    assert_eq!((shelf.found("liver", ""), shelf.found("kidney", "")), (vec![], vec![1]));
    assert_eq!(shelf.index.finding_count().expect("a count"), 0);
    shelf.index.remove(id).expect("remove");
    shelf.index.commit(3).expect("commit");
    assert_eq!(shelf.index.all_ids().expect("ids"), BTreeSet::from([CitationId::from_u128(2)]));
    assert_eq!(shelf.index.committed(), 3);
    assert!(shelf.index.bytes_on_disk() > 0);
}

#[test]
fn an_index_is_opened_again_and_begun_anew_when_damaged() {
    let dir = tempfile::tempdir().expect("a directory");
    let id = CitationId::from_u128(7);
    let fill = || {
        let index = Index::open(dir.path()).expect("an index");
        put(&index, id, &titled("Trapianti di fegato", "it"), &[finding("a", "Liver.")], true);
        index.commit(9).expect("commit");
    };
    fill();
    let index = Index::open(dir.path()).expect("an index");
    assert_eq!((index.committed(), index.finding_count().expect("a count")), (9, 1));
    let hits =
        index.search_citations(&search("trapianto", "", Scope::Citations, Order::Id), soon()).expect("hits");
    assert_eq!(hits.total, 1, "the languages are remembered");
    assert!(matches!(Index::open(dir.path()), Err(EngineError::Locked { .. })));
    drop(index);

    type Damage = fn(&Path);
    let damage: [(&str, Damage); 3] = [
        ("half a file", |path| halve(path, "store")),
        ("a changed byte", |path| change(path, "idx")),
        ("another version", |path| std::fs::write(path.join("../version"), "0").expect("written")),
    ];
    for (name, damage) in damage {
        damage(&dir.path().join("citations"));
        let index = Index::open(dir.path()).expect(name);
        assert_eq!((index.committed(), index.finding_count().expect("a count")), (0, 0), "{name}");
        drop(index);
        fill();
    }
}

fn file_of(dir: &Path, extension: &str) -> PathBuf {
    let mut files = std::fs::read_dir(dir).expect("a directory").map(|entry| entry.expect("an entry").path());
    files.find(|path| path.extension().is_some_and(|found| found == extension)).expect(extension)
}

fn halve(dir: &Path, extension: &str) {
    let path = file_of(dir, extension);
    let bytes = std::fs::read(&path).expect("a file");
    std::fs::remove_file(&path).expect("removed");
    std::fs::write(&path, &bytes[..bytes.len() / 2]).expect("written");
}

fn change(dir: &Path, extension: &str) {
    let path = file_of(dir, extension);
    let mut bytes = std::fs::read(&path).expect("a file");
    bytes[0] ^= 0x55;
    std::fs::remove_file(&path).expect("removed");
    std::fs::write(&path, &bytes).expect("written");
}

fn finding(id: &str, statement: &str) -> Finding {
    Finding {
        name: format!("citations/x/findings/{id}"),
        statement: statement.to_owned(),
        language: "en".to_owned(),
        ..Default::default()
    }
}
