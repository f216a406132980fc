//! Reads and writes of two processes, and an account of what was acknowledged and how long anybody waited.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use ibid::engine::opensearch::OpenSearch;
use ibid::engine::{Applied, Change, Deadline, Engine, EngineError, Order, Row, Search};
use ibid::query::ast::{Filter, Query, TextField};
use tokio::task::JoinHandle;

use super::super::{clean, count, is_passing};
use crate::engine::{done, id, put, soon};

/// Citations that are there before.
pub const SEEDS: u128 = 100;
/// Citations of one batch, beside the counter of its writer.
const BATCH: u128 = 5;
/// Where the numbers of counters begin: citations that are replaced by each batch of their writer.
const COUNTERS: u128 = 1 << 64;

/// What the writers were told.
#[derive(Default)]
pub struct Ledger {
    next: AtomicU64,
    /// Number of the change, by citation.
    acknowledged: Mutex<BTreeMap<u128, u64>>,
    /// Batches that ended with an error: each is there whole, or nothing of it is.
    unsure: Mutex<Vec<Vec<u128>>>,
    /// The last change of each counter that was acknowledged.
    counted: Mutex<BTreeMap<u128, u64>>,
}

/// How calls of one kind fared.
#[derive(Debug, Default)]
pub struct Watch {
    pub done: usize,
    /// The longest time in which none succeeded.
    pub gap: Duration,
    /// The longest time that a call took.
    pub wait: Duration,
    pub errors: BTreeMap<String, usize>,
}

impl fmt::Display for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} done, gap {:.1?}, longest {:.1?}, errors {:?}",
            self.done, self.gap, self.wait, self.errors
        )
    }
}

/// A load that runs until it is stopped.
pub struct Load {
    stop: Arc<AtomicBool>,
    gets: JoinHandle<Watch>,
    searches: JoinHandle<Watch>,
    writes: Vec<JoinHandle<Watch>>,
}

/// What a load met.
pub struct Report {
    pub gets: Watch,
    pub searches: Watch,
    pub writes: Vec<Watch>,
}

/// Puts the citations there that reads ask for.
pub async fn seed(engine: &dyn Engine, ledger: &Ledger) {
    let mut last = 0;
    for number in 1..=SEEDS {
        last = done(engine, put(number, 0, "a seed of the library", &[&doi(number)])).await;
        ledger.acknowledged.lock().unwrap().insert(number, last);
    }
    ledger.next.store(SEEDS as u64 + 1, Ordering::SeqCst);
    engine.wait_visible(last, soon()).await.unwrap();
}

impl Load {
    /// Reads on one engine, and writes on each of `writers`; no call takes longer than `patience`.
    pub fn start(
        reader: &Arc<OpenSearch>,
        writers: &[Arc<OpenSearch>],
        ledger: &Arc<Ledger>,
        patience: Duration,
    ) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let gets = {
            let (engine, ledger) = (reader.clone(), ledger.clone());
            tokio::spawn(watched(stop.clone(), patience, move |deadline, turn| {
                get(engine.clone(), ledger.clone(), deadline, turn)
            }))
        };
        let searches = {
            let engine = reader.clone();
            tokio::spawn(watched(stop.clone(), patience, move |deadline, _| search(engine.clone(), deadline)))
        };
        let writes = writers.iter().zip(0..).map(|(engine, writer)| {
            let writer = Arc::new(Writer::new(engine.clone(), ledger.clone(), COUNTERS + writer));
            tokio::spawn(watched(stop.clone(), patience, move |deadline, _| write(writer.clone(), deadline)))
        });
        let writes = writes.collect();
        Self { stop, gets, searches, writes }
    }

    /// Ends it; fails where some call met what no caller should.
    pub async fn stop(self) -> Report {
        self.stop.store(true, Ordering::SeqCst);
        let mut writes = Vec::new();
        for write in self.writes {
            writes.push(write.await.unwrap());
        }
        Report { gets: self.gets.await.unwrap(), searches: self.searches.await.unwrap(), writes }
    }
}

