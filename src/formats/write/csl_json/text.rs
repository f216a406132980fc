use crate::contract::v1::Formatting;
use crate::formats::read::is_csl_tag;
use crate::formats::write::markup;

/// Text with its markup as HTML. CSL-JSON does not escape: only what would be read as markup is.
pub fn html(text: &str, formatting: &[Formatting]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    markup::set(text, formatting, markup::html, escape, &mut out);
    out
}

fn escape(text: &str, out: &mut String) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let rest = &text.as_bytes()[at..];
        let escaped = match byte {
            b'<' if is_csl_tag(&text[at..]) => "&lt;",
            b'&' if [b"&lt;".as_slice(), b"&gt;", b"&amp;"].iter().any(|entity| rest.starts_with(entity)) => {
                "&amp;"
            }
            _ => continue,
        };
        out.push_str(&text[done..at]);
        out.push_str(escaped);
        done = at + 1;
    }
    out.push_str(&text[done..]);
}
