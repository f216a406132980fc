//! Readers: bytes in, records out. Every reader streams: it holds one entry at a time, reports an entry that it cannot read
//! and goes on with the next, and stops only when the file itself cannot be read further.

mod bibtex;
mod crossref;
mod csl_json;
mod csv;
mod datacite;
mod dates;
mod detect;
mod draft;
mod endnote;
mod guess;
mod head;
pub mod headings;
mod jats;
mod json_keys;
mod json_reader;
mod jsonl;
mod known;
mod lines;
mod nbib;
mod notes;
mod oai;
mod objects;
mod pubmed;
mod pubmed_text;
mod pure;
mod refill;
mod refworks;
mod ris;
mod tagged;
mod unpack;
mod wos;
mod xml;

#[cfg(test)]
mod tests;

use std::fmt;
use std::io::{self, BufRead, ErrorKind};
use std::str::FromStr;

use thiserror::Error;

use crate::contract::v1;

pub use csl_json::is_tag as is_csl_tag;
pub use detect::detect;
pub use endnote::types as endnote_types;
pub use head::head;
pub use ris::types as ris_types;
pub use unpack::unpack;

/// An import format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// PubMed XML: `PubmedArticleSet`.
    PubmedXml,
    /// Page of an Elsevier Pure portal, as text or as saved HTML.
    Pure,
    /// Tagged format of Research Information Systems.
    Ris,
    /// CSL-JSON 1.0.2: an array, one object, or one object a line.
    CslJson,
    /// BibTeX.
    Bibtex,
    /// BibLaTeX, which has more fields than BibTeX and dates of its own.
    Biblatex,
    /// Tagged format of PubMed and MEDLINE.
    Nbib,
    /// EndNote XML.
    EndnoteXml,
    /// Table with a header, separated by commas, semicolons, tabs or bars.
    Csv,
    /// Export of Web of Science: tagged text, or a table separated by tabs.
    Wos,
    /// Journal articles in JATS or the NLM DTD: front matter and references.
    Jats,
    /// Works of Crossref in JSON.
    Crossref,
    /// Records of DataCite in JSON.
    Datacite,
    /// Dublin Core, from a repository (OAI-PMH) or alone.
    OaiDc,
    /// PubMed's exports as plain text: summary and abstract.
    PubmedText,
    /// RefWorks' tagged format.
    Refworks,
    /// JSON Lines of this library: one Citation a line.
    Jsonl,
}

impl Format {
    /// Every format, in the order in which help lists them.
    pub const ALL: [Format; 17] = [
        Format::PubmedXml,
        Format::Pure,
        Format::Ris,
        Format::CslJson,
        Format::Bibtex,
        Format::Biblatex,
        Format::Nbib,
        Format::EndnoteXml,
        Format::Csv,
        Format::Wos,
        Format::Jats,
        Format::Crossref,
        Format::Datacite,
        Format::OaiDc,
        Format::PubmedText,
        Format::Refworks,
        Format::Jsonl,
    ];

    /// The name that `--format` takes and that sources carry.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::PubmedXml => "pubmed-xml",
            Format::Pure => "pure",
            Format::Ris => "ris",
            Format::CslJson => "csl-json",
            Format::Bibtex => "bibtex",
            Format::Biblatex => "biblatex",
            Format::Nbib => "nbib",
            Format::EndnoteXml => "endnote-xml",
            Format::Csv => "csv",
            Format::Wos => "wos",
            Format::Jats => "jats",
            Format::Crossref => "crossref",
            Format::Datacite => "datacite",
            Format::OaiDc => "oai-dc",
            Format::PubmedText => "pubmed-text",
            Format::Refworks => "refworks",
            Format::Jsonl => "jsonl",
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
        Format::ALL
            .into_iter()
            .find(|format| format.as_str().eq_ignore_ascii_case(name))
            .ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

/// A name that no import format has.
#[derive(Debug, Error)]
#[error("no import format {0}; known are {known}", known = Format::ALL.map(Format::as_str).join(", "))]
pub struct UnknownFormat(pub String);

/// One entry of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A record.
    Record(Box<Record>),
    /// The source withdraws a record.
    Deleted(Deletion),
    /// An entry that could not be read.
    Rejected(Rejection),
}

/// A record and what was noticed while it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The record. `sources[0]` says where it comes from: format, record id (empty when the source has none), version,
    /// revised, line, unplaced. `name`, `etag`, `created` and `updated` are empty.
    pub citation: v1::Citation,
    /// What could not be read or placed, in words.
    pub warnings: Vec<String>,
    /// Line at which it begins, from 1.
    pub line: u64,
}

/// A source's word that a record of its own is gone.
#[derive(Debug, Clone, PartialEq)]
pub struct Deletion {
    /// The format, whose source of that record is withdrawn.
    pub format: Format,
    /// Its id in the source.
    pub source_record_id: String,
    /// The same as an identifier.
    pub identifier: v1::Identifier,
    /// Line of the file, from 1.
    pub line: u64,
}

/// An entry that could not be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Rejection {
    /// Line at which it begins, from 1.
    pub line: u64,
    /// Its id or first words, to find it by.
    pub record: String,
    /// Why.
    pub reason: String,
}

/// Why a file cannot be read further. What came before stays.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The bytes fail.
    #[error("cannot read the file: {0}; a whole, readable copy of it is needed")]
    Io(#[from] std::io::Error),
    /// The structure breaks so that no next entry can be found.
    #[error("line {line}: {reason}; what came before stands, a whole copy of the file brings the rest")]
    Damaged {
        /// Line, from 1.
        line: u64,
        /// Byte offset in the unpacked file.
        offset: u64,
        /// What is wrong.
        reason: String,
    },
    /// The file is something else.
    #[error("not {format}: {reason}; name another format, or none to have it found from the content")]
    NotOfFormat {
        /// The format that was asked for.
        format: &'static str,
        /// What shows it.
        reason: String,
    },
}

impl ReadError {
    /// Bytes that end or are spoilt at a place, as an unpacker meets them. A fault of whatever brings the bytes has no place.
    pub fn at(line: u64, offset: u64, error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::UnexpectedEof | ErrorKind::InvalidData | ErrorKind::InvalidInput => {
                Self::Damaged { line, offset, reason: error.to_string() }
            }
            _ => Self::Io(error),
        }
    }
}

/// Entries of a file, one after the other.
pub trait Reader: Send {
    /// The next entry; `None` at the end. After an error nothing more comes.
    fn next(&mut self) -> Option<Result<Item, ReadError>>;
}

/// A reader of `format` over unpacked bytes.
pub fn open(format: Format, input: Box<dyn BufRead + Send>) -> Box<dyn Reader> {
    match format {
        Format::PubmedXml => pubmed::reader(input),
        Format::Pure => pure::reader(input),
        Format::Ris => ris::reader(input),
        Format::CslJson => csl_json::reader(input),
        Format::Bibtex | Format::Biblatex => bibtex::reader(format, input),
        Format::Nbib => nbib::reader(input),
        Format::EndnoteXml => endnote::reader(input),
        Format::Csv => csv::reader(input),
        Format::Wos => wos::reader(input),
        Format::Jats => jats::reader(input),
        Format::Crossref => crossref::reader(input),
        Format::Datacite => datacite::reader(input),
        Format::OaiDc => oai::reader(input),
        Format::PubmedText => pubmed_text::reader(input),
        Format::Refworks => refworks::reader(input),
        Format::Jsonl => jsonl::reader(input),
    }
}
