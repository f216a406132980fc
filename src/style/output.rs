//! Tape -> plain text, HTML or Markdown. Here punctuation that meets is settled, commas and full stops go into or out of quotation
//! marks, and formatting within itself is turned off.

mod html;
mod markdown;
mod switch;

use super::locale::Locale;
use super::punctuation::{goes_inside, meet};
use super::tape::{MarkKind, Quoted, Span, Tape};
use switch::{Switches, Turn};

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Text,
    /// HTML, with the tags and classes that citeproc-js writes.
    Html,
    /// Markdown with Pandoc's superscripts and small capitals.
    Markdown,
}

/// Text as a format writes it.
pub fn escape(text: &str, format: Format, out: &mut String) {
    match format {
        Format::Text => out.push_str(text),
        Format::Html => html::escape(text, out),
        Format::Markdown => markdown::escape(text, out),
    }
}

/// Writes a tape.
pub fn write(tape: &Tape, locale: &Locale, format: Format) -> String {
    let mut writer = Writer {
        out: String::with_capacity(tape.text.len() + tape.text.len() / 4),
        locale,
        format,
        stack: Vec::new(),
        switches: Switches::default(),
        quotes: 0,
        last: None,
        held: Vec::new(),
    };
    let mut at = 0;
    for mark in &tape.marks {
        let next = mark.at as usize;
        if next > at {
            writer.text(&tape.text[at..next]);
            at = next;
        }
        match mark.kind {
            MarkKind::Open(span) => writer.open(span),
            MarkKind::Close => writer.close(),
            MarkKind::Seam => {}
        }
    }
    writer.text(&tape.text[at..]);
    writer.finish()
}

/// An open span; what it wrote is known once there was text in it.
struct Open {
    span: Span,
    written: Option<Written>,
}

/// What a span has written and has to take back.
#[derive(Clone)]
struct Written {
    turns: Vec<Turn>,
    quote: Option<Mark>,
}

/// Which quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Outer,
    Inner,
    /// French ones in a language that has others.
    French,
}

/// Something that waits until it is known what follows a closing quotation mark.
enum Held {
    Quote { mark: Mark, swaps: bool },
    Turns(Vec<Turn>),
    Display(citationberg::Display),
}

struct Writer<'a> {
    out: String,
    locale: &'a Locale,
    format: Format,
    stack: Vec<Open>,
    switches: Switches,
    /// Quotations that are open.
    quotes: usize,
    /// Last character that a reader sees, but for closing quotation marks, and where it is.
    last: Option<(char, usize)>,
    held: Vec<Held>,
}

