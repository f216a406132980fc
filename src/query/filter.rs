use super::ast::{Condition, Field, Filter, Test, Value};
use super::field::{Kind, PARTS, Scope, Spec, filter_field};
use super::scan::Scanner;
use super::value::{compare, read_numbers, read_value};
use super::words::words;
use super::{MAX_BYTES, MAX_LEVELS, MAX_WORDS, QueryError};

/// Reads a filter after [AIP-160](https://google.aip.dev/160): `year >= 2010 AND language = "it" AND NOT type = ARTICLE_JOURNAL`.
/// OR binds closer than AND, as it does there; conditions side by side are joined by AND. Conditions on the numbers of a finding that
/// stand together under one AND must hold of one measurement. Nothing but spaces selects everything.
pub fn parse_filter(text: &str, scope: Scope) -> Result<Filter, QueryError> {
    if text.len() > MAX_BYTES {
        return Err(QueryError::new(
            MAX_BYTES,
            format!("the filter is longer than {MAX_BYTES} bytes: shorten it"),
        ));
    }
    if text.trim().is_empty() {
        return Ok(Filter::All);
    }
    let mut parser = Parser { scan: Scanner::new(text), scope, conditions: 0, levels: 0 };
    let filter = parser.expression()?;
    match parser.scan.peek() {
        None => Ok(filter),
        Some(_) => {
            Err(QueryError::new(parser.scan.at, "this parenthesis was never opened: take it out or open it"))
        }
    }
}

struct Parser<'a> {
    scan: Scanner<'a>,
    scope: Scope,
    conditions: usize,
    levels: usize,
}

/// A filter, and whether it stood by itself, outside of parentheses: only such conditions share a measurement.
struct Part {
    filter: Filter,
    bare: bool,
}

impl Parser<'_> {
    fn expression(&mut self) -> Result<Filter, QueryError> {
        let mut parts = Vec::new();
        let mut expected = true;
        loop {
            self.scan.skip_space();
            let ends = matches!(self.scan.peek(), None | Some(')'));
            if ends || self.scan.sees_keyword("AND") || self.scan.sees_keyword("OR") {
                if expected {
                    return Err(QueryError::new(
                        self.scan.at,
                        "a condition such as `year >= 2010` is missing here",
                    ));
                }
                if ends {
                    return Ok(and(parts));
                }
                if !self.scan.keyword("AND") {
                    return Err(QueryError::new(self.scan.at, "a condition is missing before this OR"));
                }
                expected = true;
                continue;
            }
            parts.push(self.factor()?);
            expected = false;
        }
    }

    /// Conditions joined by OR.
    fn factor(&mut self) -> Result<Part, QueryError> {
        let first = self.term()?;
        let mut branches = vec![first];
        loop {
            self.scan.skip_space();
            if !self.scan.keyword("OR") {
                break;
            }
            self.scan.skip_space();
            branches.push(self.term()?);
        }
        if branches.len() == 1 {
            return Ok(branches.swap_remove(0));
        }
        let flat = branches.into_iter().flat_map(|part| match part.filter {
            Filter::Or(inner) => inner,
            other => vec![other],
        });
        Ok(Part { filter: Filter::Or(flat.collect()), bare: false })
    }

    fn term(&mut self) -> Result<Part, QueryError> {
        let start = self.scan.at;
        if self.scan.keyword("NOT") || self.scan.take("-") {
            self.enter(start)?;
            self.scan.skip_space();
            let inner = self.term()?;
            self.levels -= 1;
            return Ok(Part { filter: Filter::Not(Box::new(inner.filter)), bare: false });
        }
        if self.scan.take("(") {
            self.enter(start)?;
            let inner = self.expression()?;
            self.levels -= 1;
            if !self.scan.take(")") {
                return Err(QueryError::new(start, "this parenthesis is not closed: add `)`"));
            }
            return Ok(Part { filter: inner, bare: false });
        }
        self.restriction()
    }

    fn enter(&mut self, position: usize) -> Result<(), QueryError> {
        self.levels += 1;
        if self.levels > MAX_LEVELS {
            let message = format!("more than {MAX_LEVELS} levels of parentheses and negations: use fewer");
            return Err(QueryError::new(position, message));
        }
        Ok(())
    }

    fn restriction(&mut self) -> Result<Part, QueryError> {
        let (start, name) = (self.scan.at, self.scan.name());
        if name.is_empty() {
            return Err(QueryError::new(
                start,
                "a condition begins with the name of a field, such as `year >= 2010`",
            ));
        }
        if ["and", "or", "not"].contains(&name.to_ascii_lowercase().as_str()) {
            let message = format!("operators are written in capitals: `{}`", name.to_ascii_uppercase());
            return Err(QueryError::new(start, message));
        }
        let spec = filter_field(name, self.scope, start)?;
        self.scan.at += name.len();
        self.scan.skip_space();
        let at = self.scan.at;
        let Some(operator) = ["!=", "<=", ">=", "=", "<", ">", ":"].into_iter().find(|op| self.scan.take(op))
        else {
            return Err(QueryError::new(
                at,
                format!("`{}` needs one of =, !=, <, <=, >, >=, : after it", spec.name),
            ));
        };
        self.scan.skip_space();
        let value_at = self.scan.at;
        let raw = match self.scan.quoted(true)? {
            Some(quoted) => quoted,
            None => self.scan.bare().to_owned(),
        };
        self.conditions += words(&raw).count().max(1);
        if self.conditions > MAX_WORDS {
            return Err(QueryError::new(start, format!("more than {MAX_WORDS} words: use fewer")));
        }
        let condition = condition(spec, operator, &raw, at, value_at)?;
        let filter = match spec.kind {
            Kind::Measured | Kind::Measure => Filter::Measurement(vec![condition]),
            _ => Filter::Is(condition),
        };
        if operator == "!=" {
            return Ok(Part { filter: Filter::Not(Box::new(filter)), bare: false });
        }
        Ok(Part { filter, bare: true })
    }
}

