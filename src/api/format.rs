use super::request::{Checked, MAX_SEARCH_PAGE};
use super::status;
use crate::contract::v1::{
    FormatCitationsRequest, FormatCitationsResponse, FormattedWork, ListCitationStylesRequest,
    ListCitationStylesResponse, StyleCategory,
};
use crate::engine::Deadline;
use crate::library::{Library, LibraryError, Work};
use crate::style::locale_tags;

/// Prints references and citations.
pub(super) async fn format(
    library: &Library,
    request: FormatCitationsRequest,
    deadline: Deadline,
) -> Result<FormatCitationsResponse, LibraryError> {
    let formatted = library.format(request, deadline).await?;
    Ok(FormatCitationsResponse {
        works: formatted.works.into_iter().map(work).collect(),
        styles: formatted.styles,
    })
}

fn work(work: Work) -> FormattedWork {
    let (name, error) = match work.read {
        Ok(citation) => (citation.name, None),
        Err(error) => (String::new(), Some(status::item(&error))),
    };
    FormattedWork {
        requested_name: work.requested_name,
        name,
        same_as: work.same_as.and_then(|same| i32::try_from(same).ok()),
        error,
    }
}

/// A page of styles.
pub(super) fn styles(
    library: &Library,
    request: &ListCitationStylesRequest,
) -> Result<ListCitationStylesResponse, LibraryError> {
    let mut checked = Checked::default();
    let page_size = checked.page_size(request.page_size, MAX_SEARCH_PAGE);
    let category = checked.keep(category(request.category))?;
    checked.done()?;
    let page = library.styles(&request.query, category.flatten(), page_size, &request.page_token)?;
    Ok(ListCitationStylesResponse {
        styles: page.styles,
        next_page_token: page.next_page_token,
        total_size: i32::try_from(page.total).unwrap_or(i32::MAX),
        locales: locale_tags().into_iter().map(str::to_owned).collect(),
    })
}

fn category(asked: i32) -> Result<Option<StyleCategory>, LibraryError> {
    match StyleCategory::try_from(asked) {
        Ok(StyleCategory::Unspecified) => Ok(None),
        Ok(category) => Ok(Some(category)),
        Err(_) => Err(LibraryError::invalid("category", "there is no such category")),
    }
}
