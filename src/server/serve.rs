use std::time::Duration;

use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};
use tonic::service::Routes;
use tonic::transport::server::TcpIncoming;
use tonic_health::ServingStatus;

use super::drain::Drain;
use super::health::{self, Readiness};
use super::layers::Layers;
use super::{admin, reflection};

/// Streams that were reset before they were accepted: a connection that has more is closed (RUSTSEC-2024-0003).
const MAX_PENDING_RESETS: usize = 64;
/// Streams reset for the caller's errors: a connection that causes more is closed.
const MAX_ERROR_RESETS: usize = 256;
/// Bytes of a call's headers.
const MAX_HEADERS: u32 = 16 * 1024;
/// Bytes in flight on a stream before the receiver must answer; and on a connection.
const STREAM_WINDOW: u32 = 1024 * 1024;
const CONNECTION_WINDOW: u32 = 4 * 1024 * 1024;
/// A silent connection is asked for a sign of life after so long, and closed when none comes.
const KEEPALIVE: Duration = Duration::from_secs(60);
const KEEPALIVE_TIMEOUT: Duration = Duration::from_secs(20);

/// Where a server listens. Bound by whoever starts it, so that the address is known before the first call.
#[derive(Debug)]
pub struct Listeners {
    /// The services.
    pub grpc: TcpListener,
    /// The operator's port.
    pub admin: Option<TcpListener>,
}

/// The services and how they are served.
#[derive(Debug)]
pub struct Server {
    pub routes: Routes,
    /// Names that the health service answers for.
    pub services: &'static [&'static str],
    pub readiness: Readiness,
    /// Streams at once on one connection.
    pub max_streams: u32,
    /// Longest deadline that a caller may ask for.
    pub max_deadline: Duration,
    pub drain: Drain,
}

/// Why a server did not start, or broke off.
#[derive(Debug, Error)]
pub enum ServerError {
    #[error("cannot describe the services: {0}")]
    Reflection(#[from] tonic_reflection::server::Error),
    #[error("the server broke off: {0}")]
    Transport(#[from] tonic::transport::Error),
}

impl Server {
    /// Serves until `shutdown` ends, then drains: says NOT_SERVING, waits the delay, lets calls under way end within the grace.
    pub async fn run(
        self,
        listeners: Listeners,
        shutdown: impl Future<Output = ()>,
    ) -> Result<(), ServerError> {
        let (reporter, health) = tonic_health::server::health_reporter();
        health::set_all(&reporter, self.services, ServingStatus::NotServing).await;
        let routes = reflection::add_to(self.routes.add_service(health))?;

        let follow = tokio::spawn(self.readiness.clone().report(reporter.clone(), self.services));
        let (serving, is_serving) = watch::channel(false);
        let mirror = tokio::spawn(mirror(self.readiness, serving.clone()));
        let admin = listeners.admin.map(|listener| tokio::spawn(admin::serve(listener, is_serving)));

        let (stop, stopped) = oneshot::channel::<()>();
        let incoming = TcpIncoming::from(listeners.grpc).with_nodelay(Some(true));
        let serve = tonic::transport::Server::builder()
            .max_concurrent_streams(self.max_streams)
            .http2_max_pending_accept_reset_streams(Some(MAX_PENDING_RESETS))
            .http2_max_local_error_reset_streams(Some(MAX_ERROR_RESETS))
            .http2_max_header_list_size(MAX_HEADERS)
            .http2_keepalive_interval(Some(KEEPALIVE))
            .http2_keepalive_timeout(Some(KEEPALIVE_TIMEOUT))
            .initial_stream_window_size(STREAM_WINDOW)
            .initial_connection_window_size(CONNECTION_WINDOW)
            .layer(Layers { max_deadline: self.max_deadline })
            .add_routes(routes)
            .serve_with_incoming_shutdown(incoming, async {
                // A sender that is gone means the same as a word from it.
                let _ = stopped.await;
            });
        tokio::pin!(serve);

        let result = tokio::select! {
            result = &mut serve => result,
            () = shutdown => {
                follow.abort();
                mirror.abort();
                serving.send_replace(false);
                health::set_all(&reporter, self.services, ServingStatus::NotServing).await;
                tokio::time::sleep(self.drain.delay).await;
                // The receiver lives in `serve`, which is polled next.
                let _ = stop.send(());
                let drained = tokio::time::timeout(self.drain.grace, &mut serve).await;
                drained.unwrap_or_else(|_| {
                    tracing::warn!("the grace is over, cutting what is still open");
                    Ok(())
                })
            }
        };
        follow.abort();
        mirror.abort();
        if let Some(admin) = admin {
            admin.abort();
        }
        Ok(result?)
    }
}

/// Follows readiness until a drain aborts it.
async fn mirror(mut readiness: Readiness, serving: watch::Sender<bool>) {
    loop {
        serving.send_replace(readiness.now());
        if !readiness.changed().await {
            return;
        }
    }
}
