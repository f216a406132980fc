//! What manuals ask for beyond what CSL can say: which title a work in another language has, and how a retracted work is marked.

use super::title::TitlePolicy;
use crate::contract::v1::{Citation, EditorialStatus, LinkKind};
use crate::record::language::english_name;

/// The manual that a style follows, as far as that matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Publication Manual of the American Psychological Association.
    Apa,
    /// Citing Medicine of the National Library of Medicine, which the Vancouver styles follow.
    Nlm,
    /// AMA Manual of Style.
    Ama,
    Other,
}

impl Family {
    /// Judged by what a style calls itself, in lower case.
    pub fn of(names: &str) -> Self {
        let has = |words: &[&str]| words.iter().any(|word| names.contains(word));
        if has(&["/apa", "american psychological association", "apa style"]) {
            Self::Apa
        } else if has(&["vancouver", "/nlm", "national library of medicine", "national-library-of-medicine"])
        {
            Self::Nlm
        } else if has(&["american-medical-association", "american medical association"]) {
            Self::Ama
        } else {
            Self::Other
        }
    }

    /// Which title its manual asks for: APA 7 (9.38) the original with the translation in brackets, NLM the translation in brackets.
    pub fn title_policy(self) -> TitlePolicy {
        match self {
            Self::Apa => TitlePolicy::OriginalWithTranslation,
            Self::Nlm => TitlePolicy::Translated,
            Self::Ama | Self::Other => TitlePolicy::Original,
        }
    }

    /// What follows the title of a work that no longer stands.
    pub fn after_title(self, citation: &Citation) -> Option<String> {
        if self != Self::Apa {
            return None;
        }
        let word = fallen(citation)?;
        Some(match notice(citation) {
            Some(notice) if word == "Retracted" => format!(" (Retraction published in {notice})"),
            _ => format!(" ({word})"),
        })
    }

    /// What follows a whole reference: the language of a work whose title is printed in translation, and that it no longer stands.
    pub fn postscript(self, citation: &Citation, translated: bool) -> String {
        let mut text = String::new();
        if self == Self::Nlm && translated {
            let language = citation.languages.first().and_then(|tag| english_name(tag));
            if let Some(language) = language.filter(|language| *language != "English") {
                text.push_str(&format!(" {language}."));
            }
        }
        let Some(word) = fallen(citation) else { return text };
        match (self, notice(citation)) {
            (Self::Apa, _) => {}
            (Self::Nlm, Some(notice)) if word == "Retracted" => {
                text.push_str(&format!(" Retraction in: {}.", notice.trim_end_matches('.')));
            }
            (Self::Ama, Some(notice)) if word == "Retracted" => {
                text.push_str(&format!(" Retracted in: {}.", notice.trim_end_matches('.')));
            }
            _ => text.push_str(&format!(" [{word}]")),
        }
        text
    }
}

/// The word for a work that no longer stands.
pub fn fallen(citation: &Citation) -> Option<&'static str> {
    match citation.editorial_status() {
        EditorialStatus::Retracted => Some("Retracted"),
        EditorialStatus::Withdrawn => Some("Withdrawn"),
        _ => None,
    }
}

/// Where the retraction is printed, in the words of the source.
fn notice(citation: &Citation) -> Option<&str> {
    let retracts = |kind: LinkKind| kind == LinkKind::RetractedBy;
    let link = citation.links.iter().find(|link| retracts(link.kind()) && !link.reference.is_empty())?;
    Some(link.reference.trim())
}
