//! Searching by reading everything. A word matches where it stands, folded, in the singular or a plain plural; a hit's score
//! is how often.

use bytes::Bytes;
use ibid::contract::v1::{self, SubjectScheme};
use ibid::engine::{EngineError, FindingKey, Hit, Hits, Order, Search};
use ibid::query::ast::{Filter, Query, TextField};
use ibid::query::words::{fold, words};
use ibid::record::name::CitationId;

use super::condition::{self, Subject, year};

/// A record as it is searched: its pieces of text by field, and what conditions are asked of.
pub struct Searched<'a> {
    pub texts: Vec<(TextField, Vec<String>)>,
    pub subject: Subject<'a>,
}

pub fn citations<'a>(
    search: &Search,
    all: impl Iterator<Item = (CitationId, &'a v1::Citation, usize)>,
) -> Result<Hits<CitationId>, EngineError> {
    let records = all.map(|(id, citation, findings)| {
        let subject = Subject::Citation { id, citation, findings };
        (id, id.to_string(), year(citation), Searched { texts: citation_texts(citation), subject })
    });
    page(search, matching(search, records))
}

pub fn findings<'a>(
    search: &Search,
    all: impl Iterator<Item = (FindingKey, v1::Finding, &'a v1::Citation)>,
) -> Result<Hits<FindingKey>, EngineError> {
    let all: Vec<_> = all.collect();
    let records = all.iter().map(|(key, finding, citation)| {
        let subject = Subject::Finding { id: key.citation, finding, year: year(citation) };
        let tie = format!("{}/{}", key.citation, key.id);
        (key.clone(), tie, year(citation), Searched { texts: finding_texts(finding), subject })
    });
    page(search, matching(search, records))
}

struct Match<K> {
    /// Ascending.
    rank: i64,
    tie: String,
    hit: Hit<K>,
}

fn matching<'a, K>(
    search: &Search,
    records: impl Iterator<Item = (K, String, Option<i32>, Searched<'a>)>,
) -> Vec<Match<K>> {
    let mut matches: Vec<Match<K>> = records
        .filter(|(.., record)| selects(&search.filter, &record.subject))
        .filter_map(|(key, tie, year, record)| {
            let count = count(&search.query, &record)?;
            let rank = match search.order {
                Order::Relevance => -(count as i64),
                Order::Id => 0,
                Order::YearAscending => year.map_or(i64::MAX, i64::from),
                Order::YearDescending => year.map_or(i64::MAX, |year| -i64::from(year)),
            };
            Some(Match { rank, tie, hit: Hit { key, score: count as f32, message: None } })
        })
        .collect();
    matches.sort_by(|a, b| (a.rank, &a.tie).cmp(&(b.rank, &b.tie)));
    matches
}

/// A cursor is the rank and the key of the last hit.
fn page<K>(search: &Search, matches: Vec<Match<K>>) -> Result<Hits<K>, EngineError> {
    let total = matches.len() as u64;
    let after = search.cursor.as_ref().map(read_cursor).transpose()?;
    let is_later = |m: &Match<K>| after.as_ref().is_none_or(|(rank, tie)| (m.rank, &m.tie) > (*rank, tie));
    let mut rest = matches.into_iter().filter(is_later).peekable();
    let (mut hits, mut last) = (Vec::new(), None);
    while hits.len() < search.limit {
        let Some(found) = rest.next() else { break };
        last = Some([&found.rank.to_be_bytes()[..], found.tie.as_bytes()].concat());
        hits.push(found.hit);
    }
    let cursor = rest.peek().and(last).map(Bytes::from);
    Ok(Hits { hits, cursor, total })
}

fn read_cursor(cursor: &Bytes) -> Result<(i64, String), EngineError> {
    let (rank, tie) = cursor.split_first_chunk::<8>().ok_or(EngineError::BadCursor)?;
    let tie = String::from_utf8(tie.to_vec()).map_err(|_| EngineError::BadCursor)?;
    Ok((i64::from_be_bytes(*rank), tie))
}

