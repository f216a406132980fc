mod demo;

use std::net::SocketAddr;

use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::Failure;
use super::config::{SettingArgs, refused};
use super::mesh;
use super::session::open_library;
use crate::config::Config;
use crate::engine::Place;
use crate::server::{Drain, Listeners, Readiness, Server, signals};
use crate::{api, telemetry};

const EXAMPLES: &str = "\
Examples:
  ibid serve --demo
  ibid serve --data /var/lib/ibid --admin-listen 127.0.0.1:9090
  ibid serve --listen 0.0.0.0:50051 --insecure-listen
  ibid serve --engine opensearch --opensearch-url https://a:9200,https://b:9200 --opensearch-user ibid
  IBID_LISTEN=127.0.0.1:6000 ibid serve --config ibid.toml

Settings come from flags, then IBID_… variables, then the --config file, then defaults; `ibid config` shows which.
SIGTERM and SIGINT drain and stop; a second one stops at once.";

/// Serve a library over gRPC
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    settings: SettingArgs,
    /// Serve a small demonstration library in a temporary folder, and print calls to try
    #[arg(long, conflicts_with = "data")]
    demo: bool,
}

/// Serves until a signal.
pub async fn run(args: Args, log: Option<String>) -> Result<(), Failure> {
    let config = args.settings.gather(log)?.config().map_err(refused)?;
    telemetry::start(&config.log).map_err(|error| Failure::Usage(format!("log: {error}")))?;
    mesh::install(config.mesh.as_deref())?;
    let listeners = bind(&config).await?;
    let address = listeners.grpc.local_addr()?;
    tracing::info!(%address, version = env!("CARGO_PKG_VERSION"), commit = env!("IBID_COMMIT"), "listening");

    if args.demo {
        let folder = tempfile::Builder::new().prefix("ibid-demo-").tempdir()?;
        let place = Place::Folder(folder.path().to_owned());
        return serve(&config, place, listeners, Some(address)).await;
    }
    serve(&config, config.place.clone(), listeners, None).await
}

async fn serve(
    config: &Config,
    place: Place,
    listeners: Listeners,
    demo: Option<SocketAddr>,
) -> Result<(), Failure> {
    let library = open_library(place).await?;
    let (prepared, is_prepared) = oneshot::channel::<()>();
    // A sender that is gone without a word means that the server ends, and nobody asks any more.
    let readiness = Readiness::of(&library, async { drop(is_prepared.await) });
    let server = Server {
        routes: api::routes(library.clone()),
        services: &api::SERVICE_NAMES,
        readiness,
        max_streams: config.max_streams,
        max_deadline: config.max_deadline,
        drain: Drain { delay: config.drain_delay, grace: config.drain_grace },
    };
    let serving =
        async { server.run(listeners, signals()).await.map_err(|error| Failure::Failed(error.to_string())) };
    let preparing = async {
        if let Some(address) = demo {
            demo::fill(&library).await?;
            demo::print_calls(address)?;
        }
        // Fails only when the server has ended already.
        let _ = prepared.send(());
        Ok(())
    };
    let served = serve_while(serving, preparing).await;
    library.close().await;
    tracing::info!("stopped");
    served
}

/// Serves to the end, and prepares meanwhile; a preparation that fails ends the server, and one that lasts does not hold it.
async fn serve_while(
    serving: impl Future<Output = Result<(), Failure>>,
    preparing: impl Future<Output = Result<(), Failure>>,
) -> Result<(), Failure> {
    tokio::pin!(serving);
    tokio::select! {
        served = &mut serving => return served,
        prepared = preparing => prepared?,
    }
    serving.await
}

async fn bind(config: &Config) -> Result<Listeners, Failure> {
    let admin = match config.admin_listen {
        Some(address) => Some(listen(address, "--admin-listen").await?),
        None => None,
    };
    Ok(Listeners { grpc: listen(config.listen, "--listen").await?, admin })
}

async fn listen(address: SocketAddr, flag: &str) -> Result<TcpListener, Failure> {
    let bound = TcpListener::bind(address).await;
    bound
        .map_err(|error| Failure::Failed(format!("cannot listen on {address}: {error}; give another {flag}")))
}
