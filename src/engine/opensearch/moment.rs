//! States of the indices that pages by relevance refer to: points in time, shared by the searches of a process until search has
//! something newer to show.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::json;

use super::client::{Call, Client, Method};
use super::plan::Searched;
use crate::engine::{Deadline, EngineError};

/// How long a state is kept after it was last asked.
pub(super) const KEPT: &str = "61s";
/// How long searches share a state: what others write is found within a second.
const FRESH: Duration = Duration::from_millis(400);
/// How long letting go may take.
const PATIENCE: Duration = Duration::from_secs(1);

/// The states that new searches use.
#[derive(Default)]
pub(super) struct Moments {
    citations: Mutex<Option<Moment>>,
    findings: Mutex<Option<Moment>>,
}

struct Moment {
    id: String,
    since: Instant,
}

#[derive(Deserialize)]
struct Made {
    pit_id: String,
}

impl Moments {
    fn of(&self, searched: Searched) -> &Mutex<Option<Moment>> {
        match searched {
            Searched::Citations => &self.citations,
            Searched::Findings => &self.findings,
        }
    }

    /// The state that a new search asks, and whether others asked it before.
    pub async fn now(
        &self,
        (client, index): (&Client, &str),
        searched: Searched,
        deadline: Deadline,
    ) -> Result<(String, bool), EngineError> {
        let shared = {
            let moment = self.of(searched).lock().unwrap_or_else(PoisonError::into_inner);
            moment.as_ref().filter(|moment| moment.since.elapsed() < FRESH).map(|moment| moment.id.clone())
        };
        if let Some(id) = shared {
            return Ok((id, true));
        }
        let since = Instant::now();
        let path = format!("/{index}/_search/point_in_time?keep_alive={KEPT}");
        let call = Call::post(path, "").search().prefer_responsive();
        let made: Made = client.send(call, deadline).await?.accepted()?.parse()?;
        let moment = Moment { id: made.pit_id.clone(), since };
        *self.of(searched).lock().unwrap_or_else(PoisonError::into_inner) = Some(moment);
        Ok((made.pit_id, false))
    }

    /// New searches use no state from before now.
    pub fn renew(&self) {
        for searched in [Searched::Citations, Searched::Findings] {
            self.of(searched).lock().unwrap_or_else(PoisonError::into_inner).take();
        }
    }

    /// Lets go of the states, as far as the cluster listens.
    pub async fn let_go(&self, client: &Client) {
        let states = [Searched::Citations, Searched::Findings]
            .map(|searched| self.of(searched).lock().unwrap_or_else(PoisonError::into_inner).take());
        let ids: Vec<String> = states.into_iter().flatten().map(|moment| moment.id).collect();
        if ids.is_empty() {
            return;
        }
        let body = json!({ "pit_id": ids }).to_string();
        let call = Call::new(Method::DELETE, "/_search/point_in_time", Some(body.into()));
        if let Err(error) = client.send(call, Deadline::after(PATIENCE)).await {
            tracing::debug!(%error, "the states of the indices are left to their time");
        }
    }
}
