//! The cluster and the embedded engine find the same: generated queries and filters give the same sets, totals and orders, and a
//! library that went from one to the other and back is the same.

use std::io::Cursor;
use std::sync::Arc;
use std::time::Duration;

use ibid::contract::v1::Citation;
use ibid::engine::embedded::{self, Embedded};
use ibid::engine::{Deadline, Engine, Order, Search};
use ibid::library::import::{Feed, ImportOptions};
use ibid::library::{Library, compare, migrate};
use ibid::query::{Scope, parse_filter, parse_query};
use prost::Message;

use crate::cluster::Place;
use crate::corpus::{self, Random};

/// Queries with their filters, on each library.
const ASKED: usize = 300;
/// Real records, of both files.
const REAL: usize = 5_000;
/// Hits of a page.
const PAGE: usize = 700;

const DEMO: &str = include_str!("../../src/cli/demo/records.jsonl");

mod on_opensearch {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    #[ignore = "needs a cluster: tests/opensearch/cluster starts one, IBID_OPENSEARCH names its nodes"]
    async fn both_engines_find_the_same_in_the_demonstration_library() {
        agree(DEMO.as_bytes().to_vec()).await;
    }

    #[tokio::test(flavor = "multi_thread")]
    #[ignore = "needs a cluster (tests/opensearch/cluster) and the PubMed files in the folder that IBID_CORPUS_DIR names"]
    async fn both_engines_find_the_same_in_real_records() {
        let folder = std::env::var("IBID_CORPUS_DIR").expect("IBID_CORPUS_DIR names a folder");
        let mut records = String::from("<PubmedArticleSet>");
        for file in ["pubmed20n0014.xml.gz", "pubmed21n1298.xml.gz"] {
            let whole = corpus::unpacked(&std::fs::read(format!("{folder}/{file}")).unwrap());
            for article in whole.split("<PubmedArticle>").skip(1).take(REAL / 2) {
                let article = article.split("</PubmedArticle>").next().unwrap();
                records.push_str(&format!("<PubmedArticle>{article}</PubmedArticle>\n"));
            }
        }
        agree((records + "</PubmedArticleSet>").into_bytes()).await;
    }

    /// The library goes from a folder to the cluster and from there to another folder; then something changes, and it goes once more.
    #[tokio::test(flavor = "multi_thread")]
    #[ignore = "needs a cluster: tests/opensearch/cluster starts one, IBID_OPENSEARCH names its nodes"]
    async fn a_library_goes_there_and_back() {
        let place = Place::fresh();
        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let first: Arc<dyn Engine> =
            Arc::new(Embedded::open(folder.path(), embedded::Options::default()).unwrap());
        let last: Arc<dyn Engine> =
            Arc::new(Embedded::open(other.path(), embedded::Options::default()).unwrap());
        let cluster = place.open().await;
        let library = Library::open(first.clone()).await.unwrap();
        import(&library, corpus::generated(700)).await;
        import(&library, DEMO.as_bytes().to_vec()).await;
        let gone = "citations/pmid:80000007";
        library.delete(gone, &gone.parse().unwrap(), "", false, soon()).await.unwrap();
        for round in 0..3 {
            let there = migrate(&*first, &cluster, |_| {}).await.unwrap();
            let back = migrate(&cluster, &*last, |_| {}).await.unwrap();
            let once = compare(&*first, &cluster, |_| {}).await.unwrap();
            let again = compare(&*first, &*last, |_| {}).await.unwrap();
            assert_eq!(once, again);
            assert!(once.citations > 700 && once.findings > 1_000, "{once:?}");
            let written = [there.written, back.written];
            match round {
                0 => assert!(there.written > 700 && back.written > 700, "{written:?}"),
                1 => assert_eq!(written, [0, 0], "what is there is left alone"),
                _ => assert_eq!(written, [1, 1], "what changed is written"),
            }
            for engine in [&*first, &cluster as &dyn Engine, &*last] {
                let stats = engine.stats(soon()).await.unwrap();
                assert_eq!((stats.citations, stats.findings), (once.citations, once.findings));
                assert_eq!(engine.check(soon()).await.unwrap(), Vec::<String>::new());
            }
            if round == 1 {
                let gone = "citations/pmid:80000009";
                library.delete(gone, &gone.parse().unwrap(), "", false, soon()).await.unwrap();
            }
        }
        cluster.close().await.unwrap();
        place.clear().await;
    }
}

