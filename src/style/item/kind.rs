//! Types of works, ours and CSL's.

use citationberg::taxonomy::Kind;

use crate::contract::v1::CitationType;

/// CSL's name of a type.
pub fn kind(of: CitationType) -> Option<Kind> {
    Some(match of {
        CitationType::Unspecified => Kind::Document,
        CitationType::ArticleJournal => Kind::ArticleJournal,
        CitationType::ArticleMagazine => Kind::ArticleMagazine,
        CitationType::ArticleNewspaper => Kind::ArticleNewspaper,
        CitationType::Preprint => Kind::Article,
        CitationType::Book => Kind::Book,
        CitationType::Chapter => Kind::Chapter,
        CitationType::Collection => Kind::Collection,
        CitationType::PaperConference => Kind::PaperConference,
        CitationType::Report => Kind::Report,
        CitationType::Thesis => Kind::Thesis,
        CitationType::Dataset => Kind::Dataset,
        CitationType::Software => Kind::Software,
        CitationType::Webpage => Kind::Webpage,
        CitationType::Post => Kind::Post,
        CitationType::Review => Kind::Review,
        CitationType::ReviewBook => Kind::ReviewBook,
        CitationType::Entry => Kind::Entry,
        CitationType::EntryDictionary => Kind::EntryDictionary,
        CitationType::EntryEncyclopedia => Kind::EntryEncyclopedia,
        CitationType::Patent => Kind::Patent,
        CitationType::Standard => Kind::Standard,
        CitationType::LegalCase => Kind::LegalCase,
        CitationType::Legislation => Kind::Legislation,
        CitationType::Bill => Kind::Bill,
        CitationType::Regulation => Kind::Regulation,
        CitationType::Treaty => Kind::Treaty,
        CitationType::Hearing => Kind::Hearing,
        CitationType::Speech => Kind::Speech,
        CitationType::Manuscript => Kind::Manuscript,
        CitationType::PersonalCommunication => Kind::PersonalCommunication,
        CitationType::Interview => Kind::Interview,
        CitationType::Broadcast => Kind::Broadcast,
        CitationType::MotionPicture => Kind::MotionPicture,
        CitationType::Song => Kind::Song,
        CitationType::Graphic => Kind::Graphic,
        CitationType::Figure => Kind::Figure,
        CitationType::Map => Kind::Map,
        CitationType::MusicalScore => Kind::MusicalScore,
        CitationType::Pamphlet => Kind::Pamphlet,
        CitationType::Performance => Kind::Performance,
        CitationType::Periodical => Kind::Periodical,
        CitationType::Classic => Kind::Classic,
        CitationType::Event => Kind::Event,
        CitationType::Document => Kind::Document,
    })
}
