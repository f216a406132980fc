//! Hedges and negations of sentences: five parts by document, each read by a model that was trained on the other four.

use std::path::PathBuf;

use ibid::finding::model::class::{self, ClassModel};
use ibid::finding::model::{statement, words};
use serde_json::{Value, json};

use crate::corpus::{self, CueSentence};
use crate::share::Tally;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const PARTS: usize = 5;

pub fn run(paths: &[PathBuf], verbose: bool) -> Outcome<Value> {
    let (mut hedges, mut negations) = (Tally::default(), Tally::default());
    for path in paths {
        let sentences = corpus::cues(path)?;
        fold(&sentences, statement::HEDGE, |sentence| sentence.hedged, &mut hedges, verbose)?;
        fold(&sentences, statement::NEGATION, |sentence| sentence.negated, &mut negations, verbose)?;
    }
    Ok(json!({ "hedge_f1": hedges.f1(), "negation_f1": negations.f1() }))
}

fn fold(
    sentences: &[CueSentence],
    kind: [u8; 4],
    is: impl Fn(&CueSentence) -> bool,
    tally: &mut Tally,
    verbose: bool,
) -> Outcome<()> {
    for part in 0..PARTS {
        let (held, rest): (Vec<_>, Vec<_>) = sentences.iter().partition(|one| one.document % PARTS == part);
        let packed = class::train::<2>(kind, &corpus::examples(&rest, &is), &statement::settings())?;
        let model = ClassModel::<2>::read(&packed, kind)?;
        for sentence in held {
            let read = words::read(&sentence.text);
            let found = model.probabilities(|sink| statement::features(&read, sink))[1] >= model.threshold;
            tally.add(is(sentence), found);
            if verbose && is(sentence) != found {
                println!("{}: found {found}: {}", String::from_utf8_lossy(&kind), sentence.text);
            }
        }
    }
    Ok(())
}
