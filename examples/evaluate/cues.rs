//! Hedges and negations of sentences: five parts by document, each read by a model that was trained on the other four.

use std::path::PathBuf;

use ibid::finding::model::cue::{self, CueModel};
use ibid::finding::model::cue_training::{self, Marked};
use ibid::finding::model::lexeme;
use serde_json::{Value, json};

use crate::corpus;
use crate::share::Tally;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const PARTS: usize = 5;

pub fn run(paths: &[PathBuf], verbose: bool) -> Outcome<Value> {
    let (mut hedges, mut negations) = (Tally::default(), Tally::default());
    for path in paths {
        let sentences = corpus::cues(path)?;
        let hedged: Vec<&Marked> = sentences.iter().map(|sentence| &sentence.hedges).collect();
        let negated: Vec<&Marked> = sentences.iter().map(|sentence| &sentence.negations).collect();
        fold(&hedged, cue::HEDGE, &mut hedges, verbose)?;
        fold(&negated, cue::NEGATION, &mut negations, verbose)?;
    }
    Ok(json!({ "hedge_f1": hedges.f1(), "negation_f1": negations.f1() }))
}

fn fold(sentences: &[&Marked], kind: [u8; 4], tally: &mut Tally, verbose: bool) -> Outcome<()> {
    for part in 0..PARTS {
        let (held, rest): (Vec<&Marked>, Vec<&Marked>) =
            sentences.iter().partition(|one| one.document % PARTS == part);
        let model = CueModel::read(&cue_training::train(kind, &rest, &cue_training::settings())?, kind)?;
        for sentence in held {
            let cues: Vec<_> = model.cues(&lexeme::read(&sentence.text)).collect();
            let (is, found) = (!sentence.cues.is_empty(), !cues.is_empty());
            tally.add(is, found);
            if verbose && is != found {
                let words = |at: &(usize, usize)| sentence.text.get(at.0..at.1).unwrap_or_default();
                let gold: Vec<_> = sentence.cues.iter().map(words).collect();
                let cues: Vec<_> = cues.iter().map(|cue| words(&(cue.start, cue.end))).collect();
                println!("{} {gold:?} found {cues:?}: {}", String::from_utf8_lossy(&kind), sentence.text);
            }
        }
    }
    Ok(())
}
