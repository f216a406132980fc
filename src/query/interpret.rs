use super::ast::{Condition, Query, Test, TextField, Value};
use super::field::{name_of, text_name};
use super::value::enum_name;

/// Writes how a query was read, with every operator: `(breast OR cancer) AND title:"liver metastases"`. Read again it gives the
/// same tree. Empty for everything.
pub fn interpret(query: &Query) -> String {
    let mut text = String::new();
    write_query(query, &mut text);
    text
}

fn write_query(query: &Query, out: &mut String) {
    match query {
        Query::All => {}
        Query::Word(field, word) => {
            write_field(*field, out);
            if matches!(word.as_str(), "AND" | "OR" | "NOT") {
                write_quoted(word, out)
            } else {
                out.push_str(word)
            }
        }
        Query::Phrase(field, words) => {
            write_field(*field, out);
            write_quoted(&words.join(" "), out);
        }
        Query::Is(condition) => write_condition(condition, out),
        Query::And(parts) => write_joined(parts, " AND ", out),
        Query::Or(parts) => write_joined(parts, " OR ", out),
        Query::Not(part) => {
            out.push_str("NOT ");
            write_inner(part, out);
        }
    }
}

fn write_joined(parts: &[Query], operator: &str, out: &mut String) {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            out.push_str(operator);
        }
        write_inner(part, out);
    }
}

fn write_inner(part: &Query, out: &mut String) {
    if !matches!(part, Query::And(_) | Query::Or(_)) {
        return write_query(part, out);
    }
    out.push('(');
    write_query(part, out);
    out.push(')');
}

fn write_field(field: TextField, out: &mut String) {
    let name = text_name(field);
    if !name.is_empty() {
        out.push_str(name);
        out.push(':');
    }
}

fn write_condition(condition: &Condition, out: &mut String) {
    out.push_str(name_of(condition.field));
    out.push(':');
    match &condition.test {
        Test::Equals(Value::Text(text)) => write_value(text, out),
        Test::Equals(Value::Number(number)) => out.push_str(&number.to_string()),
        Test::Equals(Value::Enum(number)) => out.push_str(&enum_name(condition.field, *number)),
        Test::Equals(Value::Bool(value)) => out.push_str(&value.to_string()),
        Test::Words(words) => write_quoted(&words.join(" "), out),
        Test::Range { low, high } => write_range(*low, *high, out),
    }
}

fn write_range(low: Option<(f64, bool)>, high: Option<(f64, bool)>, out: &mut String) {
    let text = match (low, high) {
        (Some((low, false)), _) => format!(">{low}"),
        (_, Some((high, false))) => format!("<{high}"),
        (low, high) => {
            let end =
                |end: Option<(f64, bool)>| end.map(|(number, _)| number.to_string()).unwrap_or_default();
            format!("{}..{}", end(low), end(high))
        }
    };
    out.push_str(&text);
}

fn write_value(text: &str, out: &mut String) {
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-' | '_' | ':'));
    if plain { out.push_str(text) } else { write_quoted(text, out) }
}

fn write_quoted(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
}
