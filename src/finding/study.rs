//! What kind of study a record reports, and on how many: its publication types, else the words of its abstract.

use std::sync::LazyLock;

use super::phrases::Phrases;
use super::token;
use crate::contract::v1::{
    Citation, Cue, ExtractedSentence, Measurement, MeasurementKind, SentenceRole, Span, Study,
    StudyDesignSource,
};

/// Publication types that are designs, most telling first.
const TYPES: &[&str] = &[
    "Systematic Review",
    "Meta-Analysis",
    "Network Meta-Analysis",
    "Randomized Controlled Trial",
    "Clinical Trial, Phase III",
    "Controlled Clinical Trial",
    "Clinical Trial, Phase II",
    "Clinical Trial, Phase I",
    "Clinical Trial, Phase IV",
    "Pragmatic Clinical Trial",
    "Adaptive Clinical Trial",
    "Equivalence Trial",
    "Clinical Trial",
    "Observational Study",
    "Twin Study",
    "Validation Study",
    "Case Reports",
    "Practice Guideline",
    "Consensus Development Conference",
    "Guideline",
    "Scoping Review",
    "Review",
    "Multicenter Study",
    "Comparative Study",
    "Evaluation Study",
];

/// Words of an abstract and the design they name, most telling first.
const WORDS: &[(&str, &[&str])] = &[
    ("Network Meta-Analysis", &["network meta-analysis"]),
    ("Meta-Analysis", &["meta-analysis", "meta-analyses", "metaanalysis", "metanalisi", "meta-analisi"]),
    ("Systematic Review", &["systematic review", "systematically reviewed", "revisione sistematica"]),
    (
        "Randomized Controlled Trial",
        &[
            "randomized controlled",
            "randomised controlled",
            "randomized clinical trial",
            "randomised clinical trial",
            "randomized trial",
            "randomised trial",
            "were randomized",
            "were randomised",
            "was randomized",
            "randomly assigned",
            "randomly allocated",
            "randomized, double-blind",
            "randomised, double-blind",
            "randomized double-blind",
            "randomised double-blind",
            "randomizzato",
            "randomizzati",
        ],
    ),
    ("Cross-Over Studies", &["crossover", "cross-over"]),
    ("Clinical Trial, Phase III", &["phase iii trial", "phase 3 trial"]),
    ("Clinical Trial, Phase II", &["phase ii trial", "phase 2 trial", "phase ii study"]),
    ("Clinical Trial, Phase I", &["phase i trial", "phase 1 trial", "phase i study"]),
    ("Controlled Clinical Trial", &["double-blind", "double blind", "single-blind", "placebo-controlled"]),
    ("Case-Control Studies", &["case-control", "case control study", "cases and controls", "caso-controllo"]),
    (
        "Cohort Studies",
        &[
            "cohort study",
            "prospective cohort",
            "retrospective cohort",
            "cohort of",
            "birth cohort",
            "studio di coorte",
        ],
    ),
    ("Cross-Sectional Studies", &["cross-sectional"]),
    (
        "Case Reports",
        &[
            "case report",
            "report a case",
            "report the case",
            "present a case",
            "describe a case",
            "a case is reported",
            "case is described",
            "report two cases",
            "report three cases",
            "cases are reported",
            "cases are described",
            "report on a patient",
            "describe a patient",
            "report a patient",
            "present the case",
            "caso clinico",
        ],
    ),
    ("Retrospective Studies", &["retrospective", "retrospectively", "chart review", "medical records were"]),
    ("Prospective Studies", &["prospective", "prospectively"]),
    (
        "Surveys and Questionnaires",
        &["questionnaire survey", "postal survey", "online survey", "were surveyed"],
    ),
    (
        "Review",
        &["this review", "we review", "literature review", "review of the literature", "questa rassegna"],
    ),
];

static NAMED: LazyLock<(Phrases, Vec<usize>)> = LazyLock::new(|| {
    let phrases: Vec<(usize, &str)> = WORDS
        .iter()
        .enumerate()
        .flat_map(|(rank, (_, words))| words.iter().map(move |word| (rank, *word)))
        .collect();
    let words: Vec<&str> = phrases.iter().map(|(_, word)| *word).collect();
    (Phrases::new(&words), phrases.iter().map(|(rank, _)| *rank).collect())
});

/// Reads the design and size of a study; none when neither is known.
pub fn read(citation: &Citation, sentences: &[ExtractedSentence]) -> Option<Study> {
    // one abstract speaks for the record: the offsets of two cannot share one index
    let mut study = Study::default();
    for own in sentences.chunk_by(|one, other| one.abstract_index == other.abstract_index) {
        let read = of_abstract(own);
        if known(&read) > known(&study) {
            study = read;
        }
    }
    let kind = TYPES
        .iter()
        .find(|design| citation.publication_types.iter().any(|kind| kind.label.eq_ignore_ascii_case(design)));
    if let Some(design) = kind {
        study.design = (*design).to_owned();
        study.design_source = StudyDesignSource::PublicationType.into();
        study.design_cue = None;
    }
    (known(&study) > 0).then_some(study)
}

