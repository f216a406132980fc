//! Claims among given sentences.

use std::path::PathBuf;

use ibid::finding::model::shipped;
use serde_json::{Value, json};

use crate::corpus;
use crate::share::Tally;

type Outcome = Result<Value, Box<dyn std::error::Error>>;

pub fn run(paths: &[PathBuf], verbose: bool) -> Outcome {
    let mut tally = Tally::default();
    for path in paths {
        for (number, text) in corpus::claims(path)?.iter().enumerate() {
            let judged = shipped::judge(&text.text).ok_or("the role model does not load")?;
            for (at, label) in text.roles.iter().enumerate() {
                let (score, found) =
                    shipped::claim(&text.text, &judged, at).ok_or("the claim model does not load")?;
                tally.add(*label == 1, found);
                if verbose && (*label == 1) != found {
                    println!("text {number}, sentence {at}: claim {}, score {score:.2}", *label == 1);
                }
            }
        }
    }
    Ok(json!({ "precision": tally.precision(), "recall": tally.recall(), "f1": tally.f1() }))
}
