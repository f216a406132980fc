use std::time::Duration;

use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;

use super::session::connect;
use super::{Failure, Output};
use crate::config::parse_duration;

const EXAMPLES: &str = "\
Examples:
  ibid healthcheck
  ibid healthcheck --server http://127.0.0.1:50051 --timeout 2s

Exit code 0 when it serves, 1 otherwise.";

/// Ask a server whether it serves, for probes
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Address of the server
    #[arg(long, env = "IBID_SERVER", default_value = "http://127.0.0.1:50051", value_name = "URL")]
    server: String,
    /// Ask for one service, such as `ibid.v1.CitationService`, instead of the whole
    #[arg(long, default_value = "", hide_default_value = true, value_name = "NAME")]
    service: String,
    /// Give up after this long
    #[arg(long, default_value = "5s", value_name = "TIME", value_parser = parse_duration)]
    timeout: Duration,
}

/// Prints `SERVING`, or fails.
pub async fn run(args: Args, out: &mut Output) -> Result<(), Failure> {
    let ask = async {
        let mut health = HealthClient::new(connect(&args.server).await?);
        Ok::<_, Failure>(
            health.check(HealthCheckRequest { service: args.service.clone() }).await?.into_inner(),
        )
    };
    let answer = tokio::time::timeout(args.timeout, ask).await;
    let answer = answer.map_err(|_| Failure::Failed(format!("no answer from {} in time", args.server)))??;
    match answer.status() {
        ServingStatus::Serving => out.line("SERVING"),
        status => Err(Failure::Failed(status.as_str_name().to_owned())),
    }
}
