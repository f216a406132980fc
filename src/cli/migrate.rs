use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};

use super::cluster::ClusterArgs;
use super::config::refused;
use super::{Failure, Output};
use crate::config::{Values, cluster};
use crate::engine::{Engine, Place};
use crate::library::{compare, migrate};

const EXAMPLES: &str = "\
Examples:
  ibid migrate --from ./library --to https://a:9200,https://b:9200
  IBID_OPENSEARCH_PASSWORD=... ibid migrate --from https://a:9200 --to ./library --opensearch-user ibid

Citations, findings, reviews, redirects and deletions are copied in the order of their changes, then both places are read and
compared; the last line says what they hold. What is there already is left alone, so a run that was cut off is resumed by running it
again. A folder must be closed: stop its server first. A cluster may be read and written meanwhile.";

/// Copy a library to another place: from a folder to a cluster, back, or between two of a kind
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The library: a folder, or the addresses of a cluster's nodes
    #[arg(long, value_name = "DIR or URL[,URL]")]
    from: String,
    /// Where it shall be
    #[arg(long, value_name = "DIR or URL[,URL]")]
    to: String,
    #[command(flatten)]
    cluster: ClusterArgs,
}

/// Copies, then compares.
pub async fn run(args: Args, out: &mut Output) -> Result<(), Failure> {
    if args.from == args.to {
        return Err(Failure::Usage("--from and --to are the same place".into()));
    }
    let values = args.values()?;
    let from = open(&args.from, &values, false).await?;
    let to = open(&args.to, &values, true).await?;
    let bar = bar("copying");
    let copied = migrate(&*from, &*to, |done| bar.set_position(done.read)).await;
    let copied = copied.map_err(|error| Failure::Failed(error.to_string()))?;
    bar.set_message("comparing");
    bar.set_position(0);
    let both = compare(&*from, &*to, |citations| bar.set_position(citations)).await;
    let both = both.map_err(|error| Failure::Failed(error.to_string()))?;
    bar.finish_and_clear();
    for engine in [from, to] {
        engine.close().await.map_err(|error| Failure::Failed(error.to_string()))?;
    }
    if out.json {
        return out.line(serde_json::json!({
            "read": copied.read, "written": copied.written,
            "citations": both.citations, "findings": both.findings, "sha256": both.sha256,
        }));
    }
    out.line(format_args!(
        "read {}, written {}; both hold {} citations and {} findings, sha256 {}",
        copied.read, copied.written, both.citations, both.findings, both.sha256
    ))
}

impl Args {
    fn values(&self) -> Result<Values, Failure> {
        let given = self.cluster.flags().into_iter().filter_map(|(key, value)| Some((key, value?)));
        let flags: BTreeMap<&'static str, String> = given.collect();
        Values::gather(&flags, |name| std::env::var(name).ok(), None).map_err(refused)
    }
}

async fn open(place: &str, values: &Values, may_be_new: bool) -> Result<Arc<dyn Engine>, Failure> {
    let place = match place.starts_with("http://") || place.starts_with("https://") {
        true => Place::Cluster(cluster(values, place).map_err(refused)?),
        false => {
            let folder = PathBuf::from(place);
            if !may_be_new && !folder.is_dir() {
                return Err(Failure::Failed(format!("--from {place}: there is no such folder")));
            }
            Place::Folder(folder)
        }
    };
    place.open().await.map_err(|error| Failure::Failed(error.to_string()))
}

fn bar(what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new_spinner().with_message(what);
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {pos} rows, {per_sec}") {
        bar.set_style(style);
    }
    bar
}
