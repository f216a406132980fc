use proptest::prelude::*;

use super::*;
use crate::query::ast::{Field, Value};
use crate::query::interpret;

fn citations(text: &str) -> Result<Query, QueryError> {
    parse_query(text, Scope::Citations)
}

#[test]
fn a_query_is_read_with_every_operator_written_out() {
    let check = |text: &str, expected: &str| {
        let query = citations(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(interpret(&query), expected, "{text}");
        assert_eq!(citations(expected), Ok(query), "{expected} read again");
    };
    check("  ", "");
    check("cancer", "cancer");
    check("breast cancer", "breast OR cancer");
    check(
        "breast cancer AND title:\"liver metastases\"",
        "(breast OR cancer) AND title:\"liver metastases\"",
    );
    check("a AND b OR c", "(a AND b) OR c");
    check("a OR b AND c", "a OR (b AND c)");
    check("a AND (b OR c) d", "a AND (b OR c OR d)");
    check("cancer -mouse", "cancer AND NOT mouse");
    check("cancer NOT (mouse OR rat)", "cancer AND NOT (mouse OR rat)");
    check("NOT NOT a", "NOT NOT a");
    check("breast cancer year:2009", "(breast OR cancer) AND year:2009");
    check("year:2005..2010", "year:2005..2010");
    check("year:2005..", "year:2005..");
    check("year:..1999", "year:..1999");
    check("year:>=2005", "year:2005..");
    check("year:<2005 x", "x AND year:<2005");
    check("COVID-19", "\"COVID 19\"");
    check("“liver metastases”", "\"liver metastases\"");
    check("\"single\"", "single");
    check("\"AND\"", "\"AND\"");
    check("and or not", "and OR or OR not");
    check("Crohn's", "Crohn");
    check("a - b", "a OR b");
    check("title:(liver OR breast metastases)", "title:liver OR title:breast OR title:metastases");
    check("Title:Liver", "title:Liver");
    check("author:Rossi journal:Lancet", "author:Rossi OR journal:Lancet");
    check("doi:https://doi.org/10.5555/ABC(12)3", "doi:\"10.5555/abc(12)3\"");
    check("(doi:10.5555/abc)", "doi:10.5555/abc");
    check("pmid:12345", "pmid:12345");
    check("pmcid:99", "pmcid:PMC99");
    check("type:article-journal", "type:ARTICLE_JOURNAL");
    check("type:CITATION_TYPE_BOOK", "type:BOOK");
    check("status:retracted", "status:RETRACTED");
    check("has:abstract cancer", "cancer AND has:abstract");
    check(
        "publication_type:\"Randomized Controlled Trial\"",
        "publication_type:\"Randomized Controlled Trial\"",
    );
    check("Methods: we did", "Methods OR we OR did");
    check("http://x.org", "\"http x org\"");
    check("language:IT", "language:it");
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let check = |text: &str, position: usize, message: &str| {
        let error = citations(text).expect_err(text);
        assert_eq!(error.position, position, "{text}: {error}");
        assert!(error.message.contains(message), "{text}: {error}");
    };
    check("a \"b", 2, "not closed");
    check("a (b", 2, "not closed");
    check("a b)", 3, "never opened");
    check("()", 1, "missing before this parenthesis");
    check("AND a", 0, "missing before this operator");
    check("a AND", 5, "missing at the end");
    check("a OR OR b", 5, "missing before this operator");
    check("a NOT", 2, "follows this negation");
    check("a -&", 2, "follows this negation");
    check("???", 3, "missing");
    check("\"\"", 0, "no word");
    check("x titel:liver", 2, "there is no field `titel`");
    check("title: liver", 0, "needs a value");
    check("title:!!", 6, "needs a word");
    check("year:soon", 5, "needs a number");
    check("year:..", 5, "one side");
    check("year:(2009)", 5, "without parentheses");
    check("type:novella", 5, "ARTICLE_JOURNAL");
    check("has:fun", 4, "abstract, doi");
    check("value:3", 0, "there is no field");
}

#[test]
fn limits_are_exact() {
    assert!(citations(&"a".repeat(8_192)).is_ok());
    assert_eq!(citations(&"a".repeat(8_193)).map_err(|e| e.position), Err(8_192));
    assert!(citations(&"a ".repeat(512)).is_ok());
    assert_eq!(citations(&"a ".repeat(513)).map_err(|e| e.position), Err(1_024));
    let nested = |levels: usize| format!("{}a{}", "(".repeat(levels), ")".repeat(levels));
    assert!(citations(&nested(64)).is_ok());
    assert_eq!(citations(&nested(65)).map_err(|e| e.position), Err(64));
    assert!(citations(&"NOT ".repeat(65)).is_err());
}

#[test]
fn findings_have_fields_of_their_own() {
    let check = |text: &str, expected: &str| {
        let query = parse_query(text, Scope::Findings).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(interpret(&query), expected);
        assert_eq!(parse_query(expected, Scope::Findings), Ok(query));
    };
    check(
        "statement:survival outcome:\"overall survival\"",
        "statement:survival OR outcome:\"overall survival\"",
    );
    check("survival kind:PREVALENCE", "survival AND kind:PREVALENCE");
    check("negated:TRUE", "negated:true");
    check("citation:citations/abc", "id:abc");
    let unknown = parse_query("mesh:x", Scope::Findings).expect_err("mesh is of citations");
    assert!(unknown.fields.contains(&"outcome") && !unknown.fields.contains(&"mesh"));
    let condition = Condition { field: Field::Negated, test: Test::Equals(Value::Bool(false)) };
    assert_eq!(parse_query("negated:false", Scope::Findings), Ok(Query::Is(condition)));
}

proptest! {
    #[test]
    fn no_text_breaks_the_parser(text in any::<String>()) {
        let _ = citations(&text);
        let _ = parse_query(&text, Scope::Findings);
    }

    #[test]
    fn what_is_printed_reads_the_same(text in "[ab12():\"\\- ]{0,12}( ?(AND|OR|NOT|title:|year:|doi:|-|\\(|\\)|\"| |liver|2009|é肝|[a-z(]{1,3})){0,12}") {
        for scope in [Scope::Citations, Scope::Findings] {
            if let Ok(query) = parse_query(&text, scope) {
                prop_assert_eq!(parse_query(&interpret(&query), scope), Ok(query), "{}", text);
            }
        }
    }
}
