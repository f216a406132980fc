//! The XML that all but a few records are written in: elements, quoted attributes, text, the entities that XML itself knows.
//! Where a record has more, or is not well-formed, this gives up, and [`super::careful`] reads it and says what is wrong.

use super::tree::Tree;

/// Reads `source` into `tree`; `None` when it has to be read with care.
pub fn read(source: &str, tree: &mut Tree<'_>) -> Option<()> {
    let bytes = source.as_bytes();
    let mut at = 0;
    let mut parent = None;
    loop {
        // A "<" stands here.
        if bytes.get(at + 1) == Some(&b'/') {
            let index = parent?;
            let name = tree.name(index).as_bytes();
            let end = at + 2 + name.len();
            if bytes.get(at + 2..end)? != name || bytes.get(end) != Some(&b'>') {
                return None;
            }
            at = end + 1;
            let around = tree.close(index, at);
            if around == index {
                return (at == bytes.len()).then_some(());
            }
            parent = Some(around);
        } else {
            let tag = start_tag(bytes, at, parent, tree)?;
            at = tag.end;
            if !tag.empty {
                parent = Some(tag.index);
            } else if parent.is_none() {
                return (at == bytes.len()).then_some(());
            }
        }
        at = text(bytes, at, parent?, tree)?;
    }
}

struct Tag {
    index: u32,
    /// One past its ">".
    end: usize,
    empty: bool,
}

/// The start tag or empty element that begins at `start`.
fn start_tag(bytes: &[u8], start: usize, parent: Option<u32>, tree: &mut Tree<'_>) -> Option<Tag> {
    let mut at = name_end(bytes, start + 1)?;
    let index = tree.open((start, start), at - start - 1, parent.unwrap_or(0));
    loop {
        let before = at;
        while is_space(*bytes.get(at)?) {
            at += 1;
        }
        match bytes[at] {
            b'>' => return Some(Tag { index, end: tree.end_tag(index, at + 1), empty: false }),
            b'/' if bytes.get(at + 1) == Some(&b'>') => {
                return Some(Tag { index, end: tree.end_tag(index, at + 2), empty: true });
            }
            _ if at == before => return None,
            _ => {}
        }
        let name = (at as u32, name_end(bytes, at)? as u32);
        at = name.1 as usize;
        if bytes.get(at) != Some(&b'=') {
            return None;
        }
        let quote = *bytes.get(at + 1)?;
        if !matches!(quote, b'"' | b'\'') {
            return None;
        }
        let from = at + 2;
        let mut end = from;
        loop {
            match *bytes.get(end)? {
                byte if byte == quote => break,
                // References and white space are normalised.
                b'<' | b'>' | b'&' | b'\t' | b'\n' | b'\r' => return None,
                _ => end += 1,
            }
        }
        tree.attribute(name, (from as u32, end as u32));
        at = end + 1;
    }
}

/// The text from `start` to the next tag; answers where that is.
fn text(bytes: &[u8], start: usize, parent: u32, tree: &mut Tree<'_>) -> Option<usize> {
    let mut from = start;
    let mut at = start;
    while is_space(*bytes.get(at)?) {
        at += 1;
    }
    let mut blank = bytes[at] == b'<';
    loop {
        if !blank {
            at += memchr::memchr2(b'<', b'&', &bytes[at..])?;
        }
        if at > from {
            blank = blank || bytes[from..at].iter().all(u8::is_ascii_whitespace);
            tree.text((from as u32, at as u32), blank, parent);
        }
        if bytes[at] == b'<' {
            return Some(at);
        }
        let length = memchr::memchr(b';', bytes[at..].get(..12).unwrap_or(&bytes[at..]))?;
        let c = meant(&bytes[at + 1..at + length])?;
        let resolved = tree.resolved(c.encode_utf8(&mut [0; 4]));
        tree.text(resolved, c.is_ascii_whitespace(), parent);
        (blank, at) = (false, at + length + 1);
        from = at;
    }
}

/// The character that a reference stands for.
fn meant(reference: &[u8]) -> Option<char> {
    let number = |digits: &[u8], radix| {
        if !digits.iter().all(u8::is_ascii_alphanumeric) {
            return None;
        }
        let number = u32::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()?;
        char::from_u32(number).filter(|c| !c.is_control())
    };
    match reference {
        b"amp" => Some('&'),
        b"lt" => Some('<'),
        b"gt" => Some('>'),
        b"quot" => Some('"'),
        b"apos" => Some('\''),
        [b'#', b'x', digits @ ..] => number(digits, 16),
        [b'#', digits @ ..] => number(digits, 10),
        _ => None,
    }
}

/// One past the name that begins at `start`; `None` where none does.
fn name_end(bytes: &[u8], start: usize) -> Option<usize> {
    if !bytes.get(start)?.is_ascii_alphabetic() {
        return None;
    }
    let mut at = start + 1;
    while matches!(bytes.get(at)?, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b':' | b'_' | b'-' | b'.') {
        at += 1;
    }
    Some(at)
}

/// White space of XML.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::careful;
    use super::super::tree::{Part, Space, Tree};
    use super::*;

    /// Every element, attribute and text of a tree, written out.
    fn told(tree: &Tree<'_>) -> String {
        let mut told = String::new();
        let Some(root) = tree.root() else { return told };
        root.parts(|part| match part {
            Part::Open(element) => told += &format!("<{}|{}>", element.name(), element.source()),
            Part::Close => told += "</>",
            Part::Text(text) => told += text,
        });
        tree.attributes_left_over(|element, name, value| told += &format!("{element}@{name}={value};"));
        tree.left_over(|path, _| told += &path);
        told
    }

    /// Whether `source` is plain; if so, both ways of reading give one tree.
    fn is_plain(source: &str) -> bool {
        let mut plain = Tree::empty(source, Space::default());
        if read(source, &mut plain).is_none() {
            return false;
        }
        let mut other = Tree::empty(source, Space::default());
        assert_eq!(careful::read(source, &mut other), Ok(()), "{source}");
        assert_eq!(told(&plain), told(&other), "{source}");
        true
    }

    #[test]
    fn what_is_plain() {
        let cases = [
            ("<a/>", true),
            ("<a\n b='1' c=\"'2\"><d />x &lt;&#946;&#x3b2; y\n</a>", true),
            ("<a> \n <b>1</b>&amp; </a>", true),
            ("<a><!-- b --></a>", false),
            ("<a><![CDATA[b]]></a>", false),
            ("<a>&b;</a>", false),
            ("<a>&#0;</a>", false),
            ("<a>P<0.1</a>", false),
            ("<a b='&lt;'/>", false),
            ("<a b='1'c='2'/>", false),
            ("<a b/>", false),
            ("<a></b>", false),
            ("<a><b></a>", false),
            ("<a></a> ", false),
            ("<a", false),
        ];
        for (source, expected) in cases {
            assert_eq!(is_plain(source), expected, "{source}");
        }
    }

    proptest! {
        #[test]
        fn both_ways_of_reading_agree(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "<b>", "</b>", "<i c='1'>", "</i>", "<d/>", "<d e=\"2\" f='3' />", "x", "\n ", "&amp;", "&#233;", "&z;", ">",
                    "\u{e9}", "<", "&", "<!--y-->", " = ", "'",
                ]),
                0..12,
            )
        ) {
            is_plain(&format!("<a>{}</a>", pieces.concat()));
        }
    }
}
