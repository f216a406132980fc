use crate::contract::v1::{CitationType, IdentifierScheme, TitleRole};
use crate::formats::read::tests::{fates, items, one, unplaced};
use crate::formats::read::{Format, ReadError, detect, open};

#[test]
fn exports_of_many_programs() {
    let cases = [
        // a search before the header, semicolons, names with initials
        (
            "\"SEARCH QUERY\";\"light:ti\"\n-----\n\n\"Title\";\"Author Names\";\"Source title\";\"Publication Year\";\"DOI\"\n\"Light\";\"Rossi A., Dos Santos H.B.\";\"J Test\";\"2024\";\"10.5555/1\"\n",
            "Rossi",
            "J Test",
            2024,
        ),
        (
            "PMID,Title,Authors,Citation,Journal/Book,Publication Year,DOI\n\"1\",\"Light\",\"Rossi AB, Bianchi C.\",\"J Test. 2020\",\"J Test\",\"2020\",\"10.5555/1\"\n",
            "Rossi",
            "J Test",
            2020,
        ),
        (
            "key\ttitle\tauthors\tyear\tjournal\nx\tLight\tRossi, A. and Bianchi, B.\t2019\tJ Test\n",
            "Rossi",
            "J Test",
            2019,
        ),
        (
            "Article Title,Author,Journal Title,ISSN,Publication Date\nLight,\"Rossi, Anna; Bianchi, B\",J Test,=\"00341193\",=\"4/3/2018\"\n",
            "Rossi",
            "J Test",
            2018,
        ),
        (
            "id,title,publication_year,authorships.author.display_name,primary_location.source.display_name\nhttps://openalex.org/W1,Light,2017,Anna Rossi|Bruno Bianchi,J Test\n",
            "Rossi",
            "J Test",
            2017,
        ),
    ];
    for (text, family, journal, year) in cases {
        assert_eq!(detect(text.as_bytes()), Some(Format::Csv), "{text}");
        let citation = one(Format::Csv, text).citation;
        assert_eq!(citation.titles[0].text, "Light", "{text}");
        let people: Vec<&str> = citation.contributors.iter().map(|p| p.family.as_str()).collect();
        assert_eq!((people.len(), people[0]), (2, family), "{text}");
        assert_eq!(citation.container.as_ref().unwrap().title, journal, "{text}");
        assert_eq!(citation.dates[0].date.as_ref().unwrap().year, year, "{text}");
        assert_eq!(citation.r#type(), CitationType::ArticleJournal, "{text}");
    }
}

#[test]
fn fields_of_a_row() {
    let record = one(
        Format::Csv,
        "Authors,Author full names,Title,Original Title,Page start,Page end,PubMed ID,EID,Cited by,Author Keywords,Year,DOI,Doi\n\"Rossi A.; Bianchi B.\",\"Rossi, Anna (58975547800); Bianchi, Bruno (7102189418)\",Light,Luce,424,33,900001,2-s2.0-1,5,light; sleep,2009,10.5555/1,10.5555/1\n",
    );
    let citation = &record.citation;
    let author = &citation.contributors[0];
    assert_eq!(
        (author.given.as_str(), author.initials.as_str(), author.identifiers[0].value.as_str()),
        ("Anna", "A", "58975547800")
    );
    let titles: Vec<(&str, TitleRole)> =
        citation.titles.iter().map(|t| (t.text.as_str(), t.role())).collect();
    assert_eq!(titles, [("Luce", TitleRole::Original), ("Light", TitleRole::Translated)]);
    assert_eq!(citation.pages.as_ref().unwrap().last, "433");
    let ids: Vec<IdentifierScheme> = citation.identifiers.iter().map(|id| id.scheme()).collect();
    assert_eq!(ids, [IdentifierScheme::Pmid, IdentifierScheme::Scopus, IdentifierScheme::Doi]);
    assert_eq!(citation.subjects.len(), 2);
    assert_eq!(unplaced(&record), [("Cited by", "5")]);
}

#[test]
fn one_bad_row_leaves_its_neighbours() {
    let text = "title,authors,year\n\"open,x,2001\nB,y,2002\n,,\nC,z,2003,more\n";
    let found = fates(Format::Csv, text.as_bytes());
    assert_eq!(found, ["line 2: a quote is not closed; close it, or double it where it is meant", "B", "C"]);
    let crate::formats::read::Item::Record(last) = items(Format::Csv, text.as_bytes()).remove(2) else {
        panic!()
    };
    assert_eq!(
        (last.warnings[0].as_str(), unplaced(&last)),
        ("4 values under 3 columns", vec![("column 4", "more")])
    );
}

#[test]
fn a_wrong_header_is_refused_with_what_is_missing() {
    let text = "name,price,colour\na,1,red\n";
    assert_eq!(detect(text.as_bytes()), None);
    let mut reader = open(Format::Csv, Box::new(std::io::Cursor::new(text.as_bytes().to_vec())));
    let Some(Err(ReadError::NotOfFormat { reason, .. })) = reader.next() else { panic!() };
    assert!(reason.contains("no column for a title"), "{reason}");
}
