use super::answers::{Replies, replies};
use super::status;
use super::view::View;
use crate::contract::Encoded;
use crate::contract::server::ExportCitationsResponse;
use crate::contract::v1::{CitationView, ExportCitationsRequest, ExportFormat};
use crate::formats::write::Format;
use crate::library::{ExportPart, ExportRequest, Library, LibraryError};

/// Starts an export.
pub(super) fn export(
    library: &Library,
    request: ExportCitationsRequest,
) -> Result<Replies<ExportCitationsResponse>, LibraryError> {
    let view = View::of(request.view, None, CitationView::Full)?;
    let format = ExportFormat::try_from(request.format)
        .map_err(|_| LibraryError::invalid("format", "this server does not write such a format"))?;
    let (filter, resume_token) = (request.filter, request.resume_token);
    let parts = library.export(ExportRequest { filter, format: written(format), resume_token });
    let is_last = |part: &ExportPart| part.resume_token.is_empty();
    Ok(replies(parts, is_last, move |part| {
        part.map(|part| reply(part, &view)).map_err(|error| status::of(&error))
    }))
}

fn reply(part: ExportPart, view: &View) -> ExportCitationsResponse {
    let citations = part.citations.into_iter().map(|bytes| Encoded::from_bytes(view.show(bytes)));
    ExportCitationsResponse {
        citations: citations.collect(),
        data: part.data,
        exported: i32::try_from(part.exported).unwrap_or(i32::MAX),
        resume_token: part.resume_token,
    }
}

/// The format of a file; `None` for citations as messages.
fn written(format: ExportFormat) -> Option<Format> {
    Some(match format {
        ExportFormat::Unspecified => return None,
        ExportFormat::Jsonl => Format::Jsonl,
        ExportFormat::Ris => Format::Ris,
        ExportFormat::Bibtex => Format::Bibtex,
        ExportFormat::Biblatex => Format::Biblatex,
        ExportFormat::CslJson => Format::CslJson,
        ExportFormat::Nbib => Format::Nbib,
        ExportFormat::EndnoteXml => Format::EndnoteXml,
        ExportFormat::Csv => Format::Csv,
    })
}
