//! Packed requests and replies: only for who asks, only where it pays, within the same limits.

use ibid::contract::v1::citation_service_client::CitationServiceClient;
use ibid::contract::v1::finding_service_client::FindingServiceClient;
use ibid::contract::v1::{
    ExtractFindingsRequest, GetCitationRequest, ListCitationsRequest, extract_findings_request,
};
use tonic::Code;
use tonic::codec::CompressionEncoding;
use tonic_types::StatusExt as _;

use super::bad_input::{anonymous_kib, channel};
use super::process::Process;

const BOTH: [CompressionEncoding; 2] = [CompressionEncoding::Gzip, CompressionEncoding::Zstd];

#[tokio::test]
async fn large_replies_are_packed_for_who_asks() {
    let server = Process::serve(&["--demo"]);
    server.ready().await;
    let plain = CitationServiceClient::new(channel(&server).await);
    let list = ListCitationsRequest { view: 2, ..Default::default() };
    let expected = plain.clone().list_citations(list.clone()).await.unwrap();
    assert!(!expected.metadata().contains_key("grpc-encoding"), "nobody asked");
    for encoding in BOTH {
        let mut asking = plain.clone().accept_compressed(encoding).send_compressed(encoding);
        let packed = asking.list_citations(list.clone()).await.unwrap();
        let said = packed.metadata().get("grpc-encoding").unwrap().to_str().unwrap().to_owned();
        assert_eq!(said, encoding.to_string());
        assert_eq!(packed.get_ref(), expected.get_ref());
        let get =
            GetCitationRequest { name: expected.get_ref().citations[0].name.clone(), ..Default::default() };
        assert_eq!(asking.get_citation(get).await.unwrap().get_ref(), &expected.get_ref().citations[0]);
    }
}

#[tokio::test]
async fn a_bomb_ends_at_the_limit_with_flat_memory() {
    let folder = tempfile::tempdir().unwrap();
    let server = Process::start(folder.path(), &[]);
    server.ready().await;
    let before = anonymous_kib(server.id()).unwrap();
    for encoding in BOTH {
        let mut findings = FindingServiceClient::new(channel(&server).await).send_compressed(encoding);
        let input = extract_findings_request::Input::Text("a".repeat(200 << 20));
        let request = ExtractFindingsRequest { input: Some(input), ..Default::default() };
        let status = findings.extract_findings(request).await.unwrap_err();
        let info = status.get_details_error_info().unwrap();
        assert_eq!(
            (status.code(), info.reason.as_str()),
            (Code::ResourceExhausted, "LIMIT_EXCEEDED"),
            "{status}"
        );
        assert_eq!(info.metadata["limit"], "4194304");
    }
    let after = anonymous_kib(server.id()).unwrap();
    assert!(after < before + (64 << 10), "{before} KiB before, {after} KiB after");
}
