//! Authors, investigators and the people a work is about.

use crate::contract::v1::{self, ContributorRole};
use crate::record::identifier::Orcid;

use crate::formats::read::notes::Notes;
use crate::formats::read::xml::Element;

/// The people of an `AuthorList` or `InvestigatorList`. Names that PubMed marks as wrong (`ValidYN="N"`; the corrected one stands
/// beside) are not among them but kept as unplaced.
pub fn people(list: Element<'_>, role: ContributorRole, notes: &mut Notes) -> Vec<v1::Contributor> {
    let mut people = Vec::new();
    for person in list.children() {
        if !matches!(person.name(), "Author" | "Investigator" | "PersonalNameSubject") {
            continue;
        }
        let valid = person.attribute("ValidYN").is_none_or(|valid| valid != "N");
        let contributor = contributor(person, role, notes);
        if valid {
            people.extend(contributor);
            continue;
        }
        if let Some(wrong) = contributor {
            let name = [wrong.given, wrong.family, wrong.suffix, wrong.collective];
            let name: Vec<String> = name.into_iter().filter(|part| !part.is_empty()).collect();
            notes.unplaced(format!("{}@ValidYN=N", person.name()), name.join(" "));
        }
    }
    people
}

fn contributor(person: Element<'_>, role: ContributorRole, notes: &mut Notes) -> Option<v1::Contributor> {
    let mut given = notes.child(person, "ForeName");
    if given.is_empty() {
        // before 2008
        let parts = [notes.child(person, "FirstName"), notes.child(person, "MiddleName")];
        given = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    }
    let mut contributor = v1::Contributor {
        given,
        family: notes.child(person, "LastName"),
        suffix: notes.child(person, "Suffix"),
        collective: notes.child(person, "CollectiveName"),
        initials: notes.child(person, "Initials"),
        role: role.into(),
        equal_contribution: person.attribute("EqualContrib") == Some("Y"),
        ..Default::default()
    };
    for identifier in person.all("Identifier") {
        let scheme = identifier.attribute("Source").unwrap_or_default();
        let value = notes.text(identifier);
        if scheme.eq_ignore_ascii_case("ORCID") && contributor.orcid.is_empty() {
            match Orcid::parse(&value) {
                Ok(orcid) => {
                    contributor.orcid = orcid.as_str().to_owned();
                    continue;
                }
                Err(error) => notes.warn(format!("ORCID {value:?} of {}: {error}", contributor.family)),
            }
        }
        contributor.identifiers.push(v1::AgentIdentifier { scheme: scheme.to_owned(), value });
    }
    for info in person.all("AffiliationInfo") {
        contributor.affiliations.extend(affiliation(info, notes));
    }
    // before 2015
    for old in person.all("Affiliation") {
        let text = notes.text(old);
        if !text.is_empty() {
            contributor.affiliations.push(v1::Affiliation { text, identifiers: Vec::new() });
        }
    }
    let unnamed =
        contributor.family.is_empty() && contributor.collective.is_empty() && contributor.given.is_empty();
    (!unnamed || !contributor.initials.is_empty()).then_some(contributor)
}

fn affiliation(info: Element<'_>, notes: &mut Notes) -> Option<v1::Affiliation> {
    let text = notes.child(info, "Affiliation");
    let identifiers = identifiers(info, notes);
    if text.is_empty() && identifiers.is_empty() {
        return None;
    }
    Some(v1::Affiliation { text, identifiers })
}

fn identifiers(element: Element<'_>, notes: &mut Notes) -> Vec<v1::AgentIdentifier> {
    let each = element.all("Identifier").map(|identifier| v1::AgentIdentifier {
        scheme: identifier.attribute("Source").unwrap_or_default().to_owned(),
        value: notes.text(identifier),
    });
    each.filter(|identifier| !identifier.value.is_empty()).collect()
}
