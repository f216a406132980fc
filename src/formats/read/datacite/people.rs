use serde_json::Value;

use super::record::{each, member};
use crate::contract::v1::{self, ContributorRole as Role};
use crate::formats::read::csl_json::text;
use crate::formats::read::draft::{Draft, set_orcid};
use crate::record::contributor::{from_display, from_inverted};

/// One of `creators` or `contributors`.
pub fn contributor(person: &Value, role: Role, draft: &mut Draft) {
    let name = member(person, "name");
    let (given, family) = (member(person, "givenName"), member(person, "familyName"));
    let kind = [member(person, "nameType"), member(person, "type")].concat();
    let mut found = match () {
        () if !family.is_empty() => v1::Contributor { given, family, ..Default::default() },
        () if kind.starts_with("Organi") => v1::Contributor { collective: name, ..Default::default() },
        () if name.contains(',') => from_inverted(&name),
        () if kind.starts_with("Person") => from_display(&name),
        () if name.is_empty() => return,
        () => v1::Contributor { literal: name, ..Default::default() },
    };
    if role == Role::Other {
        found.role_label = member(person, "contributorType");
    }
    for id in person.get("nameIdentifiers").into_iter().flat_map(each) {
        let (scheme, value) = (member(id, "nameIdentifierScheme"), member(id, "nameIdentifier"));
        if scheme.eq_ignore_ascii_case("ORCID") && found.orcid.is_empty() {
            if let Err(warning) = set_orcid(&mut found, &value) {
                draft.notes.warn(warning);
            }
        } else if !value.is_empty() {
            found.identifiers.push(v1::AgentIdentifier { scheme, value });
        }
    }
    for affiliation in person.get("affiliation").into_iter().flat_map(each) {
        let text = text(affiliation).unwrap_or_else(|| member(affiliation, "name"));
        let (scheme, value) = (
            member(affiliation, "affiliationIdentifierScheme"),
            member(affiliation, "affiliationIdentifier"),
        );
        let identifiers: Vec<v1::AgentIdentifier> = Some(v1::AgentIdentifier { scheme, value })
            .into_iter()
            .filter(|id| !id.value.is_empty())
            .collect();
        if !text.is_empty() || !identifiers.is_empty() {
            found.affiliations.push(v1::Affiliation { text, identifiers });
        }
    }
    draft.contributor(found, role);
}
