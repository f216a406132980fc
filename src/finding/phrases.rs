//! Lists of phrases, sought all at once: a trie that fits the nearest caches, and before it one bit for every three bytes that a
//! phrase may begin with.

use std::collections::VecDeque;
use std::ops::Range;

/// Phrases, to be found leftmost first and longest first.
#[derive(Debug)]
pub struct Phrases {
    nodes: Vec<Node>,
    /// Byte that leads to each node.
    labels: Vec<u8>,
    /// One bit for each hash of the three bytes that a phrase may begin with.
    beginnings: Vec<u64>,
    /// Bits of a hash.
    bits: u32,
}

#[derive(Debug, Default, Clone)]
struct Node {
    /// Children stand side by side.
    children: Range<usize>,
    phrase: Option<usize>,
}

impl Phrases {
    /// The phrases must differ; an empty one is never found.
    pub fn new(phrases: &[impl AsRef<str>]) -> Self {
        let bits = if phrases.len() > 200 { 15 } else { 10 };
        let mut sorted: Vec<(&[u8], usize)> =
            phrases.iter().enumerate().map(|(index, phrase)| (phrase.as_ref().as_bytes(), index)).collect();
        sorted.sort_unstable();
        sorted.dedup_by_key(|(phrase, _)| *phrase);
        let mut trie = Self {
            nodes: vec![Node::default()],
            labels: vec![0],
            beginnings: vec![0; 1 << (bits - 6)],
            bits,
        };
        let mut waiting = VecDeque::from([(0, sorted.as_slice(), 0)]);
        while let Some((node, mut rest, depth)) = waiting.pop_front() {
            if let Some(((_, index), longer)) =
                rest.split_first().filter(|((phrase, _), _)| phrase.len() == depth)
            {
                trie.nodes[node].phrase = Some(*index);
                rest = longer;
            }
            let first = trie.nodes.len();
            for alike in rest.chunk_by(|(one, _), (other, _)| one[depth] == other[depth]) {
                waiting.push_back((trie.nodes.len(), alike, depth + 1));
                trie.nodes.push(Node::default());
                trie.labels.push(alike[0].0[depth]);
            }
            trie.nodes[node].children = first..trie.nodes.len();
        }
        for (phrase, _) in sorted {
            match *phrase {
                [first, second, third, ..] => trie.begin(first, second, third),
                [first, second] => (0..=u8::MAX).for_each(|third| trie.begin(first, second, third)),
                [first] => (0..=u8::MAX)
                    .for_each(|second| (0..=u8::MAX).for_each(|third| trie.begin(first, second, third))),
                [] => {}
            }
        }
        trie
    }

    fn hash(&self, first: u8, second: u8, third: u8) -> usize {
        let key = u32::from(first) | u32::from(second) << 8 | u32::from(third) << 16;
        (key.wrapping_mul(0x9E37_79B1) >> (32 - self.bits)) as usize
    }

    fn begin(&mut self, first: u8, second: u8, third: u8) {
        let bit = self.hash(first, second, third);
        self.beginnings[bit / 64] |= 1 << (bit % 64);
    }

    /// Place of the leftmost longest phrase.
    pub fn first(&self, text: &str) -> Option<Range<usize>> {
        self.find(text.as_bytes(), 0).map(|(_, place)| place)
    }

    /// True when any phrase stands in the text.
    pub fn within(&self, text: &str) -> bool {
        self.first(text).is_some()
    }

    /// Length of the longest phrase that the text begins with.
    pub fn opening(&self, text: &str) -> Option<usize> {
        self.longest(text.as_bytes()).map(|(_, length)| length)
    }

    /// True when the text is one of the phrases.
    pub fn holds(&self, text: &str) -> bool {
        self.opening(text) == Some(text.len())
    }

    /// The leftmost longest phrase at or after `at`: its number and where it stands.
    pub fn find(&self, text: &[u8], at: usize) -> Option<(usize, Range<usize>)> {
        let rest = text.get(at..)?;
        for (start, three) in rest.windows(3).enumerate() {
            let bit = self.hash(three[0], three[1], three[2]);
            if self.beginnings[bit / 64] >> (bit % 64) & 1 == 1
                && let Some((phrase, length)) = self.longest(&rest[start..])
            {
                return Some((phrase, at + start..at + start + length));
            }
        }
        (rest.len().saturating_sub(2)..rest.len()).find_map(|start| {
            let (phrase, length) = self.longest(&rest[start..])?;
            Some((phrase, at + start..at + start + length))
        })
    }

    /// The longest phrase that `rest` begins with, and its length.
    fn longest(&self, rest: &[u8]) -> Option<(usize, usize)> {
        let mut node = &self.nodes[0];
        let mut best = None;
        for (depth, byte) in rest.iter().enumerate() {
            let children = node.children.clone();
            let Some(child) = self.labels[children.clone()].iter().position(|label| label == byte) else {
                break;
            };
            node = &self.nodes[children.start + child];
            if let Some(phrase) = node.phrase {
                best = Some((phrase, depth + 1));
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leftmost_then_longest() {
        let phrases = ["no", "no change", "change", "nor", "è", "p=", "x"].map(str::to_owned);
        let known = Phrases::new(&phrases);
        let check = |text: &str, expected: &[&str]| {
            let mut found = Vec::new();
            let mut at = 0;
            while let Some((phrase, place)) = known.find(text.as_bytes(), at) {
                assert_eq!(text[place.clone()], phrases[phrase]);
                found.push(&text[place.clone()]);
                at = place.end;
            }
            assert_eq!(found, expected, "{text}");
        };
        check("no chance, no change", &["no", "no change"]);
        check("nor is it more change", &["nor", "change"]);
        check("c'è p=x", &["è", "p=", "x"]);
        check("exchange", &["x", "change"]);
        check("", &[]);
        check("n", &[]);
    }
}
