//! Text to stems: each piece of text in the language it is written in.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::RandomState;
use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer};

use crate::query::words::{fold_into, words};

/// Languages with a stemmer, by primary subtag. The place in this table, plus one, is the language's code; 0 is no stemming.
/// The order is part of the index's format.
const STEMMED: [(&str, Language); 20] = [
    ("en", Language::English),
    ("ar", Language::Arabic),
    ("da", Language::Danish),
    ("nl", Language::Dutch),
    ("fi", Language::Finnish),
    ("fr", Language::French),
    ("de", Language::German),
    ("el", Language::Greek),
    ("hu", Language::Hungarian),
    ("it", Language::Italian),
    ("no", Language::Norwegian),
    ("pt", Language::Portuguese),
    ("ro", Language::Romanian),
    ("ru", Language::Russian),
    ("es", Language::Spanish),
    ("sv", Language::Swedish),
    ("ta", Language::Tamil),
    ("tr", Language::Turkish),
    ("nb", Language::Norwegian),
    ("nn", Language::Norwegian),
];

/// How a text is stemmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::engine) struct Stemming(u8);

impl Stemming {
    /// Not at all: names of people, and languages without a stemmer.
    pub const NONE: Stemming = Stemming(0);
    /// As English: also text whose language nobody says.
    pub const ENGLISH: Stemming = Stemming(1);

    /// Of a BCP 47 tag; `otherwise` for an empty one.
    pub fn of(tag: &str, otherwise: Stemming) -> Stemming {
        if tag.is_empty() || tag.eq_ignore_ascii_case("und") {
            return otherwise;
        }
        let primary = tag.split('-').next().unwrap_or_default();
        let place = STEMMED.iter().position(|(code, _)| code.eq_ignore_ascii_case(primary));
        match place {
            Some(place @ 0..18) => Stemming(place as u8 + 1),
            Some(_) => Stemming::of("no", otherwise),
            None => Stemming::NONE,
        }
    }

    /// What its stems begin with in the index, so that a stem of one language is never taken for that of another. Words are folded
    /// to lower case: no stem begins like this by itself. English, which most text is in, has none.
    fn mark(self) -> Option<char> {
        (self != Self::ENGLISH).then(|| char::from(b'A' + self.0))
    }

    fn language(self) -> Option<Language> {
        let place = usize::from(self.0).checked_sub(1)?;
        STEMMED.get(place).map(|(_, language)| *language)
    }

    /// Its bit in a set.
    pub fn bit(self) -> u32 {
        1 << self.0
    }

    /// Those of a set.
    pub fn all_of(set: u32) -> impl Iterator<Item = Stemming> {
        (0..=18_u8).filter(move |code| set & (1 << code) != 0).map(Stemming)
    }
}

/// Most words of a language whose stems are remembered.
const KNOWN: usize = 16_384;

/// Makes stems, and remembers those of the words it met: few words make up most of a text. Stemmers are made when first needed.
#[derive(Default)]
pub(in crate::engine) struct Analyser {
    made: BTreeMap<Stemming, OneWord>,
    folded: String,
}

impl Analyser {
    /// Appends the stems of the text, each followed by a space: the form in which they are given to the index.
    pub fn append(&mut self, stemming: Stemming, text: &str, stems: &mut String) {
        let Self { made, folded } = self;
        let mut stemmer = stemming.language().map(|language| {
            let new = || OneWord { analyser: stemmer_of(language), known: HashMap::default() };
            made.entry(stemming).or_insert_with(new)
        });
        for (_, word) in words(text) {
            let before = stems.len();
            stems.extend(stemming.mark());
            let start = stems.len();
            match &mut stemmer {
                Some(stemmer) => {
                    folded.clear();
                    fold_into(word, folded);
                    stemmer.append(folded, stems);
                }
                None => fold_into(word, stems),
            }
            if stems.len() > start {
                stems.push(' ');
            } else {
                stems.truncate(before);
            }
        }
    }

