use std::borrow::Cow;
use std::collections::HashMap;

/// Longest text that a macro may stand for: where each is the double of the one before, one line stands for a terabyte.
const LONGEST_MACRO: usize = 16 << 10;
/// Bytes that macros may add to one entry.
const EXPANDED: usize = 1 << 20;

/// An entry as it stands in the file: nothing decoded but `#` and macros.
#[derive(Debug, Default, Clone)]
pub struct Entry<'a> {
    /// Its type, lower case.
    pub kind: Cow<'a, str>,
    pub key: &'a str,
    /// Names in lower case, and values without their braces or quotes.
    pub fields: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    pub warnings: Vec<String>,
}

impl<'a> Entry<'a> {
    /// The first value of a field, empty where there is none.
    pub fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_ref())
    }

    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(known, value)| known == name && !value.trim().is_empty())
    }
}

/// What the macros stand for that every style has: `jan`, `feb`.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// What `@string` defines, by lower-case name.
#[derive(Debug, Default)]
pub struct Macros(HashMap<String, String>);

impl Macros {
    /// What a name stands for: a macro of the file, or a month.
    fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        let name = lower(name);
        if let Some(value) = self.0.get(name.as_ref()) {
            return Some(Cow::Borrowed(value));
        }
        let month = MONTHS.iter().find(|month| name.len() == 3 && month[..3].eq_ignore_ascii_case(&name))?;
        Some(Cow::Borrowed(month))
    }

    /// Defines a macro; one that stands for more than 16 KiB is not kept.
    pub fn define(&mut self, name: &str, value: &str) {
        if value.len() <= LONGEST_MACRO {
            self.0.insert(lower(name).into_owned(), value.to_owned());
        }
    }
}

/// Reads what stands behind the "@", without the last bracket.
pub fn parse<'a>(text: &'a str, macros: &Macros) -> Entry<'a> {
    let open = text.find(['{', '(']).unwrap_or(text.len());
    let kind = lower(text[..open].trim());
    let mut entry = Entry { kind, ..Default::default() };
    let mut rest = text.get(open + 1..).unwrap_or_default().trim_start();
    if !matches!(entry.kind.as_ref(), "string" | "preamble") {
        let end = rest.find([',', '=', '\n', '\r']).unwrap_or(rest.len());
        // "@article{title = ..." has no key
        if !rest[end..].starts_with('=') {
            entry.key = rest[..end].trim();
            rest = &rest[end..];
        }
    }
    let mut parser = Parser { rest, macros, expanded: 0, warnings: Vec::new() };
    while let Some((name, value)) = parser.field() {
        entry.fields.push((name, value));
    }
    entry.warnings = parser.warnings;
    entry
}

struct Parser<'a, 'm> {
    rest: &'a str,
    macros: &'m Macros,
    /// Bytes that macros added.
    expanded: usize,
    warnings: Vec<String>,
}

impl<'a> Parser<'a, '_> {
    /// The next `name = value`; what is none is passed over and told.
    fn field(&mut self) -> Option<(Cow<'a, str>, Cow<'a, str>)> {
        loop {
            self.rest = self.rest.trim_start_matches(|c: char| c == ',' || c.is_whitespace());
            if self.rest.is_empty() {
                return None;
            }
            if let Some(line) = self.rest.strip_prefix('%') {
                // a comment within an entry, as biber takes it
                self.rest = &line[line.find(['\n', '\r']).unwrap_or(line.len())..];
                continue;
            }
            let end = self.rest.find(['=', ',', '{', '"', '\n', '\r']).unwrap_or(self.rest.len());
            let name = self.rest[..end].trim();
            let after = self.rest[end..].trim_start();
            if let Some(value) = after.strip_prefix('=')
                && !name.is_empty()
                && !name.contains(char::is_whitespace)
            {
                self.rest = value;
                return Some((lower(name), self.value()));
            }
            // at least one character, so that every turn comes nearer to the end
            let step = match self.rest[end..].chars().next() {
                None | Some(',' | '\n' | '\r') => end,
                Some(c) => end + c.len_utf8(),
            };
            let next = self.rest[step..].find([',', '\n', '\r']).map_or(self.rest.len(), |at| step + at);
            let lost: String = self.rest[..next].trim().chars().take(60).collect();
            self.warn(format!("not a field and not placed: {lost}"));
            self.rest = &self.rest[next..];
        }
    }

    /// A value: pieces joined by `#`.
    fn value(&mut self) -> Cow<'a, str> {
        let mut value = self.piece();
        loop {
            let after = self.rest.trim_start();
            let Some(next) = after.strip_prefix('#') else { return value };
            self.rest = next;
            let piece = self.piece();
            value = if value.is_empty() { piece } else { Cow::Owned(value.into_owned() + &piece) };
        }
    }

    fn piece(&mut self) -> Cow<'a, str> {
        let text = self.rest.trim_start();
        let (end, inner) = match text.as_bytes().first() {
            Some(b'{') => closing(text, b'}'),
            Some(b'"') => closing(text, b'"'),
            _ => {
                let end = text.find([',', '#', '\n', '\r', '}', '=']).unwrap_or(text.len());
                self.rest = &text[end..];
                return self.bare(text[..end].trim());
            }
        };
        self.rest = &text[end..];
        Cow::Borrowed(inner)
    }

    /// A number, or the name of a macro.
    fn bare(&mut self, word: &'a str) -> Cow<'a, str> {
        if word.is_empty() || word.bytes().all(|b| b.is_ascii_digit()) {
            return Cow::Borrowed(word);
        }
        if let Some(value) = self.macros.get(word) {
            self.expanded += value.len();
            if self.expanded <= EXPANDED {
                return Cow::Owned(value.into_owned());
            }
            self.warn("macros that make the entry longer by more than 1 MiB kept as text".to_owned());
            return Cow::Borrowed(word);
        }
        if !word.contains(|c: char| c.is_whitespace() || c.is_ascii_digit()) {
            self.warn(format!("unknown macro {word:?} kept as text"));
        }
        Cow::Borrowed(word)
    }

    fn warn(&mut self, warning: String) {
        if self.warnings.len() < 50 && !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }
}

