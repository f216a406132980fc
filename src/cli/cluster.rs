use std::path::PathBuf;

use crate::config::{
    OPENSEARCH_CA, OPENSEARCH_PREFIX, OPENSEARCH_REPLICAS, OPENSEARCH_SHARDS, OPENSEARCH_USER,
};

/// A library in a cluster, as flags. Password and API key have none, since other users of a machine see flags.
#[derive(Debug, Default, clap::Args)]
pub struct ClusterArgs {
    /// What the names of the library's indices begin with [default: ibid]
    #[arg(long, value_name = "PREFIX")]
    opensearch_prefix: Option<String>,
    /// User, for basic authentication; the password comes from IBID_OPENSEARCH_PASSWORD
    #[arg(long, value_name = "USER")]
    opensearch_user: Option<String>,
    /// PEM file of the authority that signed the nodes' certificates
    #[arg(long, value_name = "FILE")]
    opensearch_ca: Option<PathBuf>,
    /// Shards of an index, when it is made [default: 1]
    #[arg(long, value_name = "N")]
    opensearch_shards: Option<String>,
    /// Copies of each shard beside the first, when it is made [default: 1]
    #[arg(long, value_name = "N")]
    opensearch_replicas: Option<String>,
}

impl ClusterArgs {
    /// Settings and what was given for each.
    pub fn flags(&self) -> [(&'static str, Option<String>); 5] {
        [
            (OPENSEARCH_PREFIX, self.opensearch_prefix.clone()),
            (OPENSEARCH_USER, self.opensearch_user.clone()),
            (OPENSEARCH_CA, self.opensearch_ca.as_ref().map(|file| file.display().to_string())),
            (OPENSEARCH_SHARDS, self.opensearch_shards.clone()),
            (OPENSEARCH_REPLICAS, self.opensearch_replicas.clone()),
        ]
    }
}
