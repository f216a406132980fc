//! Given names -> initials.

/// How given names are shortened.
#[derive(Clone, Copy, Debug)]
pub struct Initials<'a> {
    /// What follows each initial: ".", ". ", "".
    pub with: &'a str,
    /// Shorten whole names too; otherwise only what is an initial already is set in order.
    pub initialize: bool,
    /// "J.-L." rather than "J.L.".
    pub hyphen: bool,
}

/// A given name or initial.
struct Token<'a> {
    text: &'a str,
    /// A full stop follows: it is an abbreviation already.
    dot: bool,
    /// A hyphen joins it to the one before.
    hyphen: bool,
}

impl Initials<'_> {
    /// Shortens given names.
    pub fn of(&self, given: &str) -> String {
        let mut out = String::with_capacity(given.len() + 4);
        let mut after_word = false;
        for token in tokens(given) {
            let (lead, text, trail) = untagged(token.text);
            let capital = text.chars().next().is_some_and(|c| !c.is_lowercase());
            let single = text.chars().count() == 1;
            let initial = if self.initialize { capital || token.dot } else { token.dot || single && capital };
            if initial {
                if token.hyphen {
                    out.truncate(out.trim_end().len());
                    if self.hyphen && !out.is_empty() {
                        out.push('-');
                    }
                } else if after_word {
                    out.push(' ');
                }
                out.push_str(lead);
                if token.dot {
                    out.push_str(text);
                } else {
                    shorten(text, &mut out);
                }
                let with = self.with.trim_end();
                out.push_str(with);
                out.push_str(trail);
                out.push_str(&self.with[with.len()..]);
                after_word = false;
            } else if !(self.initialize && token.hyphen) {
                if token.hyphen {
                    out.truncate(out.trim_end().len());
                    out.push('-');
                } else if !out.is_empty() && !out.ends_with(char::is_whitespace) {
                    out.push(' ');
                }
                out.push_str(token.text);
                after_word = true;
            }
        }
        out.truncate(out.trim_end().len());
        out
    }
}

/// A word without the tags around it: what opens, the word, what closes.
fn untagged(word: &str) -> (&str, &str, &str) {
    let start = if word.starts_with('<') { word.find('>').map_or(0, |end| end + 1) } else { 0 };
    let end = word[start..].find("</").map_or(word.len(), |end| start + end);
    (&word[..start], &word[start..end], &word[end..])
}

/// "J" of "John", "Ts" of "TSerendorj", "M" of "ME".
fn shorten(name: &str, out: &mut String) {
    let capitals = name.chars().take_while(|c| c.is_uppercase()).count();
    let length =
        if capitals > 1 && name.chars().nth(capitals).is_some_and(char::is_lowercase) { capitals } else { 1 };
    for (place, c) in name.chars().take(length).enumerate() {
        if place == 0 {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
    }
}

fn tokens(given: &str) -> impl Iterator<Item = Token<'_>> {
    let mut hyphen = false;
    given.split_inclusive(|c: char| c.is_whitespace() || matches!(c, '.' | '-' | '‐')).filter_map(
        move |piece| {
            let text = piece.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '-' | '‐'));
            let joined = hyphen;
            hyphen = piece.ends_with(['-', '‐']) || text.is_empty() && joined;
            (!text.is_empty()).then_some(Token { text, dot: piece.ends_with('.'), hyphen: joined })
        },
    )
}
