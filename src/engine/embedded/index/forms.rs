//! The forms in which the words of a query stand in the index: a word has one stem in each language that the library is in.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use super::locked::locked;
use crate::engine::terms::analysis::{Analyser, Stemming};

/// Most words whose forms are remembered, and the longest of them, in bytes.
const KNOWN: usize = 4_096;
const LONGEST: usize = 64;

/// A stem that the index holds.
#[derive(Debug, Clone)]
pub(super) struct Form {
    pub stemming: Stemming,
    pub term: Term,
    /// In how many documents.
    pub frequency: u64,
}

/// Finds forms, and remembers those of one state of the index: people ask for the same words again and again, and each language
/// costs a look into the dictionary of each segment.
#[derive(Default)]
pub(super) struct Forms(Mutex<State>);

#[derive(Default)]
struct State {
    analyser: Analyser,
    generation: u64,
    known: HashMap<(Field, Box<str>), Arc<[Form]>>,
}

impl Forms {
    /// The forms of a word that a field holds, of those languages.
    pub fn held(
        &self,
        searcher: &Searcher,
        (field, languages): (Field, u32),
        word: &str,
    ) -> tantivy::Result<Arc<[Form]>> {
        let generation = searcher.generation().generation_id();
        let key = (field, Box::from(word));
        let candidates = {
            let mut state = locked(&self.0);
            if state.generation != generation {
                state.generation = generation;
                state.known.clear();
            }
            if let Some(forms) = state.known.get(&key) {
                return Ok(forms.clone());
            }
            state.candidates(field, languages, word)
        };
        let mut forms = Vec::new();
        for (stemming, term) in candidates {
            let frequency = searcher.doc_freq(&term)?;
            if frequency > 0 {
                forms.push(Form { stemming, term, frequency });
            }
        }
        let forms: Arc<[Form]> = forms.into();
        let mut state = locked(&self.0);
        if state.generation == generation && word.len() <= LONGEST {
            if state.known.len() >= KNOWN {
                state.known.clear();
            }
            state.known.insert(key, forms.clone());
        }
        Ok(forms)
    }

    /// The stems of a text in English, in which fields without a language are.
    pub fn stems(&self, text: &str) -> Vec<String> {
        locked(&self.0).analyser.stems(Stemming::ENGLISH, text)
    }
}

impl State {
    fn candidates(&mut self, field: Field, languages: u32, word: &str) -> Vec<(Stemming, Term)> {
        let mut candidates = Vec::new();
        for stemming in Stemming::all_of(languages) {
            let stems = self.analyser.stems(stemming, word);
            candidates.extend(stems.iter().map(|stem| (stemming, Term::from_field_text(field, stem))));
        }
        candidates
    }
}
