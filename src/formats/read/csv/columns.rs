/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Abstract,
    AccessDate,
    Accession,
    Affiliations,
    ArticleNumber,
    Arxiv,
    Authors,
    /// The same people with given names in full.
    FullAuthors,
    CallNumber,
    Citation,
    Country,
    Database,
    Date,
    Day,
    Doi,
    Edition,
    Editors,
    EventDate,
    EventName,
    EventPlace,
    FirstPage,
    Genre,
    Id,
    Institution,
    Isbn,
    Issn,
    ElectronicIssn,
    Issue,
    Journal,
    JournalAbbreviation,
    Keywords,
    Language,
    LastPage,
    Medium,
    Mesh,
    Month,
    Notes,
    Number,
    OnlineDate,
    OpenAlex,
    OriginalAbstract,
    OriginalTitle,
    PageCount,
    Pages,
    Place,
    Pmcid,
    Pmid,
    PublicationType,
    Publisher,
    Registration,
    Rights,
    Scopus,
    Section,
    Series,
    SeriesEditors,
    SeriesNumber,
    ShortTitle,
    Source,
    Status,
    Subtitle,
    Title,
    TranslatedTitle,
    Translators,
    Type,
    Url,
    Version,
    Volume,
    Wos,
    Year,
}

use Column as C;

/// Names of columns, lower case and without anything but letters and digits, as exporters write them; the first of each is the
/// one that this library writes.
const NAMES: &[(Column, &[&str])] = &[
    (C::Abstract, &["abstract", "abstractnote", "abstracttext", "ab", "summary"]),
    (C::AccessDate, &["accessdate", "accessed", "retrieveddate", "dateaccessed"]),
    (
        C::Accession,
        &[
            "accessionnumber",
            "embaseaccessionid",
            "centralid",
            "embaseid",
            "cinahlid",
            "pui",
            "lensid",
            "microsoftacademicid",
            "an",
        ],
    ),
    (
        C::Affiliations,
        &[
            "affiliations",
            "authoraffiliations",
            "authoraddresses",
            "authoraddress",
            "authorswithaffiliations",
            "addresses",
        ],
    ),
    (C::ArticleNumber, &["articlenumber", "artno", "elocationid"]),
    (C::Arxiv, &["arxivid", "arxiv"]),
    (
        C::Authors,
        &[
            "authors",
            "author",
            "authornames",
            "authorsprimary",
            "authorlist",
            "authorshipsauthordisplayname",
            "authorshipsrawauthorname",
            "au",
            "creators",
            "creator",
        ],
    ),
    (C::FullAuthors, &["authorfullnames", "fullauthors", "authorsfull"]),
    (C::CallNumber, &["callnumber"]),
    (C::Citation, &["citation", "reference", "fullreference"]),
    (C::Country, &["country", "sourcecountry"]),
    (C::Database, &["database", "databasename", "librarycatalog", "dataprovider"]),
    (
        C::Date,
        &["date", "datepublished", "publicationdate", "dateofpublication", "pubdate", "coverdate", "issued"],
    ),
    (C::Day, &["day", "publishedday"]),
    (C::Doi, &["doi", "idsdoi", "digitalobjectidentifier", "articledoi"]),
    (C::Edition, &["edition"]),
    (C::Editors, &["editors", "editor", "authorssecondary"]),
    (C::EventDate, &["eventdate", "conferencedate"]),
    (C::EventName, &["eventname", "conferencename", "meetingname"]),
    (C::EventPlace, &["eventplace", "conferencelocation"]),
    (C::FirstPage, &["firstpage", "startpage", "pagestart", "bibliofirstpage", "beginpage", "beginningpage"]),
    (C::Genre, &["genre"]),
    (C::Id, &["id", "key", "referenceid", "internalid", "recordid", "citationkey", "ref"]),
    (C::Institution, &["institution", "school", "university"]),
    (C::Isbn, &["isbn", "isbns"]),
    (C::Issn, &["issn", "issns", "issnisbn", "primarylocationsourceissn", "printissn", "journalissn"]),
    (C::ElectronicIssn, &["electronicissn", "eissn", "onlineissn"]),
    (C::Issue, &["issue", "issuenumber", "biblioissue"]),
    (
        C::Journal,
        &[
            "journal",
            "journaltitle",
            "sourcetitle",
            "publicationtitle",
            "publication",
            "journalbook",
            "periodicalfull",
            "primarylocationsourcedisplayname",
            "journalname",
            "containertitle",
            "titlesecondary",
            "booktitle",
        ],
    ),
    (
        C::JournalAbbreviation,
        &[
            "journalabbreviation",
            "abbreviatedsourcetitle",
            "periodicalabbrev",
            "journalabbrev",
            "isoabbreviation",
        ],
    ),
    (C::Keywords, &["keywords", "keyword", "authorkeywords", "manualtags", "keywordsdisplayname", "tags"]),
    (C::Language, &["language", "languages", "articlelanguage", "languageoforiginaldocument"]),
    (C::LastPage, &["lastpage", "endpage", "pageend", "bibliolastpage", "otherpages", "endingpage"]),
    (C::Medium, &["medium"]),
    (C::Mesh, &["meshterms", "mesh", "meshheadings", "meshsubjects"]),
    (C::Month, &["month", "publishedmonth", "publicationmonth", "pubmonthday"]),
    (C::Notes, &["notes", "note", "personalnotes", "extra", "comments"]),
    (C::Number, &["reportnumber", "patentnumber"]),
    (C::OnlineDate, &["onlinedate", "earlyaccessdate", "epubdate"]),
    (C::OpenAlex, &["openalexid", "idsopenalex", "openalex"]),
    (C::OriginalAbstract, &["originalabstract"]),
    (C::OriginalTitle, &["originaltitle", "originalforeigntitle", "vernaculartitle"]),
    (C::PageCount, &["pagecount", "numpages", "numberofpages"]),
    (C::Pages, &["pages", "page", "pagination", "pagerange"]),
    (C::Place, &["publisherplace", "place", "placeofpublication"]),
    (C::Pmcid, &["pmcid", "pmc", "idspmcid"]),
    (C::Pmid, &["pmid", "pubmedid", "medlinepmid", "idspmid", "pubmed"]),
    (C::PublicationType, &["publicationtypes", "doctype", "documenttype", "publicationtype"]),
    (C::Publisher, &["publisher", "bookpublisher", "publishername"]),
    (C::Registration, &["registrations", "ctgovid", "clinicaltrialnumbers", "ictrpid", "trialregistration"]),
    (C::Rights, &["rights", "copyright", "license", "licence"]),
    (C::Scopus, &["scopuseid", "eid", "scopusid"]),
    (C::Section, &["section"]),
    (C::Series, &["series", "seriestitle"]),
    (C::SeriesEditors, &["serieseditors", "serieseditor"]),
    (C::SeriesNumber, &["seriesnumber"]),
    (C::ShortTitle, &["shorttitle", "shortenedtitle"]),
    (C::Source, &["source"]),
    (C::Status, &["editorialstatus"]),
    (C::Subtitle, &["subtitle"]),
    (
        C::Title,
        &["title", "articletitle", "titleprimary", "primarytitle", "ti", "displayname", "documenttitle"],
    ),
    (C::TranslatedTitle, &["translatedtitle"]),
    (C::Translators, &["translators", "translator"]),
    (C::Type, &["type", "itemtype", "referencetype", "typecrossref", "entrytype"]),
    (
        C::Url,
        &[
            "url",
            "urls",
            "link",
            "plink",
            "fulltextlink",
            "sourceurls",
            "externalurl",
            "embaselink",
            "primarylocationlandingpageurl",
            "openurllink",
        ],
    ),
    (C::Version, &["version"]),
    (C::Volume, &["volume", "bibliovolume", "vol"]),
    (C::Wos, &["wosid", "ut", "webofscienceid", "utuniquewosid"]),
    (C::Year, &["year", "publicationyear", "pubyear", "publishedyear", "py"]),
];

