use prost::Message;
use prost_types::Timestamp;
use sha2::{Digest, Sha256};

use crate::contract::v1;
use crate::contract::wire::Fields;

/// A hash of all of `citation` but `etag`, `created`, `updated` and when its sources were imported: 32 hexadecimal digits.
pub fn etag(citation: &v1::Citation) -> String {
    let mut content = citation.clone();
    content.etag.clear();
    content.created = None;
    content.updated = None;
    for source in &mut content.sources {
        source.imported = None;
    }
    hex(&content)
}

/// Numbers of fields that the tag is put among, and that it does not cover.
const ETAG: u32 = 2;
const SOURCES: u32 = 47;
const UPDATED: u32 = 49;

/// Writes etag and times into `citation` and encodes it: once, though the etag covers less than what is encoded.
pub fn seal(citation: &mut v1::Citation, created: Timestamp, updated: Timestamp) -> Vec<u8> {
    let v1::Citation { sources, .. } = citation;
    let imported: Vec<_> = sources.iter_mut().map(|source| source.imported.take()).collect();
    citation.etag.clear();
    citation.created = None;
    citation.updated = None;
    let content = citation.encode_to_vec();
    citation.etag = hex_of(&content);
    for (source, imported) in citation.sources.iter_mut().zip(imported) {
        source.imported = imported;
    }
    citation.created = Some(created);
    citation.updated = Some(updated);

    // fields are encoded in the order of their numbers
    let [mut name, mut middle, mut covered] = [0; 3];
    for field in Fields::new(&content) {
        let lengths = [(&mut name, ETAG), (&mut middle, SOURCES), (&mut covered, UPDATED + 1)];
        for (length, before) in lengths {
            *length += if field.tag < before { field.whole.len() } else { 0 };
        }
    }
    let etag = v1::Citation { etag: citation.etag.clone(), ..Default::default() };
    let tail = v1::Citation {
        sources: std::mem::take(&mut citation.sources),
        created: citation.created,
        updated: citation.updated,
        ..Default::default()
    };
    let mut sealed = Vec::with_capacity(content.len() + 64 + tail.sources.len() * 16);
    sealed.extend_from_slice(&content[..name]);
    sealed.extend(etag.encode_to_vec());
    sealed.extend_from_slice(&content[name..middle]);
    sealed.extend(tail.encode_to_vec());
    sealed.extend_from_slice(&content[covered..]);
    citation.sources = tail.sources;
    sealed
}

/// The first 128 bits of a SHA-256 over the encoded message, in hexadecimal.
pub(super) fn hex(citation: &v1::Citation) -> String {
    hex_of(&citation.encode_to_vec())
}

fn hex_of(content: &[u8]) -> String {
    let hash = Sha256::digest(content);
    let digits = hash.iter().take(16).flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_do_not_count_and_content_does() {
        let source = v1::Source { format: "ris".into(), ..Default::default() };
        let citation = v1::Citation { volume: "9".into(), sources: vec![source], ..Default::default() };
        let tag = etag(&citation);
        assert_eq!(tag.len(), 32);

        let now = Some(Timestamp { seconds: 5, nanos: 0 });
        let mut later = citation.clone();
        later.etag.clone_from(&tag);
        later.created = now;
        later.updated = now;
        later.sources[0].imported = now;
        assert_eq!(etag(&later), tag);

        let mut changed = citation.clone();
        changed.sources[0].format = "nbib".into();
        assert_ne!(etag(&changed), tag);
        assert_ne!(etag(&v1::Citation { volume: "10".into(), ..citation }), tag);
    }
    #[test]
    fn sealing_is_tagging_and_encoding() {
        let now = |seconds| Timestamp { seconds, nanos: 7 };
        let source =
            |format: &str, imported| v1::Source { format: format.into(), imported, ..Default::default() };
        let full = v1::Citation {
            name: "citations/x".into(),
            etag: "of before".into(),
            volume: "9".into(),
            rights: vec![v1::Rights::default()],
            sources: vec![source("ris", Some(now(3))), source("pure", None)],
            created: Some(now(1)),
            ..Default::default()
        };
        let unnamed = v1::Citation { name: String::new(), sources: Vec::new(), ..full.clone() };
        for citation in [full, unnamed, v1::Citation::default()] {
            let mut sealed = citation.clone();
            let bytes = seal(&mut sealed, now(5), now(6));
            let expected = v1::Citation {
                etag: etag(&citation),
                created: Some(now(5)),
                updated: Some(now(6)),
                ..citation
            };
            assert_eq!(sealed, expected);
            assert_eq!(bytes, expected.encode_to_vec());
        }
    }
}
