use crate::contract::v1::{Citation, DateKind, DatedEvent, PartialDate, Season};

/// The date that stands for the work's publication: the first of ISSUED, PRINT, ONLINE, ACCEPTED.
pub fn published(citation: &Citation) -> Option<&DatedEvent> {
    let of = |kind: DateKind| citation.dates.iter().find(|event| event.kind() == kind);
    of(DateKind::Issued)
        .or_else(|| of(DateKind::Print))
        .or_else(|| of(DateKind::Online))
        .or_else(|| of(DateKind::Accepted))
}

/// The first event of a kind.
pub fn of(citation: &Citation, kind: DateKind) -> Option<&DatedEvent> {
    citation.dates.iter().find(|event| event.kind() == kind)
}

/// ISO 8601, as far as it is known: "2009", "2009-09", "-0044".
pub fn iso(date: &PartialDate) -> String {
    let mut text = match date.year {
        year @ 0.. => format!("{year:04}"),
        year => format!("-{:04}", year.unsigned_abs()),
    };
    if let Some(month) = date.month {
        text.push_str(&format!("-{month:02}"));
        if let Some(day) = date.day {
            text.push_str(&format!("-{day:02}"));
        }
    }
    text
}

/// The year alone.
pub fn year(date: &PartialDate) -> String {
    iso(&PartialDate { year: date.year, ..Default::default() })
}

/// The English name of a season, empty for none.
pub fn season(season: Season) -> &'static str {
    match season {
        Season::Spring => "Spring",
        Season::Summer => "Summer",
        Season::Autumn => "Autumn",
        Season::Winter => "Winter",
        Season::Unspecified => "",
    }
}

/// The English abbreviation of a month.
pub fn month(month: i32) -> Option<&'static str> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    MONTHS.get(usize::try_from(month).ok()?.checked_sub(1)?).copied()
}
