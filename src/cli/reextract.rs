use indicatif::{ProgressBar, ProgressStyle};

use super::output::Output;
use super::session::{Session, Target};
use super::{Failure, show};
use crate::contract::v1::{ErrorReason, ReextractFindingsRequest, ReextractFindingsResponse};

const EXAMPLES: &str = "\
Examples:
  ibid reextract                             what another version of the extractor made
  ibid reextract --dry-run                   how much that is, and how much of it would change
  ibid reextract --filter 'year >= 2020' --data ./library

Reviews stay. A run that was cut off is resumed by running it again: what is done is not done twice. The last line counts what
became of the citations; exit code 1 when one of them could not be extracted.";

/// Citations that failed and are named; the others are counted.
const SHOWN: usize = 20;

/// Run the extractor again over what another version of it made
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Only citations for which this holds
    #[arg(long, default_value = "", hide_default_value = true, value_name = "FILTER")]
    filter: String,
    /// Those whose findings are up to date too
    #[arg(long)]
    all: bool,
    /// Extract and compare, write nothing
    #[arg(long)]
    dry_run: bool,
    /// Go on where a run with the same filter was cut off; it says with which token
    #[arg(long, default_value = "", hide_default_value = true, value_name = "TOKEN")]
    resume: String,
    #[command(flatten)]
    target: Target,
}

/// Streams progress to its end.
pub async fn run(args: Args, out: &mut Output) -> Result<(), Failure> {
    let dry_run = args.dry_run;
    let request = ReextractFindingsRequest {
        filter: args.filter,
        all: args.all,
        dry_run,
        resume_token: args.resume,
        wait_visible: true,
    };
    let last = args.target.with(async |session| stream(session, request, out).await).await?;
    if !out.json {
        out.line(summary(&last, dry_run))?;
    }
    out.flush()?;
    if last.failed > 0 { Err(Failure::Said) } else { Ok(()) }
}

async fn stream(
    session: &Session,
    request: ReextractFindingsRequest,
    out: &mut Output,
) -> Result<ReextractFindingsResponse, Failure> {
    let bar = progress();
    let mut parts = session.library().reextract_findings(request).await?.into_inner();
    let (mut last, mut token) = (ReextractFindingsResponse::default(), String::new());
    let mut shown = 0;
    loop {
        let part = match parts.message().await {
            Ok(Some(part)) => part,
            Ok(None) => break,
            Err(status) => {
                bar.finish_and_clear();
                if !token.is_empty() {
                    eprintln!("ibid: to go on: --resume {token}");
                }
                return Err(status.into());
            }
        };
        if out.json {
            out.message("ReextractFindingsResponse", &part)?;
        }
        for failure in &part.failures {
            shown += 1;
            bar.suspend(|| match shown {
                1..=SHOWN => eprintln!("ibid: {}: {}", failure.citation, reason(failure.error.as_ref())),
                more if more == SHOWN + 1 => eprintln!("ibid: more failed; --json names all"),
                _ => {}
            });
        }
        bar.set_length(u64::try_from(part.total).unwrap_or_default());
        bar.set_position(u64::try_from(part.examined).unwrap_or_default());
        bar.set_message(format!("{} changed, {} failed", part.changed, part.failed));
        token.clone_from(&part.resume_token);
        last = part;
    }
    bar.finish_and_clear();
    if last.done { Ok(last) } else { Err(Failure::Failed("the run ended before it was done".to_owned())) }
}

fn reason(error: Option<&crate::contract::v1::ItemError>) -> String {
    let Some(error) = error else { return String::new() };
    let reason = ErrorReason::try_from(error.reason).unwrap_or_default();
    format!("{} [{}]", error.message, show::short("ERROR_REASON_", reason.as_str_name()))
}

fn summary(last: &ReextractFindingsResponse, dry_run: bool) -> String {
    let ReextractFindingsResponse { touched, changed, unchanged, failed, .. } = last;
    let mut text = format!(
        "touched {touched}, changed {changed}, unchanged {unchanged}, kept reviews {}, failed {failed}",
        last.reviews_kept
    );
    if last.reviews_orphaned > 0 {
        text.push_str(&format!("; {} reviews are of findings no longer made", last.reviews_orphaned));
    }
    if dry_run {
        text.push_str(" (dry run: nothing was written)");
    }
    text
}

/// A bar on a terminal, nothing elsewhere.
fn progress() -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} citations {eta} {msg}") {
        bar.set_style(style);
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_counts_everything() {
        let last = ReextractFindingsResponse {
            touched: 5,
            changed: 2,
            unchanged: 2,
            failed: 1,
            reviews_kept: 3,
            ..Default::default()
        };
        let expected = "touched 5, changed 2, unchanged 2, kept reviews 3, failed 1";
        assert_eq!(summary(&last, false), expected);
        let orphaned = ReextractFindingsResponse { reviews_orphaned: 1, ..last };
        let more = "; 1 reviews are of findings no longer made (dry run: nothing was written)";
        assert_eq!(summary(&orphaned, true), format!("{expected}{more}"));
    }
}
