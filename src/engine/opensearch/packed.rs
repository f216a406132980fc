//! Bytes within JSON: compressed, in base64.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use prost::Message;

use crate::engine::EngineError;

/// zstd's level: that of the embedded store.
const LEVEL: i32 = 3;
/// Most bytes that packed ones may come to.
const LARGEST: usize = 1 << 30;

/// `bytes`, packed.
pub(super) fn pack(bytes: &[u8]) -> Result<String, EngineError> {
    Ok(STANDARD.encode(zstd::bulk::compress(bytes, LEVEL)?))
}

/// What was packed.
pub(super) fn unpack(text: &str) -> Result<Bytes, EngineError> {
    let damaged = |reason: String| EngineError::Corrupt(format!("packed bytes of a document: {reason}"));
    let packed = STANDARD.decode(text).map_err(|error| damaged(error.to_string()))?;
    let size = match zstd::zstd_safe::get_frame_content_size(&packed) {
        Ok(Some(size)) if size <= LARGEST as u64 => size as usize,
        _ => return Err(damaged("their size is not told".into())),
    };
    let bytes = zstd::bulk::decompress(&packed, size).map_err(|error| damaged(error.to_string()))?;
    Ok(bytes.into())
}

/// Findings in order, packed.
pub(super) fn pack_findings(findings: &[(String, Bytes)]) -> Result<String, EngineError> {
    let findings = findings.iter().map(|(id, message)| Kept { id: id.clone(), message: message.clone() });
    pack(&Findings { findings: findings.collect() }.encode_to_vec())
}

/// The findings that were packed.
pub(super) fn unpack_findings(text: &str) -> Result<Vec<(String, Bytes)>, EngineError> {
    let findings =
        Findings::decode(unpack(text)?).map_err(|error| EngineError::Corrupt(error.to_string()))?;
    Ok(findings.findings.into_iter().map(|kept| (kept.id, kept.message)).collect())
}

#[derive(Clone, PartialEq, prost::Message)]
struct Findings {
    #[prost(message, repeated, tag = "1")]
    findings: Vec<Kept>,
}

/// A finding with its id.
#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct Kept {
    #[prost(string, tag = "1")]
    pub id: String,
    #[prost(bytes = "bytes", tag = "2")]
    pub message: Bytes,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back() {
        for bytes in [&b""[..], b"a", &[7; 100_000]] {
            assert_eq!(unpack(&pack(bytes).unwrap()).unwrap(), bytes);
        }
        let findings = vec![("a".to_owned(), Bytes::from("1")), ("b".to_owned(), Bytes::new())];
        assert_eq!(unpack_findings(&pack_findings(&findings).unwrap()).unwrap(), findings);
        assert_eq!(unpack_findings(&pack_findings(&[]).unwrap()).unwrap(), []);
    }

    #[test]
    fn damaged_text_is_an_error() {
        let packed = pack(b"some bytes").unwrap();
        for text in ["", "!", "AAAA", &packed[..packed.len() - 8], &packed[4..]] {
            assert!(matches!(unpack(text), Err(EngineError::Corrupt(_))), "{text}");
        }
    }
}
