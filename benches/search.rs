//! Searches for three words, top 20: the library without the wire, the engine alone, and tantivy called directly on the files of the
//! same index. The engine is held to what tantivy itself takes for the same question.

use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ibid::engine::embedded::{Embedded, Options};
use ibid::engine::{Deadline, Engine, Order, Search};
use ibid::library::import::{Feed, ImportOptions};
use ibid::library::{Library, SearchRequest};
use ibid::query::{Scope, parse_filter, parse_query};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::tokenizer::{Language, SimpleTokenizer, Stemmer, TextAnalyzer};
use tantivy::{Searcher, Term};

mod corpus;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const QUERIES: usize = 200;
const ROUNDS: usize = 10;
const TOP: usize = 20;
/// Those of the `rpc` bench.
const WORDS: [&str; 9] =
    ["treatment", "survival", "patients", "cancer", "heart", "children", "effect", "liver", "diabetes"];

fn main() {
    let (files, name) = corpus::corpus();
    println!("corpus: {name}");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let folder = tempfile::tempdir().expect("a temporary folder");
    runtime.block_on(async {
        let engine = Embedded::open(folder.path(), Options::default()).expect("an empty library opens");
        let library = Library::open(Arc::new(engine)).await.expect("a library over it");
        for file in files {
            import(&library, file).await;
        }
        let dir = folder.path().join("index/citations");
        settled(&dir);
        let direct = Direct::open(&dir);
        let asked = questions();
        let nothing = vec![["qqxz", "qxzq", "xzqq"]; QUERIES];
        let [mut whole, mut empty, mut all, mut all_direct, mut any, mut any_direct] =
            [const { Vec::new() }; 6];
        for _ in 0..ROUNDS {
            empty.extend(through_engine(&**library.engine(), &nothing, " AND ").await);
            whole.extend(through_library(&library, &asked).await);
            all.extend(through_engine(&**library.engine(), &asked, " AND ").await);
            all_direct.extend(direct.search(&asked, Occur::Must));
            any.extend(through_engine(&**library.engine(), &asked, " OR ").await);
            any_direct.extend(direct.search(&asked, Occur::Should));
        }
        let [whole, empty, all, all_direct, any, any_direct] =
            [whole, empty, all, all_direct, any, any_direct].map(median_us);
        println!("{QUERIES} searches for three words, top {TOP}, {ROUNDS} rounds, p50:");
        println!("words that no record holds: engine {empty:.0} us, what any call costs");
        println!("all words: engine {all:.0} us, tantivy directly {all_direct:.0} us");
        println!("any word: engine {any:.0} us, tantivy directly {any_direct:.0} us");
        println!("library, any word, with records and snippets: {whole:.0} us");
        corpus::at_most(
            "all words: engine without an empty call / tantivy directly",
            (all - empty) / all_direct,
            3.0,
        );
        corpus::at_most(
            "any word: engine without an empty call / tantivy directly",
            (any - empty) / any_direct,
            3.0,
        );
        library.close().await;
    });
}

async fn import(library: &Library, file: Vec<u8>) {
    let options = ImportOptions { wait_visible: true, ..ImportOptions::default() };
    let mut answers = library.import(options, Feed::File(Box::new(Cursor::new(file))));
    while let Some(answer) = answers.recv().await {
        answer.expect("the corpus is whole");
    }
}

fn questions() -> Vec<[&'static str; 3]> {
    let mut random = corpus::Random(7);
    (0..QUERIES).map(|_| [(); 3].map(|()| WORDS[random.below(WORDS.len())])).collect()
}

fn soon() -> Deadline {
    Deadline::after(Duration::from_secs(10))
}

async fn through_library(library: &Library, asked: &[[&str; 3]]) -> Vec<Duration> {
    let mut took = Vec::with_capacity(asked.len());
    for words in asked {
        let request = SearchRequest {
            query: words.join(" "),
            page_size: TOP,
            snippets: true,
            ..SearchRequest::default()
        };
        let start = Instant::now();
        library.search(&request, soon()).await.expect("an answer");
        took.push(start.elapsed());
    }
    took
}

/// `between` makes a query of the words.
async fn through_engine(engine: &dyn Engine, asked: &[[&str; 3]], between: &str) -> Vec<Duration> {
    let mut took = Vec::with_capacity(asked.len());
    for words in asked {
        let search = Search {
            query: parse_query(&words.join(between), Scope::Citations).expect("a query"),
            filter: parse_filter("", Scope::Citations).expect("no filter"),
            order: Order::Relevance,
            limit: TOP,
            cursor: None,
        };
        let start = Instant::now();
        engine.search_citations(search, soon()).await.expect("an answer");
        took.push(start.elapsed());
    }
    took
}

/// Merging goes on after an import; what is compared is to be the same index.
fn settled(dir: &Path) {
    let segments = || tantivy::Index::open_in_dir(dir).and_then(|index| index.searchable_segment_ids());
    let mut before = segments().expect("the index of the library");
    loop {
        std::thread::sleep(Duration::from_secs(2));
        let now = segments().expect("the index of the library");
        if now == before {
            return;
        }
        before = now;
    }
}

/// The index of the library, without the engine.
struct Direct {
    searcher: Searcher,
    field: Field,
}

impl Direct {
    fn open(dir: &Path) -> Self {
        let index = tantivy::Index::open_in_dir(dir).expect("the index of the library");
        let field = index.schema().get_field("any").expect("the field of all text");
        Self { searcher: index.reader().expect("a reader").searcher(), field }
    }

    /// The best and the number of those that hold the words, as tantivy's own collectors find them.
    fn search(&self, asked: &[[&str; 3]], occur: Occur) -> Vec<Duration> {
        let mut english =
            TextAnalyzer::builder(SimpleTokenizer::default()).filter(Stemmer::new(Language::English)).build();
        let mut took = Vec::with_capacity(asked.len());
        let mut found = 0;
        for words in asked {
            let mut parts = Vec::with_capacity(words.len());
            english.token_stream(&words.join(" ")).process(&mut |token| {
                let term = Term::from_field_text(self.field, &token.text);
                let part = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>;
                parts.push((occur, part));
            });
            let start = Instant::now();
            let query = BooleanQuery::new(parts);
            let collector = (TopDocs::with_limit(TOP).order_by_score(), Count);
            let (_, count) = self.searcher.search(&query, &collector).expect("an answer");
            took.push(start.elapsed());
            found += count;
        }
        assert!(found > 0, "the terms are those of the index");
        took
    }
}

fn median_us(mut took: Vec<Duration>) -> f64 {
    took.sort_unstable();
    took[took.len() / 2].as_secs_f64() * 1e6
}
