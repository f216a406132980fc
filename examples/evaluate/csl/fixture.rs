//! A fixture as the suite writes it: sections between `>>=== NAME ===>>` and `<<=== NAME ===<<`.

use serde_json::Value;

/// One test.
pub struct Fixture {
    pub mode: String,
    pub result: String,
    pub csl: String,
    pub input: Vec<Value>,
    pub citations: Option<Vec<Value>>,
    pub citation_items: Option<Vec<Vec<Value>>>,
    pub bibentries: Option<Vec<Vec<String>>>,
    bibsection: Option<Value>,
    pub abbreviations: Value,
}

impl Fixture {
    /// `None` for a file that is no fixture.
    pub fn parse(text: &str) -> Option<Self> {
        let json = |name: &str| {
            let mut value = section(text, name).and_then(|text| serde_json::from_str::<Value>(&text).ok())?;
            spell_locators(&mut value);
            Some(value)
        };
        let lists = |value: Value| -> Vec<Vec<Value>> {
            let outer = value.as_array().into_iter().flatten();
            outer.map(|group| group.as_array().cloned().unwrap_or_default()).collect()
        };
        let words = |group: Vec<Value>| group.iter().map(super::item::id_of).collect();
        Some(Self {
            mode: section(text, "MODE")?.trim().to_owned(),
            result: section(text, "RESULT")?,
            csl: section(text, "CSL")?,
            input: json("INPUT")?.as_array()?.clone(),
            citations: json("CITATIONS").and_then(|value| value.as_array().cloned()),
            citation_items: json("CITATION-ITEMS").map(lists),
            bibentries: json("BIBENTRIES").map(lists).map(|rounds| rounds.into_iter().map(words).collect()),
            bibsection: json("BIBSECTION"),
            abbreviations: json("ABBREVIATIONS").unwrap_or_default(),
        })
    }

    /// Whether `BIBSECTION` lets an item into the list.
    pub fn shows(&self, item: &Value) -> bool {
        let Some(section) = &self.bibsection else { return true };
        let tests = |name: &str| section[name].as_array();
        let holds = |test: &Value| {
            let (field, wanted) = (test["field"].as_str().unwrap_or_default(), &test["value"]);
            match &item[field] {
                Value::Null => wanted.as_str() == Some(""),
                Value::Array(values) => values.contains(wanted),
                value => value == wanted,
            }
        };
        let chosen = match (tests("select"), tests("include"), tests("exclude")) {
            (Some(all), ..) => all.iter().all(holds),
            (_, Some(any), _) => any.iter().any(holds),
            (.., Some(none)) => !none.iter().any(holds),
            _ => true,
        };
        chosen && !tests("quash").is_some_and(|all| all.iter().all(holds))
    }
}

/// Locators that are numbers, as text.
fn spell_locators(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(spell_locators),
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                if name == "locator" && value.is_number() {
                    *value = value.to_string().into();
                }
                spell_locators(value);
            }
        }
        _ => {}
    }
}

fn section(text: &str, name: &str) -> Option<String> {
    let named = |line: &str, bracket: &str| {
        line.strip_prefix(bracket).is_some_and(|rest| {
            rest.trim_end_matches(['<', '>']).trim_matches(['=', ' ']) == name && rest.starts_with('=')
        })
    };
    let mut lines = text.trim_start_matches('\u{feff}').lines().skip_while(|line| !named(line.trim(), ">>"));
    lines.next()?;
    let body: Vec<&str> = lines.take_while(|line| !named(line.trim(), "<<")).collect();
    Some(body.join("\n"))
}
