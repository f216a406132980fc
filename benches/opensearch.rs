//! A library in the cluster that `IBID_OPENSEARCH` names (three nodes: `tests/opensearch/cluster start 3 DIR`) against the cluster itself:
//! import against a bare `_bulk` of the same documents, GetCitation and SearchCitations against the same calls over keep-alive HTTP.
//! Prints that there is nothing to measure, and ends, where no cluster is named.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
use ibid::contract::v1::citation_service_client::CitationServiceClient;
use ibid::contract::v1::{GetCitationRequest, SearchCitationsRequest};
use ibid::engine::embedded::{self, Embedded};
use ibid::engine::opensearch::client::{Call, Client, Method};
use ibid::engine::opensearch::{OpenSearch, Options};
use ibid::engine::{Deadline, Engine};
use ibid::library::Library;
use ibid::library::import::{Feed, ImportOptions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tonic::transport::server::TcpIncoming;
use tonic::transport::{Channel, Server};

mod corpus;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Records of a short run.
const SHORT: usize = 3_000;
const CALLS: usize = 1_000;
const WORDS: [&str; 9] =
    ["treatment", "survival", "patients", "cancer", "heart", "children", "effect", "liver", "diabetes"];

fn main() {
    let Some(urls) = std::env::var("IBID_OPENSEARCH").ok().filter(|urls| !urls.is_empty()) else {
        println!("IBID_OPENSEARCH names no cluster: nothing is measured");
        return;
    };
    let urls: Vec<String> = urls.split(',').map(str::to_owned).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(measure(urls));
}

async fn measure(urls: Vec<String>) {
    let (files, name) = match corpus::short() {
        true => (vec![corpus::generated(SHORT)], format!("generated corpus of {SHORT} records")),
        false => corpus::corpus(),
    };
    println!("corpus: {name}");
    let direct = Client::new(options(&urls, "bench").client).expect("a client");
    // what the cluster is told, taken down on the way
    let told: Told = Arc::default();
    let proxy = listen(&urls[0], told.clone()).await;
    let recorded = options(&[proxy], "bench-recorded");
    imported(Arc::new(OpenSearch::open(recorded).await.expect("a library")), &files).await;
    let bulks: Vec<Bytes> =
        std::mem::take(&mut *told.lock().expect("no panic")).into_iter().map(|(_, body)| body).collect();

    let folder = tempfile::tempdir().expect("a temporary folder");
    let embedded = Embedded::open(folder.path(), embedded::Options::default()).expect("an empty library");
    let (records, alone) = imported(Arc::new(embedded), &files).await;
    let engine = Arc::new(OpenSearch::open(options(&urls, "bench-ibid")).await.expect("a library"));
    let (_, through) = imported(engine, &files).await;
    OpenSearch::open(options(&urls, "bench-bare")).await.expect("indices").close().await.expect("closed");
    let bare = bare(&direct, &bulks).await;
    let rate = |time: Duration| f64::from(records) / time.as_secs_f64();
    println!(
        "{records} records: {:.0}/s into a folder, {:.0}/s into the cluster, {:.0}/s as a bare _bulk of the same {} MB",
        rate(alone),
        rate(through),
        rate(bare),
        bulks.iter().map(Bytes::len).sum::<usize>() / 1_000_000
    );
    corpus::on_this_machine(
        "bare _bulk's time / import's time",
        through.as_secs_f64() / bare.as_secs_f64(),
        1.0 / 0.6,
    );
    calls(&urls, told).await;
    for prefix in ["bench-recorded", "bench-ibid", "bench-bare"] {
        let call = Call::new(Method::DELETE, format!("/{prefix}-*"), None);
        direct.send(call, soon()).await.expect("an answer");
    }
}

fn options(urls: &[String], prefix: &str) -> Options {
    Options { prefix: prefix.to_owned(), ..Options::new(urls) }
}

/// Imports all files until search shows them: records and time.
async fn imported(engine: Arc<dyn Engine>, files: &[Vec<u8>]) -> (i32, Duration) {
    let library = Library::open(engine).await.expect("a library");
    let (mut records, start) = (0, Instant::now());
    for file in files {
        let options = ImportOptions { wait_visible: true, ..ImportOptions::default() };
        let mut answers = library.import(options, Feed::File(Box::new(std::io::Cursor::new(file.clone()))));
        let mut last = 0;
        while let Some(answer) = answers.recv().await {
            last = answer.expect("the corpus is whole").acknowledged;
        }
        records += last;
    }
    let time = start.elapsed();
    library.close().await;
    (records, time)
}

/// The same documents, one call after the other, as fast as the cluster takes them.
async fn bare(direct: &Client, bulks: &[Bytes]) -> Duration {
    let bodies: Vec<Bytes> = bulks
        .iter()
        .map(|body| Bytes::from(String::from_utf8_lossy(body).replace("bench-recorded-", "bench-bare-")))
        .collect();
    let start = Instant::now();
    for body in bodies {
        let items = direct.bulk("/_bulk", body, soon()).await.expect("an answer");
        assert!(items.iter().all(|item| matches!(item.status, 200 | 201)), "a document was refused");
    }
    direct.send(Call::post("/bench-bare-*/_refresh", ""), soon()).await.expect("an answer");
    start.elapsed()
}

/// Gets and searches, through Ibid and straight, in turns.
async fn calls(urls: &[String], told: Told) {
    // one node for both, so that both go the same way
    let proxy = listen(&urls[0], told.clone()).await;
    let (mut recording, _) = serve(&[proxy]).await;
    let (mut ibid, ids) = serve(&urls[..1]).await;
    let http = reqwest::Client::builder().tls_certs_only([]).build().expect("a client");
    let mut random = corpus::Random(7);
    let (mut through, mut straight) = (Vec::new(), Vec::new());
    for _ in 0..CALLS {
        let id = &ids[random.below(ids.len())];
        let start = Instant::now();
        let request = GetCitationRequest { name: format!("citations/{id}"), ..Default::default() };
        ibid.get_citation(request).await.expect("an answer");
        through.push(start.elapsed());
        let start = Instant::now();
        let url = format!("{}/bench-ibid-citations/_doc/{id}?_source_includes=message,sources", urls[0]);
        http.get(url).send().await.expect("an answer").bytes().await.expect("a body");
        straight.push(start.elapsed());
    }
    say("GetCitation", &mut through, &mut straight);

    let (mut through, mut straight) = (Vec::new(), Vec::new());
    for _ in 0..CALLS / 2 {
        let query = [(); 3].map(|()| WORDS[random.below(WORDS.len())]).join(" ");
        let request = SearchCitationsRequest { query, page_size: 20, ..Default::default() };
        told.lock().expect("no panic").clear();
        recording.search_citations(request.clone()).await.expect("an answer");
        let asked = told
            .lock()
            .expect("no panic")
            .iter()
            .rev()
            .find(|(path, _)| path.starts_with("/_search"))
            .cloned();
        let (_, body) = asked.expect("a search was sent");
        // straight, the hits bring their records along
        let body = String::from_utf8_lossy(&body).replace("\"_source\":false", "\"_source\":[\"message\"]");
        let start = Instant::now();
        ibid.search_citations(request).await.expect("an answer");
        through.push(start.elapsed());
        let start = Instant::now();
        let call = http.post(format!("{}/_search", urls[0])).header("content-type", "application/json");
        let answer = call.body(body).send().await.expect("an answer").bytes().await.expect("a body");
        straight.push(start.elapsed());
        assert!(memchr::memmem::find(&answer, b"\"hits\"").is_some(), "{}", String::from_utf8_lossy(&answer));
    }
    say("SearchCitations, three words, 20 records", &mut through, &mut straight);
}

fn say(what: &str, through: &mut [Duration], straight: &mut [Duration]) {
    let p50 = |times: &mut [Duration]| {
        times.sort();
        times[times.len() / 2].as_secs_f64() * 1e6
    };
    let (through, straight) = (p50(through), p50(straight));
    println!("{what}: p50 {through:.0} us, straight {straight:.0} us");
    corpus::on_this_machine(&format!("{what} / straight"), through / straight, 1.3);
}

/// A server over the library that was imported, a client of it, and ids of some citations.
async fn serve(urls: &[String]) -> (CitationServiceClient<Channel>, Vec<String>) {
    let engine = Arc::new(OpenSearch::open(options(urls, "bench-ibid")).await.expect("a library"));
    let ids =
        engine.ids(None, None, 1_000, soon()).await.expect("ids").iter().map(ToString::to_string).collect();
    let library = Library::open(engine).await.expect("a library");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a loopback port");
    let address = listener.local_addr().expect("an address");
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    tokio::spawn(Server::builder().add_routes(ibid::api::routes(library)).serve_with_incoming(incoming));
    let channel = Channel::from_shared(format!("http://{address}")).expect("an address").connect().await;
    (CitationServiceClient::new(channel.expect("it listens")), ids)
}

/// Path and body of calls.
type Told = Arc<Mutex<Vec<(String, Bytes)>>>;

/// The address of a node that takes down what it is sent and lets `node` answer.
async fn listen(node: &str, told: Told) -> String {
    let node = node.trim_start_matches("http://").to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a loopback port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((caller, _)) = listener.accept().await {
            let (node, told) = (node.clone(), told.clone());
            tokio::spawn(async move {
                // ends when either side does
                let _ = relay(caller, &node, &told).await;
            });
        }
    });
    format!("http://{address}")
}

