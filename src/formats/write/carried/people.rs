//! Those who made the work.

use super::{Loss, TEXT, always};
use crate::contract::v1::{Citation, CitationType as T, Contributor, ContributorRole as Role};
use crate::formats::csl_people;
use crate::formats::write::Format::{self, Biblatex, Bibtex, CslJson, Csv, EndnoteXml, Nbib, Ris};
use crate::formats::write::{bibtex, csl_json, endnote_xml, ris};

pub const PEOPLE: &[Loss] = &[
    Loss {
        field: "contributors",
        what: "roles that the format has no list for",
        formats: TEXT,
        why: "no place",
        when: always,
        cut: roles,
    },
    Loss {
        field: "contributors",
        what: "whether a name of one part is a group's",
        formats: &[Ris, Bibtex, Biblatex, Csv, EndnoteXml, CslJson, Nbib],
        why: "written alike",
        when: always,
        cut: single_names,
    },
    Loss {
        field: "contributors.{initials,orcid,identifiers,equal_contribution,email}",
        what: "",
        formats: &[Ris, Bibtex, Biblatex, CslJson, EndnoteXml, Csv],
        why: "names alone",
        when: always,
        cut: person_details,
    },
    Loss {
        field: "contributors.affiliations",
        what: "",
        formats: &[Bibtex, Biblatex, CslJson, EndnoteXml, Csv],
        why: "no place beside a name",
        when: always,
        cut: affiliations,
    },
    Loss {
        field: "contributors.affiliations",
        what: "of one among several people",
        formats: &[Ris],
        why: "one address may be everybody's",
        when: |c, _| {
            c.contributors.len() > 1
                && c.contributors.iter().filter(|person| !person.affiliations.is_empty()).count() == 1
        },
        cut: affiliations,
    },
    Loss {
        field: "contributors.affiliations.identifiers",
        what: "",
        formats: TEXT,
        why: "addresses are text",
        when: always,
        cut: affiliation_ids,
    },
    Loss {
        field: "contributors.{initials,email,equal_contribution}",
        what: "",
        formats: &[Nbib],
        why: "initials are made of the given names",
        when: always,
        cut: |c, _| {
            for person in c.contributors.iter_mut().chain(&mut c.people_as_subject) {
                person.initials.clear();
                person.email.clear();
                person.equal_contribution = false;
            }
        },
    },
    Loss {
        field: "contributors_incomplete",
        what: "",
        formats: &[Ris, CslJson, Nbib, EndnoteXml, Csv],
        why: "no sign for it",
        when: always,
        cut: |c, _| c.contributors_incomplete = false,
    },
];

/// People in roles that the format has a place for; grouped by role where it groups them.
fn roles(c: &mut Citation, format: Format) {
    let all = std::mem::take(&mut c.contributors);
    let place = |person: &Contributor| -> Option<usize> {
        let role = person.role();
        match format {
            Format::Ris => ris::tag_of(role, c).map(|_| 0),
            Format::Bibtex | Format::Biblatex => {
                let role =
                    if role == Role::Inventor && c.r#type() == T::Patent { Role::Author } else { role };
                bibtex::PEOPLE.iter().position(|(_, roles)| roles.contains(&role))
            }
            Format::CslJson => {
                let known = csl_people::PEOPLE.iter().position(|(_, known)| *known == role);
                let other = csl_json::OTHERS
                    .iter()
                    .position(|label| role == Role::Other && *label == person.role_label);
                known
                    .or_else(|| matches!(role, Role::Unspecified | Role::Inventor).then_some(0))
                    .or_else(|| other.map(|at| 100 + at))
            }
            Format::Nbib => {
                matches!(role, Role::Author | Role::Unspecified | Role::Editor | Role::Investigator)
                    .then_some(0)
            }
            Format::EndnoteXml => endnote_xml::list_of(role, c.r#type()).map(str::len),
            Format::Csv => [Role::Author, Role::Editor, Role::Translator]
                .iter()
                .position(|known| *known == role || role == Role::Unspecified && *known == Role::Author),
            Format::Jsonl => Some(0),
        }
    };
    let mut kept: Vec<(usize, Contributor)> =
        all.into_iter().filter_map(|person| place(&person).map(|at| (at, person))).collect();
    kept.sort_by_key(|(at, _)| *at);
    c.contributors = kept
        .into_iter()
        .map(|(_, mut person)| {
            if matches!(person.role(), Role::Unspecified | Role::Inventor) {
                person.set_role(Role::Author);
            }
            person
        })
        .collect();
}

/// A name of one part: nobody says whether it is a family's, a group's or a person's that cannot be split.
fn single_names(c: &mut Citation, _: Format) {
    for person in &mut c.contributors {
        if person.given.is_empty() {
            person.given.clone_from(&person.initials);
        }
        if person.given.is_empty() || person.family.is_empty() {
            let names = [&person.collective, &person.family, &person.literal, &person.given];
            let whole = names.into_iter().find(|name| !name.is_empty()).cloned().unwrap_or_default();
            *person = Contributor {
                collective: whole,
                role: person.role,
                affiliations: std::mem::take(&mut person.affiliations),
                ..Default::default()
            };
        }
        person.literal.clear();
    }
}

fn person_details(c: &mut Citation, _: Format) {
    for person in &mut c.contributors {
        person.initials.clear();
        person.orcid.clear();
        person.identifiers.clear();
        person.equal_contribution = false;
        person.email.clear();
        if person.role() != Role::Other {
            person.role_label.clear();
        }
    }
}

fn affiliations(c: &mut Citation, _: Format) {
    c.contributors.iter_mut().for_each(|person| person.affiliations.clear());
}

fn affiliation_ids(c: &mut Citation, _: Format) {
    c.contributors
        .iter_mut()
        .flat_map(|person| &mut person.affiliations)
        .for_each(|place| place.identifiers.clear());
}
