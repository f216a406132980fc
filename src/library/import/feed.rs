use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::mpsc;

use super::ImportOptions;
use super::prepare::Prepared;
use crate::contract::v1::{Citation, Source};
use crate::formats::read::{Format, Item, ReadError, Record, detect, head, open, unpack};
use crate::library::LibraryError;
use crate::record::check::settle;

/// Records in one transaction: enough to spread the cost of one fsync, few enough to be acknowledged soon.
const BATCH: usize = 1024;
/// Encoded bytes of records after which a batch is full, so that memory does not depend on how long records are.
const BATCH_BYTES: usize = 2 << 20;
/// Unpacked bytes of one import: a bomb of a few megabytes ends here, PubMed's largest files are a thousandth of it.
const MAX_UNPACKED: u64 = 1 << 40;

/// What is imported.
pub enum Feed {
    /// Bytes of a file, packed or not.
    File(Box<dyn Read + Send>),
    /// Records, one by one.
    Records(mpsc::Receiver<Citation>),
}

/// A batch of the feed, in order of the file.
pub(super) enum Batch {
    Items(Vec<Prepared>),
    /// The feed ends here, before its end.
    Broken(LibraryError),
}

/// What a feed tells while it is read.
#[derive(Default)]
pub(super) struct Gauge {
    /// Bytes of the file, as sent, that have been read.
    pub bytes: AtomicU64,
    /// The format, once known.
    pub format: std::sync::OnceLock<Format>,
}

/// Reads `feed` to its end on the calling thread.
pub(super) fn read(feed: Feed, options: &ImportOptions, gauge: &Arc<Gauge>, batches: &mpsc::Sender<Batch>) {
    let batch = Filling { file: &options.file, items: Vec::new(), bytes: 0, batches };
    let end = match feed {
        Feed::File(input) => read_file(input, options.format, gauge, batch),
        Feed::Records(records) => read_records(records, batch),
    };
    if let Err(error) = end {
        let _ = batches.blocking_send(Batch::Broken(error));
    }
}

fn read_file(
    input: Box<dyn Read + Send>,
    format: Option<Format>,
    gauge: &Arc<Gauge>,
    mut batch: Filling<'_>,
) -> Result<(), LibraryError> {
    let counted = Counted { input, gauge: Arc::clone(gauge) };
    let unpacked = unpack(Box::new(counted), MAX_UNPACKED).map_err(unreadable)?;
    let (head, whole) = head(unpacked).map_err(unreadable)?;
    let Some(format) = format.or_else(|| detect(&head)) else {
        let known = Format::ALL.iter().map(|format| format.as_str()).collect::<Vec<_>>().join(", ");
        return Err(LibraryError::FormatUnknown { known });
    };
    let _ = gauge.format.set(format);
    let mut reader = open(format, whole);
    while let Some(item) = reader.next() {
        match item {
            Ok(item) => batch.add(item)?,
            Err(error) => {
                batch.send()?;
                return Err(LibraryError::Unreadable { error, acknowledged: 0 });
            }
        }
    }
    batch.send()
}

/// The batch being filled.
struct Filling<'a> {
    /// Name of the file.
    file: &'a str,
    items: Vec<Prepared>,
    bytes: usize,
    batches: &'a mpsc::Sender<Batch>,
}

impl Filling<'_> {
    fn add(&mut self, item: Item) -> Result<(), LibraryError> {
        let item = Prepared::of(item, self.file);
        self.bytes += item.size();
        self.items.push(item);
        if self.items.len() < BATCH && self.bytes < BATCH_BYTES {
            return Ok(());
        }
        self.send()
    }

    fn send(&mut self) -> Result<(), LibraryError> {
        if self.items.is_empty() {
            return Ok(());
        }
        self.bytes = 0;
        let items = std::mem::take(&mut self.items);
        self.batches.blocking_send(Batch::Items(items)).map_err(|_| LibraryError::Cancelled)
    }
}

fn unreadable(error: io::Error) -> LibraryError {
    LibraryError::Unreadable { error: ReadError::Io(error), acknowledged: 0 }
}

fn read_records(mut records: mpsc::Receiver<Citation>, mut batch: Filling<'_>) -> Result<(), LibraryError> {
    let mut waiting = Vec::new();
    loop {
        let received = tokio::runtime::Handle::current().block_on(records.recv_many(&mut waiting, BATCH));
        if received == 0 {
            return Ok(());
        }
        for citation in waiting.drain(..) {
            batch.add(Item::Record(Box::new(record_of(citation))))?;
        }
        batch.send()?;
    }
}

/// A record sent as a message is a source of its own: what another library computed about it is not taken over.
fn record_of(citation: Citation) -> Record {
    let record_id = citation.sources.first().map(|source| source.record_id.clone()).unwrap_or_default();
    let source = Source { format: "api".to_owned(), record_id, ..Source::default() };
    let mut citation = Citation {
        name: String::new(),
        etag: String::new(),
        created: None,
        updated: None,
        editorial_status: 0,
        sources: vec![source],
        ..citation
    };
    let warnings = settle(&mut citation);
    Record { citation, warnings, line: 0 }
}

struct Counted {
    input: Box<dyn Read + Send>,
    gauge: Arc<Gauge>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.gauge.bytes.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// Batches of a file of `count` records with abstracts of `length` bytes: records and encoded bytes of each.
    fn batches(count: usize, length: usize) -> Vec<(usize, usize)> {
        let word = "a".repeat(length);
        let file: String =
            (0..count).map(|n| format!("TY  - JOUR\nTI  - {n}\nAB  - {word}\nER  - \n")).collect();
        let (sender, mut receiver) = mpsc::channel(count);
        let feed = Feed::File(Box::new(Cursor::new(file.into_bytes())));
        read(feed, &ImportOptions::default(), &Arc::new(Gauge::default()), &sender);
        drop(sender);
        let mut found = Vec::new();
        while let Some(batch) = receiver.blocking_recv() {
            let Batch::Items(items) = batch else { panic!("the file is whole") };
            found.push((items.len(), items.iter().map(Prepared::size).sum()));
        }
        found
    }

    #[test]
    fn a_batch_is_bounded_in_records_and_in_bytes() {
        for (count, length) in [(2 * BATCH + 1, 10), (50, BATCH_BYTES / 10), (3, 2 * BATCH_BYTES)] {
            let found = batches(count, length);
            assert_eq!(found.iter().map(|(records, _)| records).sum::<usize>(), count);
            assert!(found.len() > 1, "{found:?}");
            for (records, bytes) in found {
                // the last record of a batch may reach over
                let before_last = bytes.saturating_sub(length);
                assert!((1..=BATCH).contains(&records) && before_last < BATCH_BYTES, "{records} {bytes}");
            }
        }
    }
}
