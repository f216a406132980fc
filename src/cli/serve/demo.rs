use std::io::Write as _;
use std::net::SocketAddr;

use bytes::Bytes;

use crate::cli::Failure;
use crate::cli::session::Session;
use crate::contract::v1::import_citations_request::Payload;
use crate::contract::v1::{ImportCitationsRequest, ImportConfig};
use crate::library::Library;

/// The demonstration: invented records, DOIs under 10.5555.
const RECORDS: &[u8] = include_bytes!("../demo/records.jsonl");
/// Bytes of a message.
const CHUNK: usize = 256 * 1024;

/// Imports the demonstration's records, as a client would.
pub async fn fill(library: &Library) -> Result<(), Failure> {
    let session = Session::within(library.clone(), None).await?;
    let config = ImportConfig {
        format: "jsonl".to_owned(),
        file: "demo.jsonl".to_owned(),
        wait_visible: true,
        ..Default::default()
    };
    let chunks = Bytes::from_static(RECORDS);
    let chunks = chunks.chunks(CHUNK).map(|chunk| Payload::Chunk(Bytes::copy_from_slice(chunk)));
    let payloads: Vec<Payload> = std::iter::once(Payload::Config(config)).chain(chunks).collect();
    let requests = payloads.into_iter().map(|payload| ImportCitationsRequest { payload: Some(payload) });
    let mut parts = session.library().import_citations(tokio_stream::iter(requests)).await?.into_inner();
    let mut imported = 0;
    while let Some(part) = parts.message().await? {
        imported = part.totals.map_or(imported, |totals| totals.created);
    }
    tracing::info!(imported, "demonstration library: invented records, gone when the server stops");
    Ok(())
}

/// Prints three calls that work as they stand.
pub fn print_calls(address: SocketAddr) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "A demonstration library of invented papers. Try:\n")?;
    for (request, method) in [
        (r#"{"name": "citations/doi:10.5555/ibid.0001"}"#, "ibid.v1.CitationService/GetCitation"),
        (r#"{"query": "survival", "page_size": 3}"#, "ibid.v1.CitationService/SearchCitations"),
        (r#"{"filter": "kind = EFFICACY", "page_size": 3}"#, "ibid.v1.FindingService/SearchFindings"),
    ] {
        writeln!(out, "  grpcurl -plaintext -d '{request}' {address} {method}")?;
    }
    writeln!(out)?;
    Ok(out.flush()?)
}