async fn relay(caller: TcpStream, node: &str, told: &Told) -> std::io::Result<()> {
    let node = TcpStream::connect(node).await?;
    node.set_nodelay(true)?;
    caller.set_nodelay(true)?;
    let (mut asks, mut answers) = caller.into_split();
    let (mut from_node, mut to_node) = node.into_split();
    let back = tokio::spawn(async move { tokio::io::copy(&mut from_node, &mut answers).await });
    let mut held: Vec<u8> = Vec::new();
    loop {
        let Some(head) = memchr::memmem::find(&held, b"\r\n\r\n") else {
            if asks.read_buf(&mut held).await? == 0 {
                back.abort();
                return Ok(());
            }
            continue;
        };
        let text = String::from_utf8_lossy(&held[..head]).to_lowercase();
        let length = text.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
        let end = head + 4 + length.unwrap_or(0);
        while held.len() < end {
            if asks.read_buf(&mut held).await? == 0 {
                return Ok(());
            }
        }
        let path = text.split(' ').nth(1).unwrap_or_default().to_owned();
        if path.starts_with("/_bulk") || path.starts_with("/_search") {
            told.lock().expect("no panic").push((path, Bytes::copy_from_slice(&held[head + 4..end])));
        }
        to_node.write_all(&held[..end]).await?;
        held.drain(..end);
    }
}

fn soon() -> Deadline {
    Deadline::after(Duration::from_secs(120))
}
