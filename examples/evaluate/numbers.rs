//! Numbers of trial results in RCT-ART: every gold MEAS span with a digit against the measurements of its sentence.
//! Overlap: some measurement shares a character with it. Exact: some measurement has its start and end, white space at
//! the ends apart. Spans are compared in code points, as the corpus gives them, and nothing is mapped.

use std::ops::Range;
use std::path::PathBuf;

use ibid::contract::v1::Abstract;
use ibid::finding::extract_abstract;
use serde_json::{Value, json};

use crate::Outcome;
use crate::share::share;

#[derive(Default)]
struct Counts {
    gold: usize,
    overlap: usize,
    exact: usize,
    conventional: usize,
    exact_conventional: usize,
}

pub fn run(paths: &[PathBuf], verbose: bool) -> Outcome {
    let mut counts = Counts::default();
    for path in paths {
        for line in std::fs::read_to_string(path)?.lines().filter(|line| !line.trim().is_empty()) {
            sentence(&serde_json::from_str(line)?, &mut counts, verbose);
        }
    }
    Ok(json!({
        "overlap": share(counts.overlap, counts.gold),
        "exact": share(counts.exact, counts.gold),
        "exact_conventional": share(counts.exact_conventional, counts.conventional),
        "spans": counts.gold,
        "spans_conventional": counts.conventional,
    }))
}

fn sentence(row: &Value, counts: &mut Counts, verbose: bool) {
    let text = row["text"].as_str().unwrap_or_default();
    let chars: Vec<char> = text.chars().collect();
    let abstract_ = Abstract { text: text.to_owned(), language: "en".to_owned(), ..Default::default() };
    let found: Vec<Range<usize>> = extract_abstract(&abstract_, 0)
        .sentences
        .iter()
        .flat_map(|sentence| &sentence.measurements)
        .filter_map(|measurement| measurement.span)
        .map(|span| span.char_start as usize..span.char_end as usize)
        .collect();
    let gold = row["spans"].as_array().into_iter().flatten().filter(|span| span["label"] == "MEAS");
    for span in gold {
        let (Some(start), Some(end)) = (span["start"].as_u64(), span["end"].as_u64()) else { continue };
        let gold = trimmed(&chars, start as usize..(end as usize).min(chars.len()));
        if !chars[gold.clone()].iter().any(char::is_ascii_digit) {
            continue;
        }
        let overlap = found.iter().any(|one| one.start < gold.end && gold.start < one.end);
        let exact = found.contains(&gold);
        let broken = broken(&chars, gold.clone());
        counts.gold += 1;
        counts.overlap += usize::from(overlap);
        counts.exact += usize::from(exact);
        counts.conventional += usize::from(broken.is_none());
        counts.exact_conventional += usize::from(broken.is_none() && exact);
        if verbose && !exact {
            let slice = |range: &Range<usize>| chars[range.clone()].iter().collect::<String>();
            let near: Vec<String> =
                found.iter().filter(|one| one.start < gold.end && gold.start < one.end).map(slice).collect();
            let after: String = chars[gold.end..].iter().take(24).collect();
            let before: String = chars[gold.start.saturating_sub(24)..gold.start].iter().collect();
            println!("{}\t{before}[{}]{after}\t{near:?}", broken.unwrap_or("conventional"), slice(&gold));
        }
    }
}

fn trimmed(chars: &[char], mut range: Range<usize>) -> Range<usize> {
    range.start = range.start.min(range.end);
    while range.start < range.end && chars[range.start].is_whitespace() {
        range.start += 1;
    }
    while range.start < range.end && chars[range.end - 1].is_whitespace() {
        range.end -= 1;
    }
    range
}

fn broken(_: &[char], _: Range<usize>) -> Option<&'static str> {
    None
}
