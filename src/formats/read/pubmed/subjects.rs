//! What a work is about and what it rests on: headings, keywords, substances, grants, registrations.

use crate::contract::v1::{self, SubjectScheme};
use crate::record::identifier::registration;

use crate::formats::read::notes::Notes;
use crate::formats::read::xml::Element;

/// `MeshHeadingList`.
pub fn mesh(list: Element<'_>, notes: &mut Notes) -> Vec<v1::Subject> {
    let mut subjects = Vec::new();
    for heading in list.all("MeshHeading") {
        let Some(descriptor) = heading.child("DescriptorName").or_else(|| heading.child("Descriptor")) else {
            continue;
        };
        let qualifiers =
            heading.children().filter(|child| matches!(child.name(), "QualifierName" | "SubHeading"));
        let qualifiers = qualifiers.map(|qualifier| v1::SubjectQualifier {
            code: code(qualifier),
            major: is_major(qualifier),
            label: notes.text(qualifier),
        });
        let qualifiers = qualifiers.collect();
        let mut subject = subject(descriptor, SubjectScheme::Mesh, notes);
        subject.qualifiers = qualifiers;
        subjects.push(subject);
    }
    subjects
}

/// `KeywordList`; who gave the words, unless the authors did, is the vocabulary.
pub fn keywords(list: Element<'_>, notes: &mut Notes) -> Vec<v1::Subject> {
    let owner = list.attribute("Owner").filter(|owner| *owner != "NOTNLM").unwrap_or_default();
    let words = list.all("Keyword").map(|keyword| {
        let mut subject = subject(keyword, SubjectScheme::Keyword, notes);
        owner.clone_into(&mut subject.vocabulary);
        subject
    });
    words.filter(|subject| !subject.label.is_empty()).collect()
}

/// An element whose text is a heading of `scheme`.
pub fn subject(element: Element<'_>, scheme: SubjectScheme, notes: &mut Notes) -> v1::Subject {
    v1::Subject {
        scheme: scheme.into(),
        code: code(element),
        major: is_major(element),
        r#type: element.attribute("Type").unwrap_or_default().to_owned(),
        label: notes.text(element),
        ..Default::default()
    }
}

/// `PublicationType`.
pub fn publication_type(element: Element<'_>, notes: &mut Notes) -> v1::PublicationType {
    v1::PublicationType { code: code(element), label: notes.text(element) }
}

/// `ChemicalList`. The registry number 0 says that there is none.
pub fn chemicals(list: Element<'_>, notes: &mut Notes) -> Vec<v1::Substance> {
    let substances = list.all("Chemical").map(|chemical| {
        let mut registry_number = notes.child(chemical, "RegistryNumber");
        if registry_number == "0" {
            registry_number.clear();
        }
        let code = chemical.child("NameOfSubstance").map(code).unwrap_or_default();
        let name = notes.child(chemical, "NameOfSubstance");
        v1::Substance { registry_number, code, name, gene_symbol: false }
    });
    substances.collect()
}

/// `GrantList`.
pub fn grants(list: Element<'_>, notes: &mut Notes) -> Vec<v1::Grant> {
    let grants = list.all("Grant").map(|grant| v1::Grant {
        number: notes.child(grant, "GrantID"),
        acronym: notes.child(grant, "Acronym"),
        agency: notes.child(grant, "Agency"),
        country: notes.child(grant, "Country"),
        funder_id: String::new(),
    });
    grants.filter(|grant| *grant != v1::Grant::default()).collect()
}

/// `DataBankList`: trials and deposited data.
pub fn registrations(list: Element<'_>, notes: &mut Notes) -> Vec<v1::Registration> {
    let mut found = Vec::new();
    for bank in list.all("DataBank") {
        let name = notes.child(bank, "DataBankName");
        let mut numbers = Vec::new();
        for accession in bank.all("AccessionNumberList").flat_map(|list| list.all("AccessionNumber")) {
            numbers.push(notes.text(accession));
        }
        if numbers.is_empty() {
            found.push(v1::Registration { registry: name, ..Default::default() });
            continue;
        }
        for number in numbers {
            let registered = registration(&name, &number);
            if registered.invalid {
                notes.warn(format!("{name} number {number:?} is not valid and is kept as written"));
            }
            found.push(registered);
        }
    }
    found
}

fn code(element: Element<'_>) -> String {
    element.attribute("UI").unwrap_or_default().to_owned()
}

fn is_major(element: Element<'_>) -> bool {
    element.attribute("MajorTopicYN") == Some("Y")
}
