use std::collections::BTreeMap;
use std::path::PathBuf;

use super::cluster::ClusterArgs;
use super::{Failure, Output};
use crate::config::{
    ADMIN_LISTEN, ConfigError, DATA, DRAIN_DELAY, DRAIN_GRACE, ENGINE, INSECURE_LISTEN, LISTEN, LOG,
    MAX_DEADLINE, MAX_STREAMS, MESH, OPENSEARCH_URL, Values,
};

const EXAMPLES: &str = "\
Examples:
  ibid config
  ibid config --config ibid.toml > in-force.toml

What is printed can be used as a --config file.";

/// Show the server's configuration in force, and where each value came from
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    settings: SettingArgs,
}

/// Prints the settings as TOML, each with its origin.
pub fn run(args: Args, log: Option<String>, out: &mut Output) -> Result<(), Failure> {
    let values = args.settings.gather(log)?;
    out.bytes(values.to_string().as_bytes())?;
    values.config().map(drop).map_err(refused)
}

/// The settings as flags. What is not given here comes from the environment (`IBID_LISTEN`), then the file, then defaults.
#[derive(Debug, Default, clap::Args)]
pub struct SettingArgs {
    /// TOML file of settings; its keys are the flags' names with _ for -
    #[arg(long, env = "IBID_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What keeps the library: `embedded`, in a folder; `opensearch`, in a cluster [default: embedded]
    #[arg(long, value_name = "ENGINE")]
    engine: Option<String>,
    /// Folder of the library [default: ./ibid-data]
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Addresses of the cluster's nodes, with commas between. Password and API key: IBID_OPENSEARCH_PASSWORD, IBID_OPENSEARCH_API_KEY
    #[arg(long, value_name = "URL[,URL]")]
    opensearch_url: Option<String>,
    #[command(flatten)]
    cluster: ClusterArgs,
    /// Address of the services [default: 127.0.0.1:50051]
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// Address of /livez, /readyz and /buildinfo [default: off]
    #[arg(long, value_name = "ADDR")]
    admin_listen: Option<String>,
    /// Allow an address that others reach, without authentication
    #[arg(long)]
    insecure_listen: bool,
    /// MeSH vocabulary made by `ibid mesh` [default: the headings that ship]
    #[arg(long, value_name = "FILE")]
    mesh: Option<PathBuf>,
    /// On a stop: between saying NOT_SERVING and closing the door [default: 500ms]
    #[arg(long, value_name = "TIME")]
    drain_delay: Option<String>,
    /// On a stop: how long calls under way may take [default: 10s]
    #[arg(long, value_name = "TIME")]
    drain_grace: Option<String>,
    /// Longest deadline that a caller may ask for [default: 1h]
    #[arg(long, value_name = "TIME")]
    max_deadline: Option<String>,
    /// Calls at once on one connection [default: 256]
    #[arg(long, value_name = "N")]
    max_streams: Option<String>,
}

impl SettingArgs {
    /// The values in force.
    pub fn gather(&self, log: Option<String>) -> Result<Values, Failure> {
        let flags: BTreeMap<&'static str, String> = [
            (DATA, self.data.as_ref().map(|folder| folder.display().to_string())),
            (ENGINE, self.engine.clone()),
            (OPENSEARCH_URL, self.opensearch_url.clone()),
            (LISTEN, self.listen.clone()),
            (ADMIN_LISTEN, self.admin_listen.clone()),
            (INSECURE_LISTEN, self.insecure_listen.then(|| true.to_string())),
            (LOG, log.filter(|log| std::env::var("IBID_LOG").as_ref() != Ok(log))),
            (MESH, self.mesh.as_ref().map(|file| file.display().to_string())),
            (DRAIN_DELAY, self.drain_delay.clone()),
            (DRAIN_GRACE, self.drain_grace.clone()),
            (MAX_DEADLINE, self.max_deadline.clone()),
            (MAX_STREAMS, self.max_streams.clone()),
        ]
        .into_iter()
        .chain(self.cluster.flags())
        .filter_map(|(key, value)| Some((key, value?)))
        .collect();
        Values::gather(&flags, |name| std::env::var(name).ok(), self.config.as_deref()).map_err(refused)
    }
}

/// A configuration that cannot be used is wrong usage.
pub fn refused(error: ConfigError) -> Failure {
    Failure::Usage(error.to_string())
}
