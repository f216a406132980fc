use prost::Message;
use sha2::{Digest, Sha256};

use crate::contract::v1;

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

/// The first 128 bits of a SHA-256 over the encoded message, in hexadecimal.
pub(super) fn hex(citation: &v1::Citation) -> String {
    let hash = Sha256::digest(citation.encode_to_vec());
    let digits = hash.iter().take(16).flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use prost_types::Timestamp;

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
}
