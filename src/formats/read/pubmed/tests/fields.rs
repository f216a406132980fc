//! Where each part of a record goes.

use super::*;
use v1::{
    CitationType, ContributorRole, DateKind, FormattingStyle, IdentifierScheme, LinkKind, PublicationStatus,
    Season, SubjectScheme, TitleRole,
};

#[test]
fn titles_and_their_roles() {
    use TitleRole::{Original, Translated};
    let vernacular = "<VernacularTitle>Il titolo.</VernacularTitle>";
    let cases = [
        ("<ArticleTitle>A title.</ArticleTitle>", "eng", vec![("A title", "en", Original)]),
        ("<ArticleTitle>[A title].</ArticleTitle>", "ita", vec![("A title", "en", Translated)]),
        ("<ArticleTitle>[A title.].</ArticleTitle>", "ita", vec![("A title", "en", Translated)]),
        (
            "<ArticleTitle>[Letter] to [all].</ArticleTitle>",
            "ita",
            vec![("[Letter] to [all]", "it", Original)],
        ),
        ("<ArticleTitle>[Bracketed].</ArticleTitle>", "eng", vec![("[Bracketed]", "en", Original)]),
        ("<ArticleTitle>[Not Available].</ArticleTitle>", "ita", vec![]),
        ("<ArticleTitle>Titolo?</ArticleTitle>", "ita", vec![("Titolo?", "it", Original)]),
        ("<ArticleTitle>And so on...</ArticleTitle>", "eng", vec![("And so on...", "en", Original)]),
        (
            "<ArticleTitle>A\n      long   title .</ArticleTitle>",
            "eng",
            vec![("A long   title", "en", Original)],
        ),
    ];
    for (title, language, expected) in cases {
        check_titles(&format!("{title}<Language>{language}</Language>"), &expected);
    }
    let both = [
        (
            "[The title].",
            "<Language>ita</Language>",
            vec![("Il titolo", "it", Original), ("The title", "en", Translated)],
        ),
        ("[Not Available].", "<Language>ita</Language>", vec![("Il titolo", "it", Original)]),
        (
            "The title.",
            "<Language>ita</Language>",
            vec![("Il titolo", "it", Original), ("The title", "en", Translated)],
        ),
        (
            "The title.",
            "<Language>eng</Language><Language>ita</Language>",
            vec![("The title", "en", Original), ("Il titolo", "it", Original)],
        ),
    ];
    for (title, languages, expected) in both {
        check_titles(&format!("<ArticleTitle>{title}</ArticleTitle>{languages}{vernacular}"), &expected);
    }
}

fn check_titles(xml: &str, expected: &[(&str, &str, TitleRole)]) {
    let citation = article(xml);
    let found: Vec<_> = citation
        .titles
        .iter()
        .map(|title| (title.text.as_str(), title.language.as_str(), title.role()))
        .collect();
    assert_eq!(found, expected, "{xml}");
}

#[test]
fn inline_markup_lies_beside_the_text() {
    use FormattingStyle::{Bold, Italic, Mathml, Subscript, Superscript};
    let cases = [
        (
            "10 m<sup>2</sup> of <i>E. coli</i>.",
            "10 m2 of E. coli",
            vec![("2", Superscript), ("E. coli", Italic)],
        ),
        ("<b><i>a</i> b</b>", "a b", vec![("a b", Bold), ("a", Italic)]),
        ("H<sub>2</sub>O", "H2O", vec![("2", Subscript)]),
        ("[Test <i>in vitro</i>].", "[Test in vitro]", vec![("in vitro", Italic)]),
        ("e\u{301}<i>e\u{301}</i>\n  <b> x </b> y", "éé x  y", vec![("é", Italic), ("x", Bold)]),
        ("a <i>\n b</i>", "a b", vec![("b", Italic)]),
        ("e<sup>\u{301}x</sup>", "éx", vec![("x", Superscript)]),
        ("P&lt;0.001 <math><mi>x</mi><mo>=</mo></math>", "P<0.001 x=", vec![("x=", Mathml)]),
    ];
    for (title, text, expected) in cases {
        let citation = article(&format!("<ArticleTitle>{title}</ArticleTitle><Language>eng</Language>"));
        let found = &citation.titles[0];
        assert_eq!(found.text, text);
        let expected: Vec<_> = expected.iter().map(|(slice, style)| ((*slice).to_owned(), *style)).collect();
        assert_eq!(marked(&found.text, &found.formatting), expected, "{title}");
    }
    let formula = article("<ArticleTitle><math><mi a='1'>x</mi></math></ArticleTitle>");
    assert_eq!(formula.titles[0].formatting[0].source, "<math><mi a='1'>x</mi></math>");
}

