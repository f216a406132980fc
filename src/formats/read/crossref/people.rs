use serde_json::Value;

use super::work::left;
use crate::contract::v1::{self, ContributorRole as Role};
use crate::formats::read::csl_json::text;
use crate::formats::read::draft::{Draft, set_orcid};

/// A list of contributors.
pub fn people(value: &Value, role: Role, label: &str, draft: &mut Draft) {
    for person in value.as_array().into_iter().flatten() {
        let part = |key: &str| person.get(key).and_then(text).unwrap_or_default();
        let mut contributor = v1::Contributor {
            given: part("given"),
            family: part("family"),
            suffix: part("suffix"),
            collective: part("name"),
            role_label: label.to_owned(),
            ..Default::default()
        };
        if !contributor.collective.is_empty() && !contributor.family.is_empty() {
            contributor.literal = std::mem::take(&mut contributor.collective);
        }
        let orcid = part("ORCID");
        if !orcid.is_empty()
            && let Err(warning) = set_orcid(&mut contributor, &orcid)
        {
            draft.notes.warn(warning);
        }
        for affiliation in person.get("affiliation").and_then(Value::as_array).into_iter().flatten() {
            let named =
                affiliation.get("name").and_then(text).or_else(|| text(affiliation)).unwrap_or_default();
            let ids = affiliation.get("id").and_then(Value::as_array).into_iter().flatten();
            let identifiers: Vec<v1::AgentIdentifier> = ids
                .map(|id| v1::AgentIdentifier {
                    scheme: id.get("id-type").and_then(text).unwrap_or_default(),
                    value: id.get("id").and_then(text).unwrap_or_default(),
                })
                .filter(|id| !id.value.is_empty())
                .collect();
            if !named.is_empty() || !identifiers.is_empty() {
                contributor.affiliations.push(v1::Affiliation { text: named, identifiers });
            }
        }
        let named = [&contributor.family, &contributor.given, &contributor.collective];
        // "sequence" and "authenticated-orcid" say how Crossref was told
        const PLACED: [&str; 8] =
            ["given", "family", "suffix", "name", "ORCID", "affiliation", "sequence", "authenticated-orcid"];
        left("person", person, &PLACED, draft);
        if named.iter().any(|part| !part.is_empty()) {
            draft.contributor(contributor, role);
        } else {
            draft.notes.unplaced("person", person.to_string());
        }
    }
}
