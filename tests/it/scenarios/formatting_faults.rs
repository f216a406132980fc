use std::time::{Duration, Instant};

use ibid::contract::v1::{Citation, CitationCluster, Cite, FormatCitationsRequest, FormatCitationsResponse};
use tonic::{Code, Status};
use tonic_types::StatusExt;

use super::world::{World, assert_error};

/// How long a hostile style may keep the server busy in a build without optimisation.
const BOUND: Duration = Duration::from_secs(120);

async fn format(world: &World, request: FormatCitationsRequest) -> Result<FormatCitationsResponse, Status> {
    world.citations.clone().format_citations(request).await.map(tonic::Response::into_inner)
}

fn work() -> Citation {
    ibid::contract::from_json(
        "Citation",
        r#"{"type":"CITATION_TYPE_BOOK","titles":[{"text":"A title"}],"dates":[{"kind":"DATE_KIND_ISSUED","date":{"year":2009}}]}"#,
    )
    .unwrap()
}

fn in_styles(styles: &[&str], csl: Vec<String>) -> FormatCitationsRequest {
    FormatCitationsRequest {
        citations: vec![work()],
        styles: styles.iter().map(|style| (*style).to_owned()).collect(),
        csl,
        ..Default::default()
    }
}

/// A style around macros and the layout of its citations and references.
fn style(macros: &str, layout: &str) -> String {
    format!(
        "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\">\n<info><id>own</id><title>t</title></info>\n\
         {macros}\n<citation><layout>{layout}</layout></citation>\n<bibliography><layout>{layout}</layout></bibliography>\n</style>"
    )
}

pub async fn every_violation_at_once(world: &World) {
    let cite = Cite { work: 7, locator_label: "chapters".into(), part: 9, position: 9, ..Default::default() };
    let request = FormatCitationsRequest {
        styles: vec!["apaa".into(), "apa".into()],
        csl: vec!["<style".into()],
        locale: "it_IT!".into(),
        output: 9,
        title_policy: 9,
        clusters: vec![
            CitationCluster { cites: vec![cite], note_number: 2 },
            CitationCluster { cites: vec![], note_number: 1 },
        ],
        ..Default::default()
    };
    let status = assert_error(format(world, request).await, Code::InvalidArgument, "INVALID_FIELD");
    let bad = status.get_details_bad_request().unwrap();
    let fields: Vec<&str> = bad.field_violations.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "names",
            "clusters[0].cites[0].work",
            "clusters[0].cites[0].locator_label",
            "clusters[0].cites[0].part",
            "clusters[0].cites[0].position",
            "clusters[1].cites",
            "clusters[1].note_number",
            "output",
            "title_policy",
            "styles[0]",
            "csl[0]",
            "locale",
        ]
    );
    let of =
        |field: &str| bad.field_violations.iter().find(|one| one.field == field).unwrap().description.clone();
    assert!(of("styles[0]").contains("did you mean `apa`?"), "{}", of("styles[0]"));
    assert!(of("csl[0]").starts_with("line 1: not well-formed"), "{}", of("csl[0]"));

    let check = async |request: FormatCitationsRequest, says: &str| {
        let status = assert_error(format(world, request).await, Code::InvalidArgument, "INVALID_FIELD");
        assert!(status.message().contains(says), "{says}: {status}");
    };
    check(in_styles(&[], vec![]), "no style").await;
    check(in_styles(&["apa"; 21], vec![]), "21 styles are more than 20").await;
    check(
        FormatCitationsRequest {
            names: vec!["citations/pmid:1".into(); 10_000],
            ..in_styles(&["apa"; 2], vec![])
        },
        "10001 works in 2 styles are more than 20000",
    )
    .await;
    check(in_styles(&[], vec![" ".repeat((1 << 20) + 1)]), "1048577 bytes are more than 1048576").await;
    let cites = vec![Cite::default(); 20_001];
    let clusters = vec![CitationCluster { cites, note_number: 0 }];
    check(
        FormatCitationsRequest { clusters, ..in_styles(&["apa"], vec![]) },
        "20001 cites are more than 20000",
    )
    .await;
    assert!(format(world, in_styles(&["apa"; 20], vec![])).await.is_ok(), "the limit itself is allowed");
}