    /// The stems of the text.
    pub fn stems(&mut self, stemming: Stemming, text: &str) -> Vec<String> {
        let mut stems = String::new();
        self.append(stemming, text, &mut stems);
        stems.split(' ').filter(|stem| !stem.is_empty()).map(str::to_owned).collect()
    }
}

/// The stemmer of a language, and what it made of words.
struct OneWord {
    analyser: TextAnalyzer,
    known: HashMap<Short, Short, RandomState>,
}

impl OneWord {
    fn append(&mut self, folded: &str, stems: &mut String) {
        let word = Short::of(folded);
        if let Some(stem) = word.and_then(|word| self.known.get(&word)) {
            stems.push_str(stem.as_str());
            return;
        }
        let start = stems.len();
        self.analyser.token_stream(folded).process(&mut |token| stems.push_str(&token.text));
        let (Some(word), Some(stem)) = (word, Short::of(&stems[start..])) else { return };
        if self.known.len() >= KNOWN {
            self.known.clear();
        }
        self.known.insert(word, stem);
    }
}

/// A word that is short enough to be kept in place: looking one up then touches no other memory.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Short {
    bytes: [u8; 23],
    length: u8,
}

impl Short {
    fn of(word: &str) -> Option<Self> {
        let mut bytes = [0; 23];
        bytes.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
        Some(Self { bytes, length: word.len() as u8 })
    }

    fn as_str(&self) -> &str {
        let word = self.bytes.get(..usize::from(self.length));
        word.and_then(|word| std::str::from_utf8(word).ok()).unwrap_or_default()
    }
}

fn stemmer_of(language: Language) -> TextAnalyzer {
    TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(language)).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_stemmed_in_its_language() {
        let check = |tag: &str, text: &str, expected: &[&str]| {
            let stems = Analyser::default().stems(Stemming::of(tag, Stemming::ENGLISH), text);
            assert_eq!(stems, expected, "{text} as {tag}");
        };
        check("en", "Metastases of livers", &["metastas", "of", "liver"]);
        check("", "livers", &["liver"]);
        check("it-IT", "Trapianti trapianto", &["Ktrapiant", "Ktrapiant"]);
        check("pl", "wątroby", &["Awatroby"]);
    }

    #[test]
    fn a_remembered_stem_is_that_of_its_language() {
        let mut analyser = Analyser::default();
        let italian = Stemming::of("it", Stemming::ENGLISH);
        let long = "x".repeat(23) + "ings";
        for _ in 0..2 {
            for (stemming, word) in [(Stemming::ENGLISH, "parties"), (italian, "parties"), (italian, &long)] {
                let fresh = Analyser::default().stems(stemming, word);
                assert_eq!(analyser.stems(stemming, word), fresh, "{word} as {stemming:?}");
            }
        }
        let many: Vec<String> = (0..=KNOWN).map(|number| format!("w{number}")).collect();
        assert_eq!(analyser.stems(Stemming::ENGLISH, &many.join(" ")), many);
        assert_ne!(analyser.stems(Stemming::ENGLISH, "parties"), analyser.stems(italian, "parties"));
    }

    #[test]
    fn both_norwegians_are_stemmed_as_norwegian() {
        for tag in ["nb", "nn-NO", "NO"] {
            assert_eq!(Stemming::of(tag, Stemming::NONE), Stemming::of("no", Stemming::NONE), "{tag}");
        }
        assert_ne!(Stemming::of("no", Stemming::NONE), Stemming::NONE);
    }

    #[test]
    fn a_set_keeps_its_stemmings() {
        let set = Stemming::ENGLISH.bit() | Stemming::of("tr", Stemming::NONE).bit() | Stemming::NONE.bit();
        let all: Vec<Stemming> = Stemming::all_of(set).collect();
        assert_eq!(all, [Stemming::NONE, Stemming::ENGLISH, Stemming::of("tr", Stemming::NONE)]);
    }
}
