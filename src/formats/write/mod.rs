//! Writers: records in, a file of an export format out. Each is pure: the same records give the same bytes.

mod bibtex;
pub mod carried;
mod csl_json;
mod csv;
mod dates;
mod endnote_xml;
pub mod jsonl;
mod layout;
mod lines;
mod markup;
mod nbib;
mod ris;
mod summary;
mod xml;

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::contract::v1::Citation;
use bibtex::{Dialect, Keys};

/// An export format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// JSON Lines of this library: one Citation a line.
    Jsonl,
    /// Tagged format of Research Information Systems.
    Ris,
    /// BibTeX, for the classic styles.
    Bibtex,
    /// BibLaTeX, in Biber's data model.
    Biblatex,
    /// CSL-JSON 1.0.2: an array of items.
    CslJson,
    /// PubMed's tagged format (MEDLINE).
    Nbib,
    /// EndNote's XML: `<xml><records>`.
    EndnoteXml,
    /// Comma-separated values with a header, RFC 4180.
    Csv,
}

impl Format {
    /// Every format, in the order in which help lists them.
    pub const ALL: [Format; 8] = [
        Format::Jsonl,
        Format::Ris,
        Format::Bibtex,
        Format::Biblatex,
        Format::CslJson,
        Format::Nbib,
        Format::EndnoteXml,
        Format::Csv,
    ];

    /// The name that `--to` takes.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Jsonl => "jsonl",
            Format::Ris => "ris",
            Format::Bibtex => "bibtex",
            Format::Biblatex => "biblatex",
            Format::CslJson => "csl-json",
            Format::Nbib => "nbib",
            Format::EndnoteXml => "endnote-xml",
            Format::Csv => "csv",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let known = Format::ALL.into_iter().find(|format| format.as_str().eq_ignore_ascii_case(name));
        known.ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

/// A name that no export format has.
#[derive(Debug, Error)]
#[error("no export format {0}; known are jsonl, ris, bibtex, biblatex, csl-json, nbib, endnote-xml, csv")]
pub struct UnknownFormat(pub String);

/// Writes one file, record by record. What it appends may be cut anywhere between two calls and joined again.
#[derive(Debug)]
pub struct Writer {
    format: Format,
    /// Whether the head and a first record stand in the file.
    begun: bool,
    keys: Keys,
}

impl Writer {
    /// A writer at the beginning of a file.
    pub fn new(format: Format) -> Self {
        Self { format, begun: false, keys: Keys::default() }
    }

    /// Appends a record to `out`; before the first one of a file, its head.
    pub fn record(&mut self, citation: &Citation, out: &mut String) {
        out.push_str(if self.begun { layout::between(self.format) } else { layout::head(self.format) });
        self.begun = true;
        match self.format {
            Format::Jsonl => jsonl::line(citation, out),
            Format::Ris => ris::entry(citation, out),
            Format::Bibtex => bibtex::entry(citation, Dialect::Bibtex, &self.keys.next(citation), out),
            Format::Biblatex => bibtex::entry(citation, Dialect::Biblatex, &self.keys.next(citation), out),
            Format::CslJson => csl_json::item(citation, out),
            Format::Nbib => nbib::entry(citation, out),
            Format::EndnoteXml => endnote_xml::record(citation, out),
            Format::Csv => csv::row(citation, out),
        }
    }

    /// Takes note of a record that stands in the file already, so that what follows is as if it had been written here.
    pub fn pass(&mut self, citation: &Citation) {
        self.begun = true;
        if self.depends_on_what_came_before() {
            self.keys.next(citation);
        }
    }

    /// Goes on behind a head and at least one record that stand in the file already.
    pub fn resume(&mut self) {
        self.begun = true;
    }

    /// Whether a record is written otherwise when others stand before it, so that each of them must be passed.
    pub fn depends_on_what_came_before(&self) -> bool {
        matches!(self.format, Format::Bibtex | Format::Biblatex)
    }

    /// Appends the end of the file.
    pub fn finish(self, out: &mut String) {
        if !self.begun {
            out.push_str(layout::head(self.format));
        }
        out.push_str(layout::tail(self.format));
    }
}

#[cfg(test)]
mod tests;
