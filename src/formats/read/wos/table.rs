use std::io::BufRead;

use super::super::csv::{Rows, values};
use super::super::lines::{LINE_LIMIT, Lines};
use super::super::tagged::{Entry, Fields};
use super::super::{Item, ReadError, Reader, Rejection, head};
use super::record;

/// Whether a line is the header of a table of Web of Science: tags of two characters, those of kind, authors and title among
/// them.
pub fn is_header(line: &str) -> bool {
    let tags: Vec<String> = values(line, '\t');
    let has = |tag: &str| tags.iter().any(|known| known.trim_start_matches('\u{feff}') == tag);
    has("PT") && has("AU") && has("TI")
}

/// Reads a table; what is none is read by `other`.
pub fn reader(
    input: Box<dyn BufRead + Send>,
    other: fn(Box<dyn BufRead + Send>) -> Box<dyn Reader>,
) -> Box<dyn Reader> {
    Box::new(Table { state: State::Unopened(input, other) })
}

type Other = fn(Box<dyn BufRead + Send>) -> Box<dyn Reader>;

enum State {
    Unopened(Box<dyn BufRead + Send>, Other),
    Tagged(Box<dyn Reader>),
    Reading(Box<Rows>, Vec<String>),
    Ended,
}

struct Table {
    state: State,
}

impl Reader for Table {
    fn next(&mut self) -> Option<Result<Item, ReadError>> {
        let mut state = std::mem::replace(&mut self.state, State::Ended);
        if let State::Unopened(input, other) = state {
            state = match open(input, other) {
                Ok(opened) => opened,
                Err(error) => return Some(Err(error)),
            };
        }
        let item = match &mut state {
            State::Tagged(reader) => reader.next(),
            State::Reading(rows, tags) => match rows.next() {
                Err(error) => return Some(Err(error)),
                Ok(row) => row.map(|row| match row.broken {
                    None => Ok(record::item(entry(row.line, &row.values, tags, row.guessed))),
                    Some(reason) => {
                        let record = row.values.join(" ").chars().take(60).collect();
                        Ok(Item::Rejected(Rejection { line: row.line, record, reason }))
                    }
                }),
            },
            State::Unopened(..) | State::Ended => None,
        };
        if item.is_some() {
            self.state = state;
        }
        item
    }
}

fn open(input: Box<dyn BufRead + Send>, other: Other) -> Result<State, ReadError> {
    let (start, input) = head(super::super::lines::utf8(input)?)?;
    let first = start.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    if !is_header(&String::from_utf8_lossy(first)) {
        return Ok(State::Tagged(other(input)));
    }
    let mut lines = Lines::new(input, LINE_LIMIT)?;
    let header = lines.next()?.and_then(|line| line.text.map(|text| text.into_owned())).unwrap_or_default();
    let tags = values(&header, '\t')
        .iter()
        .map(|tag| tag.trim().trim_start_matches('\u{feff}').to_owned())
        .collect();
    Ok(State::Reading(Box::new(Rows::new(lines, '\t')), tags))
}

fn entry(line: u64, values: &[String], tags: &[String], guessed: Option<&'static str>) -> Entry {
    let mut fields = Fields::default();
    for (at, value) in values.iter().enumerate().filter(|(_, value)| !value.trim().is_empty()) {
        fields.push(tags.get(at).map_or("", String::as_str), value.trim());
    }
    let mut warnings: Vec<String> =
        guessed.map(|name| format!("not UTF-8; read as {name}")).into_iter().collect();
    if values.len() > tags.len() {
        warnings.push(format!("{} values under {} columns", values.len(), tags.len()));
    }
    Entry::new(line, fields, warnings)
}
