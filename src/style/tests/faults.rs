//! Styles that are wrong are refused with their line and the reason.

use crate::style::{CompileError, Reason, load};

/// A style around a citation layout and macros.
fn style(macros: &str, layout: &str) -> String {
    format!(
        "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"note\" version=\"1.0\">\n<info><id>t</id><title>t</title></info>\n\
         {macros}\n<citation>\n<layout>\n{layout}\n</layout>\n</citation>\n</style>"
    )
}

fn refused(xml: &str) -> (u32, String) {
    let error = load(xml).expect_err("a faulty style");
    (error.line, error.reason.to_string())
}

#[test]
fn faults_are_told_with_their_line() {
    let check = |xml: &str, line: u32, says: &str| {
        let (at, reason) = refused(xml);
        assert!(reason.contains(says), "{reason:?} does not say {says:?}");
        assert_eq!(at, line, "{reason}");
    };
    check(&style("", "<text variable=\"titel\"/>"), 6, "not CSL 1.0.2");
    check(&style("", "<text macro=\"none\"/>"), 6, "\"none\" is called and not defined");
    check(&style("", "<text variable=\"title\">"), 7, "not well-formed");
    check("<locale/>", 1, "the root element is <locale>");
    check("", 1, "there is no element");
    check("\n\n<style", 3, "not well-formed");
    let recursive =
        "<macro name=\"a\"><text macro=\"b\"/></macro>\n<macro name=\"b\"><text macro=\"a\"/></macro>";
    check(&style(recursive, "<text macro=\"a\"/>"), 3, "calls itself: a -> b -> a");
}

#[test]
fn a_dependent_style_names_its_parent() {
    let xml = "<style xmlns=\"http://purl.org/net/xbiblio/csl\" version=\"1.0\"><info><id>d</id><title>d</title>\
               <link href=\"http://www.zotero.org/styles/apa\" rel=\"independent-parent\"/></info></style>";
    let (line, reason) = refused(xml);
    assert_eq!(line, 1);
    assert!(reason.contains("styles/apa"), "{reason}");
}

#[test]
fn nesting_without_end_is_refused() {
    let deep = format!("{}<text value=\"x\"/>{}", "<group>".repeat(100_000), "</group>".repeat(100_000));
    assert!(matches!(load(&style("", &deep)).expect_err("too deep").reason, Reason::Depth));

    // macros that call one another one after the other are as deep as elements
    let chain: String = (0..1000)
        .map(|n| format!("<macro name=\"m{n}\"><text macro=\"m{}\"/></macro>\n", n + 1))
        .chain(["<macro name=\"m1000\"><text value=\"x\"/></macro>".to_owned()])
        .collect();
    let error = load(&style(&chain, "<text macro=\"m0\"/>")).expect_err("too deep");
    assert_eq!(error.reason, Reason::Compile(CompileError::Depth));

    // and macros that call another twice double at every step
    let doubling: String = (0..60)
        .map(|n| {
            let next = n + 1;
            format!("<macro name=\"m{n}\"><text macro=\"m{next}\"/><text macro=\"m{next}\"/></macro>\n")
        })
        .chain(["<macro name=\"m60\"><text value=\"x\"/></macro>".to_owned()])
        .collect();
    let error = load(&style(&doubling, "<text macro=\"m0\"/>")).expect_err("too large");
    assert_eq!(error.reason, Reason::Compile(CompileError::Size));
}
