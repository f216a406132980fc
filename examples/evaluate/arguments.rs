//! Claims and premises of AbstRCT, token by token. The extractor reads the tokens as a text; the tokens of a sentence that
//! concludes and holds a finding are a claim, those of one that gives a result as a finding a premise.
//!
//! The files do not say where an abstract ends. The sentences are divided so that few rare words stand on both sides of an
//! end, most ends follow a conclusion, and lengths are usual.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use ibid::contract::v1::{Abstract, SentenceRole};
use ibid::finding::{Extracted, extract_abstract};
use serde_json::{Value, json};

use crate::share::Tally;

type Outcome = Result<Value, Box<dyn std::error::Error>>;

/// Commonly an abstract has so many sentences, and at most these.
const USUAL: f64 = 12.0;
const LONGEST: usize = 30;
/// A word in more sentences than these is not rare.
const OFTEN: usize = 25;
/// Sentences on each side of an end that are compared, and that are read for their roles.
const NEAR: usize = 5;
const AROUND: usize = 10;

/// What a token is part of.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Part {
    None,
    Claim,
    Premise,
}

/// Tokens of a sentence with what they are part of.
type Sentence = Vec<(String, Part)>;

pub fn run(paths: &[PathBuf], verbose: bool) -> Outcome {
    let (mut claims, mut premises) = (Tally::default(), Tally::default());
    let mut abstracts = 0;
    for path in paths {
        let sentences = sentences(path)?;
        let mut rest = sentences.as_slice();
        for length in lengths(&sentences) {
            let (text, after) = rest.split_at(length);
            rest = after;
            abstracts += 1;
            if verbose {
                println!("abstract {abstracts}, {} sentences: {}", text.len(), joined(&text[0]));
            }
            let found = parts(text);
            for (sentence, found) in text.iter().zip(found) {
                for ((_, is), found) in sentence.iter().zip(&found) {
                    claims.add(*is == Part::Claim, *found == Part::Claim);
                    premises.add(*is == Part::Premise, *found == Part::Premise);
                }
                let is = sentence.first().map_or(Part::None, |(_, part)| *part);
                let found = found.first().copied().unwrap_or(Part::None);
                if verbose && is != found {
                    println!("abstract {abstracts}: {is:?} found {found:?}: {}", joined(sentence));
                }
            }
        }
    }
    Ok(json!({ "claim_f1": claims.f1(), "premise_f1": premises.f1(), "abstracts": abstracts }))
}

/// Sentences of a file: one token and its label a line, an empty line after each sentence.
fn sentences(path: &Path) -> Result<Vec<Sentence>, Box<dyn std::error::Error>> {
    let file = std::fs::read_to_string(path)?;
    let token = |line: &str| {
        let (token, label) = line.rsplit_once(char::is_whitespace)?;
        let part = match label.trim_start_matches(['B', 'I']) {
            "-Claim" | "-MajorClaim" => Part::Claim,
            "-Premise" => Part::Premise,
            _ => Part::None,
        };
        Some((token.trim().trim_matches('"').to_owned(), part))
    };
    let sentence = |lines: &str| lines.lines().filter_map(token).collect::<Sentence>();
    Ok(file.split("\n\n").map(sentence).filter(|sentence| !sentence.is_empty()).collect())
}

fn joined(sentence: &Sentence) -> String {
    sentence.iter().map(|(token, _)| token.as_str()).collect::<Vec<_>>().join(" ")
}

/// The sentences as one text that the extractor reads, and where each begins.
fn read(sentences: &[Sentence]) -> (Extracted, Vec<usize>) {
    let mut text = String::new();
    let mut starts = Vec::new();
    for sentence in sentences {
        starts.push(text.len());
        text.push_str(&joined(sentence));
        text.push(' ');
    }
    let text = text.trim_end().to_owned();
    (extract_abstract(&Abstract { text, language: "en".to_owned(), ..Default::default() }, 0), starts)
}

/// The extractor's sentence that covers a byte.
fn covering(extracted: &Extracted, at: usize) -> Option<usize> {
    let at = i32::try_from(at).ok()?;
    extracted.sentences.iter().position(|sentence| sentence.span.is_some_and(|span| at < span.end))
}

