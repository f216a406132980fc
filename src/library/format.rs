//! References and citations: works are read, every style prints them, and what is missing is told.

mod plan;
mod styles;

use prost::Message as _;

use super::{Library, LibraryError};
use crate::contract::v1::{Citation, FormatCitationsRequest, FormatWarning, Reference, StyledReferences};
use crate::engine::Deadline;
use crate::record::check::settle_spans;
use crate::record::name::CitationRef;
use crate::style::{Budget, Cluster, ClusterCite, Document, Exhausted, PIECE_LIMIT, ReadyStyle, Shelf};
use plan::{Chosen, Plan};
pub use styles::StylePage;

/// Steps that one call may make: more than twice what the largest call needs in any style of the archive, and seconds of a core.
const STEPS: u64 = 200_000_000;
/// Bytes of references and citations in one answer.
const TEXT: u64 = 32 << 20;

/// What was printed.
#[derive(Debug)]
pub struct Formatted {
    /// One a work, in order: the names, then the caller's own records.
    pub works: Vec<Work>,
    pub styles: Vec<StyledReferences>,
}

/// What became of one work.
#[derive(Debug)]
pub struct Work {
    /// As the caller called it; empty for a record of its own.
    pub requested_name: String,
    pub read: Result<Citation, LibraryError>,
    /// The work before it that it is.
    pub same_as: Option<usize>,
}

impl Library {
    /// Prints stored citations and the caller's own records.
    pub async fn format(
        &self,
        request: FormatCitationsRequest,
        deadline: Deadline,
    ) -> Result<Formatted, LibraryError> {
        let library = self.clone();
        let read = move || Plan::of(&request, &library.inner.shelf).map(|plan| (request, plan));
        let (mut request, plan) = worked(read).await??;
        let mut works = self.named(std::mem::take(&mut request.names), deadline).await?;
        works.extend(own(std::mem::take(&mut request.citations)));
        worked(move || print(&plan, &request, works, || deadline.check().map_err(Into::into))).await?
    }

    async fn named(&self, names: Vec<String>, deadline: Deadline) -> Result<Vec<Work>, LibraryError> {
        let parsed: Vec<Result<CitationRef, LibraryError>> = names
            .iter()
            .map(|name| {
                name.parse().map_err(|error| LibraryError::invalid("names", format!("`{name}`: {error}")))
            })
            .collect();
        let good: Vec<(String, CitationRef)> = names
            .iter()
            .zip(&parsed)
            .filter_map(|(name, parsed)| Some((name.clone(), parsed.as_ref().ok()?.clone())))
            .collect();
        let mut found = self.citations(&good, deadline).await?.into_iter();
        let work = |(requested_name, parsed): (String, Result<CitationRef, LibraryError>)| {
            let read = parsed.and_then(|_| {
                let missing = || LibraryError::CitationNotFound { name: requested_name.clone() };
                Ok(Citation::decode(found.next().ok_or_else(missing)??)?)
            });
            match read {
                Err(LibraryError::Engine(error)) => Err(error.into()),
                read => Ok(Work { requested_name, read, same_as: None }),
            }
        };
        names.into_iter().zip(parsed).map(work).collect()
    }
}

/// Prints records that need no library.
pub fn format_records(mut request: FormatCitationsRequest, shelf: &Shelf) -> Result<Formatted, LibraryError> {
    let plan = Plan::of(&request, shelf)?;
    let works = own(std::mem::take(&mut request.citations)).collect();
    print(&plan, &request, works, || Ok(()))
}

fn own(citations: Vec<Citation>) -> impl Iterator<Item = Work> {
    citations.into_iter().map(|mut citation| {
        // a mark without its text has nothing to be printed on
        settle_spans(&mut citation);
        Work { requested_name: String::new(), read: Ok(citation), same_as: None }
    })
}

/// Runs work that keeps a core busy.
async fn worked<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, LibraryError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(%error, "formatting failed");
        LibraryError::Fault("formatted references")
    })
}

fn print(
    plan: &Plan,
    request: &FormatCitationsRequest,
    mut works: Vec<Work>,
    go_on: impl Fn() -> Result<(), LibraryError>,
) -> Result<Formatted, LibraryError> {
    let places = told_apart(&mut works);
    let distinct: Vec<usize> = (0..works.len()).filter(|work| works[*work].same_as.is_none()).collect();
    let records: Vec<(usize, &Citation)> =
        distinct.iter().filter_map(|work| Some((*work, works[*work].read.as_ref().ok()?))).collect();
    let citations: Vec<&Citation> = records.iter().map(|(_, citation)| *citation).collect();
    let (clusters, left_out) = clusters(request, &places);
    let document = Document {
        works: &citations,
        clusters: &clusters,
        policy: plan.policy,
        format: plan.format,
        references: !request.omit_references,
    };
    let budget = Budget::new(STEPS, TEXT);
    let mut styles = Vec::with_capacity(plan.styles.len());
    for chosen in &plan.styles {
        go_on()?;
        let printed = document
            .print(&chosen.style.style, &chosen.locale, &budget)
            .map_err(|exhausted| limit(exhausted, chosen.style.id()))?;
        let mut warnings: Vec<FormatWarning> = chosen.warning(&request.locale).into_iter().collect();
        warnings.extend(left_out.iter().cloned());
        warnings.extend(printed.lacks.into_iter().map(|(record, lack)| FormatWarning {
            work: Some(records[record].0 as i32),
            field: lack.field.to_owned(),
            message: lack.message.to_owned(),
        }));
        let references = printed
            .references
            .into_iter()
            .map(|(record, text)| Reference { work: Some(records[record].0 as i32), text });
        styles.push(StyledReferences {
            style: chosen.style.id().to_owned(),
            locale: chosen.locale.lang.clone(),
            references: references.collect(),
            citations: printed.citations,
            warnings,
            has_references: chosen.has_references(),
            hanging_indent: chosen.hanging_indent(),
        });
    }
    Ok(Formatted { works, styles })
}

