use proptest::prelude::*;

use super::*;

fn is(field: Field, test: Test) -> Filter {
    Filter::Is(Condition { field, test })
}

fn text(field: Field, value: &str) -> Filter {
    is(field, Test::Equals(Value::Text(value.to_owned())))
}

fn at_least(field: Field, number: f64) -> Condition {
    Condition { field, test: Test::Range { low: Some((number, true)), high: None } }
}

fn below(field: Field, number: f64) -> Condition {
    Condition { field, test: Test::Range { low: None, high: Some((number, false)) } }
}

fn measure(name: &str) -> Condition {
    Condition { field: Field::Measure, test: Test::Equals(Value::Text(name.to_owned())) }
}

fn not(filter: Filter) -> Filter {
    Filter::Not(Box::new(filter))
}

#[test]
fn filters_of_citations() {
    let check = |filter: &str, expected: Filter| {
        assert_eq!(parse_filter(filter, Scope::Citations), Ok(expected), "{filter}");
    };
    let year = |number: f64| is(Field::Year, Test::Equals(Value::Number(number)));
    let it = || text(Field::Language, "it");
    check(" ", Filter::All);
    check("year=2009", year(2009.0));
    check(
        "year >= 2010 AND language = \"it\" AND NOT type = ARTICLE_JOURNAL",
        Filter::And(vec![
            Filter::Is(at_least(Field::Year, 2010.0)),
            it(),
            not(is(Field::Type, Test::Equals(Value::Enum(1)))),
        ]),
    );
    check(
        "language = it year = 1 OR year = 2",
        Filter::And(vec![it(), Filter::Or(vec![year(1.0), year(2.0)])]),
    );
    check(
        "year = 1 OR year = 2 AND language = it",
        Filter::And(vec![Filter::Or(vec![year(1.0), year(2.0)]), it()]),
    );
    check(
        "(year = 1 AND year = 2) OR language:it",
        Filter::Or(vec![Filter::And(vec![year(1.0), year(2.0)]), it()]),
    );
    check("-language != 'IT'", not(not(it())));
    check("journal = \"The Lancet\"", text(Field::Journal, "The Lancet"));
    check(
        "journal : lancet-oncology",
        is(Field::Journal, Test::Words(vec!["lancet".into(), "oncology".into()])),
    );
    check("doi:10.5555/A(1)", text(Field::Doi, "10.5555/a(1)"));
    check("(doi=10.5555/A)", text(Field::Doi, "10.5555/a"));
    check("status = editorial_status_retracted", is(Field::Status, Test::Equals(Value::Enum(2))));
    check("has = pmcid", text(Field::Has, "pmcid"));
    check("abstract:*", text(Field::Has, "abstract"));
    check("id = citations/0abc", text(Field::Id, "0abc"));
    check(
        "year:2001..2003",
        is(Field::Year, Test::Range { low: Some((2001.0, true)), high: Some((2003.0, true)) }),
    );
    check("title = \"a \\\"b\\\"\"", text(Field::Title, "a \"b\""));
}

#[test]
fn conditions_of_one_measurement_stay_together() {
    let check = |filter: &str, expected: Filter| {
        assert_eq!(parse_filter(filter, Scope::Findings), Ok(expected), "{filter}");
    };
    let months = || at_least(Field::ValueMonths, 6.0);
    check(
        "measure = \"median survival\" AND value_months >= 6",
        Filter::Measurement(vec![measure("median survival"), months()]),
    );
    check(
        "measure = HR AND negated = false AND p < 0.05",
        Filter::And(vec![
            Filter::Measurement(vec![measure("HR"), below(Field::P, 0.05)]),
            is(Field::Negated, Test::Equals(Value::Bool(false))),
        ]),
    );
    check(
        "(measure = HR AND p < 0.05) AND value_months >= 6",
        Filter::And(vec![
            Filter::Measurement(vec![measure("HR"), below(Field::P, 0.05)]),
            Filter::Measurement(vec![months()]),
        ]),
    );
    check(
        "measure = HR OR p < 0.05",
        Filter::Or(vec![
            Filter::Measurement(vec![measure("HR")]),
            Filter::Measurement(vec![below(Field::P, 0.05)]),
        ]),
    );
    check(
        "measure != HR AND p < 0.05",
        Filter::And(vec![
            not(Filter::Measurement(vec![measure("HR")])),
            Filter::Measurement(vec![below(Field::P, 0.05)]),
        ]),
    );
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let check = |filter: &str, position: usize, message: &str| {
        let error = parse_filter(filter, Scope::Citations).expect_err(filter);
        assert_eq!(error.position, position, "{filter}: {error}");
        assert!(error.message.contains(message), "{filter}: {error}");
    };
    check("yaer = 2009", 0, "there is no field `yaer`: use one of id, year");
    check("outcome : x", 0, "there is no field");
    check("year = 1 and year = 2", 9, "capitals: `AND`");
    check("year", 4, "needs one of =");
    check("year = ", 7, "needs a value");
    check("year = x", 7, "needs a number");
    check("journal > x", 8, "has no order");
    check("abstract = x", 9, "not compared whole");
    check("type = POEM", 7, "ARTICLE_JOURNAL");
    check("year = 1 AND", 12, "missing here");
    check("OR year = 1", 0, "missing here");
    check("year = 1 OR", 11, "begins with the name");
    check("(year = 1", 0, "not closed");
    check("year = 1)", 8, "never opened");
    check("\"cancer\"", 0, "begins with the name");
    check("journal = \"x", 10, "not closed");
    check("has = fun", 6, "abstract, doi");
    check(&format!("journal : {}", "a ".repeat(5_000)), 8_192, "longer");
    check(&format!("{}year=1", "(".repeat(65)), 64, "64 levels");
    check(&format!("journal:\"{}\"", "a ".repeat(513)), 0, "512 words");
    let unknown = parse_filter("yaer=1", Scope::Citations).expect_err("unknown");
    assert!(unknown.fields.contains(&"publication_type"));
}

proptest! {
    #[test]
    fn no_text_breaks_the_parser(filter in "[ -~é肝]{0,40}") {
        let _ = parse_filter(&filter, Scope::Citations);
        let _ = parse_filter(&filter, Scope::Findings);
    }

    #[test]
    fn no_likely_text_breaks_the_parser(filter in "((year|p|has|measure|-|NOT| AND | OR |=|<|:|\\(|\\)|\"|'|[0-9.]{1,3}| )){0,20}") {
        let _ = parse_filter(&filter, Scope::Citations);
        let _ = parse_filter(&filter, Scope::Findings);
    }
}
