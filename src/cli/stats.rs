use super::session::Target;
use super::{Failure, Output};
use crate::contract::v1::GetLibraryStatsRequest;

const EXAMPLES: &str = "\
Examples:
  ibid stats
  ibid stats --data ./library --json";

/// Show how much the library holds, and its versions
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    target: Target,
}

/// Prints a figure a line.
pub async fn run(args: Args, out: &mut Output) -> Result<(), Failure> {
    let stats = args
        .target
        .with(async |session| Ok(session.library().get_library_stats(GetLibraryStatsRequest {}).await?))
        .await?
        .into_inner();
    if out.json {
        return out.message("LibraryStats", &stats);
    }
    for (name, value) in [
        ("citations", stats.citations.to_string()),
        ("with an abstract", stats.citations_with_abstract.to_string()),
        ("findings", stats.findings.to_string()),
        ("redirects", stats.redirects.to_string()),
        ("last change", format!("{} (search shows {})", stats.last_change, stats.last_visible_change)),
        ("ready", stats.ready.to_string()),
        ("engine", format!("{}, data format {}", stats.engine, stats.format_version)),
        ("on disk", format!("{:.1} MB", stats.bytes_on_disk / 1e6)),
        ("version", stats.version),
        (
            "extractor",
            format!(
                "{}, rules {}, model {}",
                stats.extractor_version, stats.extractor_rules, stats.extractor_model
            ),
        ),
    ] {
        out.line(format_args!("{name:<17} {value}"))?;
    }
    Ok(())
}
