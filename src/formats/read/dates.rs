use crate::contract::v1::{DateKind, DatedEvent, PartialDate, UnplacedField};
use crate::record::date::{month, parse_partial, season};

/// Reads "YYYY/MM/DD/other": "1948/07//", "2014///Winter", and dates in words. Kept verbatim where words are left over.
pub fn event(kind: DateKind, text: &str) -> Option<DatedEvent> {
    let text = text.trim();
    let mut parts = text.splitn(4, '/');
    let (year, rest) = (parts.next()?.trim(), parts.collect::<Vec<_>>());
    let slashed = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) && !rest.is_empty();
    if !slashed || text.contains(':') {
        let date = parse_partial(text)?;
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).count();
        let kept =
            1 + usize::from(date.month.is_some() || date.season != 0) + usize::from(date.day.is_some());
        let more = words > kept && date.hour.is_none();
        return Some(of(kind, date, if more { text } else { "" }));
    }
    let part = |at: usize| rest.get(at).map_or("", |part| part.trim());
    let other = part(2);
    let mut date = PartialDate { year: year.parse().ok()?, ..Default::default() };
    date.month = month(part(0));
    date.day = part(1).parse().ok().filter(|day| date.month.is_some() && (1..=31).contains(day));
    if date.month.is_none()
        && let Some(season) = season(other)
    {
        date.set_season(season);
    }
    let lost = !part(0).is_empty() && date.month.is_none() || !part(1).is_empty() && date.day.is_none();
    let said = other.is_empty() || date.season != 0;
    Some(of(kind, date, if lost || !said { text } else { "" }))
}

fn of(kind: DateKind, date: PartialDate, verbatim: &str) -> DatedEvent {
    DatedEvent { kind: kind.into(), date: Some(date), verbatim: verbatim.to_owned(), ..Default::default() }
}

/// Adds a date of publication. One that says the same with more parts takes the other's place.
pub fn add(dates: &mut Vec<DatedEvent>, event: DatedEvent, label: &str) {
    let Some(known) = dates.iter_mut().find(|known| known.kind == event.kind) else {
        dates.push(event);
        return;
    };
    let (Some(old), Some(new)) = (&known.date, &event.date) else { return };
    let agrees = |a: Option<i32>, b: Option<i32>| a.is_none() || b.is_none() || a == b;
    if old.year == new.year && agrees(old.month, new.month) && agrees(old.day, new.day) {
        let parts = |date: &PartialDate| u8::from(date.month.is_some()) + u8::from(date.day.is_some());
        if parts(new) > parts(old) || parts(new) == parts(old) && known.verbatim.is_empty() {
            *known = event;
        }
        return;
    }
    let other = DatedEvent { kind: DateKind::Other.into(), label: label.to_owned(), ..event };
    dates.push(other);
}

/// Takes month and day from a DA without a year ("OCT 12", "JUN"), as Web of Science writes it, where the year is given.
pub fn complete(dates: &mut [DatedEvent], unplaced: &mut Vec<UnplacedField>) {
    let Some(at) = unplaced.iter().position(|field| field.tag == "DA") else { return };
    let issued =
        dates.iter_mut().find(|event| event.kind == i32::from(DateKind::Issued) && event.verbatim.is_empty());
    let Some(date) = issued.and_then(|event| event.date.as_mut()) else { return };
    let mut words = unplaced[at].value.split_whitespace();
    let named = words.next().filter(|word| word.starts_with(char::is_alphabetic)).and_then(month);
    let (Some(named), day, None) = (named, words.next(), words.next()) else { return };
    let day = match day {
        None => None,
        Some(day) => match day.parse().ok().filter(|day| (1..=31).contains(day)) {
            Some(day) => Some(day),
            None => return,
        },
    };
    if date.month.is_none() {
        (date.month, date.day) = (Some(named), day);
        unplaced.remove(at);
    }
}

/// The date that `year`, `month` and `day` make, each as text. What is more than parts is kept in its own words.
pub fn from_parts(kind: DateKind, year: &str, month_text: &str, day: &str) -> Option<DatedEvent> {
    if year.is_empty() && month_text.is_empty() {
        return None;
    }
    let words =
        || [day, month_text, year].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let Some(mut date) = parse_partial(year) else {
        return Some(DatedEvent { kind: kind.into(), verbatim: words(), ..Default::default() });
    };
    let mut more = year.trim().len() != 4 && !(year.len() == 5 && date.year < 0);
    if date.month.is_none() && !month_text.is_empty() {
        // "10 January", "January 10", "May–June"
        let tokens: Vec<&str> = month_text
            .split(|c: char| c.is_whitespace() || matches!(c, '.' | ','))
            .filter(|word| !word.is_empty())
            .collect();
        match tokens.as_slice() {
            [word] if season(word).is_some() => date.set_season(season(word).unwrap_or_default()),
            [word] => date.month = month(word),
            [word, number] | [number, word] if month(word).is_some() && number.parse::<u8>().is_ok() => {
                date.month = month(word);
                date.day = day_of(number);
            }
            _ => {}
        }
        more |= date.month.is_none() && date.season == 0;
    }
    if date.day.is_none() && !day.is_empty() {
        date.day = day_of(day).filter(|_| date.month.is_some());
        more |= date.day.is_none();
    }
    let verbatim = if more { words() } else { String::new() };
    Some(DatedEvent { kind: kind.into(), date: Some(date), verbatim, ..Default::default() })
}

fn day_of(text: &str) -> Option<i32> {
    text.trim().parse().ok().filter(|day| (1..=31).contains(day))
}

/// What a `PubStatus` of PubMed's history tells the date of, and the status itself where the kind does not say all of it.
pub fn of_pubmed_status(status: &str) -> (DateKind, &str) {
    match status {
        "received" => (DateKind::Received, ""),
        "revised" => (DateKind::Revised, ""),
        "accepted" => (DateKind::Accepted, ""),
        "retracted" => (DateKind::Retracted, ""),
        "epublish" | "aheadofprint" => (DateKind::Online, status),
        "ppublish" => (DateKind::Print, ""),
        "entrez" | "pubmed" => (DateKind::Indexed, status),
        _ => (DateKind::Other, status),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Parts = (i32, Option<i32>, Option<i32>);

    fn parts(date: Option<&PartialDate>) -> Option<Parts> {
        date.map(|date| (date.year, date.month, date.day))
    }

    #[test]
    fn dates_of_parts() {
        let check = |year: &str, month: &str, day: &str, date: Option<Parts>, verbatim: &str| {
            let event = from_parts(DateKind::Issued, year, month, day).unwrap();
            assert_eq!(
                (parts(event.date.as_ref()), event.verbatim.as_str()),
                (date, verbatim),
                "{year} {month} {day}"
            );
        };
        check("2009", "", "", Some((2009, None, None)), "");
        check("2009", "March", "7", Some((2009, Some(3), Some(7))), "");
        check("2009", "10 January", "", Some((2009, Some(1), Some(10))), "");
        check("2009", "May–June", "", Some((2009, None, None)), "May–June 2009");
        check("in press", "", "", None, "in press");
        check("2009", "", "40", Some((2009, None, None)), "40 2009");
        assert_eq!(from_parts(DateKind::Issued, "", "", ""), None);
    }
}
