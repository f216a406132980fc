//! Reviews and re-extraction as people at a terminal use them, against a server and with the library opened by the command.

use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use crate::kill::serve;

const RECORD: &str = "TY  - JOUR\nTI  - Zinc for colds\nDO  - 10.5555/people\n\
                      AB  - RESULTS: Zinc reduced cough (HR 0.72, 95% CI 0.60-0.86).\nER  - \n";

/// Runs `ibid` on a library; answers its exit code and what it said.
fn ibid(target: [&str; 2], arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
    command.env("USER", "ada").env_remove("IBID_SERVER");
    let Output { status, stdout, stderr } = command.args(arguments).args(target).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

fn check(target: [&str; 2], folder: &Path) {
    let done = |arguments: &[&str]| {
        let (code, said, told) = ibid(target, arguments);
        assert_eq!(code, 0, "{arguments:?}: {said}{told}");
        said
    };
    let file = folder.join("zinc.ris");
    std::fs::write(&file, RECORD).unwrap();
    done(&["import", file.to_str().unwrap()]);
    let findings = done(&["findings", "--citation", "doi:10.5555/people", "--json"]);
    let first: serde_json::Value = serde_json::from_str(findings.lines().next().unwrap()).unwrap();
    let name = first["name"].as_str().unwrap();
    assert_eq!(first["direction"], "DIRECTION_DECREASE");

    assert!(done(&["review", name, "--accept"]).contains("ACCEPTED by ada"));
    let part = folder.join("right.json");
    std::fs::write(&part, r#"{"direction": "DIRECTION_INCREASE", "outcomes": [{"text": "cough"}]}"#).unwrap();
    let part = part.to_str().unwrap();
    let corrected = done(&["review", name, "--correct", part, "--reviewer", "grace", "--json"]);
    let corrected: serde_json::Value = serde_json::from_str(&corrected).unwrap();
    assert_eq!(corrected["direction"], "DIRECTION_INCREASE");
    assert_eq!(corrected["review"]["reviewer"], "grace");
    assert_eq!(corrected["review"]["original"]["direction"], "DIRECTION_DECREASE");

    let last = done(&["reextract", "--all"]);
    assert_eq!(last, "touched 1, changed 0, unchanged 1, kept reviews 1, failed 0\n");
    assert_eq!(done(&["reextract"]), "touched 0, changed 0, unchanged 0, kept reviews 0, failed 0\n");
    let corrected = || done(&["findings", "--filter", "review = CORRECTED"]);
    // search shows a review within a second
    let shown = (0..20).map(|_| corrected()).find(|found| {
        std::thread::sleep(Duration::from_millis(if found.is_empty() { 100 } else { 0 }));
        !found.is_empty()
    });
    let found = shown.unwrap_or_default();
    assert!(found.contains("CORRECTED by grace"), "{found}");
    done(&["review", name, "--clear"]);
    assert_eq!(done(&["findings", "--citation", "doi:10.5555/people", "--json"]), findings);

    for (arguments, code, told) in [
        (&["review", name][..], 2, "--accept"),
        (&["review", name, "--accept", "--reject"], 2, "cannot be used"),
        (&["review", name, "--correct", "/nowhere/right.json"], 1, "/nowhere/right.json"),
        (&["review", name, "--reject", "--etag", "old"], 1, "ETAG_MISMATCH"),
        (&["review", "doi:10.5555/people/findings/x", "--accept"], 1, "FINDING_NOT_FOUND"),
        (&["reextract", "--filter", "colour = red"], 1, "FILTER_SYNTAX"),
        (&["reextract", "--resume", "x"], 1, "PAGE_TOKEN_INVALID"),
    ] {
        let (exit, said, words) = ibid(target, arguments);
        assert_eq!((exit, said.as_str()), (code, ""), "{arguments:?}: {words}");
        assert!(words.contains(told), "{arguments:?}: {words}");
    }
    done(&["check"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn people_review_and_reextract_with_and_without_a_server() {
    let (served, opened) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let server = serve(&served.path().join("library")).await;
    check(["--server", &format!("http://{}", server.address)], served.path());
    check(["--data", opened.path().join("library").to_str().unwrap()], opened.path());
}
