//! CSL-JSON as the suite writes it, asked by the renderer itself: what tests CSL and not a reader.

use std::borrow::Cow;

use citationberg::taxonomy::{DateVariable, Kind, NameVariable, Variable};
use ibid::style::{Date, Day, Item, Name, Text};
use serde_json::Value;

/// An item of `INPUT`.
pub struct JsonItem {
    pub id: String,
    pub object: Value,
    /// Short forms by variable and long form.
    abbreviations: Value,
}

/// An id, which may be a number.
pub fn id_of(value: &Value) -> String {
    plain(value).unwrap_or_default()
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

impl JsonItem {
    /// Reads variables that stand in the note, one a line, as Zotero and citeproc-js have them.
    pub fn new(object: &Value, abbreviations: &Value) -> Self {
        let mut object = object.clone();
        let note = object["note"].as_str().unwrap_or_default().to_owned();
        let mut rest = Vec::new();
        for line in note.lines() {
            if !place(&mut object, line) {
                rest.push(line);
            }
        }
        if rest.len() < note.lines().count() {
            object["note"] = rest.join("\n").into();
        }
        Self { id: id_of(&object["id"]), object, abbreviations: abbreviations["default"].clone() }
    }

    fn abbreviation(&self, name: &str) -> Option<Text<'_>> {
        let kind = match name {
            "publisher-place" | "event-place" => "place",
            "publisher" => "institution-part",
            other => other,
        };
        Some(Text::tagged(self.abbreviations[kind][self.object[name].as_str()?].as_str()?))
    }

    fn field(&self, name: &str) -> Option<Text<'_>> {
        match &self.object[name] {
            Value::String(text) if !text.is_empty() => Some(Text::tagged(text.as_str())),
            Value::Number(number) => Some(Text::plain(number.to_string())),
            _ => None,
        }
    }
}

const DATES: [&str; 6] = ["accessed", "available-date", "event-date", "issued", "original-date", "submitted"];
const NAMES: [&str; 12] = [
    "author",
    "editor",
    "translator",
    "container-author",
    "collection-editor",
    "composer",
    "director",
    "illustrator",
    "interviewer",
    "original-author",
    "recipient",
    "reviewed-author",
];

/// Places a line `variable: value`; false where it is none.
fn place(object: &mut Value, line: &str) -> bool {
    let Some((name, value)) = line.split_once(':') else { return false };
    let (name, value) = (name.trim(), value.trim());
    let known = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    if !known || value.is_empty() {
        return false;
    }
    if DATES.contains(&name) {
        object[name] = serde_json::json!({ "raw": value });
    } else if NAMES.contains(&name) {
        let (family, given) = value.split_once("||").unwrap_or((value, ""));
        let person = match given {
            "" => serde_json::json!({ "literal": family.trim() }),
            given => serde_json::json!({ "family": family.trim(), "given": given.trim() }),
        };
        match object[name].as_array_mut() {
            Some(people) => people.push(person),
            None => object[name] = serde_json::json!([person]),
        }
    } else if object[name].is_null() || name == "type" {
        object[name] = value.into();
    }
    true
}

impl Item for JsonItem {
    fn kind(&self) -> Option<Kind> {
        self.object["type"].as_str()?.parse().ok()
    }

    fn language(&self) -> Option<&str> {
        self.object["language"].as_str()
    }

    fn text(&self, variable: Variable) -> Option<Text<'_>> {
        let name = variable.to_string();
        match name.as_str() {
            "container-title-short" => self.field(&name).or_else(|| self.field("journalAbbreviation")),
            "title-short" => self.field(&name).or_else(|| self.field("shortTitle")),
            "page-first" => self.field(&name).or_else(|| {
                let page = self.field("page")?.value.into_owned();
                let end = page.find(['-', '–', ',', '&']).unwrap_or(page.len());
                Some(Text::plain(page[..end].trim().to_owned()))
            }),
            "event-title" => self.field(&name).or_else(|| self.field("event")),
            "event" => self.field(&name).or_else(|| self.field("event-title")),
            _ => self.field(&name),
        }
    }

    fn short_text(&self, variable: Variable) -> Option<Text<'_>> {
        match variable.to_string().as_str() {
            "title" => self.field("title-short").or_else(|| self.field("shortTitle")),
            "container-title" => {
                self.field("container-title-short").or_else(|| self.field("journalAbbreviation"))
            }
            name => self.field(&format!("{name}-short")),
        }
        .or_else(|| self.abbreviation(&variable.to_string()))
    }

    fn names(&self, variable: NameVariable) -> Vec<Name<'_>> {
        let people = self.object[variable.to_string().as_str()].as_array();
        people.into_iter().flatten().map(name).collect()
    }

    fn date(&self, variable: DateVariable) -> Option<Date<'_>> {
        date(&self.object[variable.to_string().as_str()])
    }
}

