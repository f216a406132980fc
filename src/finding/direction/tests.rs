use super::*;
use crate::contract::v1::SentenceRole;
use crate::finding::kind::Record;

fn check(text: &str, expected: Direction) {
    let reading = Reading::new(text, "en".into());
    let cues = Cues::find(&reading);
    let extent = Extent::new(0, text.len());
    let clause = Clause {
        reading: &reading,
        cues: &cues,
        extent,
        core: crate::finding::clause::core(&reading, extent),
        said: cues.said(extent),
        certainty: Certainty::Asserted,
        measurements: &[],
        role: SentenceRole::Results,
        record: &Record::default(),
    };
    let way = read(&clause, FindingKind::Association);
    assert_eq!(way.direction, expected, "{text}");
}

#[test]
fn a_change_in_the_same_manner_is_a_change_and_variation_has_no_way() {
    check("Pain was similarly reduced in both groups", Direction::Decrease);
    check("Function was equally improved by both drugs", Direction::Improves);
    check("Both drugs were equally effective", Direction::NoDifference);
    check("Pain was similar after lower doses", Direction::NoDifference);
    check("The fall in pressure varies with age", Direction::None);
    check("Depression varies by country", Direction::None);
    check("Loss of bone varied widely", Direction::None);
    check("Pain did not vary with lower doses", Direction::NoDifference);
    check("Varied diets reduced weight", Direction::Decrease);
}

#[test]
fn a_comparison_of_value_goes_up_or_down_in_value_and_a_name_goes_nowhere() {
    check("Gels were more effective in large wounds", Direction::Improves);
    check("Method A was less reliable", Direction::Worsens);
    check("Plaster gave more exact casts", Direction::Improves);
    check("Gels took more time", Direction::Increase);
    check("Zinc is an inhibitor of the enzyme", Direction::None);
    check("Most strains had zinc-reducing enzymes", Direction::None);
    check("The inhibitory zone was round", Direction::None);
    check("All dogs had sensory stimulation", Direction::None);
}
