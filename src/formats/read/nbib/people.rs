use super::record::Builder;
use crate::contract::v1::{self, ContributorRole as Role};
use crate::formats::read::draft::set_orcid;

/// Where the last person or group went.
#[derive(Clone, Copy, PartialEq, Default)]
pub enum Last {
    #[default]
    Nobody,
    Contributor,
    Subject,
}

impl Builder {
    /// A full name; the short form of the same person follows.
    pub fn full_name(&mut self, role: Role, name: &str) {
        let (family, given) = name.split_once(',').unwrap_or((name, ""));
        let (given, suffix) = split_suffix(given.trim());
        let person = v1::Contributor {
            family: family.trim().to_owned(),
            given: given.to_owned(),
            suffix: suffix.to_owned(),
            role: role.into(),
            ..Default::default()
        };
        self.add_person(person);
        self.full = true;
    }

    /// A short name: "Raimondi C", "King ML Jr". Behind the full one it gives the initials, and the suffix.
    pub fn short_name(&mut self, role: Role, name: &str) {
        let full = std::mem::take(&mut self.full);
        let (rest, suffix) = split_suffix(name);
        let (family, initials) = match rest.rsplit_once(' ') {
            Some((family, initials)) if is_initials(initials) => (family.trim(), initials),
            _ => (rest, ""),
        };
        if full && let Some(person) = self.last_person() {
            let initials = rest.strip_prefix(person.family.as_str()).map_or(initials, str::trim);
            initials.clone_into(&mut person.initials);
            if person.suffix.is_empty() {
                suffix.clone_into(&mut person.suffix);
            }
            return;
        }
        let person = v1::Contributor {
            family: family.to_owned(),
            given: initials.to_owned(),
            suffix: suffix.to_owned(),
            initials: initials.to_owned(),
            role: role.into(),
            ..Default::default()
        };
        self.add_person(person);
    }

    pub fn group(&mut self, name: &str) {
        self.full = false;
        let role = Role::Author.into();
        self.add_person(v1::Contributor { collective: name.to_owned(), role, ..Default::default() });
    }

    /// AD, IRAD: of the person before it; before 2014 records had the first author's alone, ahead of the names.
    pub fn affiliation(&mut self, text: &str) {
        let affiliation = v1::Affiliation { text: text.to_owned(), ..Default::default() };
        match self.last_person() {
            Some(person) => person.affiliations.push(affiliation),
            None => self.early_affiliations.push(affiliation),
        }
    }

    /// AUID: "ORCID: 0000-0002-1825-0097", and other schemes.
    pub fn person_id(&mut self, text: &str) {
        let (scheme, value) = text.split_once(':').unwrap_or(("", text));
        let (scheme, value) = match scheme {
            // "https://orcid.org/..." without a scheme
            "http" | "https" => ("ORCID", text),
            _ => (scheme.trim(), value.trim()),
        };
        let Some(person) = self.last_person() else { return self.draft.notes.unplaced("AUID", text) };
        if scheme.eq_ignore_ascii_case("ORCID") && person.orcid.is_empty() {
            if let Err(warning) = set_orcid(person, value) {
                self.draft.notes.warn(warning);
            }
            return;
        }
        person.identifiers.push(v1::AgentIdentifier { scheme: scheme.to_owned(), value: value.to_owned() });
    }

    fn add_person(&mut self, mut person: v1::Contributor) {
        if person.role() == Role::Unspecified {
            self.last = Last::Subject;
            return self.draft.citation.people_as_subject.push(person);
        }
        person.affiliations.append(&mut self.early_affiliations);
        self.last = Last::Contributor;
        self.draft.citation.contributors.push(person);
    }

    fn last_person(&mut self) -> Option<&mut v1::Contributor> {
        match self.last {
            Last::Nobody => None,
            Last::Contributor => self.draft.citation.contributors.last_mut(),
            Last::Subject => self.draft.citation.people_as_subject.last_mut(),
        }
    }
}

/// "Martin Luther Jr": the suffix that stands behind other words.
fn split_suffix(name: &str) -> (&str, &str) {
    let name = name.trim();
    match name.rsplit_once(' ') {
        Some((rest, last))
            if matches!(last, "Jr" | "Sr" | "2nd" | "3rd" | "4th" | "5th" | "II" | "III" | "IV") =>
        {
            (rest.trim(), last)
        }
        _ => (name, ""),
    }
}

fn is_initials(word: &str) -> bool {
    word.chars().count() <= 4 && word.chars().all(|c| c.is_uppercase() || matches!(c, '-' | '.' | '\''))
}
