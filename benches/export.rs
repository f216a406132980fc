//! ExportCitations against a bare stream of the same bytes: each server a child process of this bench, rounds interleaved, ratios of
//! medians. Then a BibTeX export that is resumed at its end, and the memory that takes.

use std::sync::Arc;
use std::time::Instant;

use ibid::contract::Encoded;
use ibid::contract::server::ExportCitationsResponse;
use ibid::contract::v1::{ExportCitationsRequest, ExportFormat};
use ibid::library::{ExportRequest, Library};
use prost::Message as _;

use self::peer::{Canned, Peer};

mod corpus;
mod peer;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    match peer::wanted() {
        Some(kind) => peer::serve(async |library| match kind.as_str() {
            "bare" => Some(canned(&library).await),
            _ => None,
        }),
        None => measure(),
    }
}

/// The parts of an export, made once.
async fn canned(library: &Library) -> Canned {
    let mut parts = library.export(ExportRequest::default());
    let mut all = Vec::new();
    while let Some(part) = parts.recv().await {
        let part = part.expect("a part");
        all.push(ExportCitationsResponse {
            citations: part.citations.into_iter().map(Encoded::from_bytes).collect(),
            data: part.data,
            exported: i32::try_from(part.exported).expect("few records"),
            resume_token: part.resume_token,
        });
    }
    Canned { export: Arc::new(all), ..Canned::default() }
}

fn measure() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let at = folder.path().join("library");
        let library = peer::open(&at).await;
        peer::fill(&library).await;
        library.close().await;
        let mut peers = [Peer::start("bare", &at).await, Peer::start("ibid", &at).await];
        let mut seconds = [Vec::new(), Vec::new()];
        let rounds = if corpus::short() { 3 } else { 7 };
        let mut bytes = 0;
        for _ in 0..rounds {
            for (peer, seconds) in peers.iter_mut().zip(&mut seconds) {
                let start = Instant::now();
                bytes = round(peer, ExportFormat::Unspecified).await;
                seconds.push(start.elapsed().as_secs_f64());
            }
        }
        let [bare, ibid] = seconds.map(|mut seconds| median(&mut seconds));
        let megabytes = bytes as f64 / 1e6;
        println!(
            "{megabytes:.1} MB of messages, {rounds} rounds: bare {:.0} MB/s, export {:.0} MB/s",
            megabytes / bare,
            megabytes / ibid
        );
        corpus::at_most("seconds of an export / of a bare stream of the same bytes", ibid / bare, 1.0 / 0.7);
        for format in [
            ExportFormat::Jsonl,
            ExportFormat::Ris,
            ExportFormat::Bibtex,
            ExportFormat::CslJson,
            ExportFormat::Nbib,
            ExportFormat::EndnoteXml,
            ExportFormat::Csv,
        ] {
            let start = Instant::now();
            let bytes = round(&mut peers[1], format).await;
            let rate = bytes as f64 / 1e6 / start.elapsed().as_secs_f64();
            println!("{}: {:.1} MB at {rate:.0} MB/s", format.as_str_name(), bytes as f64 / 1e6);
        }
        resume(&mut peers[1]).await;
    });
}

/// A BibTeX export resumed at its last part goes through all keys once more, and holds a hash of each.
async fn resume(peer: &mut Peer) {
    let format = ExportFormat::Bibtex.into();
    let mut tokens = Vec::new();
    let mut parts = peer
        .client
        .export_citations(ExportCitationsRequest { format, ..Default::default() })
        .await
        .expect("an export")
        .into_inner();
    while let Some(part) = parts.message().await.expect("a part") {
        tokens.push((part.exported, part.resume_token));
    }
    let Some((exported, resume_token)) = tokens.iter().rev().find(|(_, token)| !token.is_empty()).cloned()
    else {
        return;
    };
    let before = rss_anon_mb(peer.child.id());
    let start = Instant::now();
    let request = ExportCitationsRequest { format, resume_token, ..Default::default() };
    let mut parts = peer.client.export_citations(request).await.expect("an export").into_inner();
    let mut peak = before;
    while parts.message().await.expect("a part").is_some() {
        peak = peak.max(rss_anon_mb(peer.child.id()));
    }
    println!("BibTeX resumed behind {exported} records: {:.2} s", start.elapsed().as_secs_f64());
    corpus::at_most(
        "anonymous memory of a server that resumes / before, MB + 32",
        peak / (before + 32.0),
        1.0,
    );
}

/// Streams everything and counts its bytes.
async fn round(peer: &mut Peer, format: ExportFormat) -> usize {
    let request = ExportCitationsRequest { format: format.into(), ..Default::default() };
    let mut parts = peer.client.export_citations(request).await.expect("an export").into_inner();
    let mut bytes = 0;
    while let Some(part) = parts.message().await.expect("a part") {
        bytes += part.encoded_len();
    }
    bytes
}

fn rss_anon_mb(pid: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("the child lives");
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").trim().parse::<f64>().unwrap_or_default() / 1024.0
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
