//! From a word to the classes of the lists in which it stands, in one look: most words of a text are in none.

use std::ops::BitOrAssign;

/// Words with their classes as bits.
#[derive(Debug)]
pub struct Dictionary<C> {
    entries: Vec<(&'static str, C)>,
    /// Each word at its hash or in the next free place.
    slots: Vec<Slot>,
}

#[derive(Debug, Clone, Copy)]
struct Slot {
    /// The highest bits of the hash; the lowest ones say where the search begins.
    check: u16,
    /// Number of the entry.
    entry: u16,
}

const FREE: Slot = Slot { check: 0, entry: u16::MAX };

fn check(hash: u64) -> u16 {
    (hash >> 48) as u16
}

impl<C: Copy + Default + BitOrAssign> Dictionary<C> {
    /// Of lists of words that spaces part; of no more than 65,535 words.
    pub fn new(lists: &[(C, &'static str)]) -> Self {
        let words =
            lists.iter().flat_map(|(class, list)| list.split_whitespace().map(move |word| (word, *class)));
        let count = words.clone().count();
        let mut known = Self {
            entries: Vec::with_capacity(count),
            slots: vec![FREE; (count * 2 + 1).next_power_of_two()],
        };
        for (word, class) in words {
            let hash = hash(word.as_bytes());
            let at = known.seek(word, hash);
            if known.slots[at].entry == FREE.entry {
                known.slots[at] = Slot { check: check(hash), entry: known.entries.len() as u16 };
                known.entries.push((word, C::default()));
            }
            let entry = usize::from(known.slots[at].entry);
            known.entries[entry].1 |= class;
        }
        known
    }

    /// The classes of a word; none for one that stands in no list.
    pub fn of(&self, word: &str) -> C {
        let slot = self.slots[self.seek(word, hash(word.as_bytes()))];
        self.entries.get(usize::from(slot.entry)).map_or_else(C::default, |(_, class)| *class)
    }

    /// The slot of the word, else the free one where it would stand; half of them are free.
    fn seek(&self, word: &str, hash: u64) -> usize {
        let last = self.slots.len() - 1;
        let mut at = hash as usize & last;
        loop {
            let slot = self.slots[at];
            let free = slot.entry == FREE.entry;
            if free || slot.check == check(hash) && self.entries[usize::from(slot.entry)].0 == word {
                return at;
            }
            at = (at + 1) & last;
        }
    }
}

/// Of the first and the last letters: a word of sixteen or less has no others.
fn hash(word: &[u8]) -> u64 {
    let (head, tail) = match (word.first_chunk(), word.last_chunk()) {
        (Some(head), Some(tail)) => (u64::from_le_bytes(*head), u64::from_le_bytes(*tail)),
        _ => match (word.first_chunk(), word.last_chunk()) {
            (Some(head), Some(tail)) => (u32::from_le_bytes(*head).into(), u32::from_le_bytes(*tail).into()),
            _ => (word.iter().fold(0, |head, byte| head << 8 | u64::from(*byte)), 0),
        },
    };
    let product = u128::from(head ^ 0x9E37_79B9_7F4A_7C15 ^ word.len() as u64)
        * u128::from(tail ^ 0xD6E8_FEB8_6659_FD93);
    (product >> 64) as u64 ^ product as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_the_classes_of_all_its_lists() {
        let known =
            Dictionary::<u8>::new(&[(1, "a cat and dogs"), (2, "dogs internationalisation"), (4, "à")]);
        for (word, expected) in [
            ("a", 1),
            ("cat", 1),
            ("dogs", 3),
            ("dog", 0),
            ("à", 4),
            ("", 0),
            ("internationalisation", 2),
            ("internationalization", 0),
        ] {
            assert_eq!(known.of(word), expected, "{word}");
        }
        assert_eq!(Dictionary::<u8>::new(&[]).of("a"), 0);
    }
}
