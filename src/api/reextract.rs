use super::answers::{Replies, replies};
use super::status;
use crate::contract::v1::{ReextractFailure, ReextractFindingsRequest, ReextractFindingsResponse};
use crate::library::{Library, ReextractProgress, ReextractRequest};

/// Starts a re-extraction.
pub(super) fn reextract(
    library: &Library,
    request: ReextractFindingsRequest,
) -> Replies<ReextractFindingsResponse> {
    let ReextractFindingsRequest { filter, all, dry_run, resume_token, wait_visible } = request;
    let request = ReextractRequest { filter, all, dry_run, resume_token, wait_visible };
    let is_last = |progress: &ReextractProgress| progress.done;
    replies(library.reextract(request), is_last, |progress| {
        progress.map(response).map_err(|error| status::of(&error))
    })
}

fn response(progress: ReextractProgress) -> ReextractFindingsResponse {
    let ReextractProgress { examined, total, changed, unchanged, failed, .. } = progress;
    let failures = progress.failures.iter().map(|(citation, error)| ReextractFailure {
        citation: citation.clone(),
        error: Some(status::item(error)),
    });
    ReextractFindingsResponse {
        examined: count(examined),
        total: count(total),
        touched: count(changed + unchanged + failed),
        changed: count(changed),
        unchanged: count(unchanged),
        failed: count(failed),
        reviews_kept: count(progress.reviews_kept),
        reviews_orphaned: count(progress.reviews_orphaned),
        failures: failures.collect(),
        resume_token: progress.resume_token,
        done: progress.done,
    }
}

fn count(value: u64) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}
