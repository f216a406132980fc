use super::session::Target;
use super::{Failure, Output};
use crate::contract::v1::CheckLibraryRequest;

const EXAMPLES: &str = "\
Examples:
  ibid check
  ibid check --data ./library

Exit code 1 when something does not hold; each problem is a line on stdout.";

/// Prove everything that must hold of a library
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    target: Target,
}

/// Prints every problem.
pub async fn run(args: Args, out: &mut Output) -> Result<(), Failure> {
    args.target
        .with(async |session| {
            let mut parts = session.library().check_library(CheckLibraryRequest {}).await?.into_inner();
            let mut last = Default::default();
            while let Some(part) = parts.message().await? {
                if out.json {
                    out.message("CheckLibraryResponse", &part)?;
                } else {
                    for problem in &part.problems {
                        out.line(format_args!("{}: {}", problem.name, problem.message))?;
                    }
                }
                last = part;
            }
            out.flush()?;
            if !last.done {
                return Err(Failure::Failed("the check ended before it was done".to_owned()));
            }
            eprintln!("{} citations checked, {} problems", last.checked, last.problem_count);
            if last.problem_count > 0 { Err(Failure::Said) } else { Ok(()) }
        })
        .await
}
