//! LaTeX as bibliographies hold it: accents, symbols, braces, a little mathematics, inline styles. Whatever it nests is kept on a
//! stack of its own, and every byte is looked at once.

use super::prose::{BREAK, MEANING, SPACE, composed, is_plain, meanings, spaced, white};
use super::symbols::{accent, symbol};
use crate::contract::v1::FormattingStyle as Style;
use crate::formats::read::xml::{Formatted, Inline};

/// A value as it is meant: its text, its markup, and commands that are not known here and stand in the text as written.
pub fn decode(value: &str) -> (Formatted, Vec<String>) {
    let meanings = meanings(value);
    if is_plain(value, meanings) {
        return (Formatted { text: composed(spaced(value, meanings)), formatting: Vec::new() }, Vec::new());
    }
    let mut decoder = Decoder::new(value);
    decoder.run();
    let Decoder { mut out, mut marks, unknown, open, .. } = decoder;
    let end = out.trim_end_matches(' ').len();
    out.truncate(end);
    for (_, mark) in open {
        marks[mark].1 = end;
    }
    marks.retain(|(start, end, _)| start < end);
    (Inline::marked(out, marks).finish(&mut []), unknown)
}

/// The text alone.
pub fn plain(value: &str) -> String {
    decode(value).0.text
}

/// What a group does besides holding text.
#[derive(Clone, Copy)]
enum Role {
    Nothing,
    Styled(Style),
    /// Its text is for sorting only.
    Dropped,
    /// Its text stands in quotes.
    Quoted,
}

struct Group {
    role: Role,
    math: bool,
}

struct Decoder<'a> {
    text: &'a str,
    at: usize,
    out: String,
    marks: Vec<(usize, usize, Style)>,
    /// Marks that the end of a group closes: its depth, and the mark.
    open: Vec<(usize, usize)>,
    groups: Vec<Group>,
    /// What the next group or character is for.
    next: Option<Role>,
    accent: Option<char>,
    math: bool,
    /// Dollar signs come in pairs.
    dollars: bool,
    /// Depth of the outermost group that is dropped.
    dropping: Option<usize>,
    unknown: Vec<String>,
}

