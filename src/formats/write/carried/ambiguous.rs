//! Words that a reader takes for something else than text.

use super::{Loss, TEXT, always};
use crate::contract::v1::{Citation, Contributor, TitleRole};
use crate::formats::read::headings;
use crate::formats::standing;
use crate::formats::write::Format::{self, Biblatex, Bibtex, CslJson, Csv, EndnoteXml, Nbib, Ris};
use crate::formats::write::summary;
use crate::record::contributor::is_suffix;
use crate::record::pages::pages;

pub const AMBIGUOUS: &[Loss] = &[
    Loss {
        field: "titles",
        what: "that one in brackets is not a translation",
        formats: TEXT,
        why: "PubMed prints a translation so, and who took it from there",
        when: |c, _| {
            c.titles.iter().any(|title| title.role() != TitleRole::Subtitle && is_bracketed(&title.text))
        },
        cut: |c, _| c.titles.clear(),
    },
    Loss {
        field: "titles",
        what: "a full stop at the end",
        formats: &[Nbib],
        why: "PubMed prints one behind every title",
        when: always,
        cut: |c, _| {
            c.titles
                .iter_mut()
                .for_each(|title| title.text = title.text.trim_end_matches(['.', ' ']).to_owned())
        },
    },
    Loss {
        field: "titles",
        what: "of a record one of whose titles has a bracket without its other half",
        formats: &[Nbib],
        why: "a translation stands in brackets",
        when: |c, _| c.titles.iter().any(|title| !is_balanced(&title.text)),
        cut: |c, _| c.titles.clear(),
    },
    Loss {
        field: "contributors",
        what: "no-break spaces",
        formats: &[Bibtex, Biblatex],
        why: "in a name one is a space",
        when: always,
        cut: |c, _| {
            for person in &mut c.contributors {
                for part in [&mut person.family, &mut person.given, &mut person.suffix] {
                    *part = super::white::one_line(&part.replace('\u{a0}', " "));
                }
            }
        },
    },
    Loss {
        field: "contributors",
        what: "which part of a name is which, where one holds a comma or a semicolon, or a suffix is none of the usual ones",
        formats: &[Ris, EndnoteXml, Csv, Nbib],
        why: "they part names and their parts",
        when: |c, format| c.contributors.iter().any(|person| is_parted(person, format)),
        cut: |c, _| c.contributors.clear(),
    },
    Loss {
        field: "abstracts.sections",
        what: "headings that do not look like one, words that do",
        formats: TEXT,
        why: "they stand in the text, as \"METHODS: \"",
        when: |c, format| c.abstracts.iter().any(|text| !keeps_headings(text, format)),
        cut: flat,
    },
    Loss {
        field: "abstracts",
        what: "of a record one of whose abstracts in another language than English begins with a word and a colon",
        formats: &[Nbib],
        why: "it is read as the kind of abstract that PubMed puts there",
        when: |c, _| c.abstracts.iter().any(|text| text.r#type.is_empty() && begins_with_kind(&text.text)),
        cut: |c, _| c.abstracts.clear(),
    },
    Loss {
        field: "subjects",
        what: "a keyword with a semicolon, a bar or a line break in it is several",
        formats: &[Ris, Bibtex, Biblatex, CslJson, Csv],
        why: "they part keywords",
        when: |c, _| c.subjects.iter().any(|subject| subject.label.contains([';', '|'])),
        cut: |c, _| c.subjects.clear(),
    },
    Loss {
        field: "publication_types",
        what: "one with a semicolon in it is several",
        formats: &[Csv],
        why: "it parts them",
        when: |c, _| c.publication_types.iter().any(|kind| kind.label.contains(';')),
        cut: |c, _| c.publication_types.clear(),
    },
    Loss {
        field: "notes",
        what: "one in the words of a link or a status",
        formats: TEXT,
        why: "it is read as what it says",
        when: always,
        cut: notes,
    },
    Loss {
        field: "pages",
        what: "a first or last page with a dash, comma or semicolon in it",
        formats: TEXT,
        why: "it is read as a range",
        when: |c, _| {
            c.pages.as_ref().is_some_and(|known| {
                let read = pages(&format!("{}-{}", known.first, known.last));
                let alone = pages(&known.first);
                let one = known.last.is_empty() && alone.first == known.first && alone.last.is_empty();
                let both = !known.last.is_empty() && read.first == known.first && read.last == known.last;
                !(one || both)
            })
        },
        cut: |c, _| {
            if let Some(pages) = &mut c.pages {
                pages.first.clear();
                pages.last.clear();
            }
            super::tidy(c);
        },
    },
];

fn is_bracketed(title: &str) -> bool {
    title.starts_with('[') && title.trim_end_matches(['.', ' ']).ends_with(']')
}

fn is_balanced(title: &str) -> bool {
    let mut depth = 0;
    for c in title.chars() {
        depth += i32::from(c == '[') - i32::from(c == ']');
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

fn begins_with_kind(text: &str) -> bool {
    text.split_once(": ").is_some_and(|(kind, _)| !kind.contains(' ') && kind.len() < 30)
}

fn is_parted(person: &Contributor, format: Format) -> bool {
    let parts = [&person.family, &person.given, &person.suffix, &person.collective, &person.literal];
    let whole = !person.collective.is_empty() || person.family.is_empty();
    let sign =
        |part: &&&String| part.contains(';') || part.contains(',') && (!whole || format == Format::Nbib);
    parts.iter().any(|part| sign(&part)) || !person.suffix.is_empty() && !is_suffix(&person.suffix)
}

/// Whether the headings of an abstract, and no others, are read from the text that is written.
fn keeps_headings(text: &crate::contract::v1::Abstract, format: Format) -> bool {
    let written = summary::plain(text);
    let back = match format {
        Format::Nbib => headings::inline(&written.replace('\n', " "), Vec::new()),
        Format::EndnoteXml if !text.formatting.is_empty() => {
            headings::inline(&written.replace('\n', " "), Vec::new())
        }
        Format::Ris => headings::lines(joined(&written), Vec::new()),
        _ => headings::lines(written, Vec::new()),
    };
    let shape = |text: &crate::contract::v1::Abstract| -> Vec<(String, String)> {
        let parts = summary::parts(text);
        parts.iter().map(|part| (part.label.to_owned(), super::white::one_line(part.text))).collect()
    };
    back.sections.len() == text.sections.len() && shape(&back) == shape(text)
}

/// Lines without a heading go on where the one before ends.
fn joined(text: &str) -> String {
    let mut whole = String::new();
    for line in text.split('\n') {
        if !whole.is_empty() {
            whole.push(if headings::heading(line).is_some() { '\n' } else { ' ' });
        }
        whole.push_str(line);
    }
    whole
}

/// Text and headings in one line.
fn flat(c: &mut Citation, _: Format) {
    for text in &mut c.abstracts {
        text.text = super::white::one_line(&summary::plain(text));
        text.sections.clear();
        text.formatting.clear();
    }
}

fn notes(c: &mut Citation, _: Format) {
    for note in std::mem::take(&mut c.notes) {
        if !standing::take(&note, c) {
            c.notes.push(note);
        }
    }
}
