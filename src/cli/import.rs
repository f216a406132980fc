mod feed;
mod report;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use tonic::Status;
use tonic_types::StatusExt as _;

use self::feed::Feed;
use self::report::Report;
use super::input::{Input, inputs};
use super::session::{Session, Target};
use super::{Failure, Output};
use crate::contract::v1::{ImportAction, ImportConfig, ImportOutcome, ImportTotals};

const EXAMPLES: &str = "\
Examples:
  ibid import pubmed26n0001.xml.gz
  ibid import references/ --report problems.jsonl
  curl -s https://example.org/list.ris | ibid import - --format ris --strict
  ibid import big.xml.zst --data ./library --dry-run

Importing the same again changes nothing, so that is how to resume. The last line counts what became of the records.";

/// Rejections that are printed; all of them are in the report.
const SHOWN: usize = 20;

/// Bring files into a library
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Files, folders (walked) or `-`; .gz and .zst are unpacked
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// pubmed-xml, pure, ris, csl-json, bibtex, biblatex, nbib, endnote-xml, wos, jats, crossref, datacite, oai-dc, pubmed-text,
    /// refworks, csv or jsonl; found from the content when not given
    #[arg(long, default_value = "", hide_default_value = true, value_name = "FORMAT")]
    format: String,
    /// Write one JSON line per record that was rejected or warned about: file, line, record, reason
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Read and compare, write nothing
    #[arg(long)]
    dry_run: bool,
    /// Exit with 1 when a record was rejected
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    target: Target,
}

/// Imports file after file; one that fails does not stop the others.
pub async fn run(args: Args, out: &mut Output) -> Result<(), Failure> {
    let files = inputs(&args.files)?;
    let mut import = Import {
        report: Report::create(args.report.as_deref())?,
        totals: ImportTotals::default(),
        shown: 0,
        failed: false,
        json: out.json,
        out,
    };
    let started = Instant::now();
    args.target
        .with(async |session| {
            for (index, file) in files.iter().enumerate() {
                let config = ImportConfig {
                    format: args.format.clone(),
                    file: file.file_name(),
                    dry_run: args.dry_run,
                    all_outcomes: import.json,
                    // Once is enough: what the last one waits for, those before it share.
                    wait_visible: index + 1 == files.len(),
                };
                import.file(session, file, config).await?;
            }
            Ok(())
        })
        .await?;
    import.report.finish()?;
    let Import { totals, failed, json, .. } = import;
    if !json {
        out.line(summary(&totals, started.elapsed(), args.dry_run))?;
    }
    if failed || (args.strict && totals.rejected > 0) { Err(Failure::Said) } else { Ok(()) }
}

struct Import<'a> {
    report: Report,
    totals: ImportTotals,
    /// Rejections printed so far.
    shown: usize,
    /// A file could not be read to its end.
    failed: bool,
    json: bool,
    out: &'a mut Output,
}

impl Import<'_> {
    async fn file(&mut self, session: &Session, file: &Input, config: ImportConfig) -> Result<(), Failure> {
        let bar = progress(file);
        let mut totals = ImportTotals::default();
        let ended = self.stream(session, file, config, &mut totals, &bar).await;
        bar.finish_and_clear();
        add(&mut self.totals, &totals);
        match ended {
            Ok(()) => Ok(()),
            Err(Failure::Call(status)) if of_the_file(&status) => {
                let failure = Failure::Call(status.clone());
                if skipped(file, &status) {
                    eprintln!("ibid: {}: skipped: {failure}", file.shown());
                    return Ok(());
                }
                self.failed = true;
                eprintln!("ibid: {}: {failure}", file.shown());
                self.report.file_failed(file, &status)
            }
            Err(Failure::Failed(reason)) => {
                self.failed = true;
                eprintln!("ibid: {reason}");
                Ok(())
            }
            Err(failure) => Err(failure),
        }
    }

    async fn stream(
        &mut self,
        session: &Session,
        file: &Input,
        config: ImportConfig,
        totals: &mut ImportTotals,
        bar: &ProgressBar,
    ) -> Result<(), Failure> {
        let feed = Feed::open(file, config)?;
        let broken = feed.broken.clone();
        let mut parts = session.library().import_citations(feed.requests).await?.into_inner();
        let mut done = false;
        while let Some(part) = parts.message().await? {
            if self.json {
                self.out.message("ImportCitationsResponse", &part)?;
            }
            for outcome in &part.outcomes {
                self.outcome(file, outcome, bar)?;
            }
            bar.set_position(part.bytes_read as u64);
            if let Some(counted) = part.totals {
                bar.set_message(format!("{} new, {} rejected", counted.created, counted.rejected));
                *totals = counted;
            }
            done = part.done;
        }
        if let Some(reason) = broken.get() {
            return Err(Failure::failed(file.shown(), reason));
        }
        if done { Ok(()) } else { Err(Failure::failed(file.shown(), "the import ended before the file did")) }
    }

    fn outcome(&mut self, file: &Input, outcome: &ImportOutcome, bar: &ProgressBar) -> Result<(), Failure> {
        self.report.outcome(file, outcome)?;
        if outcome.action() != ImportAction::Rejected {
            return Ok(());
        }
        self.shown += 1;
        let reason = outcome.error.as_ref().map_or("", |error| error.message.as_str());
        let nameless = format!("record {}", outcome.record);
        let label = if outcome.label.is_empty() { &nameless } else { &outcome.label };
        let line = outcome.line;
        bar.suspend(|| match self.shown {
            1..=SHOWN => eprintln!("ibid: {}:{line}: {label}: rejected: {reason}", file.shown()),
            shown if shown == SHOWN + 1 => eprintln!("ibid: more were rejected; --report FILE names all"),
            _ => {}
        });
        Ok(())
    }
}

