use super::ast::{Condition, Query, Test, TextField};
use super::field::{Kind, Scope, Spec, query_field, unknown_query_field};
use super::scan::Scanner;
use super::value::{read_numbers, read_value};
use super::words::words;
use super::{MAX_BYTES, MAX_LEVELS, MAX_WORDS, QueryError};

/// Reads a query: words, "phrases", `AND`, `OR`, `NOT` or `-`, parentheses, `field:value`, `field:(…)`. `NOT` binds closest, then
/// words that merely stand side by side, then `AND`, then `OR`. Words side by side are joined by OR; a condition such as
/// `year:2009`, or a negation, beside them must hold as well. A chunk of several words, such as `COVID-19`, is a phrase.
/// Nothing but spaces finds everything.
pub fn parse_query(text: &str, scope: Scope) -> Result<Query, QueryError> {
    if text.len() > MAX_BYTES {
        return Err(QueryError::new(
            MAX_BYTES,
            format!("the query is longer than {MAX_BYTES} bytes: shorten it"),
        ));
    }
    if text.trim().is_empty() {
        return Ok(Query::All);
    }
    let mut parser = Parser { scan: Scanner::new(text), scope, words: 0, levels: 0 };
    let query = parser.either(TextField::Any)?;
    match parser.scan.peek() {
        None => Ok(query),
        Some(_) => {
            Err(QueryError::new(parser.scan.at, "this parenthesis was never opened: take it out or open it"))
        }
    }
}

struct Parser<'a> {
    scan: Scanner<'a>,
    scope: Scope,
    words: usize,
    levels: usize,
}

impl<'a> Parser<'a> {
    fn either(&mut self, field: TextField) -> Result<Query, QueryError> {
        let mut branches = vec![self.all(field)?];
        while self.operator("OR") {
            branches.push(self.all(field)?);
        }
        Ok(or(branches))
    }

    fn all(&mut self, field: TextField) -> Result<Query, QueryError> {
        let mut parts = vec![self.side_by_side(field)?];
        while self.operator("AND") {
            parts.push(self.side_by_side(field)?);
        }
        Ok(and(parts))
    }

    fn operator(&mut self, keyword: &str) -> bool {
        self.scan.skip_space();
        self.scan.keyword(keyword)
    }

    fn side_by_side(&mut self, field: TextField) -> Result<Query, QueryError> {
        let (mut wanted, mut required) = (Vec::new(), Vec::new());
        loop {
            self.scan.skip_space();
            match self.scan.peek() {
                None | Some(')') => break,
                _ if self.scan.sees_keyword("AND") || self.scan.sees_keyword("OR") => break,
                _ => {}
            }
            match self.unary(field)? {
                Some(part @ (Query::Is(_) | Query::Not(_))) => required.push(part),
                Some(part) => wanted.push(part),
                None => {}
            }
        }
        if wanted.is_empty() && required.is_empty() {
            return Err(self.nothing());
        }
        if !wanted.is_empty() {
            required.insert(0, or(wanted));
        }
        Ok(and(required))
    }

    fn nothing(&self) -> QueryError {
        let message = match self.scan.peek() {
            Some(')') => "a word is missing before this parenthesis",
            Some(_) => {
                "a word is missing before this operator: add one, or write the operator in quotes to search for it"
            }
            None => "a word is missing at the end",
        };
        QueryError::new(self.scan.at, message)
    }

    /// A part of the query; `None` for a chunk without a letter or digit.
    fn unary(&mut self, field: TextField) -> Result<Option<Query>, QueryError> {
        if self.scan.sees_keyword("NOT") || self.sees_minus() {
            return self.negation(field).map(Some);
        }
        if self.scan.peek() == Some('(') {
            return self.group(field).map(Some);
        }
        let start = self.scan.at;
        if let Some(phrase) = self.scan.quoted(false)? {
            return self.text(field, &phrase, start).and_then(|found| {
                found.map(Some).ok_or_else(|| {
                    QueryError::new(start, "this phrase has no word: write one between the quotes")
                })
            });
        }
        if let Some(part) = self.field()? {
            return Ok(Some(part));
        }
        let chunk = self.chunk();
        self.text(field, chunk, start)
    }

    fn sees_minus(&self) -> bool {
        let mut rest = self.scan.rest().chars();
        rest.next() == Some('-') && rest.next().is_some_and(|c| !c.is_whitespace() && c != ')')
    }

    fn negation(&mut self, field: TextField) -> Result<Query, QueryError> {
        let start = self.scan.at;
        if !self.scan.keyword("NOT") {
            self.scan.take("-");
        }
        self.scan.skip_space();
        self.enter(start)?;
        if matches!(self.scan.peek(), None | Some(')'))
            || self.scan.sees_keyword("AND")
            || self.scan.sees_keyword("OR")
        {
            return Err(QueryError::new(start, "nothing follows this negation: write what to leave out"));
        }
        let part = self.unary(field)?;
        self.levels -= 1;
        let part = part.ok_or_else(|| {
            QueryError::new(start, "no word follows this negation: write what to leave out")
        })?;
        Ok(Query::Not(Box::new(part)))
    }

