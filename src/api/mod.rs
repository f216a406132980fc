//! The services: decode, call the library, encode. `status` makes every `Status`.

use std::time::Duration;

use prost::Message;
use tonic::codec::CompressionEncoding::{Gzip, Zstd};
use tonic::service::Routes;
use tonic::{Request, Response, Status};

use crate::contract::server::citation_service_server::CitationServiceServer;
use crate::contract::server::finding_service_server::FindingServiceServer;
use crate::contract::server::library_service_server::LibraryServiceServer;
use crate::engine::Deadline;
use crate::library::{Library, LibraryError};

mod answers;
mod citation;
mod export;
mod finding;
mod format;
mod library;
mod reextract;
mod request;
mod review;
pub mod status;
mod view;

/// Full names of the services, for health and reflection.
pub const SERVICE_NAMES: [&str; 3] =
    ["ibid.v1.CitationService", "ibid.v1.FindingService", "ibid.v1.LibraryService"];

/// Largest message that is read: a chunk of 1 MiB, or a batch of 1,000 long names.
pub const MAX_REQUEST: usize = 4 << 20;
/// Largest message that is sent: 1,000 full records.
pub const MAX_REPLY: usize = 64 << 20;
/// Smallest reply, in bytes, that is packed for a caller who takes it so.
const WORTH_PACKING: usize = 8 << 10;
/// A call without a deadline of its own ends here.
const DEFAULT_DEADLINE: Duration = Duration::from_secs(30);

/// The three services over a library. Requests may come packed with gzip or zstd, their limit holds of what they unpack to;
/// replies go packed to callers who say that they take it.
pub fn routes(library: Library) -> Routes {
    let citations = CitationServiceServer::new(citation::Citations::new(library.clone()))
        .accept_compressed(Gzip)
        .accept_compressed(Zstd)
        .send_compressed(Gzip)
        .send_compressed(Zstd)
        .max_decoding_message_size(MAX_REQUEST)
        .max_encoding_message_size(MAX_REPLY);
    let findings = FindingServiceServer::new(finding::Findings::new(library.clone()))
        .accept_compressed(Gzip)
        .accept_compressed(Zstd)
        .send_compressed(Gzip)
        .send_compressed(Zstd)
        .max_decoding_message_size(MAX_REQUEST)
        .max_encoding_message_size(MAX_REPLY);
    let upkeep = LibraryServiceServer::new(library::Upkeep::new(library))
        .accept_compressed(Gzip)
        .accept_compressed(Zstd)
        .send_compressed(Gzip)
        .send_compressed(Zstd)
        .max_decoding_message_size(MAX_REQUEST)
        .max_encoding_message_size(MAX_REPLY);
    Routes::new(citations).add_service(findings).add_service(upkeep)
}

/// A request's message, and its deadline: the caller's as the deadline layer of the server left it, else the default.
fn opened<T>(request: Request<T>) -> (T, Deadline) {
    let given = request.extensions().get::<Deadline>().copied();
    (request.into_inner(), given.unwrap_or_else(|| Deadline::after(DEFAULT_DEADLINE)))
}

/// What the library answered, as a reply. One that is small goes as it is to callers who take compressed ones too: packing it
/// would cost more than it saves.
fn reply<T: Message>(answer: Result<T, LibraryError>) -> Result<Response<T>, Status> {
    let answer = answer.map_err(|error| status::of(&error))?;
    let small = answer.encoded_len() < WORTH_PACKING;
    let mut response = Response::new(answer);
    if small {
        response.disable_compression();
    }
    Ok(response)
}

/// Replies of a stream that are small, each sent as it is.
fn small<T>(replies: T) -> Response<T> {
    let mut response = Response::new(replies);
    response.disable_compression();
    response
}
