//! Why an attempt came to nothing.

use std::error::Error;
use std::io;
use std::time::Duration;

use crate::engine::EngineError;

/// What went wrong with one attempt. Texts name the node.
#[derive(Debug)]
pub(super) enum Failure {
    /// No connection could be made, so nothing was sent.
    Unreached(String),
    /// Neither was anything sent to a node whose certificate is not trusted.
    Untrusted { node: String, reason: String },
    /// Sent, and the connection broke.
    Broken(String),
    /// No answer in time.
    Slow(String),
    /// The node stopped answering the watcher meanwhile.
    Lost(String),
    /// The node answered that it cannot now, or with less than all; `wait` is what it asked for.
    Busy { cause: String, wait: Option<Duration>, blame: Blame },
    /// Every node would say the same.
    Final(EngineError),
}

/// Who is the cause when a node says that it cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Blame {
    /// Another node may do better.
    Node,
    Cluster,
}

impl Failure {
    /// What a connection to `node` failed of.
    pub(super) fn of(node: &str, error: &reqwest::Error) -> Self {
        if let Some(tls) = tls(error) {
            return Failure::Untrusted { node: node.to_owned(), reason: tls.to_string() };
        }
        let cause = format!("{node}: {}", root(error));
        if error.is_builder() {
            return Failure::Final(EngineError::Settings(format!("not an address of OpenSearch: {cause}")));
        }
        if error.is_connect() {
            return Failure::Unreached(cause);
        }
        Failure::Broken(cause)
    }
}

/// The innermost cause; what stands around it says that a request failed, with its address.
pub(super) fn root(error: &(dyn Error + 'static)) -> String {
    let mut inner = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    inner.to_string()
}

fn tls<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(tls) = error.downcast_ref::<rustls::Error>() {
            return Some(tls);
        }
        // an I/O error gives out the source of what it wraps, never what it wraps
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = match wrapped {
            Some(wrapped) => Some(wrapped as &(dyn Error + 'static)),
            None => error.source(),
        };
    }
    None
}