/// Where the value ends that `text` begins with, and what stands within: to the brace that closes it, or to the quote outside
/// of all braces; to the end where there is none.
fn closing(text: &str, close: u8) -> (usize, &str) {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, 1);
    while let Some(found) = memchr::memchr3(b'{', b'}', b'"', &bytes[at..]) {
        at += found;
        match bytes[at] {
            byte if byte == close && depth == 0 => return (at + 1, &text[1..at]),
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    (text.len(), &text[1..])
}

/// `name` in lower case.
fn lower(name: &str) -> Cow<'_, str> {
    match name.contains(|c: char| c.is_uppercase()) {
        true => Cow::Owned(name.to_lowercase()),
        false => Cow::Borrowed(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, key: &str, expected: &[(&str, &str)]) {
        let mut macros = Macros::default();
        macros.define("jx", "Journal of X");
        let entry = parse(text, &macros);
        let fields: Vec<(&str, &str)> =
            entry.fields.iter().map(|(name, value)| (name.as_ref(), value.as_ref())).collect();
        assert_eq!((entry.key, fields.as_slice()), (key, expected), "{text}");
    }

    #[test]
    fn fields_as_they_are_written() {
        check("article{k, title = {A {B} c}, year=2009", "k", &[("title", "A {B} c"), ("year", "2009")]);
        check(
            "Article(k,\nTITLE=\"A {\"}B{\"}\" , journal = JX # { and } # \"y\",",
            "k",
            &[("title", "A {\"}B{\"}"), ("journal", "Journal of X and y")],
        );
        check("article{k, month = mar, day = 3", "k", &[("month", "March"), ("day", "3")]);
        check("article{k\n title = {no comma} year = 2001", "k", &[("title", "no comma"), ("year", "2001")]);
        check("article{title = {A}", "", &[("title", "A")]);
        check("article{k, oops, title = {A}, = {b}", "k", &[("title", "A")]);
        check("article{k, % a remark, with = {x}\n title = {A}", "k", &[("title", "A")]);
        check("article{k", "k", &[]);
        check("article{", "", &[]);
        check("string{a = \"b\"", "", &[("a", "b")]);
        check("article{k, title = {open {deep", "k", &[("title", "open {deep")]);
    }

    #[test]
    fn macros_that_double_have_an_end() {
        let mut macros = Macros::default();
        macros.define("a0", "ha");
        for n in 0..64 {
            let text = format!("string{{a{} = a{n} # a{n}", n + 1);
            let entry = parse(&text, &macros);
            let (name, value) = (entry.fields[0].0.to_string(), entry.fields[0].1.to_string());
            macros.define(&name, &value);
        }
        assert!(macros.get("a13").is_some_and(|value| value.len() == LONGEST_MACRO));
        let much = format!("article{{k, title = {}a13", "a13 # ".repeat(1000));
        let entry = parse(&much, &macros);
        assert!(entry.field("title").len() < 2 * EXPANDED && entry.warnings.len() == 1);
    }
}
