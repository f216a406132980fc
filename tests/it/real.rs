//! Two whole PubMed files (50,788 records), through the library as a caller would send them.

use std::io::Cursor;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ibid::contract::v1::{Citation, DateKind, ImportTotals};
use ibid::engine::Deadline;
use ibid::engine::embedded::{Embedded, Options};
use ibid::library::import::{Feed, ImportOptions};
use ibid::library::{Library, ListRequest, SearchRequest};
use ibid::record::name::CitationRef;
use prost::Message;

use self::words::Words;

#[path = "real/words.rs"]
mod words;

type Reading = fn(&Citation) -> bool;
type WordReading = fn(&Words) -> bool;

/// Filters, and what each means when every record is read one by one.
const FILTERS: [(&str, Reading); 10] = [
    ("year = 1979", |c| year(c) == Some(1979)),
    ("year >= 2000 AND year < 2021", |c| year(c).is_some_and(|year| (2000..2021).contains(&year))),
    ("language = \"it\"", |c| c.languages.iter().any(|tag| tag == "it")),
    ("NOT language = \"en\"", |c| !c.languages.iter().any(|tag| tag == "en")),
    ("has = abstract", |c| !c.abstracts.is_empty()),
    ("has = doi AND NOT has = abstract", |c| has_doi(c) && c.abstracts.is_empty()),
    ("mesh = \"Liver\"", |c| c.subjects.iter().any(|s| s.scheme == 1 && s.label == "Liver")),
    ("publication_type = \"Review\"", |c| c.publication_types.iter().any(|t| t.label == "Review")),
    ("pmid = 420122 OR pmid = 420123", |c| pmid(c).is_some_and(|pmid| pmid == "420122" || pmid == "420123")),
    ("author = \"Smith\" AND year > 2015", |c| {
        c.contributors.iter().any(|who| who.family.eq_ignore_ascii_case("smith")) && year(c) > Some(2015)
    }),
];

/// Queries, and what each means when the words of every record are read one by one.
const SEARCHES: [(&str, WordReading); 12] = [
    ("title:children AND title:asthma", |w| w.title("children") && w.title("asthma")),
    ("title:sleep NOT title:apnea", |w| w.title("sleep") && !w.title("apnea")),
    ("covid AND vaccine", |w| w.any("covid") && w.any("vaccine")),
    ("\"breast cancer\"", |w| w.any("breast cancer")),
    ("title:\"heart failure\" AND NOT mortality", |w| w.title("heart failure") && !w.any("mortality")),
    ("abstract:\"randomized controlled trial\"", |w| w.abstract_("randomized controlled trial")),
    ("(title:liver OR title:hepatic) AND year:1979", |w| {
        (w.title("liver") || w.title("hepatic")) && year(w.citation) == Some(1979)
    }),
    ("mesh:\"kidney transplantation\" NOT title:rejection", |w| {
        w.mesh("kidney transplantation") && !w.title("rejection")
    }),
    ("diabetes obesity year:2021", |w| {
        (w.any("diabetes") || w.any("obesity")) && year(w.citation) == Some(2021)
    }),
    ("title:italy OR title:italia", |w| w.title("italy") || w.title("italia")),
    ("doi:10.1093/ajcn/32.2.277", |w| {
        w.citation.identifiers.iter().any(|id| id.value == "10.1093/ajcn/32.2.277")
    }),
    ("pmid:420122", |w| pmid(w.citation) == Some("420122")),
];

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the two PubMed files: IBID_CORPUS_DIR names the folder that .ci/run unpacks them into"]
async fn two_pubmed_files_are_read_merged_and_found() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Embedded::open(folder.path(), Options::default()).unwrap();
    let library = Library::open(Arc::new(engine)).await.unwrap();
    let first = import_all(&library).await;
    println!("first import: {first:?}");
    assert_eq!(first.created, 50_783);
    assert_eq!((first.updated + first.unchanged, first.deletions_unknown), (5, 20));
    assert_eq!((first.rejected, first.merged), (0, 0));
    let second = import_all(&library).await;
    println!("second import: {second:?}");
    assert_eq!((second.created, second.updated, second.unchanged), (0, 0, 50_788));
    assert_eq!(library.stats(soon()).await.unwrap().citations, 50_783);

    let twins = ["citations/pmid:420122", "citations/pmid:420123"];
    let mut names = Vec::new();
    for name in twins {
        let reference: CitationRef = name.parse().unwrap();
        names.push(library.citation(name, &reference, soon()).await.unwrap().0);
    }
    assert_ne!(names[0], names[1]);

    let records = everything(&library).await;
    assert_eq!(records.len(), 50_783);
    for (filter, reading) in FILTERS {
        let expected = records.iter().filter(|citation| reading(citation));
        compare(&library, "", filter, expected).await;
    }
    let words: Vec<Words> = records.iter().map(Words::of).collect();
    for (query, reading) in SEARCHES {
        let expected = words.iter().filter(|words| reading(words)).map(|words| words.citation);
        compare(&library, query, "", expected).await;
    }
    let mut check = library.check();
    while let Some(progress) = check.recv().await {
        assert_eq!(progress.unwrap().problems, []);
    }
    library.close().await;
}

