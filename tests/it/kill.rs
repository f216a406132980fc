//! kill -9 at random moments of an import: every acknowledged record is in store and index afterwards, and both hold the same set.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ibid::contract::v1::citation_service_client::CitationServiceClient;
use ibid::contract::v1::import_citations_request::Payload;
use ibid::contract::v1::library_service_client::LibraryServiceClient;
use ibid::contract::v1::{
    CheckLibraryRequest, GetCitationRequest, GetLibraryStatsRequest, ImportCitationsRequest, ImportConfig,
    SearchCitationsRequest,
};
use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::Channel;

use crate::corpus::{Random, generated};

/// Kills, and how many of them must fall after an acknowledgement and before the end.
const KILLS: usize = 20;
const WITHIN: usize = 15;
const RECORDS: usize = 6_000;
/// A server that needs longer hangs.
const HANGS: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread")]
#[ignore = "20 imports that are killed take a minute; run with --include-ignored, best on an optimised build"]
async fn acknowledged_records_survive_kill_9() {
    let seed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64;
    println!("seed {seed}");
    let mut random = Random(seed | 1);
    let file = generated(RECORDS);
    let mut within = 0;
    for kill in 1..=KILLS {
        let folder = tempfile::tempdir().unwrap();
        let delay = Duration::from_millis(random.below(900) as u64);
        let acknowledged = import_until_killed(folder.path(), &file, delay).await;
        println!(
            "kill {kill}: {delay:?} after the first acknowledgement, {acknowledged} of {RECORDS} acknowledged"
        );
        within += usize::from(acknowledged > 0 && acknowledged < RECORDS);
        let server = serve(folder.path()).await;
        holds(&connect(&server.address).await, acknowledged).await;
    }
    assert!(within >= WITHIN, "only {within} of {KILLS} kills fell within an import");
}

/// Imports, kills `delay` after the first acknowledgement, and answers how many records had been acknowledged.
async fn import_until_killed(folder: &Path, file: &[u8], delay: Duration) -> usize {
    let mut server = serve(folder).await;
    let channel = connect(&server.address).await;
    let (sender, requests) = tokio::sync::mpsc::channel(4);
    let chunks: Vec<_> = file.chunks(64 * 1024).map(<[u8]>::to_vec).collect();
    tokio::spawn(async move {
        let config = Payload::Config(ImportConfig::default());
        let payloads =
            std::iter::once(config).chain(chunks.into_iter().map(|chunk| Payload::Chunk(chunk.into())));
        for payload in payloads {
            if sender.send(ImportCitationsRequest { payload: Some(payload) }).await.is_err() {
                return;
            }
        }
    });
    let mut client = LibraryServiceClient::new(channel);
    let mut answers = client.import_citations(ReceiverStream::new(requests)).await.unwrap().into_inner();
    let mut acknowledged = 0;
    let mut deadline = None;
    loop {
        let wait = deadline.unwrap_or_else(|| tokio::time::Instant::now() + Duration::from_secs(60));
        tokio::select! {
            answer = answers.message() => match answer {
                Ok(Some(answer)) => {
                    acknowledged = answer.acknowledged as usize;
                    deadline.get_or_insert(tokio::time::Instant::now() + delay);
                    if answer.done {
                        break;
                    }
                }
                _ => break,
            },
            () = tokio::time::sleep_until(wait), if !server.killed => server.kill(),
        }
    }
    server.kill();
    acknowledged
}

/// Every acknowledged record is there, is found, and the library's own check has nothing to say.
async fn holds(channel: &Channel, acknowledged: usize) {
    let mut citations = CitationServiceClient::new(channel.clone());
    for index in 0..acknowledged {
        let name = format!("citations/pmid:{}", 80_000_001 + index);
        citations
            .get_citation(GetCitationRequest { name: name.clone(), ..Default::default() })
            .await
            .unwrap_or_else(|status| panic!("{name} was acknowledged: {status}"));
    }
    let mut upkeep = LibraryServiceClient::new(channel.clone());
    let stored = upkeep.get_library_stats(GetLibraryStatsRequest {}).await.unwrap().into_inner().citations;
    let everything = SearchCitationsRequest { page_size: 1, ..Default::default() };
    let found = citations.search_citations(everything).await.unwrap().into_inner().total_size;
    assert_eq!(found, stored, "store and index hold the same set");
    assert!(found as usize >= acknowledged);
    // a check waits for the index to follow the store
    let checked = tokio::time::timeout(HANGS, check(upkeep)).await;
    assert_eq!(checked.expect("the index never followed the store"), stored);
}

/// How many citations the library's own check has seen, none of them with a problem.
async fn check(mut upkeep: LibraryServiceClient<Channel>) -> i32 {
    let mut parts = upkeep.check_library(CheckLibraryRequest {}).await.unwrap().into_inner();
    let mut checked = 0;
    while let Some(progress) = parts.message().await.unwrap() {
        assert_eq!(progress.problems, []);
        checked = progress.checked;
    }
    checked
}

async fn connect(address: &str) -> Channel {
    Channel::from_shared(format!("http://{address}")).unwrap().connect().await.unwrap()
}

/// A running server; it ends by SIGKILL, also when a test fails.
pub struct Served {
    child: Child,
    pub address: String,
    killed: bool,
}

impl Served {
    /// Waits until it is gone, so that its library can be opened.
    pub fn kill(&mut self) {
        if !std::mem::replace(&mut self.killed, true) {
            self.child.kill().unwrap();
            self.child.wait().unwrap();
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A server over `folder`, once it is ready.
pub async fn serve(folder: &Path) -> Served {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ibid"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut server = Served { child, address: String::new(), killed: false };
    server.address = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| {
            let line: serde_json::Value = serde_json::from_str(&line).ok()?;
            line.pointer("/fields/address").or(line.get("address"))?.as_str().map(str::to_owned)
        })
        .expect("the server logs its address");
    // the rest of its log must be read, or it would wait for us
    std::thread::spawn(move || lines.for_each(drop));
    for _ in 0..200 {
        let Ok(channel) = Channel::from_shared(format!("http://{}", server.address)).unwrap().connect().await
        else {
            tokio::time::sleep(Duration::from_millis(25)).await;
            continue;
        };
        let mut health = tonic_health::pb::health_client::HealthClient::new(channel.clone());
        let request = tonic_health::pb::HealthCheckRequest { service: "ibid.v1.CitationService".into() };
        if health.check(request).await.is_ok_and(|answer| answer.into_inner().status == 1) {
            return server;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("the server was not ready within 5 s");
}
