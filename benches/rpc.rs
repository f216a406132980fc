//! GetCitation against an empty echo and an echo of the same bytes. Each server is a child process of this bench; its CPU time is read
//! from the system; rounds are interleaved; ratios are medians over rounds. SearchCitations rides along, end to end.

use std::time::{Duration, Instant};

use ibid::contract::Encoded;
use ibid::contract::v1::citation_service_client::CitationServiceClient;
use ibid::contract::v1::{GetCitationRequest, SearchCitationsRequest};
use ibid::engine::Deadline;
use ibid::library::Library;
use ibid::record::name::CitationId;
use tonic::transport::Channel;

use self::peer::{Canned, Peer};

mod corpus;
mod peer;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const CALLS: usize = 3_000;

fn main() {
    match peer::wanted() {
        Some(kind) => peer::serve(async |library| match kind.as_str() {
            "empty" => Some(Canned::default()),
            "bytes" => {
                let citation = Encoded::from_bytes(first(&library).await.1);
                Some(Canned { citation, ..Canned::default() })
            }
            _ => None,
        }),
        None => measure(),
    }
}

async fn first(library: &Library) -> (CitationId, bytes::Bytes) {
    let deadline = Deadline::after(Duration::from_secs(10));
    library.engine().scan(None, 1, deadline).await.expect("a scan").pop().expect("a record")
}

/// A server with what its calls took.
struct Measured {
    kind: &'static str,
    peer: Peer,
    cpu_us: Vec<f64>,
    wall_us: Vec<f64>,
}

fn measure() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let at = folder.path().join("library");
        let library = peer::open(&at).await;
        peer::fill(&library).await;
        let (id, citation) = first(&library).await;
        library.close().await;
        let mut peers = Vec::new();
        for kind in ["empty", "bytes", "ibid"] {
            let peer = Peer::start(kind, &at).await;
            peers.push(Measured { kind, peer, cpu_us: Vec::new(), wall_us: Vec::new() });
        }
        let rounds = if corpus::short() { 3 } else { 9 };
        for _ in 0..rounds {
            for peer in &mut peers {
                round(peer, &id.name()).await;
            }
        }
        let medians: Vec<(f64, f64)> =
            peers.iter_mut().map(|peer| (median(&mut peer.cpu_us), median(&mut peer.wall_us))).collect();
        println!("reply of {} bytes, {rounds} rounds of {CALLS} calls", citation.len());
        for (measured, (cpu, wall)) in peers.iter().zip(&medians) {
            println!("{:>6}: server CPU {cpu:.1} us a call, p50 end to end {wall:.0} us", measured.kind);
        }
        corpus::at_most("GetCitation CPU / echo of the same bytes", medians[2].0 / medians[1].0, 2.0);
        corpus::at_most("GetCitation p50 / echo of the same bytes", medians[2].1 / medians[1].1, 2.0);
        corpus::on_this_machine("GetCitation p50 / half of OpenSearch's 330 us", medians[2].1 / 165.0, 1.0);
        search(&mut peers[2].peer.client, medians[0].1).await;
    });
}

async fn round(Measured { peer, cpu_us: cpu, wall_us, .. }: &mut Measured, name: &str) {
    let before = cpu_us(peer.child.id());
    let mut walls = Vec::with_capacity(CALLS);
    for _ in 0..CALLS {
        let request = GetCitationRequest { name: name.to_owned(), ..Default::default() };
        let start = Instant::now();
        peer.client.get_citation(request).await.expect("an answer");
        walls.push(start.elapsed().as_secs_f64() * 1e6);
    }
    cpu.push((cpu_us(peer.child.id()) - before) / CALLS as f64);
    wall_us.push(median(&mut walls));
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
