//! What every call passes through before it reaches a service.

mod before;
mod deadline;
mod log;
mod panics;
mod request_id;
mod through;
mod typed_errors;

use std::time::Duration;

use tonic::service::Routes;
use tower::Layer;

use before::{Answer, Before, Inner, Part, Reply};
use through::{Frames, Watch};

/// All layers, in their order.
#[derive(Debug, Clone, Copy)]
pub struct Layers {
    /// Longest deadline that a caller may ask for.
    pub max_deadline: Duration,
}

type Bounded = Before<deadline::Deadlines, Routes>;
type Typed = Before<typed_errors::TypedErrors, Before<panics::CatchPanics, Bounded>>;

impl Layer<Routes> for Layers {
    type Service = Before<request_id::RequestIds, Before<log::CallLog, Typed>>;

    fn layer(&self, routes: Routes) -> Self::Service {
        let bounded = Before::new(deadline::Deadlines { max: self.max_deadline }, routes);
        let caught = Before::new(panics::CatchPanics, bounded);
        let typed = Before::new(typed_errors::TypedErrors, caught);
        Before::new(request_id::RequestIds, Before::new(log::CallLog, typed))
    }
}
