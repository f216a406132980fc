//! `PubmedArticle`, and the `MedlineCitation` of older files: one article.

use crate::contract::v1::{
    self, CitationType, ContributorRole, DateKind, IdentifierScheme, PublicationStatus, SubjectScheme,
};
use crate::record::language::bcp47;

use super::{abstracts, dates, identifiers, journal, links, people, subjects, titles};
use crate::formats::read::notes::Notes;
use crate::formats::read::xml::{Element, Inline};

/// Reads a `PubmedArticle` or a lone `MedlineCitation`. The error says what makes it no record.
pub fn article(element: Element<'_>, notes: &mut Notes) -> Result<v1::Citation, String> {
    let mut citation = v1::Citation { sources: vec![v1::Source::default()], ..Default::default() };
    let medline = match element.name() {
        "MedlineCitation" => element,
        _ => element.child("MedlineCitation").ok_or("no <MedlineCitation>")?,
    };
    let article = medline.child("Article").ok_or("no <Article>")?;
    record(medline, &mut citation, notes);
    body(article, &mut citation, notes);
    let medium =
        article.child("Journal").map(|journal| issue(journal, &mut citation, notes)).unwrap_or_default();
    citation.medium = medium;
    citation.container =
        Some(journal::container(article.child("Journal"), medline.child("MedlineJournalInfo"), notes));
    indexing(medline, &mut citation, notes);
    if let Some(data) = element.child("PubmedData") {
        pubmed_data(data, &mut citation, notes);
    }
    // Electronic journals number articles instead of pages; Elsevier's PIIs are item numbers, not that.
    let pii = i32::from(IdentifierScheme::Pii);
    if citation.pages.is_none()
        && let Some(id) = article.all("ELocationID").find(|id| id.attribute("EIdType") == Some("pii"))
        && let Some(id) =
            citation.identifiers.iter().find(|known| known.scheme == pii && known.value == id.raw().trim())
        && !id.value.contains('(')
    {
        citation.pages = Some(v1::Pages { article_number: id.value.clone(), ..Default::default() });
    }
    citation.set_type(kind(&citation.publication_types));
    Ok(citation)
}

/// What PubMed says of its own record.
fn record(medline: Element<'_>, citation: &mut v1::Citation, notes: &mut Notes) {
    if let Some(pmid) = medline.child("PMID") {
        let pmid = identifiers::pmid(pmid, notes);
        citation.sources[0].record_id.clone_from(&pmid.value);
        citation.sources[0].version = pmid.version;
        identifiers::add(pmid, &mut citation.identifiers, notes);
    }
    medline.attribute("Status").unwrap_or_default().clone_into(&mut citation.record_status);
    let events = [
        ("DateCreated", DateKind::Other),
        ("DateCompleted", DateKind::RecordCompleted),
        ("DateRevised", DateKind::RecordRevised),
    ];
    for (name, kind) in events {
        let Some(element) = medline.child(name) else { continue };
        let label = if kind == DateKind::Other { name } else { "" };
        let Some(event) = dates::event(element, kind, label, notes) else { continue };
        if kind == DateKind::RecordRevised {
            citation.sources[0].revised = event.date;
        }
        citation.dates.push(event);
    }
}

/// `Article`: what the authors and the journal say.
fn body(article: Element<'_>, citation: &mut v1::Citation, notes: &mut Notes) {
    for language in article.all("Language") {
        add_language(language, citation, notes);
    }
    let title = |name: &str| article.child(name).map(Inline::read).unwrap_or_default();
    citation.titles =
        titles::titles(title("ArticleTitle"), title("VernacularTitle"), &citation.languages, notes);
    citation.pages = article
        .child("Pagination")
        .map(|pages| journal::pagination(pages, notes))
        .filter(|p| *p != v1::Pages::default());
    for location in article.all("ELocationID") {
        if let Some(id) = identifiers::location(location, notes) {
            identifiers::add(id, &mut citation.identifiers, notes);
        }
    }
    if let Some(element) = article.child("Abstract") {
        // PubMed's main abstract is the English one; any other stands in OtherAbstract.
        citation.abstracts.extend(abstracts::summary(element, "en".to_owned(), notes));
    }
    for list in article.all("AuthorList") {
        authors(list, ContributorRole::Author, citation, notes);
    }
    for list in article.all("DataBankList") {
        citation.registrations.extend(subjects::registrations(list, notes));
    }
    for list in article.all("GrantList") {
        citation.grants.extend(subjects::grants(list, notes));
    }
    for kind in article.all("PublicationTypeList").flat_map(|list| list.all("PublicationType")) {
        citation.publication_types.push(subjects::publication_type(kind, notes));
    }
    for date in article.all("ArticleDate") {
        let label = date.attribute("DateType").unwrap_or("Electronic");
        let kind = if label == "Electronic" { DateKind::Online } else { DateKind::Other };
        let label = if kind == DateKind::Other { label } else { "" };
        citation.dates.extend(dates::event(date, kind, label, notes));
    }
}

/// `JournalIssue`; answers the medium that was cited.
fn issue(journal: Element<'_>, citation: &mut v1::Citation, notes: &mut Notes) -> String {
    let Some(issue) = journal.child("JournalIssue") else { return String::new() };
    citation.volume = notes.child(issue, "Volume");
    citation.issue = notes.child(issue, "Issue");
    if let Some(date) = issue.child("PubDate") {
        citation.dates.splice(0..0, dates::event(date, DateKind::Issued, "", notes));
    }
    issue.attribute("CitedMedium").unwrap_or_default().to_owned()
}

