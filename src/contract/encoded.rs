use std::marker::PhantomData;

use bytes::{Buf, BufMut, Bytes};
use prost::encoding::{DecodeContext, WireType};
use prost::{DecodeError, Message};

/// A message of type `T` as its encoded bytes. Inside a reply it is written as those bytes, so that what was stored is
/// served without being decoded and encoded again.
pub struct Encoded<T> {
    bytes: Bytes,
    message: PhantomData<fn() -> T>,
}

impl<T: Message + Default> Encoded<T> {
    /// Takes `bytes` for an encoded `T`. Whoever calls vouches for it: the bytes come out of the library's own store.
    pub fn from_bytes(bytes: Bytes) -> Self {
        Self { bytes, message: PhantomData }
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The bytes, taken.
    pub fn into_bytes(self) -> Bytes {
        self.bytes
    }

    /// Decodes the message.
    pub fn decode(&self) -> Result<T, DecodeError> {
        T::decode(self.bytes.clone())
    }
}

impl<T: Message + Default> From<&T> for Encoded<T> {
    fn from(message: &T) -> Self {
        Self::from_bytes(message.encode_to_vec().into())
    }
}

impl<T> Clone for Encoded<T> {
    fn clone(&self) -> Self {
        Self { bytes: self.bytes.clone(), message: PhantomData }
    }
}

impl<T> Default for Encoded<T> {
    fn default() -> Self {
        Self { bytes: Bytes::new(), message: PhantomData }
    }
}

impl<T> PartialEq for Encoded<T> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl<T> std::fmt::Debug for Encoded<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Encoded({} bytes)", self.bytes.len())
    }
}

impl<T: Message + Default> Message for Encoded<T> {
    fn encode_raw(&self, buf: &mut impl BufMut) {
        buf.put_slice(&self.bytes);
    }

    fn encoded_len(&self) -> usize {
        self.bytes.len()
    }

    fn clear(&mut self) {
        self.bytes.clear();
    }

    /// Only replies hold `Encoded`, and a server never reads its own replies; kept correct all the same, by way of `T`.
    fn merge_field(
        &mut self,
        tag: u32,
        wire_type: WireType,
        buf: &mut impl Buf,
        ctx: DecodeContext,
    ) -> Result<(), DecodeError> {
        let mut message = self.decode()?;
        message.merge_field(tag, wire_type, buf, ctx)?;
        self.bytes = message.encode_to_vec().into();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::{server, v1};

    #[test]
    fn bytes_passed_through_equal_bytes_encoded_anew() {
        let citation = v1::Citation { name: "citations/x".into(), volume: "9".into(), ..Default::default() };
        let decoded = v1::ListCitationsResponse {
            citations: vec![citation.clone(), v1::Citation::default()],
            next_page_token: "t".into(),
        };
        let passed = server::ListCitationsResponse {
            citations: vec![Encoded::from(&citation), Encoded::default()],
            next_page_token: "t".into(),
        };
        assert_eq!(passed.encode_to_vec(), decoded.encode_to_vec());
        let read_back = server::ListCitationsResponse::decode(&*decoded.encode_to_vec()).unwrap();
        assert_eq!(read_back, passed);
    }
}
