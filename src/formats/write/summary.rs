use crate::contract::v1::Abstract;

/// The text of an abstract with its headings, each part on a line: "METHODS: We asked 40 patients."
pub fn lines(summary: &Abstract) -> String {
    let mut out = String::with_capacity(summary.text.len() + 64);
    each_part(summary, |label, text| {
        if !out.is_empty() {
            out.push('\n');
        }
        if !label.is_empty() {
            out.push_str(label);
            out.push_str(": ");
        }
        out.push_str(text);
    });
    out
}

/// Calls `part` with the heading and the text of each section in order; with the whole text where there are none, or where they
/// leave out some of it.
fn each_part<'a>(summary: &'a Abstract, mut part: impl FnMut(&'a str, &'a str)) {
    let whole = sections(summary);
    match whole {
        Some(parts) => parts.into_iter().for_each(|(label, text)| part(label, text)),
        None => part("", &summary.text),
    }
}

/// Heading and text of each section, where the sections cover the text but for the line breaks between them.
pub fn sections(summary: &Abstract) -> Option<Vec<(&str, &str)>> {
    let text = summary.text.as_str();
    let mut parts = Vec::with_capacity(summary.sections.len());
    let mut end = 0;
    for section in &summary.sections {
        let span = section.span.as_ref()?;
        let (from, to) = (usize::try_from(span.start).ok()?, usize::try_from(span.end).ok()?);
        if from < end || !text.get(end..from)?.trim().is_empty() {
            return None;
        }
        parts.push((section.label.as_str(), text.get(from..to)?));
        end = to;
    }
    (!parts.is_empty() && text.get(end..)?.trim().is_empty()).then_some(parts)
}
