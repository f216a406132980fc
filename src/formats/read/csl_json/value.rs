use serde_json::Value;

use crate::contract::v1;
use crate::contract::v1::{ContributorRole, PartialDate, Season};
use crate::record::contributor::from_inverted;
use crate::record::date::parse_partial;
use crate::record::text::nfc;

/// Text of a string or number, `None` of anything else.
pub fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(nfc(text.trim())),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        // Crossref writes some texts as lists of one
        Value::Array(values) if values.len() == 1 => text(values.first()?),
        _ => None,
    }
}

/// A date variable: its begin, its end, and its words where the parts do not say all.
pub fn date(value: &Value) -> Option<(PartialDate, Option<PartialDate>, String)> {
    let Some(object) = value.as_object() else {
        let words = text(value)?;
        let date = words.split('/').next().and_then(parse_partial)?;
        let end = words.split_once('/').and_then(|(_, end)| parse_partial(end));
        return Some((date, end, String::new()));
    };
    let said = |key: &str| object.get(key).and_then(text).unwrap_or_default();
    let approximate = object.get("circa").is_some_and(|circa| !matches!(said_no(circa), Some(true)));
    let season = object.get("season").and_then(text).and_then(|season| season_of(&season));
    let parts = object.get("date-parts").and_then(Value::as_array);
    let mut words = said("literal");
    let (mut start, end) = match parts.and_then(|parts| parts.first()).and_then(from_parts) {
        Some(start) => (start, parts.and_then(|parts| parts.get(1)).and_then(from_parts)),
        None => {
            let raw = if said("raw").is_empty() { words.clone() } else { said("raw") };
            let raw = if raw.is_empty() { said("date-time") } else { raw };
            let (begin, end) = raw.split_once('/').unwrap_or((&raw, ""));
            let whole = parse_partial(begin)?;
            words = raw.clone();
            (whole, parse_partial(end))
        }
    };
    start.approximate |= approximate;
    if let Some(season) = season {
        start.set_season(season);
    }
    let plain = words.len() == 4 || words.is_empty();
    Some((start, end, if plain { String::new() } else { words }))
}

fn said_no(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(!flag),
        Value::Number(number) => Some(number.as_i64() == Some(0)),
        Value::String(text) => Some(text.is_empty() || text == "0" || text == "false"),
        Value::Null => Some(true),
        _ => None,
    }
}

fn season_of(text: &str) -> Option<Season> {
    match text {
        "1" | "21" => Some(Season::Spring),
        "2" | "22" => Some(Season::Summer),
        "3" | "23" => Some(Season::Autumn),
        "4" | "24" => Some(Season::Winter),
        word => crate::record::date::season(word),
    }
}

/// `[2009, 9, 1]`, also as strings; months 13 to 16 and 21 to 24 are seasons.
fn from_parts(parts: &Value) -> Option<PartialDate> {
    let number = |at: usize| -> Option<i32> {
        match parts.get(at)? {
            Value::Number(number) => number.as_i64().and_then(|number| i32::try_from(number).ok()),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        }
    };
    let mut date = PartialDate { year: number(0)?, ..Default::default() };
    match number(1) {
        Some(month @ 1..=12) => {
            date.month = Some(month);
            date.day = number(2).filter(|day| (1..=31).contains(day));
        }
        Some(season @ (13..=16 | 21..=24)) => {
            let season = if season > 20 { season - 20 } else { season - 12 };
            date.season = season;
        }
        _ => {}
    }
    Some(date)
}

/// A name variable: one contributor a name.
pub fn names(value: &Value, role: ContributorRole) -> Option<Vec<v1::Contributor>> {
    value.as_array()?.iter().map(|name| contributor(name, role)).collect()
}

fn contributor(name: &Value, role: ContributorRole) -> Option<v1::Contributor> {
    if let Value::String(name) = name {
        let mut contributor = from_inverted(&nfc(name));
        contributor.set_role(role);
        return Some(contributor);
    }
    let object = name.as_object()?;
    let part = |key: &str| object.get(key).and_then(text).unwrap_or_default();
    let join = |a: String, b: String| {
        [a, b].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let (given, family) = (part("given"), part("family"));
    let literal =
        [part("literal"), part("name")].into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    let mut contributor = v1::Contributor { suffix: part("suffix"), ..Default::default() };
    if !literal.is_empty() && family.is_empty() {
        // CSL writes groups as literals, and nothing else
        contributor.collective = literal;
    } else {
        let dropping = part("dropping-particle");
        contributor.given = join(given, dropping);
        contributor.family = join(part("non-dropping-particle"), family);
        contributor.literal = literal;
    }
    let orcid = crate::record::identifier::Orcid::parse(&part("ORCID"));
    contributor.orcid = orcid.map(|id| id.as_str().to_owned()).unwrap_or_default();
    for affiliation in object.get("affiliation").and_then(Value::as_array).into_iter().flatten() {
        let named = affiliation.get("name").and_then(text).or_else(|| text(affiliation));
        contributor.affiliations.extend(named.map(|text| v1::Affiliation { text, ..Default::default() }));
    }
    contributor.set_role(role);
    (!(contributor.family.is_empty() && contributor.given.is_empty() && contributor.collective.is_empty()))
        .then_some(contributor)
}
