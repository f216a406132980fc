use tokio_stream::StreamExt as _;
use tonic::Code;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;
use tonic_reflection::pb::v1::ServerReflectionRequest;
use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;
use tonic_reflection::pb::v1::server_reflection_response::MessageResponse;
use tonic_types::StatusExt as _;

use super::fixture::{Running, call};

#[tokio::test]
async fn a_panic_is_internal_and_the_channel_lives() {
    let server = Running::quick().await;
    let channel = server.channel().await;
    let at_once = call(channel.clone(), "/test.Odd/Panic", None).await.unwrap_err();
    let mut stream = call(channel.clone(), "/test.Odd/PanicLater", None).await.unwrap().into_body();
    let while_streaming = stream.next().await.unwrap().unwrap_err();
    for status in [at_once, while_streaming] {
        assert_eq!(status.code(), Code::Internal);
        let info = status.get_details_error_info().unwrap();
        assert_eq!((info.reason.as_str(), info.metadata["request_id"].len()), ("INTERNAL", 32));
    }
    let after = call(channel, "/test.Odd/Fine", None).await.unwrap();
    assert!(after.headers().contains_key("x-request-id"));
}

#[tokio::test]
async fn the_callers_deadline_ends_unary_calls_and_streams() {
    let server = Running::quick().await;
    let channel = server.channel().await;
    let unary = call(channel.clone(), "/test.Odd/Sleep", Some("300m")).await.unwrap_err();
    let mut stream = call(channel, "/test.Odd/Drip", Some("300m")).await.unwrap().into_body();
    let streaming = stream.next().await.unwrap().unwrap_err();
    for status in [unary, streaming] {
        assert_eq!(status.code(), Code::DeadlineExceeded, "{status}");
        assert_eq!(status.get_details_error_info().unwrap().reason, "DEADLINE_EXCEEDED");
    }
}

#[tokio::test]
async fn an_unknown_method_has_a_reason() {
    let server = Running::quick().await;
    let status = call(server.channel().await, "/test.Nobody/Home", None).await.unwrap_err();
    assert_eq!(status.code(), Code::Unimplemented);
    assert_eq!(status.get_details_error_info().unwrap().reason, "METHOD_UNKNOWN");
}

#[tokio::test]
async fn health_follows_readiness() {
    let server = Running::quick().await;
    let mut health = HealthClient::new(server.channel().await);
    for service in ["", "test.Odd"] {
        let request = HealthCheckRequest { service: service.to_owned() };
        let mut watch = health.watch(request).await.unwrap().into_inner();
        let mut until = async |wanted: ServingStatus| {
            while watch.next().await.unwrap().unwrap().status() != wanted {}
        };
        until(ServingStatus::Serving).await;
        server.ready.send_replace(false);
        until(ServingStatus::NotServing).await;
        server.ready.send_replace(true);
        until(ServingStatus::Serving).await;
    }
}

#[tokio::test]
async fn reflection_lists_the_services_and_knows_error_details() {
    let server = Running::quick().await;
    let mut reflection = ServerReflectionClient::new(server.channel().await);
    let ask = [
        MessageRequest::ListServices(String::new()),
        MessageRequest::FileContainingSymbol("google.rpc.ErrorInfo".to_owned()),
        MessageRequest::FileContainingSymbol("ibid.v1.Finding".to_owned()),
    ]
    .map(|request| ServerReflectionRequest { host: String::new(), message_request: Some(request) });
    let replies = reflection.server_reflection_info(tokio_stream::iter(ask)).await.unwrap().into_inner();
    let replies: Vec<_> = replies.map(|reply| reply.unwrap().message_response.unwrap()).collect().await;
    let MessageResponse::ListServicesResponse(list) = &replies[0] else { panic!("{replies:?}") };
    let names: Vec<&str> = list.service.iter().map(|service| service.name.as_str()).collect();
    for name in ["ibid.v1.CitationService", "ibid.v1.FindingService", "ibid.v1.LibraryService"] {
        assert!(names.contains(&name), "{names:?}");
    }
    assert!(names.contains(&"grpc.health.v1.Health"), "{names:?}");
    for reply in &replies[1..] {
        assert!(matches!(reply, MessageResponse::FileDescriptorResponse(_)), "{reply:?}");
    }
}