/// An error that concerns one file; with others, none of the rest would succeed.
fn of_the_file(status: &Status) -> bool {
    use tonic::Code::{DataLoss, FailedPrecondition, InvalidArgument, OutOfRange, ResourceExhausted};
    let full = status.get_details_error_info().is_some_and(|info| info.reason == "STORAGE_FULL");
    !full
        && matches!(
            status.code(),
            InvalidArgument | OutOfRange | ResourceExhausted | FailedPrecondition | DataLoss
        )
}

/// Folders hold other files too.
fn skipped(file: &Input, status: &Status) -> bool {
    let unknown = status.get_details_error_info().is_some_and(|info| info.reason == "FORMAT_UNKNOWN");
    unknown && matches!(file, Input::File { walked: true, .. })
}

fn add(sum: &mut ImportTotals, one: &ImportTotals) {
    sum.created += one.created;
    sum.updated += one.updated;
    sum.unchanged += one.unchanged;
    sum.merged += one.merged;
    sum.rejected += one.rejected;
    sum.deleted += one.deleted;
    sum.deletions_unknown += one.deletions_unknown;
    sum.warned += one.warned;
}

fn summary(totals: &ImportTotals, took: Duration, dry_run: bool) -> String {
    let ImportTotals { created, updated, unchanged, merged, rejected, .. } = totals;
    let ImportTotals { deleted, deletions_unknown, warned, .. } = totals;
    let records = created + updated + unchanged + merged + rejected;
    let mut text = format!(
        "created {created}, updated {updated}, unchanged {unchanged}, merged {merged}, rejected {rejected}"
    );
    for (count, what) in
        [(deleted, "deleted"), (deletions_unknown, "deletions of unknown records"), (warned, "with warnings")]
    {
        if *count > 0 {
            text.push_str(&format!(", {count} {what}"));
        }
    }
    let rate = f64::from(records) / took.as_secs_f64().max(0.001);
    text.push_str(&format!("; {rate:.0} records/s"));
    if dry_run {
        text.push_str(" (dry run: nothing was written)");
    }
    text
}

/// A bar on a terminal, nothing elsewhere.
fn progress(file: &Input) -> ProgressBar {
    let bar = file.size().map_or_else(ProgressBar::new_spinner, ProgressBar::new);
    let template = "{prefix} {bar:30} {bytes}/{total_bytes} {eta} {msg}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.with_prefix(file.shown())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_counts_everything() {
        let totals = ImportTotals { created: 3, rejected: 1, deletions_unknown: 2, ..Default::default() };
        let expected = "created 3, updated 0, unchanged 0, merged 0, rejected 1, \
                        2 deletions of unknown records; 2 records/s";
        assert_eq!(summary(&totals, Duration::from_secs(2), false), expected);
        let mut twice = totals;
        add(&mut twice, &totals);
        assert_eq!((twice.created, twice.rejected, twice.deletions_unknown), (6, 2, 4));
    }
}
