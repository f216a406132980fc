use std::io::{self, BufRead, BufReader, Cursor, Read};

use super::detect;

/// Bytes of a file that detection looks at.
const HEAD: u64 = 64 * 1024;
/// Bytes read at once after that.
const BUFFER: usize = 256 * 1024;

/// The first bytes of `input`, and `input` as it was, first bytes included. A file that breaks off within them gives what could
/// be read; the break is met again when reading gets there. One that breaks off
/// before its format shows is an error: that it is cut says more than that it is unknown.
pub fn head(mut input: Box<dyn BufRead + Send>) -> io::Result<(Vec<u8>, Box<dyn BufRead + Send>)> {
    let mut head = Vec::new();
    let broken = match (&mut input).take(HEAD).read_to_end(&mut head) {
        Ok(_) => None,
        Err(error) if is_a_break(&error) && detect(&head).is_some() => Some(error),
        Err(error) => return Err(error),
    };
    let rest: Box<dyn Read + Send> = match broken {
        None => Box::new(input),
        Some(error) => Box::new(Broken(Some(error))),
    };
    let whole = BufReader::with_capacity(BUFFER, Cursor::new(head.clone()).chain(rest));
    Ok((head, Box::new(whole)))
}

fn is_a_break(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData)
}

/// Fails once with the error that was met, then ends.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_is_whole_though_reads_are_short_and_a_break_comes_after_it() {
        let short = Cursor::new(b"TY").chain(Cursor::new(b"  - JOUR"));
        let (seen, mut whole) = head(Box::new(BufReader::new(short))).unwrap();
        let mut text = String::new();
        whole.read_to_string(&mut text).unwrap();
        assert_eq!((seen.as_slice(), text.as_str()), (b"TY  - JOUR".as_slice(), "TY  - JOUR"));

        let cut = Cursor::new(b"TY  - JO").chain(Broken(Some(io::ErrorKind::UnexpectedEof.into())));
        let (seen, mut whole) = head(Box::new(BufReader::new(cut))).unwrap();
        assert_eq!(seen, b"TY  - JO");
        let mut bytes = Vec::new();
        let error = whole.read_to_end(&mut bytes).unwrap_err();
        assert_eq!((bytes.as_slice(), error.kind()), (b"TY  - JO".as_slice(), io::ErrorKind::UnexpectedEof));

        let little = Cursor::new(b"T").chain(Broken(Some(io::ErrorKind::UnexpectedEof.into())));
        let error = head(Box::new(BufReader::new(little))).map(|(head, _)| head).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    }
}
