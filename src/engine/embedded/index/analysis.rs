//! Text to stems: each piece of text in the language it is written in.

use std::collections::BTreeMap;

use tantivy::tokenizer::{Language, Stemmer, TextAnalyzer, Token, TokenStream, Tokenizer};

use crate::query::words::{Words, fold_into, words};

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
pub(super) struct Stemming(u8);

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

    /// Its bit in a set.
    pub fn bit(self) -> u32 {
        1 << self.0
    }

    /// Those of a set.
    pub fn all_of(set: u32) -> impl Iterator<Item = Stemming> {
        (0..=18_u8).filter(move |code| set & (1 << code) != 0).map(Stemming)
    }
}

/// Makes stems. Analysers are made when first needed.
#[derive(Default)]
pub(super) struct Analyser {
    made: BTreeMap<Stemming, TextAnalyzer>,
}

impl Analyser {
    /// Appends the stems of the text, each followed by a space: the form in which they are given to the index.
    pub fn append(&mut self, stemming: Stemming, text: &str, stems: &mut String) {
        let analyser = self.made.entry(stemming).or_insert_with(|| analyser_of(stemming));
        analyser.token_stream(text).process(&mut |token| {
            stems.push_str(&token.text);
            stems.push(' ');
        });
    }

    /// The stems of the text.
    pub fn stems(&mut self, stemming: Stemming, text: &str) -> Vec<String> {
        let mut stems = String::new();
        self.append(stemming, text, &mut stems);
        stems.split(' ').filter(|stem| !stem.is_empty()).map(str::to_owned).collect()
    }
}

fn analyser_of(stemming: Stemming) -> TextAnalyzer {
    let folding = Folding::default();
    match usize::from(stemming.0).checked_sub(1).and_then(|place| STEMMED.get(place)) {
        Some((_, language)) => TextAnalyzer::builder(folding).filter(Stemmer::new(*language)).build(),
        None => TextAnalyzer::builder(folding).build(),
    }
}

/// The words of a text, folded.
#[derive(Clone, Default)]
struct Folding {
    token: Token,
}

struct FoldingStream<'a> {
    words: Words<'a>,
    token: &'a mut Token,
}

impl Tokenizer for Folding {
    type TokenStream<'a> = FoldingStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> FoldingStream<'a> {
        self.token.reset();
        FoldingStream { words: words(text), token: &mut self.token }
    }
}

impl TokenStream for FoldingStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((start, word)) = self.words.next() else { return false };
        self.token.text.clear();
        fold_into(word, &mut self.token.text);
        self.token.offset_from = start;
        self.token.offset_to = start + word.len();
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
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
        check("it-IT", "Trapianti trapianto", &["trapiant", "trapiant"]);
        check("pl", "wątroby", &["watroby"]);
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
