use crate::formats::read::tagged::Fields;

/// A line that begins a field: a tag of two to four characters, padded to four, and a dash. The space behind that may be missing.
pub fn tagged(line: &str) -> Option<(&str, &str)> {
    let line = line.strip_prefix('\u{feff}').unwrap_or(line);
    let bytes = line.as_bytes();
    if bytes.len() < 5 || bytes[4] != b'-' {
        // "SO- ...", "PMID-22664238" cut short
        return (bytes.len() == 4 && bytes[3] == b'-' && is_tag(&bytes[..3])).then(|| (&line[..3], ""));
    }
    let length = bytes[..4].iter().position(|byte| *byte == b' ').unwrap_or(4);
    let padded = bytes[length..4].iter().all(|byte| *byte == b' ');
    (padded && is_tag(&bytes[..length])).then(|| (&line[..length], line[5..].trim()))
}

fn is_tag(tag: &[u8]) -> bool {
    tag.len() >= 2
        && tag[0].is_ascii_uppercase()
        && tag[1..].iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// Entries begin with PMID; those without one, behind an empty line and with a field that each has once.
pub fn begins(tag: &str, open: &Fields, after_blank: bool) -> bool {
    match tag {
        "PMID" => !open.is_empty(),
        "OWN" | "STAT" | "TI" => after_blank && open.iter().any(|(known, _)| known == tag),
        _ => false,
    }
}

/// Whether a text is NBIB: a tag that only this format has stands before any that only RIS has.
pub fn is_nbib(head: &str) -> bool {
    const OWN: [&str; 8] = ["PMID", "OWN", "STAT", "DCOM", "FAU", "JID", "EDAT", "PMC"];
    let lines = head.split(['\r', '\n']);
    let mut tags = lines.filter_map(tagged).map(|(tag, _)| tag);
    tags.find(|tag| OWN.contains(tag) || matches!(*tag, "TY" | "ER")).is_some_and(|tag| OWN.contains(&tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_begin_with_a_padded_tag() {
        for (line, expected) in [
            ("PMID- 1", Some(("PMID", "1"))),
            ("PMID-1", Some(("PMID", "1"))),
            ("TI  - A title.", Some(("TI", "A title."))),
            ("FAU - Rossi, A", Some(("FAU", "Rossi, A"))),
            ("AB  -", Some(("AB", ""))),
            ("      going on - here", None),
            ("AB - x", None),
            ("SO  words", None),
            ("é  - x", None),
            ("", None),
        ] {
            assert_eq!(tagged(line), expected, "{line}");
        }
    }

    #[test]
    fn known_by_its_own_tags() {
        for (head, expected) in [
            ("\nPMID- 1\nOWN - NLM\n", true),
            ("TI  - A\rSTAT- MEDLINE\r", true),
            ("TY  - JOUR\nPMID- 1\n", false),
            ("TI  - A\nAU  - B\n", false),
            ("Dear all,\n", false),
        ] {
            assert_eq!(is_nbib(head), expected, "{head}");
        }
    }
}
