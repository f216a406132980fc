use bytes::Bytes;
use prost::Message as _;
use tokio::sync::mpsc;

use super::browse::{CitationPage, ListRequest};
use super::page::Position;
use super::{Library, LibraryError, background};
use crate::contract::v1::Citation;
use crate::contract::wire::Fields;
use crate::formats::write::{Format, Writer};

/// Records in one part of an export: large enough to fill the wire, small enough to hold many at once.
const PART: usize = 200;

/// What to export.
#[derive(Debug, Clone, Default)]
pub struct ExportRequest {
    pub filter: String,
    /// `None` for the citations themselves.
    pub format: Option<Format>,
    /// Of the last part that was received; empty for the beginning.
    pub resume_token: String,
}

/// A part of an export.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportPart {
    /// The citations, where no format was asked for.
    pub citations: Vec<Bytes>,
    /// The bytes of the file, where one was. They end between records.
    pub data: Bytes,
    /// Continues after this part; empty in the last one.
    pub resume_token: String,
    /// Records so far, this part included.
    pub exported: u64,
}

impl Library {
    /// Streams everything under the filter in order of id. Parts wait while the receiver is slow; the work ends when it is dropped.
    pub fn export(&self, request: ExportRequest) -> mpsc::Receiver<Result<ExportPart, LibraryError>> {
        let (parts, receiver) = mpsc::channel(4);
        let library = self.clone();
        tokio::spawn(async move {
            if let Err(error) = library.export_to(request, &parts).await {
                let _ = parts.send(Err(error)).await;
            }
        });
        receiver
    }

    async fn export_to(
        &self,
        request: ExportRequest,
        parts: &mpsc::Sender<Result<ExportPart, LibraryError>>,
    ) -> Result<(), LibraryError> {
        let key = ["export", &request.filter, request.format.map_or("", Format::as_str)];
        let mut list = ListRequest { filter: request.filter.clone(), page_size: PART, ..Default::default() };
        let mut writer = request.format.map(Writer::new);
        if let Some(position) = self.unseal(&key, &request.resume_token)? {
            if let Some(fresh) = writer.take() {
                writer = Some(self.passed(&list, &position.last, fresh).await?);
            }
            list.page_token = String::from_utf8_lossy(&position.cursor).into_owned();
        }
        let mut exported = 0;
        loop {
            let CitationPage { citations, next_page_token } = self.list(&list, background()).await?;
            let is_last = next_page_token.is_empty();
            // a part without records would begin a file whose first record a resumed stream could not tell from another
            if citations.is_empty() && !is_last {
                list.page_token = next_page_token;
                continue;
            }
            exported += citations.len() as u64;
            let resume_token = match (is_last, citations.last()) {
                (false, Some(last)) => {
                    let (last, cursor) = (id_of(last)?, Bytes::from(next_page_token.clone()));
                    self.seal(&key, Position { last, cursor, ..Position::default() })
                }
                _ => String::new(),
            };
            let mut part = ExportPart { citations, data: Bytes::new(), resume_token, exported };
            if let Some(written) = writer.take() {
                let (next, data) = render(written, std::mem::take(&mut part.citations), is_last).await?;
                (writer, part.data) = (next, data);
            }
            if parts.send(Ok(part)).await.is_err() || is_last {
                return Ok(());
            }
            list.page_token = next_page_token;
        }
    }

    /// A writer behind the records up to the one whose id is `last`. Where a record's text depends on those before it, they are
    /// gone through once more.
    async fn passed(
        &self,
        list: &ListRequest,
        last: &str,
        mut writer: Writer,
    ) -> Result<Writer, LibraryError> {
        writer.resume();
        if !writer.depends_on_what_came_before() {
            return Ok(writer);
        }
        let mut list = ListRequest { page_token: String::new(), ..list.clone() };
        loop {
            let page = self.list(&list, background()).await?;
            for bytes in page.citations {
                if id_of(&bytes)?.as_str() > last {
                    return Ok(writer);
                }
                writer.pass(&Citation::decode(bytes)?);
            }
            if page.next_page_token.is_empty() {
                return Ok(writer);
            }
            list.page_token = page.next_page_token;
        }
    }
}

/// Writes the records of a part, and the end of the file behind the last one.
async fn render(
    mut writer: Writer,
    citations: Vec<Bytes>,
    is_last: bool,
) -> Result<(Option<Writer>, Bytes), LibraryError> {
    let work = move || {
        let mut out = String::with_capacity(citations.iter().map(Bytes::len).sum());
        for bytes in citations {
            writer.record(&Citation::decode(bytes)?, &mut out);
        }
        let mut writer = Some(writer);
        if is_last && let Some(writer) = writer.take() {
            writer.finish(&mut out);
        }
        Ok((writer, Bytes::from(out)))
    };
    tokio::task::spawn_blocking(work).await.map_err(|_| LibraryError::Fault("wrote an export"))?
}

/// The id in the name of an encoded citation.
fn id_of(citation: &Bytes) -> Result<String, LibraryError> {
    let name = Fields::new(citation).find(|field| field.tag == 1);
    let name = name.map(|field| String::from_utf8_lossy(field.content)).unwrap_or_default();
    Ok(name.rsplit('/').next().unwrap_or_default().to_owned())
}
