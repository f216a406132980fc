use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::fixture::Running;

async fn get(server: &Running, path: &str) -> String {
    let mut stream = TcpStream::connect(server.admin).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: ibid\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).await.unwrap();
    reply
}

#[tokio::test]
async fn the_admin_port_tells_alive_from_ready() {
    let server = Running::quick().await;
    server.ready.send_replace(false);
    while !get(&server, "/readyz").await.starts_with("HTTP/1.1 503") {}
    assert!(get(&server, "/livez").await.starts_with("HTTP/1.1 200"));
    server.ready.send_replace(true);
    while !get(&server, "/readyz").await.starts_with("HTTP/1.1 200") {}
    assert!(get(&server, "/buildinfo").await.contains("\"contract\":\"ibid.v1\""));
    assert!(get(&server, "/config").await.starts_with("HTTP/1.1 404"));
}
