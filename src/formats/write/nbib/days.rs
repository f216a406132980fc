use super::tags::Tags;
use crate::contract::v1::{Citation, DateKind, DatedEvent};
use crate::formats::write::dates;

pub fn record_dates(citation: &Citation, tags: &mut Tags) {
    for event in &citation.dates {
        match (event.kind(), event.label.as_str()) {
            (DateKind::RecordCompleted, _) => tags.put("DCOM", &compact(event)),
            (DateKind::RecordRevised, _) => tags.put("LR", &compact(event)),
            (DateKind::Other, "DateCreated") => tags.put("DA", &compact(event)),
            (DateKind::Other, "ContributionDate") => tags.put("CTDT", &compact(event)),
            _ => {}
        }
    }
}

/// "20090305".
fn compact(event: &DatedEvent) -> String {
    event.date.as_ref().map(dates::iso).unwrap_or_default().replace('-', "")
}

/// "2009 Sep 1", "1998 Winter"; the source's own words where it has some.
pub fn published(event: &DatedEvent) -> String {
    if !event.verbatim.is_empty() {
        return event.verbatim.clone();
    }
    let Some(date) = &event.date else { return String::new() };
    let mut text = dates::year(date);
    let word = date.month.and_then(dates::month).unwrap_or_else(|| dates::season(date.season()));
    if !word.is_empty() {
        text.push(' ');
        text.push_str(word);
    }
    if let (Some(_), Some(day)) = (date.month, date.day) {
        text.push_str(&format!(" {day}"));
    }
    text
}

pub fn history(citation: &Citation, tags: &mut Tags) {
    let published = dates::published(citation).map(|event| event.kind());
    for event in &citation.dates {
        if event.kind() == DateKind::Online && published != Some(DateKind::Online) && event.label.is_empty() {
            tags.put("DEP", &compact(event));
        }
    }
}

/// Days of the record and of the manuscript: "PHST- 2009/03/05 00:00 [received]".
pub fn dated(citation: &Citation, tags: &mut Tags) {
    for event in &citation.dates {
        let Some(status) = status(event) else { continue };
        let Some(date) = &event.date else { continue };
        let mut day = dates::iso(date).replace('-', "/");
        if let (Some(hour), Some(minute)) = (date.hour, date.minute) {
            day.push_str(&format!(" {hour:02}:{minute:02}"));
        }
        tags.put("PHST", &format!("{day} [{status}]"));
    }
}

/// What PubMed calls a day of the record or of the manuscript.
fn status(event: &DatedEvent) -> Option<&str> {
    Some(match (event.kind(), event.label.as_str()) {
        (DateKind::Received, _) => "received",
        (DateKind::Revised, _) => "revised",
        (DateKind::Accepted, _) => "accepted",
        (DateKind::Retracted, _) => "retracted",
        (DateKind::Online, label @ ("epublish" | "aheadofprint")) => label,
        (DateKind::Indexed, label @ ("entrez" | "pubmed")) => label,
        (DateKind::Print, _) => "ppublish",
        (DateKind::Other, "DateCreated" | "ContributionDate" | "") => return None,
        (DateKind::Other, label) => label,
        _ => return None,
    })
}

/// Whether a date is written with its hour.
pub fn is_history(event: &DatedEvent) -> bool {
    status(event).is_some()
}

/// Whether PubMed has a field for dates of a kind.
pub fn has_place(kind: DateKind, label: &str) -> bool {
    match kind {
        DateKind::Issued | DateKind::RecordCompleted | DateKind::RecordRevised => true,
        DateKind::Online if label.is_empty() => true,
        DateKind::Other => !label.is_empty(),
        _ => is_history(&DatedEvent { kind: kind.into(), label: label.to_owned(), ..Default::default() }),
    }
}
