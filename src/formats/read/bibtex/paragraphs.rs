/// The paragraphs of a value: at `\\par` and at empty lines, outside of braces.
pub fn paragraphs(value: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(value);
    std::iter::from_fn(move || {
        let text = rest?;
        let bytes = text.as_bytes();
        let (mut depth, mut at) = (0_usize, 0);
        while at < bytes.len() {
            let after = &text[at..];
            let length = match bytes[at] {
                b'{' => {
                    depth += 1;
                    0
                }
                b'}' => {
                    depth = depth.saturating_sub(1);
                    0
                }
                b'\\' => match after.strip_prefix("\\par") {
                    Some(more) if !more.starts_with(|c: char| c.is_ascii_alphabetic()) => 4,
                    _ => {
                        // an escaped brace opens nothing
                        at += usize::from(
                            bytes.get(at + 1).is_some_and(|byte| matches!(byte, b'{' | b'}' | b'\\')),
                        );
                        0
                    }
                },
                b'\n' => empty_line(after),
                _ => 0,
            };
            if depth == 0 && length > 0 {
                rest = Some(&text[at + length..]);
                return Some(&text[..at]);
            }
            at += 1;
            // on to the next byte that says something
            at += memchr_any(&bytes[at.min(bytes.len())..]);
        }
        rest = None;
        Some(text)
    })
}

/// How far it is to the next brace, backslash or line break.
fn memchr_any(bytes: &[u8]) -> usize {
    bytes.iter().position(|byte| matches!(byte, b'{' | b'}' | b'\\' | b'\n')).unwrap_or(bytes.len())
}

/// Length of the white space that `text` begins with where it holds two line breaks.
fn empty_line(text: &str) -> usize {
    let white = text.len() - text.trim_start_matches([' ', '\t', '\n', '\r']).len();
    if text[..white].bytes().filter(|byte| *byte == b'\n').count() > 1 { white } else { 0 }
}
