//! CSL-JSON 1.0.2: an array of items, one item, one item a line, or an object that holds items under their ids or in `items`.

mod item;
mod kind;
mod markup;
mod value;

#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::io::BufRead;

use serde_json::Value;

use super::lines::utf8;
use super::objects::{self, Cut, Scanner};
use super::{Format, Item, ReadError, Reader, Rejection};

pub use kind::citation_type;
pub use value::{date, text};

pub use markup::is_tag;

/// Reads CSL-JSON item by item; the file is never held whole. An item of more than 64 MiB, or nested deeper than 128 levels, is
/// rejected.
pub fn reader(input: Box<dyn BufRead + Send>) -> Box<dyn Reader> {
    Box::new(CslJson { state: State::Unopened(input), any: false, ready: VecDeque::new() })
}

enum State {
    Unopened(Box<dyn BufRead + Send>),
    Reading(Box<Scanner>),
    Ended,
}

struct CslJson {
    state: State,
    any: bool,
    /// Items of an object that holds several.
    ready: VecDeque<Item>,
}

impl Reader for CslJson {
    fn next(&mut self) -> Option<Result<Item, ReadError>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(Ok(item));
            }
            let mut scanner = match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return None,
                State::Reading(scanner) => scanner,
                State::Unopened(input) => match utf8(input) {
                    Ok(input) => Box::new(Scanner::new(input, &["items"])),
                    Err(error) => return Some(Err(error.into())),
                },
            };
            match scanner.next() {
                Ok(None) if self.any || scanner.saw_array() => return None,
                Ok(None) => return Some(Err(not_of_format("it holds no object"))),
                Ok(Some(cut)) => {
                    self.any = true;
                    self.state = State::Reading(scanner);
                    self.ready = items(cut);
                }
                Err(ReadError::Damaged { reason, line, .. }) if !self.any && reason == objects::NO_OBJECT => {
                    return Some(Err(not_of_format(&format!("line {line}: {reason}"))));
                }
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

fn not_of_format(reason: &str) -> ReadError {
    ReadError::NotOfFormat { format: Format::CslJson.as_str(), reason: reason.to_owned() }
}

fn items(cut: Cut) -> VecDeque<Item> {
    let reject = |record: &str, reason: String| {
        let record = record.chars().take(60).collect();
        VecDeque::from([Item::Rejected(Rejection { line: cut.line, record, reason })])
    };
    let text = match &cut.text {
        Ok(text) => text,
        Err(reason) => return reject("", reason.clone()),
    };
    let object = match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(object)) => object,
        Ok(_) => return reject(text, "not an object".into()),
        Err(error) => return reject(text, error.to_string()),
    };
    if item::is_item(&object) {
        return VecDeque::from([item::item(object, cut.line)]);
    }
    let inner: Vec<Value> = object.values().cloned().collect();
    if inner.is_empty() || !inner.iter().all(|value| value.as_object().is_some_and(item::is_item)) {
        return reject(text, "the object has none of type, id, title and other variables of CSL".into());
    }
    inner
        .into_iter()
        .filter_map(|value| match value {
            Value::Object(object) => Some(item::item(object, cut.line)),
            _ => None,
        })
        .collect()
}
