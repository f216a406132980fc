use std::collections::BTreeSet;

use ibid::contract::v1::{
    BatchGetCitationsRequest, Citation, CitationView, GetCitationRequest, ListCitationsRequest,
    batch_get_citations_item,
};
use tonic::Code;
use tonic_types::StatusExt;

use super::world::{World, article, assert_error, doi, set};

pub async fn a_record_answers_to_every_name(world: &World) {
    world.import(&set(&[article(91_000_001, "rare anaemia", &doi("10.5555/One.(A)<1>"))])).await;
    let by_pmid = world.get("citations/pmid:91000001").await.unwrap();
    assert_eq!(by_pmid.titles[0].text, "rare anaemia");
    assert_eq!(by_pmid.name.len(), "citations/".len() + 26);
    for name in
        [by_pmid.name.as_str(), "citations/doi:10.5555/ONE.(a)<1>", "citations/doi:10.5555%2Fone.(a)<1>"]
    {
        assert_eq!(world.get(name).await.unwrap(), by_pmid, "{name}");
    }
    assert_error(world.get("citations/pmid:91000002").await, Code::NotFound, "CITATION_NOT_FOUND");
    let status = assert_error(world.get("papers/7").await, Code::InvalidArgument, "INVALID_FIELD");
    assert_eq!(status.get_details_bad_request().unwrap().field_violations[0].field, "name");
}

pub async fn a_batch_keeps_order_and_fails_item_by_item(world: &World) {
    world.import(&set(&[article(91_000_011, "alpha", ""), article(91_000_012, "beta", "")])).await;
    let names = ["citations/pmid:91000012", "nonsense", "citations/pmid:1", "citations/pmid:91000011"];
    let request = BatchGetCitationsRequest {
        names: names.iter().map(|name| (*name).into()).collect(),
        ..Default::default()
    };
    let items = world.citations.clone().batch_get_citations(request).await.unwrap().into_inner().items;
    let seen: Vec<String> = items
        .into_iter()
        .map(|item| match item.result.unwrap() {
            batch_get_citations_item::Result::Citation(citation) => citation.titles[0].text.clone(),
            batch_get_citations_item::Result::Error(error) => error.reason().as_str_name().to_owned(),
        })
        .collect();
    assert_eq!(seen, ["beta", "ERROR_REASON_INVALID_FIELD", "ERROR_REASON_CITATION_NOT_FOUND", "alpha"]);
}

pub async fn views_and_masks_show_parts(world: &World) {
    world.import(&set(&[article(91_000_021, "gamma", "")])).await;
    let name = "citations/pmid:91000021".to_owned();
    let mut client = world.citations.clone();
    let full = world.get(&name).await.unwrap();
    let request =
        GetCitationRequest { name: name.clone(), view: CitationView::Basic as i32, ..Default::default() };
    let basic = client.get_citation(request).await.unwrap().into_inner();
    assert!(basic.abstracts.is_empty() && !full.abstracts.is_empty());
    assert_eq!(basic.titles, full.titles);
    let read_mask =
        Some(prost_types::FieldMask { paths: vec!["contributors.family".into(), "volume".into()] });
    let masked = client
        .get_citation(GetCitationRequest { name, read_mask, ..Default::default() })
        .await
        .unwrap()
        .into_inner();
    let contributors = vec![ibid::contract::v1::Contributor { family: "Rossi".into(), ..Default::default() }];
    assert_eq!(masked, Citation { contributors, volume: "4".into(), ..Default::default() });
}

pub async fn pages_cover_everything_once(world: &World) {
    let articles: Vec<String> = (0..53).map(|n| article(91_000_100 + n, &format!("study {n}"), "")).collect();
    world.import(&set(&articles)).await;
    for (filter, order_by) in
        [("", ""), ("", "year desc"), ("year >= 2000", "name"), ("year >= 2000", "year")]
    {
        let mut seen = BTreeSet::new();
        let mut years = Vec::new();
        let mut page_token = String::new();
        loop {
            let request = ListCitationsRequest {
                page_size: 7,
                page_token,
                filter: filter.into(),
                order_by: order_by.into(),
                ..Default::default()
            };
            let page = world.citations.clone().list_citations(request).await.unwrap().into_inner();
            for citation in &page.citations {
                assert!(seen.insert(citation.name.clone()), "{} came twice", citation.name);
                years.push(citation.dates[0].date.unwrap().year);
            }
            page_token = page.next_page_token;
            if page_token.is_empty() {
                break;
            }
        }
        assert_eq!(seen.len(), 53, "{filter} {order_by}");
        match order_by {
            "year" => assert!(years.is_sorted()),
            "year desc" => assert!(years.is_sorted_by(|a, b| a >= b)),
            _ => {}
        }
    }
}

pub async fn limits_are_exact_and_typed(world: &World) {
    let list = |page_size| ListCitationsRequest { page_size, ..Default::default() };
    for good in [0, 1, 10_000] {
        world.citations.clone().list_citations(list(good)).await.unwrap();
    }
    for bad in [-1, 10_001] {
        let answer = world.citations.clone().list_citations(list(bad)).await;
        let status = assert_error(answer, Code::InvalidArgument, "INVALID_FIELD");
        assert_eq!(status.get_details_bad_request().unwrap().field_violations[0].field, "page_size");
    }
    let names = |count: usize| BatchGetCitationsRequest {
        names: vec!["citations/pmid:1".into(); count],
        ..Default::default()
    };
    world.citations.clone().batch_get_citations(names(1_000)).await.unwrap();
    let answer = world.citations.clone().batch_get_citations(names(1_001)).await;
    assert_error(answer, Code::InvalidArgument, "INVALID_FIELD");
}
