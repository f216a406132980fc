//! What a language prints for a term, a date, an ordinal, a quotation mark. Terms come, first found, from the style's own locales for
//! the dialect, its language and all languages, then from the CSL locales of the dialect, its language's main dialect and en-US.

mod choice;
mod ordinal;
mod term;

use std::collections::HashMap;

use citationberg::taxonomy::{OtherTerm, Term};
use citationberg::{DateForm, GrammarGender, LocaleCode, OrdinalMatch, TermForm};

use super::compile::date_part;
use super::program::{DatePart, Look};
pub use choice::{BadTag, Choice, check as check_tag, choose};
pub use term::canonical;

/// A language, ready to print.
#[derive(Debug)]
pub struct Locale {
    /// BCP 47 tag that was asked for.
    pub lang: String,
    /// Comma and full stop go inside a closing quotation mark.
    pub punctuation_in_quote: bool,
    /// "1er janvier", but "2 janvier".
    pub limit_day_ordinals: bool,
    /// Terms that styles and renderer ask for most.
    pub quotes: Quotes,
    terms: HashMap<(Term, TermForm), Entry>,
    ordinals: Vec<Ordinal>,
    dates: [Option<LocalDate>; 2],
}

/// Quotation marks, outer and inner.
#[derive(Debug, Default)]
pub struct Quotes {
    pub open: Box<str>,
    pub close: Box<str>,
    pub inner_open: Box<str>,
    pub inner_close: Box<str>,
}

#[derive(Debug, Clone)]
struct Entry {
    single: Box<str>,
    multiple: Box<str>,
    gender: Option<GrammarGender>,
}

/// Ending of an ordinal number.
#[derive(Debug)]
struct Ordinal {
    /// `None` for the ending of all others.
    number: Option<u8>,
    matching: OrdinalMatch,
    gender: Option<GrammarGender>,
    long: bool,
    text: Box<str>,
}

/// A date as a language writes it.
#[derive(Debug, Clone)]
pub struct LocalDate {
    pub parts: Vec<DatePart>,
    pub delimiter: Box<str>,
    pub look: Look,
}

impl Locale {
    /// The language `lang` for a style with the locales `own`; `file` gives the CSL locale of a tag.
    pub fn new<'f>(
        lang: &str,
        own: &[citationberg::Locale],
        file: impl Fn(&str) -> Option<&'f citationberg::Locale>,
    ) -> Self {
        let code = LocaleCode(lang.to_owned());
        let base = lang.split('-').next().unwrap_or_default();
        let main = code.fallback().map(|code| code.0);
        let mut sources: Vec<&citationberg::Locale> = Vec::new();
        let tagged = |tag: &str| {
            let tag = tag.to_owned();
            own.iter().filter(move |locale| {
                locale.lang.as_ref().map_or(tag.is_empty(), |lang| lang.0.eq_ignore_ascii_case(&tag))
            })
        };
        sources.extend(tagged(lang));
        if base != lang {
            sources.extend(tagged(base));
        }
        sources.extend(tagged(""));
        sources.extend(file(lang));
        sources.extend(main.as_deref().filter(|main| *main != lang).and_then(&file));
        sources.extend(file(base).filter(|_| base != lang));
        sources.extend(file("en-US"));
        Self::merge(lang, &sources)
    }

    fn merge(lang: &str, sources: &[&citationberg::Locale]) -> Self {
        let mut locale = Self {
            lang: lang.to_owned(),
            punctuation_in_quote: false,
            limit_day_ordinals: false,
            quotes: Quotes::default(),
            terms: HashMap::new(),
            ordinals: Vec::new(),
            dates: [None, None],
        };
        let options = |pick: fn(&citationberg::LocaleOptions) -> Option<bool>| {
            sources.iter().find_map(|source| source.style_options.as_ref().and_then(pick)).unwrap_or(false)
        };
        locale.punctuation_in_quote = options(|options| options.punctuation_in_quote);
        locale.limit_day_ordinals = options(|options| options.limit_day_ordinals_to_day_1);
        for source in sources {
            locale.add_terms(source);
            for date in &source.date {
                let slot = match date.form {
                    Some(DateForm::Numeric) => 1,
                    _ => 0,
                };
                if locale.dates[slot].is_none() {
                    locale.dates[slot] = Some(local_date(date));
                }
            }
        }
        let quote = |term: OtherTerm| -> Box<str> {
            locale.term(Term::Other(term), TermForm::Long, false).unwrap_or_default().into()
        };
        locale.quotes = Quotes {
            open: quote(OtherTerm::OpenQuote),
            close: quote(OtherTerm::CloseQuote),
            inner_open: quote(OtherTerm::OpenInnerQuote),
            inner_close: quote(OtherTerm::CloseInnerQuote),
        };
        locale
    }

    /// A term in exactly or nearly this form: the short verb falls back to the verb, a symbol to the short form, all to the long one.
    pub fn term(&self, term: Term, form: TermForm, plural: bool) -> Option<&str> {
        let entry = self.entry(term, form)?;
        Some(if plural { &entry.multiple } else { &entry.single })
    }

    /// Gender of the noun that is this term.
    pub fn gender(&self, term: Term) -> Option<GrammarGender> {
        self.entry(term, TermForm::Long)?.gender
    }

    fn entry(&self, term: Term, form: TermForm) -> Option<&Entry> {
        let term = canonical(term);
        let mut form = Some(form);
        while let Some(wanted) = form {
            if let Some(entry) = self.terms.get(&(term, wanted)) {
                return Some(entry);
            }
            form = wanted.fallback();
        }
        None
    }

    /// How this language writes dates.
    pub fn date(&self, form: DateForm) -> Option<&LocalDate> {
        self.dates[usize::from(form == DateForm::Numeric)].as_ref()
    }

    fn add_terms(&mut self, source: &citationberg::Locale) {
        let Some(terms) = &source.terms else { return };
        // ordinals are taken whole from the first that has any
        let take_ordinals = self.ordinals.is_empty();
        for term in &terms.terms {
            if let Term::Other(other) = term.name
                && other.is_ordinal()
            {
                if take_ordinals {
                    self.ordinals.push(ordinal::read(term, other));
                }
                continue;
            }
            let entry = || Entry {
                single: term.single().unwrap_or_default().into(),
                multiple: term.multiple().unwrap_or_default().into(),
                gender: term.gender,
            };
            self.terms.entry((canonical(term.name), term.form)).or_insert_with(entry);
        }
    }
}

fn local_date(date: &citationberg::Date) -> LocalDate {
    use citationberg::{ToAffixes as _, ToFormatting as _};
    let affixes = date.to_affixes();
    LocalDate {
        parts: date.date_part.iter().map(date_part).collect(),
        delimiter: date.delimiter.as_deref().unwrap_or_default().into(),
        look: Look {
            format: date.to_formatting(),
            prefix: affixes.prefix.unwrap_or_default().into(),
            suffix: affixes.suffix.unwrap_or_default().into(),
            case: date.text_case,
            ..Look::default()
        },
    }
}
