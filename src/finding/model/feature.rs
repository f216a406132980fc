//! What the models look at in a sentence: its words, its place and its neighbours, as hashes.

use super::words::{Words, mix};

/// Rows of the roles' linear part, as a power of two.
pub const BITS: u32 = 17;

/// Features of a word in the linear part: that it is in the sentence, in the one before, in the one after, and in this
/// quarter of the text. They lie side by side in the table, so that one look into memory finds them all.
pub const SLOTS: usize = 8;
pub const BEFORE: usize = 1;
pub const AFTER: usize = 2;
const QUARTERS: usize = 3;

/// Feature `slot` of a word.
fn beside(word: u32, slot: usize) -> u32 {
    let shift = 32 - BITS;
    mix(word, 2) & !(7 << shift) | (slot as u32) << shift
}

/// Where the features of a word lie together: the row of a table of an eighth of the rows, as that of the embeddings is.
pub fn line(word: u32) -> u32 {
    mix(word, 2) >> (32 - BITS + SLOTS.ilog2())
}

/// The feature of a word in the quarter of the text where its sentence is.
pub fn quartered(at: usize, total: usize) -> usize {
    QUARTERS + if total <= 1 { 3 } else { (at * 4 / total).min(3) }
}

/// Words, endings, place and length of one sentence of a text.
pub fn own(text: &[Words], at: usize, mut sink: impl FnMut(u32)) {
    let Some(sentence) = text.get(at) else { return };
    sink(always());
    sentence.words.iter().for_each(|word| sink(beside(*word, 0)));
    shape(text, at, sink);
}

/// What every sentence has.
pub fn always() -> u32 {
    mix(1, 1)
}

/// Endings, place and length of one sentence, and its words where they stand first or last.
pub fn shape(text: &[Words], at: usize, mut sink: impl FnMut(u32)) {
    let Some(sentence) = text.get(at) else { return };
    let words = &sentence.words;
    let total = text.len();
    let from_end = total - 1 - at;
    let place = if total <= 1 { 9 } else { (at * 8 / (total - 1)) as u32 };
    let quarter = if total <= 1 { 7 } else { (at * 4 / total) as u32 };
    let size = total.min(20) as u32;
    for (count, word) in words.iter().take(5).enumerate() {
        sink(mix(*word, 36));
        if count == 0 {
            sink(mix(*word, 5));
            sink(mix(mix(*word, quarter), 35));
        }
    }
    if let [first, second, ..] = words[..] {
        sink(mix(mix(first, second), 6));
    }
    if let [first, second, third, ..] = words[..] {
        sink(mix(mix(mix(first, second), third), 7));
    }
    if let [.., last, _] = words[..] {
        sink(mix(last, 8));
    }
    if let [.., before, last, _] = words[..] {
        sink(mix(mix(before, last), 9));
    }
    sink(mix(at.min(12) as u32, 10));
    sink(mix(from_end.min(12) as u32, 11));
    sink(mix(place, 12));
    sink(mix(size, 13));
    sink(mix(mix(at.min(5) as u32, size), 14));
    sink(mix(mix(from_end.min(5) as u32, size), 15));
    sink(mix(mix(at.min(20) as u32, size), 37));
    let length = words.len() as u32;
    let numbers = sentence.numbers.min(6);
    sink(mix((length / 6).min(12), 16));
    sink(mix(numbers, 17));
    sink(mix(mix(numbers, quarter), 18));
    sink(mix(sentence.numbers * 10 / (length + 1), 38));
    sink(mix(mix((length / 8).min(6), quarter), 39));
    for ending in sentence.endings.iter().filter(|ending| **ending > 0) {
        sink(mix(*ending, 19));
    }
}

/// Pairs of words of a sentence.
pub fn pairs(sentence: &Words, mut sink: impl FnMut(u32)) {
    for pair in sentence.words.windows(2) {
        sink(mix(mix(pair[0], pair[1]), 3));
    }
}

/// Words of the sentences before and after, and those of this one in its quarter of the text.
pub fn neighbours(text: &[Words], at: usize, mut sink: impl FnMut(u32)) {
    let mut side = |sentence: Option<&Words>, slot: usize| match sentence {
        Some(sentence) => sentence.words.iter().for_each(|word| sink(beside(*word, slot))),
        None => sink(edge(slot)),
    };
    side(at.checked_sub(1).and_then(|before| text.get(before)), BEFORE);
    side(text.get(at + 1), AFTER);
    side(text.get(at), quartered(at, text.len()));
}

/// That there is no sentence before, or after.
pub fn edge(slot: usize) -> u32 {
    mix(slot as u32, 24)
}
