use crate::contract::v1::{self, Contributor, ContributorRole as Role};
use crate::formats::read::draft::{Draft, set_orcid};
use crate::record::contributor::from_inverted;

/// The values of a list: one a line in tagged text, parted by semicolons in tables.
pub fn list(value: &str) -> impl Iterator<Item = &str> {
    let lines = value.contains('\n');
    let parts = value.split(move |c| c == '\n' || !lines && c == ';');
    parts.map(str::trim).filter(|part| !part.is_empty())
}

/// Authors from their full names and their short ones, which give the initials.
pub fn authors(full: &str, short: &str, role: Role, draft: &mut Draft) {
    let shorts: Vec<&str> = list(short).collect();
    let names: Vec<&str> = list(if full.is_empty() { short } else { full }).collect();
    let same = names.len() == shorts.len();
    for (at, name) in names.iter().enumerate() {
        let mut person = from_inverted(name);
        if same && let Some((_, initials)) = shorts[at].rsplit_once(',') {
            let letters: String = initials.chars().filter(|c| c.is_alphabetic()).collect();
            if letters.chars().all(char::is_uppercase) && letters.len() <= 8 {
                person.initials = letters;
            }
        }
        draft.contributor(person, role);
    }
    if !full.is_empty() && !same {
        draft.notes.unplaced("AU", short);
    }
}

/// C1: "[Rossi, Anna; Bianchi, B] Univ Torino, Turin, Italy." on each line or behind "; [". An address without names is the only
/// author's, or stays unplaced.
pub fn addresses(value: &str, short: &str, draft: &mut Draft) {
    let shorts: Vec<&str> = list(short).collect();
    let joined = value.replace("; [", "\n[");
    for line in joined.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
        let Some((names, address)) = line.strip_prefix('[').and_then(|line| line.split_once(']')) else {
            match draft.citation.contributors.as_mut_slice() {
                [only] => add(only, line),
                _ => draft.notes.unplaced("C1", line),
            }
            continue;
        };
        let mut found = false;
        for name in names.split(';').map(str::trim) {
            if let Some(person) = named(name, &shorts, &mut draft.citation.contributors) {
                add(person, address.trim());
                found = true;
            }
        }
        if !found {
            draft.notes.unplaced("C1", line);
        }
    }
}

/// OI and RI: "Rossi, Anna/0000-0002-1825-0097; Bianchi, B/A-1234-2010".
pub fn ids(tag: &str, value: &str, short: &str, draft: &mut Draft) {
    let shorts: Vec<&str> = list(short).collect();
    for part in value.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        let person = part.rsplit_once('/').and_then(|(name, id)| {
            let person = named(name.trim(), &shorts, &mut draft.citation.contributors)?;
            Some((person, id.trim()))
        });
        let Some((person, id)) = person else {
            draft.notes.unplaced(tag, part);
            continue;
        };
        if tag == "OI" && person.orcid.is_empty() {
            if let Err(warning) = set_orcid(person, id) {
                draft.notes.warn(warning);
            }
            continue;
        }
        let scheme = if tag == "OI" { "ORCID" } else { "ResearcherID" }.to_owned();
        person.identifiers.push(v1::AgentIdentifier { scheme, value: id.to_owned() });
    }
}

fn add(person: &mut Contributor, address: &str) {
    let text = address.trim_end_matches('.').trim_end().to_owned();
    if !person.affiliations.iter().any(|known| known.text == text) {
        person.affiliations.push(v1::Affiliation { text, ..Default::default() });
    }
}

/// The contributor that a name, in full or short, means.
fn named<'c>(
    name: &str,
    shorts: &[&str],
    contributors: &'c mut [Contributor],
) -> Option<&'c mut Contributor> {
    let by_short = shorts.iter().position(|short| short.eq_ignore_ascii_case(name));
    let at = contributors.iter().position(|person| {
        let full = name.strip_prefix(person.family.as_str()).and_then(|rest| rest.strip_prefix(", "));
        full.is_some_and(|given| given == person.given)
            || !person.literal.is_empty() && person.literal == name
    });
    contributors.get_mut(at.or(by_short)?)
}
