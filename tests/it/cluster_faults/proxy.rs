//! A proxy between the engine and one node that does to calls what a bad wire and a busy node do.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;

/// What becomes of one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It goes through.
    Pass,
    /// It goes through so much later.
    Delay(Duration),
    /// The node does it, and the connection breaks in the middle of the answer.
    CutAnswer,
    /// The node does it, and bytes in the middle of the answer are others.
    CorruptAnswer,
    /// The node never hears of it.
    Lose,
    /// The node never hears of it, and seems to be too busy.
    Busy,
    /// It goes through, and nothing ever after.
    PassAndDie,
    /// The node does the first half of a bulk, and nothing ever after goes through.
    HalfAndDie,
}

/// Decides by the first line of a call and its number, without pings.
type Script = dyn Fn(&str, usize) -> Fate + Send + Sync;

/// The proxy, listening while it is kept.
pub struct Proxy {
    pub url: String,
    pass: Arc<Pass>,
    listener: AbortHandle,
}

struct Pass {
    node: String,
    script: Box<Script>,
    calls: AtomicUsize,
    faults: AtomicUsize,
    begun: AtomicBool,
    dead: AtomicBool,
}

impl Proxy {
    /// In front of the node at `url`.
    pub async fn start(url: &str, script: impl Fn(&str, usize) -> Fate + Send + Sync + 'static) -> Self {
        let node = url.strip_prefix("http://").expect("a node without TLS").trim_end_matches('/').to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let pass = Arc::new(Pass {
            node,
            script: Box::new(script),
            calls: AtomicUsize::new(0),
            faults: AtomicUsize::new(0),
            begun: AtomicBool::new(false),
            dead: AtomicBool::new(false),
        });
        let shared = pass.clone();
        let listening = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let pass = shared.clone();
                tokio::spawn(async move { pass.serve(stream).await });
            }
        });
        Self { url, pass, listener: listening.abort_handle() }
    }

    /// The next call that the script decides on has the number 0; until then all go through.
    pub fn begin(&self) {
        self.pass.calls.store(0, Ordering::SeqCst);
        self.pass.begun.store(true, Ordering::SeqCst);
    }

    /// Calls that something happened to.
    pub fn faults(&self) -> usize {
        self.pass.faults.load(Ordering::SeqCst)
    }

    /// Nothing goes through any more.
    pub fn is_dead(&self) -> bool {
        self.pass.dead.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.pass.dead.store(true, Ordering::SeqCst);
        self.listener.abort();
    }
}

impl Pass {
    async fn serve(&self, mut client: TcpStream) -> io::Result<()> {
        let mut node = TcpStream::connect(&self.node).await?;
        while let Some(asked) = Message::read(&mut client).await? {
            let line = asked.head.lines().next().unwrap_or_default();
            let is_ping = line.starts_with("GET /_nodes/_local");
            let fate = if is_ping || !self.begun.load(Ordering::SeqCst) {
                Fate::Pass
            } else {
                (self.script)(line, self.calls.fetch_add(1, Ordering::SeqCst))
            };
            if self.dead.load(Ordering::SeqCst) {
                return Ok(());
            }
            self.faults.fetch_add(usize::from(fate != Fate::Pass), Ordering::SeqCst);
            match fate {
                Fate::Lose => return Ok(()),
                Fate::Busy => {
                    let body = r#"{"error":{"type":"rejected_execution_exception","reason":"full"}}"#;
                    let answer = format!("HTTP/1.1 429 x\r\ncontent-length: {}\r\n\r\n{body}", body.len());
                    client.write_all(answer.as_bytes()).await?;
                    continue;
                }
                Fate::HalfAndDie => {
                    self.dead.store(true, Ordering::SeqCst);
                    asked.half_of_bulk().write(&mut node).await?;
                    Message::read(&mut node).await?;
                    return Ok(());
                }
                Fate::Delay(delay) => tokio::time::sleep(delay).await,
                Fate::Pass | Fate::CutAnswer | Fate::CorruptAnswer | Fate::PassAndDie => {}
            }
            asked.write(&mut node).await?;
            let Some(mut answer) = Message::read(&mut node).await? else { return Ok(()) };
            let middle = answer.body.len() / 2;
            match fate {
                Fate::CutAnswer => {
                    answer.body.truncate(middle);
                    return answer.write(&mut client).await;
                }
                Fate::CorruptAnswer => {
                    let end = answer.body.len().min(middle + 8);
                    answer.body[middle..end].fill(0xff);
                }
                Fate::PassAndDie => self.dead.store(true, Ordering::SeqCst),
                _ => {}
            }
            answer.write(&mut client).await?;
        }
        Ok(())
    }
}

/// A request or an answer: its head as it came, and a body of the length told there.
struct Message {
    head: String,
    body: Vec<u8>,
}

impl Message {
    async fn read(stream: &mut TcpStream) -> io::Result<Option<Self>> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            if stream.read(&mut byte).await? == 0 {
                return Ok(None);
            }
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).expect("a head in ASCII");
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("content-length").then(|| value.parse().expect("a length"))
        });
        let mut body = vec![0; length.unwrap_or(0)];
        stream.read_exact(&mut body).await?;
        Ok(Some(Self { head, body }))
    }

    /// As it came; a body that was made shorter since looks cut off.
    async fn write(&self, stream: &mut TcpStream) -> io::Result<()> {
        stream.write_all(self.head.as_bytes()).await?;
        stream.write_all(&self.body).await
    }

    /// The first half of the operations of a bulk, each of two lines.
    fn half_of_bulk(self) -> Self {
        let lines: Vec<&[u8]> = self.body.split_inclusive(|byte| *byte == b'\n').collect();
        let body = lines[..lines.len() / 4 * 2].concat();
        let head = self.head.lines().filter(|line| !line.is_empty());
        let head = head.map(|line| {
            if line.to_ascii_lowercase().starts_with("content-length:") {
                return format!("content-length: {}\r\n", body.len());
            }
            format!("{line}\r\n")
        });
        Self { head: head.chain(["\r\n".to_owned()]).collect(), body }
    }
}
