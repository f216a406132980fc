//! Words that tell which way a result goes and who is compared with whom, in classes.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use super::lexeme::{Kind, Lexeme};
use super::words::word;

/// What a word does in a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    More,
    Less,
    Better,
    Worse,
    Same,
    Denial,
    Significant,
    Change,
    Control,
    Treated,
    Than,
    And,
    But,
    /// A p value of at most 0.05.
    Sure,
    /// A greater one, or "NS".
    Unsure,
}

/// A star stands for any ending.
const WORDS: [(Class, &str); 13] = [
    (
        Class::More,
        "higher greater increas* increment more longer elevat* rise rises rose risen rising larger faster prolong* older gain* enhanc* exceed* highest greatest doubl* tripl* augment* upregulat* heavier stronger earlier accelerat* raise raised quicker",
    ),
    (
        Class::Less,
        "lower lowered lowering less reduc* decreas* fewer shorter smaller declin* drop* fell fall falls slower lesser diminish* lowest least attenuat* suppress* inhibit* prevent* loss lost shorten* weaker younger minimi* delayed later downregulat* alleviat* reliev* ameliorat*",
    ),
    (
        Class::Better,
        "better improv* superior* best effective benefi* favor* favour* recover* success* efficac* advantage*",
    ),
    (Class::Worse, "worse* inferior* poor* deteriorat* fail* harm*"),
    (Class::Same, "similar* comparable equivalen* same equal* identical* unchanged alike constant stable"),
    (
        Class::Denial,
        "no not nor neither without non none never nonsignificant* insignificant* t cannot didn lack unable nonsignificantly",
    ),
    (Class::Significant, "significan* statistical*"),
    (
        Class::Change,
        "differ* change* effect effects chang* association* associat* evidence trend* interaction*",
    ),
    (
        Class::Control,
        "control* placebo usual standard sham conventional vehicle comparison comparator baseline saline untreated routine",
    ),
    (Class::Treated, "treatment intervention experimental active treated exercise training study"),
    (Class::Than, "than versus vs compared relative"),
    (Class::And, "and respectively"),
    (Class::But, "but however although whereas while only"),
];

/// Beginnings of outcomes that are better when they are less.
const BURDENS: &str = "pain symptom anxi depress mortal death fatigue stress disab adverse complicat nause vomit insomn bleed infect incidence relaps recurr fail discomfort severity toxic cost need require dose use hypotens inflam disease risk discontinu dropout";

#[derive(Debug, Default)]
struct Table {
    burdens: HashMap<u32, (), foldhash::fast::FixedState>,
    whole: HashMap<u32, Class, foldhash::fast::FixedState>,
    beginnings: HashMap<u32, Class, foldhash::fast::FixedState>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    for (class, words) in WORDS {
        for text in words.split(' ') {
            match text.strip_suffix('*') {
                Some(head) => table.beginnings.insert(word(head), class),
                None => table.whole.insert(word(text), class),
            };
        }
    }
    table.burdens.extend(BURDENS.split(' ').map(|head| (word(head), ())));
    table
});

/// Fewest and most letters of a beginning.
const BEGINNINGS: RangeInclusive<usize> = 3..=14;

/// The class of a word, when it has one.
pub fn class(lexeme: &Lexeme<'_>) -> Option<Class> {
    let table = &*TABLE;
    match table.whole.get(&lexeme.hash) {
        Some(class) => Some(*class),
        None => longest(&table.beginnings, lexeme).copied(),
    }
}

/// True for an outcome that is better when it is less.
pub fn burden(lexeme: &Lexeme<'_>) -> bool {
    longest(&TABLE.burdens, lexeme).is_some()
}

/// What is kept for the longest known beginning of a word.
fn longest<'t, T>(
    table: &'t HashMap<u32, T, foldhash::fast::FixedState>,
    lexeme: &Lexeme<'_>,
) -> Option<&'t T> {
    if lexeme.kind != Kind::Word {
        return None;
    }
    let longest = lexeme.text.len().min(*BEGINNINGS.end());
    let heads = (*BEGINNINGS.start()..=longest).rev().filter_map(|length| lexeme.text.get(..length));
    heads.filter_map(|head| table.get(&word(head))).next()
}

#[cfg(test)]
mod tests {
    use super::super::lexeme;
    use super::*;

    #[test]
    fn words_have_the_class_of_their_longest_beginning() {
        let check = |text: &str, expected: Option<Class>| {
            assert_eq!(lexeme::read(text).first().and_then(class), expected, "{text}");
        };
        check("Reduction", Some(Class::Less));
        check("lowered", Some(Class::Less));
        check("significantly", Some(Class::Significant));
        check("nonsignificantly", Some(Class::Denial));
        check("effective", Some(Class::Better));
        check("effects", Some(Class::Change));
        check("controls", Some(Class::Control));
        check("red", None);
        check("12", None);
        check("été", None);
        assert!(burden(&lexeme::read("Painful")[0]) && !burden(&lexeme::read("paper")[0]));
    }
}
