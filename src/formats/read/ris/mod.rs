//! RIS, the tagged format of Research Information Systems, as it is met.

mod container;
mod entry;
mod identifiers;
mod record;
mod tags;
pub mod types;

#[cfg(test)]
mod tests;

use std::io::BufRead;

use super::lines::{LINE_LIMIT, Lines};
use super::{Format, Item, ReadError, Reader};
use entry::{Entries, Outcome};

pub use tags::is_ris;

/// Reads RIS entry by entry. Entries may lack TY or ER, be glued together, go on over several lines; the encoding may be
/// UTF-8, UTF-16 or Windows-1252. An entry of more than 64 MiB is rejected.
pub fn reader(input: Box<dyn BufRead + Send>) -> Box<dyn Reader> {
    Box::new(Ris { state: State::Unopened(input) })
}

enum State {
    Unopened(Box<dyn BufRead + Send>),
    Reading(Box<Entries>),
    Ended,
}

struct Ris {
    state: State,
}

impl Reader for Ris {
    fn next(&mut self) -> Option<Result<Item, ReadError>> {
        let mut entries = match std::mem::replace(&mut self.state, State::Ended) {
            State::Ended => return None,
            State::Reading(entries) => entries,
            State::Unopened(input) => match Lines::new(input, LINE_LIMIT) {
                Ok(lines) => Box::new(Entries::new(lines)),
                Err(error) => return Some(Err(error.into())),
            },
        };
        let item = match entries.next() {
            Err(error) => return Some(Err(error)),
            Ok(Outcome::End { any: true }) => return None,
            Ok(Outcome::End { any: false }) => {
                let reason = "no line begins with a tag such as \"TY  - \"".into();
                return Some(Err(ReadError::NotOfFormat { format: Format::Ris.as_str(), reason }));
            }
            Ok(Outcome::Nbib) => {
                let reason = "its tags are those of PubMed's own format (NBIB)".into();
                return Some(Err(ReadError::NotOfFormat { format: Format::Ris.as_str(), reason }));
            }
            Ok(Outcome::Entry(entry)) => record::item(entry),
        };
        self.state = State::Reading(entries);
        Some(Ok(item))
    }
}
