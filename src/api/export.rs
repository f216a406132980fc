use bytes::{Bytes, BytesMut};
use prost::Message;

use super::answers::{Replies, replies};
use super::status;
use super::view::View;
use crate::contract::Encoded;
use crate::contract::server::ExportCitationsResponse;
use crate::contract::v1::{Citation, CitationView, ExportCitationsRequest, ExportFormat};
use crate::formats::write::jsonl;
use crate::library::{ExportPart, Library, LibraryError};

/// Starts an export.
pub(super) fn export(
    library: &Library,
    request: ExportCitationsRequest,
) -> Result<Replies<ExportCitationsResponse>, LibraryError> {
    let view = View::of(request.view, None, CitationView::Full)?;
    let format = ExportFormat::try_from(request.format)
        .map_err(|_| LibraryError::invalid("format", "this server does not write such a format"))?;
    let parts = library.export(request.filter, request.resume_token);
    let is_last = |part: &ExportPart| part.resume_token.is_empty();
    Ok(replies(parts, is_last, move |part| {
        part.and_then(|part| reply(part, format, &view)).map_err(|error| status::of(&error))
    }))
}

fn reply(
    part: ExportPart,
    format: ExportFormat,
    view: &View,
) -> Result<ExportCitationsResponse, LibraryError> {
    let reply = ExportCitationsResponse {
        exported: i32::try_from(part.exported).unwrap_or(i32::MAX),
        resume_token: part.resume_token,
        ..ExportCitationsResponse::default()
    };
    Ok(match format {
        ExportFormat::Unspecified => {
            let citations = part.citations.into_iter().map(|bytes| Encoded::from_bytes(view.show(bytes)));
            ExportCitationsResponse { citations: citations.collect(), ..reply }
        }
        ExportFormat::Jsonl => ExportCitationsResponse { data: lines(part.citations)?, ..reply },
    })
}

fn lines(citations: Vec<Bytes>) -> Result<Bytes, LibraryError> {
    let mut data = BytesMut::new();
    for bytes in citations {
        data.extend_from_slice(jsonl::write(&Citation::decode(bytes)?).as_bytes());
        data.extend_from_slice(b"\n");
    }
    Ok(data.freeze())
}