fn condition(
    spec: &Spec,
    operator: &str,
    raw: &str,
    operator_at: usize,
    value_at: usize,
) -> Result<Condition, QueryError> {
    let is = |field: Field, test: Test| Ok(Condition { field, test });
    let numeric = matches!(spec.kind, Kind::Number | Kind::Measured);
    if operator == ":" && raw == "*" && PARTS.contains(&spec.name) {
        return is(Field::Has, Test::Equals(Value::Text(spec.name.to_owned())));
    }
    match (operator, spec.kind) {
        ("<" | "<=" | ">" | ">=", _) if numeric => match read_value(spec, raw, value_at)? {
            Value::Number(number) => is(spec.field, compare(operator, number)),
            other => is(spec.field, Test::Equals(other)),
        },
        ("<" | "<=" | ">" | ">=", _) => {
            Err(QueryError::new(operator_at, format!("`{}` has no order: use = or != or :", spec.name)))
        }
        ("=" | "!=", Kind::LongText) => Err(QueryError::new(
            operator_at,
            format!("`{}` is not compared whole: use : for words", spec.name),
        )),
        (":", Kind::Text | Kind::LongText | Kind::Measure) => {
            let found: Vec<String> = words(raw).map(|(_, word)| word.to_owned()).collect();
            if found.is_empty() {
                return Err(QueryError::new(value_at, format!("`{}:` needs a word", spec.name)));
            }
            is(spec.field, Test::Words(found))
        }
        _ if numeric && !raw.trim().is_empty() => is(spec.field, read_numbers(spec, raw, value_at)?),
        _ => is(spec.field, Test::Equals(read_value(spec, raw, value_at)?)),
    }
}

/// Joins parts by AND. Bare conditions on measurements become one, where the first of them stood.
fn and(parts: Vec<Part>) -> Filter {
    let mut joined: Vec<Filter> = Vec::with_capacity(parts.len());
    let mut measurement: Option<usize> = None;
    for part in parts {
        match (part.filter, part.bare) {
            (Filter::Measurement(conditions), true) => match measurement.map(|index| &mut joined[index]) {
                Some(Filter::Measurement(all)) => all.extend(conditions),
                _ => {
                    measurement = Some(joined.len());
                    joined.push(Filter::Measurement(conditions));
                }
            },
            (Filter::And(inner), _) => joined.extend(inner),
            (other, _) => joined.push(other),
        }
    }
    if joined.len() == 1 { joined.swap_remove(0) } else { Filter::And(joined) }
}

#[cfg(test)]
#[path = "filter_tests.rs"]
mod tests;
