use super::*;

fn check(text: &str, kind: FindingKind, expected: [&[&str]; 4]) {
    let reading = Reading::new(text, "en".into());
    let cues = Cues::find(&reading);
    let found = read(&reading, &cues, Extent::new(0, text.len()), kind, &[]);
    let texts =
        |mentions: &[Mention]| mentions.iter().map(|mention| mention.text.clone()).collect::<Vec<_>>();
    let found = [&found.populations, &found.interventions, &found.comparators, &found.outcomes]
        .map(|list| texts(list));
    assert_eq!(
        found,
        expected.map(|list| list.iter().map(ToString::to_string).collect::<Vec<_>>()),
        "{text}"
    );
}

#[test]
fn who_what_against_what_and_with_which_outcome() {
    use FindingKind::{Association, Efficacy};
    check(
        "Zinc reduced diarrhoea compared with placebo in children",
        Efficacy,
        [&["children"], &["Zinc"], &["placebo"], &["diarrhoea"]],
    );
    check(
        "The serum ferritin was higher in women with goitre than in controls",
        Association,
        [&["women with goitre"], &[], &["controls"], &["serum ferritin"]],
    );
    check(
        "There was no significant difference in pain between the tape group and the cast group",
        Efficacy,
        [&[], &["tape group"], &["cast group"], &["pain"]],
    );
    check(
        "Snoring was associated with type 2 diabetes",
        Association,
        [&[], &["Snoring"], &[], &["type 2 diabetes"]],
    );
    check(
        "Yoga had no effect on resting heart rate",
        Efficacy,
        [&[], &["Yoga"], &[], &["resting heart rate"]],
    );
    check(
        "Ginger improved nausea, vomiting and appetite in 40 women",
        Efficacy,
        [&["40 women"], &["Ginger"], &[], &["nausea", "vomiting", "appetite"]],
    );
    check(
        "Survival was poor in 31 patients with head and neck cancer",
        FindingKind::Prognosis,
        [&["31 patients with head and neck cancer"], &[], &[], &["Survival"]],
    );
    check(
        "Fever was rarer in boys with asthma than in girls",
        Association,
        [&["boys with asthma"], &[], &["girls"], &["Fever"]],
    );
    check(
        "Lentils reduced 5-HT levels and vitamin A",
        Efficacy,
        [&[], &["Lentils"], &[], &["5-HT levels", "vitamin A"]],
    );
    check(
        "Hoarseness, cough and dry mouth did not differ",
        FindingKind::Safety,
        [&[], &[], &[], &["Hoarseness", "cough", "dry mouth"]],
    );
    check("534 had no card", Association, [&[], &[], &[], &[]]);
    check("These results are in need of a second look", Association, [&[], &[], &[], &[]]);
    check(
        "At 6 months, the splint markedly reduced night pain",
        Efficacy,
        [&[], &["splint"], &[], &["night pain"]],
    );
}
