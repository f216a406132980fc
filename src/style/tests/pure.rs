//! The seven forms of a Pure portal, as a portal prints them, also where something is missing.

use crate::contract::v1::{
    Abstract, Citation, CitationType, Container, Contributor, DateKind, DatedEvent, Identifier,
    IdentifierScheme, Issn, Pages, PartialDate, Title, TitleRole,
};
use crate::style::{Format, PureStyle};

const TITLE: &str =
    "Ruolo dei trattamenti loco-regionali nelle pazienti con metastasi epatiche da carcinoma della mammella";
const TRANSLATION: &str = "Role of loco-regional treatments for patients with breast cancer liver metastases";

/// An article without volume, DOI and ISSN.
fn article(people: &[(&str, &str)]) -> Citation {
    let title = |text: &str, language: &str, role: TitleRole| Title {
        text: text.into(),
        language: language.into(),
        role: role.into(),
        ..Default::default()
    };
    let person = |(given, family): &(&str, &str)| Contributor {
        given: (*given).into(),
        family: (*family).into(),
        ..Default::default()
    };
    Citation {
        r#type: CitationType::ArticleJournal.into(),
        identifiers: vec![Identifier {
            scheme: IdentifierScheme::Pure.into(),
            value: "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9".into(),
            ..Default::default()
        }],
        titles: vec![
            title(TITLE, "it", TitleRole::Original),
            title(TRANSLATION, "en", TitleRole::Translated),
        ],
        contributors: people.iter().map(person).collect(),
        container: Some(Container { title: "Recenti Progressi in Medicina".into(), ..Default::default() }),
        issue: "9".into(),
        pages: Some(Pages { first: "424".into(), last: "433".into(), ..Default::default() }),
        dates: vec![issued(2009, None, None)],
        languages: vec!["it".into()],
        abstracts: vec![Abstract {
            text: "A short abstract.".into(),
            language: "en".into(),
            ..Default::default()
        }],
        type_path: vec!["Contribution to journal".into(), "Article".into(), "peer-review".into()],
        ..Default::default()
    }
}

fn issued(year: i32, month: Option<i32>, day: Option<i32>) -> DatedEvent {
    let date = PartialDate { year, month, day, ..Default::default() };
    DatedEvent { kind: DateKind::Issued.into(), date: Some(date), ..Default::default() }
}

const SIX: [(&str, &str); 6] = [
    ("Cristina", "Raimondi"),
    ("Marco", "Danova"),
    ("Sofia", "Chatzileontiadou"),
    ("Laura", "Palmeri"),
    ("Alessandro", "Vercelli"),
    ("Sergio", "Palmeri"),
];

fn check(style: PureStyle, citation: &Citation, expected: &str) {
    assert_eq!(style.print(citation, "en", Format::Text), expected, "{}", style.id());
}

#[test]
fn an_article_without_volume_and_doi() {
    let citation = article(&SIX);
    check(
        PureStyle::Apa,
        &citation,
        &format!(
            "Raimondi, C., Danova, M., Chatzileontiadou, S., Palmeri, L., Vercelli, A., & Palmeri, S. (2009). {TITLE}. \
             Recenti Progressi in Medicina, (9), 424-433."
        ),
    );
    check(
        PureStyle::Author,
        &citation,
        &format!(
            "Raimondi, Cristina ; Danova, Marco ; Chatzileontiadou, Sofia et al. / {TITLE}. In: Recenti Progressi in \
             Medicina. 2009 ; No. 9. pp. 424-433."
        ),
    );
    check(
        PureStyle::Harvard,
        &citation,
        &format!(
            "Raimondi, C, Danova, M, Chatzileontiadou, S, Palmeri, L, Vercelli, A & Palmeri, S 2009, '{TITLE}', \
             Recenti Progressi in Medicina, no. 9, pp. 424-433."
        ),
    );
    check(
        PureStyle::Vancouver,
        &citation,
        &format!(
            "Raimondi C, Danova M, Chatzileontiadou S, Palmeri L, Vercelli A, Palmeri S. {TITLE}. Recenti Progressi in \
             Medicina. 2009;(9):424-433."
        ),
    );
    check(
        PureStyle::Standard,
        &citation,
        &format!(
            "{TITLE}. / Raimondi, Cristina; Danova, Marco; Chatzileontiadou, Sofia et al.\nIn: Recenti Progressi in \
             Medicina, No. 9, 2009, p. 424-433.\n\nResearch output: Contribution to journal › Article › peer-review"
        ),
    );
    check(
        PureStyle::Bibtex,
        &citation,
        &format!(
            "@article{{0a1b2c3d4e5f60718293a4b5c6d7e8f9,\ntitle = \"{TITLE}\",\nabstract = \"A short abstract.\",\n\
             author = \"Cristina Raimondi and Marco Danova and Sofia Chatzileontiadou and Laura Palmeri and Alessandro \
             Vercelli and Sergio Palmeri\",\nyear = \"2009\",\nlanguage = \"Italian\",\npages = \"424--433\",\n\
             journal = \"Recenti Progressi in Medicina\",\nnumber = \"9\",\n}}\n"
        ),
    );
    let authors: String = SIX.iter().map(|(given, family)| format!("AU  - {family}, {given}\n")).collect();
    check(
        PureStyle::Ris,
        &citation,
        &format!(
            "TY  - JOUR\nT1  - {TITLE}\nTT  - {TRANSLATION}\n{authors}PY  - 2009\nY1  - 2009\nN2  - A short abstract.\n\
             AB  - A short abstract.\nLA  - ita\nM3  - Article\nSP  - 424\nEP  - 433\n\
             JO  - Recenti Progressi in Medicina\nJF  - Recenti Progressi in Medicina\nIS  - 9\nER  - \n"
        ),
    );
}

