//! A vocabulary in memory: headings in one piece, and a table from the hash of a normal form to the descriptor that has it alone.

use super::Descriptor;
use super::file::{Unpacked, VocabularyError};
use super::form::Form;

/// Descriptors, to be found by what names them.
#[derive(Debug)]
pub struct Vocabulary {
    /// Identifier, heading and trees of each descriptor, one after the other.
    text: String,
    /// In order of their identifiers.
    descriptors: Vec<Place>,
    table: Table,
    source: String,
    source_sha256: String,
    hash: String,
}

/// Where a descriptor stands in the text.
#[derive(Debug, Clone, Copy)]
struct Place {
    start: u32,
    heading: u32,
    trees: u32,
    end: u32,
}

/// NLM's word for a tumour, in normal form, and the words that authors use; each "X Neoplasms" has an entry term "X Cancer".
const NEOPLASM: &str = "neoplasm";
const NEOPLASM_OF_AUTHORS: [&str; 2] = ["cancer", "tumor"];

impl Vocabulary {
    /// Reads a vocabulary file.
    ///
    /// # Errors
    /// When the bytes are not one, or one of another version, or damaged.
    pub fn read(bytes: &[u8]) -> Result<Self, VocabularyError> {
        let unpacked = Unpacked::read(bytes)?;
        let (source, source_sha256) = unpacked.source();
        let mut vocabulary = Self {
            text: String::new(),
            descriptors: Vec::with_capacity(unpacked.descriptors()),
            table: Table::new(unpacked.names() + unpacked.descriptors()),
            source: source.to_owned(),
            source_sha256: source_sha256.to_owned(),
            hash: super::hash(bytes),
        };
        let mut neoplasms = Vec::new();
        let too_large = |_| VocabularyError::Damaged("it is too large");
        let at = |text: &String| u32::try_from(text.len()).map_err(too_large);
        for (number, line) in unpacked.lines().enumerate() {
            let text = &mut vocabulary.text;
            let start = at(text)?;
            text.push_str(line.ui);
            let heading = at(text)?;
            text.push_str(line.heading);
            let trees = at(text)?;
            text.push_str(line.trees);
            let end = at(text)?;
            vocabulary.descriptors.push(Place { start, heading, trees, end });
            let number = u32::try_from(number).map_err(too_large)?;
            if line.heading.contains("Neoplasm") {
                neoplasms.push(number);
            }
            for name in std::iter::once(line.heading).chain(line.terms()) {
                for form in [Form::of(name), Form::inverted(name)].into_iter().flatten() {
                    vocabulary.table.insert(&form, number, false);
                }
            }
        }
        // what authors say gives way to what NLM says
        for number in neoplasms {
            let Some(heading) = vocabulary.descriptor(number).map(|found| found.heading) else { continue };
            let form = Form::inverted(heading).or_else(|| Form::of(heading));
            let Some(form) = form.filter(|form| form.last() == NEOPLASM) else { continue };
            for form in NEOPLASM_OF_AUTHORS.iter().filter_map(|word| form.with_last(word)) {
                vocabulary.table.insert(&form, number, true);
            }
        }
        vocabulary.text.shrink_to_fit();
        Ok(vocabulary)
    }

    /// The one descriptor with a name of this form.
    pub fn find(&self, form: &Form) -> Option<Descriptor<'_>> {
        self.table.find(form).and_then(|number| self.descriptor(number))
    }

    /// Tree numbers of a descriptor, apart by a space.
    pub fn trees(&self, ui: &str) -> &str {
        let found = self.descriptors.binary_search_by(|place| self.slice(place.start, place.heading).cmp(ui));
        let place = found.ok().and_then(|at| self.descriptors.get(at));
        place.map_or("", |place| self.slice(place.trees, place.end))
    }

    /// How many descriptors it has.
    pub fn len(&self) -> usize {
        self.descriptors.len()
    }

    pub fn is_empty(&self) -> bool {
        self.descriptors.is_empty()
    }

    /// Memory that it takes, in bytes.
    pub fn bytes(&self) -> usize {
        self.text.capacity()
            + self.descriptors.capacity() * size_of::<Place>()
            + self.table.slots.capacity() * size_of::<Slot>()
    }

    /// Name and SHA-256 of the file that it was made of.
    pub fn source(&self) -> (&str, &str) {
        (&self.source, &self.source_sha256)
    }

    /// Hash of the vocabulary file, 16 hexadecimal digits.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    fn descriptor(&self, number: u32) -> Option<Descriptor<'_>> {
        let place = self.descriptors.get(usize::try_from(number).ok()?)?;
        Some(Descriptor {
            ui: self.slice(place.start, place.heading),
            heading: self.slice(place.heading, place.trees),
        })
    }

    fn slice(&self, start: u32, end: u32) -> &str {
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }
}

/// From the hash of a form to a number; open addressing.
#[derive(Debug)]
struct Table {
    slots: Vec<Slot>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Slot {
    /// The upper half of the hash; the lower one says where the search begins.
    check: u32,
    number: u32,
}

const EMPTY: u32 = u32::MAX;
/// More than one descriptor has the form, so that it names none of them for certain.
const SEVERAL: u32 = u32::MAX - 1;

impl Table {
    fn new(names: usize) -> Self {
        let free = Slot { check: 0, number: EMPTY };
        // inverted headings and the words of authors need places too; a third stays free
        Self { slots: vec![free; (names + names / 3 + 16).next_power_of_two()] }
    }

    /// Notes that the form names the descriptor. A `weak` name gives way to any other.
    fn insert(&mut self, form: &Form, number: u32, weak: bool) {
        let hash = form.hash();
        let at = self.seek(hash);
        let Some(slot) = self.slots.get_mut(at) else { return };
        if slot.number == EMPTY {
            *slot = Slot { check: (hash >> 32) as u32, number };
        } else if slot.number != number && !weak {
            slot.number = SEVERAL;
        }
    }

    fn find(&self, form: &Form) -> Option<u32> {
        let slot = self.slots.get(self.seek(form.hash()))?;
        (slot.number < SEVERAL).then_some(slot.number)
    }

    /// The slot of the hash, else the free one where it would stand.
    fn seek(&self, hash: u64) -> usize {
        let last = self.slots.len() - 1;
        let check = (hash >> 32) as u32;
        let mut at = hash as usize & last;
        let mut tried = 0;
        while let Some(slot) = self.slots.get(at) {
            if slot.number == EMPTY || slot.check == check || tried == last {
                break;
            }
            tried += 1;
            at = (at + 1) & last;
        }
        at
    }
}
