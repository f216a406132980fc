//! What users get wrong, as they see it: where, why, and what to do. What is right beside it is kept.

use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use ibid::contract::v1::citation_service_client::CitationServiceClient;
use ibid::contract::v1::finding_service_client::FindingServiceClient;
use ibid::contract::v1::import_citations_request::Payload;
use ibid::contract::v1::library_service_client::LibraryServiceClient;
use ibid::contract::v1::{
    ExtractFindingsRequest, ImportCitationsRequest, ImportConfig, SearchCitationsRequest,
    extract_findings_request,
};
use tonic::transport::Channel;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use super::process::{Process, ibid, stderr};

/// Any user that is not root.
const NOBODY: u32 = 65534;

const GOOD: &[u8] = b"TY  - JOUR\nTI  - Before\nER  - \n\n";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Entries that do not compress away.
fn entries(count: u32) -> Vec<u8> {
    let entry = |n: u32| format!("TY  - JOUR\nTI  - Study {:x}\nER  - \n\n", n.wrapping_mul(2_654_435_761));
    (0..count).map(entry).collect::<String>().into_bytes()
}

#[test]
fn files_that_are_wrong_say_where_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("library");
    let check = |name: &str, bytes: &[u8], more: &[&str], exit: i32, told: &[&str], done: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        let paths = [file.to_str().unwrap(), "--data", library.to_str().unwrap()];
        let output = ibid(&[&["import"], &paths[..], more].concat());
        let (said, result) = (stderr(&output), String::from_utf8_lossy(&output.stdout));
        assert_eq!(output.status.code(), Some(exit), "{name}: {said}");
        for words in told.iter().chain(&[name][..usize::from(!told.is_empty())]) {
            assert!(said.contains(words), "{name}: no {words:?} in {said}");
        }
        assert!(result.starts_with(done), "{name}: {result}");
    };
    let cut = gzip(&entries(2_000));
    let cut = &cut[..cut.len() - 200];
    let xml = "<PubmedArticleSet>\n<PubmedArticle><MedlineCitation><PMID>1</PMID><Article>\
               <ArticleTitle>One.</ArticleTitle></Article></MedlineCitation></PubmedArticle>\n<PubmedArticle><Med";
    let unknown = ["FORMAT_UNKNOWN", "pubmed-xml, pure, ris"];
    check("letter.txt", b"Dear editor, please find enclosed.", &[], 1, &unknown, "created 0");
    check("shop.html", b"<html><body>Buy", &[], 1, &unknown, "created 0");
    let not_pure = ["not pure", "Research output", "name another format"];
    check("page.html", b"<html><body>Buy", &["--format", "pure"], 1, &not_pure, "created 0");
    check("cut.ris.gz", cut, &[], 1, &["line ", "FILE_DAMAGED", "a whole copy"], "created 19");
    check("head.gz", &gzip(GOOD)[..12], &[], 1, &["FILE_DAMAGED", "copy"], "created 0");
    check("cut.xml", xml.as_bytes(), &[], 1, &["line 3", "ends inside", "a whole copy"], "created 1");
    let windows = [GOOD, b"TY  - JOUR\nTI  - Caf\xe9\nER  - \n"].concat();
    check(
        "windows.ris",
        &windows,
        &[],
        0,
        &[],
        "created 2, updated 0, unchanged 0, merged 0, rejected 0, 1 with",
    );
    let lines = b"{\"titles\":[{\"text\":\"a\"}]}\n{\"titles\":[{\"text\":\"\xff\"}]}\n{\"titles\":[{\"text\":\"b\"}]}";
    check("lines.jsonl", lines, &[], 0, &[":2:", "rejected", "UTF-8"], "created 2");
    check("lines.jsonl", lines, &["--strict"], 1, &[":2:"], "created 0, updated 0, unchanged 2");
    let untitled = b"TY  - JOUR\nAU  - Rossi, A\nER  - \n\nTY  - JOUR\nTI  - Titled\nER  - \n";
    check("untitled.ris", untitled, &[], 0, &[":1:", "neither a title nor an identifier"], "created 1");
    let bad_doi = b"{\"titles\":[{\"text\":\"c\"}],\"identifiers\":[{\"scheme\":\"IDENTIFIER_SCHEME_DOI\",\"value\":\"ten/x\"}]}";
    check(
        "doi.jsonl",
        bad_doi,
        &[],
        0,
        &[],
        "created 1, updated 0, unchanged 0, merged 0, rejected 0, 1 with",
    );
    let exported = ibid(&["export", "--to", "jsonl", "--data", library.to_str().unwrap()]);
    assert!(String::from_utf8_lossy(&exported.stdout).contains("\"ten/x\""), "kept as written");
}

#[test]
fn a_line_of_200_mb_is_refused_alone_in_bounded_memory() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_ibid"))
        .args(["import", "-", "--data", folder.path().to_str().unwrap()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        let piece = "word ".repeat(1 << 20).into_bytes();
        input.write_all(GOOD)?;
        input.write_all(b"TY  - JOUR\nTI  - Long\nAB  - ")?;
        for _ in 0..40 {
            input.write_all(&piece)?;
        }
        input.write_all(b"\nER  - \n\nTY  - JOUR\nTI  - After\nER  - \n")
    });
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        peak = peak.max(anonymous_kib(child.id()).unwrap_or(0));
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    writer.join().unwrap().unwrap();
    let output = child.wait_with_output().unwrap();
    let (said, result) = (stderr(&output), String::from_utf8_lossy(&output.stdout));
    assert!(result.starts_with("created 2, updated 0, unchanged 0, merged 0, rejected 1"), "{result}{said}");
    assert!(said.contains("-:5: Long: rejected: line 7 is longer than 67108864 bytes"), "{said}");
    assert!((1..400 << 10).contains(&peak), "{peak} KiB");
}

