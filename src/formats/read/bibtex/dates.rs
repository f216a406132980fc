use crate::contract::v1::{DateKind, DatedEvent, PartialDate, Season};
use crate::record::date::parse_partial;

/// A date of BibLaTeX: ISO 8601-2 (EDTF) to level 1, a range with "/". What the parts do not say is kept in its own words; an
/// unknown decade ("199X") is in words only.
pub fn edtf(kind: DateKind, text: &str) -> Option<DatedEvent> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let (start, end) = text.split_once('/').map_or((text, None), |(start, end)| (start, Some(end)));
    // "1998/07/12" is no range
    if end.is_some_and(|end| end.len() <= 2 && !end.is_empty() || end.contains('/')) {
        let date = parse_partial(text)?;
        return Some(DatedEvent { kind: kind.into(), date: Some(date), ..Default::default() });
    }
    let (first, last) = (one(start), end.and_then(one));
    let said = first.is_some() && end.is_none_or(|_| last.is_some()) && !text.contains(['?', '%', 'X', 'u']);
    let words = if said { String::new() } else { text.to_owned() };
    let (date, end) = if first.is_none() && last.is_some() { (last, None) } else { (first, last) };
    // "../2004" has an end alone, which no event has: its words tell
    Some(DatedEvent { kind: kind.into(), date, end, verbatim: words, ..Default::default() })
}

fn one(text: &str) -> Option<PartialDate> {
    let text = text.trim();
    let approximate = text.ends_with(['~', '?', '%']);
    let text = text.trim_end_matches(['~', '?', '%']);
    let parts: Vec<&str> = text.trim_start_matches('-').split('-').collect();
    if let [year, quarter @ ("21" | "22" | "23" | "24")] = parts.as_slice()
        && let Ok(year) = year.parse()
    {
        let season = match *quarter {
            "21" => Season::Spring,
            "22" => Season::Summer,
            "23" => Season::Autumn,
            _ => Season::Winter,
        };
        return Some(PartialDate { year, season: season.into(), approximate, ..Default::default() });
    }
    let mut date = parse_partial(text)?;
    date.approximate |= approximate;
    Some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Parts = (i32, Option<i32>, Option<i32>);

    fn parts(date: Option<&PartialDate>) -> Option<Parts> {
        date.map(|date| (date.year, date.month, date.day))
    }

    #[test]
    fn dates_of_biblatex() {
        let check = |text: &str, date: Option<Parts>, end: Option<Parts>, verbatim: &str| {
            let event = edtf(DateKind::Issued, text).unwrap();
            assert_eq!(
                (parts(event.date.as_ref()), parts(event.end.as_ref()), event.verbatim.as_str()),
                (date, end, verbatim),
                "{text}"
            );
        };
        check("2004-04-25", Some((2004, Some(4), Some(25))), None, "");
        check("2004-04/2005-06", Some((2004, Some(4), None)), Some((2005, Some(6), None)), "");
        check("2004/", Some((2004, None, None)), None, "2004/");
        check("../2004", Some((2004, None, None)), None, "../2004");
        check("199X", None, None, "199X");
        check("2004~", Some((2004, None, None)), None, "");
        check("-0043", Some((-43, None, None)), None, "");
        check("1998/07/12", Some((1998, Some(7), Some(12))), None, "");
        let spring = edtf(DateKind::Issued, "2004-21").unwrap().date.unwrap();
        assert_eq!((spring.year, spring.season(), spring.month), (2004, Season::Spring, None));
        assert!(edtf(DateKind::Issued, "2004~").unwrap().date.unwrap().approximate);
    }
}
