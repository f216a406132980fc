//! RIS as a portal writes it, with the translated title and the language, which Pure leaves out.

use super::work::{People, Work};
use crate::contract::v1::{CitationType, SubjectScheme, TitleRole};
use crate::record::language::iso639_2b;

pub fn print(work: &Work<'_>) -> String {
    let citation = work.citation;
    let mut out = String::new();
    let mut tag = |name: &str, value: &str| {
        if !value.is_empty() {
            let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
            out.push_str(&format!("{name}  - {value}\n"));
        }
    };
    let title = |role: TitleRole| {
        citation.titles.iter().find(|title| title.role() == role).map_or("", |one| &one.text)
    };
    tag("TY", reference_type(citation.r#type()));
    let original = citation.titles.iter().find(|title| {
        matches!(title.role(), TitleRole::Original | TitleRole::Unspecified) && !title.text.is_empty()
    });
    tag("T1", original.map_or_else(|| work.title(), |title| &title.text));
    let event = citation.event.as_ref().map_or("", |event| &event.name);
    let subtitle = title(TitleRole::Subtitle);
    tag("T2", if subtitle.is_empty() { event } else { subtitle });
    if original.is_some() {
        tag("TT", title(TitleRole::Translated));
    }
    let people = work.people();
    for name in &people {
        tag("AU", &People::Full.write(name));
    }
    for name in work.editors().iter().filter(|name| !people.contains(name)) {
        tag("A2", &People::Full.write(name));
    }
    tag("N1", citation.notes.first().map_or("", String::as_str));
    let day = work.day();
    let date = match (day.year, day.month, day.day) {
        (Some(year), Some(month), Some(day)) => format!("{year}/{month}/{day}"),
        (Some(year), Some(month), None) => format!("{year}/{month}"),
        (Some(year), None, _) => year.to_string(),
        (None, ..) => String::new(),
    };
    tag("PY", &date);
    tag("Y1", &date);
    let summary = citation.abstracts.first().map_or("", |one| &one.text);
    tag("N2", summary);
    tag("AB", summary);
    for subject in citation.subjects.iter().filter(|subject| subject.scheme() == SubjectScheme::Keyword) {
        tag("KW", &subject.label);
    }
    tag("U2", &work.doi());
    tag("DO", &work.doi());
    tag("LA", citation.languages.first().and_then(|tag| iso639_2b(tag)).unwrap_or_default());
    tag("M3", work_type(&citation.type_path));
    tag("VL", &citation.volume);
    let pages = citation.pages.as_ref();
    tag(
        "SP",
        pages.map_or("", |pages| if pages.first.is_empty() { &pages.article_number } else { &pages.first }),
    );
    tag("EP", pages.map_or("", |pages| &pages.last));
    if work.in_journal() {
        tag("JO", &work.container());
        tag("JF", &work.container());
    } else {
        tag("BT", &work.container());
    }
    tag("SN", &if work.issn().is_empty() { work.isbn() } else { work.issn() });
    tag("T3", citation.series.as_ref().map_or("", |series| &series.title));
    tag("IS", &citation.issue);
    if !work.in_journal() {
        tag("PB", &work.publisher());
        tag("CY", &work.place());
    }
    out.push_str("ER  - \n");
    out
}

/// The narrowest of the portal's words that is neither the widest nor about review.
fn work_type(path: &[String]) -> &str {
    match path {
        [] => "",
        [only] => only,
        [_, narrower, ..] => narrower,
    }
}

fn reference_type(of: CitationType) -> &'static str {
    use CitationType as T;
    match of {
        T::ArticleJournal | T::Review | T::ReviewBook | T::Unspecified => "JOUR",
        T::ArticleMagazine => "MGZN",
        T::ArticleNewspaper => "NEWS",
        T::Book | T::Classic | T::Pamphlet => "BOOK",
        T::Collection => "EDBOOK",
        T::Chapter => "CHAP",
        T::PaperConference => "CONF",
        T::Thesis => "THES",
        T::Report => "RPRT",
        T::Dataset => "DATA",
        T::Software => "COMP",
        T::Webpage | T::Post => "ELEC",
        T::Entry | T::EntryEncyclopedia => "ENCYC",
        T::EntryDictionary => "DICT",
        T::Patent => "PAT",
        T::Standard => "STAND",
        T::LegalCase => "CASE",
        T::Legislation | T::Treaty => "STAT",
        T::Bill => "BILL",
        T::Regulation => "STAT",
        T::Hearing => "HEAR",
        T::Map => "MAP",
        T::MotionPicture => "MPCT",
        T::Song => "SOUND",
        T::MusicalScore => "MUSIC",
        T::Preprint | T::Manuscript => "UNPB",
        T::PersonalCommunication => "PCOMM",
        _ => "GEN",
    }
}