fn limit(exhausted: Exhausted, style: &str) -> LibraryError {
    let limit = match exhausted {
        Exhausted::Steps => STEPS,
        Exhausted::Text => TEXT,
        Exhausted::Piece => PIECE_LIMIT as u64,
    };
    LibraryError::Limit { what: format!("`{style}`: {exhausted}"), limit, actual: None }
}

/// Marks works that were named before, and tells of each work which record it is.
fn told_apart(works: &mut [Work]) -> Vec<Option<usize>> {
    let mut first = std::collections::HashMap::new();
    let mut places: Vec<Option<usize>> = Vec::with_capacity(works.len());
    let mut count = 0;
    for (at, work) in works.iter_mut().enumerate() {
        let Ok(citation) = &work.read else {
            places.push(None);
            continue;
        };
        let known = match citation.name.as_str() {
            "" => None,
            name => Some(*first.entry(name.to_owned()).or_insert(at)).filter(|known| *known != at),
        };
        work.same_as = known;
        match known {
            Some(known) => places.push(places[known]),
            None => {
                places.push(Some(count));
                count += 1;
            }
        }
    }
    places
}

/// The clusters over the records, and a warning for each cite that has none.
fn clusters<'r>(
    request: &'r FormatCitationsRequest,
    places: &[Option<usize>],
) -> (Vec<Cluster<'r>>, Vec<FormatWarning>) {
    let mut left_out = Vec::new();
    let mut clusters = Vec::with_capacity(request.clusters.len());
    for (number, cluster) in request.clusters.iter().enumerate() {
        let mut cites = Vec::with_capacity(cluster.cites.len());
        for (place, cite) in cluster.cites.iter().enumerate() {
            match places.get(cite.work as usize).copied().flatten() {
                Some(item) => cites.push(ClusterCite { item, ..plan::cite(cite) }),
                None => left_out.push(FormatWarning {
                    work: Some(cite.work),
                    field: format!("clusters[{number}].cites[{place}]"),
                    message: "there is no record of this work: the cite is left out".to_owned(),
                }),
            }
        }
        let note = u32::try_from(cluster.note_number).ok().filter(|note| *note > 0);
        clusters.push(Cluster { note, cites });
    }
    (clusters, left_out)
}

impl Chosen {
    fn has_references(&self) -> bool {
        match &self.style.style {
            ReadyStyle::Csl(style) => style.program.bibliography.is_some(),
            ReadyStyle::Pure(_) => true,
        }
    }

    fn hanging_indent(&self) -> bool {
        let ReadyStyle::Csl(style) = &self.style.style else { return false };
        style.program.bibliography.as_ref().is_some_and(|bibliography| bibliography.hanging_indent)
    }

    fn warning(&self, asked: &str) -> Option<FormatWarning> {
        self.fell_back.then(|| FormatWarning {
            work: None,
            field: "locale".to_owned(),
            message: format!("there is no locale `{asked}`: `{}` is used", self.locale.lang),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::{PureStyle, styles};

    #[test]
    fn the_largest_call_needs_less_than_half_of_its_steps() {
        let lines = include_str!("../cli/demo/records.jsonl").lines().filter(|line| !line.is_empty());
        let records: Vec<Citation> =
            lines.map(|line| crate::contract::from_json("Citation", line).expect("a record")).collect();
        let works: Vec<&Citation> = records.iter().collect();
        let clusters = Cluster::each(works.len());
        let shelf = Shelf::default();
        let mut most = (0, "");
        for style in styles().iter().filter(|style| PureStyle::by_id(style.id).is_none()) {
            let shelved = shelf.style(style.id).expect("a style of the archive");
            let (locale, _) = shelf.locale(&shelved, "").expect("a locale");
            let document = Document {
                works: &works,
                clusters: &clusters,
                policy: None,
                format: crate::style::Format::Html,
                references: true,
            };
            let budget = Budget::default();
            document.print(&shelved.style, &locale, &budget).expect("no limit");
            most = most.max(((u64::MAX - budget.steps()) / works.len() as u64, style.id));
        }
        let (steps, style) = most;
        assert!(steps * 20_000 < STEPS / 2, "{style}: {steps} steps a work");
    }
}
