//! Whether an answer with status 200 holds all that was asked for: a shard may have failed, or the search run out of time.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

/// What the answer lacks, or `None` when it is whole; with `all`, every shard must have a part in it. Hits stand behind what is read here, and are not looked at.
pub(super) fn lacking(body: &[u8], all: bool) -> Option<String> {
    let mut found = Found { all, ..Found::default() };
    let read = found.deserialize(&mut serde_json::Deserializer::from_slice(body));
    if !found.enough()
        && let Err(error) = read
    {
        return Some(format!("the answer cannot be read: {error}"));
    }
    found.lacking()
}

#[derive(Default)]
struct Found {
    all: bool,
    shards: Option<Shards>,
    timed_out: Option<bool>,
    /// Of `_msearch`: what the first answer lacks that lacks something.
    responses: Option<Option<String>>,
}

#[derive(Deserialize)]
struct Shards {
    failed: u32,
    #[serde(default)]
    successful: Option<u32>,
    #[serde(default)]
    total: u32,
}

/// One answer of `_msearch`: it has `_shards` or an error.
#[derive(Deserialize)]
struct Response {
    #[serde(default)]
    status: u16,
    #[serde(rename = "_shards")]
    shards: Option<Shards>,
    timed_out: Option<bool>,
    error: Option<IgnoredAny>,
}

impl Found {
    fn enough(&self) -> bool {
        self.shards.is_some() && self.timed_out.is_some()
    }

    fn lacking(self) -> Option<String> {
        if let Some(lacking) = self.responses {
            return lacking;
        }
        lacks(self.shards.as_ref(), self.timed_out, self.all)
    }
}

impl Response {
    /// An error that the caller judges, as that of a bad query, is whole.
    fn lacking(&self) -> Option<String> {
        match (self.error, self.status) {
            (Some(_), 429 | 500..) => Some(format!("a search of several failed with {}", self.status)),
            (Some(_), _) => None,
            (None, _) => lacks(self.shards.as_ref(), self.timed_out, true),
        }
    }
}

fn lacks(shards: Option<&Shards>, timed_out: Option<bool>, all: bool) -> Option<String> {
    match shards {
        None => Some("the answer does not say how its shards fared".into()),
        Some(Shards { failed: 1.., .. }) => {
            shards.map(|shards| format!("{} of {} shards failed", shards.failed, shards.total))
        }
        Some(Shards { successful: Some(successful), total, .. }) if all && successful < total => {
            Some(format!("{successful} of {total} shards answered"))
        }
        Some(_) if timed_out == Some(true) => Some("the search timed out in the cluster".into()),
        Some(_) => None,
    }
}

impl<'de> DeserializeSeed<'de> for &mut Found {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &mut Found {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an answer of the cluster")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "_shards" => self.shards = Some(map.next_value()?),
                "timed_out" => self.timed_out = Some(map.next_value()?),
                "responses" => {
                    let responses: Vec<Response> = map.next_value()?;
                    self.responses = Some(responses.iter().find_map(Response::lacking));
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
            if self.enough() {
                // the only way out of a map that is not read to its end
                return Err(A::Error::custom("enough"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_lacks_something_says_what() {
        for (body, expected) in [
            (r#"{"took":1,"timed_out":false,"_shards":{"total":2,"failed":0},"hits":{}}"#, None),
            (
                r#"{"timed_out":false,"_shards":{"total":2,"failed":1},"hits":{}}"#,
                Some("1 of 2 shards failed"),
            ),
            (r#"{"_shards":{"total":2,"failed":0},"timed_out":true}"#, Some("timed out")),
            (r#"{"_shards":{"total":2,"failed":2,"failures":[{"shard":0}]}}"#, Some("2 of 2 shards failed")),
            (r#"{"count":7,"_shards":{"total":2,"failed":0}}"#, None),
            (r#"{"pit_id":"x","_shards":{"failed":0}}"#, None),
            (
                r#"{"count":7,"_shards":{"total":3,"successful":2,"failed":0}}"#,
                Some("2 of 3 shards answered"),
            ),
            (r#"{"count":7,"_shards":{"total":3,"successful":3,"failed":0}}"#, None),
            (r#"{"hits":{}}"#, Some("does not say")),
            (r#"{"count":7,"_shards":{"failed"#, Some("cannot be read")),
            ("", Some("cannot be read")),
            ("[]", Some("cannot be read")),
            (r#"{"responses":[{"timed_out":false,"_shards":{"failed":0},"status":200}]}"#, None),
            (
                r#"{"responses":[{"_shards":{"failed":0}},{"_shards":{"failed":1,"total":1}}]}"#,
                Some("1 of 1"),
            ),
            (r#"{"responses":[{"error":{"type":"x"},"status":400}]}"#, None),
            (r#"{"responses":[{"error":{"type":"x"},"status":503}]}"#, Some("failed with 503")),
            (r#"{"responses":[{"timed_out":true,"_shards":{"failed":0}}]}"#, Some("timed out")),
            (r#"{"responses":[{}]}"#, Some("does not say")),
        ] {
            let lacking = lacking(body.as_bytes(), true);
            match (&lacking, expected) {
                (None, None) => {}
                (Some(text), Some(expected)) if text.contains(expected) => {}
                _ => panic!("{body}: {lacking:?}"),
            }
        }
    }

    #[test]
    fn copies_that_no_node_has_are_not_missed_by_a_refresh() {
        let body = br#"{"_shards":{"total":2,"successful":1,"failed":0}}"#;
        assert_eq!(lacking(body, false), None);
        assert!(lacking(body, true).is_some());
    }
}
