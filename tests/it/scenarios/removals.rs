use std::collections::BTreeSet;

use ibid::contract::v1::{
    DeleteCitationRequest, ExportCitationsRequest, ExportFormat, GetLibraryStatsRequest, ImportAction,
};
use tonic::Code;

use super::world::{World, article, assert_error, set};

pub async fn a_deleted_citation_is_remembered_and_revived(world: &World) {
    let file = set(&[article(95_000_001, "omicron", "")]);
    world.import(&file).await;
    let citation = world.get("citations/pmid:95000001").await.unwrap();
    let mut client = world.upkeep.clone();
    let delete = |etag: &str, allow_missing| DeleteCitationRequest {
        name: citation.name.clone(),
        etag: etag.into(),
        allow_missing,
    };
    assert_error(client.delete_citation(delete("stale", false)).await, Code::Aborted, "ETAG_MISMATCH");
    client.delete_citation(delete(&citation.etag, false)).await.unwrap();
    assert_error(world.get(&citation.name).await, Code::NotFound, "CITATION_DELETED");
    assert_error(world.get("citations/pmid:95000001").await, Code::NotFound, "CITATION_NOT_FOUND");
    assert_error(client.delete_citation(delete("", false)).await, Code::NotFound, "CITATION_DELETED");
    client.delete_citation(delete("", true)).await.unwrap();
    assert_eq!(world.import(&file).await.actions(), [ImportAction::Created]);
    assert_eq!(world.get("citations/pmid:95000001").await.unwrap().name, citation.name);
    world.no_problems().await;
}

pub async fn a_deletion_in_a_file_withdraws_its_source(world: &World) {
    world.import(&set(&[article(95_000_011, "pi", "")])).await;
    let deletions =
        "<DeleteCitation><PMID Version=\"1\">95000011</PMID><PMID Version=\"1\">1</PMID></DeleteCitation>";
    let imported = world.import(&set(&[deletions.to_owned()])).await;
    assert_eq!(imported.actions(), [ImportAction::Deleted, ImportAction::DeletionUnknown]);
    assert_error(world.get("citations/pmid:95000011").await, Code::NotFound, "CITATION_NOT_FOUND");
    world.no_problems().await;
}

pub async fn exports_hold_everything_and_read_back(world: &World) {
    let articles: Vec<String> = (0..450).map(|n| article(95_001_000 + n, &format!("rho {n}"), "")).collect();
    world.import(&set(&articles)).await;
    let mut client = world.citations.clone();
    let mut stream = client.export_citations(ExportCitationsRequest::default()).await.unwrap().into_inner();
    let (mut names, mut token) = (BTreeSet::new(), String::new());
    while let Some(part) = stream.message().await.unwrap() {
        names.extend(part.citations.into_iter().map(|citation| citation.name));
        if token.is_empty() {
            token = part.resume_token;
        }
    }
    assert_eq!(names.len(), 450);
    // resumed after the first part, as lines
    let request = ExportCitationsRequest { format: ExportFormat::Jsonl as i32, ..Default::default() };
    let mut stream = client.export_citations(request).await.unwrap().into_inner();
    let mut lines = String::new();
    while let Some(part) = stream.message().await.unwrap() {
        lines.push_str(std::str::from_utf8(&part.data).unwrap());
    }
    assert_eq!(lines.lines().count(), 450);
    let request = ExportCitationsRequest { resume_token: token, ..Default::default() };
    let mut stream = client.export_citations(request).await.unwrap().into_inner();
    let mut rest = 0;
    while let Some(part) = stream.message().await.unwrap() {
        rest += part.citations.len();
    }
    assert!(rest > 0 && rest < 450);
    let stats = world.upkeep.clone().get_library_stats(GetLibraryStatsRequest {}).await.unwrap().into_inner();
    assert_eq!(stats.citations, 450);
    world.no_problems().await;
}

pub async fn exports_resume_byte_for_byte(world: &World) {
    // one key for all in BibTeX: the same family name, year and first word
    let articles: Vec<String> = (0..450).map(|n| article(95_002_000 + n, &format!("rho {n}"), "")).collect();
    world.import(&set(&articles)).await;
    let formats = [
        ExportFormat::Jsonl,
        ExportFormat::Ris,
        ExportFormat::Bibtex,
        ExportFormat::Biblatex,
        ExportFormat::CslJson,
        ExportFormat::Nbib,
        ExportFormat::EndnoteXml,
        ExportFormat::Csv,
    ];
    for format in formats {
        let parts = exported(world, format, String::new()).await;
        assert!(parts.len() > 2, "{format:?}");
        let whole: Vec<u8> = parts.iter().flat_map(|(data, _)| data.clone()).collect();
        let mut before = Vec::new();
        for (data, token) in &parts[..parts.len() - 1] {
            before.extend_from_slice(data);
            let rest = exported(world, format, token.clone()).await;
            let joined: Vec<u8> =
                before.iter().copied().chain(rest.into_iter().flat_map(|(data, _)| data)).collect();
            assert!(joined == whole, "{format:?} resumed after {} bytes", before.len());
        }
    }
    // a token is of its own format
    let (_, token) = exported(world, ExportFormat::Ris, String::new()).await.swap_remove(0);
    let request = ExportCitationsRequest {
        format: ExportFormat::Csv.into(),
        resume_token: token,
        ..Default::default()
    };
    let mut stream = world.citations.clone().export_citations(request).await.unwrap().into_inner();
    assert_error(stream.message().await, Code::InvalidArgument, "PAGE_TOKEN_INVALID");
}

/// Bytes and token of each part.
async fn exported(world: &World, format: ExportFormat, resume_token: String) -> Vec<(Vec<u8>, String)> {
    let request = ExportCitationsRequest { format: format.into(), resume_token, ..Default::default() };
    let mut stream = world.citations.clone().export_citations(request).await.unwrap().into_inner();
    let mut parts = Vec::new();
    while let Some(part) = stream.message().await.unwrap() {
        parts.push((part.data.to_vec(), part.resume_token));
    }
    parts
}