#[test]
fn abstracts_have_sections_beside_the_text() {
    let record = one(
        "<ArticleTitle>T</ArticleTitle><Abstract>\n<AbstractText Label=\"AIM:\" NlmCategory=\"OBJECTIVE\">To see\n  cafe\u{301}.\
         </AbstractText>\n<AbstractText Label=\"RESULTS\"><i>n</i>=5 (ABSTRACT TRUNCATED AT 250 WORDS)</AbstractText>\
         <AbstractText>End.</AbstractText><CopyrightInformation>(c) Us.</CopyrightInformation></Abstract>",
        "<OtherAbstract Type=\"Publisher\" Language=\"ita\"><AbstractText>Scopo.</AbstractText></OtherAbstract>",
        "",
    );
    let [main, other] = &record.citation.abstracts[..] else { panic!("{:?}", record.citation.abstracts) };
    assert_eq!(main.text, "To see café.\nn=5 (ABSTRACT TRUNCATED AT 250 WORDS)\nEnd.");
    let sections: Vec<_> = main
        .sections
        .iter()
        .map(|s| (s.label.as_str(), s.nlm_category.as_str(), slice(&main.text, s.span.as_ref())))
        .collect();
    assert_eq!(sections[0], ("AIM", "OBJECTIVE", "To see café.".to_owned()));
    assert_eq!(sections[1], ("RESULTS", "", "n=5 (ABSTRACT TRUNCATED AT 250 WORDS)".to_owned()));
    assert_eq!(sections[2], ("", "", "End.".to_owned()));
    assert_eq!(marked(&main.text, &main.formatting), [("n".to_owned(), FormattingStyle::Italic)]);
    assert!(main.truncated && main.copyright == "(c) Us." && main.language == "en");
    assert_eq!(
        (other.text.as_str(), other.language.as_str(), other.r#type.as_str()),
        ("Scopo.", "it", "Publisher")
    );
    assert!(other.sections.is_empty() && !other.truncated);
}

#[test]
fn dates_are_never_padded() {
    let date = |year, month, day, season: Season| {
        Some(v1::PartialDate { year, month, day, season: season.into(), ..Default::default() })
    };
    let none = Season::Unspecified;
    let cases = [
        ("<Year>2009</Year><Month>Sep</Month>", date(2009, Some(9), None, none), ""),
        ("<Year>2009</Year><Month>09</Month><Day>03</Day>", date(2009, Some(9), Some(3), none), ""),
        ("<Year>2009</Year>", date(2009, None, None, none), ""),
        ("<Year>1998</Year><Season>Fall</Season>", date(1998, None, None, Season::Autumn), ""),
        ("<MedlineDate>2009 Nov-Dec</MedlineDate>", date(2009, None, None, none), "2009 Nov-Dec"),
        ("<MedlineDate>Winter 1998</MedlineDate>", None, "Winter 1998"),
        ("<MedlineDate>20095 x</MedlineDate>", None, "20095 x"),
        ("<Year>2009</Year><Month>Brumaire</Month>", date(2009, None, None, none), "2009 Brumaire"),
    ];
    for (xml, expected, verbatim) in cases {
        let xml = format!("<Journal><JournalIssue><PubDate>{xml}</PubDate></JournalIssue></Journal>");
        let issued = &article(&xml).dates[0];
        assert_eq!(issued.kind(), DateKind::Issued);
        assert_eq!((&issued.date, issued.verbatim.as_str()), (&expected, verbatim), "{xml}");
    }
}

#[test]
fn history_and_revision() {
    let data = "<History><PubMedPubDate PubStatus=\"received\"><Year>2010</Year><Month>1</Month><Day>2</Day>\
                <Hour>0</Hour></PubMedPubDate><PubMedPubDate PubStatus=\"medline\"><Year>2011</Year></PubMedPubDate>\
                </History><PublicationStatus>aheadofprint</PublicationStatus>";
    let article =
        "<ArticleDate DateType=\"Electronic\"><Year>2010</Year><Month>12</Month><Day>31</Day></ArticleDate>";
    let revised = "<DateRevised><Year>2012</Year><Month>05</Month><Day>06</Day></DateRevised>";
    let citation = one(article, revised, data).citation;
    let kinds: Vec<_> = citation.dates.iter().map(|date| (date.kind(), date.label.as_str())).collect();
    assert_eq!(
        kinds,
        [
            (DateKind::RecordRevised, ""),
            (DateKind::Online, ""),
            (DateKind::Received, ""),
            (DateKind::Other, "medline")
        ]
    );
    assert_eq!(citation.sources[0].revised.as_ref().and_then(|date| date.month), Some(5));
    assert_eq!(citation.dates[2].date.as_ref().and_then(|date| date.hour), Some(0));
    assert_eq!(citation.publication_status(), PublicationStatus::AheadOfPrint);
}

#[test]
fn identifiers_from_every_place() {
    let citation = one(
        "<ELocationID EIdType=\"doi\">10.5555/(SICI)1&lt;2::AID&gt;3.0;X</ELocationID>\
         <ELocationID EIdType=\"pii\">e77</ELocationID>",
        "<OtherID Source=\"NLM\">PMC1234 [Available on 01/01/10]</OtherID><OtherID Source=\"KIE\">K9</OtherID>",
        "<ArticleIdList><ArticleId IdType=\"pubmed\">900001</ArticleId>\
         <ArticleId IdType=\"doi\">10.5555/(sici)1&lt;2::aid&gt;3.0;x</ArticleId></ArticleIdList>\
         <ReferenceList><Title>Refs</Title><Reference><Citation>One.</Citation><ArticleIdList>\
         <ArticleId IdType=\"doi\">10.5555/other</ArticleId></ArticleIdList></Reference></ReferenceList>",
    )
    .citation;
    let found: Vec<_> =
        citation.identifiers.iter().map(|id| (id.scheme(), id.value.as_str(), id.r#type.as_str())).collect();
    assert_eq!(
        found,
        [
            (IdentifierScheme::Pmid, "900001", ""),
            (IdentifierScheme::Doi, "10.5555/(sici)1<2::aid>3.0;x", ""),
            (IdentifierScheme::Pii, "e77", ""),
            (IdentifierScheme::Pmcid, "PMC1234", ""),
            (IdentifierScheme::Other, "K9", "KIE"),
        ]
    );
    assert_eq!(citation.links[0].kind(), LinkKind::References);
    assert_eq!(citation.links[0].targets[0].value, "10.5555/other");
    assert_eq!(citation.pages.as_ref().map(|pages| pages.article_number.as_str()), Some("e77"));
    assert_eq!(
        unplaced(&citation),
        [("pmcid", "PMC1234 [Available on 01/01/10]"), ("ReferenceList/Title", "Refs")]
    );
}

#[test]
fn doubtful_identifiers_are_kept_and_told() {
    let record = one(
        "<ELocationID EIdType=\"doi\" ValidYN=\"N\">10.5555/wrong</ELocationID>\
         <ELocationID EIdType=\"doi\">no doi</ELocationID><Journal><ISSN IssnType=\"Print\">0034-1194</ISSN></Journal>",
        "",
        "<ArticleIdList><ArticleId IdType=\"pubmed\">5</ArticleId></ArticleIdList>",
    );
    let invalid: Vec<_> =
        record.citation.identifiers.iter().map(|id| (id.value.as_str(), id.invalid)).collect();
    assert_eq!(invalid, [("900001", false), ("10.5555/wrong", true), ("no doi", true)]);
    assert!(record.citation.container.as_ref().is_some_and(|container| container.issns[0].invalid));
    // two DOIs, the ISSN, the other PMID, no title
    assert_eq!(record.warnings.len(), 5, "{:?}", record.warnings);
}

#[test]
fn people_in_their_order() {
    let citation = one(
        "<AuthorList CompleteYN=\"N\"><Author EqualContrib=\"Y\"><LastName>van der Berg</LastName><ForeName>Anna M</ForeName>\
         <Initials>AM</Initials><Suffix>Jr</Suffix><Identifier Source=\"ORCID\">https://orcid.org/0000000218250097</Identifier>\
         <AffiliationInfo><Affiliation>Here.</Affiliation><Identifier Source=\"ROR\">r1</Identifier></AffiliationInfo></Author>\
         <Author><CollectiveName>The Group</CollectiveName></Author>\
         <Author ValidYN=\"N\"><LastName>Wrong</LastName><Initials>W</Initials></Author>\
         <Author><LastName>Old</LastName><FirstName>B</FirstName><MiddleName>C</MiddleName><Affiliation>There</Affiliation>\
         <Identifier Source=\"ORCID\">0000-0002-1825-0098</Identifier></Author></AuthorList>",
        "<InvestigatorList><Investigator><LastName>Looker</LastName></Investigator></InvestigatorList>\
         <PersonalNameSubjectList><PersonalNameSubject><LastName>Galen</LastName></PersonalNameSubject></PersonalNameSubjectList>",
        "",
    )
    .citation;
    assert!(citation.contributors_incomplete);
    let [anna, group, old, looker] = &citation.contributors[..] else {
        panic!("{:?}", citation.contributors)
    };
    assert_eq!(
        (anna.family.as_str(), anna.given.as_str(), anna.suffix.as_str()),
        ("van der Berg", "Anna M", "Jr")
    );
    assert_eq!((anna.orcid.as_str(), anna.equal_contribution), ("0000-0002-1825-0097", true));
    assert_eq!(anna.affiliations[0].identifiers[0].scheme, "ROR");
    assert_eq!(group.collective, "The Group");
    assert_eq!((old.given.as_str(), old.affiliations[0].text.as_str()), ("B C", "There"));
    assert_eq!((old.orcid.as_str(), old.identifiers[0].value.as_str()), ("", "0000-0002-1825-0098"));
    assert_eq!(looker.role(), ContributorRole::Investigator);
    assert_eq!(citation.people_as_subject[0].family, "Galen");
    assert!(unplaced(&citation).contains(&("Author@ValidYN=N", "Wrong")));
}

#[test]
fn every_ref_type_is_a_kind() {
    let cases = [
        ("RetractionIn", LinkKind::RetractedBy, ""),
        ("RetractionOf", LinkKind::RetractionOf, ""),
        ("ErratumIn", LinkKind::CorrectedBy, ""),
        ("RepublishedIn", LinkKind::RepublishedAs, "RepublishedIn"),
        ("Cites", LinkKind::Cites, ""),
        ("UpdateOf", LinkKind::UpdateOf, ""),
        ("SomethingNew", LinkKind::Other, "SomethingNew"),
    ];
    for (ref_type, kind, label) in cases {
        let medline = format!(
            "<CommentsCorrectionsList><CommentsCorrections RefType=\"{ref_type}\"><RefSource>J. 2011;1:2. doi: 10.5555/X.\
             </RefSource><PMID Version=\"1\">42</PMID><Note>n</Note></CommentsCorrections></CommentsCorrectionsList>"
        );
        let citation = one("", &medline, "").citation;
        let link = &citation.links[0];
        assert_eq!((link.kind(), link.label.as_str(), link.note.as_str()), (kind, label, "n"), "{ref_type}");
        let targets: Vec<_> = link.targets.iter().map(|target| target.value.as_str()).collect();
        assert_eq!(targets, ["42", "10.5555/x"]);
    }
}

#[test]
fn subjects_substances_and_the_rest() {
    let citation = one(
        "<Pagination><MedlinePgn>424-33</MedlinePgn></Pagination><PublicationTypeList>\
         <PublicationType UI=\"D016441\">Retracted Publication</PublicationType></PublicationTypeList>\
         <GrantList><Grant><GrantID>G1</GrantID><Agency>A</Agency></Grant></GrantList><DataBankList><DataBank>\
         <DataBankName>ClinicalTrials.gov</DataBankName><AccessionNumberList><AccessionNumber>NCT01234567</AccessionNumber>\
         </AccessionNumberList></DataBank></DataBankList>",
        "<ChemicalList><Chemical><RegistryNumber>0</RegistryNumber><NameOfSubstance UI=\"D1\">X</NameOfSubstance></Chemical>\
         </ChemicalList><MeshHeadingList><MeshHeading><DescriptorName UI=\"D2\" MajorTopicYN=\"N\" Type=\"Geographic\">Italy\
         </DescriptorName><QualifierName UI=\"Q1\" MajorTopicYN=\"Y\">ethnology</QualifierName></MeshHeading></MeshHeadingList>\
         <KeywordList Owner=\"KIE\"><Keyword MajorTopicYN=\"Y\">ethics</Keyword></KeywordList>\
         <NumberOfReferences>12</NumberOfReferences><CoiStatement>None.</CoiStatement><GeneralNote>Note</GeneralNote>\
         <Novelty kind=\"k\">new</Novelty>",
        "",
    )
    .citation;
    assert_eq!(citation.pages.as_ref().map(|p| (p.first.as_str(), p.last.as_str())), Some(("424", "433")));
    assert_eq!(citation.publication_types[0].code, "D016441");
    assert_eq!(citation.grants[0].agency, "A");
    assert_eq!(citation.registrations[0].number, "NCT01234567");
    assert_eq!(
        citation.substances[0],
        v1::Substance { code: "D1".into(), name: "X".into(), ..Default::default() }
    );
    let [italy, ethics] = &citation.subjects[..] else { panic!("{:?}", citation.subjects) };
    assert_eq!((italy.label.as_str(), italy.r#type.as_str(), italy.major), ("Italy", "Geographic", false));
    assert!(italy.qualifiers[0].major && italy.qualifiers[0].code == "Q1");
    assert_eq!(
        (ethics.scheme(), ethics.vocabulary.as_str(), ethics.major),
        (SubjectScheme::Keyword, "KIE", true)
    );
    assert_eq!((citation.reference_count, citation.notes[0].as_str()), (Some(12), "Note"));
    assert_eq!(citation.conflict_of_interest[0].text, "None.");
    assert_eq!(unplaced(&citation), [("MedlineCitation/Novelty", "new"), ("Novelty@kind", "k")]);
}

#[test]
fn books_and_chapters() {
    let book = "<Book><Publisher><PublisherName>P</PublisherName><PublisherLocation>Rome</PublisherLocation></Publisher>\
                <BookTitle book=\"b1\">The Book</BookTitle><PubDate><Year>2010</Year></PubDate>\
                <AuthorList Type=\"editors\"><Author><LastName>Ed</LastName></Author></AuthorList>\
                <Isbn>0-306-40615-2</Isbn><CollectionTitle>Series</CollectionTitle></Book>";
    let document = |title: &str| {
        let file = format!(
            "<PubmedArticleSet><PubmedBookArticle><BookDocument><PMID>20</PMID><ArticleIdList><ArticleId \
             IdType=\"bookaccession\">NBK1</ArticleId></ArticleIdList>{book}{title}<Language>eng</Language></BookDocument>\
             </PubmedBookArticle></PubmedArticleSet>"
        );
        read(file).records.remove(0).citation
    };
    let whole = document("");
    assert_eq!((whole.r#type(), whole.titles[0].text.as_str()), (CitationType::Book, "The Book"));
    assert!(whole.identifiers.iter().any(|id| id.value == "9780306406157"));
    assert_eq!(whole.publisher.as_ref().map(|p| p.place.as_str()), Some("Rome"));
    assert_eq!(whole.contributors[0].role(), ContributorRole::Editor);
    assert_eq!(whole.series.as_ref().map(|series| series.title.as_str()), Some("Series"));
    let chapter = document("<ArticleTitle>The Chapter</ArticleTitle>");
    assert_eq!((chapter.r#type(), chapter.titles[0].text.as_str()), (CitationType::Chapter, "The Chapter"));
    let container = chapter.container.as_ref().expect("the book");
    assert_eq!((container.title.as_str(), container.isbns[0].as_str()), ("The Book", "9780306406157"));
    assert!(chapter.identifiers.iter().any(|id| id.scheme() == IdentifierScheme::Bookaccession));
}
