//! Queries and filters in the cluster's language.

use serde_json::{Value, json};

use super::fields::{ENDS, exact as exact_value, name, stem};
use crate::engine::terms::analysis::{Analyser, Stemming};
use crate::engine::terms::{exact, text_of};
use crate::query::ast::{Condition, Field, Filter, Query, Test, TextField, Value as Wanted};
use crate::record::name::CitationId;

/// Most clauses of a query that scores every word by itself; the cluster refuses more than 1,024.
const MOST_CLAUSES: usize = 900;

/// Which documents are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Searched {
    Citations,
    Findings,
}

/// What satisfies both; only the query scores. `languages` are those whose stems the index holds.
pub(super) fn plan(query: &Query, filter: &Filter, searched: Searched, languages: u32) -> Value {
    let scored = both(query, filter, &mut Planner::new(searched, languages, true));
    match scored {
        (plan, clauses) if clauses <= MOST_CLAUSES => plan,
        _ => both(query, filter, &mut Planner::new(searched, languages, false)).0,
    }
}

fn both(query: &Query, filter: &Filter, planner: &mut Planner) -> (Value, usize) {
    let must = planner.query(query);
    let mut filters = Vec::new();
    if planner.searched == Searched::Citations {
        filters.push(json!({"term": {"row": "citation"}}));
    }
    if *filter != Filter::All {
        filters.push(planner.filter(filter));
    }
    (json!({"bool": {"must": [must], "filter": filters}}), planner.clauses)
}

struct Planner {
    searched: Searched,
    languages: u32,
    /// Whether each form of a word is a clause of its own.
    scored: bool,
    clauses: usize,
    analyser: Analyser,
}

impl Planner {
    fn new(searched: Searched, languages: u32, scored: bool) -> Self {
        let languages = languages | Stemming::ENGLISH.bit();
        Self { searched, languages, scored, clauses: 0, analyser: Analyser::default() }
    }

    fn query(&mut self, query: &Query) -> Value {
        match query {
            Query::All => unscored(json!({"match_all": {}})),
            Query::Word(field, word) => self.word(*field, word),
            Query::Phrase(field, words) => self.phrase(*field, words),
            Query::Is(condition) => unscored(self.condition(condition)),
            Query::And(parts) => {
                let (mut must, mut must_not) = (Vec::new(), Vec::new());
                for part in parts {
                    match part {
                        Query::Not(inner) => must_not.push(self.query(inner)),
                        part => must.push(self.query(part)),
                    }
                }
                json!({"bool": {"must": must, "must_not": must_not}})
            }
            Query::Or(parts) => any_of(parts.iter().map(|part| self.query(part)).collect()),
            Query::Not(part) => unscored(json!({"bool": {"must_not": [self.query(part)]}})),
        }
    }

    fn filter(&mut self, filter: &Filter) -> Value {
        match filter {
            Filter::All => json!({"match_all": {}}),
            Filter::Is(condition) => self.condition(condition),
            Filter::And(parts) => all_of(parts.iter().map(|part| self.filter(part)).collect()),
            Filter::Or(parts) => any_of(parts.iter().map(|part| self.filter(part)).collect()),
            Filter::Not(part) => json!({"bool": {"must_not": [self.filter(part)]}}),
            Filter::Measurement(conditions) => self.measurement(conditions),
        }
    }

    /// The forms of a word, in every language of the library.
    fn word(&mut self, field: TextField, word: &str) -> Value {
        let Some(field) = self.place(field) else { return nothing() };
        let mut forms: Vec<String> = Vec::new();
        for stemming in self.languages_of(field) {
            forms.extend(self.analyser.stems(stemming, word).iter().map(|form| stem(form).into_owned()));
        }
        forms.sort_unstable();
        forms.dedup();
        let field = name(field);
        if !self.scored {
            self.clauses += 1;
            return json!({"terms": {field: forms}});
        }
        self.clauses += forms.len();
        any_of(forms.into_iter().map(|form| json!({"term": {field: {"value": form}}})).collect())
    }

    /// A phrase, in every language, within any one text.
    fn phrase(&mut self, field: TextField, words: &[String]) -> Value {
        let mut phrases = Vec::new();
        for field in self.places(field) {
            for stemming in self.languages_of(field) {
                let forms: Option<Vec<String>> = words
                    .iter()
                    .map(|word| {
                        let form = self.analyser.stems(stemming, word).into_iter().next()?;
                        Some(stem(&form).into_owned())
                    })
                    .collect();
                let Some(forms) = forms.filter(|forms| !forms.is_empty()) else { continue };
                phrases.push(json!({"match_phrase": {name(field): {"query": forms.join(" ")}}}));
            }
        }
        self.clauses += phrases.len();
        any_of(phrases)
    }

    /// Where a word is looked for; `None` where what is searched has no such text.
    fn place(&self, field: TextField) -> Option<TextField> {
        use TextField::{Comparator, Intervention, Outcome, Population, Statement};
        let of_findings = matches!(field, Statement | Outcome | Intervention | Population | Comparator);
        match (self.searched, field) {
            (Searched::Findings, TextField::Any) => Some(Statement),
            (Searched::Findings, field) => of_findings.then_some(field),
            (Searched::Citations, field) => (!of_findings).then_some(field),
        }
    }

    /// Where a phrase is looked for.
    fn places(&self, field: TextField) -> Vec<TextField> {
        use TextField::{Abstract, Any, Author, Journal, Keyword, Mesh, Title};
        match (self.searched, field) {
            (Searched::Citations, Any) => vec![Title, Abstract, Author, Journal, Mesh, Keyword],
            (_, field) => self.place(field).into_iter().collect(),
        }
    }

