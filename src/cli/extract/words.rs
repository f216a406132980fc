use crate::cli::show::short;
use crate::contract::v1::{
    Certainty, Direction, Finding, FindingKind, Measurement, MeasurementKind, MeasurementOperator, Mention,
};

/// Directions that have a sign, in the order of the contract.
pub const DIRECTIONS: [Direction; 6] = [
    Direction::Increase,
    Direction::Decrease,
    Direction::Improves,
    Direction::Worsens,
    Direction::NoDifference,
    Direction::Unclear,
];

/// An enum value in words for reading: `FINDING_KIND_RESEARCH_STATUS` is `research status`; empty when it is not given.
pub fn lower(prefix: &str, name: &str) -> String {
    short(prefix, name).to_lowercase().replace('_', " ")
}

/// The kind in words; a finding of a kind that is not known is still a finding.
pub fn kind(kind: FindingKind) -> String {
    let word = lower("FINDING_KIND_", kind.as_str_name());
    if word.is_empty() { "finding".to_owned() } else { word }
}

/// Sign of a direction; empty where nothing goes anywhere.
pub fn sign(direction: Direction) -> &'static str {
    match direction {
        Direction::Unspecified | Direction::None => "",
        Direction::Increase => "↑",
        Direction::Decrease => "↓",
        Direction::Improves => "↗",
        Direction::Worsens => "↘",
        Direction::NoDifference => "=",
        Direction::Unclear => "?",
    }
}

/// Sign and word of a direction; empty where nothing goes anywhere.
pub fn direction(direction: Direction) -> String {
    let sign = sign(direction);
    if sign.is_empty() {
        return String::new();
    }
    format!("{sign} {}", lower("DIRECTION_", direction.as_str_name()))
}

/// What is said of a finding beside its kind and direction, in the order of its weight.
pub fn facts(finding: &Finding) -> Vec<String> {
    let deontic = lower("DEONTIC_STRENGTH_", finding.deontic_strength().as_str_name());
    let verdict = finding.review.as_ref().map_or("", |review| review.verdict().as_str_name());
    let verdict = lower("REVIEW_VERDICT_", verdict);
    let facts = [
        lower("CERTAINTY_", finding.certainty().as_str_name()),
        if deontic.is_empty() { deontic } else { format!("obligation: {deontic}") },
        said(finding.negated, "negated"),
        said(finding.main, "main"),
        said(finding.subgroup, "subgroup or chance"),
        lower("SENTENCE_ROLE_", finding.role().as_str_name()),
        if verdict.is_empty() { verdict } else { format!("reviewed: {verdict}") },
    ];
    facts.into_iter().filter(|fact| !fact.is_empty()).collect()
}

/// Whether these words of certainty weaken what is said.
pub fn hedged(certainty: Certainty) -> bool {
    matches!(certainty, Certainty::Probable | Certainty::Speculative | Certainty::Unknown)
}

/// What each mention of a finding is to it.
pub fn mentions(finding: &Finding) -> Vec<(&'static str, &Mention)> {
    let lists = [
        ("Population", &finding.populations),
        ("Intervention", &finding.interventions),
        ("Comparator", &finding.comparators),
        ("Outcome", &finding.outcomes),
    ];
    lists.into_iter().flat_map(|(part, list)| list.iter().map(move |mention| (part, mention))).collect()
}

/// The kind of a number in words.
pub fn measure(measurement: &Measurement) -> String {
    let word = lower("MEASUREMENT_KIND_", measurement.kind().as_str_name());
    let word = match word.as_str() {
        "p value" => "p value",
        "mean sd" => "mean, SD",
        "mean se" => "mean, SE",
        "median iqr" => "median, IQR",
        "" => "number",
        word => word,
    };
    let dose = lower("QUANTITY_ROLE_", measurement.role().as_str_name());
    if dose.is_empty() { word.to_owned() } else { dose }
}

/// The value of a number as it was read, without its unit: `< 0.05`, `12 of 40 (30 %)`, `0.59 to 0.94 (95 %)`.
pub fn value(measurement: &Measurement) -> String {
    let mut text = String::new();
    let bound = match measurement.operator() {
        MeasurementOperator::Less => "< ",
        MeasurementOperator::LessOrEqual => "≤ ",
        MeasurementOperator::Greater => "> ",
        MeasurementOperator::GreaterOrEqual => "≥ ",
        MeasurementOperator::Approximate => "≈ ",
        _ if measurement.approximate => "≈ ",
        _ => "",
    };
    text.push_str(bound);
    text.push_str(&measurement.value);
    let mut add = |given: bool, part: String| {
        if given {
            text.push_str(&part);
        }
    };
    add(!measurement.total.is_empty(), format!(" of {}", measurement.total));
    add(!measurement.percent.is_empty(), format!(" ({} %)", measurement.percent));
    add(!measurement.spread.is_empty(), format!(" ± {}", measurement.spread));
    let range = format!("{} to {}", measurement.low, measurement.high);
    let ranged = !measurement.low.is_empty() || !measurement.high.is_empty();
    let beside = !measurement.value.is_empty();
    add(ranged, if beside { format!(" ({range})") } else { range });
    add(!measurement.confidence_level.is_empty(), format!(" ({} %)", measurement.confidence_level));
    text
}

