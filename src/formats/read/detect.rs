use std::borrow::Cow;

use super::lines::encoding_of;
use super::{
    Format, bibtex, crossref, csv, datacite, endnote, jats, json_keys, nbib, oai, pubmed_text, pure,
    refworks, ris, wos,
};

/// The format that the first bytes show (64 KiB are enough; already unpacked), `None` when they show none that can be
/// imported: BibTeX, NBIB, JATS, CSV, plain text.
pub fn detect(head: &[u8]) -> Option<Format> {
    let text = decoded(head);
    let text = text.trim_start();
    match text.as_bytes().first()? {
        b'<' => markup(text),
        b'{' | b'[' => json(text),
        _ if wos::is_wos(text) => Some(Format::Wos),
        _ if nbib::is_nbib(text) => Some(Format::Nbib),
        _ if ris::is_ris(text) => Some(Format::Ris),
        _ if pubmed_text::is_pubmed_text(text) => Some(Format::PubmedText),
        _ if refworks::is_refworks(text) => Some(Format::Refworks),
        _ if pure::is_page_text(text) => Some(Format::Pure),
        _ => bibtex::format_of(text).or_else(|| csv::is_table(text).then_some(Format::Csv)),
    }
}

fn decoded(head: &[u8]) -> Cow<'_, str> {
    let (encoding, mark) = encoding_of(head);
    match encoding {
        Some(encoding) => encoding.decode_without_bom_handling(&head[mark..]).0,
        None => String::from_utf8_lossy(&head[mark..]),
    }
}

fn markup(text: &str) -> Option<Format> {
    let root = root(text)?;
    let name = root.rsplit(':').next().unwrap_or(root);
    match name {
        "PubmedArticleSet"
        | "PubmedArticle"
        | "PubmedBookArticleSet"
        | "PubmedBookArticle"
        | "MedlineCitationSet"
        | "MedlineCitation"
        | "DeleteCitation" => Some(Format::PubmedXml),
        _ if endnote::is_endnote(name, text) => Some(Format::EndnoteXml),
        _ if oai::is_oai_dc(root, text) => Some(Format::OaiDc),
        _ if jats::is_jats(name, text) => Some(Format::Jats),
        _ if name.eq_ignore_ascii_case("html") && pure::is_page_html(text) => Some(Format::Pure),
        _ => None,
    }
}

/// Name of the first element, past declaration, comments and document type.
fn root(mut text: &str) -> Option<&str> {
    loop {
        text = text.trim_start();
        let end = if text.starts_with("<?") {
            text.find("?>")? + 2
        } else if text.starts_with("<!--") {
            text.find("-->")? + 3
        } else if text.starts_with("<!") {
            let close = text.find('>')?;
            match text.find('[') {
                Some(open) if open < close => text.find("]>")? + 2,
                _ => close + 1,
            }
        } else {
            let name = text.strip_prefix('<')?;
            return name.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next();
        };
        text = &text[end..];
    }
}

/// Keys that a Citation of this library has and CSL-JSON does not.
const CITATION: [&str; 12] = [
    "titles",
    "contributors",
    "identifiers",
    "abstracts",
    "dates",
    "typePath",
    "type_path",
    "editorialStatus",
    "editorial_status",
    "etag",
    "sources",
    "subjects",
];

const CSL: [&str; 14] = [
    "title",
    "author",
    "editor",
    "issued",
    "container-title",
    "DOI",
    "URL",
    "publisher",
    "abstract",
    "page",
    "note",
    "title-short",
    "ISBN",
    "literal",
];

