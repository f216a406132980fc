use std::io::{ErrorKind, Read};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use crate::cli::Failure;
use crate::cli::input::Input;
use crate::contract::v1::import_citations_request::Payload;
use crate::contract::v1::{ImportCitationsRequest, ImportConfig};

/// Bytes of a message; the contract's limit is 1 MiB.
const CHUNK: usize = 256 * 1024;
/// Chunks that wait for the server to read on.
const AHEAD: usize = 4;

/// A file on its way into an import.
pub struct Feed {
    /// The config, then the file's bytes as they are on disk.
    pub requests: ReceiverStream<ImportCitationsRequest>,
    /// Why reading stopped before the file's end, once it did.
    pub broken: Arc<OnceLock<String>>,
}

impl Feed {
    /// Opens the file; a thread of its own reads it, no faster than the server does.
    pub fn open(file: &Input, config: ImportConfig) -> Result<Self, Failure> {
        let mut bytes = file.open()?;
        let (sender, receiver) = mpsc::channel(AHEAD);
        let broken = Arc::new(OnceLock::new());
        let report = broken.clone();
        tokio::task::spawn_blocking(move || {
            let send = |payload| {
                let request = ImportCitationsRequest { payload: Some(payload) };
                sender.blocking_send(request).is_ok()
            };
            if !send(Payload::Config(config)) {
                return;
            }
            loop {
                match chunk(&mut *bytes) {
                    Ok(chunk) if chunk.is_empty() => return,
                    Ok(chunk) => {
                        if !send(Payload::Chunk(chunk)) {
                            // Nobody receives any more: the import is over, and its status says why.
                            return;
                        }
                    }
                    Err(error) => {
                        // Set once, here.
                        let _ = report.set(error.to_string());
                        return;
                    }
                }
            }
        });
        Ok(Self { requests: ReceiverStream::new(receiver), broken })
    }
}

/// The next bytes; empty at the end.
fn chunk(input: &mut dyn Read) -> std::io::Result<Bytes> {
    let mut buffer = vec![0; CHUNK];
    let mut filled = 0;
    while filled < CHUNK {
        match input.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    buffer.truncate(filled);
    Ok(buffer.into())
}
