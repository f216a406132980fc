use ibid::contract::v1::{
    Citation, CitationCluster, CitationType, Cite, CitePart, Contributor, EditorialStatus,
    FormatCitationsRequest, FormatCitationsResponse, ListCitationStylesRequest, ReferenceOutput,
    StyleCategory, StyledReferences, TitlePolicy,
};
use tonic::Code;

use super::world::{World, article, assert_error, set};

/// The article of a Pure portal: a title in Italian with a translation, no volume, no DOI, no ISSN.
const SEED: &str = include_str!("seed.json");

fn seed() -> Citation {
    ibid::contract::from_json("Citation", SEED).unwrap()
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

async fn format(world: &World, request: FormatCitationsRequest) -> FormatCitationsResponse {
    world.citations.clone().format_citations(request).await.unwrap().into_inner()
}

fn texts(styled: &StyledReferences) -> Vec<&str> {
    styled.references.iter().map(|reference| reference.text.as_str()).collect()
}

fn warnings(styled: &StyledReferences) -> Vec<(Option<i32>, &str)> {
    styled.warnings.iter().map(|warning| (warning.work, warning.field.as_str())).collect()
}

pub async fn many_works_in_many_styles(world: &World) {
    world.import(&set(&[article(91_000_701, "rare anaemia", ""), article(91_000_702, "gout", "")])).await;
    let request = FormatCitationsRequest {
        names: names(&[
            "citations/pmid:91000702",
            "citations/pmid:91000799",
            "citations/pmid:91000701",
            "papers/7",
        ]),
        citations: vec![seed()],
        styles: names(&["apa", "vancouver", "pure-author"]),
        ..Default::default()
    };
    let answer = format(world, request.clone()).await;
    let errors: Vec<String> = answer
        .works
        .iter()
        .map(|work| work.error.as_ref().map_or("", |error| error.reason().as_str_name()).into())
        .collect();
    assert_eq!(errors, ["", "ERROR_REASON_CITATION_NOT_FOUND", "", "ERROR_REASON_INVALID_FIELD", ""]);
    assert_eq!(answer.works[1].requested_name, "citations/pmid:91000799");
    assert!(answer.works[0].name.starts_with("citations/") && answer.works[4].name.is_empty());
    let [apa, vancouver, pure] = &answer.styles[..] else { panic!("three styles") };
    assert_eq!((apa.style.as_str(), apa.locale.as_str()), ("apa", "en-US"));
    assert!(apa.hanging_indent && apa.has_references);
    // APA sorts: Raimondi before Rossi, of whom the older work comes first
    let places =
        |styled: &StyledReferences| styled.references.iter().filter_map(|one| one.work).collect::<Vec<_>>();
    assert_eq!((places(apa), places(vancouver), places(pure)), (vec![4, 2, 0], vec![0, 2, 4], vec![0, 2, 4]));
    assert_eq!(texts(apa)[1], "Rossi, A. (2001). rare anaemia. Journal of Examples, 4.");
    assert_eq!(texts(vancouver)[0], "1. Rossi A. gout. Journal of Examples. 2002;4. PubMed PMID: 91000702.");
    assert_eq!(texts(pure)[0], "Rossi, Anna. / gout. In: Journal of Examples. 2002 ; Vol. 4.");

    for (output, expected) in [
        (ReferenceOutput::Html, "Rossi, A. (2001). rare anaemia. <i>Journal of Examples</i>, <i>4</i>."),
        (ReferenceOutput::Markdown, "Rossi, A. (2001). rare anaemia. *Journal of Examples*, *4*."),
    ] {
        let answer = format(world, FormatCitationsRequest { output: output.into(), ..request.clone() }).await;
        assert_eq!(texts(&answer.styles[0])[1], expected);
    }
    assert_eq!(format(world, request.clone()).await, answer, "the same request has the same answer");
}

pub async fn the_record_the_project_began_with(world: &World) {
    const TITLE: &str = "Ruolo dei trattamenti loco-regionali nelle pazienti con metastasi epatiche da carcinoma della mammella";
    const ENGLISH: &str = "Role of loco-regional treatments for patients with breast cancer liver metastases";
    let styles = [
        "pure-apa",
        "pure-author",
        "pure-harvard",
        "pure-vancouver",
        "pure-standard",
        "pure-bibtex",
        "pure-ris",
        "apa",
        "vancouver",
    ];
    let request =
        FormatCitationsRequest { citations: vec![seed()], styles: names(&styles), ..Default::default() };
    let answer = format(world, request).await;
    let of = |style: &str| {
        let styled = answer.styles.iter().find(|styled| styled.style == style).unwrap();
        styled.references[0].text.clone()
    };
    let people = "Raimondi, C., Danova, M., Chatzileontiadou, S., Palmeri, L., Vercelli, A., & Palmeri, S.";
    let close = "Raimondi C, Danova M, Chatzileontiadou S, Palmeri L, Vercelli A, Palmeri S.";
    let cases = [
        ("pure-apa", format!("{people} (2009). {TITLE}. Recenti Progressi in Medicina, (9), 424-433.")),
        (
            "pure-author",
            format!(
                "Raimondi, Cristina ; Danova, Marco ; Chatzileontiadou, Sofia et al. / {TITLE}. In: Recenti Progressi in \
                 Medicina. 2009 ; No. 9. pp. 424-433."
            ),
        ),
        (
            "pure-harvard",
            format!(
                "Raimondi, C, Danova, M, Chatzileontiadou, S, Palmeri, L, Vercelli, A & Palmeri, S 2009, '{TITLE}', Recenti \
                 Progressi in Medicina, no. 9, pp. 424-433."
            ),
        ),
        ("pure-vancouver", format!("{close} {TITLE}. Recenti Progressi in Medicina. 2009;(9):424-433.")),
        (
            "pure-standard",
            format!(
                "{TITLE}. / Raimondi, Cristina; Danova, Marco; Chatzileontiadou, Sofia et al.\nIn: Recenti Progressi in \
                 Medicina, No. 9, 2009, p. 424-433.\n\nResearch output: Contribution to journal › Article › peer-review"
            ),
        ),
        (
            "apa",
            format!("{people} (2009). {TITLE} [{ENGLISH}]. Recenti Progressi in Medicina, (9), 424–433."),
        ),
        (
            "vancouver",
            format!("1. {close} [{ENGLISH}]. Recenti Progressi in Medicina. 2009;(9):424–33. Italian."),
        ),
    ];
    for (style, expected) in cases {
        assert_eq!(of(style), expected, "{style}");
    }
    let bibtex = of("pure-bibtex");
    let fields = [
        format!("title = \"{TITLE}\","),
        "abstract = \"Liver metastases are treated locally.\",".to_owned(),
        "author = \"Cristina Raimondi and Marco Danova and Sofia Chatzileontiadou and Laura Palmeri and Alessandro Vercelli \
         and Sergio Palmeri\","
            .to_owned(),
        "year = \"2009\",".to_owned(),
        "language = \"Italian\",".to_owned(),
        "pages = \"424--433\",".to_owned(),
        "journal = \"Recenti Progressi in Medicina\",".to_owned(),
        "number = \"9\",".to_owned(),
    ];
    assert_eq!(bibtex.lines().filter(|line| line.contains(" = ")).collect::<Vec<_>>(), fields);
    assert!(bibtex.starts_with("@article{0a1b2c3d4e5f60718293a4b5c6d7e8f9,\n"), "{bibtex}");
    let ris = of("pure-ris");
    let tags: Vec<&str> = ris.lines().map(|line| &line[..2]).collect();
    assert_eq!(tags.join(" "), "TY T1 TT AU AU AU AU AU AU PY Y1 N2 AB LA M3 SP EP JO JF IS ER");
    for line in
        [format!("T1  - {TITLE}"), format!("TT  - {ENGLISH}"), "LA  - ita".into(), "M3  - Article".into()]
    {
        assert!(ris.lines().any(|one| one == line), "{line}\n{ris}");
    }
}

pub async fn titles_and_languages(world: &World) {
    let check = async |style: &str, policy: TitlePolicy, locale: &str, part: &str| {
        let request = FormatCitationsRequest {
            citations: vec![seed()],
            styles: names(&[style]),
            title_policy: policy.into(),
            locale: locale.into(),
            ..Default::default()
        };
        let text = format(world, request).await.styles[0].references[0].text.clone();
        assert!(text.contains(part), "{style} {policy:?} {locale}: {text}");
    };
    check("apa", TitlePolicy::Original, "", "della mammella. Recenti").await;
    check("apa", TitlePolicy::Translated, "", "(2009). [Role of loco-regional").await;
    check("american-medical-association", TitlePolicy::Unspecified, "", "della mammella. ").await;
    check("american-medical-association", TitlePolicy::OriginalWithTranslation, "", "mammella [Role of")
        .await;
    check("vancouver", TitlePolicy::Original, "", "Palmeri S. Ruolo dei").await;
    check("apa", TitlePolicy::Unspecified, "de-DE", "Vercelli, A., & Palmeri, S. (2009)").await;
    check("harvard-cite-them-right", TitlePolicy::Unspecified, "fr-FR", "Raimondi, C. et al.").await;
}

pub async fn citations_within_a_text(world: &World) {
    world.import(&set(&[article(91_000_711, "one", ""), article(91_000_731, "two", "")])).await;
    let cite = |work: i32, locator: &str| Cite { work, locator: locator.into(), ..Default::default() };
    let cluster = |note_number: i32, cites: Vec<Cite>| CitationCluster { cites, note_number };
    // both are of 2011 and by A. Rossi, so that letters tell them apart
    let request = FormatCitationsRequest {
        names: names(&["citations/pmid:91000711", "citations/pmid:91000731"]),
        styles: names(&["apa", "ieee", "chicago-notes", "pure-apa"]),
        clusters: vec![
            cluster(1, vec![Cite { prefix: "see".into(), ..cite(1, "12-15") }]),
            cluster(2, vec![cite(1, "20")]),
            cluster(3, vec![cite(1, ""), cite(0, "")]),
            cluster(4, vec![Cite { part: CitePart::WithoutNames.into(), ..cite(0, "") }]),
            cluster(5, vec![Cite { part: CitePart::Names.into(), ..cite(0, "") }]),
        ],
        ..Default::default()
    };
    let answer = format(world, request).await;
    let of = |place: usize| &answer.styles[place].citations;
    assert_eq!(
        *of(0),
        [
            "(see Rossi, 2011b, pp. 12–15)",
            "(Rossi, 2011b, p. 20)",
            "(Rossi, 2011b, 2011a)",
            "(2011a)",
            "Rossi"
        ],
    );
    // numbered in the order in which they are cited
    assert_eq!(*of(1), ["see [1, pp. 12–15]", "[1, p. 20]", "[1], [2]", "[2]", "Reference 2"]);
    assert_eq!(answer.styles[1].references.iter().filter_map(|one| one.work).collect::<Vec<_>>(), [1, 0]);
    assert!(
        of(2)[0].starts_with("see Anna Rossi, “Two,” Journal of Examples 4 (2011): 12–15"),
        "{:?}",
        of(2)
    );
    assert!(!of(2)[1].contains("Journal of Examples"), "a later note is short: {:?}", of(2));
    assert!(of(3).is_empty() && answer.styles[3].references.len() == 2);
}

pub async fn what_a_record_lacks_is_told(world: &World) {
    let anna = Contributor { family: "Rossi".into(), given: "Anna".into(), ..Default::default() };
    let work = |kind: CitationType| Citation {
        r#type: kind.into(),
        contributors: vec![anna.clone()],
        ..seed_title("A work")
    };
    let book = Citation { contributors: Vec::new(), ..work(CitationType::Book) };
    let page: Citation = ibid::contract::from_json(
        "Citation",
        r#"{"type":"CITATION_TYPE_WEBPAGE","titles":[{"text":"A page"}],"locations":[{"url":"https://example.org/a"}]}"#,
    )
    .unwrap();
    let request = |citations: Vec<Citation>| FormatCitationsRequest {
        citations,
        styles: names(&["apa", "pure-author", "harvard-cite-them-right"]),
        ..Default::default()
    };
    let answer = format(world, request(vec![seed(), work(CitationType::ArticleJournal), book, page])).await;
    assert_eq!(
        warnings(&answer.styles[0]),
        [
            (Some(0), "volume"),
            (Some(0), "identifiers"),
            (Some(1), "dates"),
            (Some(1), "container.title"),
            (Some(1), "volume"),
            (Some(1), "pages"),
            (Some(1), "identifiers"),
            (Some(2), "contributors"),
            (Some(2), "dates"),
            (Some(2), "publisher.name"),
            (Some(3), "contributors"),
            (Some(3), "dates"),
            (Some(3), "locations.accessed"),
        ],
        "what APA prints of each type"
    );
    assert!(
        warnings(&answer.styles[1]).iter().all(|(_, field)| *field != "identifiers"),
        "this form has no DOI"
    );
    assert!(
        warnings(&answer.styles[2]).contains(&(Some(3), "locations.accessed")),
        "{:?}",
        answer.styles[2].warnings
    );
    assert_eq!(answer.styles[0].warnings[1].message, "no DOI");
    let retracted = Citation { editorial_status: EditorialStatus::Retracted.into(), ..seed() };
    let answer = format(world, request(vec![retracted])).await;
    let marked = |place: usize| warnings(&answer.styles[place]).contains(&(Some(0), "editorial_status"));
    assert_eq!([marked(0), marked(1)], [false, true], "APA says so in the reference, a portal nowhere");
}

fn seed_title(title: &str) -> Citation {
    let mut titles = seed().titles;
    titles.truncate(1);
    titles[0].text = title.to_owned();
    Citation { titles, ..Default::default() }
}

pub async fn a_work_named_twice_is_printed_once(world: &World) {
    world.import(&set(&[article(91_000_741, "twice", "")])).await;
    let name = world.get("citations/pmid:91000741").await.unwrap().name;
    let request = FormatCitationsRequest {
        names: names(&["citations/pmid:91000741", &name]),
        styles: names(&["apa"]),
        clusters: vec![CitationCluster {
            cites: vec![Cite { work: 1, ..Default::default() }],
            ..Default::default()
        }],
        ..Default::default()
    };
    let answer = format(world, request).await;
    assert_eq!(answer.works.iter().map(|work| work.same_as).collect::<Vec<_>>(), [None, Some(0)]);
    assert_eq!(
        texts(&answer.styles[0]),
        ["Rossi, A. (2001). twice. Journal of Examples, 4."],
        "no letter at the year"
    );
    assert_eq!(answer.styles[0].citations, ["(Rossi, 2001)"]);
}

pub async fn styles_are_listed(world: &World) {
    let mut client = world.citations.clone();
    let mut list = async |request: ListCitationStylesRequest| client.list_citation_styles(request).await;
    let all =
        list(ListCitationStylesRequest { page_size: 1000, ..Default::default() }).await.unwrap().into_inner();
    assert_eq!(all.styles.len(), all.total_size as usize);
    assert!(all.styles.len() > 80 && all.locales.len() > 50 && all.next_page_token.is_empty());
    assert!(all.styles.is_sorted_by_key(|style| style.id.clone()));
    let apa = all.styles.iter().find(|style| style.id == "apa").unwrap();
    assert_eq!(apa.category(), StyleCategory::AuthorDate);
    assert_eq!(apa.title_policy(), TitlePolicy::OriginalWithTranslation);

    let mut paged = Vec::new();
    let mut page_token = String::new();
    loop {
        let request = ListCitationStylesRequest { page_size: 7, page_token, ..Default::default() };
        let page = list(request).await.unwrap().into_inner();
        paged.extend(page.styles);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    assert_eq!(paged, all.styles);
    let request = |query: &str, category: StyleCategory| ListCitationStylesRequest {
        query: query.into(),
        category: category.into(),
        ..Default::default()
    };
    let found = list(request("PURE", StyleCategory::Unspecified)).await.unwrap().into_inner();
    assert_eq!(found.styles.len(), 7);
    let found = list(request("chicago", StyleCategory::Note)).await.unwrap().into_inner();
    assert!(
        !found.styles.is_empty() && found.styles.iter().all(|style| style.category() == StyleCategory::Note)
    );
    let request = ListCitationStylesRequest { page_size: -1, category: 99, ..Default::default() };
    let status = assert_error(list(request).await, Code::InvalidArgument, "INVALID_FIELD");
    assert!(status.message().contains("page_size") && status.message().contains("category"), "{status}");
    let request = ListCitationStylesRequest { page_token: "x".into(), ..Default::default() };
    assert_error(list(request).await, Code::InvalidArgument, "PAGE_TOKEN_INVALID");
}
