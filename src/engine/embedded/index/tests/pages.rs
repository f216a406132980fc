use bytes::Bytes;

use super::*;
use crate::contract::v1::DateKind;

/// Ids of all pages, in order.
fn turned(shelf: &Shelf, query: &str, order: Order, limit: usize) -> Vec<u128> {
    let mut search = Search { limit, ..search(query, "", Scope::Citations, order) };
    let mut ids = Vec::new();
    loop {
        let page = shelf.index.search_citations(&search, soon()).expect("a page");
        assert!(page.hits.len() <= limit);
        ids.extend(page.hits.iter().map(|hit| hit.key.as_u128()));
        match page.cursor {
            Some(cursor) => search.cursor = Some(cursor),
            None => return ids,
        }
        assert!(!page.hits.is_empty(), "a page that is not the last has hits");
    }
}

/// Forty records: equal scores, four years, every fifth without one; committed in pieces so that there are several segments.
fn shelf() -> Shelf {
    let shelf = Shelf::with([]);
    for id in (1..=40_u128).rev() {
        let citation = titled("Liver", "en");
        let citation = if id.is_multiple_of(5) {
            citation
        } else {
            dated(citation, DateKind::Issued, 2000 + (id % 4) as i32)
        };
        put(&shelf.index, CitationId::from_u128(id), &citation, &[], true);
        if id.is_multiple_of(9) {
            shelf.index.commit(id as u64).expect("commit");
        }
    }
    shelf.index.commit(99).expect("commit");
    shelf
}

#[test]
fn pages_hold_everything_once_and_in_order() {
    let shelf = shelf();
    let all: Vec<u128> = (1..=40).collect();
    let year = |id: &u128| if id.is_multiple_of(5) { None } else { Some(id % 4) };
    let mut ascending = all.clone();
    ascending.sort_by_key(|id| (year(id).is_none(), year(id), *id));
    let mut descending = all.clone();
    descending.sort_by_key(|id| (year(id).is_none(), std::cmp::Reverse(year(id)), *id));
    for limit in [1, 7, 39, 40, 1_000] {
        assert_eq!(turned(&shelf, "", Order::Id, limit), all, "id, {limit}");
        assert_eq!(turned(&shelf, "", Order::YearAscending, limit), ascending, "year, {limit}");
        assert_eq!(turned(&shelf, "", Order::YearDescending, limit), descending, "year desc, {limit}");
        assert_eq!(turned(&shelf, "", Order::Relevance, limit), all, "everything, {limit}");
        // Equal texts score equally in one state of the index, whichever segment they lie in.
        assert_eq!(turned(&shelf, "liver", Order::Relevance, limit), all, "liver, {limit}");
    }
}

#[test]
fn a_page_by_relevance_is_of_one_state_of_the_index() {
    let mut shelf = shelf();
    let mut asked = Search { limit: 10, ..search("liver", "", Scope::Citations, Order::Relevance) };
    let first = shelf.index.search_citations(&asked, soon()).expect("a page");
    asked.cursor = first.cursor;
    let second = shelf.index.search_citations(&asked, soon()).expect("a page");
    shelf.index.remove(CitationId::from_u128(11)).expect("remove");
    shelf.index.commit(100).expect("commit");
    assert_eq!(shelf.index.search_citations(&asked, soon()).expect("the same page"), second);

    shelf.index.keep = Duration::ZERO;
    asked.cursor = None;
    let first = shelf.index.search_citations(&asked, soon()).expect("a page");
    assert_eq!(first.total, 39);
    asked.cursor = first.cursor;
    assert!(shelf.index.search_citations(&asked, soon()).is_ok(), "the state has not changed");
    shelf.index.commit(101).expect("commit");
    put(&shelf.index, CitationId::from_u128(50), &titled("Liver", "en"), &[], true);
    shelf.index.commit(102).expect("commit");
    assert!(matches!(shelf.index.search_citations(&asked, soon()), Err(EngineError::PageExpired)));
}

#[test]
fn pages_by_a_field_go_on_whatever_is_written() {
    let shelf = shelf();
    let mut asked = Search { limit: 10, ..search("", "", Scope::Citations, Order::Id) };
    let first = shelf.index.search_citations(&asked, soon()).expect("a page");
    for id in [3, 12] {
        shelf.index.remove(CitationId::from_u128(id)).expect("remove");
    }
    put(&shelf.index, CitationId::from_u128(41), &titled("New", "en"), &[], true);
    shelf.index.commit(100).expect("commit");
    asked.cursor = first.cursor;
    let second = shelf.index.search_citations(&asked, soon()).expect("a page");
    let ids: Vec<u128> = second.hits.iter().map(|hit| hit.key.as_u128()).collect();
    assert_eq!(ids, [11, 13, 14, 15, 16, 17, 18, 19, 20, 21]);
    assert_eq!(second.total, 39);
}

#[test]
fn a_cursor_of_something_else_is_refused() {
    let shelf = shelf();
    let refused = |order: Order, cursor: Bytes| {
        let asked = Search { cursor: Some(cursor), limit: 5, ..search("liver", "", Scope::Citations, order) };
        shelf.index.search_citations(&asked, soon()).expect_err("refused")
    };
    assert!(matches!(refused(Order::Id, Bytes::from_static(b"no")), EngineError::BadCursor));
    let asked = Search { limit: 5, ..search("liver", "", Scope::Citations, Order::Relevance) };
    let cursor = shelf.index.search_citations(&asked, soon()).expect("a page").cursor.expect("a cursor");
    assert!(matches!(refused(Order::YearAscending, cursor.clone()), EngineError::BadCursor));
    let other = self::shelf();
    let asked = Search { cursor: Some(cursor), ..asked };
    let error = other.index.search_citations(&asked, soon()).expect_err("of another run");
    assert!(matches!(error, EngineError::PageExpired));
}

#[test]
fn a_deadline_that_has_passed_ends_the_search() {
    let asked = search("liver", "", Scope::Citations, Order::Relevance);
    let error =
        shelf().index.search_citations(&asked, Deadline::after(Duration::ZERO)).expect_err("too late");
    assert!(matches!(error, EngineError::DeadlineExceeded));
}

#[test]
fn findings_are_paged_by_citation_and_id() {
    let others = ["c", "a", "b0123456789abcdefz"];
    let own = ["7zzzzzzzzzzzzzzzzzzzzzzzzz", "0123456789abcdefghjkmnpqrt", "0123456789abcdefghjkmnpqrs"];
    for ids in [others, own] {
        let shelf = Shelf::with([]);
        for id in [3, 1, 2_u128] {
            let findings = ids.map(|name| finding(name, "Liver."));
            put(&shelf.index, CitationId::from_u128(id), &titled("x", "en"), &findings, true);
            shelf.index.commit(id as u64).expect("commit");
        }
        let expected: BTreeSet<FindingKey> = (1..=3)
            .flat_map(|id| ids.map(|own| FindingKey { citation: CitationId::from_u128(id), id: own.into() }))
            .collect();
        for order in [Order::Id, Order::Relevance, Order::YearDescending] {
            let mut asked = Search { limit: 2, ..search("liver", "", Scope::Findings, order) };
            let mut keys = Vec::new();
            loop {
                let page = shelf.index.search_findings(&asked, soon()).expect("a page");
                assert_eq!(page.total, 9);
                keys.extend(page.hits.into_iter().map(|hit| hit.key));
                match page.cursor {
                    Some(cursor) => asked.cursor = Some(cursor),
                    None => break,
                }
            }
            assert!(keys.iter().eq(&expected), "{order:?}: {keys:?}");
        }
    }
}