/// What a column called `name` holds; `None` for a name that is not known.
pub fn column(name: &str) -> Option<Column> {
    let letters: String =
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(64).collect();
    NAMES.iter().find(|(_, names)| names.contains(&letters.as_str())).map(|(column, _)| *column)
}

/// What the columns of a header hold. "Number" is the issue where no other column is; "source" the journal.
pub fn columns(header: &[String]) -> Vec<Option<Column>> {
    let mut found: Vec<Option<Column>> = header.iter().map(|name| column(name)).collect();
    let has = |wanted: Column, found: &[Option<Column>]| found.contains(&Some(wanted));
    for (at, name) in header.iter().enumerate() {
        if name.trim().eq_ignore_ascii_case("number") {
            found[at] = Some(if has(C::Issue, &found) { C::Number } else { C::Issue });
        }
        if found[at] == Some(C::Source) {
            found[at] = if has(C::Journal, &found) { Some(C::Database) } else { Some(C::Journal) };
        }
    }
    found
}

/// Whether a header is one of a table of citations: it has a title and two columns more that only such tables have together.
pub fn is_header(header: &[String]) -> bool {
    const TELLING: [Column; 12] = [
        C::Abstract,
        C::Authors,
        C::FullAuthors,
        C::Year,
        C::Date,
        C::Journal,
        C::Doi,
        C::Pmid,
        C::Volume,
        C::Issn,
        C::Pages,
        C::FirstPage,
    ];
    let found = columns(header);
    let telling = TELLING.iter().filter(|column| found.contains(&Some(**column))).count();
    found.contains(&Some(C::Title)) && telling >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_by_the_names_that_exporters_give_them() {
        for (name, expected) in [
            ("Title", Some(C::Title)),
            ("Author(s)", Some(C::Authors)),
            ("Author/s", Some(C::Authors)),
            ("Art. No.", Some(C::ArticleNumber)),
            ("biblio.first_page", Some(C::FirstPage)),
            ("Journal/Book", Some(C::Journal)),
            ("Cited by", None),
            ("", None),
        ] {
            assert_eq!(column(name), expected, "{name}");
        }
        let header = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(columns(&header(&["Number", "Source"])), [Some(C::Issue), Some(C::Journal)]);
        assert_eq!(
            columns(&header(&["Issue", "Number", "Journal", "Source"]))[1..4],
            [Some(C::Number), Some(C::Journal), Some(C::Database)]
        );
        assert!(is_header(&header(&["title", "authors", "year"])));
        assert!(!is_header(&header(&["title", "price", "colour"])));
    }

    #[test]
    fn no_name_stands_for_two_columns() {
        let mut names: Vec<&str> = NAMES.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
