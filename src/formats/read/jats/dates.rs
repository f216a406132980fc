use crate::contract::v1::{DateKind, DatedEvent};
use crate::formats::read::dates::from_parts;
use crate::formats::read::draft::Draft;
use crate::formats::read::xml::{Element, plain};

/// `pub-date`, or the dates within `history` and `pub-history`.
pub fn dates(element: Element<'_>, draft: &mut Draft) {
    if element.name() == "pub-date" {
        return add(element, draft);
    }
    for date in element.all("date") {
        add(date, draft);
    }
    for event in element.all("event") {
        let kind = event.attribute("event-type").unwrap_or_default();
        for date in event.all("date") {
            push(date, kind_of(kind, ""), kind, draft);
        }
    }
}

fn add(element: Element<'_>, draft: &mut Draft) {
    let named = element.attribute("pub-type").or_else(|| element.attribute("date-type")).unwrap_or_default();
    let format = element.attribute("publication-format").unwrap_or_default();
    push(element, kind_of(named, format), named, draft);
}

fn kind_of(named: &str, format: &str) -> DateKind {
    match (named, format) {
        ("epub" | "aheadofprint", _) => DateKind::Online,
        ("ppub", _) => DateKind::Print,
        ("collection" | "epub-ppub" | "issue-pub", _) => DateKind::Issued,
        ("pub" | "", "electronic" | "online") => DateKind::Online,
        ("pub" | "", "print") => DateKind::Print,
        ("pub" | "", _) => DateKind::Issued,
        ("received", _) => DateKind::Received,
        ("rev-recd" | "revised" | "rev-received", _) => DateKind::Revised,
        ("accepted", _) => DateKind::Accepted,
        ("retracted" | "retraction", _) => DateKind::Retracted,
        ("preprint" | "submitted", _) => DateKind::Submitted,
        _ => DateKind::Other,
    }
}

fn push(element: Element<'_>, kind: DateKind, named: &str, draft: &mut Draft) {
    let part = |name: &str| element.child(name).map(|child| plain(child).into_owned()).unwrap_or_default();
    let month = [part("month"), part("season")].into_iter().find(|part| !part.is_empty()).unwrap_or_default();
    let (year, day, words) = (part("year"), part("day"), part("string-date"));
    let event =
        from_parts(kind, &year, &month, &day).or_else(|| crate::formats::read::dates::event(kind, &words));
    let label = if kind == DateKind::Other { named.to_owned() } else { String::new() };
    if let Some(event) = event {
        draft.citation.dates.push(DatedEvent { label, ..event });
    }
}
