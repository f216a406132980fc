//! A line of text with italics and bold, in any of the formats.

use crate::style::output::{Format, escape};

/// What has been written so far.
pub struct Line {
    out: String,
    format: Format,
}

impl Line {
    /// An empty line.
    pub fn new(format: Format) -> Self {
        Self { out: String::new(), format }
    }

    /// Text.
    pub fn text(&mut self, text: &str) -> &mut Self {
        escape(text, self.format, &mut self.out);
        self
    }

    /// Text in italics.
    pub fn italic(&mut self, text: &str) -> &mut Self {
        self.marked(text, ("<i>", "</i>"), "*")
    }

    /// Text in bold.
    pub fn bold(&mut self, text: &str) -> &mut Self {
        self.marked(text, ("<b>", "</b>"), "**")
    }

    /// A new line.
    pub fn line_break(&mut self) -> &mut Self {
        self.out.push_str(match self.format {
            Format::Html => "<br>\n",
            Format::Markdown => "  \n",
            Format::Text => "\n",
        });
        self
    }

    /// Text after a separator, where there is text and something before it; a full stop or its like is not doubled.
    pub fn after(&mut self, separator: &str, text: &str) -> &mut Self {
        if text.is_empty() {
            return self;
        }
        self.separator(separator);
        self.text(text)
    }

    /// A separator, unless nothing stands before it. After "?" its full stop is left out.
    pub fn separator(&mut self, separator: &str) -> &mut Self {
        if self.out.is_empty() {
            return self;
        }
        let separator = match separator.strip_prefix('.') {
            Some(rest) if self.ends_sentence() => rest,
            _ => separator,
        };
        self.out.push_str(separator);
        self
    }

    /// A full stop at the end, unless there is one.
    pub fn stop(&mut self) -> &mut Self {
        if !self.out.is_empty() && !self.ends_sentence() {
            self.out.push('.');
        }
        self
    }

    /// True when nothing has been written.
    pub fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// The line.
    pub fn finish(&mut self) -> String {
        std::mem::take(&mut self.out)
    }

    fn ends_sentence(&self) -> bool {
        let shown = self.out.trim_end_matches("</i>").trim_end_matches("</b>").trim_end_matches('*');
        shown.ends_with(['.', '?', '!'])
    }

    fn marked(&mut self, text: &str, tags: (&str, &str), mark: &str) -> &mut Self {
        if text.is_empty() {
            return self;
        }
        let (on, off) = match self.format {
            Format::Html => tags,
            Format::Markdown => (mark, mark),
            Format::Text => ("", ""),
        };
        self.out.push_str(on);
        escape(text, self.format, &mut self.out);
        self.out.push_str(off);
        self
    }
}
