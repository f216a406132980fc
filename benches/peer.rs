//! Servers of CitationService, each a child process of the bench that measures it: Ibid's own, and one that answers from memory what it
//! was given.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::pin::Pin;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

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
use tokio_stream::Stream;
use tonic::transport::server::TcpIncoming;
use tonic::transport::{Channel, Server};
use tonic::{Request, Response, Status};

use crate::corpus;

const CHILD: &str = "IBID_BENCH_CHILD";
const LIBRARY: &str = "IBID_BENCH_LIBRARY";
/// Longest answer that a client takes.
const LARGEST: usize = 64 << 20;

/// What a child is to serve, where this process is one.
pub fn wanted() -> Option<String> {
    std::env::var(CHILD).ok()
}

/// Serves on a port of the system's choice until the standard input closes: Ibid's own services, or what `canned` makes of the library.
pub fn serve<F: Future<Output = Option<Canned>>>(canned: impl FnOnce(Library) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let folder = std::env::var(LIBRARY).expect("the parent names the library");
        let library = open(folder.as_ref()).await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a loopback port");
        let address = listener.local_addr().expect("an address");
        let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
        let routes = match canned(library.clone()).await {
            Some(canned) => tonic::service::Routes::new(CitationServiceServer::new(canned)),
            None => ibid::api::routes(library),
        };
        println!("{address}");
        tokio::task::spawn_blocking(|| {
            let _ = std::io::stdin().lines().count();
            std::process::exit(0);
        });
        Server::builder().add_routes(routes).serve_with_incoming(incoming).await.expect("serving");
    });
}

/// The library in a folder, or an empty one.
pub async fn open(folder: &Path) -> Library {
    let engine = Embedded::open(folder, Options::default()).expect("nobody else has the library");
    Library::open(Arc::new(engine)).await.expect("a library")
}

/// Imports the corpus.
pub async fn fill(library: &Library) {
    let (files, name) = corpus::corpus();
    println!("corpus: {name}");
    for file in files {
        let options = ImportOptions { wait_visible: true, ..ImportOptions::default() };
        let mut answers = library.import(options, Feed::File(Box::new(std::io::Cursor::new(file))));
        while let Some(answer) = answers.recv().await {
            answer.expect("the corpus is whole");
        }
    }
}

/// A server with a client.
pub struct Peer {
    pub child: Child,
    pub client: CitationServiceClient<Channel>,
}

impl Peer {
    /// A child of this bench, over a copy of the library of its own: one library cannot be open twice.
    pub async fn start(kind: &str, library: &Path) -> Self {
        let copy = library.with_extension(kind);
        copy_dir(library, &copy);
        let mut child = Command::new(std::env::current_exe().expect("this bench"))
            .env(CHILD, kind)
            .env(LIBRARY, copy)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a child of this bench");
        let mut address = String::new();
        let out = child.stdout.take().expect("piped");
        BufReader::new(out).read_line(&mut address).expect("its address");
        let channel = Channel::from_shared(format!("http://{}", address.trim())).expect("an address");
        let client = CitationServiceClient::new(channel.connect().await.expect("the child listens"));
        Self { child, client: client.max_decoding_message_size(LARGEST) }
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

fn copy_dir(from: &Path, to: &Path) {
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

/// Answers the same, whatever is asked.
#[derive(Default)]
pub struct Canned {
    pub citation: Encoded<Citation>,
    pub export: Arc<Vec<ExportCitationsResponse>>,
}

type Parts = Pin<Box<dyn Stream<Item = Result<ExportCitationsResponse, Status>> + Send>>;

#[tonic::async_trait]
impl CitationService for Canned {
    async fn get_citation(
        &self,
        _: Request<GetCitationRequest>,
    ) -> Result<Response<Encoded<Citation>>, Status> {
        Ok(Response::new(self.citation.clone()))
    }

    async fn batch_get_citations(
        &self,
        _: Request<BatchGetCitationsRequest>,
    ) -> Result<Response<BatchGetCitationsResponse>, Status> {
        Err(not_asked())
    }

    async fn list_citations(
        &self,
        _: Request<ListCitationsRequest>,
    ) -> Result<Response<ListCitationsResponse>, Status> {
        Err(not_asked())
    }

    async fn search_citations(
        &self,
        _: Request<SearchCitationsRequest>,
    ) -> Result<Response<SearchCitationsResponse>, Status> {
        Err(not_asked())
    }

    async fn format_citations(
        &self,
        _: Request<FormatCitationsRequest>,
    ) -> Result<Response<FormatCitationsResponse>, Status> {
        Err(not_asked())
    }

    async fn list_citation_styles(
        &self,
        _: Request<ListCitationStylesRequest>,
    ) -> Result<Response<ListCitationStylesResponse>, Status> {
        Err(not_asked())
    }

    type ExportCitationsStream = Parts;

    async fn export_citations(&self, _: Request<ExportCitationsRequest>) -> Result<Response<Parts>, Status> {
        let parts = self.export.clone();
        let stream = tokio_stream::iter((0..parts.len()).map(move |at| Ok(parts[at].clone())));
        Ok(Response::new(Box::pin(stream)))
    }
}

fn not_asked() -> Status {
    Status::unimplemented("no bench asks this")
}
