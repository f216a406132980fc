use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Instant;

use http::{HeaderMap, Request};
use http_body::Body as _;
use tonic::body::Body;
use tonic::{Code, Status};

use super::{Answer, Frames, Inner, Part, Reply, Watch, request_id};

/// Writes one line a call when it ends: method, code, milliseconds, request id. The code is that of the trailers, since the
/// headers of a reply that streams do not know it yet; a call that is dropped before its trailers was cancelled.
#[derive(Debug, Clone)]
pub struct CallLog;

impl Part for CallLog {
    fn call(&self, inner: &mut impl Inner, request: Request<Body>) -> Answer {
        let mut call = Call::started(&request);
        let reply = inner.call(request);
        Box::pin(async move {
            let Ok(response) = reply.await;
            call.note(response.headers());
            if call.code.is_some() {
                return Reply::Ok(response);
            }
            Reply::Ok(response.map(|body| call.through(body)))
        })
    }
}

/// A call under way; its line is written when it is dropped.
struct Call {
    method: String,
    request_id: String,
    started: Instant,
    code: Option<Code>,
}

impl Call {
    fn started(request: &Request<Body>) -> Self {
        Self {
            method: request.uri().path().trim_start_matches('/').to_owned(),
            request_id: request_id::of(request),
            started: Instant::now(),
            code: None,
        }
    }

    fn note(&mut self, headers: &HeaderMap) {
        let status = headers.get(Status::GRPC_STATUS);
        self.code = status.map(|status| Code::from_bytes(status.as_bytes())).or(self.code);
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        let code = self.code.unwrap_or(Code::Cancelled);
        let ms = self.started.elapsed().as_secs_f64() * 1e3;
        let Self { method, request_id, .. } = self;
        match code {
            Code::Internal | Code::Unknown | Code::DataLoss => {
                tracing::error!(%method, ?code, ms, %request_id, "call");
            }
            _ if method.starts_with("grpc.") => tracing::debug!(%method, ?code, ms, %request_id, "call"),
            _ => tracing::info!(%method, ?code, ms, %request_id, "call"),
        }
    }
}

impl Watch for Call {
    fn poll(&mut self, body: &mut Body, cx: &mut Context<'_>) -> Result<Frames, Status> {
        let polled = Pin::new(body).poll_frame(cx);
        match &polled {
            Poll::Ready(Some(Ok(frame))) => {
                if let Some(trailers) = frame.trailers_ref() {
                    self.note(trailers);
                }
            }
            Poll::Ready(Some(Err(status))) => self.code = Some(status.code()),
            _ => {}
        }
        Ok(polled)
    }
}
