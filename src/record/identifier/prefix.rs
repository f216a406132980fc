/// `text` without the first of `prefixes` that it begins with, in any case; `None` where it begins with none.
pub(super) fn strip<'a>(text: &'a str, prefixes: &[&str]) -> Option<&'a str> {
    prefixes.iter().find_map(|prefix| strip_one(text, prefix))
}

/// `text` without `prefix`, whose letters may be in any case.
pub(super) fn strip_one<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, tail) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(tail)
}

/// `text` without a scheme (`http://`, `https://`) and `www.`.
pub(super) fn strip_web(text: &str) -> &str {
    let rest = strip(text, &["https://", "http://"]).unwrap_or(text);
    strip_one(rest, "www.").unwrap_or(rest)
}

/// `text` up to the first character that ends an identifier in a URL.
pub(super) fn before_url_tail(text: &str) -> &str {
    text.split(['/', '?', '#']).next().unwrap_or(text)
}

/// `text` with each `%XX` replaced by its byte, where the whole is UTF-8 then; else unchanged.
pub(crate) fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        if let (b'%', Some(byte)) = (first, tail.get(..2).and_then(hex_byte)) {
            bytes.push(byte);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn hex_byte(digits: &[u8]) -> Option<u8> {
    let value = |digit: u8| char::from(digit).to_digit(16);
    let [high, low] = digits else { return None };
    u8::try_from(value(*high)? * 16 + value(*low)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strips_in_any_case_and_never_inside_a_character() {
        for (text, prefix, rest) in
            [("DOI:x", "doi:", Some("x")), ("do", "doi:", None), ("é1", "e", None), ("x", "", Some("x"))]
        {
            assert_eq!(strip_one(text, prefix), rest, "{text}");
        }
    }

    #[test]
    fn decodes_percent_escapes() {
        for (text, decoded) in
            [("a%2Fb", "a/b"), ("100%", "100%"), ("%zz", "%zz"), ("%c3%A9", "é"), ("%ff", "%ff")]
        {
            assert_eq!(percent_decoded(text), decoded, "{text}");
        }
    }
}