impl Writer<'_> {
    fn open(&mut self, span: Span) {
        self.stack.push(Open { span, written: None });
    }

    fn close(&mut self) {
        let Some(Open { span, written: Some(written) }) = self.stack.pop() else { return };
        let in_quote = !self.held.is_empty();
        for turn in written.turns.iter().rev() {
            self.switches.undo(turn);
        }
        if let Some(mark) = written.quote {
            self.quotes -= usize::from(mark != Mark::French);
            self.held.push(Held::Quote { mark, swaps: span == Span::Quote(Quoted::Double) });
        } else if let Span::Display(display) = span {
            self.held.push(Held::Display(display));
            self.release();
        } else if in_quote {
            self.held.push(Held::Turns(written.turns));
        } else {
            self.write_off(&written.turns);
        }
    }

    fn text(&mut self, text: &str) {
        let Some(first) = text.chars().next() else { return };
        let mut text = text;
        let mut put: &str = "";
        let quoted = !self.held.is_empty();
        let swaps = self.locale.punctuation_in_quote
            && self.held.iter().any(|held| matches!(held, Held::Quote { swaps: true, .. }));
        let mut single = [0_u8; 4];
        match self.last {
            Some((' ' | '\u{a0}', _)) if first == ' ' => text = text.trim_start_matches(' '),
            Some((last, at)) => {
                if let Some(kept) = meet(last, first) {
                    text = &text[first.len_utf8()..];
                    put = self.settle(kept, at, last, quoted, swaps);
                } else if swaps && goes_inside(first) {
                    self.inside(first.encode_utf8(&mut single));
                    text = &text[1..];
                }
            }
            None => {}
        }
        if put.is_empty() && text.is_empty() {
            return;
        }
        self.release();
        self.enter();
        self.visible(put);
        self.visible(text);
    }

    /// Puts what is kept of two marks that meet where it belongs; what comes after the closing quotation marks is returned.
    fn settle(
        &mut self,
        kept: &'static str,
        at: usize,
        last: char,
        quoted: bool,
        swaps: bool,
    ) -> &'static str {
        if !quoted {
            let (head, tail) = kept.split_at(1);
            self.out.replace_range(at..at + last.len_utf8(), head);
            self.last = head.chars().next().map(|c| (c, at));
            return tail;
        }
        let stays = usize::from(kept.starts_with(last));
        let inside = if swaps { kept.find(|c| !goes_inside(c)).unwrap_or(kept.len()) } else { stays };
        let (inner, outer) = kept.split_at(inside);
        self.out.replace_range(at..at + last.len_utf8(), inner);
        self.last = inner.char_indices().last().map(|(offset, c)| (c, at + offset));
        if self.last.is_none() {
            self.last = self.out[..at].char_indices().last().map(|(offset, c)| (c, offset));
        }
        outer
    }

    /// Text before the quotation marks that wait to be closed.
    fn inside(&mut self, text: &str) {
        let at = self.out.len();
        self.visible(text);
        self.last = text.chars().last().map(|c| (c, at));
    }

    fn visible(&mut self, text: &str) {
        let Some((offset, last)) = text.char_indices().last() else { return };
        let from = self.out.len();
        escape(text, self.format, &mut self.out);
        // marks of punctuation are written as they are, so that the last one lies at the end
        let at = if self.out.len() - from == text.len() {
            from + offset
        } else {
            self.out.len() - last.len_utf8()
        };
        self.last = Some((last, at));
    }

    /// Writes what waited.
    fn release(&mut self) {
        for held in std::mem::take(&mut self.held) {
            match held {
                Held::Quote { mark, .. } => {
                    let quotes = &self.locale.quotes;
                    self.raw(match mark {
                        Mark::Outer => &quotes.close,
                        Mark::Inner => &quotes.inner_close,
                        Mark::French => "\u{202f}»",
                    });
                }
                Held::Turns(turns) => self.write_off(&turns),
                Held::Display(display) => {
                    if self.format == Format::Html {
                        // a space that ends the last block stands behind it
                        let space = display == citationberg::Display::RightInline && self.out.ends_with(' ');
                        if space {
                            self.out.pop();
                        }
                        self.out.push_str(html::display(display).1);
                        self.out.push_str(if space { " " } else { "" });
                    }
                }
            }
        }
    }

    /// Opens what is to be open around the next text.
    fn enter(&mut self) {
        for place in 0..self.stack.len() {
            if self.stack[place].written.is_some() {
                continue;
            }
            let span = self.stack[place].span;
            let mut written = Written { turns: Vec::new(), quote: None };
            match span {
                Span::Format(format) => written.turns = self.switches.set(&format),
                Span::Inner(format) => written.turns = self.switches.flip(&format),
                Span::NoDecor => written.turns = self.switches.all_off(),
                Span::NoCase | Span::Names => {}
                Span::Quote(quoted) => {
                    let quotes = &self.locale.quotes;
                    let (mark, opening) = match quoted {
                        Quoted::French if !quotes.open.starts_with('«') => (Mark::French, "«\u{202f}"),
                        _ if self.quotes % 2 == 1 => (Mark::Inner, &*quotes.inner_open),
                        _ => (Mark::Outer, &*quotes.open),
                    };
                    self.raw(opening);
                    self.last = None;
                    self.quotes += usize::from(mark != Mark::French);
                    written.quote = Some(mark);
                }
                Span::Display(display) => match self.format {
                    Format::Html => self.out.push_str(html::display(display).0),
                    Format::Text | Format::Markdown => self.apart(display),
                },
            }
            for turn in &written.turns {
                match self.format {
                    Format::Text => {}
                    Format::Html => self.out.push_str(html::on(turn)),
                    Format::Markdown => self.out.push_str(markdown::on(turn)),
                }
            }
            self.stack[place].written = Some(written);
        }
    }

    /// What stands on a line of its own, or beside a number, where there are no blocks.
    fn apart(&mut self, display: citationberg::Display) {
        use citationberg::Display;
        match display {
            _ if self.out.is_empty() => {}
            Display::Block | Display::Indent => self.out.push('\n'),
            Display::RightInline if !self.out.ends_with(char::is_whitespace) => self.out.push(' '),
            Display::RightInline | Display::LeftMargin => {}
        }
    }

    /// A mark that is neither text nor punctuation.
    fn raw(&mut self, mark: &str) {
        match self.format {
            Format::Html => html::escape(mark, &mut self.out),
            Format::Text | Format::Markdown => self.out.push_str(mark),
        }
    }

    fn write_off(&mut self, turns: &[Turn]) {
        for turn in turns.iter().rev() {
            match self.format {
                Format::Text => {}
                Format::Html => self.out.push_str(html::off(turn)),
                Format::Markdown => self.out.push_str(markdown::off(turn)),
            }
        }
    }

    fn finish(mut self) -> String {
        while !self.stack.is_empty() {
            self.close();
        }
        self.release();
        self.out
    }
}