/// Words that few sentences of a file hold: those of one subject.
struct Rare(HashSet<String>);

impl Rare {
    fn of(sentences: &[Sentence]) -> Self {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for sentence in sentences {
            words(sentence).for_each(|word| *counts.entry(word).or_default() += 1);
        }
        Self(counts.into_iter().filter(|(_, count)| *count <= OFTEN).map(|(word, _)| word).collect())
    }

    /// How many of them stand both shortly before and shortly after a place.
    fn shared(&self, sentences: &[Sentence], at: usize) -> usize {
        let (before, after) = sentences.split_at(at);
        let near = |side: &[Sentence]| -> HashSet<String> {
            side.iter().flat_map(words).filter(|word| self.0.contains(word)).collect()
        };
        let before = near(&before[before.len().saturating_sub(NEAR)..]);
        near(&after[..after.len().min(NEAR)]).intersection(&before).count()
    }
}

fn words(sentence: &Sentence) -> impl Iterator<Item = String> {
    let words: HashSet<String> =
        sentence.iter().filter(|(token, _)| token.len() > 3).map(|(token, _)| token.to_lowercase()).collect();
    words.into_iter()
}

/// How many sentences each abstract has: the division that costs least.
fn lengths(sentences: &[Sentence]) -> Vec<usize> {
    let rare = Rare::of(sentences);
    let total = sentences.len();
    let cost =
        |at: usize| 2.0 * rare.shared(sentences, at) as f64 - if begins(sentences, at) { 6.0 } else { 0.0 };
    let costs: Vec<f64> = (0..=total).map(|at| if at < total { cost(at) } else { 0.0 }).collect();
    // best cost of a division of the sentences before each place, and the length of its last abstract
    let mut best = vec![(0.0, 0)];
    for end in 1..=total {
        let unusual = |length: usize| (length as f64 - USUAL).powi(2) / 8.0;
        let found = (1..=end.min(LONGEST))
            .map(|length| (best[end - length].0 + unusual(length) + costs[end], length))
            .min_by(|a, b| a.0.total_cmp(&b.0));
        best.push(found.unwrap_or_default());
    }
    let mut lengths = Vec::new();
    let mut end = total;
    while end > 0 {
        lengths.push(best[end].1);
        end -= best[end].1.max(1);
    }
    lengths.reverse();
    lengths
}

/// True when the extractor, reading the sentences around a place as one text, sees a conclusion before it and an opening
/// after it.
fn begins(sentences: &[Sentence], at: usize) -> bool {
    let first = at.saturating_sub(AROUND);
    let (extracted, starts) = read(&sentences[first..sentences.len().min(at + AROUND)]);
    let role = |at: usize| {
        let sentence = covering(&extracted, *starts.get(at)?)?;
        Some(extracted.sentences[sentence].role())
    };
    let opens = matches!(
        role(at - first),
        Some(SentenceRole::Background | SentenceRole::Objective | SentenceRole::Methods)
    );
    opens && at > first && role(at - first - 1) == Some(SentenceRole::Conclusions)
}

/// What each token of an abstract is found to be part of.
fn parts(sentences: &[Sentence]) -> Vec<Vec<Part>> {
    let (extracted, starts) = read(sentences);
    let part = |at: usize| {
        let Some(sentence) = covering(&extracted, at) else { return Part::None };
        let held = extracted.findings.iter().any(|f| usize::try_from(f.sentence_index) == Ok(sentence));
        match extracted.sentences[sentence].role() {
            SentenceRole::Conclusions if held => Part::Claim,
            SentenceRole::Results if held => Part::Premise,
            _ => Part::None,
        }
    };
    let of_tokens = |(sentence, start): (&Sentence, &usize)| {
        let mut at = *start;
        let mut parts = Vec::new();
        for (token, _) in sentence {
            parts.push(part(at));
            at += token.len() + 1;
        }
        parts
    };
    sentences.iter().zip(&starts).map(of_tokens).collect()
}
