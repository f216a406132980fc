/// Text that is safe between tags and inside quoted attributes. Characters that HTML does not have, NUL first among them,
/// show as U+FFFD, so that nothing is dropped in silence.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\r' => safe.push_str("&#13;"),
            '\n' | '\t' => safe.push(c),
            '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{fdd0}'..='\u{fdef}' => safe.push('\u{fffd}'),
            c if u32::from(c) & 0xfffe == 0xfffe => safe.push('\u{fffd}'),
            c => safe.push(c),
        }
    }
    safe
}

/// Text of unknown direction inside a line of ours: what it does to the order of letters ends with it.
pub fn isolated(text: &str) -> String {
    format!("<bdi>{}</bdi>", escaped(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reads_as_markup() {
        let check = |text: &str, expected: &str| assert_eq!(escaped(text), expected);
        check("plain é 中", "plain é 中");
        check("<script>alert('x')</script>", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
        check("p < 0.05 & \"n\" > 3", "p &lt; 0.05 &amp; &quot;n&quot; &gt; 3");
        check("&amp;", "&amp;amp;");
        check("a\0b\x1b[31m", "a\u{fffd}b\u{fffd}[31m");
        check("a\u{85}\u{ffff}\u{fdd0}\u{1fffe}", "a\u{fffd}\u{fffd}\u{fffd}\u{fffd}");
        check("line\n\tnext\r", "line\n\tnext&#13;");
        assert_eq!(isolated("\u{202e}<"), "<bdi>\u{202e}&lt;</bdi>");
    }
}
