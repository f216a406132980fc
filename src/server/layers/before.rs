use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::{Request, Response};
use tonic::body::Body;
use tower::Service;

/// A call's reply before its body is read.
pub type Reply = Result<Response<Body>, Infallible>;
/// A reply to come.
pub type Answer = Pin<Box<dyn Future<Output = Reply> + Send>>;

/// A service that a layer can stand before.
pub trait Inner:
    Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future: Send + 'static>
{
}

impl<S> Inner for S where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future: Send + 'static>
{
}

/// What a layer does with a call: something before, `inner`, something with the reply.
pub trait Part {
    fn call(&self, inner: &mut impl Inner, request: Request<Body>) -> Answer;
}

/// A service with one layer before it.
#[derive(Debug, Clone)]
pub struct Before<P, S> {
    part: P,
    inner: S,
}

impl<P: Part, S: Inner> Before<P, S> {
    pub fn new(part: P, inner: S) -> Self {
        Self { part, inner }
    }
}

impl<P: Part, S: Inner> Service<Request<Body>> for Before<P, S> {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Answer;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<Body>) -> Answer {
        self.part.call(&mut self.inner, request)
    }
}
