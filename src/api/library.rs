use std::io::{self, Read};

use bytes::{Buf, Bytes};
use tokio::sync::mpsc;
use tonic::{Request, Response, Status, Streaming, async_trait};

use super::answers::{Replies, replies};
use super::reextract::reextract;
use super::request::citation_name;
use super::review::review;
use super::{opened, reply, small, status};
use crate::contract::Encoded;
use crate::contract::server::library_service_server::LibraryService;
use crate::contract::v1::import_citations_request::Payload;
use crate::contract::v1::{
    CheckLibraryRequest, CheckLibraryResponse, Citation, DeleteCitationRequest, Finding,
    GetLibraryStatsRequest, ImportCitationsRequest, ImportCitationsResponse, ImportConfig, LibraryStats,
    ReextractFindingsRequest, ReextractFindingsResponse, ReviewFindingRequest,
};
use crate::engine::Deadline;
use crate::formats::read::Format;
use crate::library::import::{Feed, ImportOptions};
use crate::library::{CheckProgress, Library, LibraryError};

/// Largest chunk of a file, in bytes.
const MAX_CHUNK: usize = 1 << 20;
/// Chunks or records taken from the wire before the reader wants them.
const AHEAD: usize = 16;

/// `ibid.v1.LibraryService`.
pub(super) struct Upkeep {
    library: Library,
}

impl Upkeep {
    pub fn new(library: Library) -> Self {
        Self { library }
    }

    async fn delete(&self, request: DeleteCitationRequest, deadline: Deadline) -> Result<(), LibraryError> {
        let DeleteCitationRequest { name, etag, allow_missing } = request;
        let reference = citation_name("name", &name)?;
        self.library.delete(&name, &reference, &etag, allow_missing, deadline).await
    }
}

#[async_trait]
impl LibraryService for Upkeep {
    type ImportCitationsStream = Replies<ImportCitationsResponse>;

    async fn import_citations(
        &self,
        request: Request<Streaming<ImportCitationsRequest>>,
    ) -> Result<Response<Self::ImportCitationsStream>, Status> {
        let mut incoming = request.into_inner();
        let first = incoming.message().await?;
        let config = match first.and_then(|message| message.payload) {
            Some(Payload::Config(config)) => config,
            _ => {
                let wanted = "the first message of an import is `config`";
                return Err(status::of(&LibraryError::invalid("payload", wanted)));
            }
        };
        let options = options(config).map_err(|error| status::of(&error))?;
        let second = incoming.message().await?;
        let broken = BrokenFeed::default();
        let feed = feed(second, incoming, broken.clone()).map_err(|error| status::of(&error))?;
        let answers = self.library.import(options, feed);
        let is_last = |answer: &ImportCitationsResponse| answer.done;
        Ok(small(replies(answers, is_last, move |answer| match answer {
            Ok(answer) if !answer.done => Ok(answer),
            Ok(answer) => broken.take().map_or(Ok(answer), Err),
            Err(error) => Err(broken.take().unwrap_or_else(|| status::of(&error))),
        })))
    }

    async fn delete_citation(&self, request: Request<DeleteCitationRequest>) -> Result<Response<()>, Status> {
        let (request, deadline) = opened(request);
        reply(self.delete(request, deadline).await)
    }

    async fn review_finding(
        &self,
        request: Request<ReviewFindingRequest>,
    ) -> Result<Response<Encoded<Finding>>, Status> {
        let (request, deadline) = opened(request);
        let reviewed = match review(request) {
            Ok(review) => self.library.review(&review, deadline).await,
            Err(error) => Err(error),
        };
        reply(reviewed.map(Encoded::from_bytes))
    }

    type ReextractFindingsStream = Replies<ReextractFindingsResponse>;

    async fn reextract_findings(
        &self,
        request: Request<ReextractFindingsRequest>,
    ) -> Result<Response<Self::ReextractFindingsStream>, Status> {
        Ok(small(reextract(&self.library, request.into_inner())))
    }

    async fn get_library_stats(
        &self,
        request: Request<GetLibraryStatsRequest>,
    ) -> Result<Response<LibraryStats>, Status> {
        let (_, deadline) = opened(request);
        reply(self.library.stats(deadline).await)
    }

    type CheckLibraryStream = Replies<CheckLibraryResponse>;

    async fn check_library(
        &self,
        _request: Request<CheckLibraryRequest>,
    ) -> Result<Response<Self::CheckLibraryStream>, Status> {
        let mut problem_count = 0;
        let is_last = |progress: &CheckProgress| progress.done;
        Ok(small(replies(self.library.check(), is_last, move |progress| {
            let progress = progress.map_err(|error| status::of(&error))?;
            problem_count += progress.problems.len();
            Ok(CheckLibraryResponse {
                checked: i32::try_from(progress.checked).unwrap_or(i32::MAX),
                total: i32::try_from(progress.total).unwrap_or(i32::MAX),
                problems: progress.problems,
                done: progress.done,
                problem_count: i32::try_from(problem_count).unwrap_or(i32::MAX),
            })
        })))
    }
}

fn options(config: ImportConfig) -> Result<ImportOptions, LibraryError> {
    let format = match config.format.as_str() {
        "" => None,
        name => Some(name.parse::<Format>().map_err(|_| {
            let known = Format::ALL.iter().map(|format| format.as_str()).collect::<Vec<_>>().join(", ");
            LibraryError::invalid("config.format", format!("`{name}` is not one of: {known}"))
        })?),
    };
    Ok(ImportOptions {
        format,
        file: config.file,
        dry_run: config.dry_run,
        all_outcomes: config.all_outcomes,
        wait_visible: config.wait_visible,
    })
}

