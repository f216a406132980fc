//! Every rpc as a person at a terminal sees it: listed, described with comments and called, through reflection.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::kill::serve;

const RECORD: &str = r#"{"identifiers":[{"scheme":"IDENTIFIER_SCHEME_DOI","value":"10.5555/grpcurl"}],
"titles":[{"text":"A title","role":"TITLE_ROLE_ORIGINAL"}],
"abstracts":[{"text":"RESULTS: Aspirin reduced mortality (HR 0.72, 95% CI 0.60-0.86).","language":"en"}]}"#;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs grpcurl (go install github.com/fullstorydev/grpcurl/cmd/grpcurl): IBID_GRPCURL names it"]
async fn grpcurl_lists_describes_and_calls_every_rpc() {
    let folder = tempfile::tempdir().unwrap();
    let server = serve(folder.path()).await;
    let run = |arguments: &[&str], input: &str| grpcurl(&server.address, arguments, input);

    let services = run(&["list"], "").unwrap();
    for service in ibid::api::SERVICE_NAMES {
        assert!(services.contains(service), "{services}");
    }
    let config =
        format!("{}\n{{\"record\":{RECORD}}}", r#"{"config":{"waitVisible":true,"allOutcomes":true}}"#);
    let name = r#"{"name":"citations/doi:10.5555/grpcurl"}"#;
    let findings =
        run(&["-d", r#"{"parent":"citations/doi:10.5555/grpcurl"}"#, &rpc("Finding", "ListFindings")], "");
    assert!(findings.unwrap_err().contains("CITATION_NOT_FOUND"), "details are in clear");
    let calls = [
        ("Library", "ImportCitations", config.as_str(), "IMPORT_ACTION_CREATED"),
        ("Citation", "GetCitation", name, "10.5555/grpcurl"),
        ("Citation", "BatchGetCitations", r#"{"names":["citations/doi:10.5555/grpcurl"]}"#, "A title"),
        ("Citation", "ListCitations", "{}", "A title"),
        ("Citation", "SearchCitations", r#"{"query":"aspirin"}"#, "\"totalSize\": 1"),
        ("Citation", "ExportCitations", "{}", "\"exported\": 1"),
        (
            "Citation",
            "FormatCitations",
            r#"{"names":["citations/doi:10.5555/grpcurl"],"styles":["apa","vancouver"]}"#,
            "no date of publication",
        ),
        ("Citation", "ListCitationStyles", r#"{"query":"american medical"}"#, "STYLE_CATEGORY_NUMERIC"),
        ("Finding", "ListFindings", r#"{"parent":"citations/doi:10.5555/grpcurl"}"#, "DIRECTION_DECREASE"),
        ("Finding", "SearchFindings", r#"{"filter":"measure = HR"}"#, "\"0.72\""),
        (
            "Finding",
            "BatchGetFindings",
            r#"{"names":["citations/doi:10.5555/grpcurl/findings/0"]}"#,
            "FINDING_NOT_FOUND",
        ),
        (
            "Finding",
            "ExtractFindings",
            r#"{"text":"Aspirin reduced pain in 12 of 40 patients."}"#,
            "sentences",
        ),
        ("Library", "GetLibraryStats", "{}", "\"citations\": 1"),
        ("Library", "ReextractFindings", r#"{"all":true}"#, "\"unchanged\": 1"),
        ("Library", "CheckLibrary", "{}", "\"done\": true"),
        ("Library", "DeleteCitation", name, "{"),
    ];
    for (service, method, input, expected) in calls {
        let answer = run(&["-d", "@", &rpc(service, method)], input);
        let answer = answer.unwrap_or_else(|error| panic!("{method}: {error}"));
        assert!(answer.contains(expected), "{method}: {answer}");
    }
    let one = run(
        &["-d", r#"{"name":"citations/doi:10.5555/grpcurl/findings/0"}"#, &rpc("Finding", "GetFinding")],
        "",
    );
    assert!(one.unwrap_err().contains("NotFound"));
    let review = r#"{"name":"citations/doi:10.5555/grpcurl/findings/0","verdict":"REVIEW_VERDICT_ACCEPTED"}"#;
    let review = run(&["-d", review, &rpc("Library", "ReviewFinding")], "");
    assert!(review.unwrap_err().contains("reviewer"), "the field that is wrong is named");

    let mut described = 0;
    for service in ibid::api::SERVICE_NAMES {
        let listed = run(&["list", service], "").unwrap();
        for method in listed.lines() {
            let text = run(&["describe", method], "").unwrap();
            assert!(text.contains("// "), "{method} has a comment: {text}");
            described += 1;
        }
    }
    assert_eq!(described, calls.len() + 2, "every rpc is called");
    let finding = run(&["describe", "ibid.v1.Finding"], "").unwrap();
    assert!(finding.matches("// ").count() > 30, "{finding}");
}

fn rpc(service: &str, method: &str) -> String {
    format!("ibid.v1.{service}Service/{method}")
}

/// Standard output, or standard error when it fails. Flags and data stand before the address, verbs and methods after it.
fn grpcurl(address: &str, arguments: &[&str], input: &str) -> Result<String, String> {
    let program = std::env::var("IBID_GRPCURL").unwrap_or_else(|_| "grpcurl".into());
    let (flags, rest) = if arguments[0] == "-d" { arguments.split_at(2) } else { arguments.split_at(0) };
    let mut child = Command::new(program)
        .arg("-plaintext")
        .args(flags)
        .arg(address)
        .args(rest)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("grpcurl starts");
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    if output.status.success() { Ok(text(output.stdout)) } else { Err(text(output.stderr)) }
}
