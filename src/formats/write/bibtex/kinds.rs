use super::Dialect;
use crate::contract::v1::CitationType as T;

/// Kinds of work: the entry types that stand for them in BibTeX and in BibLaTeX. A type that stands for several reads back as the
/// kind that `reads_as` gives.
const TYPES: [(T, &str, &str); 44] = [
    (T::ArticleJournal, "article", "article"),
    (T::ArticleMagazine, "article", "article"),
    (T::ArticleNewspaper, "article", "article"),
    (T::Preprint, "misc", "online"),
    (T::Book, "book", "book"),
    (T::Chapter, "incollection", "incollection"),
    (T::Collection, "proceedings", "proceedings"),
    (T::PaperConference, "inproceedings", "inproceedings"),
    (T::Report, "techreport", "report"),
    (T::Thesis, "phdthesis", "thesis"),
    (T::Dataset, "misc", "dataset"),
    (T::Software, "misc", "software"),
    (T::Webpage, "misc", "online"),
    (T::Post, "misc", "online"),
    (T::Review, "article", "review"),
    (T::ReviewBook, "article", "review"),
    (T::Entry, "incollection", "inreference"),
    (T::EntryDictionary, "incollection", "inreference"),
    (T::EntryEncyclopedia, "incollection", "inreference"),
    (T::Patent, "misc", "patent"),
    (T::Standard, "misc", "standard"),
    (T::LegalCase, "misc", "jurisdiction"),
    (T::Legislation, "misc", "legislation"),
    (T::Bill, "misc", "legislation"),
    (T::Regulation, "misc", "legislation"),
    (T::Treaty, "misc", "legal"),
    (T::Hearing, "misc", "misc"),
    (T::Speech, "misc", "unpublished"),
    (T::Manuscript, "unpublished", "unpublished"),
    (T::PersonalCommunication, "misc", "letter"),
    (T::Interview, "misc", "misc"),
    (T::Broadcast, "misc", "video"),
    (T::MotionPicture, "misc", "movie"),
    (T::Song, "misc", "music"),
    (T::Graphic, "misc", "image"),
    (T::Figure, "misc", "image"),
    (T::Map, "misc", "image"),
    (T::MusicalScore, "misc", "music"),
    (T::Pamphlet, "booklet", "booklet"),
    (T::Performance, "misc", "performance"),
    (T::Periodical, "misc", "periodical"),
    (T::Classic, "book", "book"),
    (T::Event, "misc", "misc"),
    (T::Document, "misc", "misc"),
];

/// The entry type of a kind of work.
pub fn of(kind: T, dialect: Dialect) -> &'static str {
    let known = TYPES.iter().find(|(known, ..)| *known == kind);
    known.map_or("misc", |(_, bibtex, biblatex)| match dialect {
        Dialect::Bibtex => bibtex,
        Dialect::Biblatex => biblatex,
    })
}

/// The kind that an entry type reads back as: the first that it stands for, but for the types that say little.
pub fn reads_as(name: &str) -> Option<T> {
    match name {
        "misc" => Some(T::Document),
        "online" => Some(T::Webpage),
        "unpublished" => Some(T::Manuscript),
        "inreference" => Some(T::Entry),
        "video" => Some(T::MotionPicture),
        "image" => Some(T::Graphic),
        "legal" => Some(T::Treaty),
        "legislation" => Some(T::Legislation),
        _ => TYPES
            .iter()
            .find(|(_, bibtex, biblatex)| *bibtex == name || *biblatex == name)
            .map(|(kind, ..)| *kind),
    }
}
