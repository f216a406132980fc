use super::{Command, Failure};
use crate::telemetry;

/// What is logged by commands that are not the server.
const QUIET: &str = "warn";

/// Runs a command to its end. Work left behind, such as a read of stdin that never returns, does not hold the process.
pub fn block_on(command: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let one_core = std::thread::available_parallelism().is_ok_and(|cores| cores.get() == 1);
    let mut builder = if one_core {
        tokio::runtime::Builder::new_current_thread()
    } else {
        tokio::runtime::Builder::new_multi_thread()
    };
    let runtime = builder.enable_all().build()?;
    let result = runtime.block_on(command);
    runtime.shutdown_background();
    result
}

/// Starts the log; the server starts its own, from its configuration.
pub fn start_log(filter: Option<&str>, command: &Command) -> Result<(), Failure> {
    if matches!(command, Command::Serve(_) | Command::Config(_)) {
        return Ok(());
    }
    telemetry::start(filter.unwrap_or(QUIET)).map_err(|error| Failure::Usage(format!("--log: {error}")))
}
