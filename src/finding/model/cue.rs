//! Cues of hedging and of negation: which words of a sentence are cues here. "May" and "not" nearly always are, "can", "or" and
//! "potential" seldom, so that each word that may be one is judged by what stands around it.

use super::bytes::{ModelError, Reader};
use super::lexeme::{Kind, Lexeme};
use super::linear::Linear;
use super::words::mix;

pub const HEDGE: [u8; 4] = *b"hed2";
pub const NEGATION: [u8; 4] = *b"neg2";

/// Judges the words of a sentence.
#[derive(Debug)]
pub struct CueModel {
    candidates: Candidates,
    linear: Linear<2>,
}

/// A word is a cue from this probability on.
pub const LEAST: f32 = 0.5;

/// A word that may be a cue, and how surely it is one here.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cue {
    pub start: usize,
    pub end: usize,
    pub probability: f32,
}

/// Words that were a cue in the training texts, with the share of times that they were, in eighths.
#[derive(Debug, Clone, Default)]
pub struct Candidates {
    words: Vec<(u32, u32)>,
    /// One bit for each hash of a word, so that most words are passed over at once.
    bits: Vec<u64>,
}

impl Candidates {
    pub fn new(mut words: Vec<(u32, u32)>) -> Self {
        words.sort_unstable();
        let mut bits = vec![0; 64];
        words.iter().for_each(|(word, _)| bits[bit(*word).0] |= bit(*word).1);
        Self { words, bits }
    }

    pub fn share(&self, word: u32) -> Option<u32> {
        let (place, mask) = bit(word);
        if self.bits.get(place)? & mask == 0 {
            return None;
        }
        let at = self.words.binary_search_by_key(&word, |known| known.0).ok()?;
        self.words.get(at).map(|known| known.1)
    }

    pub fn words(&self) -> &[(u32, u32)] {
        &self.words
    }
}

fn bit(word: u32) -> (usize, u64) {
    ((word >> 26) as usize, 1 << ((word >> 20) & 63))
}

impl CueModel {
    /// Reads a model file of this kind.
    ///
    /// # Errors
    /// When the bytes are no model of this kind and version.
    pub fn read(packed: &[u8], kind: [u8; 4]) -> Result<Self, ModelError> {
        let mut reader = Reader::new(packed, kind)?;
        let count = reader.number()?;
        let mut words = Vec::new();
        for _ in 0..count {
            words.push((reader.number()?, reader.number()?));
        }
        let linear = Linear::read(&mut reader)?;
        reader.finish()?;
        Ok(Self { candidates: Candidates::new(words), linear })
    }

    /// The words of a sentence that may be cues, each with its probability.
    pub fn judge(&self, sentence: &[Lexeme<'_>]) -> Vec<Cue> {
        let may_be = |at: &usize| sentence.get(*at).is_some_and(|one| self.share(one).is_some());
        let judged = (0..sentence.len()).filter(may_be).filter_map(|at| self.cue(sentence, at));
        judged.collect()
    }

    /// The words of a sentence that are cues.
    pub fn cues(&self, sentence: &[Lexeme<'_>]) -> impl Iterator<Item = Cue> {
        self.judge(sentence).into_iter().filter(|cue| cue.probability >= LEAST)
    }

    /// Word `at` of a sentence, with its probability, when it may be a cue.
    pub fn cue(&self, sentence: &[Lexeme<'_>], at: usize) -> Option<Cue> {
        let lexeme = sentence.get(at)?;
        let share = self.share(lexeme)?;
        let [_, probability] = self.linear.probabilities(|sink| features(sentence, at, share, sink));
        Some(Cue { start: lexeme.start, end: lexeme.end(), probability })
    }

    fn share(&self, lexeme: &Lexeme<'_>) -> Option<u32> {
        (lexeme.kind == Kind::Word).then(|| self.candidates.share(lexeme.hash)).flatten()
    }
}

/// Features of word `at`: itself, its neighbours, alone and together with it.
pub fn features(sentence: &[Lexeme<'_>], at: usize, share: u32, sink: &mut dyn FnMut(u32)) {
    let Some(own) = sentence.get(at) else { return };
    let near = |offset: isize| {
        at.checked_add_signed(offset).and_then(|place| sentence.get(place)).map_or(7, |one| one.hash)
    };
    let ending = |offset: isize, count: usize| {
        at.checked_add_signed(offset).and_then(|place| sentence.get(place)).map_or(7, |one| one.ending(count))
    };
    let word = own.hash;
    let mut both = |value: u32, space: u32| {
        sink(mix(value, space));
        sink(mix(mix(value, word), space + 100));
    };
    both(1, 1);
    both(own.capitals(), 2);
    both(u32::from(at == 0), 3);
    for (offset, space) in (-4..=4).zip(4..).filter(|(offset, _)| *offset != 0) {
        both(near(offset), space);
    }
    both(mix(near(-1), near(1)), 14);
    both(mix(near(1), near(2)), 15);
    both(mix(near(-2), near(-1)), 16);
    both(mix(mix(near(1), near(2)), near(3)), 17);
    both(ending(1, 2), 18);
    both(ending(-1, 2), 19);
    both(ending(1, 3), 20);
    both(ending(-1, 3), 21);
    both(ending(2, 3), 22);
    both(ending(-2, 3), 23);
    both((sentence.len() - at).min(40) as u32 / 8, 24);
    both(at.min(40) as u32 / 8, 25);
    both(u32::from(sentence.last().is_some_and(|one| one.text == ".")), 26);
    sink(mix(own.ending(2), 30));
    sink(mix(own.ending(3), 31));
    sink(mix(own.beginning(5), 32));
    sink(mix(share, 33));
    sink(mix(mix(share, near(1)), 34));
    sink(mix(mix(share, near(-1)), 35));
    // words of the clause around, whatever their place
    let around = |range: std::ops::Range<usize>| sentence.get(range).unwrap_or_default();
    for one in around(at.saturating_sub(8)..at) {
        sink(mix(mix(one.hash, word), 40));
    }
    for one in around(at + 1..(at + 9).min(sentence.len())) {
        sink(mix(mix(one.hash, word), 41));
    }
}
