//! Queries and filters as queries of tantivy.

use std::collections::{BTreeSet, HashMap};
use std::ops::Bound;

use tantivy::query::{
    AllQuery, Bm25StatisticsProvider, BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery,
    Query as Plan, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field as IndexField, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::excluded::Excluded;
use super::forms::{Form, Forms};
use super::measurement::Asked;
use super::schema::TextFields;
use crate::engine::terms::analysis::Stemming;
use crate::engine::terms::{exact, text_of};
use crate::query::ast::{Condition, Field, Filter, Query, Test, TextField, Value};
use crate::record::name::CitationId;

type Planned = tantivy::Result<Box<dyn Plan>>;

/// Makes plans over one state of an index.
pub(super) struct Planner<'a> {
    fields: &'a dyn TextFields,
    searcher: &'a Searcher,
    languages: u32,
    /// Shared by all searches.
    forms: &'a Forms,
    /// How many documents hold a word, for each of its forms: the forms of a word weigh the same.
    frequencies: HashMap<Term, u64>,
}

impl<'a> Planner<'a> {
    /// `languages` are those whose stems the index holds.
    pub fn new(fields: &'a dyn TextFields, searcher: &'a Searcher, languages: u32, forms: &'a Forms) -> Self {
        let languages = languages | Stemming::ENGLISH.bit();
        Self { fields, searcher, languages, forms, frequencies: HashMap::new() }
    }

    /// What satisfies both; only the query scores.
    pub fn plan(&mut self, query: &Query, filter: &Filter) -> Planned {
        let query = self.query(query)?;
        if *filter == Filter::All {
            return Ok(query);
        }
        let filter = unscored(self.filter(filter)?);
        Ok(Box::new(BooleanQuery::new(vec![(Occur::Must, query), (Occur::Must, filter)])))
    }

