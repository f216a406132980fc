//! PubMed's exports as plain text: the summary, one paragraph a record, and the abstract, several paragraphs a record.

mod abstracts;
mod citation;
mod cut;
mod summary;

use std::io::BufRead;

use super::lines::{LINE_LIMIT, Lines};
use super::{Format, Item, ReadError, Reader, Rejection};
use cut::{Cutter, Entry};

pub use cut::is_pubmed_text;

/// Reads either export record by record. A record of more than 64 MiB is rejected.
pub fn reader(input: Box<dyn BufRead + Send>) -> Box<dyn Reader> {
    match Lines::new(input, LINE_LIMIT) {
        Ok(lines) => Box::new(PubmedText { cutter: Some(Cutter::new(lines)), failure: None, any: false }),
        Err(error) => Box::new(PubmedText { cutter: None, failure: Some(error), any: false }),
    }
}

struct PubmedText {
    cutter: Option<Cutter>,
    failure: Option<std::io::Error>,
    any: bool,
}

impl Reader for PubmedText {
    fn next(&mut self) -> Option<Result<Item, ReadError>> {
        if let Some(error) = self.failure.take() {
            return Some(Err(error.into()));
        }
        match self.cutter.as_mut()?.next() {
            Ok(Some(entry)) => {
                self.any = true;
                Some(Ok(item(entry)))
            }
            Ok(None) => {
                self.cutter = None;
                let reason = "no line begins with a number and a record, such as \"1: Rossi A.\"".to_owned();
                (!self.any)
                    .then_some(Err(ReadError::NotOfFormat { format: Format::PubmedText.as_str(), reason }))
            }
            Err(error) => {
                self.cutter = None;
                Some(Err(error))
            }
        }
    }
}

fn item(entry: Entry) -> Item {
    let line = entry.line;
    let words = || entry.paragraphs.first().map(|text| text.chars().take(60).collect()).unwrap_or_default();
    if let Some(reason) = entry.refused {
        return Item::Rejected(Rejection { line, record: words(), reason });
    }
    let mut draft = match entry.summary {
        true => summary::read(&entry.paragraphs.join(" ")),
        false => abstracts::read(&entry.paragraphs),
    };
    draft.notes.warnings.extend(entry.guessed.map(|encoding| format!("not UTF-8; read as {encoding}")));
    if draft.citation.titles.is_empty() && draft.citation.identifiers.is_empty() {
        let reason = "neither a title nor an identifier was found in it".to_owned();
        return Item::Rejected(Rejection { line, record: words(), reason });
    }
    Item::Record(Box::new(draft.finish(Format::PubmedText, line)))
}
