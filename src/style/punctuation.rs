//! What becomes of two marks of punctuation that meet: "?" and "." are one "?", "." and "," stay both.

/// The marks that stay where `left` is followed by `right`, at most two; `None` where they do not collide.
pub fn meet(left: char, right: char) -> Option<&'static str> {
    Some(match (left, right) {
        (':', ':') => ":",
        (':', '.') => ":",
        (':', ';') => ":;",
        (':', '!') => "!",
        (':', '?') => "?",
        (':', ',') => ":,",
        ('.', ':') => ".:",
        ('.', '.') => ".",
        ('.', ';') => ".;",
        ('.', '!') => ".!",
        ('.', '?') => ".?",
        ('.', ',') => ".,",
        (';', ':') => ";",
        (';', '.') => ";",
        (';', ';') => ";",
        (';', '!') => "!",
        (';', '?') => "?",
        (';', ',') => ";,",
        ('!', ':') => "!",
        ('!', '.') => "!",
        ('!', ';') => "!;",
        ('!', '!') => "!",
        ('!', '?') => "!?",
        ('!', ',') => "!,",
        ('?', ':') => "?",
        ('?', '.') => "?",
        ('?', ';') => "?;",
        ('?', '!') => "?!",
        ('?', '?') => "?",
        ('?', ',') => "?,",
        (',', ':') => ",:",
        (',', '.') => ",.",
        (',', ';') => ",;",
        (',', '!') => ",!",
        (',', '?') => ",?",
        (',', ',') => ",",
        _ => return None,
    })
}

/// True for a mark that goes inside a closing quotation mark in American typography.
pub fn goes_inside(mark: char) -> bool {
    matches!(mark, '.' | ',' | '!' | '?')
}
