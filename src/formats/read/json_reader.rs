use std::io::BufRead;

use serde_json::{Map, Value};

use super::lines::utf8;
use super::objects::{self, Scanner};
use super::{Format, Item, ReadError, Reader, Rejection};

/// How a format of JSON objects is read.
pub struct Shape {
    pub format: Format,
    /// Members whose value holds the records.
    pub wrappers: &'static [&'static str],
    /// The record of an object; the error says what makes it none.
    pub item: fn(Map<String, Value>, u64) -> Result<Item, String>,
}

/// Reads objects one by one; the file is never held whole. One of more than 64 MiB, or nested deeper than 128 levels, is rejected.
pub fn reader(shape: &'static Shape, input: Box<dyn BufRead + Send>) -> Box<dyn Reader> {
    Box::new(JsonReader { shape, state: State::Unopened(input), any: false })
}

enum State {
    Unopened(Box<dyn BufRead + Send>),
    Reading(Box<Scanner>),
    Ended,
}

struct JsonReader {
    shape: &'static Shape,
    state: State,
    any: bool,
}

impl Reader for JsonReader {
    fn next(&mut self) -> Option<Result<Item, ReadError>> {
        let mut scanner = match std::mem::replace(&mut self.state, State::Ended) {
            State::Ended => return None,
            State::Reading(scanner) => scanner,
            State::Unopened(input) => match utf8(input) {
                Ok(input) => Box::new(Scanner::new(input, self.shape.wrappers)),
                Err(error) => return Some(Err(error.into())),
            },
        };
        let format = self.shape.format.as_str();
        match scanner.next() {
            Ok(None) if self.any || scanner.saw_array() => None,
            Ok(None) => Some(Err(ReadError::NotOfFormat { format, reason: "it holds no object".to_owned() })),
            Ok(Some(cut)) => {
                self.any = true;
                self.state = State::Reading(scanner);
                let reject = |record: &str, reason: String| {
                    let record = record.chars().take(60).collect();
                    Item::Rejected(Rejection { line: cut.line, record, reason })
                };
                Some(Ok(match &cut.text {
                    Err(reason) => reject("", reason.clone()),
                    Ok(text) => match serde_json::from_str::<Map<String, Value>>(text) {
                        Err(error) => reject(text, error.to_string()),
                        Ok(object) => {
                            (self.shape.item)(object, cut.line).unwrap_or_else(|reason| reject(text, reason))
                        }
                    },
                }))
            }
            Err(ReadError::Damaged { reason, line, .. }) if !self.any && reason == objects::NO_OBJECT => {
                Some(Err(ReadError::NotOfFormat { format, reason: format!("line {line}: {reason}") }))
            }
            Err(error) => Some(Err(error)),
        }
    }
}
