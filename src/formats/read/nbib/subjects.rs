use super::record::Builder;
use crate::contract::v1::{self, SubjectScheme};
use crate::formats::read::draft::starred;
use crate::record::identifier::registration;

impl Builder {
    /// OT: a keyword; who gave it, unless the authors did, stood before in OTO.
    pub fn keyword(&mut self, text: &str) {
        let (label, major) = starred(text);
        let vocabulary = if self.keyword_owner == "NOTNLM" { "" } else { self.keyword_owner.as_str() };
        self.draft.citation.subjects.push(v1::Subject {
            scheme: SubjectScheme::Keyword.into(),
            label: label.to_owned(),
            major,
            vocabulary: vocabulary.to_owned(),
            ..Default::default()
        });
    }

    /// RN: "0 (Albumins)", "EC 1.1.1.1 (Name)"; NM gives the name alone.
    pub fn substance(&mut self, text: &str) {
        let (number, name) = match text.split_once(" (") {
            Some((number, name)) => (number, name.strip_suffix(')').unwrap_or(name)),
            None => (text, ""),
        };
        let registry_number = if number == "0" { "" } else { number }.to_owned();
        let substance = v1::Substance { registry_number, name: name.to_owned(), ..Default::default() };
        self.draft.citation.substances.push(substance);
    }

    /// GR: "number/acronym/agency/country", of which the number may hold slashes and the others may be missing.
    pub fn grant(&mut self, text: &str) {
        let parts: Vec<&str> = text.trim_start_matches('/').split('/').collect();
        let mut grant = v1::Grant::default();
        match parts.as_slice() {
            [] => {}
            [agency] => grant.agency = (*agency).to_owned(),
            [agency, country] => {
                (grant.agency, grant.country) = ((*agency).to_owned(), (*country).to_owned())
            }
            [number, agency, country] => {
                grant.number = (*number).to_owned();
                (grant.agency, grant.country) = ((*agency).to_owned(), (*country).to_owned());
            }
            [number @ .., acronym, agency, country] => {
                grant.number = number.join("/");
                // only a part without digits and spaces is an acronym of a programme
                if acronym.chars().any(|c| c.is_ascii_digit() || c == ' ') || *acronym == "Z" {
                    grant.number = format!("{}/{acronym}", grant.number);
                } else {
                    grant.acronym = (*acronym).to_owned();
                }
                (grant.agency, grant.country) = ((*agency).to_owned(), (*country).to_owned());
            }
        }
        self.draft.citation.grants.push(grant);
    }

    /// SI: "ClinicalTrials.gov/NCT01234567", "GENBANK/AF123456".
    pub fn databank(&mut self, text: &str) {
        let (bank, number) = text.split_once('/').unwrap_or((text, ""));
        if number.is_empty() {
            let registry = bank.to_owned();
            return self
                .draft
                .citation
                .registrations
                .push(v1::Registration { registry, ..Default::default() });
        }
        let registered = registration(bank, number);
        if registered.invalid {
            self.draft.notes.warn(format!("{bank} number {number:?} is not valid and is kept as written"));
        }
        self.draft.citation.registrations.push(registered);
    }
}
