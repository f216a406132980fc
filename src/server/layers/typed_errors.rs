use std::pin::Pin;
use std::task::Context;

use http::{HeaderMap, Request};
use http_body::Body as _;
use tonic::body::Body;
use tonic::{Code, Status};

use super::{Answer, Frames, Inner, Part, Reply, Watch, request_id};
use crate::api::status;

/// Gives ErrorInfo to the errors that the transport makes itself (unknown methods, messages over their limit or not decodable),
/// and the call's request id to those that are a fault of ours.
#[derive(Debug, Clone)]
pub struct TypedErrors;

impl Part for TypedErrors {
    fn call(&self, inner: &mut impl Inner, request: Request<Body>) -> Answer {
        let request_id = request_id::of(&request);
        let reply = inner.call(request);
        Box::pin(async move {
            let Ok(mut response) = reply.await;
            if !response.headers().contains_key(Status::GRPC_STATUS) {
                return Reply::Ok(response.map(|body| Typed { request_id }.through(body)));
            }
            give_details(response.headers_mut(), &request_id);
            Reply::Ok(response)
        })
    }
}

/// Replaces an error in headers or trailers by one that tells more, where it lacks something.
fn give_details(headers: &mut HeaderMap, request_id: &str) {
    let Some(bare) = Status::from_header_map(headers) else { return };
    let typed = match bare.code() {
        Code::Ok => return,
        _ if bare.details().is_empty() => status::of_transport(&bare),
        Code::Internal => bare,
        _ => return,
    };
    for name in [Status::GRPC_STATUS, Status::GRPC_MESSAGE, Status::GRPC_STATUS_DETAILS] {
        headers.remove(name);
    }
    // A status that we made and that fits no header would be a fault of ours; the call then ends without trailers, as UNKNOWN.
    let _ = status::with_request_id(typed, request_id).add_header(headers);
}

struct Typed {
    request_id: String,
}

impl Watch for Typed {
    fn poll(&mut self, body: &mut Body, cx: &mut Context<'_>) -> Result<Frames, Status> {
        Ok(Pin::new(body).poll_frame(cx).map(|frame| {
            frame.map(|frame| {
                frame.map(|mut frame| {
                    if let Some(trailers) = frame.trailers_mut() {
                        give_details(trailers, &self.request_id);
                    }
                    frame
                })
            })
        }))
    }
}

#[cfg(test)]
mod tests {
    use tonic_types::StatusExt as _;

    use super::*;

    #[test]
    fn bare_errors_get_a_reason_faults_the_request_id_and_others_stay() {
        let check = |bare: Status, code: Code, reason: &str, metadata: &[(&str, &str)]| {
            let mut headers = HeaderMap::new();
            bare.add_header(&mut headers).unwrap();
            give_details(&mut headers, "call-7");
            let typed = Status::from_header_map(&headers).unwrap();
            assert_eq!(typed.code(), code);
            let info = typed.get_details_error_info().unwrap();
            let mut given: Vec<(&str, &str)> =
                info.metadata.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
            given.sort_unstable();
            assert_eq!((info.reason.as_str(), given.as_slice()), (reason, metadata));
        };
        let too_large =
            "Error, decoded message length too large: found 5000005 bytes, the limit is: 4194304 bytes";
        let bomb = "Error decompressing: size limit, of 4194304 bytes, exceeded while decompressing message";
        check(Status::unimplemented(""), Code::Unimplemented, "METHOD_UNKNOWN", &[]);
        check(
            Status::out_of_range(too_large),
            Code::ResourceExhausted,
            "LIMIT_EXCEEDED",
            &[("actual", "5000005"), ("limit", "4194304")],
        );
        check(
            Status::resource_exhausted(bomb),
            Code::ResourceExhausted,
            "LIMIT_EXCEEDED",
            &[("limit", "4194304")],
        );
        let undecodable = Status::internal("failed to decode Protobuf message");
        check(undecodable, Code::InvalidArgument, "INVALID_FIELD", &[]);
        check(Status::internal("something"), Code::Internal, "INTERNAL", &[("request_id", "call-7")]);
        check(status::internal(), Code::Internal, "INTERNAL", &[("request_id", "call-7")]);
        check(status::deadline(), Code::DeadlineExceeded, "DEADLINE_EXCEEDED", &[]);
    }
}
