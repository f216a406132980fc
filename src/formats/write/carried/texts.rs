//! Titles, abstracts and their markup.

use super::{Loss, TEXT, always};
use crate::contract::v1::{Abstract, Citation, Formatting, FormattingStyle, Title, TitleRole};
use crate::formats::write::Format::{self, Biblatex, Bibtex, CslJson, Csv, EndnoteXml, Nbib, Ris};

pub const TEXTS: &[Loss] = &[
    Loss {
        field: "titles",
        what: "subtitles, second translations, other scripts",
        formats: TEXT,
        why: "a subtitle stands in the title, or there is one place",
        when: always,
        cut: titles,
    },
    Loss {
        field: "titles.language",
        what: "",
        formats: TEXT,
        why: "the work's own language is taken for it",
        when: always,
        cut: title_languages,
    },
    Loss {
        field: "titles.formatting, abstracts.formatting",
        what: "",
        formats: &[Ris, Nbib, Csv],
        why: "plain text",
        when: always,
        cut: formatting,
    },
    Loss {
        field: "formatting",
        what: "formulas",
        formats: &[Bibtex, Biblatex, CslJson, EndnoteXml],
        why: "their text is kept, not their MathML",
        when: always,
        cut: formulas,
    },
    Loss {
        field: "formatting",
        what: "small capitals",
        formats: &[EndnoteXml],
        why: "no face for them",
        when: always,
        cut: small_capitals,
    },
    Loss {
        field: "abstracts",
        what: "after the first; language, copyright, kind",
        formats: &[Ris, Bibtex, Biblatex, CslJson, EndnoteXml, Csv],
        why: "one text, in RIS several",
        when: always,
        cut: abstracts,
    },
    Loss {
        field: "abstracts.language",
        what: "that none is said",
        formats: &[Nbib],
        why: "an abstract in the main field is taken for English",
        when: always,
        cut: |c, _| {
            c.abstracts.iter_mut().filter(|text| text.language == "en").for_each(|text| text.language.clear())
        },
    },
    Loss {
        field: "abstracts.sections.nlm_category",
        what: "",
        formats: TEXT,
        why: "headings alone",
        when: always,
        cut: categories,
    },
];

fn is_main(title: &Title) -> bool {
    !matches!(title.role(), TitleRole::Translated | TitleRole::Subtitle | TitleRole::Transliterated)
}

/// Main title, subtitle and translations as the format has them, in this order.
fn titles(c: &mut Citation, format: Format) {
    let all = std::mem::take(&mut c.titles);
    let main = all.iter().find(|title| is_main(title)).cloned();
    let mut translated = all.iter().filter(|title| title.role() == TitleRole::Translated).cloned();
    if let Some(mut main) = main {
        main.set_role(TitleRole::Original);
        let subtitles = all.iter().filter(|title| title.role() == TitleRole::Subtitle);
        match format {
            Format::Biblatex | Format::Csv => {
                c.titles.push(main);
                c.titles.extend(subtitles.take(1).cloned());
            }
            _ => {
                let most = if format == Format::Ris { usize::MAX } else { 1 };
                for subtitle in subtitles.take(most) {
                    main.text = format!("{}: {}", main.text, subtitle.text);
                    main.formatting.clear();
                }
                c.titles.push(main);
            }
        }
    }
    let most = match format {
        Format::Ris => usize::MAX,
        Format::CslJson if !c.titles.is_empty() => 0,
        _ => 1,
    };
    c.titles.extend(translated.by_ref().take(most));
}

/// Languages of titles that the reader cannot tell: it takes the work's own for the title, and none for a translation.
fn title_languages(c: &mut Citation, _: Format) {
    for title in &mut c.titles {
        title.language.clear();
    }
}

fn each_formatting(c: &mut Citation, cut: impl Fn(&mut Vec<Formatting>)) {
    c.titles.iter_mut().for_each(|title| cut(&mut title.formatting));
    c.abstracts.iter_mut().for_each(|text| cut(&mut text.formatting));
}

fn formatting(c: &mut Citation, _: Format) {
    each_formatting(c, Vec::clear);
}

fn formulas(c: &mut Citation, _: Format) {
    each_formatting(c, |marks| marks.retain(|mark| mark.style() != FormattingStyle::Mathml));
}

fn small_capitals(c: &mut Citation, _: Format) {
    each_formatting(c, |marks| marks.retain(|mark| mark.style() != FormattingStyle::SmallCaps));
}

/// The first abstract, or all, without what only the contract and PubMed tell of one.
fn abstracts(c: &mut Citation, format: Format) {
    if format != Format::Ris {
        c.abstracts.truncate(1);
    }
    for text in &mut c.abstracts {
        let plain = Abstract {
            text: std::mem::take(&mut text.text),
            sections: std::mem::take(&mut text.sections),
            formatting: std::mem::take(&mut text.formatting),
            ..Default::default()
        };
        *text = plain;
    }
}

fn categories(c: &mut Citation, _: Format) {
    c.abstracts
        .iter_mut()
        .flat_map(|text| &mut text.sections)
        .for_each(|section| section.nlm_category.clear());
}
