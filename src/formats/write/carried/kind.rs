//! What is of this library alone, and kinds of work.

use super::{ALL, Loss, TEXT, always};
use crate::contract::v1::{Citation, CitationType as T};
use crate::formats::read;
use crate::formats::write::Format::{self};
use crate::formats::write::{endnote_xml, nbib};

pub const KIND: &[Loss] = &[
    Loss {
        field: "name, etag, created, updated, sources",
        what: "",
        formats: ALL,
        why: "of this library and its imports",
        when: always,
        cut: |c, _| {
            c.name.clear();
            c.etag.clear();
            (c.created, c.updated) = (None, None);
            c.sources.clear();
        },
    },
    Loss {
        field: "editorial_status",
        what: "",
        formats: TEXT,
        why: "computed anew from publication types and links, which are carried",
        when: always,
        cut: |c, _| c.editorial_status = 0,
    },
    Loss {
        field: "type_path",
        what: "",
        formats: TEXT,
        why: "the words of one source; a file has its own",
        when: always,
        cut: |c, _| c.type_path.clear(),
    },
    Loss {
        field: "type",
        what: "kinds that the format has no type for",
        formats: TEXT,
        why: "it comes back as the nearest one",
        when: other_kind,
        cut: kind,
    },
];

/// Kinds of work that read back as another one.
fn other_kind(c: &Citation, format: Format) -> bool {
    let kind = c.r#type();
    let back = match format {
        Format::Ris => read::ris_types::citation_type(read::ris_types::of(kind)),
        Format::EndnoteXml => read::endnote_types::citation_type(endnote_xml::kinds::of(kind).0, ""),
        Format::CslJson | Format::Csv | Format::Bibtex | Format::Biblatex if kind != T::Unspecified => {
            Some(kind)
        }
        Format::CslJson | Format::Csv | Format::Bibtex | Format::Biblatex => Some(T::Document),
        Format::Nbib => nbib::reads_as(c),
        Format::Jsonl => Some(kind),
    };
    back != Some(kind)
}

fn kind(c: &mut Citation, _: Format) {
    c.set_type(T::Unspecified);
}
