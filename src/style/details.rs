//! What there is to know of each style before it is used, for people who look for one.

use std::sync::OnceLock;

use citationberg::CitationFormat;

use super::catalogue::{ReadyStyle, StyleEntry, ready, styles};
use super::title::TitlePolicy;
use crate::contract::v1::{CitationStyle, StyleCategory, TitlePolicy as Policy};

/// A style of the catalogue.
#[derive(Clone, Debug)]
pub struct StyleDetails {
    pub style: CitationStyle,
    /// Everything it is called, in lower case.
    words: String,
}

impl StyleDetails {
    /// Whether every word of a text stands somewhere in what it is called.
    pub fn has_words(&self, text: &str) -> bool {
        text.to_lowercase().split_whitespace().all(|word| self.words.contains(word))
    }
}

/// Every style in order of its id. The first call compiles them all.
pub fn details() -> &'static [StyleDetails] {
    static DETAILS: OnceLock<Vec<StyleDetails>> = OnceLock::new();
    DETAILS.get_or_init(|| styles().iter().filter_map(detail).collect())
}

/// The id or other id that differs least from a text, where it is like it.
pub fn nearest(id: &str) -> Option<&'static str> {
    let id = id.trim().to_lowercase();
    if id.len() < 2 || id.len() > 100 {
        return None;
    }
    let all = || styles().iter().flat_map(|style| style.aliases.iter().copied().chain([style.id]));
    let begins = all().filter(|known| known.starts_with(&id)).min_by_key(|known| known.len());
    begins.or_else(|| {
        let near = all().map(|known| (distance(&id, known), known)).min()?;
        (near.0 <= 1 + id.len() / 5).then_some(near.1)
    })
}

fn detail(entry: &StyleEntry) -> Option<StyleDetails> {
    let mut style = CitationStyle {
        id: entry.id.to_owned(),
        aliases: entry.aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        title: entry.title.to_owned(),
        has_references: true,
        ..CitationStyle::default()
    };
    match ready(entry.id)? {
        ReadyStyle::Pure(_) => {
            style.set_category(StyleCategory::Portal);
            style.set_title_policy(Policy::Original);
        }
        ReadyStyle::Csl(loaded) => {
            style.set_category(match loaded.citation_format() {
                Some(CitationFormat::AuthorDate) => StyleCategory::AuthorDate,
                Some(CitationFormat::Author) => StyleCategory::Author,
                Some(CitationFormat::Numeric) => StyleCategory::Numeric,
                Some(CitationFormat::Label) => StyleCategory::Label,
                Some(CitationFormat::Note) => StyleCategory::Note,
                None => StyleCategory::Unspecified,
            });
            style.has_references = loaded.program.bibliography.is_some();
            style.default_locale = loaded.default_locale().unwrap_or_default().to_owned();
            style.set_title_policy(match loaded.family().title_policy() {
                TitlePolicy::Original => Policy::Original,
                TitlePolicy::Translated => Policy::Translated,
                TitlePolicy::OriginalWithTranslation => Policy::OriginalWithTranslation,
            });
        }
    }
    let words = format!("{} {} {}", style.id, style.aliases.join(" "), style.title).to_lowercase();
    Some(StyleDetails { style, words })
}

/// Letters that must be put in, taken out or changed.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (line, letter) in left.chars().enumerate() {
        let mut corner = row[0];
        row[0] = line + 1;
        for (column, other) in right.iter().enumerate() {
            let changed = corner + usize::from(letter != *other);
            corner = row[column + 1];
            row[column + 1] = changed.min(corner + 1).min(row[column] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_style() {
        let check = |id: &str, expected: Option<&str>| assert_eq!(nearest(id), expected, "{id}");
        check("vancuver", Some("vancouver"));
        check("pure-standart", Some("pure-standard"));
        check("american-medical", Some("american-medical-association"));
        check("qqqqqq", None);
        check("", None);
    }

    #[test]
    fn words_find_styles() {
        let found = |words: &str| details().iter().filter(|style| style.has_words(words)).count();
        assert_eq!(found(""), details().len());
        assert_eq!(found("pure"), 7);
        assert!(found("Chicago NOTES") >= 1);
        assert_eq!(found("chicago nonsense"), 0);
        let of =
            |category: StyleCategory| details().iter().filter(|one| one.style.category() == category).count();
        assert!(
            of(StyleCategory::AuthorDate) > 10
                && of(StyleCategory::Numeric) > 10
                && of(StyleCategory::Note) > 2
        );
        assert_eq!(of(StyleCategory::Portal), 7);
    }
}