fn json(text: &str) -> Option<Format> {
    let keys = json_keys::top_level(text);
    let has = |wanted: &[&str]| keys.iter().any(|key| wanted.contains(&key.name));
    if let Some(found) = registry(&keys) {
        return Some(found);
    }
    // others have some of the same keys
    if has(&["schemaVersion", "attributes", "message-type", "display_name"]) {
        return None;
    }
    let kind = keys.iter().find(|key| key.name == "type").and_then(|key| key.text);
    let ours = kind.is_some_and(|kind| kind.starts_with("CITATION_TYPE_"))
        || keys
            .iter()
            .any(|key| key.name == "name" && key.text.is_some_and(|name| name.starts_with("citations/")));
    if text.starts_with('{') && (ours || has(&CITATION)) {
        return Some(Format::Jsonl);
    }
    if has(&CITATION) {
        return None;
    }
    let csl = |keys: &[json_keys::Key<'_>]| {
        let any = |wanted: &[&str]| keys.iter().any(|key| wanted.contains(&key.name));
        any(&["id", "type"]) && any(&CSL) || any(&["type"]) && any(&["id"])
    };
    if csl(&keys) {
        return Some(Format::CslJson);
    }
    // an object of items, each under its id
    let first = keys.first().and_then(|key| key.value.starts_with('{').then_some(key.value))?;
    (text.starts_with('{') && csl(&json_keys::top_level(first))).then_some(Format::CslJson)
}

/// Crossref's and DataCite's records, alone or wrapped in an answer of their APIs.
fn registry(keys: &[json_keys::Key<'_>]) -> Option<Format> {
    fn of(keys: &[json_keys::Key<'_>]) -> Option<Format> {
        let names: Vec<&str> = keys.iter().map(|key| key.name).collect();
        match () {
            () if datacite::is_record(&names) => Some(Format::Datacite),
            () if crossref::is_work(&names) => Some(Format::Crossref),
            () => None,
        }
    }
    let within = |keys: &[json_keys::Key<'_>], wrappers: &[&str]| -> Option<Format> {
        let wrapper = keys.iter().find(|key| wrappers.contains(&key.name))?;
        let inner = json_keys::top_level(wrapper.value);
        let deeper = inner.iter().find(|key| key.name == "items").map(|key| json_keys::top_level(key.value));
        of(&inner).or_else(|| of(&deeper?))
    };
    of(keys).or_else(|| within(keys, &["message", "items", "data"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<Format>) {
        assert_eq!(detect(text.as_bytes()), expected, "{text}");
        let marked = format!("\u{feff}\r\n \n{text}");
        assert_eq!(detect(marked.as_bytes()), expected, "with a mark and blank lines: {text}");
        let wide: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(detect(&wide), expected, "in UTF-16: {text}");
    }

    #[test]
    fn formats_are_known_by_their_content() {
        let xml = "<?xml version=\"1.0\"?>\n<!DOCTYPE PubmedArticleSet PUBLIC \"-//NLM//DTD\" \"x.dtd\">\n<!-- > -->";
        check(&format!("{xml}<PubmedArticleSet>"), Some(Format::PubmedXml));
        check("<PubmedArticle>", Some(Format::PubmedXml));
        check("<article xmlns:xlink=\"x\"><front>", Some(Format::Jats));
        check("<!DOCTYPE html><html><body>Hello", None);
        check("TY  - JOUR\nTI  - A", Some(Format::Ris));
        check("Provider: x\nDatabase: y\n\nTY  - JOUR\nER  - ", Some(Format::Ris));
        check("TI  - A title\nAU  - Rossi, A\nPY  - 2001\n", Some(Format::Ris));
        check("PMID- 1234\nOWN - NLM\nTI  - A\nAU  - Rossi A\n", Some(Format::Nbib));
        check("@article{a,\n title = {x}}", Some(Format::Bibtex));
        check("title,author,year\nA,B,2001\n", Some(Format::Csv));
        check("Some text of a letter - with a dash.\nAnd more.", None);
        check("", None);
        check("[{\"id\": \"a\", \"type\": \"book\", \"title\": \"x\"}]", Some(Format::CslJson));
        check("{\"type\": \"book\", \"author\": [{\"family\": \"R\"", Some(Format::CslJson));
        check("{\"a1\": {\"type\": \"book\", \"title\": \"x\"}}", Some(Format::CslJson));
        check("{\"titles\": [{\"text\": \"x\"}]}\n", Some(Format::Jsonl));
        check("{\"name\": \"citations/abc\"}", Some(Format::Jsonl));
        check("{\"creators\": [], \"titles\": [], \"id\": \"x\"}", Some(Format::Datacite));
        check("{\"status\": \"ok\", \"message\": {\"DOI\": \"10.5555/1\", \"type\": \"x\"}}", None);
        check("[1, 2, 3]", None);
        check("{}", None);
    }
}
