use super::*;

fn check(text: &str, expected: &[&str]) {
    let reading = Reading::new(text, "en".into());
    let cues = Cues::find(&reading);
    let found: Vec<_> = split(&reading, &cues, Extent::new(0, text.len()))
        .iter()
        .map(|clause| reading.slice(clause.extent))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn a_clause_for_each_subject_with_its_verb() {
    check(
        "Pain fell by 3 points, and function was better.",
        &["Pain fell by 3 points", "function was better"],
    );
    check("We conclude that zinc may help.", &["zinc may help"]);
    check("However, pain and fever were rare.", &["pain and fever were rare"]);
    check("Although pain fell, the drug was costly.", &["pain fell", "the drug was costly"]);
    check(
        "Surgery cured most dogs, with no mortality and less than 5% infection.",
        &["Surgery cured most dogs", "no mortality", "less than 5% infection"],
    );
    check("Pain was rare but should be treated early.", &["Pain was rare", "should be treated early"]);
    check("Zinc lowered pain but not fever.", &["Zinc lowered pain", "not fever"]);
    check("Zinc reduced pain and did not change sleep.", &["Zinc reduced pain", "did not change sleep"]);
    check("We found that pain fell and that sleep improved.", &["pain fell", "sleep improved"]);
    check(
        "The gel sealed the hole, thereby limiting loss of blood.",
        &["The gel sealed the hole", "limiting loss of blood"],
    );
    check(
        "It appears that dust in the walls of old pipes and wells may explain it.",
        &["dust in the walls of old pipes and wells may explain it"],
    );
    check(
        "Protein rose in bands a (70 kDa) and b (130 kDa) when the cells were starved.",
        &["Protein rose in bands a (70 kDa) and b (130 kDa) when the cells were starved"],
    );
    check("The clot was treated without complications.", &["The clot was treated", "without complications"]);
    check(
        "Because the lesions are rare, they may be missed.",
        &["the lesions are rare", "they may be missed"],
    );
    check("We found that 1. pain fell 2. sleep was better.", &["pain fell", "sleep was better"]);
    check("When pain fell, the drug was stopped.", &["When pain fell, the drug was stopped"]);
    check("Pain fell in six dogs, there was no fever.", &["Pain fell in six dogs", "there was no fever"]);
    check(
        "The lesions were small but were of uncertain origin.",
        &["The lesions were small but were of uncertain origin"],
    );
    check("We find no evidence that pain fell.", &["We find no evidence that pain fell"]);
    check("There is no doubt that pain fell.", &["pain fell"]);
    check("In May 2008, pain fell.", &["pain fell"]);
    check("Between 2001 and 2015, we saw two hares.", &["we saw two hares"]);
    check("From 1990 to 1995, sleep was better.", &["sleep was better"]);
    check("In 12 hares, pain fell.", &["In 12 hares, pain fell"]);
    check("Gels helped and should be used early.", &["Gels helped", "should be used early"]);
    check(
        "Gels are cheap and may be preferred to plaster.",
        &["Gels are cheap", "may be preferred to plaster"],
    );
    check("Pain fell in most but in some hares, it rose.", &["Pain fell in most", "in some hares, it rose"]);
    check("The wound is deep and often delayed.", &["The wound is deep and often delayed"]);
    check(
        "The hares were small, and they continue to grow.",
        &["The hares were small", "they continue to grow"],
    );
    check("Sensitivity was 80% and specificity 70%.", &["Sensitivity was 80% and specificity 70%"]);
}
