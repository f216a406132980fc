use tonic::{Request, Response, Status, async_trait};

use super::answers::Replies;
use super::request::{Checked, MAX_BATCH, MAX_LIST_PAGE, MAX_SEARCH_PAGE, citation_name};
use super::view::View;
use super::{export, format, opened, reply, status};
use crate::contract::Encoded;
use crate::contract::server::citation_service_server::CitationService;
use crate::contract::server::{
    BatchGetCitationsItem, BatchGetCitationsResponse, CitationHit, ExportCitationsResponse,
    ListCitationsResponse, SearchCitationsResponse, batch_get_citations_item,
};
use crate::contract::v1::{
    BatchGetCitationsRequest, Citation, CitationView, ExportCitationsRequest, FormatCitationsRequest,
    FormatCitationsResponse, GetCitationRequest, ListCitationStylesRequest, ListCitationStylesResponse,
    ListCitationsRequest, SearchCitationsRequest,
};
use crate::engine::Deadline;
use crate::library::{Library, LibraryError, ListRequest, SearchRequest};
use crate::record::name::CitationRef;

/// `ibid.v1.CitationService`.
pub(super) struct Citations {
    library: Library,
}

#[async_trait]
impl CitationService for Citations {
    async fn get_citation(
        &self,
        request: Request<GetCitationRequest>,
    ) -> Result<Response<Encoded<Citation>>, Status> {
        let (request, deadline) = opened(request);
        reply(self.get(request, deadline).await)
    }

    async fn batch_get_citations(
        &self,
        request: Request<BatchGetCitationsRequest>,
    ) -> Result<Response<BatchGetCitationsResponse>, Status> {
        let (request, deadline) = opened(request);
        reply(self.batch(request, deadline).await)
    }

    async fn list_citations(
        &self,
        request: Request<ListCitationsRequest>,
    ) -> Result<Response<ListCitationsResponse>, Status> {
        let (request, deadline) = opened(request);
        reply(self.list(request, deadline).await)
    }

    async fn search_citations(
        &self,
        request: Request<SearchCitationsRequest>,
    ) -> Result<Response<SearchCitationsResponse>, Status> {
        let (request, deadline) = opened(request);
        reply(self.search(request, deadline).await)
    }

    type ExportCitationsStream = Replies<ExportCitationsResponse>;

    async fn export_citations(
        &self,
        request: Request<ExportCitationsRequest>,
    ) -> Result<Response<Self::ExportCitationsStream>, Status> {
        let parts = export::export(&self.library, request.into_inner());
        parts.map(Response::new).map_err(|error| status::of(&error))
    }

    async fn format_citations(
        &self,
        request: Request<FormatCitationsRequest>,
    ) -> Result<Response<FormatCitationsResponse>, Status> {
        let (request, deadline) = opened(request);
        reply(format::format(&self.library, request, deadline).await)
    }

    async fn list_citation_styles(
        &self,
        request: Request<ListCitationStylesRequest>,
    ) -> Result<Response<ListCitationStylesResponse>, Status> {
        let (request, _) = opened(request);
        // the first call compiles every style
        let library = self.library.clone();
        let listed = tokio::task::spawn_blocking(move || format::styles(&library, &request)).await;
        reply(listed.map_err(|error| {
            tracing::error!(%error, "styles could not be listed");
            status::internal()
        })?)
    }
}

impl Citations {
    pub fn new(library: Library) -> Self {
        Self { library }
    }

    async fn get(
        &self,
        request: GetCitationRequest,
        deadline: Deadline,
    ) -> Result<Encoded<Citation>, LibraryError> {
        let mut checked = Checked::default();
        let name = checked.keep(citation_name("name", &request.name))?;
        let view = checked.keep(View::of(request.view, request.read_mask.as_ref(), CitationView::Full))?;
        checked.done()?;
        let (Some(reference), Some(view)) = (name, view) else { return Err(LibraryError::Cancelled) };
        let (_, stored) = self.library.citation(&request.name, &reference, deadline).await?;
        Ok(Encoded::from_bytes(view.show(stored.citation)))
    }

    async fn batch(
        &self,
        request: BatchGetCitationsRequest,
        deadline: Deadline,
    ) -> Result<BatchGetCitationsResponse, LibraryError> {
        if request.names.len() > MAX_BATCH {
            let description = format!("{} names are more than {MAX_BATCH}", request.names.len());
            return Err(LibraryError::invalid("names", description));
        }
        let view = View::of(request.view, request.read_mask.as_ref(), CitationView::Full)?;
        let parsed: Vec<Result<CitationRef, LibraryError>> =
            request.names.iter().map(|name| citation_name("name", name)).collect();
        let good: Vec<(String, CitationRef)> = request
            .names
            .iter()
            .zip(&parsed)
            .filter_map(|(name, parsed)| Some((name.clone(), parsed.as_ref().ok()?.clone())))
            .collect();
        let mut found = self.library.citations(&good, deadline).await?.into_iter();
        let items = request.names.into_iter().zip(parsed).map(|(requested_name, parsed)| {
            let answer = parsed.and_then(|reference| {
                found
                    .next()
                    .unwrap_or_else(|| Err(LibraryError::CitationNotFound { name: format!("{reference:?}") }))
            });
            let result = match answer {
                Ok(bytes) => {
                    batch_get_citations_item::Result::Citation(Encoded::from_bytes(view.show(bytes)))
                }
                Err(error) => batch_get_citations_item::Result::Error(status::item(&error)),
            };
            BatchGetCitationsItem { requested_name, result: Some(result) }
        });
        Ok(BatchGetCitationsResponse { items: items.collect() })
    }

    async fn list(
        &self,
        request: ListCitationsRequest,
        deadline: Deadline,
    ) -> Result<ListCitationsResponse, LibraryError> {
        let mut checked = Checked::default();
        let page_size = checked.page_size(request.page_size, MAX_LIST_PAGE);
        let view = checked.keep(View::of(request.view, request.read_mask.as_ref(), CitationView::Basic))?;
        checked.done()?;
        let view = view.unwrap_or(View::Whole);
        let list = ListRequest {
            filter: request.filter,
            order_by: request.order_by,
            page_size,
            page_token: request.page_token,
        };
        let page = self.library.list(&list, deadline).await?;
        Ok(ListCitationsResponse {
            citations: page
                .citations
                .into_iter()
                .map(|bytes| Encoded::from_bytes(view.show(bytes)))
                .collect(),
            next_page_token: page.next_page_token,
        })
    }

    async fn search(
        &self,
        request: SearchCitationsRequest,
        deadline: Deadline,
    ) -> Result<SearchCitationsResponse, LibraryError> {
        let mut checked = Checked::default();
        let page_size = checked.page_size(request.page_size, MAX_SEARCH_PAGE);
        let view = checked.keep(View::of(request.view, request.read_mask.as_ref(), CitationView::Basic))?;
        checked.done()?;
        let view = view.unwrap_or(View::Whole);
        let search = SearchRequest {
            query: request.query,
            filter: request.filter,
            order_by: request.order_by,
            page_size,
            page_token: request.page_token,
            snippets: !request.omit_snippets,
        };
        let page = self.library.search(&search, deadline).await?;
        let hits = page.hits.into_iter().map(|hit| CitationHit {
            citation: Some(Encoded::from_bytes(view.show(hit.citation))),
            score: hit.score.into(),
            snippets: hit.snippets,
        });
        Ok(SearchCitationsResponse {
            hits: hits.collect(),
            next_page_token: page.next_page_token,
            total_size: i32::try_from(page.total).unwrap_or(i32::MAX),
            interpreted_query: page.interpreted,
        })
    }
}
