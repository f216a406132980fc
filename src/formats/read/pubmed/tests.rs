//! The traps of PubMed's XML, one small invention each.

mod damage;
mod fields;
mod hostile;

use std::io::Cursor;

use crate::contract::v1;

use super::super::{Deletion, Item, ReadError, Record, Rejection};
use super::reader;

#[derive(Default, Debug)]
struct Outcome {
    records: Vec<Record>,
    deletions: Vec<Deletion>,
    rejections: Vec<Rejection>,
    error: Option<ReadError>,
}

fn read(bytes: impl AsRef<[u8]>) -> Outcome {
    let mut reader = reader(Box::new(Cursor::new(bytes.as_ref().to_vec())));
    let mut outcome = Outcome::default();
    while let Some(item) = reader.next() {
        match item {
            Ok(Item::Record(record)) => outcome.records.push(*record),
            Ok(Item::Deleted(deletion)) => outcome.deletions.push(deletion),
            Ok(Item::Rejected(rejection)) => outcome.rejections.push(rejection),
            Err(error) => outcome.error = Some(error),
        }
    }
    assert!(reader.next().is_none(), "nothing comes after the end");
    outcome
}

fn ids(outcome: &Outcome) -> Vec<&str> {
    outcome.records.iter().map(|record| record.citation.sources[0].record_id.as_str()).collect()
}

/// A set of one article: what stands in `Article`, after it in `MedlineCitation`, and in `PubmedData`.
fn set(article: &str, medline: &str, data: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<!DOCTYPE PubmedArticleSet SYSTEM \"pubmed.dtd\">\n<PubmedArticleSet>\n\
         <PubmedArticle><MedlineCitation Status=\"MEDLINE\"><PMID Version=\"1\">900001</PMID><Article>{article}</Article>\
         {medline}</MedlineCitation><PubmedData>{data}</PubmedData></PubmedArticle>\n</PubmedArticleSet>\n"
    )
}

fn one(article: &str, medline: &str, data: &str) -> Record {
    let outcome = read(set(article, medline, data));
    assert!(outcome.error.is_none() && outcome.rejections.is_empty(), "{outcome:?}");
    outcome.records.into_iter().next().expect("one record")
}

fn article(article: &str) -> v1::Citation {
    one(article, "", "").citation
}

/// The slice of `text` that each mark covers, checked to be the same in bytes and in code points.
fn marked(text: &str, formatting: &[v1::Formatting]) -> Vec<(String, v1::FormattingStyle)> {
    let slices = formatting.iter().map(|mark| (slice(text, mark.span.as_ref()), mark.style()));
    slices.collect()
}

fn slice(text: &str, span: Option<&v1::Span>) -> String {
    let span = span.expect("a span");
    let bytes = &text[span.start as usize..span.end as usize];
    let length = (span.char_end - span.char_start) as usize;
    let chars: String = text.chars().skip(span.char_start as usize).take(length).collect();
    assert_eq!(bytes, chars);
    chars
}

fn unplaced(citation: &v1::Citation) -> Vec<(&str, &str)> {
    citation.sources[0].unplaced.iter().map(|field| (field.tag.as_str(), field.value.as_str())).collect()
}
