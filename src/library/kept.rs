use bytes::Bytes;
use prost::Message;

use super::LibraryError;
use super::review::Reviewed;
use crate::contract::v1::Citation;

/// What the library keeps beside a citation (`engine::Stored::sources`).
#[derive(Clone, PartialEq, Message)]
pub(super) struct Kept {
    /// What it was merged from, where that is more than itself.
    #[prost(message, repeated, tag = "1")]
    pub sources: Vec<Citation>,
    /// What people said of its findings, in order of the findings' ids.
    #[prost(message, repeated, tag = "2")]
    pub reviews: Vec<Reviewed>,
}

impl Kept {
    pub fn read(bytes: Bytes) -> Result<Self, LibraryError> {
        Ok(Self::decode(bytes)?)
    }

    /// No bytes at all when there is nothing to keep.
    pub fn write(&self) -> Bytes {
        self.encode_to_vec().into()
    }
}
