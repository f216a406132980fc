use std::sync::Mutex;
use std::time::Duration;

use hyper_util::rt::TokioIo;
use tokio::io::DuplexStream;
use tonic::service::Routes;
use tonic::transport::{Channel, Endpoint};

use super::layers::Layers;

/// Bytes on their way between the two ends.
const BUFFER: usize = 256 * 1024;
/// Bytes in flight on a stream before the receiver must answer.
const WINDOW: u32 = 4 * 1024 * 1024;

/// A channel to `routes` within this process: the same services and layers as behind a socket, so that a file takes one path
/// into a library whoever brings it.
pub async fn connect(routes: Routes, max_deadline: Duration) -> Result<Channel, tonic::transport::Error> {
    let (near, far) = tokio::io::duplex(BUFFER);
    tokio::spawn(async move {
        let served = tonic::transport::Server::builder()
            .initial_stream_window_size(WINDOW)
            .initial_connection_window_size(WINDOW)
            .layer(Layers { max_deadline })
            .add_routes(routes)
            .serve_with_incoming(tokio_stream::once(Ok::<DuplexStream, std::io::Error>(far)))
            .await;
        if let Err(error) = served {
            tracing::error!(%error, "the in-process server broke off");
        }
    });
    let near = Mutex::new(Some(near));
    Endpoint::from_static("http://in-process")
        .initial_stream_window_size(WINDOW)
        .initial_connection_window_size(WINDOW)
        .connect_with_connector(tower::service_fn(move |_| {
            let end = near.lock().ok().and_then(|mut near| near.take());
            let gone = || std::io::Error::from(std::io::ErrorKind::NotConnected);
            std::future::ready(end.map(TokioIo::new).ok_or_else(gone))
        }))
        .await
}
