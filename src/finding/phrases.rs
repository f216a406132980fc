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
    bits: Vec<u64>,
    /// What begins with three bytes, each at their hash or in the next free place.
    beginnings: Vec<Option<Beginning>>,
    /// Phrases of one or two bytes, the longer first.
    short: Vec<(Vec<u8>, usize)>,
}

#[derive(Debug, Default, Clone)]
struct Node {
    /// Children stand side by side.
    children: Range<usize>,
    phrase: Option<usize>,
}

#[derive(Debug, Clone, Copy)]
struct Beginning {
    bytes: [u8; 3],
    node: usize,
    /// The longest phrase of up to three bytes on the way, and its length.
    best: Option<(usize, usize)>,
}

fn hash(bytes: [u8; 3]) -> usize {
    let key = u32::from(bytes[0]) | u32::from(bytes[1]) << 8 | u32::from(bytes[2]) << 16;
    (key.wrapping_mul(0x9E37_79B1) >> 16) as usize
}

impl Phrases {
    /// The phrases must differ; an empty one is never found.
    pub fn new(phrases: &[impl AsRef<str>]) -> Self {
        let mut sorted: Vec<(&[u8], usize)> = phrases
            .iter()
            .enumerate()
            .map(|(index, phrase)| (phrase.as_ref().as_bytes(), index))
            .filter(|(phrase, _)| !phrase.is_empty())
            .collect();
        sorted.sort_unstable();
        sorted.dedup_by_key(|(phrase, _)| *phrase);
        let mut known = Self {
            nodes: vec![Node::default()],
            labels: vec![0],
            bits: vec![0; (sorted.len() / 2).next_power_of_two().clamp(16, 512)],
            beginnings: vec![None; (sorted.len() * 4).next_power_of_two()],
            short: Vec::new(),
        };
        let short = sorted.iter().filter(|(phrase, _)| phrase.len() < 3);
        known.short = short.map(|(phrase, index)| (phrase.to_vec(), *index)).collect();
        known.short.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        for (phrase, _) in known.short.clone() {
            for (second, third) in
                (0..=u8::MAX).flat_map(|second| (0..=u8::MAX).map(move |third| (second, third)))
            {
                if phrase.get(1).is_none_or(|byte| *byte == second) {
                    known.mark([phrase[0], second, third]);
                }
            }
        }
        let mut waiting = VecDeque::from([(0, sorted.as_slice(), 0, None)]);
        while let Some((node, all, depth, mut best)) = waiting.pop_front() {
            let mut rest = all;
            if let Some(((_, index), longer)) = rest.split_first().filter(|(one, _)| one.0.len() == depth) {
                known.nodes[node].phrase = Some(*index);
                best = Some((*index, depth));
                rest = longer;
            }
            let first = known.nodes.len();
            for alike in rest.chunk_by(|(one, _), (other, _)| one[depth] == other[depth]) {
                waiting.push_back((known.nodes.len(), alike, depth + 1, best));
                known.nodes.push(Node::default());
                known.labels.push(alike[0].0[depth]);
            }
            known.nodes[node].children = first..known.nodes.len();
            if let (3, Some((phrase, _))) = (depth, all.first()) {
                known.begin(Beginning { bytes: [phrase[0], phrase[1], phrase[2]], node, best });
            }
        }
        known
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
        self.find_where(text, at, |_| true)
    }

    /// The same, but only where no word has begun before: most beginnings in a text are inside words.
    pub fn find_word(&self, text: &[u8], at: usize) -> Option<(usize, Range<usize>)> {
        let letter = |at: usize| text.get(at).is_some_and(u8::is_ascii_alphanumeric);
        self.find_where(text, at, |start| start == 0 || !letter(start - 1) || !letter(start))
    }

    fn find_where(
        &self,
        text: &[u8],
        at: usize,
        may: impl Fn(usize) -> bool,
    ) -> Option<(usize, Range<usize>)> {
        let rest = text.get(at..)?;
        let whole = |start: usize| {
            let (phrase, length) = self.longest(&rest[start..])?;
            Some((phrase, at + start..at + start + length))
        };
        let ends = rest.len().saturating_sub(2)..rest.len();
        let starts = rest.windows(3).enumerate();
        let mut marked =
            starts.filter(|(start, three)| may(at + start) && self.marked([three[0], three[1], three[2]]));
        marked
            .find_map(|(start, _)| whole(start))
            .or_else(|| ends.filter(|start| may(at + start)).find_map(whole))
    }

    /// The longest phrase that `rest` begins with, and its length.
    fn longest(&self, rest: &[u8]) -> Option<(usize, usize)> {
        let Some(beginning) = rest.first_chunk().and_then(|bytes| self.beginning(*bytes)) else {
            let short = self.short.iter().find(|(phrase, _)| rest.starts_with(phrase));
            return short.map(|(phrase, index)| (*index, phrase.len()));
        };
        let (mut node, mut best) = (beginning.node, beginning.best);
        for (depth, byte) in rest.iter().enumerate().skip(3) {
            let Node { children, .. } = &self.nodes[node];
            let Some(child) = self.labels[children.clone()].iter().position(|label| label == byte) else {
                break;
            };
            node = children.start + child;
            if let Some(phrase) = self.nodes[node].phrase {
                best = Some((phrase, depth + 1));
            }
        }
        best
    }

    fn mark(&mut self, bytes: [u8; 3]) {
        let bit = hash(bytes);
        let slots = self.bits.len();
        self.bits[bit / 64 % slots] |= 1 << (bit % 64);
    }

    fn marked(&self, bytes: [u8; 3]) -> bool {
        let bit = hash(bytes);
        self.bits[(bit / 64) & (self.bits.len() - 1)] >> (bit % 64) & 1 == 1
    }

    fn begin(&mut self, beginning: Beginning) {
        self.mark(beginning.bytes);
        let mut slot = hash(beginning.bytes) % self.beginnings.len();
        while self.beginnings[slot].is_some() {
            slot = (slot + 1) % self.beginnings.len();
        }
        self.beginnings[slot] = Some(beginning);
    }

    fn beginning(&self, bytes: [u8; 3]) -> Option<&Beginning> {
        let last = self.beginnings.len() - 1;
        let mut slot = hash(bytes) & last;
        // the table is at least half empty
        while let Some(beginning) = &self.beginnings[slot] {
            if beginning.bytes == bytes {
                return Some(beginning);
            }
            slot = (slot + 1) & last;
        }
        None
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
        assert_eq!(known.find_word(b"exchange, change", 0), Some((2, 10..16)));
        check("", &[]);
        check("n", &[]);
    }
}
