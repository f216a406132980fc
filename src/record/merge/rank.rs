/// Place of `format` among those that a citation is made from; the lowest counts first. A curator's word stands before any
/// file's; indexes that check what they take in before publishers' and portals' deposits; these before what reference
/// managers exchange, the richer forms first; unknown formats last.
pub fn rank(format: &str) -> usize {
    ORDER.iter().position(|known| *known == format).unwrap_or(ORDER.len())
}

const ORDER: [&str; 18] = [
    "curator",
    "pubmed-xml",
    "nbib",
    "crossref",
    "jats",
    "pure",
    "datacite",
    "endnote-xml",
    "wos",
    "ris",
    "csl-json",
    "biblatex",
    "bibtex",
    "oai-dc",
    "pubmed-text",
    "csv",
    "jsonl",
    "api",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curators_first_strangers_last() {
        let formats = [
            "curator",
            "pubmed-xml",
            "crossref",
            "jats",
            "pure",
            "datacite",
            "ris",
            "csl-json",
            "jsonl",
            "?",
        ];
        assert!(formats.windows(2).all(|pair| rank(pair[0]) < rank(pair[1])));
    }
}
