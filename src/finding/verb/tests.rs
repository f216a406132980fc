use super::*;

#[test]
fn verbs_are_told_from_participles_by_their_neighbours() {
    let check = |text: &str, expected: Option<&str>| {
        let reading = Reading::new(text, "en".into());
        let found = finite_verb(&reading, Extent::new(0, text.len())).map(|verb| reading.slice(verb));
        assert_eq!(found, expected, "{text}");
    };
    check("Mice given zinc ate less", Some("ate"));
    check("The reduced dose", None);
    check("Swelling caused by bees", None);
    check("Bee stings caused swelling", Some("caused"));
    check("An increased risk of falls", None);
    check("Zinc increased appetite", Some("increased"));
    check("Salts 8 and 9 proved to be toxic", Some("proved"));
    check("A protein isolated from liver", None);
    check("Pain was gone", Some("was"));
    check("Gels sealed the hole", Some("sealed"));
    check("Gels sealed with wax", None);
    check("Gels limit loss of blood", Some("limit"));
    check("The limit of detection", None);
    check("They glue the wound", Some("glue"));
    check("They also", None);
}

#[test]
fn a_clause_has_a_main_verb_that_no_list_knows() {
    let check = |text: &str, expected: Option<&str>| {
        let reading = Reading::new(text, "en".into());
        let found = main_verb(&reading, Extent::new(0, text.len())).map(|verb| reading.slice(verb));
        assert_eq!(found, expected, "{text}");
    };
    check("The pieces eventually merged into one", Some("merged"));
    check("The wall bulged into the sac", Some("bulged"));
    check("Both eyes watered in bright light", Some("watered"));
    check("A wall of the merged cells", None);
}

#[test]
fn a_clause_that_waits_for_its_verb_is_not_complete() {
    let check = |text: &str, expected| {
        let reading = Reading::new(text, "en".into());
        assert_eq!(complete(&reading, Extent::new(0, text.len())), expected, "{text}");
    };
    check("Gait remains when only roots L6, L7", false);
    check("Gait remains when roots are cut", true);
    check("When roots are cut", false);
    check("Dogs that were fed slept", true);
    check("Pain in dogs", false);
    check("Pain fell", true);
}

#[test]
fn a_verb_that_acts_has_an_object() {
    let check = |text: &str, expected| {
        let reading = Reading::new(text, "en".into());
        assert_eq!(acting(&reading, Extent::new(0, text.len())), expected, "{text}");
    };
    check("Zinc reduced the pain", true);
    check("Zinc increased appetite", true);
    check("Appetite increased in dogs", false);
    check("Appetite increased", false);
    check("Pain was reduced", false);
    check("Pain was reduced by zinc", true);
    check("Zinc may also reduce pain", true);
    check("Zinc did not alter the course", true);
    check("Zinc did not increase", false);
}

#[test]
fn a_shared_subject_is_known_by_the_verb_that_opens() {
    let check = |text: &str, expected| {
        let reading = Reading::new(text, "en".into());
        assert_eq!(opens_with_verb(&reading, Extent::new(0, text.len())), expected, "{text}");
    };
    check("did not change sleep", true);
    check("significantly reduced fever", true);
    check("fever was reduced", false);
}