fn known(study: &Study) -> usize {
    usize::from(!study.design.is_empty()) + usize::from(study.sample_size.is_some())
}

fn of_abstract(sentences: &[ExtractedSentence]) -> Study {
    let abstract_index = sentences.first().map_or(0, |sentence| sentence.abstract_index);
    let mut study = Study { abstract_index, sample_size: sample_size(sentences), ..Default::default() };
    if let Some((rank, cue)) = sentences.iter().filter_map(design).min_by_key(|(rank, _)| *rank) {
        study.design = WORDS[rank].0.to_owned();
        study.design_source = StudyDesignSource::Text.into();
        study.design_cue = Some(cue);
    }
    study
}

/// The most telling design that a sentence names. Background and conclusions speak of other studies.
fn design(sentence: &ExtractedSentence) -> Option<(usize, Cue)> {
    if matches!(sentence.role(), SentenceRole::Background | SentenceRole::Conclusions) {
        return None;
    }
    let lower = sentence.text.to_ascii_lowercase();
    let (phrases, ranks) = &*NAMED;
    let mut best: Option<(usize, Cue)> = None;
    let mut at = 0;
    while let Some((phrase, place)) = phrases.find_word(lower.as_bytes(), at) {
        at = place.end;
        let rank = ranks[phrase];
        let whole = token::boundary_before(&lower, place.start) && token::boundary(&lower, place.end);
        if !whole || best.as_ref().is_some_and(|(known, _)| *known <= rank) {
            continue;
        }
        best = sentence.text.get(place.clone()).map(|text| {
            (
                rank,
                Cue { text: text.to_owned(), span: sentence.span.map(|span| inner(sentence, span, &place)) },
            )
        });
    }
    best
}

/// Offsets in the abstract of a range of a sentence.
fn inner(sentence: &ExtractedSentence, span: Span, place: &std::ops::Range<usize>) -> Span {
    let bytes = |at: usize| span.start + i32::try_from(at).unwrap_or(i32::MAX);
    let chars = |at: usize| {
        span.char_start
            + i32::try_from(sentence.text.get(..at).map_or(0, |head| head.chars().count())).unwrap_or(0)
    };
    Span {
        start: bytes(place.start),
        end: bytes(place.end),
        char_start: chars(place.start),
        char_end: chars(place.end),
    }
}

/// The number of subjects that the methods state, else the first that any sentence does.
fn sample_size(sentences: &[ExtractedSentence]) -> Option<Measurement> {
    let sizes = |wanted: &[SentenceRole]| {
        sentences
            .iter()
            .filter(|sentence| wanted.contains(&sentence.role()))
            .flat_map(|sentence| &sentence.measurements)
            .find(|number| number.kind == MeasurementKind::SampleSize as i32)
            .cloned()
    };
    sizes(&[SentenceRole::Objective, SentenceRole::Methods])
        .or_else(|| sizes(&[SentenceRole::Results, SentenceRole::Unspecified]))
        .or_else(|| sizes(&[SentenceRole::Background, SentenceRole::Conclusions]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::v1::{Abstract, PublicationType};
    use crate::finding::extract;

    fn study(types: &[&str], text: &str) -> Option<Study> {
        let kind = |label: &&str| PublicationType { label: (*label).to_owned(), ..Default::default() };
        let citation = Citation {
            publication_types: types.iter().map(kind).collect(),
            abstracts: vec![Abstract {
                text: text.to_owned(),
                language: "en".to_owned(),
                ..Default::default()
            }],
            ..Default::default()
        };
        let study = read(&citation, &extract(&citation).sentences)?;
        if let Some(Cue { text: words, span: Some(span) }) = &study.design_cue {
            assert_eq!(text.get(span.start as usize..span.end as usize), Some(words.as_str()));
        }
        Some(study)
    }

    #[test]
    fn a_design_is_named_by_types_else_by_words() {
        let check = |types: &[&str], text: &str, design: &str, cue: &str| {
            let study = study(types, text).unwrap_or_default();
            let words = study.design_cue.map(|cue| cue.text).unwrap_or_default();
            assert_eq!((study.design.as_str(), words.as_str()), (design, cue), "{text}");
        };
        let trial =
            "METHODS: Sixty adults with gout were randomly assigned to salt or sugar. RESULTS: Pain fell.";
        check(&[], trial, "Randomized Controlled Trial", "randomly assigned");
        check(&["Journal Article", "Clinical Trial"], trial, "Clinical Trial", "");
        check(
            &[],
            "METHODS: We retrospectively read 40 charts. RESULTS: Pain fell.",
            "Retrospective Studies",
            "retrospectively",
        );
        check(&[], "CONCLUSIONS: A randomized trial is needed.", "", "");
    }

    #[test]
    fn the_sample_size_is_that_of_the_methods() {
        let text = "RESULTS: In 12 patients pain fell. METHODS: We enrolled 60 patients (n = 60) with gout.";
        let size = study(&[], text).and_then(|study| study.sample_size).expect("a size");
        assert_eq!(size.value, "60");
        assert_eq!(
            text.get(size.span.map_or(0..0, |s| s.start as usize..s.end as usize)),
            Some(size.text.as_str())
        );
    }
}
