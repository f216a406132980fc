use std::io::{self, BufRead, ErrorKind};

/// Bytes that are read at once.
const FILL: usize = 256 << 10;

/// Adds some 256 KiB of `input` to `buffer`. True when the input has ended; what was read before an error stands in the buffer.
pub fn refill(input: &mut dyn BufRead, buffer: &mut Vec<u8>) -> io::Result<bool> {
    let wanted = buffer.len() + FILL;
    while buffer.len() < wanted {
        let taken = match input.fill_buf() {
            Ok([]) => return Ok(true),
            Ok(bytes) => {
                buffer.extend_from_slice(bytes);
                bytes.len()
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        input.consume(taken);
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor, Read};

    use super::*;

    /// Fails after its bytes.
    struct Breaks(Cursor<Vec<u8>>);

    impl Read for Breaks {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            match self.0.read(into)? {
                0 => Err(io::Error::other("broken")),
                read => Ok(read),
            }
        }
    }

    #[test]
    fn the_end_is_told_and_nothing_is_lost() {
        let bytes: Vec<u8> = (0..700_000u32).map(|at| at as u8).collect();
        let (mut input, mut buffer) = (Cursor::new(bytes.clone()), Vec::new());
        while !refill(&mut input, &mut buffer).unwrap() {}
        assert!(buffer == bytes);
        let mut broken = BufReader::new(Breaks(Cursor::new(b"abc".to_vec())));
        let mut kept = b"x".to_vec();
        assert!(refill(&mut broken, &mut kept).is_err());
        assert_eq!(kept, b"xabc");
    }
}
