use ibid::contract::v1::{
    BatchGetFindingsRequest, Direction, ExtractFindingsRequest, Finding, GetFindingRequest,
    ListFindingsRequest, SearchFindingsRequest, batch_get_findings_item, extract_findings_request::Input,
};
use tonic::Code;

use super::world::{World, article, assert_error, set};

pub async fn findings_carry_proof_and_are_found(world: &World) {
    world.import(&set(&[article(94_000_001, "gout", ""), article(94_000_002, "mumps", "")])).await;
    let citation = world.get("citations/pmid:94000001").await.unwrap();
    let mut client = world.findings.clone();
    let request = ListFindingsRequest { parent: "citations/pmid:94000001".into(), ..Default::default() };
    let findings = client.list_findings(request).await.unwrap().into_inner().findings;
    assert!(findings.len() >= 2, "{findings:?}");
    for found in &findings {
        let span = found.evidence.as_ref().unwrap().span.unwrap();
        let text = &citation.abstracts[0].text;
        assert_eq!(found.statement, text[span.start as usize..span.end as usize]);
        let by_name =
            client.get_finding(GetFindingRequest { name: found.name.clone() }).await.unwrap().into_inner();
        assert_eq!(&by_name, found);
    }
    let reduced = findings.iter().find(|found| found.statement.contains("reduced")).unwrap();
    assert_eq!(reduced.direction(), Direction::Decrease);
    let ratio = reduced.measurements.iter().find(|m| m.statistic == "HR").unwrap();
    assert_eq!(ratio.value, "0.72");

    let search = |query: &str, filter: &str| SearchFindingsRequest {
        query: query.into(),
        filter: filter.into(),
        ..Default::default()
    };
    let of_one = format!("citation = \"{}\"", citation.name);
    let cases = [
        ("mortality", "", 2),
        ("gout", "", 1),
        ("", "direction = DECREASE", 2),
        ("", "measure = HR AND value < 0.7", 0),
        ("", "measure = HR AND value < 0.8", 2),
        ("mortality", of_one.as_str(), 1),
    ];
    for (query, filter, expected) in cases {
        let found = client.search_findings(search(query, filter)).await;
        let found = found.unwrap_or_else(|status| panic!("{query} / {filter}: {status}")).into_inner();
        assert_eq!(
            found.total_size,
            expected,
            "{query} / {filter}: {:?}",
            statements(found.hits.iter().filter_map(|hit| hit.finding.as_ref()))
        );
    }
    assert_error(
        client.search_findings(search("", "colour = 1")).await,
        Code::InvalidArgument,
        "FILTER_SYNTAX",
    );
    let names =
        vec![findings[1].name.clone(), format!("{}/findings/0", citation.name), findings[0].name.clone()];
    let items =
        client.batch_get_findings(BatchGetFindingsRequest { names }).await.unwrap().into_inner().items;
    let found: Vec<bool> = items
        .iter()
        .map(|item| matches!(item.result, Some(batch_get_findings_item::Result::Finding(_))))
        .collect();
    assert_eq!(found, [true, false, true]);
}

pub async fn the_callers_own_text_is_read(world: &World) {
    let mut client = world.findings.clone();
    let text = "Conclusions: aspirin did not reduce mortality (RR 1.01, 95% CI 0.90 to 1.13).";
    let request = ExtractFindingsRequest { input: Some(Input::Text(text.into())), language: "en".into() };
    let answer = client.extract_findings(request).await.unwrap().into_inner();
    assert_eq!(answer.text, text);
    let denied = answer.findings.iter().find(|found| found.statement.contains("did not")).unwrap();
    assert!(denied.negated);
    assert_eq!(denied.direction(), Direction::NoDifference);
    let long = "a ".repeat((1 << 19) + 1);
    let request = ExtractFindingsRequest { input: Some(Input::Text(long)), ..Default::default() };
    assert_error(client.extract_findings(request).await, Code::ResourceExhausted, "LIMIT_EXCEEDED");
    let request = ExtractFindingsRequest::default();
    assert_error(client.extract_findings(request).await, Code::InvalidArgument, "INVALID_FIELD");
}

fn statements<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<&'a str> {
    findings.map(|found| found.statement.as_str()).collect()
}
