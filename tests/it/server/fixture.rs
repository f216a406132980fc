//! A server on a real socket with one service of the test's own, whose method names say what goes wrong.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Buf, BufMut, Bytes};
use http::{HeaderMap, Request, Response};
use http_body::Frame;
use ibid::server::{Drain, Listeners, Readiness, Server, ServerError};
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;
use tonic::body::Body;
use tonic::client::Grpc;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::transport::{Channel, Endpoint};
use tonic::{Status, Streaming};

/// A server under test.
pub struct Running {
    pub address: SocketAddr,
    pub admin: SocketAddr,
    pub ready: watch::Sender<bool>,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<Result<(), ServerError>>,
}

impl Running {
    /// Starts one that drains as said.
    pub async fn start(drain: Drain) -> Self {
        let grpc = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let admin = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, admin_address) = (grpc.local_addr().unwrap(), admin.local_addr().unwrap());
        let (ready, is_ready) = watch::channel(true);
        let server = Server {
            routes: tonic::service::Routes::new(Odd),
            services: &["test.Odd"],
            readiness: Readiness::from_watch(is_ready),
            max_streams: 8,
            max_deadline: Duration::from_secs(3600),
            drain,
        };
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn(server.run(Listeners { grpc, admin: Some(admin) }, async {
            let _ = stopped.await;
        }));
        Self { address, admin: admin_address, ready, stop: Some(stop), serving }
    }

    /// One that ends quickly.
    pub async fn quick() -> Self {
        Self::start(Drain { delay: Duration::ZERO, grace: Duration::from_millis(200) }).await
    }

    pub async fn channel(&self) -> Channel {
        Endpoint::from_shared(format!("http://{}", self.address)).unwrap().connect().await.unwrap()
    }

    /// As a SIGTERM does.
    pub fn stop(&mut self) {
        self.stop.take().unwrap().send(()).unwrap();
    }

    /// Its end, whatever happened.
    pub async fn ended(self) -> Result<(), ServerError> {
        self.serving.await.unwrap()
    }
}

/// Calls a method of the test's service.
pub async fn call(
    channel: Channel,
    method: &'static str,
    timeout: Option<&'static str>,
) -> Result<Response<Streaming<Bytes>>, Status> {
    let mut grpc = Grpc::new(channel);
    grpc.ready().await.map_err(|error| Status::unknown(error.to_string()))?;
    let mut request = tonic::Request::new(tokio_stream::once(Bytes::new()));
    if let Some(timeout) = timeout {
        request.metadata_mut().insert("grpc-timeout", timeout.parse().unwrap());
    }
    let path = http::uri::PathAndQuery::from_static(method);
    let reply = grpc.streaming(request, path, Raw).await?;
    let (metadata, body, _) = reply.into_parts();
    let mut response = Response::new(body);
    *response.headers_mut() = metadata.into_headers();
    Ok(response)
}

/// The service: `Panic` panics, `Sleep` never answers, `Drip` opens a stream that never ends, `PanicLater` panics in one.
#[derive(Clone)]
struct Odd;

impl tonic::server::NamedService for Odd {
    const NAME: &'static str = "test.Odd";
}

impl tower::Service<Request<Body>> for Odd {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        Box::pin(async move {
            let body = match request.uri().path() {
                "/test.Odd/Panic" => panic!("planted"),
                "/test.Odd/Sleep" => std::future::pending().await,
                "/test.Odd/Drip" => Body::new(Stream::Endless),
                "/test.Odd/PanicLater" => Body::new(Stream::Panics),
                _ => Body::new(Stream::Ok),
            };
            let response = Response::builder().header("content-type", "application/grpc").body(body);
            Ok(response.unwrap())
        })
    }
}

enum Stream {
    Endless,
    Panics,
    Ok,
    Done,
}

impl http_body::Body for Stream {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        match *self {
            Stream::Endless => Poll::Pending,
            Stream::Panics => panic!("planted"),
            Stream::Ok => {
                *self = Stream::Done;
                let mut trailers = HeaderMap::new();
                trailers.insert("grpc-status", "0".parse().unwrap());
                Poll::Ready(Some(Ok(Frame::trailers(trailers))))
            }
            Stream::Done => Poll::Ready(None),
        }
    }
}

/// Bytes as they are.
struct Raw;

impl Codec for Raw {
    type Encode = Bytes;
    type Decode = Bytes;
    type Encoder = Raw;
    type Decoder = Raw;

    fn encoder(&mut self) -> Raw {
        Raw
    }

    fn decoder(&mut self) -> Raw {
        Raw
    }
}

impl Encoder for Raw {
    type Item = Bytes;
    type Error = Status;

    fn encode(&mut self, item: Bytes, out: &mut EncodeBuf<'_>) -> Result<(), Status> {
        out.put(item);
        Ok(())
    }
}

impl Decoder for Raw {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, bytes: &mut DecodeBuf<'_>) -> Result<Option<Bytes>, Status> {
        let len = bytes.remaining();
        Ok(Some(bytes.copy_to_bytes(len)))
    }
}
