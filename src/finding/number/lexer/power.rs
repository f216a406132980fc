//! Powers of ten: "×10−8", "x 10(4)", "e-8", "10(-6)".

/// What follows a numeral of this value: its length and its power.
pub fn of_ten(rest: &str, value: &str) -> Option<(usize, String)> {
    if value == "10"
        && let Some(found) = bare(rest)
    {
        return Some(found);
    }
    let body = rest.trim_start_matches(' ');
    let times =
        body.chars().next().filter(|c| matches!(c, '×' | 'x' | 'X' | '*' | '·' | '⋅' | '∙' | 'E' | 'e'))?;
    let body = &body[times.len_utf8()..];
    if matches!(times, 'E' | 'e') {
        let (length, power) = plain(body, true)?;
        return (!rest.starts_with(' ')).then_some((rest.len() - body.len() + length, power));
    }
    let body = body.trim_start_matches(' ').strip_prefix("10")?;
    let (length, power) = bare(body).or_else(|| {
        let caret = body.strip_prefix('^').unwrap_or(body);
        let (length, power) = plain(caret, false)?;
        Some((body.len() - caret.len() + length, power))
    })?;
    Some((rest.len() - body.len() + length, power))
}

/// A power that needs no sign of multiplication: in a bracket, raised, or before the sign of molarity.
fn bare(rest: &str) -> Option<(usize, String)> {
    if let Some(found) = raised(rest) {
        return Some(found);
    }
    let caret = rest.strip_prefix('^').unwrap_or(rest);
    let body = caret.strip_prefix(" ( ").or_else(|| caret.strip_prefix(['(', '[']));
    if let Some(body) = body {
        let (length, power) = plain(body, false)?;
        let tail = body.get(length..)?;
        let close = tail.strip_prefix(" )").or_else(|| tail.strip_prefix([')', ']']))?;
        return Some((rest.len() - close.len(), power));
    }
    let (length, power) =
        plain(rest, false).filter(|(_, power)| power.starts_with('-') && power.len() <= 3)?;
    let tail = rest.get(length..)?.trim_start_matches(' ');
    let molar = tail.strip_prefix('M').or_else(|| tail.strip_prefix("mol"))?;
    (!molar.starts_with(char::is_alphanumeric)).then_some((length, power))
}

/// "⁻⁸"
fn raised(rest: &str) -> Option<(usize, String)> {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let mut power = String::new();
    let mut length = 0;
    for c in rest.chars().take(4) {
        match DIGITS.iter().position(|digit| *digit == c) {
            Some(digit) => power.extend(char::from_digit(u32::try_from(digit).ok()?, 10)),
            None if c == '⁻' && length == 0 => power.push('-'),
            None => break,
        }
        length += c.len_utf8();
    }
    power.ends_with(|c: char| c.is_ascii_digit()).then_some((length, power))
}

/// A sign and up to three digits.
fn plain(body: &str, signed: bool) -> Option<(usize, String)> {
    let mut power = String::new();
    let mut rest = body;
    match rest.chars().next() {
        Some(minus @ ('-' | '−' | '–' | '\u{2011}')) => {
            power.push('-');
            rest = rest[minus.len_utf8()..].trim_start_matches(' ');
        }
        Some('+') => rest = &rest[1..],
        _ if signed => return None,
        _ => {}
    }
    let digits = rest.bytes().take(4).take_while(u8::is_ascii_digit).count();
    if !(1..=3).contains(&digits) {
        return None;
    }
    power.push_str(&rest[..digits]);
    Some((body.len() - rest.len() + digits, power))
}
