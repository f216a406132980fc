//! Dates.

use super::{Loss, always};
use crate::contract::v1::{Citation, DateKind, DatedEvent};
use crate::formats::write::Format::{self, Biblatex, Bibtex, CslJson, Csv, EndnoteXml, Nbib, Ris};
use crate::formats::write::{dates, nbib};

pub const DATES: &[Loss] = &[
    Loss {
        field: "dates",
        what: "other than of publication and access; words, times; ranges, circa but in BibLaTeX and CSL-JSON; in CSV and EndNote seasons but of publication",
        formats: &[Ris, Bibtex, Biblatex, CslJson, EndnoteXml, Csv],
        why: "no place; without a date of issue the first of print, online, accepted stands for it",
        when: always,
        cut: dates,
    },
    Loss {
        field: "dates",
        what: "kinds that PubMed has no field for, second dates of issue, order, circa, ranges",
        formats: &[Nbib],
        why: "each kind has its place; without a date of issue the first of print, online, accepted stands for it",
        when: always,
        cut: dates_of_pubmed,
    },
];

/// The date of publication, as ISSUED, and those of `kinds`, one each.
fn dates(c: &mut Citation, format: Format) {
    let mut kept = Vec::new();
    if let Some(event) = dates::published(c).cloned() {
        let kind = event.kind();
        kept.push((kind, DatedEvent { kind: DateKind::Issued.into(), ..event }));
    }
    let published = kept.first().map(|(kind, _)| *kind);
    let kinds: &[DateKind] = match format {
        Format::Ris | Format::EndnoteXml => &[DateKind::Accessed],
        Format::Bibtex | Format::Biblatex => &[DateKind::Accessed, DateKind::Original],
        Format::CslJson => &[DateKind::Online, DateKind::Submitted, DateKind::Accessed, DateKind::Original],
        Format::Csv => &[DateKind::Online, DateKind::Accessed],
        Format::Nbib | Format::Jsonl => &[],
    };
    for kind in kinds.iter().filter(|kind| published != Some(**kind)) {
        kept.extend(dates::of(c, *kind).cloned().map(|event| (*kind, event)));
    }
    c.dates = kept.into_iter().map(|(_, event)| event).collect();
    for event in &mut c.dates {
        event.label.clear();
        event.verbatim.clear();
        if !matches!(format, Format::Biblatex | Format::CslJson) {
            event.end = None;
        }
        for date in event.date.iter_mut().chain(&mut event.end) {
            (date.hour, date.minute) = (None, None);
            let named = event.kind == i32::from(DateKind::Issued)
                || !matches!(format, Format::Csv | Format::EndnoteXml);
            if date.month.is_some() || !named {
                date.season = 0;
            }
            if !matches!(format, Format::Biblatex | Format::CslJson | Format::Ris) {
                date.approximate = false;
            }
        }
    }
    c.dates.retain(|event| event.date.is_some());
}

fn dates_of_pubmed(c: &mut Citation, _: Format) {
    if let Some(event) = dates::published(c).cloned()
        && event.kind() != DateKind::Issued
    {
        let online = event.kind() == DateKind::Online && event.label.is_empty();
        c.dates.retain(|other| !online || *other != event);
        c.dates.push(DatedEvent { kind: DateKind::Issued.into(), label: String::new(), ..event });
    }
    let mut issued = false;
    c.dates.retain(|event| match event.kind() {
        DateKind::Issued => !std::mem::replace(&mut issued, true),
        kind => event.date.is_some() && nbib::has_place(kind, &event.label),
    });
    for event in &mut c.dates {
        event.end = None;
        let (issue, other) = (event.kind() == DateKind::Issued, event.kind() == DateKind::Other);
        if !issue {
            event.verbatim.clear();
        }
        if !other && !matches!(event.kind(), DateKind::Online | DateKind::Indexed) {
            event.label.clear();
        }
        let history = nbib::is_history(event);
        if let Some(date) = &mut event.date {
            date.approximate = false;
            if !history || date.hour.is_none() || date.minute.is_none() {
                (date.hour, date.minute) = (None, None);
            }
            if !issue || date.month.is_some() {
                date.season = 0;
            }
        }
    }
    c.dates
        .sort_by_key(|event| (event.kind, event.label.clone(), dates::iso(&event.date.unwrap_or_default())));
}