fn name(value: &Value) -> Name<'_> {
    let field = |key: &str| Cow::Borrowed(value[key].as_str().unwrap_or_default());
    let literal = match field("literal") {
        literal
            if literal.is_empty()
                && value["isInstitution"] != Value::Null
                && value["isInstitution"] != false =>
        {
            field("family")
        }
        literal => literal,
    };
    Name {
        family: field("family"),
        given: field("given"),
        dropping: field("dropping-particle"),
        non_dropping: field("non-dropping-particle"),
        suffix: field("suffix"),
        comma_suffix: truthy(&value["comma-suffix"]),
        literal,
        tagged: true,
        ..Name::default()
    }
}

/// True for `true`, `1` and the like.
pub fn truthy(value: &Value) -> bool {
    match value {
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !matches!(text.as_str(), "" | "0" | "false"),
        _ => false,
    }
}

fn date(value: &Value) -> Option<Date<'_>> {
    let numbered = value["date-parts"].as_array().is_some_and(|parts| !parts.is_empty());
    if let Some(text) = value.as_str().or(value["raw"].as_str()).filter(|_| !numbered) {
        return raw(text);
    }
    let number = |value: &Value| value.as_i64().or_else(|| value.as_str()?.trim().parse().ok());
    let day = |parts: &Value| -> Day {
        let part = |at: usize| number(&parts[at]).filter(|number| *number != 0);
        let month = part(1);
        Day {
            year: part(0).map(|year| year as i32),
            month: month.filter(|month| (1..=12).contains(month)).map(|month| month as u8),
            day: part(2).map(|day| day as u8),
            season: month.filter(|month| (13..=24).contains(month)).map(|month| ((month - 13) % 4 + 1) as u8),
        }
    };
    let mut date = Date { circa: truthy(&value["circa"]), ..Date::default() };
    let parts = value["date-parts"].as_array();
    if let Some(first) = parts.and_then(|parts| parts.first()) {
        date.start = day(first);
    }
    date.end = parts.and_then(|parts| parts.get(1)).map(day);
    if let Some(season) = number(&value["season"]) {
        date.start.season = Some(season as u8);
    }
    date.literal = value["literal"].as_str().map(Cow::Borrowed);
    (date.start.year.is_some() || date.literal.is_some()).then_some(date)
}

/// "2004-10-01", "2004-10-01/2004-10-14", "2004"; anything else is words.
fn raw(text: &str) -> Option<Date<'_>> {
    let day = |text: &str| -> Option<Day> {
        let mut parts = text.trim().split(['-']);
        let year: i32 = parts.next()?.parse().ok()?;
        let month = parts.next().map(|part| part.parse::<u8>().ok());
        let day = parts.next().map(|part| part.parse::<u8>().ok());
        if matches!(month, Some(None)) || matches!(day, Some(None)) || parts.next().is_some() {
            return None;
        }
        Some(Day { year: Some(year), month: month.flatten(), day: day.flatten(), season: None })
    };
    let (start, end) = text.split_once('/').map_or((text, None), |(start, end)| (start, Some(end)));
    let words = || Some(Date { literal: Some(Cow::Borrowed(text)), ..Date::default() });
    let Some(start) = day(start) else { return words() };
    match end.map(day) {
        Some(None) => words(),
        end => Some(Date { start, end: end.flatten(), ..Date::default() }),
    }
}
