use std::pin::Pin;
use std::task::Context;
use std::time::Duration;

use http::Request;
use http_body::Body as _;
use tokio::time::{Instant, Sleep, sleep_until};
use tonic::Status;
use tonic::body::Body;

use super::{Answer, Frames, Inner, Part, Reply, Watch};
use crate::api::status;
use crate::engine::Deadline;

/// Header in which a caller says how long it waits.
const HEADER: &str = "grpc-timeout";

/// Ends calls at the caller's deadline with DEADLINE_EXCEEDED, streams too, and hands the deadline down (as an extension of
/// the request of type `engine::Deadline`) so that work stops as well. A call that names none has none here.
#[derive(Debug, Clone)]
pub struct Deadlines {
    /// Deadlines that are longer are cut to it.
    pub max: Duration,
}

impl Part for Deadlines {
    fn call(&self, inner: &mut impl Inner, mut request: Request<Body>) -> Answer {
        let asked = request.headers().get(HEADER).and_then(|value| value.to_str().ok());
        let Some(timeout) = asked.and_then(parse) else {
            return Box::pin(inner.call(request));
        };
        let timeout = answerable(timeout.min(self.max));
        request.extensions_mut().insert(Deadline::after(timeout));
        let end = Instant::now() + timeout;
        let reply = inner.call(request);
        Box::pin(async move {
            match tokio::time::timeout_at(end, reply).await {
                Ok(Ok(response)) => {
                    let bounded = Bounded { end: Box::pin(sleep_until(end)) };
                    Reply::Ok(response.map(|body| bounded.through(body)))
                }
                Err(_) => Reply::Ok(status::deadline().into_http()),
            }
        })
    }
}

/// A little less than `timeout`, so that the caller hears from us before it (or the transport, which would call it CANCELLED)
/// gives up.
fn answerable(timeout: Duration) -> Duration {
    timeout - (timeout / 20).min(Duration::from_millis(10))
}

/// `grpc-timeout`: at most 8 digits and a unit of H, M, S, m, u, n.
fn parse(value: &str) -> Option<Duration> {
    let (digits, unit) = value.split_at_checked(value.len().checked_sub(1)?)?;
    if digits.is_empty() || digits.len() > 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let amount: u64 = digits.parse().ok()?;
    match unit {
        "H" => Some(Duration::from_secs(amount * 3600)),
        "M" => Some(Duration::from_secs(amount * 60)),
        "S" => Some(Duration::from_secs(amount)),
        "m" => Some(Duration::from_millis(amount)),
        "u" => Some(Duration::from_micros(amount)),
        "n" => Some(Duration::from_nanos(amount)),
        _ => None,
    }
}

struct Bounded {
    end: Pin<Box<Sleep>>,
}

impl Watch for Bounded {
    fn poll(&mut self, body: &mut Body, cx: &mut Context<'_>) -> Result<Frames, Status> {
        if self.end.as_mut().poll(cx).is_ready() {
            return Err(status::deadline());
        }
        Ok(Pin::new(body).poll_frame(cx))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_read_in_every_unit() {
        let check = |text: &str, expected: Option<Duration>| assert_eq!(parse(text), expected, "{text}");
        check("2H", Some(Duration::from_secs(7200)));
        check("3M", Some(Duration::from_secs(180)));
        check("1S", Some(Duration::from_secs(1)));
        check("250m", Some(Duration::from_millis(250)));
        check("99999999u", Some(Duration::from_micros(99_999_999)));
        check("7n", Some(Duration::from_nanos(7)));
        for wrong in ["", "S", "1", "1s", "-1S", "999999999S", "1.5S", "1é", "+1S"] {
            check(wrong, None);
        }
    }
}
