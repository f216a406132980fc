use std::time::Duration;

/// How a server ends.
#[derive(Debug, Clone, Copy)]
pub struct Drain {
    /// Between saying NOT_SERVING and refusing connections, so that balancers notice.
    pub delay: Duration,
    /// After that, for calls under way; what is still open then is cut.
    pub grace: Duration,
}

/// Ends at the first SIGTERM or SIGINT. A second one ends the process at once, with exit code 130.
pub async fn signals() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        tracing::error!("cannot listen for SIGTERM");
        return std::future::pending().await;
    };
    let Ok(mut interrupt) = signal(SignalKind::interrupt()) else {
        tracing::error!("cannot listen for SIGINT");
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => tracing::info!(signal = "SIGTERM", "stopping"),
        _ = interrupt.recv() => tracing::info!(signal = "SIGINT", "stopping"),
    }
    // the same listeners go on, so that a second signal cannot fall between two of them
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::warn!("second signal, leaving at once");
        std::process::exit(130);
    });
}
