//! Roles of given sentences, labels and headings hidden. Also the figures of trials and of all others alone.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use ibid::contract::v1::SentenceRole;
use ibid::finding::roles_of_sentences;
use serde_json::{Value, json};

use crate::corpus;
use crate::share::{Tally, share};

type Outcome = Result<Value, Box<dyn std::error::Error>>;

const ROLES: [SentenceRole; 5] = [
    SentenceRole::Background,
    SentenceRole::Objective,
    SentenceRole::Methods,
    SentenceRole::Results,
    SentenceRole::Conclusions,
];

const NAMES: [&str; 5] = ["BACKGROUND", "OBJECTIVE", "METHODS", "RESULTS", "CONCLUSIONS"];

pub fn run(paths: &[PathBuf], verbose: bool) -> Outcome {
    // right and all, of the other texts and of trials
    let mut counts = [[0usize; 2]; 2];
    let mut merged = 0;
    let mut tallies = [Tally::default(); 5];
    let (mut abstracts, mut took) = (0, Duration::ZERO);
    roles_of_sentences(&["The weights are read before the clock starts."]);
    for path in paths {
        for text in corpus::roles(path)? {
            let sentences: Vec<&str> = text.sentences.iter().map(String::as_str).collect();
            let started = Instant::now();
            let found = roles_of_sentences(&sentences);
            took += started.elapsed();
            abstracts += 1;
            for ((is, found), sentence) in text.labelled.roles.iter().zip(found).zip(&sentences) {
                let found = ROLES.iter().position(|role| *role == found).unwrap_or_default();
                let count = &mut counts[usize::from(text.trial)];
                count[1] += 1;
                count[0] += usize::from(*is == found);
                merged += usize::from((*is).max(1) == found.max(1));
                for (role, tally) in tallies.iter_mut().enumerate() {
                    tally.add(*is == role, found == role);
                }
                if verbose && *is != found {
                    println!("{}: {} found {}: {sentence}", text.id, NAMES[*is], NAMES[found]);
                }
            }
        }
    }
    let sentences = counts[0][1] + counts[1][1];
    let weighted: f64 = tallies.iter().map(|t| t.f1() * (t.hit + t.missed) as f64).sum();
    Ok(json!({
        "accuracy": share(counts[0][0] + counts[1][0], sentences),
        "weighted_f1": weighted / sentences.max(1) as f64,
        "accuracy_merged": share(merged, sentences),
        "accuracy_general": share(counts[0][0], counts[0][1]),
        "accuracy_trials": share(counts[1][0], counts[1][1]),
        "abstracts": abstracts,
        "sentences": sentences,
        "abstracts_per_second": (f64::from(abstracts) / took.as_secs_f64().max(1e-9)).round(),
    }))
}
