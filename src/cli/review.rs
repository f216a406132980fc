use std::path::{Path, PathBuf};

use prost_types::FieldMask;
use serde_json::Value;

use super::get::resource_name;
use super::input::Input;
use super::session::Target;
use super::{Failure, Output, show};
use crate::contract::from_json;
use crate::contract::v1::{Finding, ReviewFindingRequest, ReviewVerdict};

const EXAMPLES: &str = "\
Examples:
  ibid review citations/01hv…/findings/7b3v… --accept
  ibid review pmid:19886236/findings/7b3v… --reject --note 'says nothing of survival'
  ibid review citations/01hv…/findings/7b3v… --correct right.json
  echo '{\"direction\": \"DIRECTION_DECREASE\"}' | ibid review citations/01hv…/findings/7b3v… --correct -
  ibid review citations/01hv…/findings/7b3v… --clear
  ibid findings --filter 'review = REJECTED'

A correction is a Finding as `ibid findings --json` prints it: whole, with its `statement`, it replaces all that can be corrected;
in part, the fields that it names. Extracting again never overwrites a review.";

/// Longest correction.
const MAX_CORRECTION: u64 = 4 << 20;

/// Say what you think of a finding: right, wrong, or right after correction
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// `citations/…/findings/…`; `pmid:…` or `doi:…` may stand for the citation
    #[arg(value_name = "FINDING")]
    name: String,
    #[command(flatten)]
    verdict: VerdictArgs,
    /// Who reviews
    #[arg(long, env = "USER", default_value = "", hide_default_value = true, value_name = "NAME")]
    reviewer: String,
    /// Why, for people
    #[arg(long, default_value = "", hide_default_value = true, value_name = "TEXT")]
    note: String,
    /// Only if the review has this etag; `none`: only if there is no review
    #[arg(long, default_value = "", hide_default_value = true, value_name = "ETAG")]
    etag: String,
    #[command(flatten)]
    target: Target,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct VerdictArgs {
    /// It is right as it is
    #[arg(long)]
    accept: bool,
    /// It is wrong
    #[arg(long)]
    reject: bool,
    /// It is right with what this file says; `-` is stdin
    #[arg(long, value_name = "FILE.json")]
    correct: Option<PathBuf>,
    /// Take the review back
    #[arg(long)]
    clear: bool,
}

/// Writes the review and prints the finding with it.
pub async fn run(args: Args, out: &mut Output) -> Result<(), Failure> {
    let VerdictArgs { reject, correct, clear, .. } = args.verdict;
    let (correction, correction_mask) = match &correct {
        Some(file) => {
            let (finding, mask) = correction(&read(file)?)?;
            (Some(finding), Some(mask))
        }
        None => (None, None),
    };
    let verdict = match (clear, reject, correction.is_some()) {
        (true, ..) => ReviewVerdict::Unspecified,
        (_, true, _) => ReviewVerdict::Rejected,
        (_, _, true) => ReviewVerdict::Corrected,
        _ => ReviewVerdict::Accepted,
    };
    let request = ReviewFindingRequest {
        name: resource_name(&args.name),
        verdict: verdict.into(),
        clear,
        reviewer: args.reviewer,
        note: args.note,
        correction,
        correction_mask,
        etag: args.etag,
    };
    let reviewed = args
        .target
        .with(async |session| Ok(session.library().review_finding(request).await?.into_inner()))
        .await?;
    if out.json {
        return out.message("Finding", &reviewed);
    }
    for line in show::finding(&reviewed, out) {
        out.line(line)?;
    }
    Ok(())
}

fn read(file: &Path) -> Result<String, Failure> {
    use std::io::Read as _;
    let input = if file == Path::new("-") {
        Input::Stdin
    } else {
        Input::File { path: file.to_owned(), walked: false }
    };
    let mut text = String::new();
    let read = input.open()?.take(MAX_CORRECTION + 1).read_to_string(&mut text);
    read.map_err(|error| Failure::failed(input.shown(), error))?;
    if text.len() as u64 > MAX_CORRECTION {
        return Err(Failure::failed(input.shown(), format!("is longer than {MAX_CORRECTION} bytes")));
    }
    Ok(text)
}

/// The finding, and which of its fields count: all of a whole one, since JSON leaves out what is empty or false; those that are named
/// of another.
fn correction(json: &str) -> Result<(Finding, FieldMask), Failure> {
    let wrong = |error: &dyn std::fmt::Display| Failure::Usage(format!("--correct: {error}"));
    let named: Value = serde_json::from_str(json).map_err(|error| wrong(&error))?;
    let Value::Object(named) = named else { return Err(wrong(&"not a JSON object")) };
    let finding: Finding = from_json("Finding", json).map_err(|error| wrong(&error))?;
    let whole = !finding.statement.is_empty();
    let paths = if whole { vec!["*".to_owned()] } else { named.keys().map(|name| snake(name)).collect() };
    Ok((finding, FieldMask { paths }))
}

/// `certaintyCues` as the contract calls it.
fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::v1::Direction;

    #[test]
    fn a_whole_finding_replaces_all_and_a_part_what_it_names() {
        let check = |json: &str, expected: &[&str]| {
            let (finding, mask) = correction(json).unwrap();
            assert_eq!(finding.direction(), Direction::Decrease, "{json}");
            assert_eq!(mask.paths, expected, "{json}");
        };
        check(
            r#"{"direction": "DIRECTION_DECREASE", "certaintyCues": []}"#,
            &["direction", "certainty_cues"],
        );
        check(r#"{"direction": 2, "deontic_strength": 0}"#, &["direction", "deontic_strength"]);
        check(r#"{"statement": "Pain fell.", "direction": "DIRECTION_DECREASE"}"#, &["*"]);
        for wrong in ["", "[]", "{", r#"{"colour": 1}"#] {
            assert!(matches!(correction(wrong), Err(Failure::Usage(_))), "{wrong}");
        }
    }
}
