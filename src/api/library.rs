use std::io::{self, Read};
use std::pin::Pin;

use bytes::{Buf, Bytes};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tokio_stream::{Stream, StreamExt};
use tonic::{Request, Response, Status, Streaming, async_trait};

use super::request::citation_name;
use super::{deadline, status};
use crate::contract::server::library_service_server::LibraryService;
use crate::contract::v1::{
    CheckLibraryRequest, CheckLibraryResponse, Citation, DeleteCitationRequest, GetLibraryStatsRequest,
    ImportCitationsRequest, ImportCitationsResponse, ImportConfig, LibraryStats, import_citations_request,
};
use crate::formats::read::Format;
use crate::library::import::{Feed, ImportOptions};
use crate::library::{Library, LibraryError};

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
}

type Replies<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

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
            Some(import_citations_request::Payload::Config(config)) => config,
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
        let replies = ReceiverStream::new(answers).map(move |answer| match answer {
            Ok(answer) if answer.done => match broken.take() {
                Some(status) => Err(status),
                None => Ok(answer),
            },
            Ok(answer) => Ok(answer),
            Err(error) => Err(broken.take().unwrap_or_else(|| status::of(&error))),
        });
        Ok(Response::new(Box::pin(replies)))
    }

    async fn delete_citation(&self, request: Request<DeleteCitationRequest>) -> Result<Response<()>, Status> {
        let deadline = deadline(&request);
        let DeleteCitationRequest { name, etag, allow_missing } = request.into_inner();
        let deleted = match citation_name("name", &name) {
            Ok(reference) => self.library.delete(&name, &reference, &etag, allow_missing, deadline).await,
            Err(error) => Err(error),
        };
        deleted.map(Response::new).map_err(|error| status::of(&error))
    }

    async fn get_library_stats(
        &self,
        request: Request<GetLibraryStatsRequest>,
    ) -> Result<Response<LibraryStats>, Status> {
        self.library.stats(deadline(&request)).await.map(Response::new).map_err(|error| status::of(&error))
    }

    type CheckLibraryStream = Replies<CheckLibraryResponse>;

    async fn check_library(
        &self,
        _request: Request<CheckLibraryRequest>,
    ) -> Result<Response<Self::CheckLibraryStream>, Status> {
        let mut problem_count = 0;
        let replies = ReceiverStream::new(self.library.check()).map(move |progress| {
            let progress = progress.map_err(|error| status::of(&error))?;
            problem_count += progress.problems.len();
            Ok(CheckLibraryResponse {
                checked: i32::try_from(progress.checked).unwrap_or(i32::MAX),
                total: i32::try_from(progress.total).unwrap_or(i32::MAX),
                problems: progress.problems,
                done: progress.done,
                problem_count: i32::try_from(problem_count).unwrap_or(i32::MAX),
            })
        });
        Ok(Response::new(Box::pin(replies)))
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
        Some(import_citations_request::Payload::Chunk(first)) => {
            let (sender, chunks) = mpsc::channel(AHEAD);
            tokio::spawn(forward(first, incoming, sender, broken, |payload| match payload {
                import_citations_request::Payload::Chunk(chunk) => Some(chunk),
                _ => None,
            }));
            Ok(Feed::File(Box::new(Chunks { chunks, now: Bytes::new() })))
        }
        Some(import_citations_request::Payload::Record(first)) => {
            let (sender, records) = mpsc::channel::<Citation>(AHEAD);
            tokio::spawn(forward(first, incoming, sender, broken, |payload| match payload {
                import_citations_request::Payload::Record(record) => Some(record),
                _ => None,
            }));
            Ok(Feed::Records(records))
        }
        Some(import_citations_request::Payload::Config(_)) => {
            Err(LibraryError::invalid("payload", "`config` comes once, first"))
        }
    }
}

async fn forward<T>(
    first: T,
    mut incoming: Streaming<ImportCitationsRequest>,
    sender: mpsc::Sender<T>,
    broken: BrokenFeed,
    take: fn(import_citations_request::Payload) -> Option<T>,
) {
    let mut next = Some(first);
    while let Some(item) = next {
        if sender.send(item).await.is_err() {
            return;
        }
        next = match incoming.message().await {
            Ok(None) => None,
            Ok(Some(message)) => {
                let item = message.payload.and_then(take);
                if item.is_none() {
                    let mixed = "an import carries chunks or records, not both, and `config` once";
                    broken.set(status::of(&LibraryError::invalid("payload", mixed)));
                }
                item
            }
            Err(status) => {
                broken.set(status);
                None
            }
        };
    }
}

/// Chunks of a file as something to read from.
struct Chunks {
    chunks: mpsc::Receiver<Bytes>,
    now: Bytes,
}

impl Read for Chunks {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.now.is_empty() {
            match self.chunks.blocking_recv() {
                Some(chunk) => self.now = chunk,
                None => return Ok(0),
            }
        }
        let length = self.now.len().min(buffer.len());
        self.now.copy_to_slice(&mut buffer[..length]);
        Ok(length)
    }
}