async fn compare(library: &Library, query: &str, filter: &str, expected: impl Iterator<Item = &Citation>) {
    let expected: Vec<&str> = expected.map(|citation| citation.name.as_str()).collect();
    let mut request = SearchRequest {
        query: query.into(),
        filter: filter.into(),
        order_by: "name".into(),
        page_size: 1_000,
        ..SearchRequest::default()
    };
    let mut found: Vec<String> = Vec::new();
    let total = loop {
        let page =
            library.search(&request, soon()).await.unwrap_or_else(|error| panic!("{query}{filter}: {error}"));
        found.extend(page.hits.iter().map(|hit| Citation::decode(hit.citation.clone()).unwrap().name));
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            break page.total;
        }
    };
    println!("{query}{filter}: {} found", found.len());
    assert_eq!(total as usize, found.len(), "{query}{filter}");
    assert_eq!(found, expected, "{query}{filter}");
}

async fn import_all(library: &Library) -> ImportTotals {
    let folder = PathBuf::from(std::env::var("IBID_CORPUS_DIR").expect("IBID_CORPUS_DIR names a folder"));
    let mut totals = ImportTotals::default();
    for file in ["pubmed20n0014.xml.gz", "pubmed21n1298.xml.gz"] {
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let options = ImportOptions { file: file.into(), wait_visible: true, ..ImportOptions::default() };
        let mut answers = library.import(options, Feed::File(Box::new(Cursor::new(bytes))));
        let mut last = ImportTotals::default();
        while let Some(answer) = answers.recv().await {
            last = answer.unwrap().totals.unwrap_or_default();
        }
        totals.created += last.created;
        totals.updated += last.updated;
        totals.unchanged += last.unchanged;
        totals.merged += last.merged;
        totals.rejected += last.rejected;
        totals.deletions_unknown += last.deletions_unknown;
    }
    totals
}

/// Every record in order of name.
async fn everything(library: &Library) -> Vec<Citation> {
    let mut records = Vec::new();
    let mut request = ListRequest { page_size: 10_000, ..ListRequest::default() };
    loop {
        let page = library.list(&request, soon()).await.unwrap();
        records.extend(page.citations.into_iter().map(|bytes| Citation::decode(bytes).unwrap()));
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            return records;
        }
    }
}

fn soon() -> Deadline {
    Deadline::after(Duration::from_secs(60))
}

fn year(citation: &Citation) -> Option<i32> {
    [DateKind::Issued, DateKind::Print, DateKind::Online, DateKind::Accepted].iter().find_map(|kind| {
        let event = citation.dates.iter().find(|event| event.kind() == *kind)?;
        event.date.map(|date| date.year)
    })
}

fn has_doi(citation: &Citation) -> bool {
    citation.identifiers.iter().any(|id| id.scheme == 1 && !id.invalid)
}

fn pmid(citation: &Citation) -> Option<&str> {
    citation.identifiers.iter().find(|id| id.scheme == 2).map(|id| id.value.as_str())
}
