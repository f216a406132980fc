use crate::contract::v1::{Abstract, Formatting, FormattingStyle as Style};
use crate::formats::write::{markup, summary, xml};

/// XML in the making.
pub struct Elements<'a> {
    out: &'a mut String,
}

impl<'a> Elements<'a> {
    pub fn new(out: &'a mut String) -> Self {
        Self { out }
    }

    /// `<name>text</name>`; none where the text is empty.
    pub fn text(&mut self, name: &str, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        self.open(name);
        xml::escape(text, self.out);
        self.shut(name);
    }

    /// As [`Self::text`], with the markup in EndNote's `style` elements.
    pub fn marked(&mut self, name: &str, text: &str, formatting: &[Formatting]) {
        if formatting.is_empty() {
            return self.text(name, text);
        }
        self.open(name);
        markup::set(text, formatting, faces, xml::escape, self.out);
        self.shut(name);
    }

    /// An abstract with its headings, each part on a line.
    pub fn summary(&mut self, name: &str, summary: &Abstract) {
        let text = summary::lines(summary, "\n", |part, out| {
            markup::set(part.text, &part.formatting, faces, xml::escape, out);
        });
        if !text.is_empty() {
            self.open(name);
            self.out.push_str(&text);
            self.shut(name);
        }
    }

    /// `<name>` around what `fill` adds; none where it adds nothing.
    pub fn group(&mut self, name: &str, fill: impl FnOnce(&mut Elements)) {
        let start = self.out.len();
        self.open(name);
        let filled = self.out.len();
        fill(self);
        if self.out.len() == filled {
            self.out.truncate(start);
        } else {
            self.shut(name);
        }
    }

    fn open(&mut self, name: &str) {
        self.out.push('<');
        self.out.push_str(name);
        self.out.push('>');
    }

    fn shut(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }
}

fn faces(style: Style) -> Option<(&'static str, &'static str)> {
    match style {
        Style::Bold => Some(("<style face=\"bold\" font=\"default\" size=\"100%\">", "</style>")),
        Style::Italic => Some(("<style face=\"italic\" font=\"default\" size=\"100%\">", "</style>")),
        Style::Underline => Some(("<style face=\"underline\" font=\"default\" size=\"100%\">", "</style>")),
        Style::Superscript => {
            Some(("<style face=\"superscript\" font=\"default\" size=\"100%\">", "</style>"))
        }
        Style::Subscript => Some(("<style face=\"subscript\" font=\"default\" size=\"100%\">", "</style>")),
        Style::SmallCaps | Style::Mathml | Style::Unspecified => None,
    }
}
