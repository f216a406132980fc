//! Identifiers, and where the work is found.

use super::{Loss, TEXT, always, tidy};
use crate::contract::v1::{Citation, IdentifierScheme as Scheme};
use crate::formats::write::Format::{self, Biblatex, Bibtex, Csv, EndnoteXml, Ris};
use crate::formats::write::bibtex::verbatim;

pub const IDENTIFIERS: &[Loss] = &[
    Loss {
        field: "identifiers",
        what: "schemes that the format has no place for, second ones of a scheme",
        formats: TEXT,
        why: "no place",
        when: always,
        cut: identifiers,
    },
    Loss {
        field: "identifiers",
        what: "their order",
        formats: TEXT,
        why: "each scheme has its place",
        when: always,
        cut: identifier_order,
    },
    Loss {
        field: "identifiers, locations",
        what: "spaces, braces and backslashes",
        formats: &[Bibtex, Biblatex],
        why: "percent-encoded: they would end the value",
        when: always,
        cut: |c, _| {
            c.identifiers.iter_mut().for_each(|id| id.value = verbatim(&id.value));
            c.locations.iter_mut().for_each(|location| location.url = verbatim(&location.url));
        },
    },
    Loss {
        field: "archive",
        what: "",
        formats: &[Ris, Bibtex, Biblatex, EndnoteXml, Csv],
        why: "call number, provider, in RIS location",
        when: always,
        cut: archive,
    },
    Loss {
        field: "locations",
        what: "after the first, kinds, days",
        formats: TEXT,
        why: "addresses alone",
        when: always,
        cut: locations,
    },
];

/// Identifiers of schemes that the format has a place for, one each.
fn identifiers(c: &mut Citation, format: Format) {
    let schemes: &[Scheme] = match format {
        Format::Ris | Format::Jsonl => {
            return c.identifiers.retain(|id| !matches!(id.scheme(), Scheme::Other | Scheme::Unspecified));
        }
        Format::Bibtex | Format::Biblatex => &[
            Scheme::Doi,
            Scheme::Pmid,
            Scheme::Pmcid,
            Scheme::Pii,
            Scheme::Handle,
            Scheme::Wos,
            Scheme::Arxiv,
            Scheme::Isbn,
        ],
        Format::CslJson => &[Scheme::Doi, Scheme::Pmid, Scheme::Pmcid, Scheme::Isbn, Scheme::CitationKey],
        Format::Nbib => &[
            Scheme::Doi,
            Scheme::Pmid,
            Scheme::Pmcid,
            Scheme::Pii,
            Scheme::Mid,
            Scheme::Bookaccession,
            Scheme::Isbn,
        ],
        Format::EndnoteXml => {
            let accession = [Scheme::Pmid, Scheme::Wos, Scheme::Accession];
            let first =
                accession.into_iter().find(|scheme| c.identifiers.iter().any(|id| id.scheme() == *scheme));
            let schemes = [Some(Scheme::Doi), Some(Scheme::Pmcid), Some(Scheme::Isbn), first];
            return one_each(c, schemes.into_iter().flatten());
        }
        Format::Csv => &[Scheme::Doi, Scheme::Pmid, Scheme::Pmcid, Scheme::Isbn, Scheme::Accession],
    };
    one_each(c, schemes.iter().copied());
}

fn one_each(c: &mut Citation, schemes: impl Iterator<Item = Scheme>) {
    let first = |scheme: Scheme| c.identifiers.iter().find(|id| id.scheme() == scheme).cloned();
    c.identifiers = schemes.filter_map(first).collect();
}

/// Orders by scheme, where the format has a place of its own for each.
fn identifier_order(c: &mut Citation, _: Format) {
    c.identifiers.sort_by_key(|id| (id.scheme, id.value.clone()));
}

/// What of an archive the format has a place for.
fn archive(c: &mut Citation, format: Format) {
    if let Some(archive) = &mut c.archive {
        let old = std::mem::take(archive);
        let csl = format == Format::CslJson;
        if csl {
            *archive = old;
        } else {
            archive.call_number = old.call_number;
            if matches!(format, Format::Ris | Format::EndnoteXml | Format::Csv) {
                archive.data_provider = old.data_provider;
            }
            if format == Format::Ris {
                archive.location = old.location;
            }
        }
    }
    tidy(c);
}

fn locations(c: &mut Citation, format: Format) {
    let most =
        if matches!(format, Format::Bibtex | Format::Biblatex | Format::CslJson) { 1 } else { usize::MAX };
    c.locations.truncate(most);
    for location in &mut c.locations {
        let known: &[&str] = match format {
            Format::Ris => &["pdf", "fulltext", "related", "image"],
            Format::EndnoteXml => &["pdf"],
            _ => &[],
        };
        if !known.contains(&location.kind.as_str()) {
            location.kind.clear();
        }
        location.accessed = None;
        location.version.clear();
        location.access.clear();
    }
    if format == Format::EndnoteXml {
        c.locations.sort_by_key(|location| location.kind == "pdf");
    }
}
