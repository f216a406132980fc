//! The labelled files, as `evaluate` and `train` both read them.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use ibid::finding::model::class::Example;
use ibid::finding::model::role_training::Labelled;
use ibid::finding::model::{statement, words};
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

/// A sentence of BioScope.
pub struct CueSentence {
    pub text: String,
    pub document: usize,
    pub hedged: bool,
    pub negated: bool,
}

pub fn cues(path: &Path) -> Outcome<Vec<CueSentence>> {
    let file = fs::read_to_string(path)?;
    let mut sentences = Vec::new();
    for (document, part) in file.split("<Document ").skip(1).enumerate() {
        for sentence in part.split("<sentence ").skip(1) {
            let Some((marked, _)) = sentence.split_once("</sentence>") else { continue };
            let Some((_, marked)) = marked.split_once('>') else { continue };
            sentences.push(CueSentence {
                text: plain(marked),
                document,
                hedged: marked.contains("type=\"speculation\""),
                negated: marked.contains("type=\"negation\""),
            });
        }
    }
    Ok(sentences)
}

fn plain(marked: &str) -> String {
    let mut text = String::new();
    for (at, part) in marked.split('<').enumerate() {
        text.push_str(if at == 0 { part } else { part.split_once('>').map_or("", |(_, rest)| rest) });
    }
    for (name, sign) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")] {
        text = text.replace(name, sign);
    }
    text
}

pub fn examples(sentences: &[&CueSentence], is: impl Fn(&CueSentence) -> bool) -> Vec<Example> {
    let example = |sentence: &&CueSentence| {
        let mut features = Vec::new();
        statement::features(&words::read(&sentence.text), &mut |hash| features.push(hash));
        Example { features, class: usize::from(is(sentence)) }
    };
    sentences.iter().map(example).collect()
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

pub fn direction_examples(spans: &[(String, usize)]) -> Vec<Example> {
    let example = |(text, class): &(String, usize)| {
        let mut features = Vec::new();
        statement::direction_features(text, &words::read(text), &mut |hash| features.push(hash));
        Example { features, class: *class }
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
