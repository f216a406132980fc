//! The one place that makes a `Status`. Each carries `google.rpc.ErrorInfo` with a documented reason.

mod transport;

use std::collections::HashMap;
use std::time::Duration;

use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt};

pub use self::transport::{of_transport, with_request_id};
use crate::contract::v1::{ErrorReason, ItemError};
use crate::engine::EngineError;
use crate::formats::read::ReadError;
use crate::library::LibraryError;

/// `ErrorInfo.domain` of every error.
const DOMAIN: &str = "ibid.v1";
/// When to try again after UNAVAILABLE.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// A fault of the server. The request id, under which its log tells more, comes with [`with_request_id`].
pub fn internal() -> Status {
    let message = "a fault of the server; its log tells more under this request id";
    make(Code::Internal, ErrorReason::Internal, message, [])
}

/// Not ready, or shutting down.
pub fn unavailable(message: &str) -> Status {
    let mut details = details(ErrorReason::EngineUnavailable, []);
    details.set_retry_info(Some(RETRY_AFTER));
    Status::with_error_details(Code::Unavailable, message, details)
}

/// The caller's time is over.
pub fn deadline() -> Status {
    make(
        Code::DeadlineExceeded,
        ErrorReason::DeadlineExceeded,
        "the work was not done within the deadline",
        [],
    )
}

/// No such method.
pub fn unknown_method() -> Status {
    let message = "this server has no such method; list them with grpcurl or reflection";
    make(Code::Unimplemented, ErrorReason::MethodUnknown, message, [])
}

/// The status of an error of the library.
pub fn of(error: &LibraryError) -> Status {
    let message = error.to_string();
    match error {
        LibraryError::Invalid(violations) => {
            let mut details = details(ErrorReason::InvalidField, []);
            for violation in violations {
                details.add_bad_request_violation(&violation.field, &violation.description);
            }
            Status::with_error_details(Code::InvalidArgument, message, details)
        }
        LibraryError::Query { field, error: query } => {
            let (code, reason, metadata) = parts(error);
            let mut details = details(reason, metadata);
            details.add_bad_request_violation(*field, query.to_string());
            Status::with_error_details(code, message, details)
        }
        LibraryError::Engine(EngineError::Unavailable(_)) => unavailable(&message),
        _ => {
            let (code, reason, metadata) = parts(error);
            make(code, reason, &message, metadata)
        }
    }
}

/// The same error for one item of a batch.
pub fn item(error: &LibraryError) -> ItemError {
    let (code, reason, metadata) = parts(error);
    let metadata = metadata.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    ItemError { code: code as i32, reason: reason as i32, message: error.to_string(), metadata }
}

