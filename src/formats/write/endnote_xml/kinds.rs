use crate::contract::v1::CitationType as T;

/// EndNote's reference types: name and number.
const TYPES: [(T, &str, u8); 44] = [
    (T::ArticleJournal, "Journal Article", 17),
    (T::ArticleMagazine, "Magazine Article", 19),
    (T::ArticleNewspaper, "Newspaper Article", 23),
    (T::Book, "Book", 6),
    (T::Chapter, "Book Section", 5),
    (T::Collection, "Conference Proceedings", 10),
    (T::PaperConference, "Conference Paper", 47),
    (T::Report, "Report", 27),
    (T::Thesis, "Thesis", 32),
    (T::Dataset, "Dataset", 59),
    (T::Software, "Computer Program", 9),
    (T::Webpage, "Web Page", 12),
    (T::Post, "Blog", 56),
    (T::EntryDictionary, "Dictionary", 52),
    (T::EntryEncyclopedia, "Encyclopedia", 53),
    (T::Patent, "Patent", 25),
    (T::Standard, "Standard", 58),
    (T::LegalCase, "Case", 7),
    (T::Legislation, "Statute", 31),
    (T::Bill, "Bill", 4),
    (T::Regulation, "Legal Rule or Regulation", 50),
    (T::Hearing, "Hearing", 14),
    (T::Manuscript, "Manuscript", 36),
    (T::PersonalCommunication, "Personal Communication", 26),
    (T::Interview, "Interview", 64),
    (T::MotionPicture, "Film or Broadcast", 21),
    (T::Song, "Music", 61),
    (T::Graphic, "Artwork", 2),
    (T::Figure, "Figure", 37),
    (T::Map, "Map", 20),
    (T::Pamphlet, "Pamphlet", 24),
    (T::Periodical, "Serial", 57),
    (T::Classic, "Classical Work", 49),
    (T::Document, "Generic", 13),
    (T::Preprint, "Unpublished Work", 34),
    (T::Review, "Journal Article", 17),
    (T::ReviewBook, "Journal Article", 17),
    (T::Entry, "Encyclopedia", 53),
    (T::Treaty, "Generic", 13),
    (T::Speech, "Conference Paper", 47),
    (T::Broadcast, "Film or Broadcast", 21),
    (T::MusicalScore, "Music", 61),
    (T::Performance, "Generic", 13),
    (T::Event, "Generic", 13),
];

/// Name and number of the reference type of a kind of work.
pub fn of(kind: T) -> (&'static str, u8) {
    let known = TYPES.iter().find(|(known, ..)| *known == kind);
    known.map_or(("Generic", 13), |(_, name, number)| (*name, *number))
}
