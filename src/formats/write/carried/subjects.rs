//! Languages, subjects and types.

use super::{Loss, always};
use crate::contract::v1::{Citation, Subject, SubjectScheme};
use crate::formats::write::Format::{self, Biblatex, Bibtex, CslJson, Csv, EndnoteXml, Nbib, Ris};
use crate::formats::write::lines;

pub const SUBJECTS: &[Loss] = &[
    Loss {
        field: "languages",
        what: "after the first",
        formats: &[CslJson],
        why: "one place",
        when: always,
        cut: |c, _| c.languages.truncate(1),
    },
    Loss {
        field: "subjects",
        what: "vocabularies and codes: keywords remain, in CSV headings of MeSH too",
        formats: &[Ris, Bibtex, Biblatex, CslJson, EndnoteXml, Csv],
        why: "keywords alone",
        when: always,
        cut: subjects,
    },
    Loss {
        field: "subjects, substances",
        what: "codes, languages, types",
        formats: &[Nbib],
        why: "headings alone",
        when: always,
        cut: codes,
    },
    Loss {
        field: "subjects",
        what: "order among schemes",
        formats: &[Nbib],
        why: "each scheme has its field",
        when: always,
        cut: order,
    },
    Loss {
        field: "subjects",
        what: "a star that begins a keyword",
        formats: &[Nbib],
        why: "it says that the keyword is a main topic",
        when: always,
        cut: stars,
    },
    Loss {
        field: "publication_types",
        what: "",
        formats: &[Bibtex, Biblatex, CslJson, EndnoteXml],
        why: "no place; that a work is retracted is told in a note or a status",
        when: always,
        cut: |c, _| c.publication_types.clear(),
    },
    Loss {
        field: "publication_types.code",
        what: "",
        formats: &[Ris, Nbib, Csv],
        why: "names alone",
        when: always,
        cut: type_codes,
    },
];

/// Keywords, as they are shown; CSV has the headings of MeSH behind them.
fn subjects(c: &mut Citation, format: Format) {
    c.subjects.retain(|subject| subject.scheme() != SubjectScheme::CitationSubset);
    let mesh = |subject: &Subject| format == Format::Csv && subject.scheme() == SubjectScheme::Mesh;
    for subject in &mut c.subjects {
        *subject = match mesh(subject) {
            true => Subject { code: String::new(), ..std::mem::take(subject) },
            false => Subject {
                scheme: SubjectScheme::Keyword.into(),
                label: lines::heading(subject),
                ..Default::default()
            },
        };
    }
    codes(c, format);
    c.subjects.sort_by_key(mesh);
}

/// One list for each scheme.
fn order(c: &mut Citation, _: Format) {
    c.subjects.sort_by_key(|subject| subject.scheme);
}

/// Codes of headings and types, which these formats print without.
fn codes(c: &mut Citation, _: Format) {
    c.subjects.iter_mut().for_each(|subject| {
        subject.code.clear();
        subject.language.clear();
        subject.r#type.clear();
        subject.qualifiers.iter_mut().for_each(|qualifier| qualifier.code.clear());
    });
    c.substances.iter_mut().for_each(|substance| substance.code.clear());
}

/// A star before a keyword as what it says.
fn stars(c: &mut Citation, _: Format) {
    for subject in c.subjects.iter_mut().filter(|subject| subject.scheme() == SubjectScheme::Keyword) {
        while let Some(label) = subject.label.strip_prefix('*') {
            subject.label = label.trim_start().to_owned();
            subject.major = true;
        }
    }
}

fn type_codes(c: &mut Citation, _: Format) {
    c.publication_types.iter_mut().for_each(|kind| kind.code.clear());
}
