use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::*;
use crate::contract::v1::DateKind;
use crate::query::ast::{Condition, Field, Filter, Query, Test, TextField};

/// Words that no English stemmer changes.
const WORDS: [&str; 8] = ["zorb", "quam", "blick", "trant", "morg", "pix", "dulk", "fenn"];

struct Record {
    id: u128,
    title: Vec<&'static str>,
    text: Vec<&'static str>,
    year: Option<i32>,
}

fn some_words(random: &mut StdRng, most: usize) -> Vec<&'static str> {
    (0..random.random_range(1..=most)).map(|_| WORDS[random.random_range(0..WORDS.len())]).collect()
}

fn record(random: &mut StdRng) -> Record {
    Record {
        id: random.random(),
        title: some_words(random, 4),
        text: some_words(random, 12),
        year: random.random_bool(0.8).then(|| random.random_range(1990..2000)),
    }
}

fn citation(record: &Record) -> Citation {
    let mut citation = titled(&record.title.join(" "), "en");
    citation.abstracts.push(v1::Abstract {
        text: record.text.join(" "),
        language: "en".to_owned(),
        ..Default::default()
    });
    match record.year {
        Some(year) => dated(citation, DateKind::Issued, year),
        None => citation,
    }
}

fn query(random: &mut StdRng, levels: u32) -> Query {
    let field = [TextField::Any, TextField::Title, TextField::Abstract][random.random_range(0..3)];
    let parts =
        |random: &mut StdRng| (0..random.random_range(2..4)).map(|_| query(random, levels - 1)).collect();
    match random.random_range(0..if levels == 0 { 4 } else { 8 }) {
        0 | 1 => Query::Word(field, WORDS[random.random_range(0..WORDS.len())].to_owned()),
        2 => Query::Phrase(
            field,
            (0..2).map(|_| WORDS[random.random_range(0..WORDS.len())].to_owned()).collect(),
        ),
        3 => Query::Is(condition(random)),
        4 | 5 => Query::And(parts(random)),
        6 => Query::Or(parts(random)),
        _ => Query::Not(Box::new(query(random, levels - 1))),
    }
}

fn condition(random: &mut StdRng) -> Condition {
    let low = random.random_bool(0.7).then(|| (f64::from(random.random_range(1988..2002)), random.random()));
    let high = random.random_bool(0.7).then(|| (f64::from(random.random_range(1988..2002)), random.random()));
    Condition { field: Field::Year, test: Test::Range { low, high } }
}

fn holds(query: &Query, record: &Record) -> bool {
    let texts = |field: &TextField| match field {
        TextField::Title => vec![&record.title],
        TextField::Abstract => vec![&record.text],
        _ => vec![&record.title, &record.text],
    };
    match query {
        Query::All => true,
        Query::Word(field, word) => texts(field).iter().any(|text| text.contains(&word.as_str())),
        Query::Phrase(field, words) => {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            texts(field).iter().any(|text| text.windows(words.len()).any(|window| window == words))
        }
        Query::Is(condition) => is_true(condition, record),
        Query::And(parts) => parts.iter().all(|part| holds(part, record)),
        Query::Or(parts) => parts.iter().any(|part| holds(part, record)),
        Query::Not(part) => !holds(part, record),
    }
}

fn is_true(condition: &Condition, record: &Record) -> bool {
    let (Some(year), Test::Range { low, high }) = (record.year.map(f64::from), &condition.test) else {
        return false;
    };
    low.is_none_or(|(end, inside)| if inside { year >= end } else { year > end })
        && high.is_none_or(|(end, inside)| if inside { year <= end } else { year < end })
}

#[test]
fn the_index_finds_what_reading_every_record_finds() {
    let mut random = StdRng::seed_from_u64(20_260_301);
    let records: Vec<Record> = (0..200).map(|_| record(&mut random)).collect();
    let shelf = Shelf::with([]);
    for (number, record) in records.iter().enumerate() {
        let id = CitationId::from_u128(record.id);
        put(&shelf.index, id, &citation(record), &[], !number.is_multiple_of(3));
        if number.is_multiple_of(70) {
            shelf.index.commit(1).expect("commit");
        }
    }
    shelf.index.commit(2).expect("commit");
    for _ in 0..400 {
        let query = query(&mut random, 3);
        let filter = if random.random() { Filter::All } else { Filter::Is(condition(&mut random)) };
        let selected = |record: &&Record| match &filter {
            Filter::Is(condition) => is_true(condition, record),
            _ => true,
        };
        let mut expected: Vec<u128> = records
            .iter()
            .filter(selected)
            .filter(|record| holds(&query, record))
            .map(|record| record.id)
            .collect();
        expected.sort_unstable();
        let search = Search { query, filter, order: Order::Id, limit: 1_000, cursor: None };
        let by_id = shelf.index.search_citations(&search, soon()).expect("a search");
        let found: Vec<u128> = by_id.hits.iter().map(|hit| hit.key.as_u128()).collect();
        assert_eq!(found, expected, "{search:?}");
        let search = Search { order: Order::Relevance, ..search };
        let ranked = shelf.index.search_citations(&search, soon()).expect("a search");
        let in_order = |pair: &[Hit<CitationId>]| {
            pair[0].score > pair[1].score || (pair[0].score == pair[1].score && pair[0].key < pair[1].key)
        };
        assert!(ranked.hits.windows(2).all(in_order), "{search:?}");
        let mut found: Vec<u128> = ranked.hits.iter().map(|hit| hit.key.as_u128()).collect();
        found.sort_unstable();
        assert_eq!(found, expected, "{search:?}");
    }
}
