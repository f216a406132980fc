use crate::contract::v1::Finding;

/// The fields that say what a finding means, which is what people judge: all that a correction can change. The others say
/// where it stands and where it comes from.
macro_rules! judged {
    ($($field:ident),* $(,)?) => {
        /// Names of the judged fields, in order of the alphabet.
        pub(super) const FIELDS: &[&str] = &[$(stringify!($field)),*];

        /// Makes `to` mean what `from` means.
        pub(super) fn copy(from: &Finding, to: &mut Finding) {
            $(to.$field.clone_from(&from.$field);)*
        }

        /// As [`copy`], one field. False for a field that is not judged.
        pub(super) fn copy_field(name: &str, from: &Finding, to: &mut Finding) -> bool {
            match name {
                $(stringify!($field) => to.$field.clone_from(&from.$field),)*
                _ => return false,
            }
            true
        }

        /// The judged fields in which two findings differ.
        pub(super) fn differences(one: &Finding, other: &Finding) -> Vec<&'static str> {
            let mut names = Vec::new();
            $(if one.$field != other.$field {
                names.push(stringify!($field));
            })*
            names
        }
    };
}

judged!(
    certainty,
    certainty_cues,
    comparators,
    deontic_strength,
    direction,
    direction_cues,
    interval_contradicts_p,
    interventions,
    kind,
    main,
    measurements,
    negated,
    negation_cues,
    outcomes,
    populations,
    role,
    subgroup,
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_copied_and_compared_one_by_one_and_together() {
        assert!(FIELDS.is_sorted());
        let one = Finding { kind: 2, negated: true, statement: "a".into(), ..Default::default() };
        let other = Finding { statement: "b".into(), main: true, ..Default::default() };
        assert_eq!(differences(&one, &other), ["kind", "main", "negated"]);
        let mut copied = other.clone();
        assert!(copy_field("kind", &one, &mut copied));
        assert_eq!(differences(&one, &copied), ["main", "negated"]);
        assert!(!copy_field("statement", &one, &mut copied));
        copy(&one, &mut copied);
        assert_eq!(copied, Finding { statement: "b".into(), ..one });
    }
}
