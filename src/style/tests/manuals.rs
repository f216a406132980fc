//! What manuals ask for: titles in other languages, retracted works.

use crate::contract::v1::{
    Citation, CitationType, Container, Contributor, ContributorRole, DateKind, DatedEvent, EditorialStatus,
    Link, LinkKind, Pages, PartialDate, Title, TitleRole,
};
use crate::style::{
    Budget, Cited, Format, Item, Locale, Processor, ReadyStyle, TitlePolicy, archived_locale, ready,
};

fn article() -> Citation {
    let title = |text: &str, language: &str, role: TitleRole| Title {
        text: text.into(),
        language: language.into(),
        role: role.into(),
        ..Default::default()
    };
    Citation {
        r#type: CitationType::ArticleJournal.into(),
        titles: vec![
            title("Il fegato e le sue metastasi", "it", TitleRole::Original),
            title("The liver and its metastases", "en", TitleRole::Translated),
        ],
        contributors: vec![Contributor {
            given: "Anna Maria".into(),
            family: "Rossi".into(),
            ..Default::default()
        }],
        container: Some(Container { title: "Giornale di prova".into(), ..Default::default() }),
        volume: "7".into(),
        issue: "2".into(),
        pages: Some(Pages { first: "11".into(), last: "19".into(), ..Default::default() }),
        dates: vec![DatedEvent {
            kind: DateKind::Issued.into(),
            date: Some(PartialDate { year: 2012, ..Default::default() }),
            ..Default::default()
        }],
        languages: vec!["it".into()],
        ..Default::default()
    }
}

fn reference(id: &str, citation: &Citation, policy: Option<TitlePolicy>) -> String {
    let Some(ReadyStyle::Csl(style)) = ready(id) else { panic!("{id} is not a CSL style") };
    let locale = Locale::new("en-US", &style.tree.locale, archived_locale);
    let budget = Budget::default();
    let cited = Cited::by_manual(citation, style.family(), policy);
    let processor = Processor::new(&style.program, &locale, &budget, vec![&cited as &dyn Item]);
    processor.bibliography(Format::Text).remove(0).text
}

#[test]
fn translated_titles() {
    let check = |id: &str, policy: Option<TitlePolicy>, expected: &str| {
        assert_eq!(reference(id, &article(), policy), expected, "{id}");
    };
    check(
        "apa",
        None,
        "Rossi, A. M. (2012). Il fegato e le sue metastasi [The liver and its metastases]. Giornale di prova, 7(2), 11–19.",
    );
    check(
        "apa",
        Some(TitlePolicy::Original),
        "Rossi, A. M. (2012). Il fegato e le sue metastasi. Giornale di prova, 7(2), 11–19.",
    );
    let nlm = reference("nlm-citation-sequence", &article(), None);
    assert!(nlm.contains("Rossi AM. [The liver and its metastases]. Giornale di prova."), "{nlm}");
    assert!(nlm.ends_with(" Italian."), "{nlm}");
}

#[test]
fn a_chosen_branch_is_delimited_as_what_is_around_it() {
    let check = |id: &str, expected: &str| assert_eq!(reference(id, &article(), None), expected, "{id}");
    check(
        "chicago-author-date",
        "Rossi, Anna Maria. 2012. “Il fegato e le sue metastasi.” Giornale di prova 7 (2): 11–19.",
    );
    check(
        "chicago-notes",
        "Rossi, Anna Maria. “Il fegato e le sue metastasi.” Giornale di prova 7, no. 2 (2012): 11–19.",
    );
    check(
        "modern-humanities-research-association",
        "Rossi, Anna Maria, “Il fegato e le sue metastasi,” Giornale di prova, 7.2 (2012), pp. 11–19",
    );
}

#[test]
fn numbers_stand_apart_in_text() {
    let vancouver = reference("vancouver", &article(), None);
    assert!(vancouver.starts_with("1. Rossi AM. "), "{vancouver}");
}

#[test]
fn retracted_works() {
    let mut citation = article();
    citation.editorial_status = EditorialStatus::Retracted.into();
    citation.links.push(Link {
        kind: LinkKind::RetractedBy.into(),
        reference: "Giornale di prova. 2013 Jan;8(1):3".into(),
        ..Default::default()
    });
    let check = |id: &str, part: &str| {
        let text = reference(id, &citation, None);
        assert!(text.contains(part), "{id}: {text}");
    };
    check("apa", "metastases] (Retraction published in Giornale di prova. 2013 Jan;8(1):3).");
    check("nlm-citation-sequence", " Retraction in: Giornale di prova. 2013 Jan;8(1):3.");
    check("american-medical-association", " Retracted in: Giornale di prova. 2013 Jan;8(1):3.");
    check("ieee", " [Retracted]");
}

#[test]
fn who_stands_in_for_authors_is_written_as_they_are() {
    let mut citation = article();
    citation.set_type(CitationType::Book);
    citation.contributors[0].set_role(ContributorRole::Editor);
    (citation.container, citation.pages) = (None, None);
    citation.volume.clear();
    citation.issue.clear();
    let starts = |id: &str, expected: &str| {
        let text = reference(id, &citation, None);
        assert!(text.starts_with(expected), "{id}: {text}");
    };
    starts("chicago-author-date", "Rossi, Anna Maria, ed. 2012. Il fegato");
    starts("chicago-notes", "Rossi, Anna Maria, ed. Il fegato");
    starts("apa", "Rossi, A. M. (Ed.). (2012). Il fegato");
}

#[test]
fn initials_keep_their_capitals_in_titles() {
    let mut citation = article();
    citation.container = Some(Container { title: "U.S.".into(), ..Default::default() });
    citation.languages = vec!["en".into()];
    let text = reference("mla", &citation, None);
    assert!(text.contains(" U.S., "), "{text}");
}

#[test]
fn an_article_number_that_is_the_page_too_is_named() {
    let mut citation = article();
    citation.pages = Some(Pages { first: "e12".into(), article_number: "e12".into(), ..Default::default() });
    let apa = reference("apa", &citation, None);
    assert!(apa.ends_with("7(2), Article e12."), "{apa}");
}
