use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::mpsc;

use crate::contract::v1::{Citation, Source};
use crate::formats::read::{Format, Item, ReadError, Record, detect, head, open, unpack};
use crate::library::LibraryError;

/// Records in one transaction: enough to spread the cost of one fsync, few enough to be acknowledged soon.
const BATCH: usize = 1024;
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
    Items(Vec<Item>),
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
pub(super) fn read(feed: Feed, format: Option<Format>, gauge: &Arc<Gauge>, batches: &mpsc::Sender<Batch>) {
    let end = match feed {
        Feed::File(input) => read_file(input, format, gauge, batches),
        Feed::Records(records) => read_records(records, batches),
    };
    if let Err(error) = end {
        let _ = batches.blocking_send(Batch::Broken(error));
    }
}

fn read_file(
    input: Box<dyn Read + Send>,
    format: Option<Format>,
    gauge: &Arc<Gauge>,
    batches: &mpsc::Sender<Batch>,
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
    let mut batch = Vec::with_capacity(BATCH);
    loop {
        let item = reader.next();
        let ended = match item {
            Some(Ok(item)) => {
                batch.push(item);
                None
            }
            Some(Err(error)) => Some(Err(LibraryError::Unreadable { error, acknowledged: 0 })),
            None => Some(Ok(())),
        };
        let full = batch.len() >= BATCH || ended.is_some();
        if full && !batch.is_empty() {
            let items = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
            batches.blocking_send(Batch::Items(items)).map_err(|_| LibraryError::Cancelled)?;
        }
        if let Some(end) = ended {
            return end;
        }
    }
}

fn unreadable(error: io::Error) -> LibraryError {
    LibraryError::Unreadable { error: ReadError::Io(error), acknowledged: 0 }
}

fn read_records(
    mut records: mpsc::Receiver<Citation>,
    batches: &mpsc::Sender<Batch>,
) -> Result<(), LibraryError> {
    let mut waiting = Vec::with_capacity(BATCH);
    loop {
        let received = tokio::runtime::Handle::current().block_on(records.recv_many(&mut waiting, BATCH));
        if received == 0 {
            return Ok(());
        }
        let items = waiting.drain(..).map(|citation| Item::Record(Box::new(record_of(citation)))).collect();
        batches.blocking_send(Batch::Items(items)).map_err(|_| LibraryError::Cancelled)?;
    }
}

/// A record sent as a message is a source of its own: what another library computed about it is not taken over.
fn record_of(citation: Citation) -> Record {
    let record_id = citation.sources.first().map(|source| source.record_id.clone()).unwrap_or_default();
    let source = Source { format: "api".to_owned(), record_id, ..Source::default() };
    let citation = Citation {
        name: String::new(),
        etag: String::new(),
        created: None,
        updated: None,
        editorial_status: 0,
        sources: vec![source],
        ..citation
    };
    Record { citation, warnings: Vec::new(), line: 0 }
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
