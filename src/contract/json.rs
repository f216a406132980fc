use std::sync::LazyLock;

use prost::Message;
use prost_reflect::{DescriptorPool, DeserializeOptions, DynamicMessage, SerializeOptions};
use thiserror::Error;

use super::DESCRIPTORS;

static POOL: LazyLock<DescriptorPool> =
    LazyLock::new(|| DescriptorPool::decode(DESCRIPTORS).expect("descriptors made by build.rs decode"));

/// Why a text is not the JSON of a message.
#[derive(Debug, Error)]
pub enum JsonError {
    /// Not JSON, or not of this message.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// The contract has no message of this name.
    #[error("no message {0} in the contract")]
    UnknownMessage(String),
}

/// Canonical proto3 JSON (lowerCamelCase, enums by name, defaults left out) of an encoded message on one line. `name` is the
/// message's name in `ibid.v1`, such as `Citation`.
pub fn to_json(name: &str, message: &impl Message) -> Result<String, JsonError> {
    let mut out = serde_json::Serializer::new(Vec::new());
    dynamic(name, message)?.serialize_with_options(&mut out, &SerializeOptions::new())?;
    Ok(String::from_utf8(out.into_inner()).expect("serde_json writes UTF-8"))
}

/// As [`to_json`], as a value that can be looked into.
pub fn to_json_value(name: &str, message: &impl Message) -> Result<serde_json::Value, JsonError> {
    Ok(dynamic(name, message)?
        .serialize_with_options(serde_json::value::Serializer, &SerializeOptions::new())?)
}

/// Reads proto3 JSON as the message `name`. Fields that the contract does not have are errors.
pub fn from_json<T: Message + Default>(name: &str, json: &str) -> Result<T, JsonError> {
    let descriptor = POOL
        .get_message_by_name(&format!("ibid.v1.{name}"))
        .ok_or_else(|| JsonError::UnknownMessage(name.to_owned()))?;
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let message = DynamicMessage::deserialize_with_options(
        descriptor,
        &mut deserializer,
        &DeserializeOptions::new().deny_unknown_fields(true),
    )?;
    deserializer.end()?;
    Ok(message.transcode_to().expect("the descriptor is that of the type"))
}

fn dynamic(name: &str, message: &impl Message) -> Result<DynamicMessage, JsonError> {
    let descriptor = POOL
        .get_message_by_name(&format!("ibid.v1.{name}"))
        .ok_or_else(|| JsonError::UnknownMessage(name.to_owned()))?;
    let mut dynamic = DynamicMessage::new(descriptor);
    dynamic.merge(&*message.encode_to_vec()).expect("a message decodes what it encoded");
    Ok(dynamic)
}
