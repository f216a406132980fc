use std::collections::BTreeMap;

use prost::Message;
use sha2::{Digest, Sha256};

use crate::contract::v1::{Finding, Review};

/// A review as the library keeps it, apart from the findings, which may be made anew at any time.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Reviewed {
    /// Id of the finding within its citation.
    #[prost(string, tag = "1")]
    pub id: String,
    /// Verdict, reviewer, time, note, corrected fields and etag.
    #[prost(message, optional, tag = "2")]
    pub review: Option<Review>,
    /// The finding as it was judged, without review.
    #[prost(message, optional, tag = "3")]
    pub judged: Option<Finding>,
}

impl Reviewed {
    /// A review with its etag: a hash of who said what, when, and of what.
    pub fn new(id: String, review: Review, judged: Finding) -> Self {
        let review = Review { etag: String::new(), ..review };
        let mut reviewed = Self { id, review: Some(review), judged: Some(judged) };
        let digest = Sha256::digest(reviewed.encode_to_vec());
        if let Some(review) = &mut reviewed.review {
            review.etag = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        }
        reviewed
    }

    fn time(&self) -> (i64, i32) {
        let time = self.review.as_ref().and_then(|review| review.time).unwrap_or_default();
        (time.seconds, time.nanos)
    }
}

/// The reviews of citations that become one, in order of id. Where two are of the same words the later one stays; of two made at
/// the same time always the same one, whichever comes first.
pub(crate) fn unite(one: &[Reviewed], other: &[Reviewed]) -> Vec<Reviewed> {
    let mut united: BTreeMap<&str, &Reviewed> = BTreeMap::new();
    for review in one.iter().chain(other) {
        let rank =
            |review: &Reviewed| (review.time(), review.review.as_ref().map(|review| review.etag.clone()));
        let stays = united.get(review.id.as_str()).is_some_and(|known| rank(known) >= rank(review));
        if !stays {
            united.insert(&review.id, review);
        }
    }
    united.into_values().cloned().collect()
}

#[cfg(test)]
mod tests {
    use prost_types::Timestamp;

    use super::*;

    fn review(id: &str, seconds: i64, note: &str) -> Reviewed {
        let time = Some(Timestamp { seconds, nanos: 0 });
        let review = Review { verdict: 1, time, note: note.into(), ..Default::default() };
        Reviewed::new(id.into(), review, Finding::default())
    }

    #[test]
    fn the_later_review_of_the_same_words_stays_whatever_the_order() {
        let (a, b) =
            ([review("x", 1, "early"), review("y", 1, "one")], [review("x", 2, "late"), review("w", 9, "")]);
        let expected = [review("w", 9, ""), review("x", 2, "late"), review("y", 1, "one")];
        assert_eq!(unite(&a, &b), expected);
        assert_eq!(unite(&b, &a), expected);
        let same_time = review("x", 2, "other");
        assert_eq!(unite(&b, std::slice::from_ref(&same_time)), unite(std::slice::from_ref(&same_time), &b));
    }

    #[test]
    fn an_etag_changes_with_all_that_was_said() {
        let etag = |reviewed: &Reviewed| reviewed.review.as_ref().unwrap().etag.clone();
        let first = etag(&review("x", 1, "a"));
        assert_eq!(first.len(), 32);
        assert_eq!(first, etag(&review("x", 1, "a")));
        assert_ne!(first, etag(&review("x", 2, "a")));
        assert_ne!(first, etag(&review("x", 1, "b")));
        let corrected = Finding { kind: 3, ..Default::default() };
        let again = review("x", 1, "a");
        assert_ne!(first, etag(&Reviewed::new("x".into(), again.review.unwrap(), corrected)));
    }
}
