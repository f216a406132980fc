//! Where a library is kept.

use std::path::PathBuf;
use std::sync::Arc;

use super::embedded::{self, Embedded};
use super::opensearch::{self, OpenSearch};
use super::{Engine, EngineError};

/// Where a library is kept, and so which engine keeps it. The only place that knows there are several.
#[derive(Debug, Clone)]
pub enum Place {
    /// A folder of this machine.
    Folder(PathBuf),
    /// A cluster of OpenSearch.
    Cluster(opensearch::Options),
}

impl Place {
    /// Opens the library, or makes an empty one.
    pub async fn open(self) -> Result<Arc<dyn Engine>, EngineError> {
        match self {
            Place::Folder(folder) => {
                let open = move || Embedded::open(&folder, embedded::Options::default());
                let opened = tokio::task::spawn_blocking(open).await;
                let opened = opened.map_err(|error| {
                    EngineError::Unavailable(format!("the library does not open: {error}"))
                })?;
                Ok(Arc::new(opened?))
            }
            Place::Cluster(options) => Ok(Arc::new(OpenSearch::open(options).await?)),
        }
    }
}
