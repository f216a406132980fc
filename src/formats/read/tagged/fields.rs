use std::fmt;

/// Name of a field: one to eight letters or digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tag([u8; 8]);

impl Tag {
    /// The first eight bytes of `name`, which are ASCII.
    pub fn new(name: &str) -> Self {
        let mut tag = [0; 8];
        for (to, from) in tag.iter_mut().zip(name.bytes().filter(u8::is_ascii)) {
            *to = from;
        }
        Self(tag)
    }

    pub fn as_str(&self) -> &str {
        let length = self.0.iter().position(|byte| *byte == 0).unwrap_or(8);
        std::str::from_utf8(&self.0[..length]).unwrap_or_default()
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The fields of one entry, their values in one piece of memory.
#[derive(Debug, Default)]
pub struct Fields {
    text: String,
    /// Tag of each, and where its value ends.
    fields: Vec<(Tag, usize)>,
}

impl Fields {
    pub fn push(&mut self, tag: &str, value: &str) {
        self.text.push_str(value);
        self.fields.push((Tag::new(tag), self.text.len()));
    }

    /// Adds to the last field, behind `separator` where that has a value; false where there is no field.
    pub fn extend(&mut self, separator: &str, text: &str) -> bool {
        let before = self.fields.len().checked_sub(2).map_or(0, |at| self.fields[at].1);
        let Some((_, end)) = self.fields.last_mut() else { return false };
        if *end > before {
            self.text.push_str(separator);
        }
        self.text.push_str(text);
        *end = self.text.len();
        true
    }

    /// Tag of the field that came last.
    pub fn last(&self) -> Option<&str> {
        self.fields.last().map(|(tag, _)| tag.as_str())
    }

    /// Value of the field that came last; empty where there is none.
    pub fn last_value(&self) -> &str {
        let start = self.fields.len().checked_sub(2).map_or(0, |at| self.fields[at].1);
        self.text.get(start..).unwrap_or_default()
    }

    /// In the order of the entry: tag and value of each.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut start = 0;
        self.fields.iter().map(move |(tag, end)| {
            let value = &self.text[start..*end];
            start = *end;
            (tag.as_str(), value)
        })
    }

    /// The first value of `tag` that is not empty.
    pub fn first(&self, tag: &str) -> Option<&str> {
        self.iter().find(|(name, value)| *name == tag && !value.is_empty()).map(|(_, value)| value)
    }

    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Bytes that they take.
    pub fn size(&self) -> usize {
        self.text.len() + self.fields.len() * size_of::<(Tag, usize)>()
    }

    /// Forgets all but the first fields, so that an entry that is refused holds no memory.
    pub fn shrink(&mut self, bytes: usize) {
        self.fields.truncate(4);
        while self.fields.last().is_some_and(|(_, end)| *end > bytes) {
            self.fields.pop();
        }
        let end = self.fields.last().map_or(0, |(_, end)| *end);
        self.text.truncate(end);
        self.text.shrink_to_fit();
        self.fields.shrink_to_fit();
    }
}
