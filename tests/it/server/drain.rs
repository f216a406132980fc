use std::time::Duration;

use ibid::server::Drain;
use tokio::net::TcpStream;
use tokio_stream::StreamExt as _;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;

use super::fixture::{Running, call};

/// Far above any grace in these tests: a server that is still there then hangs.
const HANGS: Duration = Duration::from_secs(30);

#[tokio::test]
async fn an_open_stream_does_not_outlive_the_grace() {
    let mut server = Running::quick().await;
    let stream = call(server.channel().await, "/test.Odd/Drip", None).await.unwrap();
    server.stop();
    tokio::time::timeout(HANGS, server.ended()).await.expect("still open").unwrap();
    drop(stream);
}

#[tokio::test]
async fn a_silent_client_does_not_hold_the_door() {
    let mut server = Running::quick().await;
    let silent = TcpStream::connect(server.address).await.unwrap();
    server.stop();
    tokio::time::timeout(HANGS, server.ended()).await.expect("still open").unwrap();
    drop(silent);
}

#[tokio::test]
async fn watchers_hear_not_serving_while_the_door_is_still_open() {
    let drain = Drain { delay: Duration::from_secs(1), grace: Duration::from_millis(200) };
    let mut server = Running::start(drain).await;
    let mut health = HealthClient::new(server.channel().await);
    let mut watch = health.watch(HealthCheckRequest::default()).await.unwrap().into_inner();
    while watch.next().await.unwrap().unwrap().status() != ServingStatus::Serving {}
    server.stop();
    assert_eq!(watch.next().await.unwrap().unwrap().status(), ServingStatus::NotServing);
    health.check(HealthCheckRequest::default()).await.unwrap();
    drop((watch, health));
    tokio::time::timeout(HANGS, server.ended()).await.expect("still open").unwrap();
}