impl<'a> Decoder<'a> {
    fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let dollars =
            memchr::memchr_iter(b'$', bytes).filter(|at| *at == 0 || bytes[at - 1] != b'\\').count();
        Self {
            text,
            at: 0,
            out: String::with_capacity(text.len()),
            marks: Vec::new(),
            open: Vec::new(),
            groups: Vec::new(),
            next: None,
            accent: None,
            math: false,
            dollars: dollars % 2 == 0,
            dropping: None,
            unknown: Vec::new(),
        }
    }

    fn run(&mut self) {
        loop {
            self.prose();
            let Some(c) = self.text[self.at..].chars().next() else { return };
            self.at += c.len_utf8();
            match c {
                '\\' => self.command(),
                '{' => self.open_group(),
                '}' => self.close_group(),
                '$' if self.dollars => self.math = !self.math,
                '^' | '_' if self.math => {
                    self.next =
                        Some(Role::Styled(if c == '^' { Style::Superscript } else { Style::Subscript }));
                }
                '~' => self.put('\u{a0}'),
                '-' if !self.math && self.text[self.at..].starts_with("--") => self.long(2, '—'),
                '-' if !self.math && self.text[self.at..].starts_with('-') => self.long(1, '–'),
                '`' if self.text[self.at..].starts_with('`') => self.long(1, '“'),
                '`' => self.put('‘'),
                '\'' if !self.math && self.text[self.at..].starts_with('\'') => self.long(1, '”'),
                c if c.is_ascii_whitespace() => {
                    self.at += white(&self.text[self.at..]);
                    self.space();
                }
                c => self.put(c),
            }
        }
    }

    /// Takes what stands for itself up to what may not, single spaces between words included.
    fn prose(&mut self) {
        if self.accent.is_some() || self.next.is_some() {
            return;
        }
        let bytes = self.text.as_bytes();
        let mut end = self.at;
        while let Some(byte) = bytes.get(end) {
            let single = || {
                let after =
                    bytes.get(end + 1).is_some_and(|next| MEANING[usize::from(*next)] & (SPACE | BREAK) == 0);
                after && end > self.at
            };
            match MEANING[usize::from(*byte)] {
                0 => {}
                SPACE if single() => {}
                _ => break,
            }
            end += 1;
        }
        if self.dropping.is_none() {
            self.out.push_str(&self.text[self.at..end]);
        }
        self.at = end;
    }

    fn long(&mut self, more: usize, c: char) {
        self.at += more;
        self.put(c);
    }

    fn space(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with(' ') && self.dropping.is_none() {
            self.out.push(' ');
        }
    }

    /// Adds a character with the accent that waits for it.
    fn put(&mut self, c: char) {
        if self.dropping.is_some() {
            return;
        }
        let start = self.out.len();
        self.out.push(c);
        self.out.extend(self.accent.take());
        if let Some(Role::Styled(style)) = self.next.take() {
            self.marks.push((start, self.out.len(), style));
        }
    }

    fn open_group(&mut self) {
        let role = self.next.take().unwrap_or(Role::Nothing);
        self.groups.push(Group { role, math: self.math });
        match role {
            Role::Styled(style) => self.style(style),
            Role::Quoted => self.put('“'),
            Role::Dropped => self.dropping = self.dropping.or(Some(self.groups.len())),
            Role::Nothing => {}
        }
    }

    fn close_group(&mut self) {
        let depth = self.groups.len();
        let Some(group) = self.groups.pop() else { return };
        self.accent = None;
        self.next = None;
        self.math = group.math;
        if matches!(group.role, Role::Quoted) {
            self.put('”');
        }
        if self.dropping == Some(depth) {
            self.dropping = None;
        }
        while let Some((_, mark)) = self.open.pop_if(|(at, _)| *at == depth) {
            self.marks[mark].1 = self.out.len();
        }
    }

    /// From here to the end of the group.
    fn style(&mut self, style: Style) {
        self.open.push((self.groups.len(), self.marks.len()));
        self.marks.push((self.out.len(), usize::MAX, style));
    }

    fn command(&mut self) {
        let rest = &self.text[self.at..];
        let Some(first) = rest.chars().next() else { return self.put('\\') };
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let name = &rest[..if letters > 0 { letters } else { first.len_utf8() }];
        self.at += name.len();
        if letters > 0 {
            // the white space behind a name ends it and is not printed
            let accented = accent(name).is_some();
            if accented || !self.math {
                self.at += white(&self.text[self.at..]);
            }
        }
        if let Some(mark) = accent(name) {
            self.accent = Some(mark);
            return;
        }
        match name {
            "&" | "%" | "#" | "_" | "$" | "{" | "}" => self.put(first),
            " " | "\n" | "\t" | "\r" | "\\" | "newline" | "par" | "linebreak" => self.space(),
            "," | "thinspace" => self.put('\u{2009}'),
            ";" | ":" | "!" | "quad" | "qquad" if self.math || letters > 0 => self.space(),
            "-" | "/" | "protect" | "relax" | "allowbreak" | "nobreak" | "ignorespaces" | "unskip" => {}
            "i" | "j" if self.accent.is_some() => self.put(first),
            "textit" | "emph" | "textsl" | "mkbibemph" | "mkbibitalic" | "mathit" => {
                self.argument(Style::Italic)
            }
            "textbf" | "mkbibbold" | "mathbf" => self.argument(Style::Bold),
            "textsc" => self.argument(Style::SmallCaps),
            "textsuperscript" | "mkbibsuperscript" => self.argument(Style::Superscript),
            "textsubscript" | "mkbibsubscript" => self.argument(Style::Subscript),
            "underline" | "uline" => self.argument(Style::Underline),
            "it" | "itshape" | "em" | "sl" | "slshape" => self.style(Style::Italic),
            "bf" | "bfseries" => self.style(Style::Bold),
            "sc" | "scshape" => self.style(Style::SmallCaps),
            "enquote" | "mkbibquote" => self.next = Some(Role::Quoted),
            "noopsort" | "SortNoop" | "noop" | "vphantom" | "hphantom" | "phantom" => {
                self.next = Some(Role::Dropped)
            }
            "textrm" | "texttt" | "textsf" | "textnormal" | "textmd" | "textup" | "mbox" | "hbox"
            | "text" | "mathrm" | "mathsf" | "mathcal" | "mathbb" | "mathtt" | "mathfrak" | "boldsymbol"
            | "url" | "path" | "nolinkurl" | "rm" | "sf" | "tt" | "normalfont" | "upshape" | "mdseries"
            | "rmfamily" | "sffamily" | "ttfamily" | "small" | "large" | "NoCaseChange" | "nocase"
            | "bibinfo" | "natexlab" | "limits" | "displaystyle" | "left" | "right" | "big" | "bigl"
            | "bigr" => {}
            "ensuremath" => {}
            _ => match symbol(name) {
                Some(text) => text.chars().for_each(|c| self.put(c)),
                None => self.unknown(name),
            },
        }
    }

    fn argument(&mut self, style: Style) {
        self.next = Some(Role::Styled(style));
    }

    /// Kept as written.
    fn unknown(&mut self, name: &str) {
        let written = format!("\\{name}");
        written.chars().for_each(|c| self.put(c));
        if name.len() > 1 && self.text[self.at..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            self.space();
        }
        if self.unknown.len() < 20 && !self.unknown.contains(&written) {
            self.unknown.push(written);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, expected: &str) {
        assert_eq!(plain(value), expected, "{value}");
    }

    #[test]
    fn accents_symbols_and_braces() {
        for (value, expected) in [
            ("Plain  text\n  here", "Plain text here"),
            (r"Caf\'e, caf{\'e}, caf\'{e}, caf{\'{e}}", "Café, café, café, café"),
            (
                r#"M{\"u}ller Sch\"oder \o re {\AA}rhus \c{c}a \v{S}koda \H{o} \k a"#,
                "Müller Schöder øre Århus ça Škoda ő ą",
            ),
            (r#"na\"{\i}ve \i \'{\i}"#, "naïve ıí"),
            (r"stra{\ss}e \ae{}on", "straße æon"),
            ("{The {DNA} of {\\em E. coli}}", "The DNA of E. coli"),
            (r"A \& B 5\% \$3 a\_b \{x\}", "A & B 5% $3 a_b {x}"),
            ("1--2---3 ``x'' `y'", "1–2—3 “x” ‘y'"),
            ("a~b", "a\u{a0}b"),
            (r"$\alpha_2 \leq 10^{-3}$ m$^2$", "α2 ≤ 10-3 m2"),
            ("costs $5 only", "costs $5 only"),
            (r"{\noopsort{1973a}}1973", "1973"),
            (r"\enquote{Q}", "“Q”"),
            (r"\foo{bar} baz", r"\foobar baz"),
            ("unbalanced } here {", "unbalanced here"),
            ("\\", "\\"),
            ("\\'", ""),
            ("e\\'", "e"),
        ] {
            check(value, expected);
        }
        assert_eq!(decode(r"\foo{bar}").1, [r"\foo"]);
    }

    #[test]
    fn styles_cover_what_they_are_put_on() {
        let (formatted, _) = decode(r"A \textit{b{c}} {\bf d} m$^{2}$ H$_2$O");
        let marks: Vec<(&str, Style)> = formatted
            .formatting
            .iter()
            .map(|mark| {
                let span = mark.span.as_ref().unwrap();
                (&formatted.text[span.start as usize..span.end as usize], mark.style())
            })
            .collect();
        assert_eq!(
            marks,
            [("bc", Style::Italic), ("d", Style::Bold), ("2", Style::Superscript), ("2", Style::Subscript)]
        );
    }

    /// Would overflow the stack where groups were read by recursion.
    #[test]
    fn a_hundred_thousand_groups_are_nothing() {
        let deep = "{\\em ".repeat(100_000) + "x" + &"}".repeat(100_000);
        check(&deep, "x");
    }
}
