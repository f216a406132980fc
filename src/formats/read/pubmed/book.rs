//! `PubmedBookArticle`: a book of NCBI's Bookshelf, or a chapter of one.

use crate::contract::v1::{self, CitationType, ContributorRole, DateKind, IdentifierScheme, TitleRole};
use crate::record::identifier::identifier;

use super::{abstracts, article, dates, identifiers, journal, links, people, subjects, titles};
use crate::formats::read::notes::Notes;
use crate::formats::read::xml::Element;
use crate::formats::read::xml::Inline;

/// Reads a `PubmedBookArticle`. The error says what makes it no record.
pub fn book_article(element: Element<'_>, notes: &mut Notes) -> Result<v1::Citation, String> {
    let document = element.child("BookDocument").ok_or("no <BookDocument>")?;
    let mut citation = v1::Citation { sources: vec![v1::Source::default()], ..Default::default() };
    if let Some(pmid) = document.child("PMID") {
        let pmid = identifiers::pmid(pmid, notes);
        citation.sources[0].record_id.clone_from(&pmid.value);
        citation.sources[0].version = pmid.version;
        identifiers::add(pmid, &mut citation.identifiers, notes);
    }
    article::article_ids(document, &mut citation, notes);
    for language in document.all("Language") {
        article::add_language(language, &mut citation, notes);
    }
    let title = |name: &str| document.child(name).map(Inline::read).unwrap_or_default();
    citation.titles =
        titles::titles(title("ArticleTitle"), title("VernacularTitle"), &citation.languages, notes);
    let chapter = !citation.titles.is_empty();
    citation.set_type(if chapter { CitationType::Chapter } else { CitationType::Book });
    for list in document.all("AuthorList") {
        article::authors(list, ContributorRole::Author, &mut citation, notes);
    }
    if let Some(book) = document.child("Book") {
        whole(book, chapter, &mut citation, notes);
    }
    parts(document, &mut citation, notes);
    if let Some(data) = element.child("PubmedBookData") {
        article::pubmed_data(data, &mut citation, notes);
    }
    Ok(citation)
}

/// `Book`: the container of a chapter, or the work itself.
fn whole(book: Element<'_>, chapter: bool, citation: &mut v1::Citation, notes: &mut Notes) {
    let mut container = v1::Container::default();
    if let Some(title) = book.child("BookTitle") {
        if chapter {
            container.title = notes.text(title);
        } else {
            let language = match &citation.languages[..] {
                [one] => one.clone(),
                _ => String::new(),
            };
            let title = titles::finished(Inline::read(title), TitleRole::Original, &language, notes);
            citation.titles.extend(Some(title).filter(|title| !title.text.is_empty()));
        }
    }
    if let Some(publisher) = book.child("Publisher") {
        let name = notes.child(publisher, "PublisherName");
        let place = notes.child(publisher, "PublisherLocation");
        let publisher = Some(v1::Publisher { name, place });
        if chapter {
            container.publisher = publisher;
        } else {
            citation.publisher = publisher;
        }
    }
    for element in book.all("Isbn") {
        let isbn = identifier(IdentifierScheme::Isbn, &notes.text(element));
        if isbn.value.is_empty() {
            continue;
        }
        if isbn.invalid {
            notes.warn(format!("ISBN {:?} is not valid and is kept as written", isbn.value));
        }
        if chapter {
            container.isbns.push(isbn.value);
        } else {
            identifiers::add(isbn, &mut citation.identifiers, notes);
        }
    }
    for location in book.all("ELocationID") {
        let Some(id) = identifiers::location(location, notes) else { continue };
        if chapter {
            notes.unplaced("Book/ELocationID", id.value);
        } else {
            identifiers::add(id, &mut citation.identifiers, notes);
        }
    }
    let role = if chapter { ContributorRole::ContainerAuthor } else { ContributorRole::Author };
    for list in book.all("AuthorList") {
        article::authors(list, role, citation, notes);
    }
    for list in book.all("InvestigatorList") {
        citation.contributors.extend(people::people(list, ContributorRole::Investigator, notes));
    }
    citation.volume = notes.child(book, "Volume");
    container.subtitle = notes.child(book, "VolumeTitle");
    citation.edition = notes.child(book, "Edition");
    citation.medium = notes.child(book, "Medium");
    citation.number = notes.child(book, "ReportNumber");
    let series = notes.child(book, "CollectionTitle");
    if !series.is_empty() {
        citation.series = Some(v1::Series { title: series, ..Default::default() });
    }
    if container != v1::Container::default() {
        citation.container = Some(container);
    }
    if let Some(date) = book.child("PubDate") {
        citation.dates.splice(0..0, dates::event(date, DateKind::Issued, "", notes));
    }
    for name in ["BeginningDate", "EndingDate"] {
        if let Some(date) = book.child(name) {
            citation.dates.extend(dates::event(date, DateKind::Other, name, notes));
        }
    }
}

/// What the document says beside its book.
fn parts(document: Element<'_>, citation: &mut v1::Citation, notes: &mut Notes) {
    for element in document.children() {
        match element.name() {
            "Pagination" => citation.pages = Some(journal::pagination(element, notes)),
            "LocationLabel" => {
                let label = notes.text(element);
                match citation.section.is_empty() {
                    true => citation.section = label,
                    false => notes.unplaced("LocationLabel", label),
                }
            }
            "InvestigatorList" => {
                citation.contributors.extend(people::people(element, ContributorRole::Investigator, notes));
            }
            "PublicationType" => citation.publication_types.push(subjects::publication_type(element, notes)),
            "Abstract" => citation.abstracts.extend(abstracts::summary(element, "en".to_owned(), notes)),
            "KeywordList" => citation.subjects.extend(subjects::keywords(element, notes)),
            "GrantList" => citation.grants.extend(subjects::grants(element, notes)),
            "ReferenceList" => citation.links.extend(links::references(element, notes)),
            "ContributionDate" => {
                citation.dates.extend(dates::event(element, DateKind::Other, "ContributionDate", notes));
            }
            "DateRevised" => {
                if let Some(event) = dates::event(element, DateKind::RecordRevised, "", notes) {
                    citation.sources[0].revised = event.date;
                    citation.dates.push(event);
                }
            }
            "ItemList" => {
                let kind = element.attribute("ListType").unwrap_or_default();
                for item in element.all("Item") {
                    let text = notes.text(item);
                    notes.unplaced(format!("ItemList:{kind}"), text);
                }
            }
            _ => {}
        }
    }
}
