use axum::Router;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::contract::CONTRACT_VERSION;

/// Serves the operator's port over HTTP/1: `/livez` (the process runs), `/readyz` (200 when it serves, else 503) and
/// `/buildinfo`. Nothing of the library can be read here.
pub async fn serve(listener: TcpListener, serving: watch::Receiver<bool>) -> std::io::Result<()> {
    axum::serve(listener, router(serving)).await
}

fn router(serving: watch::Receiver<bool>) -> Router {
    let ready = move || {
        let serving = *serving.borrow();
        async move {
            if serving { (StatusCode::OK, "ok\n") } else { (StatusCode::SERVICE_UNAVAILABLE, "not ready\n") }
        }
    };
    Router::new()
        .route("/livez", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .route("/buildinfo", get(async || ([(CONTENT_TYPE, "application/json")], build_info())))
}

fn build_info() -> String {
    let info = serde_json::json!({
        "version": env!("CARGO_PKG_VERSION"),
        "commit": env!("IBID_COMMIT"),
        "contract": CONTRACT_VERSION,
    });
    format!("{info}\n")
}