/// What PubMed's indexers and other contributors add, in `MedlineCitation`.
fn indexing(medline: Element<'_>, citation: &mut v1::Citation, notes: &mut Notes) {
    for element in medline.children() {
        match element.name() {
            "ChemicalList" => citation.substances.extend(subjects::chemicals(element, notes)),
            "GeneSymbolList" => {
                for symbol in element.all("GeneSymbol") {
                    let name = notes.text(symbol);
                    citation.substances.push(v1::Substance { name, gene_symbol: true, ..Default::default() });
                }
            }
            "MeshHeadingList" => citation.subjects.extend(subjects::mesh(element, notes)),
            "SupplMeshList" => {
                for name in element.all("SupplMeshName") {
                    citation.subjects.push(subjects::subject(name, SubjectScheme::MeshSupplementary, notes));
                }
            }
            "CitationSubset" => {
                citation.subjects.push(subjects::subject(element, SubjectScheme::CitationSubset, notes));
            }
            "SpaceFlightMission" => {
                citation.subjects.push(subjects::subject(element, SubjectScheme::SpaceFlightMission, notes));
            }
            "KeywordList" => citation.subjects.extend(subjects::keywords(element, notes)),
            "CommentsCorrectionsList" => citation.links.extend(links::corrections(element, notes)),
            "NumberOfReferences" => {
                let text = notes.text(element);
                citation.reference_count = text.parse().ok().filter(|count| *count >= 0);
                if citation.reference_count.is_none() {
                    notes.unplaced("NumberOfReferences", text);
                }
            }
            "PersonalNameSubjectList" => {
                let people = people::people(element, ContributorRole::Unspecified, notes);
                citation.people_as_subject.extend(people);
            }
            "InvestigatorList" => {
                citation.contributors.extend(people::people(element, ContributorRole::Investigator, notes));
            }
            "OtherID" => {
                if let Some(id) = identifiers::other_id(element, notes) {
                    identifiers::add(id, &mut citation.identifiers, notes);
                }
            }
            "OtherAbstract" => {
                let language =
                    element.attribute("Language").map(|code| language(code, notes)).unwrap_or_default();
                citation.abstracts.extend(abstracts::summary(element, language, notes));
            }
            "CoiStatement" => {
                let text = notes.text(element);
                if !text.is_empty() {
                    citation.conflict_of_interest.push(v1::LocalizedText { text, ..Default::default() });
                }
            }
            "GeneralNote" => citation.notes.extend(Some(notes.text(element)).filter(|note| !note.is_empty())),
            _ => {}
        }
    }
}

/// `PubmedData` and `PubmedBookData`: history, identifiers, references.
pub fn pubmed_data(data: Element<'_>, citation: &mut v1::Citation, notes: &mut Notes) {
    if let Some(history) = data.child("History") {
        citation.dates.extend(dates::history(history, notes));
    }
    if let Some(element) = data.child("PublicationStatus") {
        let status = notes.text(element);
        match status.as_str() {
            "ppublish" | "epublish" => citation.set_publication_status(PublicationStatus::Published),
            "aheadofprint" => citation.set_publication_status(PublicationStatus::AheadOfPrint),
            _ => notes.unplaced("PublicationStatus", status),
        }
    }
    article_ids(data, citation, notes);
    for object in data.all("ObjectList").flat_map(|list| list.all("Object")) {
        let kind = object.attribute("Type").unwrap_or_default();
        for parameter in object.all("Param") {
            let name = parameter.attribute("Name").unwrap_or_default();
            let value = notes.text(parameter);
            notes.unplaced(format!("Object:{kind}:{name}"), value);
        }
    }
    for list in data.all("ReferenceList") {
        citation.links.extend(links::references(list, notes));
    }
}

/// The `ArticleIdList` directly within `element`; those of references stand deeper and are theirs.
pub fn article_ids(element: Element<'_>, citation: &mut v1::Citation, notes: &mut Notes) {
    for id in element.all("ArticleIdList").flat_map(|list| list.all("ArticleId")) {
        if let Some(id) = identifiers::article_id(id, notes) {
            identifiers::add(id, &mut citation.identifiers, notes);
        }
    }
}

/// An `AuthorList`, whose `Type` may say that these are editors.
pub fn authors(list: Element<'_>, role: ContributorRole, citation: &mut v1::Citation, notes: &mut Notes) {
    let role = match list.attribute("Type") {
        Some("editors") => ContributorRole::Editor,
        _ => role,
    };
    citation.contributors_incomplete |= list.attribute("CompleteYN") == Some("N");
    citation.contributors.extend(people::people(list, role, notes));
}

pub fn add_language(element: Element<'_>, citation: &mut v1::Citation, notes: &mut Notes) {
    let code = notes.text(element);
    let tag = language(&code, notes);
    if !tag.is_empty() && !citation.languages.contains(&tag) {
        citation.languages.push(tag);
    }
}

/// An ISO 639-2 code as BCP 47; empty when it is not one, which is then noted.
fn language(code: &str, notes: &mut Notes) -> String {
    let tag = bcp47(code);
    if tag.is_none() && !code.is_empty() {
        // "undetermined" is an answer
        if code != "und" {
            notes.warn(format!("unknown language {code:?}"));
        }
        notes.unplaced("Language", code);
    }
    tag.unwrap_or_default()
}

fn kind(types: &[v1::PublicationType]) -> CitationType {
    if types.iter().any(|kind| kind.code == "D000076942" || kind.label == "Preprint") {
        return CitationType::Preprint;
    }
    if types.iter().any(|kind| kind.code == "D018431" || kind.label == "Newspaper Article") {
        return CitationType::ArticleNewspaper;
    }
    CitationType::ArticleJournal
}
