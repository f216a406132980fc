use tonic::{Code, Status};
use tonic_types::{ErrorInfo, StatusExt as _};

use super::{deadline, make, unavailable, unknown_method};
use crate::contract::v1::ErrorReason;

/// An error that the transport made itself, with a reason.
pub fn of_transport(bare: &Status) -> Status {
    let message = bare.message();
    match bare.code() {
        Code::Unimplemented if message.is_empty() => unknown_method(),
        Code::DeadlineExceeded => deadline(),
        Code::OutOfRange | Code::ResourceExhausted => too_large(message),
        Code::Internal if message.contains("decode") || message.contains("decompressing") => {
            make(Code::InvalidArgument, ErrorReason::InvalidField, message, [])
        }
        Code::InvalidArgument => make(Code::InvalidArgument, ErrorReason::InvalidField, message, []),
        Code::Cancelled => make(Code::Cancelled, ErrorReason::Cancelled, message, []),
        Code::Unavailable => unavailable(message),
        Code::Unimplemented => make(Code::Unimplemented, ErrorReason::MethodUnknown, message, []),
        code => make(code, ErrorReason::Internal, message, []),
    }
}

/// `status`, with the id of its call if it is a fault of ours: so a caller's complaint finds the log.
pub fn with_request_id(status: Status, request_id: &str) -> Status {
    if status.code() != Code::Internal {
        return status;
    }
    let mut details = status.get_error_details();
    let mut info =
        details.error_info().cloned().unwrap_or_else(|| ErrorInfo::new("INTERNAL", super::DOMAIN, []));
    info.metadata.insert("request_id".to_owned(), request_id.to_owned());
    details.set_error_info(info.reason, info.domain, info.metadata);
    Status::with_error_details(status.code(), status.message(), details)
}

/// The transport names the message's size and its limit, or the limit alone where it stopped unpacking.
fn too_large(message: &str) -> Status {
    let numbers: Vec<&str> =
        message.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let (metadata, text) = match *numbers {
        [actual, limit] => (
            vec![("actual", actual.to_owned()), ("limit", limit.to_owned())],
            format!("a message of {actual} bytes is over the limit of {limit}; send less at once"),
        ),
        [limit] => (
            vec![("limit", limit.to_owned())],
            format!("the message unpacks to more than the limit of {limit} bytes; send less at once"),
        ),
        _ => (Vec::new(), message.to_owned()),
    };
    make(Code::ResourceExhausted, ErrorReason::LimitExceeded, &text, metadata)
}
