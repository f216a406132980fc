//! Figures on labelled data: `evaluate TASK PATH... [--verbose]`. What fails is printed with `--verbose`; the last line is one JSON object.

mod arguments;
mod claims;
#[path = "../train/corpus.rs"]
#[allow(dead_code)]
mod corpus;
mod csl;
mod cues;
mod directions;
mod formats;
mod measurements;
mod numbers;
mod roles;
mod seed;
mod share;

use std::path::PathBuf;
use std::process::ExitCode;

type Outcome = Result<serde_json::Value, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let verbose = arguments.iter().any(|argument| argument == "--verbose");
    arguments.retain(|argument| argument != "--verbose");
    let Some((task, paths)) = arguments.split_first() else {
        eprintln!(
            "usage: evaluate TASK PATH... [--verbose]; tasks: arguments, claims, csl, cues, directions, formats, measurements, numbers, roles, seed"
        );
        return ExitCode::from(2);
    };
    let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
    let outcome: Outcome = match task.as_str() {
        "arguments" => arguments::run(&paths, verbose),
        "roles" => roles::run(&paths, verbose),
        "claims" => claims::run(&paths, verbose),
        "csl" => Ok(csl::run(&paths, verbose)),
        "cues" => cues::run(&paths, verbose),
        "directions" => directions::run(&paths, verbose),
        "formats" => Ok(formats::run(&paths, verbose)),
        "numbers" => numbers::run(&paths, verbose),
        "measurements" => measurements::run(&paths, verbose),
        "seed" => seed::run(&paths, verbose),
        _ => Err(format!("unknown task {task}").into()),
    };
    match outcome {
        Ok(figures) => {
            println!("{figures}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
