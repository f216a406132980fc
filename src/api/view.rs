use std::collections::BTreeMap;
use std::sync::LazyLock;

use bytes::{BufMut, Bytes, BytesMut};
use prost_reflect::{DescriptorPool, Kind, MessageDescriptor};
use prost_types::FieldMask;

use crate::contract::DESCRIPTORS;
use crate::contract::v1::CitationView;
use crate::contract::wire::Fields;
use crate::library::{LibraryError, Violation};

static CITATION: LazyLock<MessageDescriptor> = LazyLock::new(|| {
    DescriptorPool::decode(DESCRIPTORS)
        .ok()
        .and_then(|pool| pool.get_message_by_name("ibid.v1.Citation"))
        .expect("build.rs compiled ibid.v1.Citation")
});

/// Top-level fields of `CITATION_VIEW_BASIC`.
const BASIC: [&str; 12] = [
    "name",
    "etag",
    "identifiers",
    "type",
    "titles",
    "contributors",
    "container",
    "volume",
    "issue",
    "pages",
    "dates",
    "editorial_status",
];

/// Which parts of a citation a reply shows. Parts are cut out of the encoded bytes; nothing is decoded.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum View {
    Whole,
    Parts(Parts),
}

/// Field numbers to keep; `None` keeps the field whole.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Parts(BTreeMap<u32, Option<Parts>>);

static BASIC_PARTS: LazyLock<Parts> = LazyLock::new(|| {
    let numbers = BASIC.iter().filter_map(|name| CITATION.get_field_by_name(name));
    Parts(numbers.map(|field| (field.number(), None)).collect())
});

impl View {
    /// What a request asks for: `read_mask` beats `view`, which beats the method's default.
    pub fn of(view: i32, mask: Option<&FieldMask>, default: CitationView) -> Result<Self, LibraryError> {
        if let Some(mask) = mask.filter(|mask| !mask.paths.is_empty()) {
            return masked(mask);
        }
        let asked = CitationView::try_from(view)
            .map_err(|_| LibraryError::invalid("view", "use CITATION_VIEW_BASIC or CITATION_VIEW_FULL"))?;
        let view = if asked == CitationView::Unspecified { default } else { asked };
        Ok(match view {
            CitationView::Basic => Self::Parts(BASIC_PARTS.clone()),
            CitationView::Full | CitationView::Unspecified => Self::Whole,
        })
    }

    /// The parts of an encoded citation that this view shows.
    pub fn show(&self, citation: Bytes) -> Bytes {
        match self {
            Self::Whole => citation,
            Self::Parts(parts) => {
                let mut shown = BytesMut::with_capacity(citation.len());
                parts.copy(&citation, &mut shown);
                shown.freeze()
            }
        }
    }
}

impl Parts {
    fn copy(&self, message: &[u8], out: &mut BytesMut) {
        for field in Fields::new(message) {
            match self.0.get(&field.tag) {
                None => {}
                Some(None) => out.put_slice(field.whole),
                Some(Some(parts)) => {
                    let mut inner = BytesMut::with_capacity(field.content.len());
                    parts.copy(field.content, &mut inner);
                    prost::encoding::encode_key(field.tag, prost::encoding::WireType::LengthDelimited, out);
                    prost::encoding::encode_varint(inner.len() as u64, out);
                    out.put_slice(&inner);
                }
            }
        }
    }

    fn add(&mut self, descriptor: &MessageDescriptor, path: &[&str]) -> Result<(), String> {
        let Some((name, rest)) = path.split_first() else { return Ok(()) };
        let field = descriptor
            .get_field_by_name(name)
            .ok_or_else(|| format!("{} has no field `{name}`", descriptor.name()))?;
        if rest.is_empty() {
            self.0.insert(field.number(), None);
            return Ok(());
        }
        let Kind::Message(inner) = field.kind() else {
            return Err(format!("`{name}` has no fields of its own"));
        };
        match self.0.entry(field.number()).or_insert_with(|| Some(Parts::default())) {
            Some(parts) => parts.add(&inner, rest),
            None => Ok(()),
        }
    }
}

fn masked(mask: &FieldMask) -> Result<View, LibraryError> {
    if mask.paths.iter().any(|path| path == "*") {
        return Ok(View::Whole);
    }
    let mut parts = Parts::default();
    let mut violations = Vec::new();
    for (index, path) in mask.paths.iter().enumerate() {
        let steps: Vec<&str> = path.split('.').collect();
        if let Err(description) = parts.add(&CITATION, &steps) {
            violations.push(Violation { field: format!("read_mask.paths[{index}]"), description });
        }
    }
    if violations.is_empty() { Ok(View::Parts(parts)) } else { Err(LibraryError::Invalid(violations)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::v1::{Citation, Title};
    use prost::Message;

    fn record() -> Citation {
        Citation {
            name: "citations/a".into(),
            volume: "7".into(),
            notes: vec!["n".into()],
            titles: vec![
                Title { text: "one".into(), language: "it".into(), ..Default::default() },
                Title { text: "two".into(), ..Default::default() },
            ],
            ..Default::default()
        }
    }

    fn check(paths: &[&str], expected: Citation) {
        let mask = FieldMask { paths: paths.iter().map(|path| (*path).to_owned()).collect() };
        let view = View::of(0, Some(&mask), CitationView::Full).unwrap();
        let shown = view.show(record().encode_to_vec().into());
        assert_eq!(Citation::decode(shown).unwrap(), expected, "{paths:?}");
    }

    #[test]
    fn masks_reach_through_repeated_fields() {
        let title = |text: &str| Title { text: text.into(), ..Default::default() };
        check(&["*"], record());
        check(&["volume"], Citation { volume: "7".into(), ..Default::default() });
        check(&["titles.text"], Citation { titles: vec![title("one"), title("two")], ..Default::default() });
        check(&["titles.text", "titles"], Citation { titles: record().titles, ..Default::default() });
    }

    #[test]
    fn every_unknown_path_is_named() {
        let mask = FieldMask { paths: vec!["colour".into(), "volume.x".into(), "name".into()] };
        let Err(LibraryError::Invalid(violations)) = View::of(0, Some(&mask), CitationView::Full) else {
            panic!("unknown paths were taken");
        };
        let fields: Vec<_> = violations.iter().map(|violation| violation.field.as_str()).collect();
        assert_eq!(fields, ["read_mask.paths[0]", "read_mask.paths[1]"]);
    }

    #[test]
    fn basic_leaves_notes_out() {
        let shown = View::of(1, None, CitationView::Full).unwrap().show(record().encode_to_vec().into());
        assert_eq!(Citation::decode(shown).unwrap(), Citation { notes: Vec::new(), ..record() });
    }
}
