use tonic::service::Routes;
use tonic_reflection::server::{Builder, Error};

use crate::contract::DESCRIPTORS;

/// Adds reflection, v1 and v1alpha: the contract with its comments, and the error details of `google.rpc`, so that clients without
/// the contract print them in clear.
pub fn add_to(routes: Routes) -> Result<Routes, Error> {
    Ok(routes.add_service(builder().build_v1()?).add_service(builder().build_v1alpha()?))
}

fn builder() -> Builder<'static> {
    Builder::configure()
        .register_encoded_file_descriptor_set(DESCRIPTORS)
        .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
        .register_encoded_file_descriptor_set(tonic_types::pb::FILE_DESCRIPTOR_SET)
}
