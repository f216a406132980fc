//! A document in one style: its references, its citations, and what its works lack.

use super::budget::{Budget, Exhausted};
use super::catalogue::ReadyStyle;
use super::item::{Cited, Item};
use super::locale::Locale;
use super::needs::{Lack, lacks, portal_lacks};
use super::output::Format;
use super::processor::{Cluster, Entry, Processor};
use super::pure::PureStyle;
use super::source::LoadedStyle;
use super::title::TitlePolicy;
use crate::contract::v1::Citation;

/// What is to be printed.
#[derive(Debug)]
pub struct Document<'a> {
    /// The works, each once.
    pub works: &'a [&'a Citation],
    /// Citations in the text, whose cites point at `works`.
    pub clusters: &'a [Cluster<'a>],
    /// Which title; `None` for what the style's manual asks.
    pub policy: Option<TitlePolicy>,
    pub format: Format,
    /// Print the list of references.
    pub references: bool,
}

/// What was printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// Place among the works and text, in the order of the style.
    pub references: Vec<(usize, String)>,
    /// One a cluster.
    pub citations: Vec<String>,
    /// What works lack, in order of the works.
    pub lacks: Vec<(usize, Lack)>,
}

impl Document<'_> {
    /// Prints in a style and a language.
    pub fn print(&self, style: &ReadyStyle, locale: &Locale, budget: &Budget) -> Result<Printed, Exhausted> {
        let mut printed = match style {
            ReadyStyle::Csl(style) => self.csl(style, locale, budget),
            ReadyStyle::Pure(style) => self.portal(*style, locale, budget),
        };
        budget.check()?;
        printed.lacks.sort_by_key(|(work, _)| *work);
        Ok(printed)
    }

    fn csl(&self, style: &LoadedStyle, locale: &Locale, budget: &Budget) -> Printed {
        let family = style.family();
        let order = self.order();
        let mut place = vec![0; self.works.len()];
        for (item, work) in order.iter().enumerate() {
            place[*work] = item;
        }
        let cited: Vec<Cited<'_>> =
            order.iter().map(|work| Cited::by_manual(self.works[*work], family, self.policy)).collect();
        let items = cited.iter().map(|one| one as &dyn Item).collect();
        let processor = Processor::new(&style.program, locale, budget, items);
        let mut printed = Printed::default();
        let entries = match (self.references, &style.program.bibliography) {
            (true, Some(_)) => processor.bibliography(self.format),
            (true, None) => processor.notes(self.format),
            (false, _) => processor.notes_lack(),
        };
        for Entry { item, text, lacking } in entries {
            let work = order[item];
            printed.lacks.extend(lacks(self.works[work], &lacking).into_iter().map(|lack| (work, lack)));
            if self.references {
                printed.references.push((work, text));
            }
        }
        let clusters: Vec<Cluster<'_>> =
            self.clusters.iter().map(|cluster| placed(cluster, &place)).collect();
        printed.citations = processor.clusters(&clusters, self.format);
        printed
    }

    fn portal(&self, style: PureStyle, locale: &Locale, budget: &Budget) -> Printed {
        let mut printed = Printed::default();
        for (work, citation) in self.works.iter().enumerate() {
            let lacks = portal_lacks(citation, style);
            printed.lacks.extend(lacks.into_iter().map(|lack| (work, lack)));
            if self.references && !budget.is_spent() {
                let text = style.print(citation, &locale.lang, self.format);
                budget.finished(text.len());
                printed.references.push((work, text));
            }
        }
        printed
    }

    /// Works in the order in which they are cited, then those that are not.
    fn order(&self) -> Vec<usize> {
        let mut seen = vec![false; self.works.len()];
        let cited = self.clusters.iter().flat_map(|cluster| cluster.cites.iter().map(|cite| cite.item));
        cited
            .chain(0..self.works.len())
            .filter(|work| seen.get_mut(*work).is_some_and(|seen| !std::mem::replace(seen, true)))
            .collect()
    }
}

fn placed<'a>(cluster: &Cluster<'a>, place: &[usize]) -> Cluster<'a> {
    let mut cluster = cluster.clone();
    for cite in &mut cluster.cites {
        cite.item = place.get(cite.item).copied().unwrap_or(usize::MAX);
    }
    cluster
}
