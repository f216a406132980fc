use std::collections::BTreeSet;

use ibid::contract::v1::{SearchCitationsRequest, SearchCitationsResponse};
use tonic::{Code, Status};

use super::world::{World, article, assert_error, set};

async fn search(world: &World, request: SearchCitationsRequest) -> Result<SearchCitationsResponse, Status> {
    world.citations.clone().search_citations(request).await.map(tonic::Response::into_inner)
}

/// Original titles that a query and a filter find, whatever their order.
async fn titles(world: &World, query: &str, filter: &str) -> BTreeSet<String> {
    let request = SearchCitationsRequest { query: query.into(), filter: filter.into(), ..Default::default() };
    let found = search(world, request).await.unwrap_or_else(|status| panic!("{query} / {filter}: {status}"));
    assert_eq!(found.total_size as usize, found.hits.len(), "{query} / {filter}");
    found.hits.into_iter().map(|hit| hit.citation.unwrap().titles[0].text.clone()).collect()
}

async fn shelf(world: &World) {
    world
        .import(&set(&[
            article(93_000_001, "breast cancer liver metastases", ""),
            article(93_000_002, "liver transplantation", ""),
            article(93_000_003, "breast reconstruction", ""),
            article(93_000_024, "heart failure", ""),
        ]))
        .await;
}

pub async fn words_phrases_and_operators(world: &World) {
    shelf(world).await;
    let cases: [(&str, &[&str]); 9] = [
        ("title:liver", &["breast cancer liver metastases", "liver transplantation"]),
        ("title:liver AND title:breast", &["breast cancer liver metastases"]),
        ("title:\"liver metastases\"", &["breast cancer liver metastases"]),
        ("title:\"metastases liver\"", &[]),
        ("title:breast NOT title:cancer", &["breast reconstruction"]),
        ("title:(heart OR transplantation)", &["heart failure", "liver transplantation"]),
        ("pmid:93000003", &["breast reconstruction"]),
        ("author:rossi AND title:heart", &["heart failure"]),
        ("title:LIVER AND year:2002", &["liver transplantation"]),
    ];
    for (query, expected) in cases {
        let expected: BTreeSet<String> = expected.iter().map(|title| (*title).to_owned()).collect();
        assert_eq!(titles(world, query, "").await, expected, "{query}");
    }
    let request = SearchCitationsRequest { query: "title:(heart".into(), ..Default::default() };
    assert_error(search(world, request).await, Code::InvalidArgument, "QUERY_SYNTAX");
    let request = SearchCitationsRequest { query: "metastases".into(), ..Default::default() };
    let hits = search(world, request).await.unwrap().hits;
    let snippet = &hits[0].snippets[0];
    let span = snippet.highlights[0];
    assert_eq!(&snippet.text[span.start as usize..span.end as usize], "metastases");
}

pub async fn filters_select(world: &World) {
    shelf(world).await;
    let cases: [(&str, &[&str]); 7] = [
        ("year = 2001", &["breast cancer liver metastases"]),
        ("year >= 2003", &["breast reconstruction", "heart failure"]),
        ("NOT year > 2001", &["breast cancer liver metastases"]),
        (
            "journal = \"journal of examples\" AND year < 2003",
            &["breast cancer liver metastases", "liver transplantation"],
        ),
        ("pmid = 93000024 OR pmid = 93000003", &["breast reconstruction", "heart failure"]),
        ("title:liver", &["breast cancer liver metastases", "liver transplantation"]),
        ("language = \"it\"", &[]),
    ];
    for (filter, expected) in cases {
        let expected: BTreeSet<String> = expected.iter().map(|title| (*title).to_owned()).collect();
        assert_eq!(titles(world, "", filter).await, expected, "{filter}");
    }
    for bad in ["colour = 1", "year >", "kind = EFFICACY"] {
        let request = SearchCitationsRequest { filter: bad.into(), ..Default::default() };
        assert_error(search(world, request).await, Code::InvalidArgument, "FILTER_SYNTAX");
    }
}

pub async fn pages_by_relevance_are_stable(world: &World) {
    let articles: Vec<String> = (0..40)
        .map(|n| article(93_001_000 + n, if n % 3 == 0 { "liver liver" } else { "liver" }, ""))
        .collect();
    world.import(&set(&articles)).await;
    let whole = SearchCitationsRequest { query: "liver".into(), page_size: 1000, ..Default::default() };
    let whole: Vec<String> =
        search(world, whole).await.unwrap().hits.into_iter().map(|hit| hit.citation.unwrap().name).collect();
    assert_eq!(whole.len(), 40);
    let (mut seen, mut page_token) = (Vec::new(), String::new());
    loop {
        let request =
            SearchCitationsRequest { query: "liver".into(), page_size: 7, page_token, ..Default::default() };
        let page = search(world, request).await.unwrap();
        assert_eq!(page.total_size, 40);
        seen.extend(page.hits.into_iter().map(|hit| hit.citation.unwrap().name));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    assert_eq!(seen, whole);
}

pub async fn a_token_belongs_to_its_request(world: &World) {
    shelf(world).await;
    let request = |query: &str, page_token: &str| SearchCitationsRequest {
        query: query.into(),
        page_size: 1,
        page_token: page_token.into(),
        ..Default::default()
    };
    let token = search(world, request("liver", "")).await.unwrap().next_page_token;
    assert!(!token.is_empty());
    search(world, request("liver", &token)).await.unwrap();
    let mut bent = token.clone();
    let last = bent.pop().unwrap();
    bent.push(if last == 'A' { 'Q' } else { 'A' });
    let swapped = token.replacen(&token[..1], if token.starts_with('A') { "B" } else { "A" }, 1);
    for (query, token) in
        [("breast", token.as_str()), ("liver", swapped.as_str()), ("liver", "x"), ("liver", bent.as_str())]
    {
        let answer = search(world, request(query, token)).await;
        assert_error(answer, Code::InvalidArgument, "PAGE_TOKEN_INVALID");
    }
}
