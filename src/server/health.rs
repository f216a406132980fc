use std::time::Duration;

use tokio::sync::watch;
use tonic_health::ServingStatus;
use tonic_health::server::HealthReporter;

use crate::engine::Deadline;
use crate::library::Library;

/// How often the engine is asked whether it is still ready, and whether it is by now.
const POLL: Duration = Duration::from_millis(500);
const POLL_UNREADY: Duration = Duration::from_millis(20);
/// An engine that takes longer to say so is not ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// Whether the engine answers and search follows the store.
#[derive(Debug, Clone)]
pub struct Readiness(watch::Receiver<bool>);

impl Readiness {
    /// Once `prepared` has ended, asks the library's engine, now and then, for as long as somebody listens.
    pub fn of(library: &Library, prepared: impl Future<Output = ()> + Send + 'static) -> Self {
        let (sender, receiver) = watch::channel(false);
        let engine = library.engine().clone();
        tokio::spawn(async move {
            prepared.await;
            while !sender.is_closed() {
                let answer = tokio::time::timeout(PATIENCE, engine.ready(Deadline::after(PATIENCE))).await;
                let ready = matches!(answer, Ok(Ok(true)));
                sender.send_if_modified(|state| std::mem::replace(state, ready) != ready);
                tokio::time::sleep(if ready { POLL } else { POLL_UNREADY }).await;
            }
        });
        Self(receiver)
    }

    /// Ready as `receiver` says.
    pub fn from_watch(receiver: watch::Receiver<bool>) -> Self {
        Self(receiver)
    }

    /// Now.
    pub fn now(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits for a change; false when none can come.
    pub(super) async fn changed(&mut self) -> bool {
        self.0.changed().await.is_ok()
    }

    /// Keeps the reporter's services (and "", the whole) as ready as this, until it is aborted.
    pub(super) async fn report(mut self, reporter: HealthReporter, services: &'static [&'static str]) {
        loop {
            let ready = *self.0.borrow_and_update();
            let status = if ready { ServingStatus::Serving } else { ServingStatus::NotServing };
            set_all(&reporter, services, status).await;
            if self.0.changed().await.is_err() {
                return;
            }
        }
    }
}

/// Sets the status of every service and of the whole.
pub(super) async fn set_all(reporter: &HealthReporter, services: &[&str], status: ServingStatus) {
    for service in services.iter().copied().chain([""]) {
        reporter.set_service_status(service, status).await;
    }
}
