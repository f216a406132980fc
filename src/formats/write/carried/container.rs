//! What the work stands in, its place there, and who published it.

use super::{Loss, TEXT, always, tidy};
use crate::contract::v1::{AbbreviationAuthority, Citation, CitationType as T, Event, IssnType};
use crate::formats::part::is_part;
use crate::formats::write::Format::{self, Biblatex, Bibtex, CslJson, Csv, EndnoteXml, Nbib, Ris};
use crate::formats::write::{csl_json, ris};

pub const CONTAINER: &[Loss] = &[
    Loss {
        field: "container.abbreviations",
        what: "whose form; more than the format takes",
        formats: &[Ris, Bibtex, Biblatex, CslJson, EndnoteXml, Csv],
        why: "one place",
        when: always,
        cut: abbreviations,
    },
    Loss {
        field: "container.abbreviations",
        what: "of books; but MEDLINE's; whose form",
        formats: &[Nbib],
        why: "its one field for them is MEDLINE's",
        when: always,
        cut: medline_abbreviations,
    },
    Loss {
        field: "container.issns.type",
        what: "",
        formats: &[Bibtex, Biblatex, CslJson, EndnoteXml, Csv],
        why: "numbers alone",
        when: always,
        cut: issn_types,
    },
    Loss {
        field: "container.{country,nlm_unique_id,language,other_titles,subtitle}",
        what: "",
        formats: TEXT,
        why: "no place, but country and identifier in NBIB and the subtitle in BibTeX",
        when: always,
        cut: container_details,
    },
    Loss {
        field: "publisher, container.publisher",
        what: "the one that the kind of work does not ask for",
        formats: TEXT,
        why: "one place",
        when: always,
        cut: other_publisher,
    },
    Loss {
        field: "publisher, container.publisher",
        what: "but of books",
        formats: &[Nbib],
        why: "journals are known by their id",
        when: |c, _| !matches!(c.r#type(), T::Book | T::Chapter),
        cut: publisher,
    },
    Loss {
        field: "pages.verbatim",
        what: "that a last page is not the first",
        formats: TEXT,
        why: "written as first and last page; one alone is the first",
        when: always,
        cut: page_words,
    },
    Loss {
        field: "pages.article_number, number",
        what: "the one that the kind of work does not ask for: articles have the first",
        formats: &[CslJson],
        why: "one place",
        when: always,
        cut: other_number,
    },
    Loss {
        field: "number",
        what: "but of reports, patents, bills, standards and theses",
        formats: &[Ris],
        why: "no place",
        when: |c, _| !ris::has_number(c.r#type()),
        cut: |c, _| c.number.clear(),
    },
    Loss {
        field: "issue",
        what: "of reports, patents, bills, standards and theses",
        formats: &[EndnoteXml],
        why: "their number stands there",
        when: |c, _| ris::has_number(c.r#type()),
        cut: |c, _| c.issue.clear(),
    },
    Loss {
        field: "pages.count",
        what: "",
        formats: &[Ris, Nbib, EndnoteXml, Csv],
        why: "no place",
        when: always,
        cut: page_count,
    },
    Loss {
        field: "series",
        what: "number, ISSN",
        formats: TEXT,
        why: "no place; BibTeX, CSL-JSON and CSV have the number",
        when: always,
        cut: series,
    },
    Loss {
        field: "event",
        what: "",
        formats: TEXT,
        why: "RIS has the place, CSV name and place, BibTeX and CSL-JSON the dates too, NBIB and EndNote nothing",
        when: always,
        cut: event,
    },
    Loss {
        field: "institution",
        what: "",
        formats: &[Ris, EndnoteXml],
        why: "only of a thesis",
        when: |c, _| c.r#type() != T::Thesis,
        cut: |c, _| c.institution.clear(),
    },
    Loss {
        field: "institution, publisher",
        what: "both of one work",
        formats: &[CslJson],
        why: "one place",
        when: |c, _| {
            c.r#type() != T::Thesis && !c.institution.is_empty()
                || c.r#type() == T::Thesis && c.publisher.is_some()
        },
        cut: |c, _| {
            c.institution.clear();
            c.publisher = None;
        },
    },
    Loss {
        field: "publisher",
        what: "of a thesis; place of proceedings",
        formats: &[Ris, EndnoteXml],
        why: "the institution and the place of the conference stand there",
        when: always,
        cut: displaced_publisher,
    },
    Loss {
        field: "institution",
        what: "",
        formats: &[Nbib],
        why: "no place",
        when: always,
        cut: |c, _| c.institution.clear(),
    },
];

/// Abbreviations without whose form they are, and as many as the format takes.
fn abbreviations(c: &mut Citation, format: Format) {
    let most = if format == Format::Ris || format == Format::EndnoteXml { usize::MAX } else { 1 };
    if let Some(container) = &mut c.container {
        container.abbreviations.truncate(most);
        container.abbreviations.iter_mut().for_each(|short| short.authority = 0);
    }
    tidy(c);
}

fn medline_abbreviations(c: &mut Citation, _: Format) {
    use AbbreviationAuthority::{Medline, Unspecified};
    let book = matches!(c.r#type(), T::Book | T::Chapter);
    if let Some(container) = &mut c.container {
        container.abbreviations.retain(|short| !book && matches!(short.authority(), Medline | Unspecified));
        container.abbreviations.iter_mut().for_each(|short| short.authority = 0);
    }
    tidy(c);
}

fn issn_types(c: &mut Citation, format: Format) {
    for issn in c.container.iter_mut().flat_map(|container| &mut container.issns) {
        let electronic = issn.r#type() == IssnType::Electronic;
        if !(electronic && matches!(format, Format::Bibtex | Format::Biblatex)) {
            issn.r#type = 0;
        }
    }
    // these write the electronic one behind the others
    if let Some(container) = &mut c.container {
        container.issns.sort_by_key(|issn| issn.r#type);
    }
}

/// Fields of the container that only PubMed has.
fn container_details(c: &mut Citation, format: Format) {
    if let Some(container) = &mut c.container {
        if format != Format::Nbib {
            container.country.clear();
            container.nlm_unique_id.clear();
        }
        if !matches!(format, Format::Bibtex | Format::Biblatex) {
            container.subtitle.clear();
        }
        container.language.clear();
        container.other_titles.clear();
    }
    tidy(c);
}

/// The publisher of what the work stands in, or of the work itself: the kind of work says which of them the one place is for.
fn other_publisher(c: &mut Citation, _: Format) {
    if is_part(c.r#type()) {
        c.publisher = None;
    } else if let Some(container) = &mut c.container {
        container.publisher = None;
    }
    tidy(c);
}

fn publisher(c: &mut Citation, _: Format) {
    c.publisher = None;
    if let Some(container) = &mut c.container {
        container.publisher = None;
    }
    tidy(c);
}

fn displaced_publisher(c: &mut Citation, format: Format) {
    let conference = format == Format::Ris && matches!(c.r#type(), T::PaperConference | T::Collection);
    for publisher in
        c.container.iter_mut().filter_map(|container| container.publisher.as_mut()).chain(&mut c.publisher)
    {
        if conference {
            publisher.place.clear();
        }
        if c.r#type == i32::from(T::Thesis) {
            publisher.name.clear();
        }
    }
    tidy(c);
}

fn page_words(c: &mut Citation, _: Format) {
    if let Some(pages) = &mut c.pages {
        pages.verbatim.clear();
        if pages.first.is_empty() {
            pages.first = std::mem::take(&mut pages.last);
        }
    }
    tidy(c);
}

fn other_number(c: &mut Citation, _: Format) {
    if csl_json::is_article(c.r#type()) {
        c.number.clear();
    } else if let Some(pages) = &mut c.pages {
        pages.article_number.clear();
    }
    tidy(c);
}

fn page_count(c: &mut Citation, _: Format) {
    if let Some(pages) = &mut c.pages {
        pages.count = None;
    }
    tidy(c);
}

fn series(c: &mut Citation, format: Format) {
    if let Some(series) = &mut c.series {
        series.issns.clear();
        if matches!(format, Format::Ris | Format::EndnoteXml | Format::Nbib) {
            series.number.clear();
        }
    }
    tidy(c);
}

/// What of an event the format has a place for.
fn event(c: &mut Citation, format: Format) {
    let place = matches!(c.r#type(), T::PaperConference | T::Collection);
    match (format, &mut c.event) {
        (Format::Ris, Some(event)) if place => {
            *event = Event { place: std::mem::take(&mut event.place), ..Default::default() }
        }
        (Format::Bibtex | Format::Biblatex | Format::CslJson, Some(event)) => {
            event.acronym.clear();
            event.dates_verbatim.clear();
            for date in event.start.iter_mut().chain(&mut event.end) {
                (date.hour, date.minute) = (None, None);
                date.approximate = false;
            }
        }
        (Format::Csv, Some(event)) => {
            (event.start, event.end) = (None, None);
            event.acronym.clear();
        }
        (_, event) => *event = None,
    }
    tidy(c);
}
