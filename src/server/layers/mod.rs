//! What every call passes through before it reaches a service.

mod deadline;
mod log;
mod panics;
mod request_id;
mod typed_errors;

use std::convert::Infallible;
use std::pin::Pin;
use std::time::Duration;

use http::{Request, Response};
use tonic::body::Body;
use tonic::service::Routes;
use tower::{Layer, Service};

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

/// All layers, in their order.
#[derive(Debug, Clone, Copy)]
pub struct Layers {
    /// Longest deadline that a caller may ask for.
    pub max_deadline: Duration,
}

impl Layer<Routes> for Layers {
    type Service = request_id::RequestId<
        log::CallLog<typed_errors::TypedErrors<panics::CatchPanics<deadline::Deadlines<Routes>>>>,
    >;

    fn layer(&self, routes: Routes) -> Self::Service {
        let bounded = deadline::Deadlines::new(routes, self.max_deadline);
        let caught = panics::CatchPanics::new(bounded);
        request_id::RequestId::new(log::CallLog::new(typed_errors::TypedErrors::new(caught)))
    }
}
