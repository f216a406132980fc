//! Training of cues on sentences whose cues are marked.

use std::collections::BTreeMap;

use super::bytes::{ModelError, Writer};
use super::cue::{Candidates, features};
use super::lexeme::{self, Kind, Lexeme};
use super::linear::{Linear, Seen, Settings};

/// A sentence and the places of its cues, in bytes.
#[derive(Debug, Clone, Default)]
pub struct Marked {
    pub text: String,
    pub cues: Vec<(usize, usize)>,
    /// The text that the sentence is of: what tells one text is kept together when the threshold is sought.
    pub document: usize,
}

/// How cues are trained; chosen on folds of the training texts.
pub fn settings() -> Settings {
    Settings { bits: 17, epochs: 12, step: 0.05, decay: 0.003, rarest: 2, seed: 1, drop: 0, orders: 1 }
}

/// Words that are cues at least this often are judged.
const RAREST: f32 = 0.02;

/// Trains and packs a model. The same sentences give the same bytes.
///
/// # Errors
/// When packing fails.
pub fn train(kind: [u8; 4], sentences: &[&Marked], settings: &Settings) -> Result<Vec<u8>, ModelError> {
    let read: Vec<Vec<Lexeme<'_>>> = sentences.iter().map(|one| lexeme::read(&one.text)).collect();
    let candidates = candidates(sentences, &read);
    let mut examples = Vec::new();
    for (marked, sentence) in sentences.iter().zip(&read) {
        for (at, lexeme) in sentence.iter().enumerate().filter(|(_, one)| one.kind == Kind::Word) {
            let Some(share) = candidates.share(lexeme.hash) else { continue };
            let mut seen = Seen { features: Vec::new(), class: usize::from(is_cue(marked, lexeme)) };
            features(sentence, at, share, &mut |hash| seen.features.push(hash));
            examples.push(seen);
        }
    }
    let mut writer = Writer::new(kind);
    writer.number(candidates.words().len() as u32);
    for (word, share) in candidates.words() {
        writer.number(*word);
        writer.number(*share);
    }
    Linear::<2>::train(&examples, settings, &mut writer);
    writer.packed()
}

fn is_cue(marked: &Marked, lexeme: &Lexeme<'_>) -> bool {
    marked.cues.iter().any(|(start, end)| *start <= lexeme.start && lexeme.end() <= *end)
}

/// Words that were cues, unless they seldom are.
fn candidates(sentences: &[&Marked], read: &[Vec<Lexeme<'_>>]) -> Candidates {
    let mut counts: BTreeMap<u32, [f32; 2]> = BTreeMap::new();
    for (marked, sentence) in sentences.iter().zip(read) {
        for lexeme in sentence.iter().filter(|one| one.kind == Kind::Word) {
            counts.entry(lexeme.hash).or_default()[usize::from(is_cue(marked, lexeme))] += 1.0;
        }
    }
    let share = |[not, cue]: [f32; 2]| cue / (not + cue);
    let often = counts.into_iter().filter(|(_, counts)| share(*counts) >= RAREST);
    Candidates::new(often.map(|(word, counts)| (word, (share(counts) * 8.0) as u32)).collect())
}