/// The status that the caller's stream broke with, told instead of the end that the reader took it for.
#[derive(Clone, Default)]
struct BrokenFeed(std::sync::Arc<std::sync::Mutex<Option<Status>>>);

impl BrokenFeed {
    fn set(&self, status: Status) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(status);
    }

    fn is_set(&self) -> bool {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).is_some()
    }

    fn take(&self) -> Option<Status> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take()
    }
}

/// Turns the caller's stream into a feed; its first payload decides between a file and records.
fn feed(
    second: Option<ImportCitationsRequest>,
    incoming: Streaming<ImportCitationsRequest>,
    broken: BrokenFeed,
) -> Result<Feed, LibraryError> {
    match second.and_then(|message| message.payload) {
        None => Ok(Feed::File(Box::new(io::empty()))),
        Some(payload @ Payload::Chunk(_)) => {
            let (sender, chunks) = mpsc::channel(AHEAD);
            let file = Chunks { chunks, now: Bytes::new(), broken: broken.clone() };
            tokio::spawn(forward(chunk(payload)?, incoming, sender, broken, chunk));
            Ok(Feed::File(Box::new(file)))
        }
        Some(payload @ Payload::Record(_)) => {
            let (sender, records) = mpsc::channel(AHEAD);
            tokio::spawn(forward(record(payload)?, incoming, sender, broken, record));
            Ok(Feed::Records(records))
        }
        Some(Payload::Config(_)) => Err(LibraryError::invalid("payload", "`config` comes once, first")),
    }
}

fn chunk(payload: Payload) -> Result<Bytes, LibraryError> {
    match payload {
        Payload::Chunk(chunk) if chunk.len() > MAX_CHUNK => {
            let actual = Some(chunk.len() as u64);
            Err(LibraryError::Limit { what: "a chunk (bytes)".to_owned(), limit: MAX_CHUNK as u64, actual })
        }
        Payload::Chunk(chunk) => Ok(chunk),
        _ => Err(mixed()),
    }
}

fn record(payload: Payload) -> Result<Citation, LibraryError> {
    match payload {
        Payload::Record(record) => Ok(record),
        _ => Err(mixed()),
    }
}

fn mixed() -> LibraryError {
    LibraryError::invalid("payload", "an import carries chunks or records, not both, and `config` once")
}

async fn forward<T>(
    first: T,
    mut incoming: Streaming<ImportCitationsRequest>,
    sender: mpsc::Sender<T>,
    broken: BrokenFeed,
    take: fn(Payload) -> Result<T, LibraryError>,
) {
    let mut next = Some(first);
    while let Some(item) = next {
        if sender.send(item).await.is_err() {
            return;
        }
        let taken = match incoming.message().await {
            Ok(None) => return,
            Ok(Some(message)) => {
                message.payload.ok_or_else(mixed).and_then(take).map_err(|error| status::of(&error))
            }
            Err(status) => Err(status),
        };
        // said before the sender goes, since whoever reads takes its going for the end
        next = taken.map_err(|status| broken.set(status)).ok();
    }
}

/// Chunks of a file as something to read from. A stream that broke off ends in an error, so that a record cut in two is not
/// taken for a whole one.
struct Chunks {
    chunks: mpsc::Receiver<Bytes>,
    now: Bytes,
    broken: BrokenFeed,
}

/// Dropped while the thread that reads panics, it says so: the import would take the end of reading for the end of the file.
impl Drop for Chunks {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.broken.set(status::internal());
        }
    }
}

impl Read for Chunks {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.now.is_empty() {
            match self.chunks.blocking_recv() {
                Some(chunk) => self.now = chunk,
                None if self.broken.is_set() => return Err(io::ErrorKind::UnexpectedEof.into()),
                None => return Ok(0),
            }
        }
        let length = self.now.len().min(buffer.len());
        self.now.copy_to_slice(&mut buffer[..length]);
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use tonic::Code;

    use super::*;

    /// Reads all of two chunks on a thread of its own, with `then` behind it; answers what it read and how the feed broke.
    fn check(breaks: Option<Status>, then: fn(), read: Option<&str>, told: Option<Code>) {
        let broken = BrokenFeed::default();
        let (sender, chunks) = mpsc::channel(2);
        for chunk in ["ab", "c"] {
            sender.try_send(Bytes::from(chunk)).unwrap();
        }
        if let Some(status) = breaks {
            broken.set(status);
        }
        drop(sender);
        let mut file = Chunks { chunks, now: Bytes::new(), broken: broken.clone() };
        let reading = std::thread::spawn(move || {
            let mut text = String::new();
            let whole = file.read_to_string(&mut text).is_ok();
            then();
            whole.then_some(text)
        });
        assert_eq!(reading.join().ok().flatten().as_deref(), read);
        assert_eq!(broken.take().map(|status| status.code()), told);
    }

    #[test]
    fn a_file_ends_where_its_stream_does_and_only_there() {
        check(None, || {}, Some("abc"), None);
        check(Some(Status::cancelled("gone")), || {}, None, Some(Code::Cancelled));
        check(None, || panic!("planted"), None, Some(Code::Internal));
    }
}