    /// Statistics for scoring what was planned.
    pub fn statistics(self) -> Statistics<'a> {
        Statistics { searcher: self.searcher, frequencies: self.frequencies }
    }

    fn query(&mut self, query: &Query) -> Planned {
        match query {
            Query::All => Ok(unscored(Box::new(AllQuery))),
            Query::Word(field, word) => Ok(any_of(self.word(*field, word)?)),
            Query::Phrase(field, words) => self.phrase(*field, words),
            Query::Is(condition) => Ok(unscored(self.condition(condition)?)),
            Query::And(parts) => {
                let mut clauses = Vec::with_capacity(parts.len());
                for part in parts {
                    clauses.push(match part {
                        Query::Not(inner) => (Occur::MustNot, excluded(self.query(inner)?)),
                        part => (Occur::Must, self.query(part)?),
                    });
                }
                Ok(all_of(clauses))
            }
            Query::Or(parts) => {
                let mut plans = Vec::with_capacity(parts.len());
                for part in parts {
                    match part {
                        Query::Word(field, word) => plans.extend(self.word(*field, word)?),
                        part => plans.push(self.query(part)?),
                    }
                }
                Ok(any_of(plans))
            }
            Query::Not(part) => {
                let part = self.query(part)?;
                Ok(all_of(vec![(Occur::MustNot, excluded(part))]))
            }
        }
    }

    fn filter(&mut self, filter: &Filter) -> Planned {
        match filter {
            Filter::All => Ok(Box::new(AllQuery)),
            Filter::Is(condition) => self.condition(condition),
            Filter::And(parts) => {
                let mut clauses = Vec::with_capacity(parts.len());
                for part in parts {
                    clauses.push(match part {
                        Filter::Not(inner) => (Occur::MustNot, excluded(self.filter(inner)?)),
                        part => (Occur::Must, self.filter(part)?),
                    });
                }
                Ok(all_of(clauses))
            }
            Filter::Or(parts) => {
                let parts = parts.iter().map(|part| self.filter(part)).collect::<tantivy::Result<_>>()?;
                Ok(any_of(parts))
            }
            Filter::Not(part) => {
                let part = self.filter(part)?;
                Ok(all_of(vec![(Occur::MustNot, excluded(part))]))
            }
            Filter::Measurement(conditions) => self.measurement(conditions),
        }
    }

    /// The forms of a word, in every language of the library; none where no document holds it.
    fn word(&mut self, field: TextField, word: &str) -> tantivy::Result<Vec<Box<dyn Plan>>> {
        let Some(index) = self.fields.words(field) else { return Ok(Vec::new()) };
        let languages = self.languages_of(field == TextField::Author);
        let forms = self.forms.held(self.searcher, (index, languages), word)?;
        let all: u64 = forms.iter().map(|form| form.frequency).sum();
        let frequency = all.min(self.searcher.num_docs());
        let plans = forms.iter().map(|form| {
            let known = self.frequencies.entry(form.term.clone()).or_default();
            *known = frequency.max(*known);
            Box::new(TermQuery::new(form.term.clone(), IndexRecordOption::WithFreqs)) as Box<dyn Plan>
        });
        Ok(plans.collect())
    }

    /// A phrase, in every language that holds all of its words, within any one text.
    fn phrase(&mut self, field: TextField, words: &[String]) -> Planned {
        let mut plans: Vec<Box<dyn Plan>> = Vec::new();
        for (index, people) in self.fields.phrases(field) {
            let languages = self.languages_of(people);
            let mut held = Vec::with_capacity(words.len());
            for word in words {
                held.push(self.forms.held(self.searcher, (index, languages), word)?);
            }
            for stemming in Stemming::all_of(languages) {
                let form = |forms: &[Form]| forms.iter().find(|form| form.stemming == stemming).cloned();
                let terms: Option<Vec<Term>> = held.iter().map(|forms| Some(form(forms)?.term)).collect();
                plans.extend(terms.map(|terms| Box::new(PhraseQuery::new(terms)) as Box<dyn Plan>));
            }
        }
        Ok(any_of(plans))
    }

    fn languages_of(&self, people: bool) -> u32 {
        if people { Stemming::NONE.bit() } else { self.languages }
    }

    fn condition(&mut self, condition: &Condition) -> Planned {
        match (condition.field, &condition.test) {
            (Field::Year, test) => Ok(self.year(test)),
            (Field::Measure | Field::Value | Field::ValueMonths | Field::Percent | Field::P, _) => {
                self.measurement(std::slice::from_ref(condition))
            }
            (Field::Id, Test::Equals(Value::Text(id))) => Ok(match id.parse::<CitationId>() {
                Ok(id) => term(Term::from_field_u64(self.fields.common().id_low, id.as_u128() as u64)),
                Err(_) => Box::new(EmptyQuery),
            }),
            (field, Test::Equals(value)) => Ok(match value {
                Value::Text(text) => {
                    exact::term(field, text).map_or_else(|| Box::new(EmptyQuery) as _, |t| self.exact(t))
                }
                Value::Enum(number) => self.exact(exact::number_term(field, *number)),
                Value::Bool(flag) => self.exact(exact::number_term(field, i32::from(*flag))),
                Value::Number(_) => Box::new(EmptyQuery),
            }),
            (field, Test::Words(words)) => self.has_words(field, words),
            (_, Test::Range { .. }) => Ok(Box::new(EmptyQuery)),
        }
    }

    fn exact(&self, value: u64) -> Box<dyn Plan> {
        term(Term::from_field_u64(self.fields.common().exact, value))
    }

    fn has_words(&mut self, field: Field, words: &[String]) -> Planned {
        let mut clauses = Vec::with_capacity(words.len());
        for word in words {
            let plan = match text_of(field) {
                Some(text) => any_of(self.word(text, word)?),
                None => {
                    let stems = self.forms.stems(word);
                    let stems =
                        stems.iter().map(|stem| (Occur::Must, self.exact(exact::stem_term(field, stem))));
                    all_of(stems.collect())
                }
            };
            clauses.push((Occur::Must, plan));
        }
        Ok(all_of(clauses))
    }

    fn year(&self, test: &Test) -> Box<dyn Plan> {
        let field = self.fields.common().year;
        let bound = |number: f64| Bound::Included(Term::from_field_i64(field, number as i64));
        let (low, high) = match test {
            Test::Equals(Value::Number(number)) if number.fract() == 0.0 => (bound(*number), bound(*number)),
            Test::Range { low, high } => (
                low.map_or_else(
                    || bound(i64::MIN as f64),
                    |(end, inside)| bound(if inside { end.ceil() } else { end.floor() + 1.0 }),
                ),
                high.map_or_else(
                    || bound(i64::MAX as f64),
                    |(end, inside)| bound(if inside { end.floor() } else { end.ceil() - 1.0 }),
                ),
            ),
            _ => return Box::new(EmptyQuery),
        };
        Box::new(RangeQuery::new(low, high))
    }

    fn measurement(&mut self, conditions: &[Condition]) -> Planned {
        let mut asked = Asked::default();
        let mut clauses = Vec::new();
        for condition in conditions {
            match (condition.field, &condition.test) {
                (Field::Measure, test) => {
                    let Some(index) = self.fields.measure() else { return Ok(Box::new(EmptyQuery)) };
                    let names = self.measure_names(index, test)?;
                    let terms = names.iter().map(|name| Term::from_field_text(index, name));
                    clauses.push((Occur::Must, Box::new(TermSetQuery::new(terms)) as Box<dyn Plan>));
                    asked.names.push(names.iter().map(|name| exact::measure_hash(name)).collect());
                }
                (field, test) => asked.numbers.push((field, test.clone())),
            }
        }
        if !asked.numbers.is_empty() || asked.names.len() > 1 {
            clauses.push((Occur::Must, asked.query()));
        }
        Ok(all_of(clauses))
    }

    /// Names of measurements that satisfy a condition: the very name, or all that hold its words.
    fn measure_names(&self, index: IndexField, test: &Test) -> tantivy::Result<BTreeSet<String>> {
        match test {
            Test::Equals(Value::Text(name)) => Ok(BTreeSet::from([exact::measure_name(name)])),
            Test::Words(words) => {
                let wanted = exact::measure_name(&words.join(" "));
                let wanted: Vec<&str> = wanted.split(' ').collect();
                self.names_with(index, &wanted)
            }
            _ => Ok(BTreeSet::new()),
        }
    }

    fn names_with(&self, index: IndexField, wanted: &[&str]) -> tantivy::Result<BTreeSet<String>> {
        let mut names = BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(index)?;
            let mut stream = inverted.terms().stream()?;
            while stream.advance() {
                let Ok(name) = std::str::from_utf8(stream.key()) else { continue };
                if wanted.iter().all(|word| name.split(' ').any(|part| part == *word)) {
                    names.insert(name.to_owned());
                }
            }
        }
        Ok(names)
    }
}

