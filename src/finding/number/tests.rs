mod anything;
mod cases;
mod line;

use super::*;

/// "KIND text" of each result in the text.
fn check(text: &str, language: &str, expected: &[&str]) {
    let reading = Reading::new(text, language.into());
    let found: Vec<String> = measurements(&reading, Extent::new(0, text.len()))
        .iter()
        .filter(|m| is_result(m))
        .map(|m| format!("{} {}", m.kind().as_str_name().trim_start_matches("MEASUREMENT_KIND_"), m.text))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn counts_and_shares() {
    check("Cure was seen in 31/40 (77.5%) cows.", "en", &["COUNT_OF_TOTAL 31/40 (77.5%) cows"]);
    check("Cure was seen in 31 of 40 cows (77.5%).", "en", &["COUNT_OF_TOTAL 31 of 40 cows (77.5%)"]);
    check(
        "Fever (62%; n=18) was mild in at least 40%.",
        "en",
        &["COUNT_OF_TOTAL 62%; n=18", "PROPORTION at least 40%"],
    );
    check("We saw no relapses and no morbidity.", "en", &["COUNT no relapses", "PROPORTION no morbidity"]);
    check("There was no mortality benefit.", "en", &[]);
    check("Relapse fell from 12% to 7%.", "en", &["PROPORTION 12%", "PROPORTION 7%"]);
}

#[test]
fn effects_with_their_intervals() {
    check(
        "Death was rarer (relative risk [RR] 0.61; 95% confidence interval [CI] 0.40 to 0.93; P = 0.02).",
        "en",
        &[
            "EFFECT_SIZE relative risk [RR] 0.61",
            "CONFIDENCE_INTERVAL 95% confidence interval [CI] 0.40 to 0.93",
            "P_VALUE P = 0.02",
        ],
    );
    check("OR 2.4 (1.3, 4.6) or 3 others", "en", &["EFFECT_SIZE OR 2.4", "CONFIDENCE_INTERVAL 1.3, 4.6"]);
    check("HR 0.80 (0.65-0.98)", "en", &["EFFECT_SIZE HR 0.80", "CONFIDENCE_INTERVAL 0.65-0.98"]);
}

#[test]
fn times_ages_and_doses() {
    check("Median survival was 9 months after 20 mg daily.", "en", &["SURVIVAL_TIME 9 months"]);
    check("At 12 months the 3-year-old dogs were well.", "en", &["AGE 3-year-old"]);
    check(
        "Calves 6 weeks old and an 8- to 12-year-old mare ate.",
        "en",
        &["AGE 6 weeks old", "AGE 8- to 12-year-old"],
    );
    check("The 3-year survival was unknown.", "en", &[]);
    check("Children aged 4-9 years were followed for 2 years.", "en", &["AGE 4-9 years", "DURATION 2 years"]);
    check("Weight was 71.5 (SD 8.2) kg.", "en", &["MEAN_SD 71.5 (SD 8.2) kg"]);
}

#[test]
fn names_dates_and_references_are_no_results() {
    check("IL-2 in grade 2 disease since May 2004 [3, 5] (ratio 2:1).", "en", &[]);
}

#[test]
fn an_interval_and_a_p_value_know_their_effect() {
    let text = "HR 0.5 (95% CI 0.3-0.8; p=0.01)";
    let reading = Reading::new(text, "en".into());
    let found = measurements(&reading, Extent::new(0, text.len()));
    assert_eq!(found.iter().map(|m| m.linked_to).collect::<Vec<_>>(), [None, Some(0), Some(0)]);
}

#[test]
fn a_sentence_may_be_cut_anywhere() {
    for text in
        ["a dose of .5 mg", "mean 5.0 (SD 5 cells per cm] more", "10(5 cells per cm] to 5 (5 cells per cm]"]
    {
        let reading = Reading::new(text, "en".into());
        for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
            let found = measurements(&reading, Extent::new(0, end));
            assert!(
                found.iter().all(|m| m.span.is_some_and(|span| span.start < span.end)),
                "{text} to {end}"
            );
        }
    }
}

#[test]
fn an_interval_and_its_p_value_may_disagree() {
    let check = |text: &str, expected: bool| {
        let reading = Reading::new(text, "en".into());
        let found = measurements(&reading, Extent::new(0, text.len()));
        assert_eq!(interval_contradicts_p(&found), expected, "{text}");
    };
    check("HR 0.70 (95% CI 0.52-1.10; P = 0.01)", true);
    check("OR 2.4 (95% CI 1.3-4.5; P = 0.21)", true);
    check("mean difference -2 kg (95% CI -5 to 1; P < 0.001)", true);
    check("HR 0.70 (95% CI 0.52-0.94; P = 0.01)", false);
    check("RR 1.1 (95% CI 0.9-1.4; P = 0.30)", false);
    check("HR 0.70 (90% CI 0.52-1.10; P = 0.01)", false);
    check("HR 0.70 (95% CI 0.52-1.10), P < 0.5", false);
}

#[test]
fn a_number_knows_its_arm_and_its_time_point() {
    let text =
        "At 6 months, relapse was seen in 12% of patients in the placebo group and in 7% in the zinc group.";
    let reading = Reading::new(text, "en".into());
    let found = measurements(&reading, Extent::new(0, text.len()));
    let places: Vec<_> = found.iter().map(|m| (m.arm.as_str(), m.time_point.as_str())).collect();
    assert_eq!(places, [("placebo group", "At 6 months"), ("zinc group", "At 6 months")]);
}
