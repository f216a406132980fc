/// A line that begins a field: its tag and its value. The dash stands after two spaces, but one or none is met; the value may be
/// missing and so may the space before it.
pub fn tagged(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches(['\u{feff}', '\u{200b}']);
    let bytes = line.as_bytes();
    if bytes.len() < 3 || !bytes[0].is_ascii_uppercase() {
        return None;
    }
    if !(bytes[1].is_ascii_uppercase() || bytes[1].is_ascii_digit()) {
        return None;
    }
    let rest = &line[2..];
    let spaces = rest.bytes().take_while(|b| *b == b' ').count();
    if spaces == 0 || spaces > 2 {
        return None;
    }
    let value = rest[spaces..].strip_prefix('-')?;
    if value.is_empty() || value.starts_with([' ', '\t', '\u{a0}']) {
        return Some((&line[..2], value.trim()));
    }
    // "TY  -JOUR" is met, "AB -like" within a continued text is not a tag
    (spaces == 2).then(|| (&line[..2], value.trim()))
}

/// A line with a tag of three or four letters, as PubMed pads them: "PMID- 1", "FAU - Rossi". Met inside RIS of converters.
pub fn foreign(line: &str) -> Option<(&str, &str)> {
    let head = line.get(..4)?.trim_end();
    let value = line.get(4..)?.strip_prefix('-')?;
    let is_tag = head.len() > 2 && head.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    (is_tag && value.starts_with(' ')).then(|| (head, value.trim()))
}

/// Whether a text is RIS: it has a TY line, or at least two tagged lines and nothing of PubMed's own tagged format.
pub fn is_ris(head: &str) -> bool {
    let mut tagged_lines = 0;
    for line in head.split(['\r', '\n']) {
        if is_nbib(line) {
            return false;
        }
        let Some((tag, _)) = tagged(line) else { continue };
        if tag == "TY" {
            return true;
        }
        tagged_lines += 1;
    }
    tagged_lines >= 2
}

/// Whether a line can only be PubMed's tagged format, whose tags are padded to four characters.
pub fn is_nbib(line: &str) -> bool {
    ["PMID-", "OWN -", "STAT-", "DCOM-", "FAU -", "JID -"].iter().any(|tag| line.starts_with(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_begin_with_a_tag() {
        for (line, expected) in [
            ("TY  - JOUR", Some(("TY", "JOUR"))),
            ("ER  -", Some(("ER", ""))),
            ("ER - ", Some(("ER", ""))),
            ("TY - JOUR", Some(("TY", "JOUR"))),
            ("M3  - Article", Some(("M3", "Article"))),
            ("T2  -Journal", Some(("T2", "Journal"))),
            ("\u{feff}TY  - JOUR", Some(("TY", "JOUR"))),
            ("IL -6 and others", None),
            ("PMID- 12", None),
            ("FAU - Rossi", None),
            ("é  - x", None),
            ("a text", None),
            ("", None),
        ] {
            assert_eq!(tagged(line), expected, "{line}");
        }
    }
}
