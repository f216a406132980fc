//! The words of a record, read without the engine: split at what is no letter or digit, and cut by the stemmer of their language.

use std::cell::RefCell;
use std::collections::HashMap;

use ibid::contract::v1::{Citation, SubjectScheme};
use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer};

const LANGUAGES: [(&str, Language); 18] = [
    ("ar", Language::Arabic),
    ("da", Language::Danish),
    ("de", Language::German),
    ("el", Language::Greek),
    ("en", Language::English),
    ("es", Language::Spanish),
    ("fi", Language::Finnish),
    ("fr", Language::French),
    ("hu", Language::Hungarian),
    ("it", Language::Italian),
    ("nl", Language::Dutch),
    ("no", Language::Norwegian),
    ("pt", Language::Portuguese),
    ("ro", Language::Romanian),
    ("ru", Language::Russian),
    ("sv", Language::Swedish),
    ("ta", Language::Tamil),
    ("tr", Language::Turkish),
];

/// The texts of a citation, each as stems in its language.
pub struct Words<'a> {
    pub citation: &'a Citation,
    titles: Vec<Text>,
    abstracts: Vec<Text>,
    mesh: Vec<Text>,
    others: Vec<Text>,
}

struct Text {
    language: &'static str,
    /// Each between spaces.
    stems: String,
}

impl<'a> Words<'a> {
    pub fn of(citation: &'a Citation) -> Self {
        let own = match citation.languages.as_slice() {
            [only] => only.as_str(),
            _ => "en",
        };
        let or = |tag: &'a str, otherwise: &'a str| if tag.is_empty() { otherwise } else { tag };
        let mut words = Words { citation, titles: vec![], abstracts: vec![], mesh: vec![], others: vec![] };
        words.titles.extend(citation.titles.iter().map(|title| text(or(&title.language, own), &title.text)));
        words
            .abstracts
            .extend(citation.abstracts.iter().map(|part| text(or(&part.language, own), &part.text)));
        for subject in &citation.subjects {
            let list = match subject.scheme() {
                SubjectScheme::Mesh | SubjectScheme::MeshSupplementary => &mut words.mesh,
                SubjectScheme::CitationSubset => continue,
                _ => &mut words.others,
            };
            let labels = subject.qualifiers.iter().map(|qualifier| &qualifier.label);
            list.extend(labels.chain([&subject.label]).map(|label| text(or(&subject.language, "en"), label)));
        }
        if let Some(journal) = &citation.container {
            words.others.push(text(or(&journal.language, "en"), &journal.title));
            words.others.extend(journal.abbreviations.iter().map(|short| text("en", &short.text)));
            words.others.extend(
                journal.other_titles.iter().map(|other| text(or(&other.language, "en"), &other.text)),
            );
        }
        words.others.extend(citation.contributors.iter().map(|who| {
            text(
                "en",
                &[&who.given, &who.family, &who.initials, &who.collective, &who.literal]
                    .map(String::as_str)
                    .join(" "),
            )
        }));
        words
    }

    pub fn title(&self, words: &str) -> bool {
        has(&self.titles, words)
    }

    pub fn abstract_(&self, words: &str) -> bool {
        has(&self.abstracts, words)
    }

    pub fn mesh(&self, words: &str) -> bool {
        has(&self.mesh, words)
    }

    /// In any one of its texts.
    pub fn any(&self, words: &str) -> bool {
        [&self.titles, &self.abstracts, &self.mesh, &self.others].into_iter().any(|texts| has(texts, words))
    }
}

fn has(texts: &[Text], words: &str) -> bool {
    texts.iter().any(|text| text.stems.contains(&stems(text.language, words)))
}

fn text(tag: &str, text: &str) -> Text {
    let primary = tag.split('-').next().unwrap_or_default();
    let primary = if matches!(primary, "nb" | "nn") { "no" } else { primary };
    let language = LANGUAGES.iter().find(|(code, _)| *code == primary).map_or("", |(code, _)| code);
    Text { language, stems: stems(language, text) }
}

thread_local! {
    static STEMMERS: RefCell<HashMap<&'static str, TextAnalyzer>> = RefCell::default();
}

fn stems(language: &'static str, text: &str) -> String {
    let mut stems = String::from(" ");
    for word in text.to_lowercase().replace("'s", "").replace("’s", "").split(|c: char| !c.is_alphanumeric())
    {
        if word.is_empty() {
            continue;
        }
        STEMMERS.with_borrow_mut(|stemmers| match LANGUAGES.iter().find(|(code, _)| *code == language) {
            Some((code, language)) => {
                let new =
                    || TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(*language)).build();
                let stemmer = stemmers.entry(code).or_insert_with(new);
                stemmer.token_stream(word).process(&mut |token| stems.push_str(&token.text));
            }
            None => stems.push_str(word),
        });
        stems.push(' ');
    }
    stems
}