async fn agree(records: Vec<u8>) {
    let place = Place::fresh();
    let folder = tempfile::tempdir().unwrap();
    let embedded: Arc<dyn Engine> =
        Arc::new(Embedded::open(folder.path(), embedded::Options::default()).unwrap());
    let cluster: Arc<dyn Engine> = Arc::new(place.open().await);
    let library = Library::open(embedded.clone()).await.unwrap();
    import(&library, records).await;
    migrate(&*embedded, &*cluster, |_| {}).await.unwrap();
    let last = cluster.stats(soon()).await.unwrap().last_change;
    cluster.wait_visible(last, soon()).await.unwrap();

    let words = Vocabulary::of(&*embedded).await;
    let mut random = Random(0xa9_2ee);
    let (mut some, mut wrong) = (0, Vec::new());
    for at in 0..ASKED {
        let scope = if at % 3 == 2 { Scope::Findings } else { Scope::Citations };
        let (query, filter) = words.asked(scope, &mut random);
        let order = [Order::Id, Order::YearAscending, Order::YearDescending][at % 4 % 3];
        let (mine, its) = (
            found(&*embedded, (&query, &filter), scope, order).await,
            found(&*cluster, (&query, &filter), scope, order).await,
        );
        some += usize::from(!mine.0.is_empty());
        if mine != its {
            let (more, fewer) = (without(&its.0, &mine.0), without(&mine.0, &its.0));
            wrong.push(format!(
                "{query:?} {filter:?}: {} and {}: more {more:?}, fewer {fewer:?}",
                mine.1, its.1
            ));
        }
    }
    println!("{ASKED} asked, {some} found something, {} differ", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(some > ASKED / 2, "only {some} found something");

    // by relevance orders may differ, sets may not
    for word in words.some(20, &mut random) {
        let mut sets = Vec::new();
        for engine in [&*embedded, &*cluster] {
            let (mut keys, total) = found(engine, (&word, ""), Scope::Citations, Order::Relevance).await;
            keys.sort();
            assert_eq!(keys.len() as u64, total, "{word}");
            sets.push(keys);
        }
        assert_eq!(sets[0], sets[1], "{word}");
    }
    library.close().await;
    cluster.close().await.unwrap();
    place.clear().await;
}

/// Up to three of `these` that are not among `those`.
fn without(these: &[String], those: &[String]) -> Vec<String> {
    these.iter().filter(|one| !those.contains(one)).take(3).cloned().collect()
}

/// Keys of everything found, in order, and the total.
async fn found(
    engine: &dyn Engine,
    (query, filter): (&str, &str),
    scope: Scope,
    order: Order,
) -> (Vec<String>, u64) {
    let query = parse_query(query, scope).unwrap_or_else(|error| panic!("{query}: {error}"));
    let filter = parse_filter(filter, scope).unwrap_or_else(|error| panic!("{filter}: {error}"));
    let (mut keys, mut cursor) = (Vec::new(), None);
    loop {
        let search = Search { query: query.clone(), filter: filter.clone(), order, limit: PAGE, cursor };
        let (page, next, total): (Vec<String>, _, _) = match scope {
            Scope::Citations => {
                let hits = engine.search_citations(search, soon()).await.unwrap();
                (hits.hits.iter().map(|hit| hit.key.to_string()).collect(), hits.cursor, hits.total)
            }
            _ => {
                let hits = engine.search_findings(search, soon()).await.unwrap();
                let key = |key: &ibid::engine::FindingKey| format!("{}/{}", key.citation, key.id);
                (hits.hits.iter().map(|hit| key(&hit.key)).collect(), hits.cursor, hits.total)
            }
        };
        keys.extend(page);
        cursor = next;
        if cursor.is_none() {
            return (keys, total);
        }
    }
}

/// Words and values that a library holds.
struct Vocabulary {
    titles: Vec<Vec<String>>,
    texts: Vec<Vec<String>>,
    families: Vec<String>,
    journals: Vec<String>,
    subjects: Vec<String>,
}

impl Vocabulary {
    async fn of(engine: &dyn Engine) -> Self {
        let mut words =
            Self { titles: vec![], texts: vec![], families: vec![], journals: vec![], subjects: vec![] };
        let mut after = None;
        loop {
            let page = engine.scan(after, 1_000, soon()).await.unwrap();
            let Some((last, _)) = page.last() else { return words };
            after = Some(*last);
            for (_, bytes) in &page {
                let citation = Citation::decode(bytes.clone()).unwrap();
                words.titles.extend(citation.titles.iter().map(|title| words_of(&title.text)));
                words.texts.extend(citation.abstracts.iter().map(|text| words_of(&text.text)));
                words.families.extend(citation.contributors.iter().map(|who| who.family.clone()));
                words.journals.extend(citation.container.iter().map(|container| container.title.clone()));
                words.subjects.extend(citation.subjects.iter().map(|subject| subject.label.clone()));
            }
        }
    }

    fn some(&self, count: usize, random: &mut Random) -> Vec<String> {
        (0..count).map(|_| word(of(&self.titles, random), random)).collect()
    }

    /// A query and a filter, of which one may be empty.
    fn asked(&self, scope: Scope, random: &mut Random) -> (String, String) {
        let query = |random: &mut Random| match (scope == Scope::Citations, random.below(9)) {
            (true, 0..3) => word(of(&self.titles, random), random),
            (true, 3) => format!("title:{}", word(of(&self.titles, random), random)),
            (true, 4) => format!("\"{}\"", phrase(of(&self.texts, random), random)),
            (true, 5) => format!("title:\"{}\"", phrase(of(&self.titles, random), random)),
            (true, 6) => format!("author:\"{}\"", plain(of(&self.families, random))),
            (true, 7) => format!("mesh:\"{}\"", plain(of(&self.subjects, random))),
            (true, _) => format!("journal:\"{}\"", plain(of(&self.journals, random))),
            (false, 0..4) => word(of(&self.texts, random), random),
            (false, 4..6) => format!("\"{}\"", phrase(of(&self.texts, random), random)),
            (false, 6) => format!("outcome:{}", word(of(&self.texts, random), random)),
            (false, 7) => format!("population:{}", word(of(&self.texts, random), random)),
            (false, _) => format!("intervention:{}", word(of(&self.texts, random), random)),
        };
        let filter = |random: &mut Random| match (scope == Scope::Citations, random.below(9)) {
            (true, 0) => format!("year >= {}", 1975 + random.below(50)),
            (true, 1) => format!("year > 1978.5 AND year < {}", 1979 + random.below(45)),
            (true, 2) => format!("language = \"{}\"", ["en", "it", "fr", "de", "ru"][random.below(5)]),
            (true, 3) => format!("has = {}", ["abstract", "doi", "findings", "pmcid"][random.below(4)]),
            (true, 4) => format!("journal = \"{}\"", plain(of(&self.journals, random))),
            (true, 5) => format!("NOT author = \"{}\"", plain(of(&self.families, random))),
            (true, 6) => format!("mesh = \"{}\"", plain(of(&self.subjects, random))),
            (true, 7) => format!("title : \"{}\"", word(of(&self.titles, random), random)),
            (true, _) => "type = ARTICLE_JOURNAL OR publication_type : \"review\"".to_owned(),
            (false, 0) => format!("p < {}", ["0.05", "0.001", "0.5"][random.below(3)]),
            (false, 1) => format!("percent > {}", random.below(90)),
            (false, 2) => {
                format!("measure = \"{}\"", ["mean", "HR", "OR", "CI", "P_VALUE", "median"][random.below(6)])
            }
            (false, 3) => {
                format!("measure : \"{}\"", ["survival", "median", "ratio", "rate"][random.below(4)])
            }
            (false, 4) => format!("value_months >= {}", 1 + random.below(24)),
            (false, 5) => {
                format!("kind = {}", ["EFFICACY", "PREVALENCE", "SAFETY", "ASSOCIATION"][random.below(4)])
            }
            (false, 6) => {
                format!("direction = {} AND NOT negated = true", ["INCREASE", "DECREASE"][random.below(2)])
            }
            (false, 7) => {
                format!("measure : \"ratio\" AND value > 1 AND p < {}", ["0.05", "0.01"][random.below(2)])
            }
            (false, _) => format!("main = true AND year <= {}", 1979 + random.below(45)),
        };
        let mut asked = (query(random), String::new());
        match random.below(6) {
            0 => asked.0 = format!("{} AND {}", asked.0, query(random)),
            1 => asked.0 = format!("{} OR ({} NOT {})", asked.0, query(random), query(random)),
            2 => asked = (format!("{} {}", asked.0, query(random)), filter(random)),
            3 => asked = (String::new(), filter(random)),
            4 => asked.1 = format!("({}) OR NOT ({})", filter(random), filter(random)),
            _ => {}
        }
        asked
    }
}

fn of<'a, T>(list: &'a [T], random: &mut Random) -> &'a T {
    &list[random.below(list.len())]
}

fn words_of(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2).map(str::to_owned).collect()
}

/// Lower-case, so that none is an operator.
fn word(words: impl AsRef<[String]>, random: &mut Random) -> String {
    let words = words.as_ref();
    if words.is_empty() { "study".into() } else { of(words, random).to_lowercase() }
}

fn phrase(words: impl AsRef<[String]>, random: &mut Random) -> String {
    let words = words.as_ref();
    if words.len() < 3 {
        return "of the".into();
    }
    let start = random.below(words.len() - 2);
    words[start..start + 2 + random.below(2)].join(" ").to_lowercase()
}

fn plain(text: impl AsRef<str>) -> String {
    let plain: String =
        text.as_ref().chars().map(|c| if matches!(c, '"' | '\\') { ' ' } else { c }).collect();
    if plain.trim().is_empty() { "none".into() } else { plain }
}

async fn import(library: &Library, file: Vec<u8>) {
    let options = ImportOptions { wait_visible: true, ..ImportOptions::default() };
    let mut answers = library.import(options, Feed::File(Box::new(Cursor::new(file))));
    while let Some(answer) = answers.recv().await {
        answer.unwrap();
    }
}

fn soon() -> Deadline {
    Deadline::after(Duration::from_secs(60))
}