#[test]
fn three_names_are_whole_and_everything_has_its_place() {
    let mut citation = article(&[("Frank Peter", "Holm"), ("Ida", "van der Berg"), ("Jo", "Roe")]);
    citation.volume = "100".into();
    citation.dates = vec![issued(2009, Some(9), Some(1))];
    citation.identifiers.push(Identifier {
        scheme: IdentifierScheme::Doi.into(),
        value: "10.5555/x_1".into(),
        ..Default::default()
    });
    if let Some(container) = &mut citation.container {
        container.issns.push(Issn { value: "0034-1193".into(), ..Default::default() });
    }
    check(
        PureStyle::Apa,
        &citation,
        &format!(
            "Holm, F. P., van der Berg, I., & Roe, J. (2009). {TITLE}. Recenti Progressi in Medicina, 100(9), 424-433. \
             https://doi.org/10.5555/x_1"
        ),
    );
    check(
        PureStyle::Author,
        &citation,
        &format!(
            "Holm, Frank Peter ; van der Berg, Ida ; Roe, Jo. / {TITLE}. In: Recenti Progressi in Medicina. 2009 ; Vol. \
             100, No. 9. pp. 424-433."
        ),
    );
    check(
        PureStyle::Harvard,
        &citation,
        &format!(
            "Holm, FP, van der Berg, I & Roe, J 2009, '{TITLE}', Recenti Progressi in Medicina, vol. 100, no. 9, pp. \
             424-433. https://doi.org/10.5555/x_1"
        ),
    );
    check(
        PureStyle::Vancouver,
        &citation,
        &format!(
            "Holm FP, van der Berg I, Roe J. {TITLE}. Recenti Progressi in Medicina. 2009 Sept 1;100(9):424-433. doi: \
             10.5555/x_1"
        ),
    );
    let bibtex = PureStyle::Bibtex.print(&citation, "en", Format::Text);
    for line in [
        "author = \"Holm, {Frank Peter} and Ida van der Berg and Jo Roe\",",
        "month = sep,",
        "day = \"1\",",
        "doi = \"10.5555/x\\_1\",",
        "issn = \"0034-1193\",",
    ] {
        assert!(bibtex.lines().any(|one| one == line), "{line}\n{bibtex}");
    }
    let ris = PureStyle::Ris.print(&citation, "en", Format::Text);
    for line in ["PY  - 2009/9/1", "U2  - 10.5555/x_1", "DO  - 10.5555/x_1", "VL  - 100", "SN  - 0034-1193"] {
        assert!(ris.lines().any(|one| one == line), "{line}\n{ris}");
    }
}

#[test]
fn longer_lists_are_cut_where_each_form_cuts_them() {
    let many: Vec<(String, String)> = (1..=22).map(|n| ("Ann".to_owned(), format!("Name{n:02}"))).collect();
    let borrowed: Vec<(&str, &str)> =
        many.iter().map(|(given, family)| (given.as_str(), family.as_str())).collect();
    let names = |style: PureStyle, count: usize| {
        let text = style.print(&article(&borrowed[..count]), "en", Format::Text);
        (text.matches("Name").count(), text.contains("et al"))
    };
    for (style, most) in [(PureStyle::Author, 3), (PureStyle::Standard, 3), (PureStyle::Vancouver, 6)] {
        assert_eq!(names(style, most), (most, false), "{}", style.id());
        assert_eq!(names(style, most + 1), (most, true), "{}", style.id());
    }
    assert_eq!(names(PureStyle::Apa, 20), (20, false));
    assert_eq!(names(PureStyle::Apa, 22), (20, false), "nineteen and the last");
    assert_eq!(names(PureStyle::Harvard, 20), (20, false));
    assert_eq!(names(PureStyle::Harvard, 22), (20, true));
}

#[test]
fn labels_of_other_portals() {
    let citation = article(&SIX[..1]);
    let author = |lang: &str| PureStyle::Author.print(&citation, lang, Format::Text);
    let standard = |lang: &str| PureStyle::Standard.print(&citation, lang, Format::Text);
    assert!(author("de-DE").contains("mammella. in: Recenti"), "{}", author("de-DE"));
    assert!(standard("da-DK").contains("\nI Recenti"), "{}", standard("da-DK"));
    assert!(standard("da-DK").contains(" s. 424-433."), "{}", standard("da-DK"));
    assert!(standard("fi-FI").contains("\nIn: Recenti"), "{}", standard("fi-FI"));
}

#[test]
fn an_empty_record_leaves_no_stray_marks() {
    for style in PureStyle::ALL {
        let text =
            style.print(&Citation { name: "citations/0".into(), ..Default::default() }, "en", Format::Text);
        let prose = !matches!(style, PureStyle::Bibtex | PureStyle::Ris);
        assert!(!prose || text.is_empty(), "{}: {text:?}", style.id());
    }
}

#[test]
fn the_title_of_standard_is_bold_in_html() {
    let html = PureStyle::Standard.print(&article(&SIX), "en", Format::Html);
    assert!(html.starts_with(&format!("<b>{TITLE}.</b> / Raimondi")), "{html}");
}
