//! Dictionaries from the library's own first records, once there are enough of them.

use std::sync::atomic::{AtomicU32, Ordering};

use bytes::Bytes;
use redb::ReadableTable;

use super::Store;
use super::fault::fault;
use super::tables::{DICTIONARIES, FINDINGS, ROWS};
use super::value::{join_findings, read_citation, read_findings};
use crate::engine::EngineError;
use crate::engine::embedded::compression;

/// Samples are cut here, in bytes: one giant record must not fill a dictionary.
const SAMPLE_BYTES: usize = 4 * 1024;
/// Samples of one training. Writing waits for it, and its time grows with their bytes: 2,000 samples four times as long, for a
/// dictionary of 110 KiB, take six times as long and make rows no smaller.
const SAMPLES: usize = 600;

/// What a dictionary is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Rows = 1,
    Findings = 2,
}

impl Store {
    /// Trains what is due. Does nothing where a dictionary exists or the records are too few.
    pub fn train_if_due(&self) -> Result<(), EngineError> {
        if self.counters().citations < self.options.train_after {
            return Ok(());
        }
        for purpose in [Purpose::Rows, Purpose::Findings] {
            if self.current_dictionary(purpose).load(Ordering::Acquire) == 0 {
                self.train(purpose)?;
            }
        }
        Ok(())
    }

    pub(super) fn current_dictionary(&self, purpose: Purpose) -> &AtomicU32 {
        match purpose {
            Purpose::Rows => &self.row_dictionary,
            Purpose::Findings => &self.findings_dictionary,
        }
    }

    /// A dictionary is used only once it is durable: a value must never name one that a crash took away.
    fn train(&self, purpose: Purpose) -> Result<(), EngineError> {
        let samples = match purpose {
            Purpose::Rows => self.row_samples()?,
            Purpose::Findings => self.findings_samples()?,
        };
        if (samples.len() as u64) < self.options.train_after.min(SAMPLES as u64) / 4 {
            return Ok(());
        }
        let Some(dictionary) = compression::train(&samples) else {
            return Ok(());
        };
        let id = self.writing(|transaction| {
            let mut table = transaction.open_table(DICTIONARIES).map_err(fault)?;
            let id = table.last().map_err(fault)?.map_or(0, |(id, _)| id.value()) + 1;
            let value = [&[purpose as u8], &dictionary[..]].concat();
            table.insert(id, &value[..]).map_err(fault)?;
            Ok(id)
        })?;
        self.use_dictionary(id, purpose, &dictionary);
        tracing::info!(id, ?purpose, bytes = dictionary.len(), "trained a compression dictionary");
        Ok(())
    }

    fn row_samples(&self) -> Result<Vec<Bytes>, EngineError> {
        self.reading(|transaction| {
            let mut samples = Vec::new();
            for entry in transaction.open_table(ROWS).map_err(fault)?.iter().map_err(fault)? {
                let (_, value) = entry.map_err(fault)?;
                if let Some(citation) = read_citation(value.value(), &self.dictionaries)? {
                    samples.push(cut(citation.stored.citation));
                }
                if samples.len() == SAMPLES {
                    break;
                }
            }
            Ok(samples)
        })
    }

    fn findings_samples(&self) -> Result<Vec<Bytes>, EngineError> {
        self.reading(|transaction| {
            let mut samples = Vec::new();
            for entry in transaction.open_table(FINDINGS).map_err(fault)?.iter().map_err(fault)? {
                let (_, value) = entry.map_err(fault)?;
                let findings = read_findings(value.value(), &self.dictionaries)?;
                samples.push(cut(join_findings(&findings)?.into()));
                if samples.len() == SAMPLES {
                    break;
                }
            }
            Ok(samples)
        })
    }
}

/// A value of the table of dictionaries, taken apart.
pub fn unwrap_dictionary(value: &[u8]) -> Result<(Purpose, &[u8]), EngineError> {
    match value.split_first() {
        Some((1, dictionary)) => Ok((Purpose::Rows, dictionary)),
        Some((2, dictionary)) => Ok((Purpose::Findings, dictionary)),
        _ => Err(EngineError::Corrupt("a compression dictionary of unknown purpose".into())),
    }
}

fn cut(sample: Bytes) -> Bytes {
    sample.slice(..sample.len().min(SAMPLE_BYTES))
}