    fn languages_of(&self, field: TextField) -> Vec<Stemming> {
        match field {
            TextField::Author => vec![Stemming::NONE],
            _ => Stemming::all_of(self.languages).collect(),
        }
    }

    fn condition(&mut self, condition: &Condition) -> Value {
        match (condition.field, &condition.test) {
            (Field::Year, test) => self.counted(year(test)),
            (Field::Measure | Field::Value | Field::ValueMonths | Field::Percent | Field::P, _) => {
                self.measurement(std::slice::from_ref(condition))
            }
            (Field::Id, Test::Equals(Wanted::Text(id))) => match id.parse::<CitationId>() {
                Ok(id) => self.counted(json!({"term": {"id": id.to_string()}})),
                Err(_) => nothing(),
            },
            (field, Test::Equals(Wanted::Text(text))) => match exact::term(field, text) {
                Some(term) => self.exact(term),
                None => nothing(),
            },
            (field, Test::Equals(Wanted::Enum(number))) => self.exact(exact::number_term(field, *number)),
            (field, Test::Equals(Wanted::Bool(flag))) => {
                self.exact(exact::number_term(field, i32::from(*flag)))
            }
            (field, Test::Words(words)) => self.has_words(field, words),
            (_, Test::Equals(Wanted::Number(_)) | Test::Range { .. }) => nothing(),
        }
    }

    fn exact(&mut self, term: u64) -> Value {
        self.counted(json!({"term": {"exact": exact_value(term)}}))
    }

    fn counted(&mut self, clause: Value) -> Value {
        self.clauses += 1;
        clause
    }

    fn has_words(&mut self, field: Field, words: &[String]) -> Value {
        let mut clauses = Vec::with_capacity(words.len());
        for word in words {
            match text_of(field) {
                Some(text) => clauses.push(self.word(text, word)),
                None => {
                    let stems = self.analyser.stems(Stemming::ENGLISH, word);
                    clauses.extend(stems.iter().map(|stem| self.exact(exact::stem_term(field, stem))));
                }
            }
        }
        all_of(clauses)
    }

    /// Conditions that hold of one and the same measurement.
    fn measurement(&mut self, conditions: &[Condition]) -> Value {
        if self.searched == Searched::Citations {
            return nothing();
        }
        let clauses: Vec<Value> = conditions
            .iter()
            .map(|condition| match (condition.field, &condition.test) {
                (Field::Measure, Test::Equals(Wanted::Text(text))) => {
                    json!({"term": {"measurements.names": exact::measure_name(text)}})
                }
                (Field::Measure, Test::Words(words)) => named(words),
                (field, test) => number(field, test),
            })
            .collect();
        self.clauses += 2 * clauses.len();
        json!({"nested": {"path": "measurements", "score_mode": "none", "query": all_of(clauses)}})
    }
}

/// A name of a measurement that holds all of these words.
fn named(words: &[String]) -> Value {
    let wanted = exact::measure_name(&words.join(" "));
    let wanted: Vec<_> = wanted.split(' ').filter(|word| !word.is_empty()).map(stem).collect();
    if wanted.is_empty() {
        return nothing();
    }
    let in_field =
        |field: &str| all_of(wanted.iter().map(|word| json!({"term": {field: {"value": word}}})).collect());
    any_of(vec![in_field("measurements.kind"), in_field("measurements.of")])
}

/// A number known to lie between two ends satisfies a condition when every value it may have does.
fn number(field: Field, test: &Test) -> Value {
    let place = match field {
        Field::Value => 0,
        Field::ValueMonths => 1,
        Field::Percent => 2,
        Field::P => 3,
        _ => return nothing(),
    };
    let (low, high) = ENDS[place];
    let (low, high) = (format!("measurements.{low}"), format!("measurements.{high}"));
    match test {
        Test::Equals(Wanted::Number(number)) => {
            all_of(vec![json!({"term": {low: number}}), json!({"term": {high: number}})])
        }
        Test::Range { low: least, high: most } => {
            let mut clauses = vec![json!({"exists": {"field": &low}})];
            if let Some((end, inside)) = least {
                clauses.push(json!({"range": {low: {if *inside { "gte" } else { "gt" }: end}}}));
            }
            if let Some((end, inside)) = most {
                clauses.push(json!({"range": {high: {if *inside { "lte" } else { "lt" }: end}}}));
            }
            all_of(clauses)
        }
        _ => nothing(),
    }
}

fn year(test: &Test) -> Value {
    match test {
        Test::Equals(Wanted::Number(number)) if number.fract() == 0.0 => {
            json!({"term": {"year": *number as i64}})
        }
        Test::Range { low: None, high: None } => json!({"exists": {"field": "year"}}),
        Test::Range { low, high } => {
            let low = low.map(|(end, inside)| if inside { end.ceil() } else { end.floor() + 1.0 });
            let high = high.map(|(end, inside)| if inside { end.floor() } else { end.ceil() - 1.0 });
            let (low, high) = (low.map(|end| end as i64), high.map(|end| end as i64));
            json!({"range": {"year": {"gte": low, "lte": high}}})
        }
        _ => nothing(),
    }
}

fn any_of(mut clauses: Vec<Value>) -> Value {
    match clauses.len() {
        0 => nothing(),
        1 => clauses.remove(0),
        _ => json!({"bool": {"should": clauses, "minimum_should_match": 1}}),
    }
}

fn all_of(clauses: Vec<Value>) -> Value {
    json!({"bool": {"filter": clauses}})
}

fn unscored(clause: Value) -> Value {
    json!({"constant_score": {"filter": clause, "boost": 0.0}})
}

fn nothing() -> Value {
    json!({"match_none": {}})
}
