//! Documents read by id, as they are now, whether or not search shows them yet.

use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use tokio::time::sleep;

use super::client::{Call, Client};
use crate::engine::{Deadline, EngineError};

/// Most documents of one call.
const PAGE: usize = 500;
/// First pause before documents whose shard did not answer are asked for again; it doubles up to the last.
const PAUSE: Duration = Duration::from_millis(20);
const LAST_PAUSE: Duration = Duration::from_millis(500);

/// A document that is there.
#[derive(Debug, Deserialize)]
pub(super) struct Found<T> {
    #[serde(rename = "_seq_no")]
    pub seq_no: u64,
    #[serde(rename = "_primary_term")]
    pub primary_term: u64,
    #[serde(rename = "_source")]
    pub source: T,
}

#[derive(Deserialize)]
struct Answers<T> {
    docs: Vec<Document<T>>,
}

#[derive(Deserialize)]
struct Document<T> {
    #[serde(default)]
    found: bool,
    error: Option<serde::de::IgnoredAny>,
    #[serde(flatten)]
    rest: Option<Found<T>>,
}

/// Those fields of documents of one index, in the order asked; `None` for a document that is not there.
pub(super) async fn documents<T: DeserializeOwned>(
    client: &Client,
    index: &str,
    ids: &[String],
    fields: &str,
    deadline: Deadline,
) -> Result<Vec<Option<Found<T>>>, EngineError> {
    if let [id] = ids
        && let Some(found) = one_document(client, index, id, fields, deadline).await?
    {
        return Ok(vec![found]);
    }
    let mut found = Vec::with_capacity(ids.len());
    for page in ids.chunks(PAGE) {
        found.extend(documents_of_page(client, index, page, fields, deadline).await?);
    }
    Ok(found)
}

/// The same of one document, which is a lighter call; `None` where that does not tell.
async fn one_document<T: DeserializeOwned>(
    client: &Client,
    index: &str,
    id: &str,
    fields: &str,
    deadline: Deadline,
) -> Result<Option<Option<Found<T>>>, EngineError> {
    // what needs no escaping
    if !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Ok(None);
    }
    let call = Call::get(format!("/{index}/_doc/{id}?_source_includes={fields}")).prefer_responsive();
    let answer = client.send(call, deadline).await?;
    let Ok(document) = answer.parse::<Document<T>>() else { return Ok(None) };
    Ok(match (answer.status, document.error, document.rest) {
        (200, None, Some(rest)) if document.found => Some(Some(rest)),
        (404, None, None) => Some(None),
        _ => None,
    })
}

async fn documents_of_page<T: DeserializeOwned>(
    client: &Client,
    index: &str,
    ids: &[String],
    fields: &str,
    deadline: Deadline,
) -> Result<Vec<Option<Found<T>>>, EngineError> {
    let path = format!("/{index}/_mget?_source_includes={fields}");
    let body = json!({ "ids": ids }).to_string();
    let mut pause = PAUSE;
    loop {
        let call = Call::post(path.as_str(), body.clone()).repeatable().prefer_responsive();
        let answer = client.send(call, deadline).await?.accepted()?;
        let answers: Answers<T> = answer.parse()?;
        if answers.docs.len() == ids.len() && answers.docs.iter().all(|document| document.error.is_none()) {
            return Ok(answers
                .docs
                .into_iter()
                .map(|document| document.rest.filter(|_| document.found))
                .collect());
        }
        // a shard without a copy that answers: the call as a whole is a 200 all the same
        if std::time::Instant::now() + pause >= deadline.instant() {
            return Err(EngineError::Unavailable(
                "some of the documents asked for have no shard that answers".into(),
            ));
        }
        sleep(pause).await;
        pause = (pause * 2).min(LAST_PAUSE);
    }
}
