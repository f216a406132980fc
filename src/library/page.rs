use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use prost::Message;
use sha2::{Digest, Sha256};

use super::{Library, LibraryError};

/// Bytes of the seal; 128 bits cannot be guessed.
const SEAL: usize = 16;

/// Where a page ended, as it is carried in a token.
#[derive(Clone, PartialEq, Message)]
pub(super) struct Position {
    /// Hash of the request the token belongs to; set by [`Library::seal`].
    #[prost(fixed64, tag = "1")]
    pub request: u64,
    /// The last id, for pages in order of id.
    #[prost(string, tag = "2")]
    pub last: String,
    /// The engine's own cursor.
    #[prost(bytes = "bytes", tag = "3")]
    pub cursor: Bytes,
    /// How many were answered before.
    #[prost(uint64, tag = "4")]
    pub before: u64,
}

impl Library {
    /// Seals a position into a token that only this library can have made and only the same request can use.
    pub(super) fn seal(&self, request: &[&str], position: Position) -> String {
        let position = Position { request: request_hash(request), ..position };
        let mut sealed = position.encode_to_vec();
        let seal = self.seal_of(&sealed);
        sealed.extend_from_slice(&seal);
        URL_SAFE_NO_PAD.encode(sealed)
    }

    /// Opens a token; `None` for an empty one.
    pub(super) fn unseal(&self, request: &[&str], token: &str) -> Result<Option<Position>, LibraryError> {
        if token.is_empty() {
            return Ok(None);
        }
        let sealed = URL_SAFE_NO_PAD.decode(token).map_err(|_| LibraryError::PageTokenInvalid)?;
        let split = sealed.len().checked_sub(SEAL).ok_or(LibraryError::PageTokenInvalid)?;
        let (position, seal) = sealed.split_at(split);
        let mut mac = self.mac();
        mac.update(position);
        mac.verify_truncated_left(seal).map_err(|_| LibraryError::PageTokenInvalid)?;
        let position = Position::decode(position).map_err(|_| LibraryError::PageTokenInvalid)?;
        if position.request != request_hash(request) {
            return Err(LibraryError::PageTokenInvalid);
        }
        Ok(Some(position))
    }

    fn seal_of(&self, bytes: &[u8]) -> [u8; SEAL] {
        let mut mac = self.mac();
        mac.update(bytes);
        let mut seal = [0; SEAL];
        seal.copy_from_slice(&mac.finalize().into_bytes()[..SEAL]);
        seal
    }

    fn mac(&self) -> Hmac<Sha256> {
        Hmac::new_from_slice(&self.inner.page_key).expect("HMAC takes a key of any length")
    }
}

fn request_hash(parts: &[&str]) -> u64 {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    u64::from_le_bytes(hash.finalize()[..8].try_into().expect("a digest has 32 bytes"))
}
