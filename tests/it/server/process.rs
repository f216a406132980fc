//! The program itself: signals, exit codes, messages.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Output, Stdio};
use std::time::{Duration, Instant};

use tokio_stream::StreamExt as _;
use tonic::transport::Endpoint;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;

/// A process that is still there then hangs.
const HANGS: Duration = Duration::from_secs(60);

pub struct Process {
    child: Child,
    pub address: String,
    log: BufReader<ChildStderr>,
}

impl Process {
    /// Starts a server over `data` and waits until it says where it listens.
    pub fn start(data: &Path, more: &[&str]) -> Self {
        Self::serve(&[&["--data", data.to_str().unwrap()], more].concat())
    }

    /// Starts a server that is told so.
    pub fn serve(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_ibid"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        log.read_line(&mut line).unwrap();
        let said: serde_json::Value = serde_json::from_str(&line).unwrap();
        let address = said["address"].as_str().unwrap().to_owned();
        Self { child, address, log }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// The log up to and with the line that holds `words`.
    fn wait_for(&mut self, words: &str) {
        let mut line = String::new();
        while !line.contains(words) {
            line.clear();
            assert_ne!(self.log.read_line(&mut line).unwrap(), 0, "the log ends without {words:?}");
        }
    }

    fn exit_code(&mut self) -> Option<i32> {
        let from = Instant::now();
        while from.elapsed() < HANGS {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("still running");
    }

    /// A watch of its health, once that has said SERVING.
    pub async fn ready(&self) -> tonic::Streaming<tonic_health::pb::HealthCheckResponse> {
        let endpoint = Endpoint::from_shared(format!("http://{}", self.address)).unwrap();
        let mut health = HealthClient::new(endpoint.connect().await.unwrap());
        let request = HealthCheckRequest { service: "ibid.v1.CitationService".to_owned() };
        let mut watch = health.watch(request).await.unwrap().into_inner();
        while watch.next().await.unwrap().unwrap().status() != ServingStatus::Serving {}
        watch
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Gone already when the test went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn sigterm_ends_it_in_spite_of_an_open_stream_and_a_silent_client() {
    let data = tempfile::tempdir().unwrap();
    let mut process = Process::start(data.path(), &["--drain-delay", "0s", "--drain-grace", "300ms"]);
    let open_stream = process.ready().await;
    let silent = TcpStream::connect(&process.address).unwrap();
    process.signal("-TERM");
    assert_eq!(process.exit_code(), Some(0));
    drop((open_stream, silent));
}

#[tokio::test]
async fn a_second_signal_ends_it_at_once() {
    let data = tempfile::tempdir().unwrap();
    let mut process = Process::start(data.path(), &["--drain-delay", "1h"]);
    let _open_stream = process.ready().await;
    process.signal("-TERM");
    process.wait_for("stopping");
    process.signal("-INT");
    assert_eq!(process.exit_code(), Some(130));
}

#[tokio::test]
async fn a_library_in_use_is_refused_with_a_remedy() {
    let data = tempfile::tempdir().unwrap();
    let process = Process::start(data.path(), &[]);
    process.ready().await;
    let refused = ibid(&["stats", "--data", data.path().to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("in use by another process"), "{}", stderr(&refused));
}

#[test]
fn an_address_that_others_reach_needs_a_word() {
    let refused = ibid(&["serve", "--listen", "0.0.0.0:0"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("--insecure-listen"), "{}", stderr(&refused));
}

#[test]
fn no_server_is_said_with_what_to_do() {
    let refused = ibid(&["stats", "--server", "http://127.0.0.1:1"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("start one with `ibid serve`"), "{}", stderr(&refused));
}

#[test]
fn what_nobody_reads_is_no_failure() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ibid"))
        .args(["completions", "bash"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(child.wait().unwrap().success(), "{said}");
}

pub fn ibid(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ibid")).args(arguments).output().unwrap()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
