//! Trains the models of the extractor: `train --data DIR --out DIR`. The same files give the same bytes on every machine.

#[allow(dead_code)]
mod corpus;
mod mesh;
mod task;

use std::process::ExitCode;

use ibid::finding::model::class::{self, Example};
use ibid::finding::model::role::RoleModel;
use ibid::finding::model::{claim, cue, cue_training, direction, role_training};

use task::{Outcome, Task};

const HELP: &str = "\
Trains the models of the extractor on labelled files and writes one file each.

usage: train --data DIR --out DIR [--only STAGE,...] [--small] [--check FILE]

  --data DIR    the labelled files: roles/, claims/, bioscope/, evidence_inference/ (models/README.md says where from)
  --out DIR     where the models go; made if it is not there
  --only LIST   only these stages. `claims` looks at the roles and needs the roles.bin of DIR
  --small       train every stage on one text in eight: a check of the program, not models to ship
  --check FILE  compare with the hashes in FILE; exit 1 and name each model that differs

stages and what they write
  roles       roles.bin                     role of each sentence (roles/train_*.jsonl)
  claims      claims.bin                    does a sentence state a claim (claims/dataset/train_labels.json)
  cues        hedges.bin, negations.bin     is a sentence hedged, does it deny (bioscope/abstracts_dev.xml)
  directions  directions.bin                way of an outcome (evidence_inference, split ev2_train)
  mesh        mesh.bin                      no weights: the headings of mesh_2026, packed

The same files give the same bytes, on any machine. Progress goes to stderr; on stdout stands a line for each model as
`sha256sum` prints it, so that

  train --data DIR --out models > models/full.sha256            makes what ships
  train --data DIR --out /tmp/small --small > models/small.sha256
  train --data DIR --out /tmp/small --small --check models/small.sha256

make what ships, note what --small makes, and prove later that the program still makes it.
Exit 0 done, 1 failed or different, 2 wrong usage.";

type Stage = (&'static str, fn(&Task) -> Outcome<()>);

/// In this order: claims build on the roles.
const STAGES: [Stage; 5] =
    [("roles", roles), ("claims", claims), ("cues", cues), ("directions", directions), ("mesh", mesh)];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--help" || argument == "-h") {
        println!("{HELP}");
        return ExitCode::SUCCESS;
    }
    let names: Vec<&str> = STAGES.iter().map(|(name, _)| *name).collect();
    let task = match Task::read(&arguments, &names) {
        Ok(task) => task,
        Err(wrong) => {
            eprintln!("{wrong}\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    let trained = STAGES
        .iter()
        .filter(|(name, _)| task.wanted(name))
        .try_for_each(|(_, stage)| stage(&task))
        .and_then(|()| task.compared());
    match trained {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn roles(task: &Task) -> Outcome<()> {
    let mut texts = corpus::roles(&task.data("roles/train_medline.jsonl"))?;
    texts.extend(corpus::roles(&task.data("roles/train_rct.jsonl"))?);
    let texts: Vec<_> = task.part(texts).into_iter().map(|text| text.labelled).collect();
    let settings = role_training::Settings::default();
    task.write("roles.bin", &role_training::train(&texts, &settings, |line| eprintln!("{line}"))?)
}

fn claims(task: &Task) -> Outcome<()> {
    // claims look at the roles, so that the roles are read again as they were written
    let roles = RoleModel::read(&task.written("roles.bin")?)?;
    let mut examples = Vec::new();
    for text in task.part(corpus::claims(&task.data("claims/dataset/train_labels.json"))?) {
        let judged = roles.judge(&text.text);
        for (at, class) in text.roles.iter().enumerate() {
            let mut features = Vec::new();
            claim::features(&text.text, &judged, at, &mut |hash| features.push(hash));
            examples.push(Example { features, class: *class });
        }
    }
    task.write("claims.bin", &class::train::<2>(claim::KIND, &examples, &claim::settings())?)
}

fn cues(task: &Task) -> Outcome<()> {
    let sentences = task.part(corpus::cues(&task.data("bioscope/abstracts_dev.xml"))?);
    let settings = cue_training::settings();
    let hedges: Vec<_> = sentences.iter().map(|sentence| &sentence.hedges).collect();
    task.write("hedges.bin", &cue_training::train(cue::HEDGE, &hedges, &settings)?)?;
    let negations: Vec<_> = sentences.iter().map(|sentence| &sentence.negations).collect();
    task.write("negations.bin", &cue_training::train(cue::NEGATION, &negations, &settings)?)
}

fn directions(task: &Task) -> Outcome<()> {
    let spans = task.part(corpus::directions(&task.data("evidence_inference/annotations"), "ev2_train")?);
    let examples = corpus::direction_examples(&spans);
    task.write("directions.bin", &direction::train(&examples, &direction::settings())?)
}

fn mesh(task: &Task) -> Outcome<()> {
    task.write("mesh.bin", &mesh::vocabulary(&task.data("mesh_2026/subjects_mesh.csv"))?)
}
