use crate::formats::write::lines;

const WIDTH: usize = 88;
const INDENT: &str = "      ";

/// The fields of an entry in the making.
pub struct Tags<'a> {
    out: &'a mut String,
}

impl<'a> Tags<'a> {
    pub fn new(out: &'a mut String) -> Self {
        Self { out }
    }
}

impl Tags<'_> {
    /// A field, on as many lines as it needs; none where the value is empty.
    pub fn put(&mut self, tag: &str, value: &str) {
        let start = self.out.len();
        self.out.push_str(tag);
        self.out.push_str(&"    "[tag.len().min(4)..]);
        self.out.push_str("- ");
        let filled = self.out.len();
        lines::one_line(value, self.out);
        if self.out.len() == filled {
            return self.out.truncate(start);
        }
        self.wrap(filled);
        self.out.push('\n');
    }

    /// Breaks the last line behind single spaces, so that joining with a space gives the same text.
    fn wrap(&mut self, filled: usize) {
        if self.out.len() - filled <= WIDTH - INDENT.len() {
            return;
        }
        let text = self.out.split_off(filled);
        let mut width = INDENT.len();
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let end = rest.find(' ').unwrap_or(rest.len());
            let spaces = rest[end..].bytes().take_while(|byte| *byte == b' ').count();
            let word = &rest[..end];
            self.out.push_str(word);
            width += word.chars().count();
            rest = &rest[end + spaces..];
            let next = rest.find(' ').unwrap_or(rest.len());
            let fits = width + spaces + rest[..next].chars().count() <= WIDTH;
            if rest.is_empty() {
                break;
            }
            if fits || spaces != 1 {
                self.out.extend(std::iter::repeat_n(' ', spaces));
                width += spaces;
            } else {
                self.out.push_str(" \n");
                self.out.push_str(INDENT);
                width = INDENT.len();
            }
        }
    }
}
