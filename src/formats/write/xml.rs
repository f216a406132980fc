/// Appends text as XML holds it. Characters that XML 1.0 forbids are one space.
pub fn escape(text: &str, out: &mut String) {
    let mut done = 0;
    for (at, c) in text.char_indices() {
        let escaped = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            // a reader would turn it into a line feed
            '\r' => "&#13;",
            '\t' | '\n' => continue,
            '\0'..' ' | '\u{fffe}' | '\u{ffff}' => " ",
            _ => continue,
        };
        out.push_str(&text[done..at]);
        out.push_str(escaped);
        done = at + c.len_utf8();
    }
    out.push_str(&text[done..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_xml_may_hold_is_written() {
        let mut out = String::new();
        escape("a<b>&\"c\"\u{0}\u{b}\r\n\u{ffff}é🧬", &mut out);
        assert_eq!(out, "a&lt;b&gt;&amp;&quot;c&quot;  &#13;\n é🧬");
    }
}
