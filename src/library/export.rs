use bytes::Bytes;
use tokio::sync::mpsc;

use super::browse::ListRequest;
use super::{Library, LibraryError, background};

/// Records in one part of an export: large enough to fill the wire, small enough to hold many at once.
const PART: usize = 200;

/// A part of an export.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportPart {
    pub citations: Vec<Bytes>,
    /// Continues after this part.
    pub resume_token: String,
    /// Records so far, this part included.
    pub exported: u64,
}

impl Library {
    /// Streams everything under `filter` in order of id. Parts wait while the receiver is slow; the work ends when it is dropped.
    pub fn export(
        &self,
        filter: String,
        resume_token: String,
    ) -> mpsc::Receiver<Result<ExportPart, LibraryError>> {
        let (parts, receiver) = mpsc::channel(4);
        let library = self.clone();
        tokio::spawn(async move {
            let mut request =
                ListRequest { filter, page_size: PART, page_token: resume_token, ..ListRequest::default() };
            let mut exported = 0;
            loop {
                let page = match library.list(&request, background()).await {
                    Ok(page) => page,
                    Err(error) => {
                        let _ = parts.send(Err(error)).await;
                        return;
                    }
                };
                exported += page.citations.len() as u64;
                let part = ExportPart {
                    citations: page.citations,
                    resume_token: page.next_page_token.clone(),
                    exported,
                };
                if parts.send(Ok(part)).await.is_err() || page.next_page_token.is_empty() {
                    return;
                }
                request.page_token = page.next_page_token;
            }
        });
        receiver
    }
}
