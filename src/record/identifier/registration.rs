use std::fmt;

use super::{IdentifierError, prefix};

/// The registration of a trial or review in the normal form of its registry: `NCT01234567`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TrialRegistration {
    registry: Registry,
    number: String,
}

/// A registry whose numbers have a known syntax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Registry(usize);

/// Name of a registry, other names it goes by, and the forms of its numbers.
struct Syntax {
    name: &'static str,
    aliases: &'static [&'static str],
    /// The first is the one that a bare number is completed to.
    forms: &'static [Form],
}

/// What comes first, then how many digits, with literal separators between groups.
struct Form {
    lead: &'static str,
    groups: &'static [Group],
}

/// A run of digits (or of digits and letters) and what separates it from the next.
struct Group {
    least: usize,
    most: usize,
    letters: bool,
    then: &'static str,
}

const fn digits(least: usize, most: usize, then: &'static str) -> Group {
    Group { least, most, letters: false, then }
}

const fn form(lead: &'static str, groups: &'static [Group]) -> Form {
    Form { lead, groups }
}

const fn syntax(name: &'static str, aliases: &'static [&'static str], forms: &'static [Form]) -> Syntax {
    Syntax { name, aliases, forms }
}

/// After the registries' own pages and the WHO's list of primary registries.
const REGISTRIES: &[Syntax] = &[
    syntax("ClinicalTrials.gov", &["nct", "clinicaltrials"], &[form("NCT", &[digits(8, 8, "")])]),
    syntax("ISRCTN", &["isrctn registry"], &[form("ISRCTN", &[digits(8, 8, "")])]),
    syntax(
        "CTIS",
        &["euct"],
        &[form("", &[digits(4, 4, "-"), digits(6, 6, "-"), digits(2, 2, "-"), digits(2, 2, "")])],
    ),
    syntax(
        "EudraCT",
        &["eu clinical trials register"],
        &[form("", &[digits(4, 4, "-"), digits(6, 6, "-"), digits(2, 2, "")])],
    ),
    syntax("ANZCTR", &["actrn"], &[form("ACTRN", &[digits(14, 14, "")])]),
    syntax(
        "ChiCTR",
        &["chinese clinical trial registry"],
        &[
            form("ChiCTR", &[digits(8, 10, "")]),
            form("ChiCTR-", &[Group { least: 2, most: 5, letters: true, then: "-" }, digits(8, 8, "")]),
        ],
    ),
    syntax("DRKS", &[], &[form("DRKS", &[digits(8, 8, "")])]),
    syntax("UMIN CTR", &["umin", "umin-ctr"], &[form("UMIN", &[digits(9, 9, "")])]),
    syntax("CTRI", &[], &[form("CTRI/", &[digits(4, 4, "/"), digits(2, 3, "/"), digits(6, 6, "")])]),
    syntax("jRCT", &[], &[form("jRCTs", &[digits(9, 10, "")]), form("jRCT", &[digits(10, 10, "")])]),
    syntax("JapicCTI", &[], &[form("JapicCTI-", &[digits(6, 6, "")])]),
    syntax(
        "NTR",
        &["dutch trial register"],
        &[form("NTR", &[digits(1, 5, "")]), form("NL", &[digits(3, 5, "")])],
    ),
    syntax("IRCT", &[], &[form("IRCT", &[digits(6, 20, "N"), digits(1, 4, "")])]),
    syntax("PACTR", &[], &[form("PACTR", &[digits(12, 18, "")])]),
    syntax("CRiS", &["kct"], &[form("KCT", &[digits(7, 7, "")])]),
    syntax("ReBec", &["rbr"], &[form("RBR-", &[Group { least: 6, most: 10, letters: true, then: "" }])]),
    syntax("TCTR", &[], &[form("TCTR", &[digits(11, 11, "")])]),
    syntax("SLCTR", &[], &[form("SLCTR/", &[digits(4, 4, "/"), digits(3, 3, "")])]),
    syntax("RPCEC", &[], &[form("RPCEC", &[digits(8, 8, "")])]),
    syntax("LBCTR", &[], &[form("LBCTR", &[digits(10, 10, "")])]),
    syntax("PROSPERO", &[], &[form("CRD", &[digits(11, 14, "")])]),
];

impl Registry {
    /// The registry called `name`, in any case.
    pub fn named(name: &str) -> Option<Self> {
        let is = |known: &str| known.eq_ignore_ascii_case(name);
        REGISTRIES.iter().position(|r| is(r.name) || r.aliases.iter().any(|alias| is(alias))).map(Self)
    }

    /// Its name as PubMed writes it.
    pub fn name(self) -> &'static str {
        self.syntax().name
    }

    fn syntax(self) -> &'static Syntax {
        &REGISTRIES[self.0]
    }
}

