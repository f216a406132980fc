//! Names of statistics with their codes, found before a number.

use std::sync::LazyLock;

use crate::contract::v1::MeasurementKind;
use crate::finding::reading::Reading;
use crate::finding::token;

/// A statistic.
#[derive(Debug, Clone, Copy)]
pub struct Statistic {
    pub name: &'static str,
    pub code: &'static str,
    pub kind: MeasurementKind,
}

/// A statistic's name before a number.
#[derive(Debug, Clone, Copy)]
pub struct Label {
    pub statistic: Statistic,
    pub start: usize,
    /// Nothing stands between the name and the number but "of", "=", ":" or a bracketed abbreviation.
    pub touches: bool,
}

use MeasurementKind::{Diagnostic as D, EffectSize as E, Heterogeneity as H, PValue as P, SampleSize as N};

/// Written, name, code, kind. Written in capitals: only so.
const TABLE: &[(&str, &str, &str, MeasurementKind)] = &[
    ("hazard ratio", "HR", "NCIT:C93150", E),
    ("hazards ratio", "HR", "NCIT:C93150", E),
    ("hazard ratios", "HR", "NCIT:C93150", E),
    ("HR", "HR", "NCIT:C93150", E),
    ("aHR", "HR", "NCIT:C93150", E),
    ("HRs", "HR", "NCIT:C93150", E),
    ("odds ratio", "OR", "STATO:0000182", E),
    ("odds ratios", "OR", "STATO:0000182", E),
    ("OR", "OR", "STATO:0000182", E),
    ("aOR", "OR", "STATO:0000182", E),
    ("AOR", "OR", "STATO:0000182", E),
    ("ORs", "OR", "STATO:0000182", E),
    ("relative odds", "OR", "STATO:0000182", E),
    ("relative risk", "RR", "STATO:0000245", E),
    ("risk ratio", "RR", "STATO:0000245", E),
    ("relative risks", "RR", "STATO:0000245", E),
    ("RR", "RR", "STATO:0000245", E),
    ("RRs", "RR", "STATO:0000245", E),
    ("rate ratio", "IRR", "", E),
    ("aRR", "RR", "STATO:0000245", E),
    ("incidence rate ratio", "IRR", "", E),
    ("IRR", "IRR", "", E),
    ("prevalence ratio", "PR", "", E),
    ("PR", "PR", "", E),
    ("risk difference", "RD", "STATO:0000424", E),
    ("absolute risk reduction", "RD", "STATO:0000424", E),
    ("RD", "RD", "STATO:0000424", E),
    ("ARR", "RD", "STATO:0000424", E),
    ("absolute difference", "RD", "STATO:0000424", E),
    ("mean difference", "MD", "STATO:0000457", E),
    ("weighted mean difference", "MD", "STATO:0000457", E),
    ("MD", "MD", "STATO:0000457", E),
    ("WMD", "MD", "STATO:0000457", E),
    ("differenza media", "MD", "STATO:0000457", E),
    ("standardized mean difference", "SMD", "STATO:0000100", E),
    ("standardised mean difference", "SMD", "STATO:0000100", E),
    ("SMD", "SMD", "STATO:0000100", E),
    ("cohen's d", "d", "", E),
    ("effect size", "ES", "", E),
    ("standardized incidence ratio", "SIR", "", E),
    ("SIR", "SIR", "", E),
    ("standardized mortality ratio", "SMR", "", E),
    ("SMR", "SMR", "", E),
    ("r", "r", "", E),
    ("rs", "r", "", E),
    ("rho", "rho", "", E),
    ("r2", "r2", "", E),
    ("r(2)", "r2", "", E),
    ("r²", "r2", "", E),
    ("correlation coefficient", "r", "", E),
    ("beta", "beta", "", E),
    ("β", "beta", "", E),
    ("ρ", "rho", "", E),
    ("number needed to treat", "NNT", "", E),
    ("NNT", "NNT", "", E),
    ("NNH", "NNH", "", E),
    ("number needed to harm", "NNH", "", E),
    ("area under the curve", "AUC", "", D),
    ("area under the roc curve", "AUC", "", D),
    ("area under the receiver operating characteristic curve", "AUC", "", D),
    ("AUC", "AUC", "", D),
    ("AUROC", "AUC", "", D),
    ("c-statistic", "AUC", "", D),
    ("c statistic", "AUC", "", D),
    ("c-index", "AUC", "", D),
    ("sensitivity", "sensitivity", "", D),
    ("sensibilità", "sensitivity", "", D),
    ("specificity", "specificity", "", D),
    ("specificità", "specificity", "", D),
    ("sensitivities", "sensitivity", "", D),
    ("specificities", "specificity", "", D),
    ("positive predictive value", "PPV", "", D),
    ("PPV", "PPV", "", D),
    ("negative predictive value", "NPV", "", D),
    ("NPV", "NPV", "", D),
    ("diagnostic accuracy", "accuracy", "", D),
    ("accuracy", "accuracy", "", D),
    ("kappa", "kappa", "", D),
    ("κ", "kappa", "", D),
    ("ICC", "ICC", "", D),
    ("cronbach's alpha", "alpha", "", D),
    ("cronbach alpha", "alpha", "", D),
    ("cronbach's α", "alpha", "", D),
    ("cronbach α", "alpha", "", D),
    ("cronbach’s alpha", "alpha", "", D),
    ("cronbach’s α", "alpha", "", D),
    ("positive likelihood ratio", "LR+", "", D),
    ("negative likelihood ratio", "LR-", "", D),
    ("i2", "I2", "", H),
    ("i²", "I2", "", H),
    ("i(2)", "I2", "", H),
    ("tau2", "tau2", "", H),
    ("tau²", "tau2", "", H),
    ("p", "p", "OBI:0000175", P),
    ("p value", "p", "OBI:0000175", P),
    ("p-value", "p", "OBI:0000175", P),
    ("p values", "p", "OBI:0000175", P),
    ("p-values", "p", "OBI:0000175", P),
    ("pinteraction", "p", "OBI:0000175", P),
    ("p interaction", "p", "OBI:0000175", P),
    ("p for interaction", "p", "OBI:0000175", P),
    ("p-interaction", "p", "OBI:0000175", P),
    ("ptrend", "p", "OBI:0000175", P),
    ("p trend", "p", "OBI:0000175", P),
    ("p for trend", "p", "OBI:0000175", P),
    ("p-trend", "p", "OBI:0000175", P),
    ("p for heterogeneity", "p", "OBI:0000175", P),
    ("pheterogeneity", "p", "OBI:0000175", P),
    ("log-rank p", "p", "OBI:0000175", P),
    ("valore p", "p", "OBI:0000175", P),
    ("valor p", "p", "OBI:0000175", P),
    ("valor de p", "p", "OBI:0000175", P),
    ("p-wert", "p", "OBI:0000175", P),
    ("rapporto di rischio", "HR", "NCIT:C93150", E),
    ("rapporto di probabilità", "OR", "STATO:0000182", E),
    ("rischio relativo", "RR", "STATO:0000245", E),
    ("relatives risiko", "RR", "STATO:0000245", E),
    ("risque relatif", "RR", "STATO:0000245", E),
    ("riesgo relativo", "RR", "STATO:0000245", E),
    ("risco relativo", "RR", "STATO:0000245", E),
    ("razón de momios", "OR", "STATO:0000182", E),
    ("razão de chances", "OR", "STATO:0000182", E),
    ("rapport de cotes", "OR", "STATO:0000182", E),
    ("sensitivität", "sensitivity", "", D),
    ("spezifität", "specificity", "", D),
    ("sensibilité", "sensitivity", "", D),
    ("spécificité", "specificity", "", D),
    ("sensibilidad", "sensitivity", "", D),
    ("especificidad", "specificity", "", D),
    ("sensibilidade", "sensitivity", "", D),
    ("especificidade", "specificity", "", D),
    ("adjusted hazard ratio", "HR", "NCIT:C93150", E),
    ("adjusted odds ratio", "OR", "STATO:0000182", E),
    ("adjusted relative risk", "RR", "STATO:0000245", E),
    ("adjusted HR", "HR", "NCIT:C93150", E),
    ("adjusted OR", "OR", "STATO:0000182", E),
    ("adjusted RR", "RR", "STATO:0000245", E),
    ("pooled odds ratio", "OR", "STATO:0000182", E),
    ("subhazard ratio", "HR", "NCIT:C93150", E),
    ("SHR", "HR", "NCIT:C93150", E),
    ("std mean difference", "SMD", "STATO:0000100", E),
    ("hedges' g", "SMD", "STATO:0000100", E),
    ("hedges g", "SMD", "STATO:0000100", E),
    ("cohen d", "d", "", E),
    ("pearson's r", "r", "", E),
    ("pearson r", "r", "", E),
    ("spearman's rho", "rho", "", E),
    ("spearman rho", "rho", "", E),
    ("tau", "tau", "", E),
    ("regression coefficient", "beta", "", E),
    ("intraclass correlation coefficient", "ICC", "", D),
    ("cohen's kappa", "kappa", "", D),
    ("area under the receiver operating characteristic", "AUC", "", D),
    ("area under curve", "AUC", "", D),
    ("likelihood ratio", "LR", "", D),
    ("predictive value", "PV", "", D),
    ("tau(2)", "tau2", "", H),
    ("cochran's q", "Q", "", H),
    ("n", "n", "", N),
    ("sample size", "n", "", N),
];

