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

/// Which of the conventions of a measurement's span the gold span breaks; none for most. Read from the text alone, never
/// from what was found. The rules, each a sentence of "Span of a measurement":
/// - the thing measured is outside: "10.6 % of patients";
/// - an interval or a range is a measurement of its own: "2.6 h ( 95 % CI 2.3-2.9 )";
/// - a comparison and a change are two measurements: "0.53 versus 0.38", "from 9.5 days to 2.5 days";
/// - a label that touches is inside: "n = 121" and not its digits;
/// - the unit is inside: "7.1 %" and not "7.1";
/// - a bare count keeps its noun: "832 patients";
/// - a count and its percentage are one: "31 deaths ( 55 % )".
fn broken(chars: &[char], gold: Range<usize>) -> Option<&'static str> {
    let text = |range: Range<usize>| chars[range].iter().collect::<String>().to_lowercase();
    let (before, inside, after) = (text(0..gold.start), text(gold.clone()), text(gold.end..chars.len()));
    let (before, after) = (before.trim_end(), after.trim_start());
    let rules: [(&'static str, bool); 7] = [
        ("thing measured", ["% of ", "percent of ", "per cent of "].iter().any(|of| inside.contains(of))),
        ("interval inside", interval_inside(&inside)),
        ("two measurements", two(&inside, before)),
        ("label outside", before.ends_with("n =") || before.ends_with("n=")),
        ("unit outside", ends_in_number(&inside) && unit(after)),
        ("noun outside", digits(&inside) && noun(after).is_some_and(|rest| !rest.starts_with('('))),
        ("count and percentage apart", apart(&inside, before, after)),
    ];
    rules.iter().find(|(_, breaks)| *breaks).map(|(name, _)| *name)
}

/// A number, and behind it an interval or a range of its own.
fn interval_inside(inside: &str) -> bool {
    let marks = [" ci ", " confidence ", "( range", "(range", "[ range"];
    let named = marks.iter().filter_map(|mark| inside.find(mark)).min().is_some_and(|at| {
        // the confidence level is no value
        let head = inside[..at].trim_end().trim_end_matches('%').trim_end();
        let head = head.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
        head.contains(|c: char| c.is_ascii_digit())
    });
    let spread = ["±", "+/-"].iter().any(|sign| inside.contains(sign));
    named || spread && inside.ends_with(']')
}

/// A comparison, or a change that the words or the numbers show to be no range.
fn two(inside: &str, before: &str) -> bool {
    if inside.contains(" versus ") || inside.contains(" vs ") {
        return true;
    }
    let Some((first, second)) = inside.split_once(" to ") else { return false };
    let spreads = |part: &str| part.contains('±') || part.contains("+/-");
    if spreads(first) && spreads(second) {
        return true;
    }
    let value = |part: &str| {
        let number: String = part.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        number.parse::<f64>().ok()
    };
    let falls = value(first).zip(value(second)).is_some_and(|(first, second)| first > second);
    let tail: String = before.chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
    let verb = ["increas", "decreas", "declin", "fell", "rose", "reduc", "improv"]
        .iter()
        .any(|verb| tail.contains(verb));
    before.ends_with("from") && (falls || verb || !ends_in_number(first))
}

fn ends_in_number(inside: &str) -> bool {
    inside.ends_with(|c: char| c.is_ascii_digit())
}

fn digits(inside: &str) -> bool {
    inside.chars().all(|c| c.is_ascii_digit() || c == ',')
}

/// A unit comes next.
fn unit(after: &str) -> bool {
    let word = after.split_whitespace().next().unwrap_or_default();
    ["%", "percent", "points", "bpm", "mmhg", "mg", "kg", "years", "months", "weeks", "days", "minutes"]
        .contains(&word)
}

/// What follows the plural noun that comes next, behind at most three words of its own.
fn noun(after: &str) -> Option<&str> {
    let mut rest = after;
    for _ in 0..4 {
        let length = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let (word, tail) = rest.split_at(length);
        let stop =
            ["of", "in", "had", "and", "were", "was", "to", "with", "on", "by", "vs", "versus", "is", "as"];
        if word.is_empty() || stop.contains(&word) {
            return None;
        }
        rest = tail.trim_start();
        let plural = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss");
        if plural || ["men", "women", "children", "people"].contains(&word) {
            return Some(rest);
        }
    }
    None
}

/// "three", "twenty-two"
fn in_words(word: &str) -> bool {
    let tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let ones =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    ones.contains(&word) || word.ends_with("teen") || tens.iter().any(|ten| word.starts_with(ten))
}

/// Only the count or only the percentage of "31 deaths ( 55 % )" or "1.8 % ( 6 of 334 )".
fn apart(inside: &str, before: &str, after: &str) -> bool {
    let share = inside.trim_matches(['(', ')', ' ']);
    let number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    let percent = share.strip_suffix('%').is_some_and(|share| number(share.trim_end()));
    let bracket = |text: &str| {
        text.strip_prefix('(').and_then(|text| text.split_once(')')).map(|(inner, _)| inner.trim().to_owned())
    };
    let is_share = |inner: String| inner.strip_suffix('%').is_some_and(|share| number(share.trim_end()));
    let is_count = |inner: &str| inner.split(" of ").next().is_some_and(digits) && inner.contains(" of ");
    if percent {
        let opened = before.strip_suffix('(').or_else(|| inside.starts_with('(').then_some(before));
        let counted = opened.is_some_and(|head| {
            let mut words = head.split_whitespace().rev();
            words.by_ref().take(4).any(|word| digits(word) && !word.is_empty() || in_words(word))
        });
        return counted || bracket(after).is_some_and(|inner| is_count(&inner));
    }
    let bare = digits(inside) || is_count(inside);
    let next = noun(after).unwrap_or(after);
    bare && bracket(next).is_some_and(is_share) || is_count(inside) && before.ends_with("% (")
}
