//! The engine on an OpenSearch cluster.

pub mod client;