/// A row of the table, and whether it stands in the text only in its own capitals.
struct Name {
    written: &'static str,
    cased: bool,
    statistic: Statistic,
}

/// The table by the last byte of the name in lower case: a number asks for the few names that may end before it.
static BY_END: LazyLock<Vec<Vec<Name>>> = LazyLock::new(|| {
    let mut by_end: Vec<Vec<Name>> = (0..=u8::MAX).map(|_| Vec::new()).collect();
    for &(written, name, code, kind) in TABLE {
        let cased = written.bytes().any(|byte| byte.is_ascii_uppercase());
        let Some(last) = written.bytes().last() else { continue };
        let statistic = Statistic { name, code, kind };
        by_end[usize::from(last.to_ascii_lowercase())].push(Name { written, cased, statistic });
    }
    by_end
});

/// The statistic named just before `at`, where the number (with its operator) begins.
pub fn before(reading: &Reading<'_>, floor: usize, at: usize) -> Option<Label> {
    let floor = super::back(reading, floor, at, 90);
    let mut end = at;
    let mut touches = true;
    for _ in 0..4 {
        end = floor + reading.lower[floor..end].trim_end().len();
        if let Some(label) = ending(reading, floor, end) {
            return Some(Label { statistic: label.0, start: label.1, touches });
        }
        let head = &reading.lower[floor..end];
        if let Some(mark) = ["=", ":", ","].iter().find(|mark| head.ends_with(**mark)) {
            end -= mark.len();
        } else if let Some(word) = [" of", " for", " at"].iter().find(|word| head.ends_with(**word)) {
            end -= word.len();
            touches &= *word == " of";
        } else if head.ends_with([')', ']']) {
            let open = head.rfind(['(', '['])?;
            if head.len() - open > 24 {
                return None;
            }
            end = floor + open;
        } else if let Some(verb) = [
            " was",
            " were",
            " is",
            " are",
            " ranged from",
            " ranging from",
            " reached",
            " era",
            " from",
            " foi de",
            " foi",
            " fue de",
            " fue",
            " war",
            " betrug",
            " était de",
            " était",
            " è stato",
            " è",
            " es",
            " é",
            " lag bei",
            " averaged",
        ]
        .iter()
        .find(|verb| head.ends_with(**verb))
        {
            end -= verb.len();
            touches = false;
        } else {
            return None;
        }
    }
    None
}

/// The longest name that ends at `end`, and where it starts.
fn ending(reading: &Reading<'_>, floor: usize, end: usize) -> Option<(Statistic, usize)> {
    let (text, lower) = (&reading.text[floor..end], &reading.lower[floor..end]);
    let mut best: Option<(Statistic, usize)> = None;
    let last = lower.bytes().last()?;
    for Name { written, cased, statistic } in &BY_END[usize::from(last)] {
        let hit = if *cased { text.ends_with(written) } else { lower.ends_with(written) };
        if !hit {
            continue;
        }
        let start = end - written.len();
        let glued = start > floor && reading.text.as_bytes()[start - 1] == b'-' && written.len() == 1;
        if glued
            || !token::boundary_before(reading.text, start)
            || best.is_some_and(|(_, known)| known <= start)
        {
            continue;
        }
        best = Some((*statistic, start));
    }
    best
}