/// Memory of a process that is its own, in KiB.
pub fn anonymous_kib(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("RssAnon:"))?.split_whitespace().next()?.parse().ok()
}

#[test]
fn a_folder_that_cannot_be_used_says_why_and_what_to_do() {
    let parent = tempfile::tempdir().unwrap();
    std::fs::set_permissions(parent.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    // root may write anywhere, and nobody may not read the folder of a build
    let program = parent.path().join("ibid");
    std::fs::copy(env!("CARGO_BIN_EXE_ibid"), &program).unwrap();
    let root = std::fs::metadata(&program).unwrap().uid() == 0;
    let check = |name: &str, prepare: fn(&Path), told: &[&str]| {
        let folder = parent.path().join(name);
        prepare(&folder);
        for subcommand in [["stats"].as_slice(), &["serve", "--listen", "127.0.0.1:0"]] {
            let mut command = Command::new(&program);
            if root {
                command.uid(NOBODY).gid(NOBODY);
            }
            let output = command.args(subcommand).arg("--data").arg(&folder).output().unwrap();
            let said = stderr(&output);
            assert_eq!(output.status.code(), Some(1), "{name}: {said}");
            for words in told.iter().chain(&[name]) {
                assert!(said.contains(words), "{name}: no {words:?} in {said}");
            }
        }
    };
    check("newer", |folder| folder_with(folder, "3\n", 0o755), &["data format 3", "knows 2", "newer ibid"]);
    check("read-only", |folder| folder_with(folder, "2\n", 0o555), &["cannot be written", "another --data"]);
    check("file", |path| std::fs::write(path, "").unwrap(), &["a file, not a folder", "another --data"]);
    let damaged = |folder: &Path| {
        folder_with(folder, "2\n", 0o777);
        let store = folder.join("library.redb");
        std::fs::write(&store, "not a store".repeat(1_000)).unwrap();
        std::fs::set_permissions(store, std::fs::Permissions::from_mode(0o666)).unwrap();
    };
    check("damaged", damaged, &["library.redb", "damaged", "put a copy"]);
}

fn folder_with(folder: &Path, format: &str, mode: u32) {
    std::fs::create_dir(folder).unwrap();
    std::fs::write(folder.join("format"), format).unwrap();
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[tokio::test]
async fn messages_over_their_limit_are_typed_and_what_came_before_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let server = Process::start(folder.path(), &[]);
    server.ready().await;
    let channel = channel(&server).await;
    let input = extract_findings_request::Input::Text("a".repeat(5 << 20));
    let request = ExtractFindingsRequest { input: Some(input), ..Default::default() };
    let status = FindingServiceClient::new(channel.clone()).extract_findings(request).await.unwrap_err();
    limit_exceeded(&status, "4194304");

    for (size, limit) in [(1 << 20, None), ((1 << 20) + 1, Some("1048576")), (5 << 20, Some("4194304"))] {
        let payloads = [
            Payload::Config(ImportConfig::default()),
            Payload::Chunk(GOOD.into()),
            Payload::Chunk(vec![b' '; size].into()),
        ];
        let requests = payloads.map(|payload| ImportCitationsRequest { payload: Some(payload) });
        let mut upkeep = LibraryServiceClient::new(channel.clone());
        let mut answers = upkeep.import_citations(tokio_stream::iter(requests)).await.unwrap().into_inner();
        let mut acknowledged = 0;
        let ended = loop {
            match answers.message().await {
                Ok(Some(answer)) => acknowledged = answer.acknowledged,
                Ok(None) => break None,
                Err(status) => break Some(status),
            }
        };
        assert_eq!(acknowledged, 1, "{size}");
        match (ended, limit) {
            (None, None) => {}
            (Some(status), Some(limit)) => limit_exceeded(&status, limit),
            (ended, _) => panic!("{size}: {ended:?}"),
        }
    }
}

fn limit_exceeded(status: &Status, limit: &str) {
    let info = status.get_details_error_info().unwrap();
    assert_eq!(
        (status.code(), info.reason.as_str()),
        (Code::ResourceExhausted, "LIMIT_EXCEEDED"),
        "{status}"
    );
    assert_eq!(info.metadata["limit"], limit);
}

#[tokio::test]
async fn a_demonstration_serves_once_its_papers_are_found() {
    let server = Process::serve(&["--demo"]);
    server.ready().await;
    let request = SearchCitationsRequest { page_size: 1, ..Default::default() };
    let mut citations = CitationServiceClient::new(channel(&server).await);
    let found = citations.search_citations(request).await.unwrap().into_inner();
    assert_eq!(found.total_size, 60);
}

pub async fn channel(server: &Process) -> Channel {
    Channel::from_shared(format!("http://{}", server.address)).unwrap().connect().await.unwrap()
}
