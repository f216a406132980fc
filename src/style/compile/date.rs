//! `cs:date` and `cs:date-part`.

use citationberg::{ToAffixes, ToFormatting};

use crate::style::program::{Date, DatePart, Look};

/// `None` for a date without a variable, which prints nothing.
pub fn compile(date: &citationberg::Date) -> Option<Date> {
    Some(Date {
        variable: date.variable?,
        form: date.form,
        limit: date.parts.unwrap_or_default(),
        parts: date.date_part.iter().map(part).collect(),
        delimiter: date.delimiter.as_deref().unwrap_or_default().into(),
    })
}

/// A part, of a style or of a locale.
pub fn part(part: &citationberg::DatePart) -> DatePart {
    let affixes = part.to_affixes();
    // the field is private; what a style says is told from what it leaves open by writing the part out
    let has_form = serde_json::to_value(part).is_ok_and(|value| value.get("@form").is_some());
    DatePart {
        form: part.form(),
        has_form,
        range_delimiter: part.range_delimiter.as_deref().map(Into::into),
        look: Look {
            format: part.to_formatting(),
            prefix: affixes.prefix.unwrap_or_default().into(),
            suffix: affixes.suffix.unwrap_or_default().into(),
            case: part.text_case,
            strip_periods: part.strip_periods,
            ..Look::default()
        },
    }
}
