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
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::tokenizer::{Language, SimpleTokenizer, Stemmer, TextAnalyzer};
use tantivy::{Searcher, Term};

mod corpus;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const QUERIES: usize = 500;
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
        let asked = questions();
        let whole = through_library(&library, &asked).await;
        let all = through_engine(&**library.engine(), &asked, " ").await;
        let any = through_engine(&**library.engine(), &asked, " OR ").await;
        let direct = through_tantivy(&folder.path().join("index/citations"), &asked);
        println!("{QUERIES} searches for three words, top {TOP}, p50:");
        println!("library, with records and snippets: {whole:.0} us");
        println!("engine, all words: {all:.0} us; any word: {any:.0} us");
        println!("tantivy directly, any word: {direct:.0} us");
        corpus::not_yet_at_most("SearchCitations engine / tantivy directly", any / direct, 3.0, 5.2);
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

async fn through_library(library: &Library, asked: &[[&str; 3]]) -> f64 {
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
    median_us(took)
}

/// `between` makes a query of the words: a space asks for all of them, `OR` for any.
async fn through_engine(engine: &dyn Engine, asked: &[[&str; 3]], between: &str) -> f64 {
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
    median_us(took)
}

/// The best and the number of those that hold any of the words, as tantivy's own collectors find them.
fn through_tantivy(dir: &Path, asked: &[[&str; 3]]) -> f64 {
    let index = tantivy::Index::open_in_dir(dir).expect("the index of the library");
    let field = index.schema().get_field("any").expect("the field of all text");
    let searcher = index.reader().expect("a reader").searcher();
    let mut english =
        TextAnalyzer::builder(SimpleTokenizer::default()).filter(Stemmer::new(Language::English)).build();
    let mut took = Vec::with_capacity(asked.len());
    let mut found = 0;
    for words in asked {
        let mut terms = Vec::with_capacity(words.len());
        english.token_stream(&words.join(" ")).process(&mut |token| {
            terms.push(Term::from_field_text(field, &token.text));
        });
        let start = Instant::now();
        found += any_of(&searcher, terms);
        took.push(start.elapsed());
    }
    assert!(found > 0, "the terms are those of the index");
    median_us(took)
}

fn any_of(searcher: &Searcher, terms: Vec<Term>) -> usize {
    let parts = terms
        .into_iter()
        .map(|term| Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>);
    let query = BooleanQuery::union(parts.collect());
    let collector = (TopDocs::with_limit(TOP).order_by_score(), Count);
    let (_, count) = searcher.search(&query, &collector).expect("an answer");
    count
}

fn median_us(mut took: Vec<Duration>) -> f64 {
    took.sort_unstable();
    took[took.len() / 2].as_secs_f64() * 1e6
}
