//! Works that stand within another one.

use crate::contract::v1::CitationType as T;

/// Kinds whose publisher and ISBN are those of what they stand in.
pub fn is_part(kind: T) -> bool {
    matches!(
        kind,
        T::ArticleJournal
            | T::ArticleMagazine
            | T::ArticleNewspaper
            | T::Chapter
            | T::PaperConference
            | T::Review
            | T::ReviewBook
            | T::Entry
            | T::EntryDictionary
            | T::EntryEncyclopedia
    )
}
