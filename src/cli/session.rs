use std::path::PathBuf;
use std::time::Duration;

use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status};

use super::{Failure, mesh};
use crate::api;
use crate::config::parse_duration;
use crate::contract::v1::citation_service_client::CitationServiceClient;
use crate::contract::v1::finding_service_client::FindingServiceClient;
use crate::contract::v1::library_service_client::LibraryServiceClient;
use crate::engine::Place;
use crate::library::Library;
use crate::server;

/// Longest deadline within one process.
const MAX_DEADLINE: Duration = Duration::from_secs(24 * 3600);
/// A server that does not take the connection within this is not there.
const CONNECT: Duration = Duration::from_secs(10);
/// Bytes in flight on a stream before the receiver must answer.
const WINDOW: u32 = 4 * 1024 * 1024;

/// Which library a command works on.
#[derive(Debug, clap::Args)]
pub struct Target {
    /// Address of the server
    #[arg(long, env = "IBID_SERVER", default_value = "http://127.0.0.1:50051", value_name = "URL")]
    pub server: String,
    /// Open the library in this folder instead of asking a server
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// With --data: MeSH vocabulary made by `ibid mesh`
    #[arg(long, env = "IBID_MESH", value_name = "FILE")]
    pub mesh: Option<PathBuf>,
    /// Give up after this long: 500ms, 10s, 5m
    #[arg(long, value_name = "TIME", value_parser = parse_duration)]
    pub timeout: Option<Duration>,
}

impl Target {
    /// Does `work` on the library, then lets go of it.
    pub async fn with<T>(
        &self,
        work: impl AsyncFnOnce(&Session) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let session = match &self.data {
            Some(folder) => {
                mesh::install(self.mesh.as_deref())?;
                Session::within(open_library(Place::Folder(folder.clone())).await?, self.timeout).await?
            }
            None => Session::to_server(&self.server, self.timeout).await?,
        };
        let result = work(&session).await;
        if let Some(library) = &session.library {
            library.close().await;
        }
        result
    }
}

/// Opens a library.
pub async fn open_library(place: Place) -> Result<Library, Failure> {
    let engine = place.open().await.map_err(|error| Failure::Failed(error.to_string()))?;
    Library::open(engine).await.map_err(|error| Failure::Failed(error.to_string()))
}

/// Connected to the services, wherever they run.
#[derive(Clone)]
pub struct Session {
    channel: Channel,
    timeout: CallTimeout,
    library: Option<Library>,
}

pub type Connection = InterceptedService<Channel, CallTimeout>;

impl Session {
    /// To the services over `library` in this process.
    pub async fn within(library: Library, timeout: Option<Duration>) -> Result<Self, Failure> {
        let channel = server::connect(api::routes(library.clone()), MAX_DEADLINE).await;
        let channel = channel.map_err(|error| Failure::failed("cannot start the services", error))?;
        Ok(Self { channel, timeout: CallTimeout::of(timeout), library: Some(library) })
    }

    async fn to_server(address: &str, timeout: Option<Duration>) -> Result<Self, Failure> {
        let channel = connect(address).await?;
        Ok(Self { channel, timeout: CallTimeout::of(timeout), library: None })
    }

    pub fn citations(&self) -> CitationServiceClient<Connection> {
        CitationServiceClient::with_interceptor(self.channel.clone(), self.timeout.clone())
            .max_decoding_message_size(usize::MAX)
    }

    pub fn findings(&self) -> FindingServiceClient<Connection> {
        FindingServiceClient::with_interceptor(self.channel.clone(), self.timeout.clone())
            .max_decoding_message_size(usize::MAX)
    }

    pub fn library(&self) -> LibraryServiceClient<Connection> {
        LibraryServiceClient::with_interceptor(self.channel.clone(), self.timeout.clone())
            .max_decoding_message_size(usize::MAX)
    }
}

/// Connects to a server; `http://` may be left out.
pub async fn connect(address: &str) -> Result<Channel, Failure> {
    let url = if address.contains("://") { address.to_owned() } else { format!("http://{address}") };
    let endpoint = Endpoint::from_shared(url.clone())
        .map_err(|error| Failure::Usage(format!("--server {address}: {error}")))?
        .connect_timeout(CONNECT)
        .initial_stream_window_size(WINDOW)
        .initial_connection_window_size(WINDOW);
    endpoint.connect().await.map_err(|error| {
        let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
        Failure::Failed(format!(
            "no server at {url} ({cause}): start one with `ibid serve`, name another with --server, or open the library \
             itself with --data DIR"
        ))
    })
}

/// Puts the caller's deadline on every call.
#[derive(Debug, Clone)]
pub struct CallTimeout(Option<MetadataValue<Ascii>>);

impl CallTimeout {
    fn of(timeout: Option<Duration>) -> Self {
        Self(timeout.and_then(|timeout| {
            let ms = timeout.as_millis();
            // At most 8 digits go on the wire.
            let text = if ms < 100_000_000 { format!("{ms}m") } else { format!("{}S", ms / 1000) };
            text.parse().ok()
        }))
    }
}

impl Interceptor for CallTimeout {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        if let Some(timeout) = &self.0 {
            request.metadata_mut().insert("grpc-timeout", timeout.clone());
        }
        Ok(request)
    }
}
