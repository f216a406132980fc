//! Any bytes as any import format: no panic; the same entries however the bytes arrive; nothing after the end; no more entries,
//! lines or text than the bytes can hold; every mark within its text.

use std::io::{BufReader, Cursor};

use ibid::contract::v1::Formatting;
use ibid::formats::read::{Format, Item, detect, open};
use prost::Message;

/// Bytes that one record may have beyond a multiple of its file: what macros of BibTeX may add, and the frame of a record.
const FRAME: usize = 4 << 20;

/// Reads `bytes` whole and in parts of `chunk` bytes.
pub fn check(format: Format, chunk: usize, bytes: &[u8]) {
    detect(bytes);
    let whole = read(format, bytes, bytes.len().max(1));
    assert_eq!(whole, read(format, bytes, chunk), "{format}: chunks change what is read");
    let ends = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() as u64;
    assert!(whole.len() <= bytes.len() + 1, "{format}: {} entries of {} bytes", whole.len(), bytes.len());
    for entry in &whole {
        let line = match entry {
            Ok(Item::Record(record)) => {
                let citation = &record.citation;
                assert!(citation.encoded_len() <= FRAME + 64 * bytes.len(), "{format}: a record grows");
                assert_eq!(citation.sources.len(), 1);
                for title in &citation.titles {
                    assert_marks(&title.text, &title.formatting);
                }
                for summary in &citation.abstracts {
                    assert_marks(&summary.text, &summary.formatting);
                }
                record.line
            }
            Ok(Item::Deleted(deletion)) => deletion.line,
            Ok(Item::Rejected(rejection)) => {
                assert!(!rejection.reason.is_empty(), "{format}: rejected without a reason");
                rejection.line
            }
            Err(_) => continue,
        };
        assert!((1..=ends + 1).contains(&line), "{format}: line {line} of {}", ends + 1);
    }
}

/// Every entry, errors in words; `chunk` bytes come at a time.
fn read(format: Format, bytes: &[u8], chunk: usize) -> Vec<Result<Item, String>> {
    let input = BufReader::with_capacity(chunk, Cursor::new(bytes.to_vec()));
    let mut reader = open(format, Box::new(input));
    let mut entries = Vec::new();
    while let Some(entry) = reader.next() {
        entries.push(entry.map_err(|error| error.to_string()));
    }
    assert!(reader.next().is_none(), "{format}: something comes after the end");
    entries
}

fn assert_marks(text: &str, marks: &[Formatting]) {
    for mark in marks {
        let span = mark.span.expect("a span");
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} of {text:?}");
    }
}