type Metadata = Vec<(&'static str, String)>;

fn parts(error: &LibraryError) -> (Code, ErrorReason, Metadata) {
    match error {
        LibraryError::CitationNotFound { name } => {
            (Code::NotFound, ErrorReason::CitationNotFound, vec![("name", name.clone())])
        }
        LibraryError::CitationDeleted { name } => {
            (Code::NotFound, ErrorReason::CitationDeleted, vec![("name", name.clone())])
        }
        LibraryError::FindingNotFound { name } => {
            (Code::NotFound, ErrorReason::FindingNotFound, vec![("name", name.clone())])
        }
        LibraryError::IdentifierAmbiguous { identifier, citations } => (
            Code::FailedPrecondition,
            ErrorReason::IdentifierAmbiguous,
            vec![("identifier", identifier.clone()), ("citations", citations.join(","))],
        ),
        LibraryError::Invalid(_) => (Code::InvalidArgument, ErrorReason::InvalidField, Vec::new()),
        LibraryError::PageTokenInvalid => (Code::InvalidArgument, ErrorReason::PageTokenInvalid, Vec::new()),
        LibraryError::EtagMismatch { name, etag } => {
            (Code::Aborted, ErrorReason::EtagMismatch, vec![("name", name.clone()), ("etag", etag.clone())])
        }
        LibraryError::Query { field, error } => {
            let reason =
                if *field == "filter" { ErrorReason::FilterSyntax } else { ErrorReason::QuerySyntax };
            let mut metadata = vec![("position", error.position.to_string())];
            if !error.fields.is_empty() {
                metadata.push(("fields", error.fields.join(",")));
            }
            (Code::InvalidArgument, reason, metadata)
        }
        LibraryError::FormatUnknown { known } => {
            (Code::InvalidArgument, ErrorReason::FormatUnknown, vec![("formats", known.clone())])
        }
        LibraryError::Unreadable { error, acknowledged } => {
            let mut metadata = vec![("acknowledged", acknowledged.to_string())];
            if let ReadError::Damaged { line, offset, .. } = error {
                metadata.push(("line", line.to_string()));
                metadata.push(("offset", offset.to_string()));
            }
            (Code::InvalidArgument, ErrorReason::FileDamaged, metadata)
        }
        LibraryError::Limit { limit, actual, .. } => {
            let mut metadata = vec![("limit", limit.to_string())];
            metadata.extend(actual.map(|actual| ("actual", actual.to_string())));
            (Code::ResourceExhausted, ErrorReason::LimitExceeded, metadata)
        }
        LibraryError::Conflict => (Code::Aborted, ErrorReason::Conflict, Vec::new()),
        LibraryError::Cancelled => (Code::Cancelled, ErrorReason::Cancelled, Vec::new()),
        LibraryError::Corrupt(_) => (Code::DataLoss, ErrorReason::DataCorrupt, Vec::new()),
        LibraryError::Fault(_) => (Code::Internal, ErrorReason::Internal, Vec::new()),
        LibraryError::Engine(error) => engine_parts(error),
    }
}

fn engine_parts(error: &EngineError) -> (Code, ErrorReason, Metadata) {
    let (code, reason) = match error {
        EngineError::DeadlineExceeded => (Code::DeadlineExceeded, ErrorReason::DeadlineExceeded),
        EngineError::PageExpired => (Code::Aborted, ErrorReason::PageExpired),
        EngineError::BadCursor => (Code::InvalidArgument, ErrorReason::PageTokenInvalid),
        EngineError::Unavailable(_) | EngineError::Locked { .. } => {
            (Code::Unavailable, ErrorReason::EngineUnavailable)
        }
        EngineError::ReadOnly { .. } => (Code::FailedPrecondition, ErrorReason::ReadOnly),
        EngineError::Full => (Code::ResourceExhausted, ErrorReason::StorageFull),
        EngineError::TooLarge { .. } => (Code::ResourceExhausted, ErrorReason::LimitExceeded),
        EngineError::Corrupt(_) => (Code::DataLoss, ErrorReason::DataCorrupt),
        EngineError::Refused { .. }
        | EngineError::Untrusted { .. }
        | EngineError::Settings(_)
        | EngineError::Foreign { .. } => (Code::FailedPrecondition, ErrorReason::EngineMisconfigured),
        EngineError::FormatVersion { .. } | EngineError::Rejected(_) | EngineError::Io(_) => {
            (Code::Internal, ErrorReason::Internal)
        }
    };
    (code, reason, Vec::new())
}

fn make(
    code: Code,
    reason: ErrorReason,
    message: &str,
    metadata: impl IntoIterator<Item = (&'static str, String)>,
) -> Status {
    Status::with_error_details(code, message, details(reason, metadata))
}

fn details(reason: ErrorReason, metadata: impl IntoIterator<Item = (&'static str, String)>) -> ErrorDetails {
    let name = reason.as_str_name();
    let short = name.strip_prefix("ERROR_REASON_").unwrap_or(name);
    let metadata: HashMap<String, String> =
        metadata.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    ErrorDetails::with_error_info(short, DOMAIN, metadata)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trouble_of_the_engine_is_told_from_what_an_operator_must_mend() {
        let (node, reason) = (|| "https://a:9200".to_owned(), || "no".to_owned());
        for (error, code, expected) in [
            (EngineError::Unavailable(reason()), Code::Unavailable, "ENGINE_UNAVAILABLE"),
            (EngineError::DeadlineExceeded, Code::DeadlineExceeded, "DEADLINE_EXCEEDED"),
            (EngineError::Full, Code::ResourceExhausted, "STORAGE_FULL"),
            (
                EngineError::Refused { node: node(), reason: reason() },
                Code::FailedPrecondition,
                "ENGINE_MISCONFIGURED",
            ),
            (
                EngineError::Untrusted { node: node(), reason: reason() },
                Code::FailedPrecondition,
                "ENGINE_MISCONFIGURED",
            ),
            (EngineError::Settings(reason()), Code::FailedPrecondition, "ENGINE_MISCONFIGURED"),
            (EngineError::Rejected(reason()), Code::Internal, "INTERNAL"),
        ] {
            let shown = error.to_string();
            let status = of(&LibraryError::Engine(error));
            let told = status.get_details_error_info().map(|info| info.reason).unwrap_or_default();
            assert_eq!((status.code(), told.as_str()), (code, expected), "{shown}");
            let again = status.get_details_retry_info().is_some();
            assert_eq!(again, code == Code::Unavailable, "{shown}");
        }
    }
}
