//! The labelled files, as `evaluate` and `train` both read them.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use ibid::finding::model::cue_training::Marked;
use ibid::finding::model::linear::Seen;
use ibid::finding::model::role_training::Labelled;
use ibid::finding::model::{direction, words};
use serde_json::Value;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// A text of a roles file.
pub struct RoleText {
    pub id: String,
    pub trial: bool,
    pub sentences: Vec<String>,
    pub labelled: Labelled,
}

const ROLES: [&str; 5] = ["BACKGROUND", "OBJECTIVE", "METHODS", "RESULTS", "CONCLUSIONS"];

pub fn roles(path: &Path) -> Outcome<Vec<RoleText>> {
    let mut texts = Vec::new();
    for line in fs::read_to_string(path)?.lines() {
        let value: Value = serde_json::from_str(line)?;
        let mut text = RoleText {
            id: value["id"].as_str().unwrap_or_default().to_owned(),
            trial: value["rct"].as_bool().unwrap_or_default(),
            sentences: Vec::new(),
            labelled: Labelled { text: Vec::new(), roles: Vec::new() },
        };
        for pair in value["s"].as_array().into_iter().flatten() {
            let (label, sentence) =
                (pair[0].as_str().unwrap_or_default(), pair[1].as_str().unwrap_or_default());
            let role = ROLES.iter().position(|role| *role == label).ok_or("unknown role")?;
            text.labelled.text.push(words::read(sentence));
            text.labelled.roles.push(role);
            text.sentences.push(sentence.to_owned());
        }
        texts.push(text);
    }
    Ok(texts)
}

/// Texts with 1 for each sentence that is a claim.
pub fn claims(path: &Path) -> Outcome<Vec<Labelled>> {
    let mut texts = Vec::new();
    for line in fs::read_to_string(path)?.lines() {
        let value: Value = serde_json::from_str(line)?;
        let strings = |name: &str| -> Vec<String> {
            let items = value[name].as_array().into_iter().flatten();
            items.filter_map(|item| item.as_str().map(str::to_owned)).collect()
        };
        texts.push(Labelled {
            text: strings("sentences").iter().map(|sentence| words::read(sentence)).collect(),
            roles: strings("labels").iter().map(|label| usize::from(label == "1")).collect(),
        });
    }
    Ok(texts)
}

/// A sentence of BioScope: once with its hedges, once with its negations.
pub struct CueSentence {
    pub hedges: Marked,
    pub negations: Marked,
}

pub fn cues(path: &Path) -> Outcome<Vec<CueSentence>> {
    let file = fs::read_to_string(path)?;
    let mut sentences = Vec::new();
    for (document, part) in file.split("<Document ").skip(1).enumerate() {
        for sentence in part.split("<sentence ").skip(1) {
            let Some((marked, _)) = sentence.split_once("</sentence>") else { continue };
            let Some((_, marked)) = marked.split_once('>') else { continue };
            let (text, cues) = plain(marked);
            let of = |kind: &str| Marked {
                text: text.clone(),
                cues: cues.iter().filter(|cue| cue.0 == kind).map(|cue| (cue.1, cue.2)).collect(),
                document,
            };
            sentences.push(CueSentence { hedges: of("speculation"), negations: of("negation") });
        }
    }
    Ok(sentences)
}

/// The text without its marks, and each cue's type, start and end.
fn plain(marked: &str) -> (String, Vec<(String, usize, usize)>) {
    let mut text = String::new();
    let mut cues = Vec::new();
    let mut open: Vec<(String, usize)> = Vec::new();
    for (at, part) in marked.split('<').enumerate() {
        let (tag, rest) = if at == 0 { ("", part) } else { part.split_once('>').unwrap_or(("", "")) };
        if tag.starts_with("cue") {
            let kind =
                tag.split("type=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
            open.push((kind.to_owned(), text.len()));
        } else if tag.starts_with("/cue") {
            cues.extend(open.pop().map(|(kind, start)| (kind, start, text.len())));
        }
        let mut rest = rest.to_owned();
        for (name, sign) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
        {
            rest = rest.replace(name, sign);
        }
        text.push_str(&rest);
    }
    (text, cues)
}

/// Evidence spans of a split with 0 for a decrease, 1 for no difference, 2 for an increase.
pub fn directions(folder: &Path, split: &str) -> Outcome<Vec<(String, usize)>> {
    let ids = fs::read_to_string(folder.join(format!("splits/{split}_article_ids.txt")))?;
    let ids: HashSet<&str> = ids.lines().map(|id| id.trim().trim_start_matches("PMC")).collect();
    let file = fs::read_to_string(folder.join("v2_annotations.csv"))?;
    let rows = rows(file.trim_start_matches('\u{feff}'));
    let header = rows.first().ok_or("an empty file")?;
    let column = |name: &str| header.iter().position(|cell| cell == name).ok_or("a column is missing");
    let (id, label, reasoning) = (column("PMCID")?, column("Valid Label")?, column("Valid Reasoning")?);
    let (answer, span) = (column("Label")?, column("Annotations")?);
    let mut spans = Vec::new();
    for row in rows.iter().skip(1).filter(|row| row.len() == header.len()) {
        if !ids.contains(row[id].as_str()) || row[label] != "True" || row[reasoning] != "True" {
            continue;
        }
        let way = match row[answer].trim() {
            "significantly decreased" | "significantly decrease" => 0,
            "no significant difference" => 1,
            "significantly increased" | "significantly increase" => 2,
            _ => continue,
        };
        spans.push((row[span].clone(), way));
    }
    Ok(spans)
}

pub fn direction_examples(spans: &[(String, usize)]) -> Vec<Seen> {
    let example = |(text, class): &(String, usize)| {
        let mut features = Vec::new();
        direction::features(text, &mut |hash| features.push(hash));
        Seen { features, class: *class }
    };
    spans.iter().map(example).collect()
}

/// Rows of a CSV file with quoted cells.
fn rows(file: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut characters = file.chars().peekable();
    while let Some(character) = characters.next() {
        let Some(row) = rows.last_mut() else { break };
        let Some(cell) = row.last_mut() else { break };
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => cell.extend(characters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\n' if !quoted => rows.push(vec![String::new()]),
            '\r' if !quoted => {}
            _ => cell.push(character),
        }
    }
    rows
}
