use std::io::BufRead;

use super::lines::{LINE_LIMIT, Line, Lines};
use super::{Format, Item, ReadError, Reader, Record, Rejection};
use crate::contract::from_json;
use crate::contract::v1;
use crate::record::check::settle;

/// Reads JSON Lines: one Citation a line, in proto3 JSON. A line that is no Citation, or has a field that the contract does
/// not know, is rejected with the reason; empty lines are passed over. Names, etags and times of another library are dropped.
pub fn reader(input: Box<dyn BufRead + Send>) -> Box<dyn Reader> {
    match Lines::new(input, LINE_LIMIT) {
        Ok(lines) => Box::new(Jsonl { lines: Some(lines), error: None }),
        Err(error) => Box::new(Jsonl { lines: None, error: Some(error) }),
    }
}

struct Jsonl {
    lines: Option<Lines>,
    error: Option<std::io::Error>,
}

impl Reader for Jsonl {
    fn next(&mut self) -> Option<Result<Item, ReadError>> {
        if let Some(error) = self.error.take() {
            return Some(Err(error.into()));
        }
        loop {
            let found = match self.lines.as_mut()?.next() {
                Ok(line) => Ok(line?),
                Err(error) => Err(error),
            };
            match found {
                Ok(line) if line.text.as_ref().is_some_and(|text| text.trim().is_empty()) => {}
                Ok(line) => return Some(Ok(item(line))),
                Err(error) => {
                    self.lines = None;
                    return Some(Err(error));
                }
            }
        }
    }
}

fn item(line: Line<'_>) -> Item {
    let reject = |record: &str, reason: String| {
        let record = record.chars().take(60).collect();
        Item::Rejected(Rejection { line: line.number, record, reason })
    };
    let Some(text) = line.text.as_deref() else {
        return reject("", format!("the line is longer than {LINE_LIMIT} bytes"));
    };
    if line.guessed.is_some() {
        return reject(text, "the line is not UTF-8".into());
    }
    let mut citation = match from_json::<v1::Citation>("Citation", text) {
        Ok(citation) => citation,
        Err(error) => return reject(text, error.to_string()),
    };
    let name = std::mem::take(&mut citation.name);
    citation.etag.clear();
    citation.created = None;
    citation.updated = None;
    let given = v1::Citation { sources: Vec::new(), ..citation.clone() };
    if given == v1::Citation::default() {
        return reject(if name.is_empty() { text } else { &name }, "the citation says nothing".into());
    }
    let before = std::mem::take(&mut citation.sources);
    citation.sources.push(v1::Source {
        format: Format::Jsonl.as_str().to_owned(),
        line: i32::try_from(line.number).ok(),
        version: before.first().and_then(|source| source.version),
        revised: before.first().and_then(|source| source.revised),
        unplaced: before.iter().flat_map(|source| source.unplaced.clone()).collect(),
        ..Default::default()
    });
    // where the other library had it from; its own rounds through this format say nothing more
    citation.sources.extend(before.into_iter().filter(|source| source.format != Format::Jsonl.as_str()));
    let warnings = settle(&mut citation);
    Item::Record(Box::new(Record { citation, warnings, line: line.number }))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::formats::write;

    fn read(text: &str) -> Vec<Item> {
        let mut reader = reader(Box::new(Cursor::new(text.as_bytes().to_vec())));
        std::iter::from_fn(|| reader.next()).map(Result::unwrap).collect()
    }

    #[test]
    fn what_is_written_is_read_again() {
        let citation = v1::Citation {
            volume: "12".into(),
            titles: vec![v1::Title { text: "A\nb".into(), ..Default::default() }],
            ..Default::default()
        };
        let named = v1::Citation { name: "citations/x".into(), etag: "e".into(), ..citation.clone() };
        let items =
            read(&format!("{}\n\n{}\r\n", write::jsonl::write(&citation), write::jsonl::write(&named)));
        for (item, line) in items.iter().zip([1, 3]) {
            let Item::Record(record) = item else { panic!("{item:?}") };
            assert_eq!(record.line, line);
            assert_eq!(record.citation.sources[0].format, "jsonl");
            assert_eq!(v1::Citation { sources: Vec::new(), ..record.citation.clone() }, citation);
        }
        assert_eq!(items.len(), 2);
    }

    #[test]
    fn identifiers_are_normal_or_warned_about() {
        let check = |value: &str, expected: (&str, bool), warned: usize| {
            let line = format!(
                "{{\"identifiers\": [{{\"scheme\": \"IDENTIFIER_SCHEME_DOI\", \"value\": \"{value}\"}}]}}"
            );
            let items = read(&line);
            let [Item::Record(record)] = &items[..] else { panic!("{items:?}") };
            let given = &record.citation.identifiers[0];
            assert_eq!((given.value.as_str(), given.invalid), expected);
            assert_eq!(record.warnings.len(), warned, "{:?}", record.warnings);
        };
        check("10.5555/a", ("10.5555/a", false), 0);
        check("https://doi.org/10.5555/A", ("10.5555/a", false), 0);
        check("ten/x", ("ten/x", true), 1);
    }

    #[test]
    fn bad_lines_are_rejected_and_the_rest_is_read() {
        let deep = format!("{{\"titles\": {}", "[".repeat(100_000));
        let lines = [
            ("{\"volum\": \"1\"}", Some("volum")),
            ("not json", Some("expected")),
            ("{\"volume\": 7}", Some("string")),
            ("{\"volume\": \"1\"} {}", Some("trailing")),
            ("{}", Some("says nothing")),
            (deep.as_str(), Some("")),
            ("{\"volume\": \"1\"}", None),
        ];
        let text: String = lines.iter().map(|(line, _)| format!("{line}\n")).collect();
        let items = read(&text);
        assert_eq!(items.len(), lines.len());
        for (number, (item, (_, expected))) in items.iter().zip(lines).enumerate() {
            match (item, expected) {
                (Item::Record(_), None) => {}
                (Item::Rejected(rejection), Some(reason)) => {
                    assert_eq!(rejection.line, number as u64 + 1);
                    {
                        assert!(rejection.reason.contains(reason), "{}", rejection.reason);
                    }
                }
                other => panic!("{other:?}"),
            }
        }
    }
}
