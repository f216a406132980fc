//! The styles that can be asked for, page by page.

use crate::contract::v1::CitationStyle;
use crate::library::page::Position;
use crate::library::{Library, LibraryError};
use crate::style::{StyleDetails, details};

/// Largest query.
const MAX_QUERY: usize = 8_192;

/// A page of styles.
#[derive(Debug, Clone, PartialEq)]
pub struct StylePage {
    pub styles: Vec<CitationStyle>,
    pub next_page_token: String,
    pub total: usize,
}

impl Library {
    /// Lists the styles that have every word of `query` and cite as `category` says, if it says anything.
    pub fn styles(
        &self,
        query: &str,
        category: Option<crate::contract::v1::StyleCategory>,
        page_size: usize,
        page_token: &str,
    ) -> Result<StylePage, LibraryError> {
        if query.len() > MAX_QUERY {
            return Err(LibraryError::invalid(
                "query",
                format!("{} bytes are more than {MAX_QUERY}", query.len()),
            ));
        }
        let asked = category.map(|category| (category as i32).to_string()).unwrap_or_default();
        let key = ["styles", query, &asked];
        let after = self.unseal(&key, page_token)?.map(|position| position.last);
        let found: Vec<&StyleDetails> = details()
            .iter()
            .filter(|style| {
                style.has_words(query) && category.is_none_or(|asked| style.style.category() == asked)
            })
            .collect();
        let rest = found.iter().filter(|style| after.as_ref().is_none_or(|after| style.style.id > *after));
        let styles: Vec<CitationStyle> = rest.take(page_size).map(|style| style.style.clone()).collect();
        let next_page_token = match (styles.last(), found.last()) {
            (Some(last), Some(end)) if last.id != end.style.id => {
                self.seal(&key, Position { last: last.id.clone(), ..Position::default() })
            }
            _ => String::new(),
        };
        Ok(StylePage { styles, next_page_token, total: found.len() })
    }
}
