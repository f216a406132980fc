//! How the index reads what the analysis wrote: stems, each followed by a space.

use memchr::memchr;
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

/// Name of the tokenizer in the schema.
pub(super) const STEMS: &str = "stems";

/// The tokenizer.
pub(super) fn tokenizer() -> TextAnalyzer {
    TextAnalyzer::from(Stems::default())
}

#[derive(Clone, Default)]
struct Stems {
    token: Token,
}

struct Stream<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl Tokenizer for Stems {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.token.reset();
        Stream { rest: text, token: &mut self.token }
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let Some(end) = memchr(b' ', self.rest.as_bytes()) else { return false };
        self.token.position = self.token.position.wrapping_add(1);
        self.token.text.clear();
        self.token.text.push_str(&self.rest[..end]);
        self.rest = &self.rest[end + 1..];
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_are_read_with_their_places() {
        for (text, expected) in
            [("", &[][..]), ("liver ", &[(0, "liver")]), ("a Kβ ", &[(0, "a"), (1, "Kβ")])]
        {
            let mut found = Vec::new();
            let mut tokenizer = tokenizer();
            tokenizer
                .token_stream(text)
                .process(&mut |token| found.push((token.position, token.text.clone())));
            let found: Vec<_> = found.iter().map(|(position, text)| (*position, text.as_str())).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }
}
