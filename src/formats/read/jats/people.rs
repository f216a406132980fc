use std::collections::HashMap;

use super::text::flat;
use crate::contract::v1::{self, ContributorRole as Role};
use crate::formats::read::draft::{Draft, set_orcid};
use crate::formats::read::xml::{Element, plain};
use crate::record::contributor::{from_display, from_inverted};

/// `contrib-group`s with the affiliations that they name by id.
pub fn contributors(meta: Element<'_>, draft: &mut Draft) {
    let groups: Vec<Element<'_>> = meta.all("contrib-group").collect();
    let everywhere = || {
        let direct = meta.all("aff").chain(meta.all("aff-alternatives").flat_map(|all| all.all("aff")));
        let within = groups.iter().flat_map(|group| {
            group.all("aff").chain(group.all("aff-alternatives").flat_map(|all| all.all("aff")))
        });
        direct.chain(within)
    };
    let mut known: HashMap<&str, v1::Affiliation> = HashMap::new();
    let mut unnamed = Vec::new();
    for element in everywhere() {
        let found = affiliation(element);
        match element.attribute("id") {
            Some(id) => {
                known.entry(id).or_insert(found);
            }
            None => unnamed.push(found),
        }
    }
    let mut used: Vec<&str> = Vec::new();
    for contrib in groups.iter().flat_map(|group| group.all("contrib")) {
        person(contrib, &known, &mut used, draft);
    }
    // one address without an id is everybody's; more are nobody's in particular
    if let [only] = unnamed.as_slice() {
        draft.citation.contributors.iter_mut().for_each(|person| person.affiliations.push(only.clone()));
    } else {
        unnamed.into_iter().for_each(|found| draft.notes.unplaced("aff", found.text));
    }
    let mut left: Vec<(&str, v1::Affiliation)> =
        known.into_iter().filter(|(id, _)| !used.contains(id)).collect();
    left.sort_by_key(|(id, _)| *id);
    match (left.len(), used.is_empty()) {
        (1, true) => {
            let found = &left[0].1;
            draft.citation.contributors.iter_mut().for_each(|person| person.affiliations.push(found.clone()));
        }
        _ => left.into_iter().for_each(|(_, found)| draft.notes.unplaced("aff", found.text)),
    }
}

fn person<'t>(
    contrib: Element<'t>,
    known: &HashMap<&'t str, v1::Affiliation>,
    used: &mut Vec<&'t str>,
    draft: &mut Draft,
) {
    let named = contrib.attribute("contrib-type").unwrap_or_default();
    let role = match named {
        "author" | "" => Role::Author,
        "editor" | "section-editor" | "guest-editor" | "senior_editor" | "academic-editor" => Role::Editor,
        "translator" => Role::Translator,
        "collab" | "collaborator" => Role::Investigator,
        _ => Role::Other,
    };
    let Some(mut person) = name(contrib) else { return };
    let names = contrib.children().chain(contrib.all("name-alternatives").flat_map(|all| all.children()));
    for prefix in names.filter(|name| name.name().ends_with("name")).flat_map(|name| name.all("prefix")) {
        draft.notes.unplaced("prefix", plain(prefix));
    }
    if role == Role::Other {
        named.clone_into(&mut person.role_label);
    }
    person.equal_contribution = contrib.attribute("equal-contrib") == Some("yes");
    for id in contrib.all("contrib-id") {
        let kind = id.attribute("contrib-id-type").unwrap_or_default();
        let value = plain(id);
        if kind.eq_ignore_ascii_case("orcid") && person.orcid.is_empty() {
            if let Err(warning) = set_orcid(&mut person, &value) {
                draft.notes.warn(warning);
            }
        } else if !value.is_empty() {
            let (scheme, value) = (kind.to_owned(), value.into_owned());
            person.identifiers.push(v1::AgentIdentifier { scheme, value });
        }
    }
    let addresses =
        contrib.all("email").chain(contrib.all("address").flat_map(|address| address.all("email")));
    for email in addresses {
        let address = plain(email);
        match person.email.is_empty() {
            true => person.email = address.into_owned(),
            false => draft.notes.unplaced("email", address),
        }
    }
    for link in contrib.all("xref") {
        if link.attribute("ref-type").is_none_or(|kind| kind == "aff") {
            for id in link.attribute("rid").unwrap_or_default().split_whitespace() {
                let Some((id, found)) = known.get_key_value(id) else { continue };
                used.push(id);
                if !person.affiliations.contains(found) {
                    person.affiliations.push(found.clone());
                }
            }
        }
        // the number or star that is printed behind the name
        link.take();
    }
    person.affiliations.extend(contrib.all("aff").map(affiliation));
    draft.contributor(person, role);
    members(contrib, draft);
}

/// Those whom a group lists as its own, by their names.
fn members(contrib: Element<'_>, draft: &mut Draft) {
    let alternatives = contrib.child("collab-alternatives");
    let groups = alternatives.unwrap_or(contrib).all("collab").flat_map(|group| group.all("contrib-group"));
    for member in groups.flat_map(|group| group.all("contrib")) {
        if let Some(found) = name(member) {
            draft.contributor(found, Role::Investigator);
        }
    }
}

fn name(contrib: Element<'_>) -> Option<v1::Contributor> {
    let alternatives = contrib.child("name-alternatives").or_else(|| contrib.child("collab-alternatives"));
    let holder = alternatives.unwrap_or(contrib);
    if let Some(group) = holder.child("collab") {
        let collective = flat(group);
        return (!collective.is_empty()).then(|| v1::Contributor { collective, ..Default::default() });
    }
    let Some(name) = holder.child("name") else {
        let words = holder.child("string-name").or_else(|| holder.child("anonymous")).map(whole)?;
        return Some(words);
    };
    Some(parts(name))
}

/// `name`, or a `string-name` that has its parts.
fn parts(name: Element<'_>) -> v1::Contributor {
    let part = |tag: &str| name.child(tag).map(|child| plain(child).into_owned()).unwrap_or_default();
    let given = name.child("given-names");
    let initials = given.and_then(|given| given.attribute("initials")).unwrap_or_default().to_owned();
    let person = v1::Contributor {
        family: part("surname"),
        given: part("given-names"),
        suffix: part("suffix"),
        initials,
        ..Default::default()
    };
    name.take();
    person
}

fn whole(name: Element<'_>) -> v1::Contributor {
    if name.child("surname").is_some() {
        return parts(name);
    }
    let words = plain(name);
    match words.as_ref() {
        "" => v1::Contributor { literal: "Anonymous".into(), ..Default::default() },
        words if words.contains(',') => from_inverted(words),
        words => from_display(words),
    }
}

fn affiliation(element: Element<'_>) -> v1::Affiliation {
    let ids = element.all("institution-wrap").flat_map(|wrap| wrap.all("institution-id"));
    let identifiers = ids
        .map(|id| v1::AgentIdentifier {
            scheme: id.attribute("institution-id-type").unwrap_or_default().to_owned(),
            value: plain(id).into_owned(),
        })
        .collect();
    v1::Affiliation { text: flat(element), identifiers }
}
