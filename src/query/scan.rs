use super::QueryError;

/// A place in the text of a query or filter, and the pieces both languages are made of.
pub(super) struct Scanner<'a> {
    pub text: &'a str,
    pub at: usize,
}

impl<'a> Scanner<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    pub fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub fn skip_space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Takes the text when it comes next.
    pub fn take(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    /// Whether an operator written as a word comes next.
    pub fn sees_keyword(&self, keyword: &str) -> bool {
        let Some(after) = self.rest().strip_prefix(keyword) else { return false };
        after
            .chars()
            .next()
            .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '“' | '”' | '„'))
    }

    /// Takes an operator written as a word.
    pub fn keyword(&mut self, keyword: &str) -> bool {
        self.sees_keyword(keyword) && self.take(keyword)
    }

    /// A name of ASCII letters and `_`, not taken.
    pub fn name(&self) -> &'a str {
        let rest = self.rest();
        let end = rest.bytes().take_while(|b| b.is_ascii_alphabetic() || *b == b'_').count();
        &rest[..end]
    }

    /// A quoted text without its quotes; `\"` and `\\` stand for themselves. `None` when no quote comes next.
    pub fn quoted(&mut self, single_too: bool) -> Result<Option<String>, QueryError> {
        let Some(open) = self.peek().filter(|c| is_quote(*c) || (single_too && *c == '\'')) else {
            return Ok(None);
        };
        let start = self.at;
        let mut value = String::new();
        let mut rest = self.text[start + open.len_utf8()..].char_indices().peekable();
        while let Some((offset, c)) = rest.next() {
            if c == '\\'
                && let Some((_, escaped)) = rest.next_if(|(_, next)| *next == '\\' || closes(open, *next))
            {
                value.push(escaped);
                continue;
            }
            if closes(open, c) {
                self.at = start + open.len_utf8() + offset + c.len_utf8();
                return Ok(Some(value));
            }
            value.push(c);
        }
        Err(QueryError::new(start, "this quote is not closed: add the closing quote or leave this one out"))
    }

    /// What stands before the next space, with balanced parentheses, as DOIs have them.
    pub fn bare(&mut self) -> &'a str {
        let start = self.at;
        let mut open = 0_usize;
        let end = self.rest().find(|c: char| match c {
            '(' => {
                open += 1;
                false
            }
            ')' if open == 0 => true,
            ')' => {
                open -= 1;
                false
            }
            c => c.is_whitespace(),
        });
        self.at = end.map_or(self.text.len(), |end| start + end);
        &self.text[start..self.at]
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„')
}

fn closes(open: char, c: char) -> bool {
    match open {
        '"' | '\'' => c == open,
        _ => is_quote(c),
    }
}
