use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::Context;

use futures::FutureExt as _;
use http::Request;
use http_body::Body as _;
use tonic::Status;
use tonic::body::Body;

use super::{Answer, Frames, Inner, Part, Reply, Watch};
use crate::api::status;

/// Answers INTERNAL with ErrorInfo where a service panics, in the call or while its reply streams; the connection lives on.
#[derive(Debug, Clone)]
pub struct CatchPanics;

impl Part for CatchPanics {
    fn call(&self, inner: &mut impl Inner, request: Request<Body>) -> Answer {
        let Ok(reply) = catch_unwind(AssertUnwindSafe(|| inner.call(request))) else {
            return Box::pin(async { Reply::Ok(status::internal().into_http()) });
        };
        Box::pin(async {
            match AssertUnwindSafe(reply).catch_unwind().await {
                Ok(Ok(response)) => Reply::Ok(response.map(|body| Guarded.through(body))),
                Err(_) => Reply::Ok(status::internal().into_http()),
            }
        })
    }
}

struct Guarded;

impl Watch for Guarded {
    fn poll(&mut self, body: &mut Body, cx: &mut Context<'_>) -> Result<Frames, Status> {
        catch_unwind(AssertUnwindSafe(|| Pin::new(body).poll_frame(cx))).map_err(|_| status::internal())
    }
}
