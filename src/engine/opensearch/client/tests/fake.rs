//! A node that does as it is told.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::AbortHandle;
use tokio_rustls::TlsAcceptor;

/// What a node does with a call.
#[derive(Clone)]
pub enum Say {
    Answer(u16, String),
    /// With a header line.
    With(u16, &'static str, String),
    /// Half of the body, and the end of the connection.
    Half(String),
    /// The end of the connection.
    HangUp,
    /// Nothing, ever.
    Never,
    /// Something that is not HTTP.
    Noise,
}

pub fn ok() -> Say {
    Say::Answer(200, "{}".into())
}

/// A call as it arrived.
#[derive(Clone, Debug)]
pub struct Asked {
    /// First line and headers.
    pub head: String,
    pub body: String,
}

/// A node on loopback. Pings are answered with its id; for other calls it is asked what to say.
pub struct Fake {
    pub url: String,
    seen: Arc<Seen>,
    listener: AbortHandle,
}

type Script = Box<dyn Fn(&Asked, usize) -> Say + Send + Sync>;

struct Seen {
    id: String,
    script: Script,
    delay: Duration,
    calls: Mutex<Vec<Asked>>,
    pings: AtomicUsize,
    /// Answers nothing, pings neither.
    frozen: AtomicBool,
    /// Calls under way, and the most that ever were.
    inside: AtomicUsize,
    most: AtomicUsize,
    /// Calls whose connection the client ended before the answer.
    left: AtomicUsize,
}

impl Fake {
    /// A node that says what `script` tells for a call and its number, from 0.
    pub async fn start(id: &str, script: impl Fn(&Asked, usize) -> Say + Send + Sync + 'static) -> Self {
        Self::serve(id, Duration::ZERO, None, Box::new(script)).await
    }

    /// The same, so much later.
    pub async fn slow(
        id: &str,
        delay: Duration,
        script: impl Fn(&Asked, usize) -> Say + Send + Sync + 'static,
    ) -> Self {
        Self::serve(id, delay, None, Box::new(script)).await
    }

    /// The same over TLS.
    pub async fn tls(id: &str, tls: TlsAcceptor) -> Self {
        Self::serve(id, Duration::ZERO, Some(tls), Box::new(|_, _| ok())).await
    }

    async fn serve(id: &str, delay: Duration, tls: Option<TlsAcceptor>, script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let scheme = if tls.is_some() { "https" } else { "http" };
        let seen = Arc::new(Seen {
            id: id.to_owned(),
            script,
            delay,
            calls: Mutex::default(),
            pings: AtomicUsize::new(0),
            frozen: AtomicBool::new(false),
            inside: AtomicUsize::new(0),
            most: AtomicUsize::new(0),
            left: AtomicUsize::new(0),
        });
        let shared = seen.clone();
        let listener = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let seen = shared.clone();
                let tls = tls.clone();
                tokio::spawn(async move {
                    match tls {
                        None => seen.speak(stream).await,
                        Some(tls) => seen.speak(tls.accept(stream).await?).await,
                    }
                });
            }
        });
        Self { url: format!("{scheme}://127.0.0.1:{port}"), seen, listener: listener.abort_handle() }
    }

    /// As SIGSTOP does: connections are taken, nothing is answered. Or the end of that.
    pub fn freeze(&self, frozen: bool) {
        self.seen.frozen.store(frozen, Ordering::SeqCst);
    }

    pub fn calls(&self) -> Vec<Asked> {
        self.seen.calls.lock().expect("calls").clone()
    }

    pub fn pings(&self) -> usize {
        self.seen.pings.load(Ordering::SeqCst)
    }

    pub fn most(&self) -> usize {
        self.seen.most.load(Ordering::SeqCst)
    }

    pub fn left(&self) -> usize {
        self.seen.left.load(Ordering::SeqCst)
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

/// An address that refuses connections.
pub async fn refusing() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    format!("http://{}", listener.local_addr().expect("an address"))
}

impl Seen {
    async fn speak(&self, mut stream: impl AsyncRead + AsyncWrite + Unpin) -> io::Result<()> {
        while let Some(asked) = hear(&mut stream).await? {
            let ping = asked.head.starts_with("GET /_nodes/_local?");
            let say = if ping { self.pong() } else { self.say(asked) };
            self.most.fetch_max(self.inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            let said = self.utter(&mut stream, &say, if ping { Duration::ZERO } else { self.delay }).await;
            self.inside.fetch_sub(1, Ordering::SeqCst);
            if !said? {
                break;
            }
        }
        Ok(())
    }

    fn pong(&self) -> Say {
        self.pings.fetch_add(1, Ordering::SeqCst);
        Say::Answer(200, format!(r#"{{"nodes":{{"{}":{{"name":"n"}}}}}}"#, self.id))
    }

    fn say(&self, asked: Asked) -> Say {
        let mut calls = self.calls.lock().expect("calls");
        let say = (self.script)(&asked, calls.len());
        calls.push(asked);
        say
    }

    /// Whether the connection goes on.
    async fn utter(
        &self,
        stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
        say: &Say,
        delay: Duration,
    ) -> io::Result<bool> {
        if self.frozen.load(Ordering::SeqCst) {
            return self.wait_for_end(stream).await;
        }
        tokio::time::sleep(delay).await;
        let (status, header, body) = match say {
            Say::Answer(status, body) => (*status, "", body),
            Say::With(status, header, body) => (*status, *header, body),
            Say::Half(body) => {
                let half = &body[..body.len() / 2];
                let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{half}", body.len());
                stream.write_all(head.as_bytes()).await?;
                return stream.shutdown().await.map(|()| false);
            }
            Say::HangUp => return Ok(false),
            Say::Never => return self.wait_for_end(stream).await,
            Say::Noise => return stream.write_all(b"220 mail ready\r\n").await.map(|()| false),
        };
        let header = if header.is_empty() { String::new() } else { format!("{header}\r\n") };
        let answer = format!("HTTP/1.1 {status} x\r\n{header}content-length: {}\r\n\r\n{body}", body.len());
        stream.write_all(answer.as_bytes()).await.map(|()| true)
    }

    async fn wait_for_end(&self, stream: &mut (impl AsyncRead + Unpin)) -> io::Result<bool> {
        let end = stream.read(&mut [0; 1]).await;
        self.left.fetch_add(1, Ordering::SeqCst);
        end.map(|_| false)
    }
}

/// The first byte of TLS.
const HANDSHAKE: u8 = 0x16;

async fn hear(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) -> io::Result<Option<Asked>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if stream.read(&mut byte).await? == 0 {
            return Ok(None);
        }
        if head.is_empty() && byte[0] == HANDSHAKE {
            stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await?;
            return Ok(None);
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).expect("a head in ASCII");
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).await?;
    Ok(Some(Asked { head, body: String::from_utf8(body).expect("a body in UTF-8") }))
}
