//! Which title is printed: the original, the translation, or both.

use crate::contract::v1::{Citation, Formatting, Span, Title, TitleRole};

/// Which title a reference has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TitlePolicy {
    /// The title in the language of the work.
    #[default]
    Original,
    /// The translation in brackets, where there is one, as NLM prints it.
    Translated,
    /// The title in the language of the work with the translation in brackets after it, as APA prints it.
    OriginalWithTranslation,
}

/// A title, put together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PrintedTitle {
    pub text: String,
    pub formatting: Vec<Formatting>,
    /// BCP 47; empty where it is not known.
    pub language: String,
    /// It is a translation and nothing else.
    pub is_translation: bool,
}

impl PrintedTitle {
    /// The title of a work under a policy. A translation that stands for a missing original is in brackets in any case.
    pub fn of(citation: &Citation, policy: TitlePolicy) -> Self {
        let with = |role: TitleRole| {
            citation.titles.iter().find(|title| title.role() == role && !title.text.is_empty())
        };
        let original = with(TitleRole::Original).or_else(|| with(TitleRole::Unspecified));
        let translated = with(TitleRole::Translated);
        let mut printed = Self::default();
        let language = |title: &Title| match title.language.as_str() {
            "" if title.role() != TitleRole::Translated => {
                citation.languages.first().cloned().unwrap_or_default()
            }
            tag => tag.to_owned(),
        };
        match (original, translated, policy) {
            (Some(_), Some(translation), TitlePolicy::Translated) | (None, Some(translation), _) => {
                printed.bracketed(translation);
                printed.language = language(translation);
                printed.is_translation = true;
            }
            (Some(title), translation, policy) => {
                printed.add(title);
                if let Some(subtitle) = with(TitleRole::Subtitle) {
                    printed.text.push_str(if printed.text.ends_with(['?', '!', ':', '.']) {
                        " "
                    } else {
                        ": "
                    });
                    printed.add(subtitle);
                }
                printed.language = language(title);
                if let Some(translation) =
                    translation.filter(|_| policy == TitlePolicy::OriginalWithTranslation)
                {
                    printed.text.push(' ');
                    printed.bracketed(translation);
                }
            }
            (None, None, _) => {
                if let Some(title) = citation.titles.iter().find(|title| !title.text.is_empty()) {
                    printed.add(title);
                    printed.language = language(title);
                }
            }
        }
        printed
    }

    fn bracketed(&mut self, title: &Title) {
        self.text.push('[');
        self.add(title);
        self.text.push(']');
    }

    fn add(&mut self, title: &Title) {
        let shift = self.text.len() as i32;
        self.text.push_str(&title.text);
        self.formatting.extend(title.formatting.iter().map(|one| Formatting {
            span: one.span.map(|span| Span { start: span.start + shift, end: span.end + shift, ..span }),
            ..one.clone()
        }));
    }
}
