//! Where a cite stands after earlier ones: first, subsequent, ibid, with another locator, near.

use std::collections::HashMap;

use super::processor::Cluster;
use super::render::Position;

/// What is known of one cite.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub position: Position,
    pub near_note: bool,
    /// Note in which the work was cited first.
    pub first_note: Option<u32>,
}

/// The places of all cites of a document, cluster by cluster.
pub fn places(clusters: &[Cluster<'_>], near: u32) -> Vec<Vec<Place>> {
    // item -> the note of its first cite, the note of its last
    let mut cited: HashMap<usize, (Option<u32>, Option<u32>)> = HashMap::new();
    let mut answer = Vec::with_capacity(clusters.len());
    // the clusters of the note before and of this note so far; those in the text are a line of their own
    let mut lines: [Vec<&Cluster<'_>>; 2] = Default::default();
    for cluster in clusters {
        let line = &mut lines[usize::from(cluster.note.is_some())];
        let same_note = cluster.note.is_some() && line.last().is_some_and(|last| last.note == cluster.note);
        let near_by = if same_note { line.len() - 1 } else { 0 };
        let mut places = Vec::with_capacity(cluster.cites.len());
        for (number, cite) in cluster.cites.iter().enumerate() {
            let Some((first, last)) = cited.get(&cite.item).copied() else {
                cited.insert(cite.item, (cluster.note, cluster.note));
                places.push(Place::default());
                continue;
            };
            let earlier = match number {
                0 if line[near_by..].iter().all(|before| sole(before, cite.item)) => {
                    line.last().and_then(|before| before.cites.last())
                }
                0 => None,
                _ => cluster.cites.get(number - 1).filter(|earlier| earlier.item == cite.item),
            };
            let position = match earlier {
                None => Position::Subsequent,
                Some(earlier) => match (earlier.locator, cite.locator) {
                    (None, None) => Position::Ibid,
                    (None, Some(_)) => Position::IbidWithLocator,
                    (Some(_), None) => Position::Subsequent,
                    (Some(one), Some(other)) if one == other => Position::Ibid,
                    _ => Position::IbidWithLocator,
                },
            };
            let near_note = match (last, cluster.note) {
                (Some(last), Some(note)) => note.saturating_sub(last) <= near,
                _ => false,
            };
            cited.insert(cite.item, (first, cluster.note));
            places.push(Place { position, near_note, first_note: first });
        }
        answer.push(places);
        if !same_note {
            line.clear();
        }
        line.push(cluster);
    }
    answer
}

/// True when a cluster cites one work and no other.
fn sole(cluster: &Cluster<'_>, item: usize) -> bool {
    cluster.cites.iter().all(|cite| cite.item == item)
}
