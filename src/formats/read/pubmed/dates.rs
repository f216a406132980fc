//! Dates of a record: parts as they are given, never padded; what is more than parts is kept in its own words.

use crate::contract::v1::{self, DateKind, Season};
use crate::record::date;

use crate::formats::read::dates::of_pubmed_status;
use crate::formats::read::notes::Notes;
use crate::formats::read::xml::Element;

/// A date in parts, `Year`, `Month`, `Day`, and the words that are not parts. Absent when there is no year.
pub fn partial(element: Element<'_>, notes: &mut Notes) -> (Option<v1::PartialDate>, String) {
    let year = notes.child_words(element, "Year");
    let month = notes.child_words(element, "Month");
    let day = notes.child_words(element, "Day");
    let season = notes.child_words(element, "Season");
    let words = notes.child(element, "MedlineDate");
    if !words.is_empty() {
        return (leading_year(&words), words);
    }
    let mut verbatim = String::new();
    let Some(mut parsed) = leading_year(&year) else {
        let given = [year, month, day, season].into_iter().filter(|part| !part.is_empty());
        return (None, given.collect::<Vec<_>>().join(" "));
    };
    parsed.month = date::month(&month).filter(|month| (1..=12).contains(month));
    parsed.day = day.parse().ok().filter(|day| parsed.month.is_some() && (1..=31).contains(day));
    let season_value = season_of(&season);
    parsed.season = season_value.into();
    let odd = year.len() != 4
        || (!month.is_empty() && parsed.month.is_none())
        || (!day.is_empty() && parsed.day.is_none())
        || (!season.is_empty() && season_value == Season::Unspecified);
    if odd {
        let given = [year, month, day, season].into_iter().filter(|part| !part.is_empty());
        verbatim = given.collect::<Vec<_>>().join(" ");
    }
    (Some(parsed), verbatim)
}

/// The dated event that `element` tells, absent when it is empty.
pub fn event(element: Element<'_>, kind: DateKind, label: &str, notes: &mut Notes) -> Option<v1::DatedEvent> {
    let (mut date, verbatim) = partial(element, notes);
    if let Some(date) = &mut date {
        date.hour = notes.child_words(element, "Hour").parse().ok().filter(|hour| (0..24).contains(hour));
        date.minute =
            notes.child_words(element, "Minute").parse().ok().filter(|minute| (0..60).contains(minute));
    }
    if date.is_none() && verbatim.is_empty() {
        return None;
    }
    Some(v1::DatedEvent { kind: kind.into(), date, verbatim, end: None, label: label.to_owned() })
}

/// `History`: what happened on the way to publication and to PubMed.
pub fn history(element: Element<'_>, notes: &mut Notes) -> Vec<v1::DatedEvent> {
    let mut events = Vec::new();
    for date in element.all("PubMedPubDate") {
        let status = date.attribute("PubStatus").unwrap_or_default();
        let (kind, label) = of_pubmed_status(status);
        events.extend(event(date, kind, label, notes));
    }
    events
}

/// A year alone, when the words begin with four digits and no more.
fn leading_year(words: &str) -> Option<v1::PartialDate> {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    if digits != 4 {
        return None;
    }
    let year = words[..4].parse().ok().filter(|year| *year > 0)?;
    Some(v1::PartialDate { year, ..Default::default() })
}

fn season_of(word: &str) -> Season {
    match word.to_ascii_lowercase().as_str() {
        "spring" => Season::Spring,
        "summer" => Season::Summer,
        "autumn" | "fall" => Season::Autumn,
        "winter" => Season::Winter,
        _ => Season::Unspecified,
    }
}
