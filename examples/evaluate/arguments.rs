//! Claims and premises of AbstRCT, token by token. The extractor reads the tokens as a text; the tokens of a sentence that
//! concludes and holds a finding are a claim, those of one that gives a result as a finding a premise.
//!
//! The files do not say where an abstract ends. One ends here where a conclusion is followed by background, an objective
//! or methods, in sight of the next sentences.

use std::path::{Path, PathBuf};

use ibid::contract::v1::{Abstract, SentenceRole};
use ibid::finding::{Extracted, extract_abstract};
use serde_json::{Value, json};

use crate::share::Tally;

type Outcome = Result<Value, Box<dyn std::error::Error>>;

/// As many sentences are read at once to find the end of the first abstract among them.
const WINDOW: usize = 24;
/// An abstract has at least so many sentences.
const SHORTEST: usize = 4;

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
        while !rest.is_empty() {
            let (text, after) = rest.split_at(end(rest));
            rest = after;
            abstracts += 1;
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

/// How many sentences the first abstract has.
fn end(sentences: &[Sentence]) -> usize {
    let window = &sentences[..sentences.len().min(WINDOW)];
    let (extracted, starts) = read(window);
    let role = |at: &usize| covering(&extracted, *at).map(|sentence| extracted.sentences[sentence].role());
    let roles: Vec<Option<SentenceRole>> = starts.iter().map(role).collect();
    let concludes = |role: Option<SentenceRole>| role == Some(SentenceRole::Conclusions);
    let opens = |role: Option<SentenceRole>| {
        matches!(role, Some(SentenceRole::Background | SentenceRole::Objective | SentenceRole::Methods))
    };
    (SHORTEST..window.len()).find(|at| concludes(roles[at - 1]) && opens(roles[*at])).unwrap_or(window.len())
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
