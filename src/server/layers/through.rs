use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::HeaderMap;
use http_body::{Frame, SizeHint};
use tonic::Status;
use tonic::body::Body;

/// What polling a reply's body gives.
pub type Frames = Poll<Option<Result<Frame<Bytes>, Status>>>;

/// Looks at a reply's body frame by frame on its way out.
pub trait Watch: Send + Unpin + 'static {
    /// Polls the body. With an error the reply ends: the status goes out as trailers, and the body is not polled again.
    fn poll(&mut self, body: &mut Body, cx: &mut Context<'_>) -> Result<Frames, Status>;

    /// The body, watched.
    fn through(self, body: Body) -> Body
    where
        Self: Sized,
    {
        Body::new(Through { body: Some(body), watch: self })
    }
}

struct Through<W> {
    /// Gone once the watch has ended the reply.
    body: Option<Body>,
    watch: W,
}

impl<W: Watch> http_body::Body for Through<W> {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Frames {
        let this = &mut *self;
        let Some(body) = &mut this.body else { return Poll::Ready(None) };
        match this.watch.poll(body, cx) {
            Ok(polled) => polled,
            Err(status) => {
                this.body = None;
                let mut trailers = HeaderMap::new();
                let written = status.add_header(&mut trailers);
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
