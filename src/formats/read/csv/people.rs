use crate::contract::v1::{AgentIdentifier, Contributor};
use crate::record::contributor::{from_display, from_inverted};

/// The people of one value, whichever of the usual ways it parts them.
pub fn people(list: &str) -> Vec<Contributor> {
    let list = list.trim();
    // one name alone ends with the sign that parts names
    let bare = list.trim_end_matches(';').trim_end();
    if list.len() != bare.len() && !bare.contains(';') && !is_short_list(bare) {
        return if bare.is_empty() { Vec::new() } else { vec![person(bare)] };
    }
    let list = bare;
    let parts: Vec<&str> = match () {
        () if list.contains(';') => list.split(';').collect(),
        () if list.contains('|') => list.split('|').collect(),
        () if list.contains('\n') => list.split('\n').collect(),
        () if list.contains(" and ") => list.split(" and ").collect(),
        () if list.ends_with(',') && !is_short_list(list) => vec![list],
        () if is_short_list(list) => list.trim_end_matches('.').split(',').collect(),
        () => vec![list],
    };
    parts.into_iter().map(str::trim).filter(|name| !name.is_empty()).map(person).collect()
}

/// One name: "Family, Given", "Family I.", "Given Family", with an id of the data base behind it in brackets.
fn person(name: &str) -> Contributor {
    let (name, id) = match name.strip_suffix(')').and_then(|name| name.rsplit_once(" (")) {
        Some((bare, id)) if id.len() > 5 && id.bytes().all(|b| b.is_ascii_digit()) => (bare.trim(), Some(id)),
        _ => (name, None),
    };
    // a comma at the end says that the name is a group's
    if let Some(group) = name.strip_suffix(',').map(str::trim_end) {
        return Contributor { collective: group.to_owned(), ..Default::default() };
    }
    let mut person = match split_short(name) {
        Some((family, initials)) => Contributor {
            family: family.to_owned(),
            given: initials.to_owned(),
            initials: letters(initials),
            ..Default::default()
        },
        None if name.contains(',') => from_inverted(name),
        None => from_display(name),
    };
    if let Some(id) = id {
        person.identifiers.push(AgentIdentifier { scheme: "ScopusAuthorID".into(), value: id.to_owned() });
    }
    person
}

/// "Griffin DK, Larkin DM", "Yang Z., Dos Santos H.B.": every part is a name with initials.
fn is_short_list(list: &str) -> bool {
    let mut parts =
        list.trim_end_matches('.').split(',').map(str::trim).filter(|part| !part.is_empty()).peekable();
    parts.peek().is_some() && parts.all(|part| split_short(part).is_some())
}

/// Family name and initials of "Yang Z.", "O'Connor RE", "Jalil N.-E.".
fn split_short(name: &str) -> Option<(&str, &str)> {
    let (family, initials) = name.rsplit_once(' ')?;
    let short = letters(initials);
    let only = initials.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-'));
    (only && (1..=4).contains(&short.chars().count()) && !family.contains(','))
        .then_some((family.trim(), initials))
}

fn letters(initials: &str) -> String {
    initials.chars().filter(|c| c.is_alphabetic()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_as_exporters_write_them() {
        let check = |list: &str, expected: &[(&str, &str)]| {
            let found = people(list);
            let found: Vec<(&str, &str)> =
                found.iter().map(|p| (p.family.as_str(), p.given.as_str())).collect();
            assert_eq!(found, expected, "{list}");
        };
        check("Rossi, Anna; Bianchi, B.; ", &[("Rossi", "Anna"), ("Bianchi", "B.")]);
        check(
            "Rossi A., Dos Santos H.B., Jalil N.-E.,",
            &[("Rossi", "A."), ("Dos Santos", "H.B."), ("Jalil", "N.-E.")],
        );
        check("Rossi AB, O'Connor RE.", &[("Rossi", "AB"), ("O'Connor", "RE")]);
        check("Rossi, A. and Bianchi, B.", &[("Rossi", "A."), ("Bianchi", "B.")]);
        check("Anna Rossi|Bruno Bianchi", &[("Rossi", "Anna"), ("Bianchi", "Bruno")]);
        check("Rossi, Anna (58975547800)", &[("Rossi", "Anna")]);
        check("", &[]);
        assert_eq!(people("Rossi, Anna (58975547800)")[0].identifiers[0].value, "58975547800");
    }
}
