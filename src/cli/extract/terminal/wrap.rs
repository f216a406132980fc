/// How a view is set.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    pub colour: bool,
    /// Columns of the terminal.
    pub width: usize,
}

/// A space at which no line is broken. Only our own words have it: in any other text it is shown as a sign.
pub const UNBREAKABLE: char = '\x1f';

/// Narrower than this nothing is legible.
const NARROWEST: usize = 20;

/// Text in one style.
#[derive(Debug, Clone)]
pub struct Run {
    text: String,
    /// Codes of a terminal's SELECT GRAPHIC RENDITION; empty for none.
    style: String,
}

impl Run {
    /// Foreign text: what would steer the terminal is shown as a sign.
    pub fn new(text: &str, style: &str) -> Self {
        Run { text: text.chars().map(harmless).collect(), style: style.to_owned() }
    }

    /// Our own words.
    pub fn own(text: &str, style: &str) -> Self {
        Run { text: text.to_owned(), style: style.to_owned() }
    }
}

/// Lines for a terminal, broken at its width.
#[derive(Debug)]
pub struct Sheet {
    look: Look,
    text: String,
}

impl Sheet {
    pub fn new(look: Look) -> Self {
        Sheet { look, text: String::new() }
    }

    /// A paragraph; nothing when it is empty.
    pub fn put(&mut self, indent: usize, runs: &[Run]) {
        let mut line: Vec<(char, &str)> = Vec::new();
        let (mut columns, mut break_at) = (0, None);
        let room = self.look.width.max(NARROWEST).saturating_sub(indent);
        let mut before = ' ';
        for (c, style) in runs.iter().flat_map(|run| run.text.chars().map(|c| (c, run.style.as_str()))) {
            if c == '\n' {
                self.line(indent, &line);
                line.clear();
                (columns, break_at, before) = (0, None, ' ');
                continue;
            }
            let wide = width(c);
            if !line.is_empty() && (before == ' ' || width(before) == 2) && c != ' ' && wide > 0 && !closes(c)
            {
                break_at = Some(line.len());
            }
            columns += wide;
            if columns > room && c != ' ' && !line.is_empty() && wide > 0 {
                let rest = line.split_off(break_at.unwrap_or(line.len()));
                self.line(indent, &line);
                line = rest;
                columns = line.iter().map(|&(c, _)| width(c)).sum::<usize>() + wide;
                break_at = None;
            }
            line.push((c, style));
            before = c;
        }
        self.line(indent, &line);
    }

    /// A paragraph of foreign text in one style, after a word of ours.
    pub fn text(&mut self, indent: usize, text: &str, word: &str, style: &str) {
        if !text.is_empty() {
            self.put(indent, &[Run::own(word, style), Run::new(text, style)]);
        }
    }

    pub fn blank(&mut self) {
        self.text.push('\n');
    }

    pub fn finish(self) -> String {
        self.text
    }

    fn line(&mut self, indent: usize, line: &[(char, &str)]) {
        let end = line.iter().rposition(|&(c, _)| c != ' ').map_or(0, |last| last + 1);
        let Some(line) = line.get(..end).filter(|line| !line.is_empty()) else { return };
        self.text.push_str(&" ".repeat(indent));
        for group in line.chunk_by(|a, b| a.1 == b.1) {
            let words: String = group.iter().map(|&(c, _)| if c == UNBREAKABLE { ' ' } else { c }).collect();
            match group.first() {
                Some((_, style)) if self.look.colour && !style.is_empty() => {
                    self.text.push_str(&format!("\x1b[{style}m{words}\x1b[0m"));
                }
                _ => self.text.push_str(&words),
            }
        }
        self.text.push('\n');
    }
}

/// Controls, and marks that reverse the order of letters beyond their own word, are shown as signs.
fn harmless(c: char) -> char {
    match c {
        '\n' | '\u{2028}' | '\u{2029}' => '\n',
        '\t' | '\r' => ' ',
        '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c => c,
    }
}

/// Whether a character never begins a line, after the rules of East Asian typesetting.
fn closes(c: char) -> bool {
    matches!(
        c,
        '、' | '。'
            | '，'
            | '．'
            | '：'
            | '；'
            | '！'
            | '？'
            | '）'
            | '」'
            | '』'
            | '】'
            | '》'
            | '％'
            | ','
            | '.'
            | ')'
            | ']'
            | '}'
            | '%'
    )
}

/// Columns that a character takes, after Unicode's East Asian Width; combining marks take none.
fn width(c: char) -> usize {
    match u32::from(c) {
        0x300..=0x36f | 0x483..=0x489 | 0x591..=0x5bd | 0x610..=0x61a | 0x64b..=0x65f | 0x670 => 0,
        0x6d6..=0x6dc | 0x200b..=0x200f | 0x20d0..=0x20ff | 0xfe00..=0xfe0f | 0xfe20..=0xfe2f => 0,
        0xe0100..=0xe01ef => 0,
        0x1100..=0x115f | 0x2e80..=0x303e | 0x3041..=0x4dbf | 0x4e00..=0xa4cf | 0xac00..=0xd7a3 => 2,
        0xf900..=0xfaff | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6 => 2,
        0x1f300..=0x1f64f | 0x1f900..=0x1f9ff | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(colour: bool, width: usize, runs: &[Run]) -> String {
        let mut sheet = Sheet::new(Look { colour, width });
        sheet.put(2, runs);
        sheet.finish()
    }

    #[test]
    fn lines_are_broken_between_words_and_between_wide_letters() {
        let check = |text: &str, expected: &str| {
            assert_eq!(sheet(false, 20, &[Run::new(text, "1")]), expected);
        };
        check("", "");
        check("short", "  short\n");
        check("eighteen columns.. and more", "  eighteen columns..\n  and more\n");
        check("a word of-more-than-eighteen-columns", "  a word\n  of-more-than-eight\n  een-columns\n");
        check("一二三四五六七八九十", "  一二三四五六七八九\n  十\n");
        check("一二三四五六七八九。十", "  一二三四五六七八\n  九。十\n");
        check("two\nlines", "  two\n  lines\n");
        check("e\u{301}e\u{301} x", "  e\u{301}e\u{301} x\n");
    }

    #[test]
    fn no_text_steers_the_terminal() {
        let check = |text: &str, expected: &str| {
            assert_eq!(sheet(true, 80, &[Run::new(text, "")]), expected);
        };
        check("a\x1b[31mred\x07\0", "  a\u{fffd}[31mred\u{fffd}\u{fffd}\n");
        check("a\u{9b}31m \u{202e}b\u{2067}\x7f", "  a\u{fffd}31m \u{fffd}b\u{fffd}\u{fffd}\n");
        check("a\tb\rc\x1fd", "  a b c\u{fffd}d\n");
    }

    #[test]
    fn styles_end_with_the_line() {
        let runs = [Run::new("one two ", "4"), Run::new("three four", "1"), Run::own(" five\x1fsix", "")];
        assert_eq!(sheet(true, 20, &runs), "  \x1b[4mone two \x1b[0m\x1b[1mthree four\x1b[0m\n  five six\n");
    }
}