/// Calls one after the other.
async fn watched<F: Future<Output = Result<(), EngineError>>>(
    stop: Arc<AtomicBool>,
    patience: Duration,
    mut call: impl FnMut(Deadline, usize) -> F,
) -> Watch {
    let mut watch = Watch::default();
    let mut since = Instant::now();
    for turn in 0.. {
        if stop.load(Ordering::SeqCst) {
            break;
        }
        let begun = Instant::now();
        let outcome = call(Deadline::after(patience), turn).await;
        watch.wait = watch.wait.max(begun.elapsed());
        match outcome {
            Ok(()) => {
                watch.done += 1;
                watch.gap = watch.gap.max(since.elapsed());
                since = Instant::now();
            }
            Err(error) => {
                assert!(is_passing(&error), "a caller met {error:?}");
                let kind =
                    if matches!(error, EngineError::Unavailable(_)) { "Unavailable" } else { "Deadline" };
                *watch.errors.entry(kind.into()).or_default() += 1;
            }
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    watch.gap = watch.gap.max(since.elapsed());
    watch
}

async fn get(
    engine: Arc<OpenSearch>,
    ledger: Arc<Ledger>,
    deadline: Deadline,
    turn: usize,
) -> Result<(), EngineError> {
    let (number, change) = {
        let acknowledged = ledger.acknowledged.lock().unwrap();
        let (number, change) = acknowledged.iter().nth(turn * 7919 % acknowledged.len()).unwrap();
        (*number, *change)
    };
    let row = engine.get(&[id(number)], deadline).await?.remove(0);
    assert_eq!(row.map(|row| row.change()), Some(change), "citation {number} was acknowledged");
    Ok(())
}

async fn search(engine: Arc<OpenSearch>, deadline: Deadline) -> Result<(), EngineError> {
    let query = Query::Word(TextField::Any, "seed".into());
    let search = Search { query, filter: Filter::All, order: Order::Relevance, limit: 10, cursor: None };
    let found = engine.search_citations(search, deadline).await?;
    assert_eq!(u128::from(found.total), SEEDS, "a search found less than all");
    Ok(())
}

/// Puts new citations and replaces its counter in each batch.
struct Writer {
    engine: Arc<OpenSearch>,
    ledger: Arc<Ledger>,
    counter: u128,
    /// Number that the counter's row has, as far as is known.
    expected: AtomicU64,
    /// The last batch ended with an error, so that the counter may be another.
    is_unsure: AtomicBool,
}

impl Writer {
    fn new(engine: Arc<OpenSearch>, ledger: Arc<Ledger>, counter: u128) -> Self {
        let (expected, is_unsure) = (AtomicU64::new(0), AtomicBool::new(true));
        Self { engine, ledger, counter, expected, is_unsure }
    }
}

async fn write(writer: Arc<Writer>, deadline: Deadline) -> Result<(), EngineError> {
    let Writer { engine, ledger, counter, expected, is_unsure } = &*writer;
    if is_unsure.load(Ordering::SeqCst) {
        let row = engine.get(&[id(*counter)], deadline).await?.remove(0);
        expected.store(row.map_or(0, |row| row.change()), Ordering::SeqCst);
    }
    let first = u128::from(ledger.next.fetch_add(BATCH as u64, Ordering::SeqCst));
    let numbers: Vec<u128> = (first..first + BATCH).collect();
    let mut batch: Vec<Change> =
        numbers.iter().map(|number| put(*number, 0, "written under load", &[&doi(*number)])).collect();
    batch.push(put(*counter, expected.load(Ordering::SeqCst), "a counter", &[]));
    match engine.apply(batch, deadline).await {
        Ok(outcomes) => {
            let mut acknowledged = ledger.acknowledged.lock().unwrap();
            for (number, outcome) in numbers.iter().zip(&outcomes) {
                let Applied::Done(change) = outcome else { panic!("new citation {number}: {outcome:?}") };
                assert_eq!(acknowledged.insert(*number, *change), None);
            }
            let was_unsure = is_unsure.load(Ordering::SeqCst);
            match outcomes[numbers.len()] {
                Applied::Done(change) => {
                    expected.store(change, Ordering::SeqCst);
                    is_unsure.store(false, Ordering::SeqCst);
                    *ledger.counted.lock().unwrap().entry(*counter).or_default() = change;
                }
                // a batch that ended with an error was done after all
                Applied::Conflict => assert!(was_unsure, "somebody else wrote the counter"),
            }
            Ok(())
        }
        Err(error) => {
            is_unsure.store(true, Ordering::SeqCst);
            ledger.unsure.lock().unwrap().push(numbers);
            Err(error)
        }
    }
}

impl Ledger {
    /// Everything that was acknowledged is there as it was, once; what ended with an error is there whole or not at all.
    pub async fn verify(&self, engine: &dyn Engine) {
        clean(engine).await;
        let acknowledged: Vec<(u128, u64)> =
            self.acknowledged.lock().unwrap().iter().map(|(number, change)| (*number, *change)).collect();
        let mut present = 0;
        for part in acknowledged.chunks(500) {
            let numbers: Vec<u128> = part.iter().map(|(number, _)| *number).collect();
            for ((number, change), row) in part.iter().zip(rows(engine, &numbers).await) {
                let found = row.map(|row| row.change());
                assert_eq!(found, Some(*change), "citation {number} was acknowledged");
                present += 1;
            }
            let dois: Vec<_> = numbers.iter().map(|number| crate::engine::strong(&doi(*number))).collect();
            let held = engine.holders(&dois, soon()).await.unwrap();
            for (number, held) in numbers.iter().zip(held) {
                assert_eq!(held, [id(*number)], "citation {number}");
            }
        }
        let unsure = self.unsure.lock().unwrap().clone();
        let mut done_after_all = 0;
        for batch in &unsure {
            let there = rows(engine, batch).await.into_iter().flatten().count();
            assert!([0, batch.len()].contains(&there), "half a batch: {there} of {}", batch.len());
            done_after_all += usize::from(there > 0);
            present += there as u64;
        }
        let counted = self.counted.lock().unwrap().clone();
        for (counter, change) in &counted {
            let row = rows(engine, &[*counter]).await.remove(0);
            assert!(row.is_some_and(|row| row.change() >= *change), "a counter went back");
        }
        assert_eq!(
            count(engine).await,
            present + counted.len() as u64,
            "some citation is there twice or too much"
        );
        println!(
            "{} acknowledged, all there once; {} batches ended with an error, {done_after_all} of them done after all",
            acknowledged.len(),
            unsure.len(),
        );
    }
}

async fn rows(engine: &dyn Engine, numbers: &[u128]) -> Vec<Option<Row>> {
    let ids: Vec<_> = numbers.iter().map(|number| id(*number)).collect();
    engine.get(&ids, soon()).await.unwrap()
}

fn doi(number: u128) -> String {
    format!("doi:10.5555/load.{number}")
}
