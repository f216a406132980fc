//! Direction of an outcome, given the span that tells it: the test split of Evidence Inference 2.
//! `PATH:ev2_validation` names another split.

use std::path::{Path, PathBuf};

use ibid::finding::model::shipped;
use serde_json::{Value, json};

use crate::corpus;
use crate::share::{Tally, share};

type Outcome = Result<Value, Box<dyn std::error::Error>>;

const NAMES: [&str; 3] = ["decrease", "no difference", "increase"];

pub fn run(paths: &[PathBuf], verbose: bool) -> Outcome {
    let mut tallies = [Tally::default(); 3];
    let (mut right, mut all) = (0, 0);
    for path in paths {
        let path = path.to_string_lossy();
        let (folder, split) = path.rsplit_once(':').unwrap_or((&path, "ev2_test"));
        for (span, is) in corpus::directions(Path::new(folder), split)? {
            let scores = shipped::direction(&span).ok_or("the direction model does not load")?;
            let found = (0..3).max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap_or_default();
            for (way, tally) in tallies.iter_mut().enumerate() {
                tally.add(is == way, found == way);
            }
            right += usize::from(is == found);
            all += 1;
            if verbose && is != found {
                println!("{} found {}: {span}", NAMES[is], NAMES[found]);
            }
        }
    }
    let macro_f1 = tallies.iter().map(Tally::f1).sum::<f64>() / 3.0;
    Ok(json!({ "macro_f1": macro_f1, "accuracy": share(right, all), "spans": all }))
}