/// How often the record matches; `None` when it does not.
fn count(query: &Query, record: &Searched) -> Option<usize> {
    match query {
        Query::All => Some(0),
        Query::Word(field, word) => occurrences(record, *field, &plain_words(word)),
        Query::Phrase(field, phrase) => {
            occurrences(record, *field, &phrase.iter().flat_map(|word| plain_words(word)).collect::<Vec<_>>())
        }
        Query::Is(condition) => condition::holds(condition, &record.subject).then_some(1),
        Query::And(all) => all.iter().map(|one| count(one, record)).sum(),
        Query::Or(any) => any.iter().filter_map(|one| count(one, record)).reduce(|a, b| a + b),
        Query::Not(inner) => count(inner, record).is_none().then_some(0),
    }
}

fn occurrences(record: &Searched, field: TextField, phrase: &[String]) -> Option<usize> {
    if phrase.is_empty() {
        return Some(0);
    }
    let pieces = record
        .texts
        .iter()
        .filter(|(of, _)| field == TextField::Any && *of != TextField::Journal || *of == field);
    let found =
        pieces.map(|(_, piece)| piece.windows(phrase.len()).filter(|words| *words == phrase).count()).sum();
    (found > 0).then_some(found)
}

fn selects(filter: &Filter, subject: &Subject) -> bool {
    match filter {
        Filter::All => true,
        Filter::Is(condition) => condition::holds(condition, subject),
        Filter::And(all) => all.iter().all(|one| selects(one, subject)),
        Filter::Or(any) => any.iter().any(|one| selects(one, subject)),
        Filter::Not(inner) => !selects(inner, subject),
        Filter::Measurement(conditions) => condition::measured(conditions, subject),
    }
}

/// Folded words in the singular.
pub fn plain_words(text: &str) -> Vec<String> {
    words(text).map(|(_, word)| singular(fold(word))).collect()
}

fn singular(word: String) -> String {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with('s') => stem.to_owned(),
        _ => word,
    }
}

fn citation_texts(citation: &v1::Citation) -> Vec<(TextField, Vec<String>)> {
    let mut texts: Vec<(TextField, String)> = Vec::new();
    texts.extend(citation.titles.iter().map(|title| (TextField::Title, title.text.clone())));
    texts.extend(citation.abstracts.iter().map(|summary| (TextField::Abstract, summary.text.clone())));
    for name in &citation.contributors {
        let whole = format!("{} {} {} {}", name.given, name.family, name.collective, name.literal);
        texts.push((TextField::Author, whole));
    }
    for subject in &citation.subjects {
        let field = match subject.scheme() {
            SubjectScheme::Mesh | SubjectScheme::MeshSupplementary => TextField::Mesh,
            _ => TextField::Keyword,
        };
        texts.push((field, subject.label.clone()));
        texts.extend(subject.qualifiers.iter().map(|qualifier| (field, qualifier.label.clone())));
    }
    if let Some(container) = &citation.container {
        texts.push((TextField::Journal, container.title.clone()));
        texts.extend(container.abbreviations.iter().map(|short| (TextField::Journal, short.text.clone())));
    }
    texts.into_iter().map(|(field, text)| (field, plain_words(&text))).collect()
}

fn finding_texts(finding: &v1::Finding) -> Vec<(TextField, Vec<String>)> {
    let mut texts = vec![(TextField::Statement, plain_words(&finding.statement))];
    for (field, mentions) in [
        (TextField::Outcome, &finding.outcomes),
        (TextField::Intervention, &finding.interventions),
        (TextField::Population, &finding.populations),
        (TextField::Comparator, &finding.comparators),
    ] {
        for mention in mentions {
            for text in [&mention.text, &mention.expansion, &mention.mesh_label] {
                texts.push((field, plain_words(text)));
            }
        }
    }
    texts
}
