//! Import until durable, searchable and with findings: records a second, and the anonymous memory it took.

use std::io::Cursor;
use std::sync::Arc;
use std::time::Instant;

use ibid::engine::Engine;
use ibid::engine::embedded::{Embedded, Options};
use ibid::library::Library;
use ibid::library::import::{Feed, ImportOptions};

mod corpus;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let (mut files, name) = corpus::corpus();
    // the heaviest records first: what grows after them is the library
    files.sort_by_key(|file| std::cmp::Reverse(file.len()));
    println!("corpus: {name}");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let folder = tempfile::tempdir().expect("a temporary folder");
    runtime.block_on(async {
        let engine: Arc<dyn Engine> =
            Arc::new(Embedded::open(folder.path(), Options::default()).expect("an empty library opens"));
        let library = Library::open(engine).await.expect("a library over it");
        let (mut records, mut peak) = (0, 0);
        let mut peaks = Vec::new();
        let start = Instant::now();
        for (index, file) in files.into_iter().enumerate() {
            let options = ImportOptions { wait_visible: true, ..ImportOptions::default() };
            let mut answers = library.import(options, Feed::File(Box::new(Cursor::new(file))));
            let mut last = None;
            while let Some(answer) = answers.recv().await {
                let answer = answer.expect("the corpus is whole");
                peak = peak.max(rss_anon_mb());
                last = Some(answer);
            }
            records += last.map_or(0, |last| last.acknowledged);
            peaks.push(peak as f64);
            println!("after file {}: {records} records, peak anonymous memory {peak} MB", index + 1);
        }
        let seconds = start.elapsed().as_secs_f64();
        println!("{records} records in {seconds:.1} s: {:.0} records/s", f64::from(records) / seconds);
        corpus::on_this_machine("seconds for 4,000 records", seconds * 4_000.0 / f64::from(records), 1.0);
        corpus::at_most("peak anonymous memory / 600 MB", peak as f64 / 600.0, 1.0);
        corpus::at_most("peak with all files / with the first", peak as f64 / peaks[0].max(1.0), 1.1);
        library.close().await;
    });
}

fn rss_anon_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse::<u64>().ok()).unwrap_or(0) / 1024
}
