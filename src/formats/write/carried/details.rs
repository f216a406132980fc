//! What few formats have a place for.

use super::{Loss, always};
use crate::contract::v1::Citation;
use crate::formats::write::Format::{self, Biblatex, Bibtex, CslJson, Csv, EndnoteXml, Nbib, Ris};

pub const DETAILS: &[Loss] = &[
    Loss {
        field: "grants, registrations",
        what: "",
        formats: &[Ris, Bibtex, Biblatex, CslJson, EndnoteXml, Csv],
        why: "no place",
        when: always,
        cut: |c, _| {
            c.grants.clear();
            c.registrations.clear();
        },
    },
    Loss {
        field: "peer_reviewed, reference_count, record_status, substances, people_as_subject, conflict_of_interest",
        what: "",
        formats: &[Ris, Bibtex, Biblatex, CslJson, EndnoteXml, Csv],
        why: "no place",
        when: always,
        cut: |c, _| {
            (c.peer_reviewed, c.reference_count) = (None, None);
            c.record_status.clear();
            c.substances.clear();
            c.people_as_subject.clear();
            c.conflict_of_interest.clear();
        },
    },
    Loss {
        field: "physical_description",
        what: "but the number of volumes",
        formats: &[Ris, Bibtex, Biblatex, CslJson, EndnoteXml],
        why: "no place",
        when: always,
        cut: volumes,
    },
    Loss {
        field: "rights, legal, related_works",
        what: "",
        formats: &[Ris, EndnoteXml, Csv, Bibtex, Biblatex, CslJson],
        why: "no place",
        when: always,
        cut: |c, _| {
            c.rights.clear();
            c.legal = None;
            c.related_works.clear();
        },
    },
    Loss {
        field: "publication_status",
        what: "",
        formats: &[Ris, Bibtex, EndnoteXml, Csv],
        why: "no place",
        when: always,
        cut: |c, _| c.publication_status = 0,
    },
    Loss {
        field: "publication_status",
        what: "that it is published, or will not be",
        formats: &[Biblatex, CslJson],
        why: "said of what is not",
        when: always,
        cut: |c, _| c.publication_status = 0,
    },
    Loss {
        field: "peer_reviewed, archive, locations, physical_description, rights, legal, related_works, genre, short_title, section, version, number",
        what: "",
        formats: &[Nbib],
        why: "PubMed has none",
        when: always,
        cut: |c, _| {
            c.peer_reviewed = None;
            c.archive = None;
            c.locations.clear();
            c.physical_description.clear();
            c.rights.clear();
            c.legal = None;
            c.related_works.clear();
            c.genre.clear();
            c.short_title.clear();
            c.section.clear();
            c.version.clear();
            c.number.clear();
        },
    },
    Loss {
        field: "medium, version",
        what: "",
        formats: &[Ris, EndnoteXml],
        why: "no place",
        when: always,
        cut: |c, _| {
            c.medium.clear();
            c.version.clear();
        },
    },
    Loss {
        field: "medium",
        what: "",
        formats: &[Csv, Nbib],
        why: "no place",
        when: always,
        cut: |c, _| c.medium.clear(),
    },
];

fn volumes(c: &mut Citation, _: Format) {
    c.physical_description.retain(|words| words.ends_with(" vols."));
    c.physical_description.truncate(1);
}
