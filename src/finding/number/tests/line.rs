//! A measurement as one line of the file of cases: kind, words, value and unit.

use crate::contract::v1::{Measurement, MeasurementOperator as Operator, QuantityRole};

/// "EFFECT_SIZE:HR | HR 0.72 | 0.72"; a dose is DOSE, and "-> 0" ends what is tied to the first number.
pub fn line(m: &Measurement) -> String {
    let kind = match m.role() {
        QuantityRole::Dose => "DOSE",
        _ => m.kind().as_str_name().trim_start_matches("MEASUREMENT_KIND_"),
    };
    let named = ["EFFECT_SIZE", "DIAGNOSTIC", "HETEROGENEITY"].contains(&kind);
    let statistic = if named { format!(":{}", m.statistic) } else { String::new() };
    let link = m.linked_to.map_or_else(String::new, |to| format!(" -> {to}"));
    let point = if m.time_point.is_empty() { String::new() } else { format!(" @ {}", m.time_point) };
    format!("{kind}{statistic} | {} | {} {}{point}{link}", m.text, value(m), m.unit_ucum)
        .trim_end()
        .to_owned()
}

fn value(m: &Measurement) -> String {
    let operator = match m.operator() {
        Operator::Less => "<",
        Operator::LessOrEqual => "<=",
        Operator::Greater => ">",
        Operator::GreaterOrEqual => ">=",
        Operator::Approximate => "~",
        _ => "",
    };
    let mut value = format!("{operator}{}", m.value);
    if !m.total.is_empty() {
        value += &format!("/{}", m.total);
    }
    if !m.percent.is_empty() {
        value += &format!(" ({}%)", m.percent);
    }
    if !m.spread.is_empty() {
        value += &format!("±{}", m.spread);
    }
    match (m.low.as_str(), m.value.as_str()) {
        ("", _) => value,
        (low, "") => format!("{low}..{}", m.high),
        (low, _) => format!("{value} [{low}..{}]", m.high),
    }
}
