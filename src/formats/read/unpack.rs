use std::io::{self, BufRead, BufReader, Cursor, Read};

use flate2::read::MultiGzDecoder;

const GZIP: [u8; 2] = [0x1f, 0x8b];
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
const BUFFER: usize = 64 << 10;

/// Unpacks gzip (of any number of members) or Zstandard, known by their first bytes; any other input passes as it is.
/// Packed input that expands past `limit` bytes ends in an error that names the limit. A truncated file gives what can be
/// read of it, then an `UnexpectedEof` error.
pub fn unpack(mut input: Box<dyn Read + Send>, limit: u64) -> io::Result<Box<dyn BufRead + Send>> {
    let mut head = Vec::new();
    (&mut input).take(4).read_to_end(&mut head)?;
    let packed = Cursor::new(head.clone()).chain(input);
    if head.starts_with(&GZIP) {
        let inner = MultiGzDecoder::new(BufReader::with_capacity(BUFFER, packed));
        return Ok(Box::new(BufReader::with_capacity(BUFFER, Limited { inner, left: limit, limit })));
    }
    if head.starts_with(&ZSTD) {
        let inner = zstd::stream::read::Decoder::new(packed)?;
        return Ok(Box::new(BufReader::with_capacity(BUFFER, Limited { inner, left: limit, limit })));
    }
    Ok(Box::new(BufReader::with_capacity(BUFFER, packed)))
}

struct Limited<R> {
    inner: R,
    left: u64,
    limit: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        // at the limit one byte more decides between a file that ends here and one that goes on
        let want = out.len().min(usize::try_from(self.left).unwrap_or(usize::MAX).max(1));
        let count = self.inner.read(&mut out[..want])?;
        if count as u64 > self.left {
            return Err(io::Error::other(format!("the file expands to more than {} bytes", self.limit)));
        }
        self.left -= count as u64;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn unpacked(bytes: Vec<u8>, limit: u64) -> (Vec<u8>, Option<io::Error>) {
        let mut reader = unpack(Box::new(Cursor::new(bytes)), limit).unwrap();
        let mut out = Vec::new();
        let error = reader.read_to_end(&mut out).err();
        (out, error)
    }

    #[test]
    fn packed_and_plain() {
        let zstd = zstd::encode_all(&b"hello"[..], 3).unwrap();
        let members = [gzip(b"hel"), gzip(b"lo")].concat();
        for bytes in [b"hello".to_vec(), gzip(b"hello"), members, zstd] {
            let (text, error) = unpacked(bytes, 5);
            assert!(error.is_none(), "{error:?}");
            assert_eq!(text, b"hello");
        }
        assert_eq!(unpacked(Vec::new(), 5).0, b"");
        assert_eq!(unpacked(b"ab".to_vec(), 5).0, b"ab");
    }

    #[test]
    fn limit_is_on_the_expansion_and_is_named() {
        let (text, error) = unpacked(gzip(&[b'a'; 100_000]), 99_999);
        assert_eq!(text.len(), 99_999);
        assert!(error.unwrap().to_string().contains("99999"));
        assert!(unpacked(gzip(&[b'a'; 100_000]), 100_000).1.is_none());
        assert!(unpacked(vec![b'a'; 100_000], 10).1.is_none(), "plain input has no expansion");
    }

    #[test]
    fn truncated_file_gives_what_it_holds() {
        let text: Vec<u8> =
            (0..200_000u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        for mut packed in [gzip(&text), zstd::encode_all(&text[..], 3).unwrap()] {
            packed.truncate(packed.len() / 2);
            let (found, error) = unpacked(packed, u64::MAX);
            assert!(found.len() > 100_000 && text.starts_with(&found), "{}", found.len());
            assert_eq!(error.unwrap().kind(), io::ErrorKind::UnexpectedEof);
        }
    }
}
