use super::latex::escape;
use crate::contract::v1::{Citation, Contributor, ContributorRole as Role};

/// The list of those who did `roles`: "Raimondi, Cristina and {The Group}"; empty where nobody did.
pub fn list(citation: &Citation, roles: &[Role]) -> String {
    let mut list = String::new();
    for person in citation.contributors.iter().filter(|person| roles.contains(&person.role())) {
        let before = list.len();
        if !list.is_empty() {
            list.push_str(" and ");
        }
        let start = list.len();
        name(person, &mut list);
        if list.len() == start {
            list.truncate(before);
        }
    }
    if citation.contributors_incomplete && roles.contains(&Role::Author) && !list.is_empty() {
        list.push_str(" and others");
    }
    list
}

fn name(person: &Contributor, out: &mut String) {
    let given = if person.given.is_empty() { &person.initials } else { &person.given };
    if !person.collective.is_empty() {
        return group(&person.collective, out);
    }
    if person.family.is_empty() || given.is_empty() && person.suffix.is_empty() {
        let names = [&person.family, &person.literal, given];
        return names.into_iter().find(|name| !name.is_empty()).map_or((), |name| group(name, out));
    }
    part(&person.family, out);
    if !person.suffix.is_empty() {
        out.push_str(", ");
        part(&person.suffix, out);
    }
    out.push_str(", ");
    part(given, out);
}

/// A name that nothing takes apart.
fn group(name: &str, out: &mut String) {
    out.push('{');
    escape(name.trim(), out);
    out.push('}');
}

/// A part of a name; in braces where it holds what parts names.
fn part(text: &str, out: &mut String) {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let parted = text.contains([',', ';', '=']) || lower.split_whitespace().any(|word| word == "and");
    if parted { group(text, out) } else { escape(text, out) }
}
