//! The contract as Rust: the messages generated from `proto/`, used by every room as the records themselves.

mod encoded;
mod json;
pub mod wire;

pub use encoded::Encoded;
pub use json::{JsonError, from_json, to_json, to_json_value};

/// Version of the contract that this binary speaks.
pub const CONTRACT_VERSION: &str = "ibid.v1";

/// Every descriptor of the contract, with comments, as an encoded `FileDescriptorSet`.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.bin"));

/// The messages and the client.
#[allow(clippy::all, clippy::pedantic, missing_docs)]
pub mod v1 {
    include!(concat!(env!("OUT_DIR"), "/messages/ibid.v1.rs"));
}

/// The server stubs, whose replies carry stored messages as `Encoded`.
#[allow(clippy::all, clippy::pedantic, missing_docs)]
pub mod server {
    include!(concat!(env!("OUT_DIR"), "/server/ibid.v1.rs"));
}
