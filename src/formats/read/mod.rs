//! Readers: bytes in, records out. Each format has a module; all answer through [`Reader`], one record at a time, so that
//! memory does not grow with the file and one bad record never spoils its neighbours.

mod pubmed;

use std::fmt;
use std::io::BufRead;
use std::str::FromStr;

use thiserror::Error;

use crate::contract::v1;

/// A format that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// PubMed and MEDLINE XML, as the National Library of Medicine distributes it.
    PubmedXml,
    /// Page of an Elsevier Pure portal, as text or HTML.
    Pure,
    /// RIS.
    Ris,
    /// CSL-JSON.
    CslJson,
    /// Ibid's own: one Citation as proto3 JSON a line.
    Jsonl,
}

impl Format {
    /// Every format, in the order in which help lists them.
    pub const ALL: [Self; 5] = [Self::PubmedXml, Self::Pure, Self::Ris, Self::CslJson, Self::Jsonl];

    /// The name that flags and `Source.format` use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PubmedXml => "pubmed-xml",
            Self::Pure => "pure",
            Self::Ris => "ris",
            Self::CslJson => "csl-json",
            Self::Jsonl => "jsonl",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that is not one of [`Format::ALL`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("unknown format {0:?}; known are pubmed-xml, pure, ris, csl-json, jsonl")]
pub struct UnknownFormat(pub String);

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        let found = Self::ALL.into_iter().find(|format| format.as_str().eq_ignore_ascii_case(name.trim()));
        found.ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

/// One thing that a file says.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A record.
    Record(Box<Record>),
    /// The source withdraws a record.
    Deleted(Deletion),
    /// An entry that could not be read.
    Rejected(Rejection),
}

/// A record that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// What the record says. `sources[0]` tells its format, id (empty when the source has none), version, revision, line and
    /// what found no place; name, etag, created and updated are empty.
    pub citation: v1::Citation,
    /// What a person should know about how it was read.
    pub warnings: Vec<String>,
    /// Line of the file at which it begins, from 1.
    pub line: u64,
}

/// A record that the source withdraws.
#[derive(Debug, Clone, PartialEq)]
pub struct Deletion {
    /// As in `Source.record_id`.
    pub source_record_id: String,
    /// The same as an identifier.
    pub identifier: v1::Identifier,
    /// Line of the file, from 1.
    pub line: u64,
}

/// An entry that could not be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Rejection {
    /// Line of the file at which it begins, from 1.
    pub line: u64,
    /// Its id or its first words, to find it by.
    pub record: String,
    /// Why, lower-case.
    pub reason: String,
}

/// Why reading a file stopped.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The bytes could not be had.
    #[error("cannot read the file: {0}")]
    Io(#[from] std::io::Error),
    /// The file ends or breaks where it should not.
    #[error("line {line}: {reason}")]
    Damaged {
        /// Line, from 1.
        line: u64,
        /// Bytes of the unpacked file before the damage.
        offset: u64,
        /// Why, lower-case.
        reason: String,
    },
    /// The file is not of the format.
    #[error("not {format}: {reason}")]
    NotOfFormat {
        /// The format's name.
        format: &'static str,
        /// Why, lower-case.
        reason: String,
    },
}

/// Gives the items of one file in their order. After an error nothing more comes; what came before stays good.
pub trait Reader: Send {
    /// The next item, or `None` at the end of the file.
    fn next(&mut self) -> Option<Result<Item, ReadError>>;
}

/// A reader of `format` over unpacked bytes.
pub fn open(format: Format, input: Box<dyn BufRead + Send>) -> Box<dyn Reader> {
    match format {
        Format::PubmedXml => Box::new(pubmed::PubmedReader::new(input)),
        other => Box::new(Missing(Some(other))),
    }
}

struct Missing(Option<Format>);

impl Reader for Missing {
    fn next(&mut self) -> Option<Result<Item, ReadError>> {
        let format = self.0.take()?.as_str();
        Some(Err(ReadError::NotOfFormat { format, reason: "no reader for it".to_owned() }))
    }
}
