//! GetCitation against an empty echo and an echo of the same bytes. Each server is a child process of this bench; its CPU time is read
//! from the system; rounds are interleaved; ratios are medians over rounds. SearchCitations rides along, end to end.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ibid::contract::Encoded;
use ibid::contract::server::citation_service_server::{CitationService, CitationServiceServer};
use ibid::contract::server::{
    BatchGetCitationsResponse, ExportCitationsResponse, ListCitationsResponse, SearchCitationsResponse,
};
use ibid::contract::v1::citation_service_client::CitationServiceClient;
use ibid::contract::v1::{
    BatchGetCitationsRequest, Citation, ExportCitationsRequest, FormatCitationsRequest,
    FormatCitationsResponse, GetCitationRequest, ListCitationStylesRequest, ListCitationStylesResponse,
    ListCitationsRequest, SearchCitationsRequest,
};
use ibid::engine::embedded::{Embedded, Options};
use ibid::library::Library;
use ibid::library::import::{Feed, ImportOptions};
use tonic::transport::server::TcpIncoming;
use tonic::transport::{Channel, Server};
use tonic::{Request, Response, Status};

mod corpus;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const CHILD: &str = "IBID_BENCH_CHILD";
const LIBRARY: &str = "IBID_BENCH_LIBRARY";
const CALLS: usize = 3_000;

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
    let deadline = ibid::engine::Deadline::after(Duration::from_secs(10));
    let (_, first) = library.engine().scan(None, 1, deadline).await.expect("a scan").pop().expect("a record");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a loopback port");
    let address = listener.local_addr().expect("an address");
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    let routes = match kind {
        "empty" => tonic::service::Routes::new(CitationServiceServer::new(Echo(Encoded::default()))),
        "bytes" => tonic::service::Routes::new(CitationServiceServer::new(Echo(Encoded::from_bytes(first)))),
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
    kind: &'static str,
    child: Child,
    client: CitationServiceClient<Channel>,
    cpu_us: Vec<f64>,
    wall_us: Vec<f64>,
}

fn measure() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (name, size) = fill(folder.path()).await;
        let mut peers = Vec::new();
        // one library cannot be open twice: each child has a copy
        for kind in ["empty", "bytes", "ibid"] {
            let copy = folder.path().with_extension(kind);
            copy_dir(folder.path(), &copy);
            peers.push(start(kind, &copy).await);
        }
        let rounds = if corpus::short() { 3 } else { 9 };
        for _ in 0..rounds {
            for peer in &mut peers {
                round(peer, &name).await;
            }
        }
        let medians: Vec<(f64, f64)> =
            peers.iter_mut().map(|peer| (median(&mut peer.cpu_us), median(&mut peer.wall_us))).collect();
        println!("reply of {size} bytes, {rounds} rounds of {CALLS} calls");
        for (peer, (cpu, wall)) in peers.iter().zip(&medians) {
            println!("{:>6}: server CPU {cpu:.1} us a call, p50 end to end {wall:.0} us", peer.kind);
        }
        corpus::at_most("GetCitation CPU / echo of the same bytes", medians[2].0 / medians[1].0, 2.0);
        corpus::at_most("GetCitation p50 / echo of the same bytes", medians[2].1 / medians[1].1, 2.0);
        corpus::on_this_machine("GetCitation p50 / half of OpenSearch's 330 us", medians[2].1 / 165.0, 1.0);
        search(&mut peers[2].client, medians[0].1).await;
        for mut peer in peers {
            drop(peer.child.stdin.take());
            let _ = peer.child.wait();
            let _ = std::fs::remove_dir_all(folder.path().with_extension(peer.kind));
        }
    });
}

async fn fill(folder: &std::path::Path) -> (String, usize) {
    let engine = Embedded::open(folder, Options::default()).expect("an empty library opens");
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
    let deadline = ibid::engine::Deadline::after(Duration::from_secs(10));
    let (id, first) =
        library.engine().scan(None, 1, deadline).await.expect("a scan").pop().expect("a record");
    library.close().await;
    (id.name(), first.len())
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
    let client = CitationServiceClient::new(channel.expect("the child listens"));
    Peer { kind, child, client, cpu_us: Vec::new(), wall_us: Vec::new() }
}

async fn round(peer: &mut Peer, name: &str) {
    let before = cpu_us(peer.child.id());
    let mut walls = Vec::with_capacity(CALLS);
    for _ in 0..CALLS {
        let request = GetCitationRequest { name: name.to_owned(), ..Default::default() };
        let start = Instant::now();
        peer.client.get_citation(request).await.expect("an answer");
        walls.push(start.elapsed().as_secs_f64() * 1e6);
    }
    peer.cpu_us.push((cpu_us(peer.child.id()) - before) / CALLS as f64);
    peer.wall_us.push(median(&mut walls));
}

/// Three words, top 20, snippets on: what a user's search costs end to end.
async fn search(client: &mut CitationServiceClient<Channel>, empty_us: f64) {
    const WORDS: [&str; 9] =
        ["treatment", "survival", "patients", "cancer", "heart", "children", "effect", "liver", "diabetes"];
    let mut random = corpus::Random(7);
    let mut walls = Vec::new();
    for _ in 0..500 {
        let query = [(); 3].map(|()| WORDS[random.below(WORDS.len())]).join(" ");
        let request = SearchCitationsRequest { query, page_size: 20, ..Default::default() };
        let start = Instant::now();
        client.search_citations(request).await.expect("an answer");
        walls.push(start.elapsed().as_secs_f64() * 1e6);
    }
    println!(
        "SearchCitations, three words, top 20: p50 {:.0} us (an empty call {empty_us:.0} us)",
        median(&mut walls)
    );
}

/// User and system time of a process (`/proc/PID/stat`, fields 14 and 15, in ticks of 10 ms).
fn cpu_us(pid: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).expect("the child lives");
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 =
        after_name.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
    ticks * 10_000.0
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

/// Answers the same bytes whatever is asked.
struct Echo(Encoded<Citation>);

type NoStream = tokio_stream::Empty<Result<ExportCitationsResponse, Status>>;

#[tonic::async_trait]
impl CitationService for Echo {
    async fn get_citation(
        &self,
        _: Request<GetCitationRequest>,
    ) -> Result<Response<Encoded<Citation>>, Status> {
        Ok(Response::new(self.0.clone()))
    }

    async fn batch_get_citations(
        &self,
        _: Request<BatchGetCitationsRequest>,
    ) -> Result<Response<BatchGetCitationsResponse>, Status> {
        Err(Status::unimplemented("an echo"))
    }

    async fn list_citations(
        &self,
        _: Request<ListCitationsRequest>,
    ) -> Result<Response<ListCitationsResponse>, Status> {
        Err(Status::unimplemented("an echo"))
    }

    async fn search_citations(
        &self,
        _: Request<SearchCitationsRequest>,
    ) -> Result<Response<SearchCitationsResponse>, Status> {
        Err(Status::unimplemented("an echo"))
    }

    async fn format_citations(
        &self,
        _: Request<FormatCitationsRequest>,
    ) -> Result<Response<FormatCitationsResponse>, Status> {
        Err(Status::unimplemented("an echo"))
    }

    async fn list_citation_styles(
        &self,
        _: Request<ListCitationStylesRequest>,
    ) -> Result<Response<ListCitationStylesResponse>, Status> {
        Err(Status::unimplemented("an echo"))
    }

    type ExportCitationsStream = NoStream;

    async fn export_citations(
        &self,
        _: Request<ExportCitationsRequest>,
    ) -> Result<Response<NoStream>, Status> {
        Err(Status::unimplemented("an echo"))
    }
}
