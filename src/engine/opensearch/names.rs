//! Names of indices. Documents are read and written through aliases, so that an index can be replaced by another.

/// The aliases of one library.
#[derive(Debug, Clone)]
pub(super) struct Names {
    /// A row for each id: a citation with everything that belongs to it, a redirect or a tombstone.
    pub citations: String,
    /// Derived from the rows, for search.
    pub findings: String,
    /// Who carries an identifier, and who links to it.
    pub identifiers: String,
    /// Batches of changes in their order, and settings.
    pub control: String,
}

impl Names {
    /// Of the library of that prefix.
    pub fn of(prefix: &str) -> Self {
        let name = |part: &str| format!("{prefix}-{part}");
        Self {
            citations: name("citations"),
            findings: name("findings"),
            identifiers: name("identifiers"),
            control: name("control"),
        }
    }

    /// All of them, joined by commas.
    pub fn all(&self) -> String {
        [&self.citations, &self.findings, &self.identifiers, &self.control].map(String::as_str).join(",")
    }
}
