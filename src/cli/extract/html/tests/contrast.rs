//! Whether the page's colours can be told apart by those who see them less well: WCAG 2.2, 1.4.3 and 1.4.11.

use std::collections::HashMap;

use crate::cli::extract::words::kind;
use crate::finding::KINDS;

const STYLE: &str = include_str!("../../page.css");

/// The colours of a part of the style sheet.
fn colours(css: &str) -> HashMap<&str, [f64; 3]> {
    let declarations = css.split([';', '{', '}']).filter_map(|part| part.trim().strip_prefix("--"));
    declarations
        .filter_map(|declaration| {
            let (name, value) = declaration.split_once(": #")?;
            let channel = |at: usize| u8::from_str_radix(value.get(at..at + 2)?, 16).ok();
            Some((name, [channel(0)?, channel(2)?, channel(4)?].map(linear)))
        })
        .collect()
}

fn linear(channel: u8) -> f64 {
    let c = f64::from(channel) / 255.0;
    if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let luminance = |[r, g, b]: [f64; 3]| 0.2126 * r + 0.7152 * g + 0.0722 * b;
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn black_on_white_is_twenty_one_to_one() {
    let colours = colours(":root { --ink: #000000; --paper: #ffffff; }");
    assert!((contrast(colours["ink"], colours["paper"]) - 21.0).abs() < 1e-9);
}

#[test]
fn every_colour_is_legible_in_light_and_dark() {
    let (light, rest) = STYLE.split_once("@media screen and (prefers-color-scheme: dark)").unwrap();
    let (dark, _) = rest.split_once("\n}\n").unwrap();
    let mut kinds: Vec<String> = KINDS.map(kind).map(|kind| kind.replace(' ', "-")).to_vec();
    kinds.push("finding".to_owned());
    for (scheme, css) in [("light", light), ("dark", dark)] {
        let colours = colours(css);
        let check = |front: &str, back: &str, least: f64| {
            let ratio = contrast(colours[front], colours[back]);
            assert!(ratio >= least, "{scheme}: {front} on {back} is {ratio:.2}");
        };
        check("ink", "paper", 7.0);
        check("faint", "paper", 4.5);
        check("alarm", "paper", 4.5);
        for kind in &kinds {
            let wash = format!("{kind}-wash");
            check("ink", &wash, 7.0);
            check(kind, "paper", 4.5);
            check(kind, &wash, 4.5);
            assert!(
                STYLE
                    .contains(&format!(".k-{kind} {{ --line: var(--{kind}); --wash: var(--{kind}-wash); }}"))
            );
        }
    }
}
