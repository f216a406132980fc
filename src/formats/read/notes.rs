use super::known::Known;
use crate::contract::v1;

/// Warnings that one record may have.
const MOST_WARNINGS: usize = 200;

/// What is noted while one record is read: what could not be read, and what the citation has no field for.
#[derive(Default)]
pub struct Notes {
    /// The record's identifiers so far.
    pub known: Known,
    pub warnings: Vec<String>,
    pub unplaced: Vec<v1::UnplacedField>,
}

impl Notes {
    /// Notes a warning once. Past [`MOST_WARNINGS`] of one record only that there are more.
    pub fn warn(&mut self, warning: impl Into<String>) {
        let warning = warning.into();
        if self.warnings.len() > MOST_WARNINGS || self.warnings.contains(&warning) {
            return;
        }
        let full = self.warnings.len() == MOST_WARNINGS;
        self.warnings.push(if full { "more warnings, not listed".to_owned() } else { warning });
    }

    /// Keeps what has no field, by its tag.
    pub fn unplaced(&mut self, tag: impl Into<String>, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.unplaced.push(v1::UnplacedField { tag: tag.into(), value });
        }
    }
}
