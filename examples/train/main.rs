//! Trains the models of the extractor: `train --data DIR --out DIR`. One thread, one order: the same files give the same bytes.

#[allow(dead_code)]
mod corpus;
mod mesh;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use ibid::finding::model::class::{self, Example};
use ibid::finding::model::role::RoleModel;
use ibid::finding::model::{claim, role_training, statement};

const HELP: &str = "usage: train --data DIR --out DIR [--only roles,claims,cues,directions,mesh]

Trains each model of the extractor on the labelled files below DIR (roles, claims, bioscope,
evidence_inference) and writes one file each: roles.bin, claims.bin, hedges.bin, negations.bin,
directions.bin. Stage mesh packs the headings of mesh_2026 into mesh.bin. The same files give the same bytes. Progress goes to stderr.";

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--help" || argument == "-h") {
        println!("{HELP}");
        return ExitCode::SUCCESS;
    }
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    let (Some(data), Some(out)) = (value("--data"), value("--out")) else {
        eprintln!("{HELP}");
        return ExitCode::from(2);
    };
    let only = value("--only").unwrap_or_else(|| "roles,claims,cues,directions,mesh".to_owned());
    match train(Path::new(&data), &PathBuf::from(out), &only) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn train(data: &Path, out: &Path, only: &str) -> Outcome<()> {
    std::fs::create_dir_all(out)?;
    let wanted = |stage: &str| only.split(',').any(|name| name == stage);
    let started = Instant::now();
    let write = |name: &str, bytes: &[u8]| {
        eprintln!("{name}: {} bytes, {:.0} s", bytes.len(), started.elapsed().as_secs_f32());
        std::fs::write(out.join(name), bytes)
    };
    if wanted("roles") {
        let mut texts = corpus::roles(&data.join("roles/train_medline.jsonl"))?;
        texts.extend(corpus::roles(&data.join("roles/train_rct.jsonl"))?);
        let texts: Vec<_> = texts.into_iter().map(|text| text.labelled).collect();
        let settings = role_training::Settings::default();
        write("roles.bin", &role_training::train(&texts, &settings, |line| eprintln!("{line}"))?)?;
    }
    if wanted("claims") {
        // claims look at the roles, so that the roles are read again as they were written
        let roles = RoleModel::read(&std::fs::read(out.join("roles.bin"))?)?;
        let mut examples = Vec::new();
        for text in corpus::claims(&data.join("claims/dataset/train_labels.json"))? {
            let judged = roles.judge(&text.text);
            for (at, class) in text.roles.iter().enumerate() {
                let mut features = Vec::new();
                claim::features(&text.text, &judged, at, &mut |hash| features.push(hash));
                examples.push(Example { features, class: *class });
            }
        }
        write("claims.bin", &class::train::<2>(claim::KIND, &examples, &claim::settings())?)?;
    }
    if wanted("cues") {
        let sentences = corpus::cues(&data.join("bioscope/abstracts_dev.xml"))?;
        let all: Vec<_> = sentences.iter().collect();
        let hedges = corpus::examples(&all, |sentence| sentence.hedged);
        write("hedges.bin", &class::train::<2>(statement::HEDGE, &hedges, &statement::settings())?)?;
        let negations = corpus::examples(&all, |sentence| sentence.negated);
        write("negations.bin", &class::train::<2>(statement::NEGATION, &negations, &statement::settings())?)?;
    }
    if wanted("directions") {
        let spans = corpus::directions(&data.join("evidence_inference/annotations"), "ev2_train")?;
        let examples = corpus::direction_examples(&spans);
        write(
            "directions.bin",
            &class::train::<3>(statement::DIRECTION, &examples, &statement::direction_settings())?,
        )?;
    }
    if wanted("mesh") {
        write("mesh.bin", &mesh::vocabulary(&data.join("mesh_2026/subjects_mesh.csv"))?)?;
    }
    Ok(())
}
