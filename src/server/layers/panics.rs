use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures::FutureExt as _;
use http::{HeaderMap, Request, Response};
use http_body::{Frame, SizeHint};
use tonic::Status;
use tonic::body::Body;
use tower::Service;

use super::{Answer, Inner, Reply, request_id};
use crate::api::status;

/// Answers INTERNAL with ErrorInfo where a service panics, in the call or while its reply streams; the connection lives on.
#[derive(Debug, Clone)]
pub struct CatchPanics<S> {
    inner: S,
}

impl<S> CatchPanics<S> {
    pub fn new(inner: S) -> Self {
        Self { inner }
    }
}

impl<S: Inner> Service<Request<Body>> for CatchPanics<S> {
    type Response = Response<Body>;
    type Error = std::convert::Infallible;
    type Future = Answer;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<Body>) -> Answer {
        let request_id = request_id::of(&request);
        let Ok(reply) = catch_unwind(AssertUnwindSafe(|| self.inner.call(request))) else {
            return Box::pin(async move { Reply::Ok(status::internal(&request_id).into_http()) });
        };
        Box::pin(async move {
            match AssertUnwindSafe(reply).catch_unwind().await {
                Ok(Ok(response)) => {
                    Reply::Ok(response.map(|body| Body::new(Guarded { body: Some(body), request_id })))
                }
                Err(_) => Reply::Ok(status::internal(&request_id).into_http()),
            }
        })
    }
}

struct Guarded {
    /// Gone after a panic: what unwound is not polled again.
    body: Option<Body>,
    request_id: String,
}

impl http_body::Body for Guarded {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let Some(body) = &mut self.body else { return Poll::Ready(None) };
        match catch_unwind(AssertUnwindSafe(|| Pin::new(body).poll_frame(cx))) {
            Ok(polled) => polled,
            Err(_) => {
                self.body = None;
                let mut trailers = HeaderMap::new();
                let written = status::internal(&self.request_id).add_header(&mut trailers);
                Poll::Ready(Some(written.map(|()| Frame::trailers(trailers))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map(Body::size_hint).unwrap_or_default()
    }
}
