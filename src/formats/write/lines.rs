use std::borrow::Cow;

use crate::contract::v1::{Subject, SubjectScheme};

/// Appends `text` as one line: a line break, with the white space around it, and any other control character is one space; trimmed.
pub fn one_line(text: &str, out: &mut String) {
    let text = text.trim();
    if !text.bytes().any(|byte| byte < b' ' || byte == 0x7f || byte == 0xc2) {
        out.push_str(text);
        return;
    }
    let mut broken = false;
    for c in text.chars() {
        if c.is_control() {
            broken = true;
            continue;
        }
        if broken {
            broken = false;
            if !out.ends_with(' ') && c != ' ' {
                out.push(' ');
            }
        }
        out.push(c);
    }
}

/// `text` as one line, as [`one_line`] appends it.
pub fn clean(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim();
    if !trimmed.contains(char::is_control) {
        return Cow::Borrowed(trimmed);
    }
    let mut line = String::with_capacity(trimmed.len());
    one_line(trimmed, &mut line);
    line.truncate(line.trim_end().len());
    Cow::Owned(line)
}

/// A subject as keywords show it: "Liver Neoplasms/*surgery", a star for what is a main topic.
pub fn heading(subject: &Subject) -> String {
    if subject.scheme() != SubjectScheme::Mesh {
        return subject.label.clone();
    }
    let star = |major: bool| if major { "*" } else { "" };
    let mut heading = format!("{}{}", star(subject.major), subject.label);
    for qualifier in &subject.qualifiers {
        heading.push('/');
        heading.push_str(star(qualifier.major));
        heading.push_str(&qualifier.label);
    }
    heading
}

/// Labels in one text: parted by commas, or by semicolons where a label has a comma in it. One label alone ends with its semicolon.
pub fn list(labels: &[String]) -> String {
    let commas = labels.iter().any(|label| label.contains(','));
    let mut list = labels.join(if commas { "; " } else { ", " });
    if commas && labels.len() == 1 {
        list.push(';');
    }
    list
}
