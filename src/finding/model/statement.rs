//! What tells whether one sentence or span hedges, denies, or says which way an outcome went: its words alone.

use super::class::Settings;
use super::words::{Words, mix, word};

pub const HEDGE: [u8; 4] = *b"hedg";
pub const NEGATION: [u8; 4] = *b"nega";
pub const DIRECTION: [u8; 4] = *b"dire";

/// How directions are trained.
pub fn direction_settings() -> Settings {
    Settings { least: 4.0, step: 0.05, drop: 30, ..Settings::default() }
}

/// How hedges and negations are trained.
pub fn settings() -> Settings {
    Settings { least: 3.0, threshold: 0.35, ..Settings::default() }
}

/// Features of a sentence: words, pairs, endings.
pub fn features(sentence: &Words, sink: &mut dyn FnMut(u32)) {
    let words = &sentence.words;
    sink(mix(1, 1));
    words.iter().for_each(|word| sink(mix(*word, 2)));
    words.windows(2).for_each(|pair| sink(mix(mix(pair[0], pair[1]), 3)));
    sentence.endings.iter().filter(|ending| **ending > 0).for_each(|ending| sink(mix(*ending, 19)));
}

/// Features of a span that tells a result: those of a sentence, its p values, and which word of change comes first.
pub fn direction_features(text: &str, sentence: &Words, sink: &mut dyn FnMut(u32)) {
    features(sentence, &mut *sink);
    let words = &sentence.words;
    for p in p_values(text) {
        sink(mix(p, 100));
    }
    let of_change: Vec<u32> = CHANGE.iter().map(|text| word(text)).collect();
    let changes: Vec<usize> = (0..words.len()).filter(|at| of_change.contains(&words[*at])).collect();
    sink(mix(changes.len().min(3) as u32, 103));
    if let Some(first) = changes.first() {
        sink(mix(words[*first], 101));
        let denied = words[..*first].iter().any(|before| DENIAL.iter().any(|text| word(text) == *before));
        sink(mix(mix(words[*first], u32::from(denied)), 102));
        sink(mix(u32::from(denied), 104));
    }
}

const CHANGE: [&str; 26] = [
    "higher",
    "lower",
    "increased",
    "decreased",
    "increase",
    "decrease",
    "reduced",
    "reduction",
    "greater",
    "less",
    "more",
    "fewer",
    "improved",
    "improvement",
    "longer",
    "shorter",
    "better",
    "worse",
    "similar",
    "difference",
    "differences",
    "differ",
    "significant",
    "significantly",
    "superior",
    "effect",
];

const DENIAL: [&str; 7] = ["no", "not", "nor", "neither", "without", "did", "non"];

/// Kind of each p value of the text: at most 0.05, or above, and with which sign.
fn p_values(text: &str) -> impl Iterator<Item = u32> + '_ {
    let bytes = text.as_bytes();
    let signs = bytes.iter().enumerate().filter(|(_, byte)| matches!(byte, b'=' | b'<' | b'>'));
    signs.filter_map(move |(at, sign)| {
        let before = bytes[..at].trim_ascii_end();
        let before = before.strip_suffix(b"value").map_or(before, |rest| rest.trim_ascii_end());
        let p = before.last().is_some_and(|byte| matches!(byte, b'p' | b'P'))
            && !before.iter().rev().nth(1).is_some_and(u8::is_ascii_alphabetic);
        if !p {
            return None;
        }
        let rest = text.get(at + 1..)?.trim_start();
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
        let value: f32 = rest.get(..end)?.trim_end_matches('.').parse().ok()?;
        let small = if *sign == b'>' { value < 0.01 } else { value <= 0.05 };
        Some(u32::from(small) + if *sign == b'=' { 2 } else { 0 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_values_are_small_or_not() {
        let check = |text: &str, expected: &[u32]| {
            assert_eq!(p_values(text).collect::<Vec<_>>(), expected, "{text}");
        };
        check("lower (p < 0.001) and alike (P = .34)", &[1, 2]);
        check("p-value > 0.05, n = 12", &[]);
        check("P value = 0.04.", &[3]);
        check("p > 0.05", &[0]);
        check("p =", &[]);
    }
}
