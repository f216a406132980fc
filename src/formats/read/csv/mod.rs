//! Tables with a header, as reference managers and data bases export them: separated by commas, semicolons, tabs or bars.

mod columns;
mod people;
mod record;
mod rows;
mod types;

#[cfg(test)]
mod tests;

use std::io::BufRead;

use super::lines::{LINE_LIMIT, Lines};
use super::{Format, Item, ReadError, Reader, Rejection};
use columns::{Column, columns, is_header};

pub use rows::{Rows, separator, values};

/// Rows before the header that say what was searched.
const PREAMBLE: usize = 20;

/// Reads a table row by row. Its columns are known by the names that exporters give them; the others are kept unplaced.
pub fn reader(input: Box<dyn BufRead + Send>) -> Box<dyn Reader> {
    Box::new(Csv { state: State::Unopened(input) })
}

enum State {
    Unopened(Box<dyn BufRead + Send>),
    Reading(Box<Rows>, Header),
    Ended,
}

/// The names of the columns, and what each holds.
pub struct Header {
    pub names: Vec<String>,
    pub columns: Vec<Option<Column>>,
}

struct Csv {
    state: State,
}

impl Reader for Csv {
    fn next(&mut self) -> Option<Result<Item, ReadError>> {
        let (mut rows, header) = match std::mem::replace(&mut self.state, State::Ended) {
            State::Ended => return None,
            State::Reading(rows, header) => (rows, header),
            State::Unopened(input) => match open(input) {
                Ok(opened) => opened,
                Err(error) => return Some(Err(error)),
            },
        };
        let row = match rows.next() {
            Ok(row) => row?,
            Err(error) => return Some(Err(error)),
        };
        let item = match &row.broken {
            Some(reason) => {
                let at = header.columns.iter().position(|column| *column == Some(Column::Title));
                let value = at.and_then(|at| row.values.get(at)).or(row.values.first());
                let record = value.map(|value| value.chars().take(60).collect()).unwrap_or_default();
                Item::Rejected(Rejection { line: row.line, record, reason: reason.clone() })
            }
            None => record::item(&row, &header),
        };
        self.state = State::Reading(rows, header);
        Some(Ok(item))
    }
}

/// Reads on to the header.
fn open(input: Box<dyn BufRead + Send>) -> Result<(Box<Rows>, Header), ReadError> {
    let mut lines = Lines::new(input, LINE_LIMIT)?;
    for _ in 0..PREAMBLE {
        let Some(line) = lines.next()? else { break };
        let Some(text) = line.text else { break };
        if let Some((separator, names)) = header(&text) {
            let columns = columns(&names);
            return Ok((Box::new(Rows::new(lines, separator)), Header { names, columns }));
        }
    }
    let reason =
        "its header has no column for a title beside others for authors, year, journal, DOI or abstract"
            .into();
    Err(ReadError::NotOfFormat { format: Format::Csv.as_str(), reason })
}

/// The separator and the names of a header of citations.
fn header(line: &str) -> Option<(char, Vec<String>)> {
    let separator = separator(line);
    let names: Vec<String> = values(line, separator).into_iter().map(|name| name.trim().to_owned()).collect();
    is_header(&names).then_some((separator, names))
}

/// Whether a text begins with a table of citations.
pub fn is_table(head: &str) -> bool {
    head.split(['\n', '\r']).take(2 * PREAMBLE).any(|line| header(line).is_some())
}
