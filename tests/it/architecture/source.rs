/// A source file, with its comments and literals blanked out.
pub struct Source {
    /// Below `src`, with slashes: `engine/embedded/store.rs`.
    pub path: String,
    code: String,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), code: blanked(text) }
    }

    pub fn lines(&self) -> usize {
        self.code.lines().count()
    }

    /// The folder or file directly below `src`.
    pub fn room(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// Every name that stands directly below the root of the crate in some path, with its line.
    pub fn known_rooms(&self) -> Vec<(usize, &str)> {
        let mut known = Vec::new();
        for (at, word) in words(&self.code) {
            let after = at + word.len();
            match word {
                "crate" => self.heads(after, &mut known),
                "ibid" if self.room() == "main" => self.heads(after, &mut known),
                // the first of a chain; the others follow from it
                "super" if !self.code[..at].ends_with("super::") => self.climb(after, &mut known),
                _ => {}
            }
        }
        known
    }

    /// Every word that is not in a test module, with its line.
    pub fn words_outside_tests(&self) -> Vec<(usize, &str)> {
        let stem = self.path.strip_suffix(".rs").unwrap_or(&self.path);
        if stem.ends_with("tests") || self.path.contains("/tests/") {
            return Vec::new();
        }
        let end = self.code.find("#[cfg(test)]\nmod tests {").unwrap_or(self.code.len());
        words(&self.code[..end]).map(|(at, word)| (self.line(at), word)).collect()
    }

    /// Follows `super::super::x` and notes `x` when that is as high as the root or higher (a module inside the file adds a step).
    fn climb<'a>(&'a self, mut at: usize, known: &mut Vec<(usize, &'a str)>) {
        let mut steps = 1;
        while self.code[at..].starts_with("::super") {
            at += "::super".len();
            steps += 1;
        }
        if steps >= self.depth() {
            self.heads(at, known);
        }
    }

    /// How many steps the file's module is below the root.
    fn depth(&self) -> usize {
        let below = self.path.matches('/').count();
        if self.path.ends_with("/mod.rs") { below } else { below + 1 }
    }

    /// The first names after a `::` at `at`: one, or those of a `{…}`.
    fn heads<'a>(&'a self, at: usize, known: &mut Vec<(usize, &'a str)>) {
        let Some(rest) = self.code[at..].trim_start().strip_prefix("::") else { return };
        let rest = rest.trim_start();
        let line = self.line(at);
        let Some(group) = rest.strip_prefix('{') else {
            known.extend(words(rest).next().filter(|(at, _)| *at == 0).map(|(_, word)| (line, word)));
            return;
        };
        let mut depth = 0;
        let mut head = true;
        let mut skip_to = 0;
        for (at, c) in group.char_indices().filter(|(_, c)| !c.is_whitespace()) {
            if at < skip_to {
                continue;
            }
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => return,
                '}' => depth -= 1,
                ',' if depth == 0 => head = true,
                _ if head => {
                    head = false;
                    if let Some((0, word)) = words(&group[at..]).next() {
                        known.push((line, word));
                        skip_to = at + word.len();
                    }
                }
                _ => {}
            }
        }
    }

    fn line(&self, at: usize) -> usize {
        self.code[..at].matches('\n').count() + 1
    }
}

/// Identifiers and numbers, with their offsets.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_word)?;
        let end = text[start..].find(|c| !is_word(c)).map_or(text.len(), |length| start + length);
        at = end;
        Some((start, &text[start..end]))
    })
}

/// The text with comments, strings and characters replaced by spaces; lines stay where they are.
fn blanked(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = literal(rest, code.chars().next_back()).unwrap_or(0);
        if length == 0 {
            code.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        }
        code.extend(rest[..length].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        rest = &rest[length..];
    }
    code
}

/// Length of the comment or literal that `rest` begins with.
fn literal(rest: &str, before: Option<char>) -> Option<usize> {
    let inside_word = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Some(block_comment(rest));
    }
    if rest.starts_with('"') {
        return Some(quoted(rest, '"'));
    }
    if rest.starts_with('r') && !inside_word || rest.starts_with('r') && before == Some('b') {
        let hashes = rest[1..].len() - rest[1..].trim_start_matches('#').len();
        let body = rest[1 + hashes..].strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        let found = body.find(&end).map_or(body.len(), |at| at + end.len());
        return Some(2 + hashes + found);
    }
    let after = rest.strip_prefix('\'')?;
    let mut chars = after.chars();
    // a lifetime has no second quote
    match (chars.next()?, chars.next()) {
        ('\\', _) => Some(quoted(rest, '\'')),
        (c, Some('\'')) => Some(2 + c.len_utf8()),
        _ => None,
    }
}

fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}
