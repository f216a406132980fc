//! The embedded store against raw redb in the same run: durable writes in batches, single reads, reads of fifty. Raw redb puts the
//! same bytes in one table, uncompressed, without keys, log or index.

use std::io::Cursor;
use std::path::Path;
use std::time::{Duration, Instant};

use bytes::Bytes;
use ibid::contract::v1;
use ibid::engine::embedded::{Embedded, Options};
use ibid::engine::{Change, Deadline, Engine, Put, Witnessed};
use ibid::formats::read::{Format, Item, open};
use ibid::record::identifier::strong;
use ibid::record::name::CitationId;
use prost::Message;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use redb::{Database, Durability, ReadableDatabase, TableDefinition};

mod corpus;

const RAW: TableDefinition<u128, &[u8]> = TableDefinition::new("raw");
/// Records of a transaction.
const BATCH: usize = 500;
const READS: usize = 20_000;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let (files, name) = corpus::corpus();
    let records: Vec<v1::Citation> = files.iter().flat_map(|file| read(file)).collect();
    println!("corpus: {name}; {} records", records.len());
    let folder = tempfile::tempdir().expect("a temporary folder");
    let raw = raw(&folder.path().join("raw.redb"), &records);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let cold = Options { cache_bytes: 0, ..Options::default() };
    runtime.block_on(writes(&folder.path().join("library"), &records, raw.puts));
    runtime.block_on(reads(&folder.path().join("library"), cold, &records, "without the hot rows", &raw));
    runtime.block_on(reads(&folder.path().join("library"), Options::default(), &records, "hot", &raw));
}

fn read(file: &[u8]) -> Vec<v1::Citation> {
    let mut reader = open(Format::PubmedXml, Box::new(Cursor::new(corpus::unpacked(file).into_bytes())));
    let mut records = Vec::new();
    while let Some(item) = reader.next() {
        if let Item::Record(record) = item.expect("the corpus is whole") {
            records.push(record.citation);
        }
    }
    records
}

/// What raw redb does.
struct Raw {
    /// Records a second.
    puts: f64,
    get: Duration,
}

fn raw(path: &Path, records: &[v1::Citation]) -> Raw {
    let rows: Vec<(u128, Vec<u8>)> =
        records.iter().map(|one| (CitationId::derive(one).as_u128(), one.encode_to_vec())).collect();
    let database = Database::create(path).expect("a new database");
    let start = Instant::now();
    for batch in rows.chunks(BATCH) {
        let mut transaction = database.begin_write().expect("a transaction");
        transaction.set_durability(Durability::Immediate).expect("a fresh transaction");
        transaction.set_quick_repair(true);
        let mut table = transaction.open_table(RAW).expect("a table");
        for (id, row) in batch {
            table.insert(id, &row[..]).expect("an insert");
        }
        drop(table);
        transaction.commit().expect("a commit");
    }
    let puts = records.len() as f64 / start.elapsed().as_secs_f64();
    let mut random = StdRng::seed_from_u64(7);
    let times = (0..READS).map(|_| {
        let (id, _) = &rows[random.random_range(0..rows.len())];
        let start = Instant::now();
        let transaction = database.begin_read().expect("a transaction");
        let table = transaction.open_table(RAW).expect("a table");
        let row = table.get(id).expect("a read").map(|row| Bytes::copy_from_slice(row.value()));
        assert!(row.is_some());
        start.elapsed()
    });
    let get = median(times.collect());
    println!("raw redb: {puts:.0} puts/s, get p50 {get:?}");
    Raw { puts, get }
}

async fn writes(path: &Path, records: &[v1::Citation], raw: f64) {
    let engine = Embedded::open(path, Options::default()).expect("an empty library");
    let mut last = 0;
    let start = Instant::now();
    for batch in records.chunks(BATCH) {
        let changes: Vec<Change> = batch.iter().map(change).collect();
        last += changes.len() as u64;
        engine.apply(changes, soon()).await.expect("an apply");
    }
    let durable = records.len() as f64 / start.elapsed().as_secs_f64();
    let change = engine.stats(soon()).await.expect("figures").last_change.min(last);
    engine.wait_visible(change, soon()).await.expect("visible");
    let visible = records.len() as f64 / start.elapsed().as_secs_f64();
    println!("apply: durable {durable:.0} records/s ({:.1} times slower than raw puts)", raw / durable);
    println!("apply: searchable {visible:.0} records/s ({:.1} times slower than raw puts)", raw / visible);
    let stats = engine.stats(soon()).await.expect("figures");
    println!("on disk: {} bytes a record", stats.bytes_on_disk / stats.citations.max(1));
    engine.close().await.expect("a clean end");
}

/// A later version of a record is a conflict here, which is as good for a bench.
fn change(citation: &v1::Citation) -> Change {
    Change {
        id: CitationId::derive(citation),
        expected: 0,
        witnessed: Witnessed::default(),
        put: Put::Citation {
            citation: citation.encode_to_vec().into(),
            sources: Bytes::new(),
            findings: Vec::new(),
            identifiers: strong(citation),
            links: Vec::new(),
            stamp: 0,
            decoded: None,
        },
        absorbs: Vec::new(),
    }
}

async fn reads(path: &Path, options: Options, records: &[v1::Citation], how: &str, raw: &Raw) {
    let start = Instant::now();
    let engine = Embedded::open(path, options).expect("the library");
    println!("open: {:?}", start.elapsed());
    let ids: Vec<CitationId> = records.iter().map(CitationId::derive).collect();
    let hot = &ids[..ids.len().min(2_000)];
    let mut random = StdRng::seed_from_u64(7);
    for size in [1, 50] {
        let mut times = Vec::with_capacity(READS / size);
        for _ in 0..READS / size {
            let asked: Vec<CitationId> = (0..size).map(|_| hot[random.random_range(0..hot.len())]).collect();
            let start = Instant::now();
            let rows = engine.get(&asked, soon()).await.expect("a read");
            times.push(start.elapsed());
            assert!(rows.iter().all(Option::is_some));
        }
        let p50 = median(times);
        let ratio = p50.as_secs_f64() / size as f64 / raw.get.as_secs_f64();
        println!("get of {size}, {how}: p50 {p50:?}, {ratio:.2} times a raw get a record");
    }
    engine.close().await.expect("a clean end");
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn soon() -> Deadline {
    Deadline::after(Duration::from_secs(120))
}
