//! One attempt of a call at one node.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use reqwest::{RequestBuilder, Response};

use super::call::{Answer, Call};
use super::failure::Failure;
use super::fleet::Fleet;
use super::node::Node;
use super::verdict::judge;
use crate::engine::EngineError;

/// Bytes of an answer that are taken into memory at most.
const LARGEST_ANSWER: usize = 256 << 20;

/// Sends the call to the node and judges what comes back. Dropped, it takes the request back.
pub(super) async fn attempt(fleet: &Fleet, node: &Node, call: &Call) -> Result<Answer, Failure> {
    let failed = |error: reqwest::Error| Failure::of(&node.base, &error);
    let response = request(fleet, node, call).send().await.map_err(failed)?;
    let status = response.status().as_u16();
    let wait = retry_after(response.headers());
    let body = read(response, &node.base).await?;
    judge(call, &node.base, status, wait, body)
}

fn request(fleet: &Fleet, node: &Node, call: &Call) -> RequestBuilder {
    let mut address = format!("{}{}", node.base, call.path);
    if call.prefer_responsive
        && let Some(preference) = fleet.preference()
    {
        address.push(if call.path.contains('?') { '&' } else { '?' });
        address.push_str(&preference);
    }
    let request = fleet.http.request(call.method.clone(), address);
    let Some(body) = &call.body else {
        return request;
    };
    let kind = if call.ndjson { "application/x-ndjson" } else { "application/json" };
    request.header(CONTENT_TYPE, kind).body(body.clone())
}

async fn read(mut response: Response, node: &str) -> Result<Bytes, Failure> {
    let failed = |error: reqwest::Error| Failure::of(node, &error);
    // asked before anything is read: afterwards it is what is left
    let told = response.content_length().and_then(|length| usize::try_from(length).ok());
    let Some(first) = response.chunk().await.map_err(failed)? else {
        return Ok(Bytes::new());
    };
    if told == Some(first.len()) {
        return Ok(first);
    }
    let mut body = BytesMut::with_capacity(told.unwrap_or(0).min(LARGEST_ANSWER));
    body.extend_from_slice(&first);
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        if body.len() + chunk.len() > LARGEST_ANSWER {
            return Err(Failure::Final(EngineError::Unavailable(format!(
                "{node} answers with more than {LARGEST_ANSWER} bytes"
            ))));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// In seconds; the form with a date is for people.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok().map(Duration::from_secs)
}