impl TrialRegistration {
    /// Reads a number that tells its registry by its form.
    pub fn parse(number: &str) -> Result<Self, IdentifierError> {
        let compact = compact(number)?;
        (0..REGISTRIES.len())
            .find_map(|index| at(Registry(index), &compact))
            .ok_or(IdentifierError::Syntax("registration"))
    }

    /// Reads a number of `registry`, with or without the letters that its numbers begin with.
    pub fn parse_at(registry: Registry, number: &str) -> Result<Self, IdentifierError> {
        let compact = compact(number)?;
        let completed = || at(registry, &format!("{}{compact}", registry.syntax().forms[0].lead));
        at(registry, &compact).or_else(completed).ok_or(IdentifierError::Syntax("registration"))
    }

    /// The registry.
    pub fn registry(&self) -> Registry {
        self.registry
    }

    /// The number in the registry's normal form.
    pub fn as_str(&self) -> &str {
        &self.number
    }
}

impl fmt::Display for TrialRegistration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.number)
    }
}

/// Without white space, with plain dashes, and without a colon behind the letters: `NCT: 0123` is found.
fn compact(number: &str) -> Result<String, IdentifierError> {
    let kept = number.chars().filter(|c| !c.is_whitespace() && *c != ':');
    let compact: String = kept.map(|c| if matches!(c, '‐' | '‑' | '–') { '-' } else { c }).collect();
    let trimmed = compact.trim_end_matches(['.', ',', ';']);
    if trimmed.is_empty() { Err(IdentifierError::Empty("registration")) } else { Ok(trimmed.to_owned()) }
}

fn at(registry: Registry, compact: &str) -> Option<TrialRegistration> {
    let number = registry.syntax().forms.iter().find_map(|form| in_form(form, compact))?;
    Some(TrialRegistration { registry, number })
}

/// `text` written as `form` says, where it fits.
fn in_form(form: &Form, text: &str) -> Option<String> {
    let mut rest = prefix::strip_one(text, form.lead)?;
    let mut number = form.lead.to_owned();
    for group in form.groups {
        let fits = |b: &u8| b.is_ascii_digit() || group.letters && b.is_ascii_alphabetic();
        let length = rest.as_bytes().iter().take_while(|b| fits(b)).count();
        if !(group.least..=group.most).contains(&length) {
            return None;
        }
        number.push_str(&rest[..length]);
        rest = prefix::strip_one(&rest[length..], group.then)?;
        number.push_str(group.then);
    }
    rest.is_empty().then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers_that_tell_their_registry() {
        let cases = [
            ("NCT01234567", Some(("ClinicalTrials.gov", "NCT01234567"))),
            ("nct: 01234567.", Some(("ClinicalTrials.gov", "NCT01234567"))),
            ("ISRCTN 1234 5678", Some(("ISRCTN", "ISRCTN12345678"))),
            ("2009-012345-67", Some(("EudraCT", "2009-012345-67"))),
            ("2022-501234-12-00", Some(("CTIS", "2022-501234-12-00"))),
            ("ACTRN12605000000123", Some(("ANZCTR", "ACTRN12605000000123"))),
            ("ChiCTR1800012345", Some(("ChiCTR", "ChiCTR1800012345"))),
            ("chictr-TRC-12345678", Some(("ChiCTR", "ChiCTR-TRC-12345678"))),
            ("DRKS00001234", Some(("DRKS", "DRKS00001234"))),
            ("UMIN000001234", Some(("UMIN CTR", "UMIN000001234"))),
            ("CTRI/2012/01/002345", Some(("CTRI", "CTRI/2012/01/002345"))),
            ("jRCTs031180123", Some(("jRCT", "jRCTs031180123"))),
            ("IRCT20100101001234N5", Some(("IRCT", "IRCT20100101001234N5"))),
            ("CRD42012001234", Some(("PROSPERO", "CRD42012001234"))),
            ("NCT0123456", None),
            ("NCT012345678", None),
            ("01234567", None),
            ("", None),
            ("é", None),
        ];
        for (text, expected) in cases {
            let got = TrialRegistration::parse(text).ok();
            assert_eq!(got.as_ref().map(|id| (id.registry().name(), id.as_str())), expected, "{text}");
            if let Some(id) = got {
                assert_eq!(TrialRegistration::parse(&id.to_string()), Ok(id));
            }
        }
    }

    #[test]
    fn completes_a_bare_number_only_at_its_registry() {
        for (registry, number, expected) in [
            ("ISRCTN", "12345678", Some("ISRCTN12345678")),
            ("UMIN", "000001234", Some("UMIN000001234")),
            ("EudraCT", "2009-012345-67", Some("2009-012345-67")),
            ("EudraCT", "NCT01234567", None),
        ] {
            let registry = Registry::named(registry).unwrap();
            let got = TrialRegistration::parse_at(registry, number).ok();
            assert_eq!(got.as_ref().map(TrialRegistration::as_str), expected, "{number}");
        }
    }
}
