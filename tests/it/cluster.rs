//! Libraries in the cluster that `IBID_OPENSEARCH` names, each under a prefix of its own. `tests/opensearch/cluster` starts one.

use ibid::engine::Deadline;
use ibid::engine::opensearch::client::{Call, Client, Method};
use ibid::engine::opensearch::{OpenSearch, Options};
use std::time::Duration;

/// Where a library of a test is.
pub struct Place {
    pub options: Options,
}

impl Place {
    /// A place where nothing is yet.
    pub fn fresh() -> Self {
        let urls = std::env::var("IBID_OPENSEARCH").expect("IBID_OPENSEARCH names the nodes of a cluster");
        let prefix = format!("test-{:016x}", rand::random::<u64>());
        Self { options: Options { prefix, ..Options::new(urls.split(',')) } }
    }

    /// The library there.
    pub async fn open(&self) -> OpenSearch {
        OpenSearch::open(self.options.clone()).await.unwrap()
    }

    /// Takes everything away.
    pub async fn clear(self) {
        let client = Client::new(self.options.client).unwrap();
        let path = format!("/{}-*?expand_wildcards=all", self.options.prefix);
        let call = Call::new(Method::DELETE, path, None);
        client.send(call, Deadline::after(Duration::from_secs(60))).await.unwrap().accepted().unwrap();
    }
}