/// What a number is of, where and when; and the number it qualifies, which is one of `others`.
pub fn about(measurement: &Measurement, others: &[Measurement]) -> String {
    let linked = measurement.linked_to.and_then(|index| others.get(usize::try_from(index).ok()?));
    let parts = [
        measurement.of.clone(),
        measurement.arm.clone(),
        measurement.time_point.clone(),
        linked.map_or_else(String::new, |effect| format!("belongs to {}", effect.text)),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("; ")
}

/// Kind, value and unit of a number on a line.
pub fn number(measurement: &Measurement) -> String {
    let mut line = measure(measurement);
    // The kind already says what a p is.
    let named = measurement.kind() == MeasurementKind::PValue;
    let statistic = if named { "" } else { &measurement.statistic };
    let parts = [statistic, &value(measurement), &measurement.unit_ucum];
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        line.push(' ');
        line.push_str(part);
    }
    line
}

/// The study design of a record, as its findings give it.
pub fn study_design(findings: &[Finding]) -> Option<&str> {
    findings.iter().map(|finding| finding.study_design.as_str()).find(|design| !design.is_empty())
}

/// `1 finding`, `2 findings`.
pub fn counted(count: usize, of: &str) -> String {
    if count == 1 { format!("1 {of}") } else { format!("{count} {of}s") }
}

fn said(holds: bool, word: &str) -> String {
    if holds { word.to_owned() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measurement(kind: MeasurementKind, operator: MeasurementOperator, value: &str) -> Measurement {
        Measurement {
            kind: kind.into(),
            operator: operator.into(),
            value: value.into(),
            ..Default::default()
        }
    }

    #[test]
    fn numbers_are_read_out_with_bounds_and_units() {
        use MeasurementKind as Kind;
        use MeasurementOperator as Operator;
        let check = |measurement: Measurement, expected: &str| assert_eq!(number(&measurement), expected);
        check(
            Measurement { statistic: "p".into(), ..measurement(Kind::PValue, Operator::Less, "0.05") },
            "p value < 0.05",
        );
        check(
            Measurement { statistic: "HR".into(), ..measurement(Kind::EffectSize, Operator::Equal, "0.7") },
            "effect size HR 0.7",
        );
        check(
            Measurement {
                total: "40".into(),
                percent: "30".into(),
                ..measurement(Kind::CountOfTotal, Operator::Equal, "12")
            },
            "count of total 12 of 40 (30 %)",
        );
        check(
            Measurement {
                low: "0.59".into(),
                high: "0.94".into(),
                confidence_level: "95".into(),
                ..measurement(Kind::ConfidenceInterval, Operator::Range, "")
            },
            "confidence interval 0.59 to 0.94 (95 %)",
        );
        check(
            Measurement {
                spread: "2.5".into(),
                unit_ucum: "a".into(),
                ..measurement(Kind::MeanSd, Operator::PlusMinus, "61")
            },
            "mean, SD 61 ± 2.5 a",
        );
        check(
            Measurement {
                low: "5".into(),
                high: "12".into(),
                ..measurement(Kind::MedianIqr, Operator::Equal, "9")
            },
            "median, IQR 9 (5 to 12)",
        );
        check(
            Measurement { approximate: true, ..measurement(Kind::Proportion, Operator::Equal, "18") },
            "proportion ≈ 18",
        );
        check(Measurement::default(), "number");
    }

    #[test]
    fn a_link_outside_the_list_is_left_out() {
        let others = [Measurement { text: "HR 0.7".into(), ..Default::default() }];
        let check = |linked_to: Option<i32>, expected: &str| {
            let measurement = Measurement { of: "death".into(), linked_to, ..Default::default() };
            assert_eq!(about(&measurement, &others), expected);
        };
        check(None, "death");
        check(Some(0), "death; belongs to HR 0.7");
        check(Some(1), "death");
        check(Some(-1), "death");
    }
}