pub async fn locales_fall_back(world: &World) {
    let check = async |style: &str, locale: &str, used: &str, warned: bool| {
        let request = FormatCitationsRequest { locale: locale.into(), ..in_styles(&[style], vec![]) };
        let styled = format(world, request).await.unwrap().styles.remove(0);
        assert_eq!(styled.locale, used, "{style} {locale}");
        let told = styled.warnings.iter().any(|one| one.field == "locale" && one.work.is_none());
        assert_eq!(told, warned, "{style} {locale}: {:?}", styled.warnings);
    };
    check("apa", "", "en-US", false).await;
    check("apa", "IT", "it-IT", false).await;
    check("apa", "de-LI", "de-DE", true).await;
    check("apa", "tlh", "en-US", true).await;
    check("the-lancet", "", "en-GB", false).await;
    check("pure-author", "da-DK", "da-DK", false).await;
    let own = "<locale xml:lang=\"tlh\"><terms><term name=\"in\">Daq</term></terms></locale>";
    let csl = style(own, "<text term=\"in\"/>");
    let request = FormatCitationsRequest { locale: "tlh".into(), ..in_styles(&[], vec![csl]) };
    let styled = format(world, request).await.unwrap().styles.remove(0);
    assert_eq!((styled.locale.as_str(), styled.references[0].text.as_str()), ("tlh", "Daq"));
}

pub async fn faulty_styles_are_refused_with_their_line(world: &World) {
    let check = async |csl: String, says: &str| {
        let status = assert_error(
            format(world, in_styles(&[], vec![csl])).await,
            Code::InvalidArgument,
            "INVALID_FIELD",
        );
        let bad = status.get_details_bad_request().unwrap();
        assert_eq!(bad.field_violations[0].field, "csl[0]");
        assert!(bad.field_violations[0].description.contains(says), "{says}: {status}");
    };
    let endless =
        "<macro name=\"a\"><text macro=\"b\"/></macro>\n<macro name=\"b\"><text macro=\"a\"/></macro>";
    check(style(endless, "<text macro=\"a\"/>"), "line 3: macro \"a\" calls itself: a -> b -> a").await;
    check(style("", "<text variable=\"titel\"/>"), "line 4: not CSL 1.0.2").await;
    check(
        style("", &format!("{}{}", "<group>".repeat(30_000), "</group>".repeat(30_000))),
        "deeper than 100",
    )
    .await;
    check("<html/>".into(), "the root element is <html>").await;
    let own = format(world, in_styles(&[], vec![style("", "<text variable=\"title\" suffix=\".\"/>")]))
        .await
        .unwrap();
    assert_eq!(
        (own.styles[0].style.as_str(), own.styles[0].references[0].text.as_str()),
        ("own", "A title.")
    );
}

pub async fn hostile_styles_are_bounded(world: &World) {
    // each macro calls the next one twice
    let doubling = |steps: usize, last: &str| {
        let mut macros: String = (0..steps)
            .map(|n| {
                format!("<macro name=\"m{n}\"><text macro=\"m{0}\"/><text macro=\"m{0}\"/></macro>", n + 1)
            })
            .collect();
        macros.push_str(&format!("<macro name=\"m{steps}\">{last}</macro>"));
        style(&macros, "<text macro=\"m0\"/>")
    };
    let long = format!("<text value=\"{}\"/>", "x".repeat(1000));
    // pieces of a few bytes, each within a hundred others that have to look at it again
    let nested = format!(
        "{}<text value=\"ab\"/>{}",
        "<group font-style=\"italic\">".repeat(70),
        "</group>".repeat(70)
    );
    let check = async |what: &str, csl: String, works: usize, code: Code, reason: &str| {
        let begun = Instant::now();
        let request = FormatCitationsRequest { citations: vec![work(); works], ..in_styles(&[], vec![csl]) };
        assert_error(format(world, request).await, code, reason);
        assert!(begun.elapsed() < BOUND, "{what} took {:?}", begun.elapsed());
    };
    check("two to the sixtieth", doubling(60, &long), 1, Code::InvalidArgument, "INVALID_FIELD").await;
    check("a text of gigabytes", doubling(13, &long), 1, Code::ResourceExhausted, "LIMIT_EXCEEDED").await;
    check("many large texts", doubling(9, &long), 80, Code::ResourceExhausted, "LIMIT_EXCEEDED").await;
    check("much in little", doubling(13, &nested), 80, Code::ResourceExhausted, "LIMIT_EXCEEDED").await;
}