    fn group(&mut self, field: TextField) -> Result<Query, QueryError> {
        let start = self.scan.at;
        self.scan.take("(");
        self.enter(start)?;
        let inner = self.either(field)?;
        self.levels -= 1;
        if !self.scan.take(")") {
            return Err(QueryError::new(start, "this parenthesis is not closed: add `)`"));
        }
        Ok(inner)
    }

    fn enter(&mut self, position: usize) -> Result<(), QueryError> {
        self.levels += 1;
        if self.levels > MAX_LEVELS {
            let message = format!("more than {MAX_LEVELS} levels of parentheses and negations: use fewer");
            return Err(QueryError::new(position, message));
        }
        Ok(())
    }

    /// `field:value`; `None` when what comes next is no field.
    fn field(&mut self) -> Result<Option<Query>, QueryError> {
        let (start, name) = (self.scan.at, self.scan.name());
        let mut after = self.scan.rest()[name.len()..].chars();
        if name.is_empty() || after.next() != Some(':') {
            return Ok(None);
        }
        let next = after.next();
        let Some(spec) = query_field(name, self.scope) else {
            // `Methods: …` and `http://…` are text; `titel:x` is a slip that must not be searched for.
            let slip = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
                && next.is_some_and(|c| c.is_alphanumeric() || matches!(c, '"' | '('));
            return if slip { Err(unknown_query_field(name, self.scope, start)) } else { Ok(None) };
        };
        if next.is_none_or(|c| c.is_whitespace() || c == ')') {
            let message =
                format!("`{}:` needs a value right after it; quote the word to search for it", spec.name);
            return Err(QueryError::new(start, message));
        }
        self.scan.at += name.len() + 1;
        match spec.text {
            Some(field) => self.text_field(spec, field).map(Some),
            None => self.condition(spec).map(Some),
        }
    }

    fn text_field(&mut self, spec: &Spec, field: TextField) -> Result<Query, QueryError> {
        if self.scan.peek() == Some('(') {
            return self.group(field);
        }
        let start = self.scan.at;
        let text = match self.scan.quoted(false)? {
            Some(phrase) => self.text(field, &phrase, start)?,
            None => {
                let chunk = self.chunk();
                self.text(field, chunk, start)?
            }
        };
        text.ok_or_else(|| QueryError::new(start, format!("`{}:` needs a word", spec.name)))
    }

    fn condition(&mut self, spec: &Spec) -> Result<Query, QueryError> {
        let start = self.scan.at;
        if self.scan.peek() == Some('(') {
            return Err(QueryError::new(
                start,
                format!("`{}:` takes one value, without parentheses", spec.name),
            ));
        }
        let raw = match self.scan.quoted(false)? {
            Some(quoted) => quoted,
            None => self.scan.bare().to_owned(),
        };
        let test = match spec.kind {
            Kind::Number => read_numbers(spec, &raw, start)?,
            Kind::Text => {
                let found: Vec<String> = words(&raw).map(|(_, word)| word.to_owned()).collect();
                if found.is_empty() {
                    return Err(QueryError::new(start, format!("`{}:` needs a word", spec.name)));
                }
                self.count(found.len(), start)?;
                return Ok(Query::Is(Condition { field: spec.field, test: Test::Words(found) }));
            }
            _ => Test::Equals(read_value(spec, &raw, start)?),
        };
        self.count(1, start)?;
        Ok(Query::Is(Condition { field: spec.field, test }))
    }

    /// Up to the next space, parenthesis or quote.
    fn chunk(&mut self) -> &'a str {
        let rest = self.scan.rest();
        let stops = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '“' | '”' | '„');
        let end = rest.find(stops).unwrap_or(rest.len());
        self.scan.at += end;
        &rest[..end]
    }

    fn text(&mut self, field: TextField, text: &str, position: usize) -> Result<Option<Query>, QueryError> {
        let mut found: Vec<String> = words(text).map(|(_, word)| word.to_owned()).collect();
        self.count(found.len(), position)?;
        Ok(match found.len() {
            0 => None,
            1 => found.pop().map(|word| Query::Word(field, word)),
            _ => Some(Query::Phrase(field, found)),
        })
    }

    fn count(&mut self, words: usize, position: usize) -> Result<(), QueryError> {
        self.words += words;
        if self.words > MAX_WORDS {
            return Err(QueryError::new(position, format!("more than {MAX_WORDS} words: use fewer")));
        }
        Ok(())
    }
}

fn or(parts: Vec<Query>) -> Query {
    let flat = parts.into_iter().flat_map(|part| match part {
        Query::Or(inner) => inner,
        other => vec![other],
    });
    one_or(flat.collect(), Query::Or)
}

fn and(parts: Vec<Query>) -> Query {
    let flat = parts.into_iter().flat_map(|part| match part {
        Query::And(inner) => inner,
        other => vec![other],
    });
    one_or(flat.collect(), Query::And)
}

fn one_or(mut parts: Vec<Query>, join: fn(Vec<Query>) -> Query) -> Query {
    if parts.len() == 1 { parts.swap_remove(0) } else { join(parts) }
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
