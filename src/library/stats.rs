use super::{Library, LibraryError};
use crate::contract::v1::LibraryStats;
use crate::engine::Deadline;
use crate::finding;

impl Library {
    /// Counts, versions and the engine's health.
    pub async fn stats(&self, deadline: Deadline) -> Result<LibraryStats, LibraryError> {
        let stats = self.inner.engine.stats(deadline).await?;
        Ok(LibraryStats {
            citations: count(stats.citations),
            findings: count(stats.findings),
            citations_with_abstract: count(stats.citations_with_abstract),
            redirects: count(stats.redirects),
            last_change: stats.last_change as f64,
            last_visible_change: stats.last_visible_change as f64,
            engine: stats.engine.to_owned(),
            ready: stats.ready,
            version: format!("{} ({})", env!("CARGO_PKG_VERSION"), env!("IBID_COMMIT")),
            format_version: stats.format_version as i32,
            extractor_version: finding::VERSION.to_owned(),
            bytes_on_disk: stats.bytes_on_disk as f64,
            extractor_model: finding::provenance::current().model.to_owned(),
            extractor_rules: finding::provenance::current().rules.to_owned(),
        })
    }
}

fn count(value: u64) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}
