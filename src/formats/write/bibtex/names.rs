use super::latex::escape;
use crate::contract::v1::{Citation, Contributor, ContributorRole as Role};
use crate::formats::write::lines;
use crate::record::contributor::is_suffix;

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
    let [collective, literal, family, given, initials, suffix] = [
        &person.collective,
        &person.literal,
        &person.family,
        &person.given,
        &person.initials,
        &person.suffix,
    ]
    .map(|part| lines::clean(part));
    let given = if given.is_empty() { initials } else { given };
    if !collective.is_empty() {
        return group(&collective, out);
    }
    if family.is_empty() || given.is_empty() && suffix.is_empty() {
        let names = [family, literal, given];
        return names.iter().find(|name| !name.is_empty()).map_or((), |name| group(name, out));
    }
    part(&family, out);
    if !suffix.is_empty() {
        out.push_str(", ");
        match is_suffix(&suffix) {
            true => part(&suffix, out),
            false => group(&suffix, out),
        }
    }
    out.push_str(", ");
    part(&given, out);
}

/// A name that nothing takes apart.
fn group(name: &str, out: &mut String) {
    out.push('{');
    let start = out.len();
    escape(name, out);
    // a command in the place of the first letter would be an accent's
    if out[start..].starts_with('\\') {
        out.insert_str(start, "{}");
    }
    out.push('}');
}

/// A part of a name; in braces where it holds what parts names.
fn part(text: &str, out: &mut String) {
    let lower = text.to_ascii_lowercase();
    let parted = text.contains([',', ';', '=']) || lower.split_whitespace().any(|word| word == "and");
    if parted { group(text, out) } else { escape(text, out) }
}
