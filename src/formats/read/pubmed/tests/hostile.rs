//! Records that are made to take for ever. Each test would hang where the work grew with the square of the input.

use super::*;

const MANY: usize = 200_000;

fn article(inner: &str, data: &str) -> String {
    format!(
        "<PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>T.</ArticleTitle></Article>{inner}\
         </MedlineCitation>{data}</PubmedArticle>"
    )
}

fn repeated(piece: impl Fn(usize) -> String) -> String {
    (0..MANY).map(piece).collect()
}

#[test]
fn many_identifiers_keep_their_order_and_are_told_apart() {
    let ids = repeated(|n| format!("<ArticleId IdType=\"pii\">S{}</ArticleId>", n % (MANY / 2)));
    let data = format!("<PubmedData><ArticleIdList>{ids}</ArticleIdList></PubmedData>");
    let outcome = read(article("", &data));
    let identifiers = &outcome.records[0].citation.identifiers;
    assert_eq!(identifiers.len(), 1 + MANY / 2);
    assert_eq!((identifiers[1].value.as_str(), identifiers[MANY / 2].value.as_str()), ("S0", "S99999"));
}

#[test]
fn deep_elements_that_are_unknown_are_told_once_each() {
    let inner = format!("{}in{}", "<X>".repeat(MANY), repeated(|n| format!("</X>o{n}")));
    let outcome = read(article(&inner, ""));
    let unplaced = &outcome.records[0].citation.sources[0].unplaced;
    let told: usize = unplaced.iter().map(|field| field.value.len()).sum();
    assert!(unplaced.len() >= MANY - 1 && told < 2 * inner.len(), "{} fields, {told} bytes", unplaced.len());
    assert_eq!(unplaced[0].value, "in");
}

#[test]
fn start_tags_that_are_never_closed_are_read_once() {
    let starts = repeated(|_| "<PubmedArticle><MedlineCitation>".to_owned());
    let outcome = read(format!("<PubmedArticleSet>{starts}</PubmedArticle></PubmedArticleSet>"));
    assert_eq!((outcome.records.len(), outcome.rejections.len()), (0, MANY));
}
