use super::QueryError;
use super::ast::{Field, Test, Value};
use super::field::{Kind, PARTS, Spec};
use crate::contract::v1;

/// Reads the value that a field is compared with.
pub(super) fn read_value(spec: &Spec, raw: &str, position: usize) -> Result<Value, QueryError> {
    if raw.trim().is_empty() {
        return Err(QueryError::new(position, format!("`{}` needs a value", spec.name)));
    }
    match spec.kind {
        Kind::Text | Kind::LongText | Kind::Measure => Ok(Value::Text(raw.trim().to_owned())),
        Kind::Code => Ok(Value::Text(normal_code(spec.field, raw.trim()))),
        Kind::Number | Kind::Measured => Ok(Value::Number(read_number(spec, raw, position)?)),
        Kind::Enum => read_enum(spec, raw, position),
        Kind::Bool => match raw.to_ascii_lowercase().as_str() {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            _ => Err(QueryError::new(position, format!("`{}` is `true` or `false`", spec.name))),
        },
        Kind::Part => match PARTS.iter().find(|part| part.eq_ignore_ascii_case(raw)) {
            Some(part) => Ok(Value::Text((*part).to_owned())),
            None => Err(QueryError::new(position, format!("`has` asks for one of {}", PARTS.join(", ")))),
        },
    }
}

/// Reads a number or a range of numbers: `2009`, `2005..2010`, `2005..`, `..2010`, `>=2005`.
pub(super) fn read_numbers(spec: &Spec, raw: &str, position: usize) -> Result<Test, QueryError> {
    let number = |text: &str| read_number(spec, text, position);
    if let Some((low, high)) = raw.split_once("..") {
        let low = (!low.is_empty()).then(|| number(low)).transpose()?.map(|n| (n, true));
        let high = (!high.is_empty()).then(|| number(high)).transpose()?.map(|n| (n, true));
        if low.is_none() && high.is_none() {
            return Err(QueryError::new(
                position,
                format!("`{}` needs a number on one side of `..`", spec.name),
            ));
        }
        return Ok(Test::Range { low, high });
    }
    for operator in [">=", "<=", ">", "<"] {
        if let Some(rest) = raw.strip_prefix(operator) {
            return Ok(compare(operator, number(rest)?));
        }
    }
    Ok(Test::Equals(Value::Number(number(raw)?)))
}

/// The range that `<`, `<=`, `>` or `>=` asks for.
pub(super) fn compare(operator: &str, number: f64) -> Test {
    let end = Some((number, operator.ends_with('=')));
    if operator.starts_with('>') {
        Test::Range { low: end, high: None }
    } else {
        Test::Range { low: None, high: end }
    }
}

/// The short name of an enum value of a field; its number where it has none.
pub(super) fn enum_name(field: Field, number: i32) -> String {
    let Some((prefix, long)) = enum_of(field) else { return number.to_string() };
    long(number).map_or_else(|| number.to_string(), |name| name.trim_start_matches(prefix).to_owned())
}

fn read_number(spec: &Spec, raw: &str, position: usize) -> Result<f64, QueryError> {
    let number = raw.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    number.ok_or_else(|| {
        let example = if spec.field == Field::Year { "2009 or 2005..2010" } else { "0.05" };
        QueryError::new(position, format!("`{}` needs a number such as {example}", spec.name))
    })
}

fn read_enum(spec: &Spec, raw: &str, position: usize) -> Result<Value, QueryError> {
    let Some((prefix, long)) = enum_of(spec.field) else {
        return Err(QueryError::new(position, format!("`{}` has no values", spec.name)));
    };
    let wanted = raw.trim().to_ascii_uppercase().replace(['-', ' '], "_");
    let values = || (0..128).filter_map(|number| Some((number, long(number)?)));
    let found =
        values().find(|(_, name)| *name == wanted || name.strip_prefix(prefix) == Some(wanted.as_str()));
    match found {
        Some((number, _)) => Ok(Value::Enum(number)),
        None => {
            let names: Vec<&str> =
                values().skip(1).filter_map(|(_, name)| name.strip_prefix(prefix)).collect();
            let message = format!("`{raw}` is no value of `{}`: use one of {}", spec.name, names.join(", "));
            Err(QueryError::new(position, message))
        }
    }
}

type LongName = fn(i32) -> Option<&'static str>;

fn enum_of(field: Field) -> Option<(&'static str, LongName)> {
    Some(match field {
        Field::Type => ("CITATION_TYPE_", |n| v1::CitationType::try_from(n).ok().map(|v| v.as_str_name())),
        Field::Status => {
            ("EDITORIAL_STATUS_", |n| v1::EditorialStatus::try_from(n).ok().map(|v| v.as_str_name()))
        }
        Field::Kind => ("FINDING_KIND_", |n| v1::FindingKind::try_from(n).ok().map(|v| v.as_str_name())),
        Field::Direction => ("DIRECTION_", |n| v1::Direction::try_from(n).ok().map(|v| v.as_str_name())),
        Field::Certainty => ("CERTAINTY_", |n| v1::Certainty::try_from(n).ok().map(|v| v.as_str_name())),
        Field::Role => ("SENTENCE_ROLE_", |n| v1::SentenceRole::try_from(n).ok().map(|v| v.as_str_name())),
        Field::Review => {
            ("REVIEW_VERDICT_", |n| v1::ReviewVerdict::try_from(n).ok().map(|v| v.as_str_name()))
        }
        _ => return None,
    })
}

/// Codes in the form they are kept in: DOIs lower and bare, PMCIDs with `PMC`, ids without `citations/`.
fn normal_code(field: Field, raw: &str) -> String {
    let lower = raw.to_ascii_lowercase();
    match field {
        Field::Doi => {
            let bare = lower.find("10.").filter(|start| *start > 0 && is_resolver(&lower[..*start]));
            lower[bare.unwrap_or(0)..].to_owned()
        }
        Field::Pmid => lower.trim_start_matches("pmid:").trim_start().to_owned(),
        Field::Pmcid => {
            let digits = lower.trim_start_matches("pmcid:").trim_start().trim_start_matches("pmc");
            format!("PMC{digits}")
        }
        Field::Id => lower.trim_start_matches("citations/").to_owned(),
        Field::Issn => raw.to_ascii_uppercase(),
        _ => lower,
    }
}

fn is_resolver(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with("doi.org/") || text.ends_with("doi:")
}
