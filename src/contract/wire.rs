//! Encoded messages looked at without decoding them: what a BASIC view and a snippet need is a few top-level fields.

use bytes::{BufMut, Bytes, BytesMut};

/// Keeps the top-level fields whose numbers are in `tags` and drops all others, in the order in which they stand.
/// Bytes that are not a message are cut where they cease to be one.
pub fn keep_fields(message: &[u8], tags: &[u32]) -> Bytes {
    let mut kept = BytesMut::with_capacity(message.len() / 2);
    for field in Fields::new(message) {
        if tags.contains(&field.tag) {
            kept.put_slice(field.whole);
        }
    }
    kept.freeze()
}

/// A top-level field of an encoded message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field<'a> {
    /// Its number.
    pub tag: u32,
    /// Its content: for a string, bytes or message, those without the length; else the raw value.
    pub content: &'a [u8],
    /// Key, length and content.
    pub whole: &'a [u8],
}

/// Walks the top-level fields of an encoded message.
pub struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    /// Starts at the first field of `message`.
    pub fn new(message: &'a [u8]) -> Self {
        Self { rest: message }
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Field<'a>;

    fn next(&mut self) -> Option<Field<'a>> {
        let start = self.rest;
        let (key, key_len) = varint(start)?;
        let after_key = &start[key_len..];
        let (skip, len) = match key & 7 {
            0 => (0, varint(after_key)?.1),
            1 => (0, 8),
            2 => {
                let (len, width) = varint(after_key)?;
                (width, usize::try_from(len).ok()?)
            }
            5 => (0, 4),
            _ => return None,
        };
        let content = after_key.get(skip..skip.checked_add(len)?)?;
        let (whole, rest) = start.split_at(key_len + skip + len);
        self.rest = rest;
        Some(Field { tag: u32::try_from(key >> 3).ok()?, content, whole })
    }
}

fn varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut value = 0u64;
    for (index, byte) in bytes.iter().take(10).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * index as u32);
        if byte & 0x80 == 0 {
            return Some((value, index + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::v1::{Citation, Title};
    use prost::Message;

    #[test]
    fn keeping_some_fields_equals_clearing_the_others() {
        let full = Citation {
            name: "citations/a".into(),
            volume: "100".into(),
            titles: vec![Title { text: "t".into(), ..Default::default() }],
            peer_reviewed: Some(true),
            ..Default::default()
        };
        let basic = Citation { volume: String::new(), peer_reviewed: None, ..full.clone() };
        assert_eq!(keep_fields(&full.encode_to_vec(), &[1, 6]), basic.encode_to_vec());
    }

    #[test]
    fn damaged_bytes_end_the_walk() {
        let bytes = Citation { name: "citations/a".into(), ..Default::default() }.encode_to_vec();
        assert_eq!(Fields::new(&bytes[..bytes.len() - 1]).count(), 0);
        assert_eq!(Fields::new(&[0xff; 12]).count(), 0);
    }
}
