//! ExportCitations against a bare stream of the same bytes: each server a child process of this bench, rounds interleaved, ratios of
//! medians. Then a BibTeX export that is resumed at its end, and the memory that takes.

use std::io::{BufRead, BufReader};
use std::pin::Pin;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Instant;

use ibid::contract::Encoded;
use ibid::contract::server::citation_service_server::{CitationService, CitationServiceServer};
use ibid::contract::server::{
    BatchGetCitationsResponse, ExportCitationsResponse, ListCitationsResponse, SearchCitationsResponse,
};
use ibid::contract::v1::citation_service_client::CitationServiceClient;
use ibid::contract::v1::{
    BatchGetCitationsRequest, Citation, ExportCitationsRequest, ExportFormat, FormatCitationsRequest,
    FormatCitationsResponse, GetCitationRequest, ListCitationStylesRequest, ListCitationStylesResponse,
    ListCitationsRequest, SearchCitationsRequest,
};
use ibid::engine::embedded::{Embedded, Options};
use ibid::library::import::{Feed, ImportOptions};
use ibid::library::{ExportRequest, Library};
use prost::Message as _;
use tokio_stream::Stream;
use tonic::transport::server::TcpIncoming;
use tonic::transport::{Channel, Server};
use tonic::{Request, Response, Status};

mod corpus;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const CHILD: &str = "IBID_BENCH_CHILD";
const LIBRARY: &str = "IBID_BENCH_LIBRARY";

fn main() {
    match std::env::var(CHILD) {
        Ok(kind) => serve(&kind),
        Err(_) => measure(),
    }
}

/// A server of one kind, on a port of its own choice, until its standard input closes.
#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn serve(kind: &str) {
    let folder = std::env::var(LIBRARY).expect("the parent names the library");
    let engine =
        Embedded::open(folder.as_ref(), Options::default()).expect("the parent has closed the library");
    let library = Library::open(Arc::new(engine)).await.expect("a library");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a loopback port");
    let address = listener.local_addr().expect("an address");
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    let routes = match kind {
        "bare" => tonic::service::Routes::new(CitationServiceServer::new(Bare::of(&library).await)),
        _ => ibid::api::routes(library.clone()),
    };
    println!("{address}");
    tokio::task::spawn_blocking(|| {
        let _ = std::io::stdin().lines().count();
        std::process::exit(0);
    });
    Server::builder().add_routes(routes).serve_with_incoming(incoming).await.expect("serving");
}

struct Peer {
    child: Child,
    client: CitationServiceClient<Channel>,
    seconds: Vec<f64>,
}

fn measure() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fill(folder.path()).await;
        let mut peers = Vec::new();
        // one library cannot be open twice: each child has a copy
        for kind in ["bare", "ibid"] {
            let copy = folder.path().join(kind);
            copy_dir(&folder.path().join("library"), &copy);
            peers.push(start(kind, &copy).await);
        }
        let rounds = if corpus::short() { 3 } else { 7 };
        let mut bytes = 0;
        for _ in 0..rounds {
            for peer in &mut peers {
                bytes = round(peer, ExportFormat::Unspecified).await;
            }
        }
        let [bare, ibid] = [0, 1].map(|at: usize| median(&mut peers[at].seconds));
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
        for mut peer in peers {
            drop(peer.child.stdin.take());
            let _ = peer.child.wait();
        }
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
    let start = Instant::now();
    let mut parts = peer.client.export_citations(request).await.expect("an export").into_inner();
    let mut bytes = 0;
    while let Some(part) = parts.message().await.expect("a part") {
        bytes += part.encoded_len();
    }
    if format == ExportFormat::Unspecified {
        peer.seconds.push(start.elapsed().as_secs_f64());
    }
    bytes
}

async fn fill(folder: &std::path::Path) {
    let engine = Embedded::open(&folder.join("library"), Options::default()).expect("an empty library opens");
    let library = Library::open(Arc::new(engine)).await.expect("a library");
    let (files, name) = corpus::corpus();
    println!("corpus: {name}");
    for file in files {
        let options = ImportOptions { wait_visible: true, ..ImportOptions::default() };
        let mut answers = library.import(options, Feed::File(Box::new(std::io::Cursor::new(file))));
        while let Some(answer) = answers.recv().await {
            answer.expect("the corpus is whole");
        }
    }
    library.close().await;
}

async fn start(kind: &'static str, library: &std::path::Path) -> Peer {
    let mut child = Command::new(std::env::current_exe().expect("this bench"))
        .env(CHILD, kind)
        .env(LIBRARY, library)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a child of this bench");
    let mut address = String::new();
    BufReader::new(child.stdout.take().expect("piped")).read_line(&mut address).expect("its address");
    let channel =
        Channel::from_shared(format!("http://{}", address.trim())).expect("an address").connect().await;
    let client =
        CitationServiceClient::new(channel.expect("the child listens")).max_decoding_message_size(64 << 20);
    Peer { child, client, seconds: Vec::new() }
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

fn copy_dir(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a library") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_dir(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// Streams the parts of an export that was made once, and does nothing else.
struct Bare(Arc<Vec<ExportCitationsResponse>>);

impl Bare {
    async fn of(library: &Library) -> Self {
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
        Self(Arc::new(all))
    }
}

type Parts = Pin<Box<dyn Stream<Item = Result<ExportCitationsResponse, Status>> + Send>>;

#[tonic::async_trait]
impl CitationService for Bare {
    async fn get_citation(
        &self,
        _: Request<GetCitationRequest>,
    ) -> Result<Response<Encoded<Citation>>, Status> {
        Err(Status::unimplemented("a bare stream"))
    }

    async fn batch_get_citations(
        &self,
        _: Request<BatchGetCitationsRequest>,
    ) -> Result<Response<BatchGetCitationsResponse>, Status> {
        Err(Status::unimplemented("a bare stream"))
    }

    async fn list_citations(
        &self,
        _: Request<ListCitationsRequest>,
    ) -> Result<Response<ListCitationsResponse>, Status> {
        Err(Status::unimplemented("a bare stream"))
    }

    async fn search_citations(
        &self,
        _: Request<SearchCitationsRequest>,
    ) -> Result<Response<SearchCitationsResponse>, Status> {
        Err(Status::unimplemented("a bare stream"))
    }

    async fn format_citations(
        &self,
        _: Request<FormatCitationsRequest>,
    ) -> Result<Response<FormatCitationsResponse>, Status> {
        Err(Status::unimplemented("a bare stream"))
    }

    async fn list_citation_styles(
        &self,
        _: Request<ListCitationStylesRequest>,
    ) -> Result<Response<ListCitationStylesResponse>, Status> {
        Err(Status::unimplemented("a bare stream"))
    }

    type ExportCitationsStream = Parts;

    async fn export_citations(&self, _: Request<ExportCitationsRequest>) -> Result<Response<Parts>, Status> {
        let parts = self.0.clone();
        let stream = tokio_stream::iter((0..parts.len()).map(move |at| Ok(parts[at].clone())));
        Ok(Response::new(Box::pin(stream)))
    }
}
