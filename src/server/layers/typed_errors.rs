use std::collections::HashMap;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use http_body::{Frame, SizeHint};
use tonic::body::Body;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt as _};
use tower::Service;

use super::{Answer, Inner, Reply};
use crate::api::status;

/// Gives ErrorInfo to the errors that the transport makes itself: unknown methods, messages over their limit or not decodable.
#[derive(Debug, Clone)]
pub struct TypedErrors<S> {
    inner: S,
}

impl<S> TypedErrors<S> {
    pub fn new(inner: S) -> Self {
        Self { inner }
    }
}

impl<S: Inner> Service<Request<Body>> for TypedErrors<S> {
    type Response = Response<Body>;
    type Error = std::convert::Infallible;
    type Future = Answer;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<Body>) -> Answer {
        let reply = self.inner.call(request);
        Box::pin(async move {
            let Ok(mut response) = reply.await;
            if !response.headers().contains_key(Status::GRPC_STATUS) {
                return Reply::Ok(response.map(|body| Body::new(Typed { body })));
            }
            give_details(response.headers_mut());
            Reply::Ok(response)
        })
    }
}

/// Replaces a bare error in headers or trailers by one with details.
fn give_details(headers: &mut HeaderMap) {
    let Some(bare) = Status::from_header_map(headers) else { return };
    if bare.code() == Code::Ok || !bare.details().is_empty() {
        return;
    }
    headers.remove(Status::GRPC_STATUS);
    headers.remove(Status::GRPC_MESSAGE);
    // A status that we made and that fits no header would be a fault of ours; the call then ends without trailers, as UNKNOWN.
    let _ = detailed(&bare).add_header(headers);
}

fn detailed(bare: &Status) -> Status {
    let message = bare.message();
    match bare.code() {
        Code::Unimplemented if message.is_empty() => status::unknown_method(),
        Code::DeadlineExceeded => status::deadline(),
        Code::OutOfRange | Code::ResourceExhausted => {
            with_reason(Code::ResourceExhausted, "LIMIT_EXCEEDED", message)
        }
        Code::Internal if message.contains("decode") => {
            with_reason(Code::InvalidArgument, "INVALID_FIELD", message)
        }
        Code::InvalidArgument => with_reason(Code::InvalidArgument, "INVALID_FIELD", message),
        Code::Cancelled => with_reason(Code::Cancelled, "CANCELLED", message),
        Code::Unavailable => status::unavailable(message),
        Code::Unimplemented => with_reason(Code::Unimplemented, "METHOD_UNKNOWN", message),
        code => with_reason(code, "INTERNAL", message),
    }
}

fn with_reason(code: Code, reason: &str, message: &str) -> Status {
    let none = HashMap::<String, String>::new();
    Status::with_error_details(code, message, ErrorDetails::with_error_info(reason, "ibid.v1", none))
}

struct Typed {
    body: Body,
}

impl http_body::Body for Typed {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        polled.map(|frame| {
            frame.map(|frame| {
                frame.map(|mut frame| {
                    if let Some(trailers) = frame.trailers_mut() {
                        give_details(trailers);
                    }
                    frame
                })
            })
        })
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_errors_get_a_reason_and_others_stay() {
        let check = |bare: Status, code: Code, reason: &str| {
            let mut headers = HeaderMap::new();
            bare.add_header(&mut headers).unwrap();
            give_details(&mut headers);
            let typed = Status::from_header_map(&headers).unwrap();
            assert_eq!(typed.code(), code);
            assert_eq!(typed.get_details_error_info().unwrap().reason, reason);
        };
        check(Status::unimplemented(""), Code::Unimplemented, "METHOD_UNKNOWN");
        check(Status::out_of_range("message length too large"), Code::ResourceExhausted, "LIMIT_EXCEEDED");
        check(Status::internal("failed to decode Protobuf message"), Code::InvalidArgument, "INVALID_FIELD");
        check(with_reason(Code::Aborted, "CONFLICT", "again"), Code::Aborted, "CONFLICT");
    }
}
