//! Lists of phrases, sought all at once: a trie that fits the nearest caches, and before it one bit for every three bytes that a
//! phrase may begin with.

use std::ops::Range;

/// Phrases, to be found leftmost first and longest first.
#[derive(Debug)]
pub struct Phrases {
    nodes: Vec<Node>,
    /// Bytes that a phrase may begin with.
    first: [bool; 256],
    /// One bit for each hash of the three bytes that a phrase may begin with.
    bits: Vec<u64>,
    /// What begins with three bytes, each at their hash or in the next free place.
    beginnings: Vec<Beginning>,
    /// Phrases of one or two bytes, the longer first.
    short: Vec<(Vec<u8>, u32)>,
}

/// A place in the trie. What follows it stands side by side.
#[derive(Debug, Clone, Copy)]
struct Node {
    /// The first of those that follow.
    next: u32,
    /// The phrase that ends here.
    phrase: u32,
    /// How many follow.
    following: u16,
    /// Byte that leads here.
    label: u8,
}

#[derive(Debug, Clone, Copy)]
struct Beginning {
    /// 0 where the place is free, since the root is none.
    node: u32,
    bytes: [u8; 3],
    /// One bit for the last five bits of each byte that may follow; of letters and spaces no two share one.
    following: u32,
}

/// Stands for no phrase.
const NONE: u32 = u32::MAX;
const FREE: Beginning = Beginning { node: 0, bytes: [0; 3], following: 0 };

fn hash(bytes: [u8; 3]) -> usize {
    let key = u32::from(bytes[0]) | u32::from(bytes[1]) << 8 | u32::from(bytes[2]) << 16;
    (key.wrapping_mul(0x9E37_79B1) >> 16) as usize
}

impl Phrases {
    /// The phrases must differ; an empty one is never found.
    pub fn new(phrases: &[impl AsRef<str>]) -> Self {
        let mut sorted: Vec<(&[u8], u32)> = (0..)
            .zip(phrases)
            .map(|(index, phrase)| (phrase.as_ref().as_bytes(), index))
            .filter(|(phrase, _)| !phrase.is_empty())
            .collect();
        sorted.sort_unstable();
        sorted.dedup_by_key(|(phrase, _)| *phrase);
        let beginnings = sorted.chunk_by(|(one, _), (other, _)| one.get(..3) == other.get(..3)).count();
        let mut known = Self {
            nodes: vec![Node { next: 0, phrase: NONE, following: 0, label: 0 }],
            first: [false; 256],
            bits: vec![0; (sorted.len() / 2).next_power_of_two().clamp(16, 512)],
            beginnings: vec![FREE; (beginnings + beginnings / 2 + 1).next_power_of_two()],
            short: Vec::new(),
        };
        sorted.iter().for_each(|(phrase, _)| known.first[usize::from(phrase[0])] = true);
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
        // the last first, so that what follows one another lies close together
        let mut waiting = vec![(0, sorted.as_slice(), 0)];
        while let Some((node, all, depth)) = waiting.pop() {
            let mut rest = all;
            if let Some(((_, index), longer)) = rest.split_first().filter(|(one, _)| one.0.len() == depth) {
                known.nodes[node].phrase = *index;
                rest = longer;
            }
            known.nodes[node].next = known.nodes.len() as u32;
            for alike in rest.chunk_by(|(one, _), (other, _)| one[depth] == other[depth]) {
                known.nodes[node].following += 1;
                waiting.push((known.nodes.len(), alike, depth + 1));
                known.nodes.push(Node { next: 0, phrase: NONE, following: 0, label: alike[0].0[depth] });
            }
            if let (3, Some((phrase, _))) = (depth, all.first()) {
                let bytes = [phrase[0], phrase[1], phrase[2]];
                let following = rest.iter().fold(0, |all, (phrase, _)| all | 1 << (phrase[3] & 31));
                known.begin(Beginning { node: node as u32, bytes, following });
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
        for (start, byte) in text.iter().enumerate().skip(at) {
            if !self.first[usize::from(*byte)] || !self.may_begin(&text[start..]) {
                continue;
            }
            if let Some((phrase, length)) = self.longest(&text[start..]) {
                return Some((phrase, start..start + length));
            }
        }
        None
    }

    /// The same, but only where no word has begun before: most beginnings in a text are inside words.
    pub fn find_word(&self, text: &[u8], at: usize) -> Option<(usize, Range<usize>)> {
        let mut inside = at.checked_sub(1).is_some_and(|before| text[before].is_ascii_alphanumeric());
        for (start, byte) in text.iter().enumerate().skip(at) {
            let letter = byte.is_ascii_alphanumeric();
            let goes_on = inside && letter;
            inside = letter;
            if goes_on || !self.first[usize::from(*byte)] || !self.may_begin(&text[start..]) {
                continue;
            }
            if let Some((phrase, length)) = self.longest(&text[start..]) {
                return Some((phrase, start..start + length));
            }
        }
        None
    }

    /// False where no phrase begins, most often.
    fn may_begin(&self, rest: &[u8]) -> bool {
        rest.first_chunk().is_none_or(|bytes| self.marked(*bytes))
    }

    /// The longest phrase that `rest` begins with, and its length.
    fn longest(&self, rest: &[u8]) -> Option<(usize, usize)> {
        let beginning = rest.first_chunk().and_then(|bytes| self.beginning(*bytes));
        beginning.and_then(|beginning| self.going_on(beginning, rest)).or_else(|| {
            let short = self.short.iter().find(|(phrase, _)| rest.starts_with(phrase));
            short.map(|(phrase, index)| (*index as usize, phrase.len()))
        })
    }

    /// The longest phrase of three bytes and more.
    fn going_on(&self, beginning: Beginning, rest: &[u8]) -> Option<(usize, usize)> {
        let mut node = self.nodes[beginning.node as usize];
        let (mut best, mut length) = (node.phrase, 3);
        // most often nothing goes on
        let goes_on = rest.get(3).is_some_and(|byte| beginning.following >> (byte & 31) & 1 == 1);
        for (depth, byte) in rest.iter().enumerate().skip(if goes_on { 3 } else { rest.len() }) {
            let following = node.next as usize..node.next as usize + usize::from(node.following);
            let Some(next) = self.nodes[following].iter().find(|next| next.label == *byte) else { break };
            node = *next;
            if node.phrase != NONE {
                (best, length) = (node.phrase, depth + 1);
            }
        }
        (best != NONE).then_some((best as usize, length))
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
        while self.beginnings[slot].node != 0 {
            slot = (slot + 1) % self.beginnings.len();
        }
        self.beginnings[slot] = beginning;
    }

    fn beginning(&self, bytes: [u8; 3]) -> Option<Beginning> {
        let last = self.beginnings.len() - 1;
        let mut slot = hash(bytes) & last;
        // a third of the table is empty
        loop {
            let beginning = self.beginnings[slot];
            if beginning.node == 0 {
                return None;
            }
            if beginning.bytes == bytes {
                return Some(beginning);
            }
            slot = (slot + 1) & last;
        }
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
