use crate::contract::v1;
use crate::record::contributor::from_display;
use crate::record::text::nfc;

/// The contributor called `name`.
pub fn person(name: &str, role: v1::ContributorRole) -> v1::Contributor {
    let mut contributor = from_display(&nfc(name));
    contributor.set_role(role);
    contributor
}

/// Names of a line: "Anna Rossi*, Bo Li (Editor) & Cy Doe".
pub fn names(line: &str) -> Vec<String> {
    let line = line.replace(" & ", ", ").replace(" ; ", ", ").replace("; ", ", ");
    line.split(", ")
        .map(|name| {
            name.split(" (").next().unwrap_or(name).trim_matches(['*', ' ', ',', '†', '‡', '•']).to_owned()
        })
        .filter(|name| !name.is_empty())
        .collect()
}
