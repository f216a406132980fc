use crate::contract::{to_json, v1};

/// One line (without its end) of canonical proto3 JSON: lowerCamelCase, enums by name, defaults left out. `name`, `etag` and
/// the times are kept, so that a reader of the export can ask this library for the record; importing ignores them.
pub fn write(citation: &v1::Citation) -> String {
    to_json("Citation", citation).expect("the contract has a Citation, and every citation has a JSON form")
}

/// Appends a record with the end of its line.
pub fn line(citation: &v1::Citation, out: &mut String) {
    out.push_str(&write(citation));
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::from_json;

    #[test]
    fn line_gives_the_citation_back() {
        let citation = v1::Citation {
            name: "citations/0abc".into(),
            etag: "e1".into(),
            r#type: v1::CitationType::ArticleJournal.into(),
            titles: vec![v1::Title {
                text: "Line one\nline “two” \u{2028} \\".into(), ..Default::default()
            }],
            created: Some(prost_types::Timestamp { seconds: 1_700_000_000, nanos: 5 }),
            ..Default::default()
        };
        let line = write(&citation);
        assert!(!line.contains('\n'), "{line}");
        assert!(line.contains(r#""type":"CITATION_TYPE_ARTICLE_JOURNAL""#), "{line}");
        assert_eq!(from_json::<v1::Citation>("Citation", &line).unwrap(), citation);
    }
}
