/// A key of a JSON object.
pub struct Key<'a> {
    /// As written, escapes not resolved.
    pub name: &'a str,
    /// What follows its colon, to the end of the text.
    pub value: &'a str,
    /// Its value, when that is a string without escapes.
    pub text: Option<&'a str>,
}

/// Keys of the first object of a JSON text that may be cut off anywhere. Looks no deeper than it must and never recurses.
pub fn top_level(json: &str) -> Vec<Key<'_>> {
    let bytes = json.as_bytes();
    let Some(start) = bytes.iter().position(|b| *b == b'{') else { return Vec::new() };
    if bytes[..start].iter().any(|b| !(b.is_ascii_whitespace() || *b == b'[')) {
        return Vec::new();
    }
    let mut keys = Vec::new();
    let mut depth = 0usize;
    let mut at = start;
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            b'"' => {
                let Some(end) = string_end(bytes, at + 1) else { break };
                if depth == 1
                    && let Some(value) = json[end + 1..].trim_start().strip_prefix(':')
                {
                    let value = value.trim_start();
                    keys.push(Key { name: &json[at + 1..end], value, text: string(value) });
                }
                at = end;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
        at += 1;
    }
    keys
}

fn string(value: &str) -> Option<&str> {
    let text = value.strip_prefix('"')?;
    let text = &text[..text.find('"')?];
    (!text.contains('\\')).then_some(text)
}

fn string_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    while at < bytes.len() {
        match bytes[at] {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, expected: &[&str]) {
        let found: Vec<&str> = top_level(json).iter().map(|key| key.name).collect();
        assert_eq!(found, expected, "{json}");
    }

    #[test]
    fn keys_of_the_first_object_only() {
        check("{}", &[]);
        check("[{\"a\": {\"b\": 1}, \"c\": [\"d\"], \"e\": \"f:\"}, {\"g\": 1}]", &["a", "c", "e"]);
        check("{\"a\\\"b\": \"}\", \"c\": 1", &["a\\\"b", "c"]);
        check("{\"a\": 1, \"cut", &["a"]);
        check("{\"a\\", &[]);
        check("nothing", &[]);
        check(&"[".repeat(200_000), &[]);
    }
}
