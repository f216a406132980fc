//! Dates.

use super::{Loss, always};
use crate::contract::v1::{Citation, DateKind, DatedEvent};
use crate::formats::write::Format::{self, Biblatex, Bibtex, CslJson, Csv, EndnoteXml, Ris};
use crate::formats::write::dates;

pub const DATES: &[Loss] = &[Loss {
    field: "dates",
    what: "other than of publication and access; words, times; ranges, circa but in BibLaTeX and CSL-JSON",
    formats: &[Ris, Bibtex, Biblatex, CslJson, EndnoteXml, Csv],
    why: "no place; without a date of issue the first of print, online, accepted stands for it",
    when: always,
    cut: dates,
}];

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
            if date.month.is_some() {
                date.season = 0;
            }
            if !matches!(format, Format::Biblatex | Format::CslJson | Format::Ris) {
                date.approximate = false;
            }
        }
    }
    c.dates.retain(|event| event.date.is_some());
}
