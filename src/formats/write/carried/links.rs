//! Links to other works.

use super::{Loss, TEXT, always};
use crate::contract::v1::{Citation, IdentifierScheme as Scheme};
use crate::formats::write::Format::{self, Biblatex, Bibtex};
use crate::formats::write::nbib;

pub const LINKS: &[Loss] = &[
    Loss {
        field: "links",
        what: "references; notes and labels",
        formats: TEXT,
        why: "hundreds of them; the others stand in notes, or in NBIB's own fields",
        when: always,
        cut: links,
    },
    Loss {
        field: "links",
        what: "their order",
        formats: &[Bibtex, Biblatex],
        why: "what tells against a work stands in the note that is printed",
        when: always,
        cut: link_order,
    },
];

/// Links to works other than references, without their notes.
fn links(c: &mut Citation, format: Format) {
    c.links.retain(|link| match format {
        Format::Nbib => nbib::tag_of(link).is_some(),
        _ => crate::formats::standing::link_note(link).is_some(),
    });
    for link in &mut c.links {
        link.note.clear();
        link.key.clear();
        link.label.clear();
        if format == Format::Nbib {
            link.targets.sort_by_key(|target| target.scheme);
            let doi = link.targets.iter().find(|target| target.scheme() == Scheme::Doi);
            let said = doi.map(|doi| format!("doi: {}", doi.value)).unwrap_or_default();
            link.reference = link.reference.strip_suffix(&said).unwrap_or(&link.reference).trim().to_owned();
        }
    }
}

/// Grave ones before the others: they stand in a field of their own.
fn link_order(c: &mut Citation, _: Format) {
    c.links.sort_by_key(|link| !crate::formats::standing::is_grave(link));
}