/// Statistics of the index in which the forms of a word weigh the same.
pub(super) struct Statistics<'a> {
    searcher: &'a Searcher,
    frequencies: HashMap<Term, u64>,
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: IndexField) -> tantivy::Result<u64> {
        Bm25StatisticsProvider::total_num_tokens(self.searcher, field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Bm25StatisticsProvider::total_num_docs(self.searcher)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        match self.frequencies.get(term) {
            Some(frequency) => Ok(*frequency),
            None => self.searcher.doc_freq(term),
        }
    }
}

fn term(term: Term) -> Box<dyn Plan> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

fn excluded(plan: Box<dyn Plan>) -> Box<dyn Plan> {
    Box::new(Excluded(plan))
}

fn unscored(plan: Box<dyn Plan>) -> Box<dyn Plan> {
    Box::new(ConstScoreQuery::new(plan, 0.0))
}

/// Any of the plans; each that matches adds to the score.
fn any_of(mut plans: Vec<Box<dyn Plan>>) -> Box<dyn Plan> {
    match plans.len() {
        0 => Box::new(EmptyQuery),
        1 => plans.swap_remove(0),
        _ => Box::new(BooleanQuery::union(plans)),
    }
}

/// All clauses; where every one of them leaves something out, of everything.
fn all_of(mut clauses: Vec<(Occur, Box<dyn Plan>)>) -> Box<dyn Plan> {
    if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
        clauses.push((Occur::Must, unscored(Box::new(AllQuery))));
    }
    if let [(Occur::Must, _)] = clauses.as_slice() {
        return clauses.swap_remove(0).1;
    }
    Box::new(BooleanQuery::new(clauses))
}
