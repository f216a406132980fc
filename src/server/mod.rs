//! The process: listeners, layers, health, reflection, drain. Layers stand outermost first: request id, log line, typed
//! errors, panics, deadline, then the services. TLS belongs before the request id, authentication and admission after the deadline.

mod admin;
mod drain;
mod health;
mod in_process;
mod layers;
mod reflection;
mod serve;

pub use drain::{Drain, signals};
pub use health::Readiness;
pub use in_process::connect;
pub use serve::{Listeners, Server, ServerError};
