//! Where a noun phrase begins and ends. Closed-class words and the verbs of abstracts; no tagger.

use std::sync::LazyLock;

use super::super::phrases::Phrases;
use super::super::reading::{Extent, Reading};
use super::super::token;
use super::super::verb::{self, Class, Word};

/// The noun phrase that begins where `after` does: up to the next preposition but "of", conjunction, verb, bracket, comma or number.
/// Empty when none begins there.
pub fn phrase(reading: &Reading<'_>, after: Extent) -> Extent {
    let mut end = after.start;
    let mut last = "";
    for word in reading.cut_words(after).take(16) {
        let gap = reading.lower(Extent::new(end, word.extent.start));
        if end > after.start && gap.bytes().any(|byte| STOPS[usize::from(byte)]) {
            break;
        }
        let text = reading.lower(word.extent);
        // "5-HT" is a name, "5" and "5-7" are numbers
        let numbered = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        // "fluorescence in situ hybridisation"
        let latin = text == "in"
            && LATIN
                .iter()
                .any(|place| reading.lower(Extent::new(word.extent.end, after.end)).starts_with(place));
        if numbered && !NUMBERED.contains(&last) || ends_phrase(word, text) && !latin {
            break;
        }
        if end == after.start && gap.bytes().any(|byte| STOPS[usize::from(byte)]) {
            break;
        }
        end = word.extent.end;
        last = text;
    }
    tidy(reading, Extent::new(after.start, end))
}

/// Bytes that a phrase does not go across.
const STOPS: [bool; 256] = token::marks(b"()[],;:.<>=%");

/// What follows the "in" of a place in Latin, which is part of a phrase.
const LATIN: [&str; 3] = [" situ", " vitro", " vivo"];

/// Words that a number may follow inside of a phrase.
const NUMBERED: [&str; 10] =
    ["type", "types", "grade", "stage", "phase", "class", "factor", "interleukin", "vitamin", "receptor"];

/// The extent up to its first bracket, comma or relative clause.
pub fn before_aside(reading: &Reading<'_>, extent: Extent) -> Extent {
    let opened =
        reading.lower(extent).len() - reading.lower(extent).trim_start_matches(['(', '[', ' ']).len();
    let inner = Extent::new(extent.start + opened, extent.end);
    let end = ASIDES.first(reading.lower(inner)).map_or(inner.end, |aside| inner.start + aside.start);
    Extent::new(inner.start, end)
}

static ASIDES: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::new(&["(", "[", ", ", ": ", " such as ", " which ", " who ", " that "]));

/// The extent without determiners and signs before it, and without adverbs and prepositions behind.
pub fn tidy(reading: &Reading<'_>, extent: Extent) -> Extent {
    let mut extent = extent;
    let signs = |c: char| !c.is_alphanumeric();
    loop {
        let slice = reading.slice(extent);
        let start = extent.start + (slice.len() - slice.trim_start_matches(signs).len());
        let closed = memchr::memchr2(b'(', b'[', slice.as_bytes()).is_some();
        let end = slice.trim_end_matches(|c: char| signs(c) && !(closed && matches!(c, ')' | ']'))).len();
        let inner = Extent::new(start, (extent.start + end).max(start));
        let text = reading.lower(inner);
        let first = memchr::memchr(b' ', text.as_bytes()).map_or(text, |space| &text[..space]);
        let last = memchr::memrchr(b' ', text.as_bytes()).map_or(text, |space| &text[space + 1..]);
        let latin = text.starts_with("in vitro ") || text.starts_with("in vivo ");
        if first.len() < text.len() && is(first, LEAD) && !latin {
            extent = Extent::new(inner.start + first.len(), inner.end);
        } else if last.len() < text.len()
            && !ends_in_capital(reading, inner)
            && (is(last, TRAIL) || last.len() > 5 && last.ends_with("ly"))
        {
            extent = Extent::new(inner.start, inner.end - last.len());
        } else if inner == extent {
            return extent;
        } else {
            extent = inner;
        }
    }
}

/// True for "vitamin A", whose letter is no article.
fn ends_in_capital(reading: &Reading<'_>, extent: Extent) -> bool {
    reading.slice(extent).ends_with(|c: char| c.is_ascii_uppercase())
}

/// True for a word that no noun phrase goes across.
fn ends_phrase(word: Word, text: &str) -> bool {
    word.may(BREAK | verb::ENDS_SUBJECT) || text.len() > 6 && text.ends_with("ly")
}

/// True for a word that may stand before people and is not of them.
pub fn parts_people(word: Word, text: &str) -> bool {
    text == "of" || text == "or" || ends_phrase(word, text)
}

const LEAD: Class = 1 << 16;
const TRAIL: Class = 1 << 17;
const BREAK: Class = 1 << 18;
/// Opens a fronted phrase or clause.
pub const FRONT: Class = 1 << 19;
/// Opens a subject which says nothing of what was studied: "the results", "this finding", "there".
pub const NOTHING: Class = 1 << 20;
/// A noun of difference or change, which is no outcome itself.
pub const DIFFERENCE: Class = 1 << 21;
/// Those in whom something is found.
pub const PERSON: Class = 1 << 22;

fn is(word: &str, class: Class) -> bool {
    verb::class(word) & class != 0
}

/// The lists of noun phrases and their classes.
pub const LISTS: [(Class, &str); 7] = [
    (LEAD, LEADS),
    (TRAIL, TRAILS),
    (BREAK, BREAKS),
    (FRONT, FRONTED),
    (NOTHING, EMPTY),
    (DIFFERENCE, DIFFERENCES),
    (PERSON, PEOPLE),
];

const LEADS: &str = "or the a an this these those that their its his her our any both such only and in of among for with \
    either also significantly";

const TRAILS: &str = "the a an of in with by from at for to and or as on than both either not also therefore thus \
    however alone failed was were is are";

const BREAKS: &str = "in with compared than by from at after during among versus vs for and to when through as that \
    which who whose while where whereas because but on between within without before following over \
    under until if per via using including regardless respectively not nor whether since although \
    however revealed showed found observed seen associated relative into against depending according \
    died survived developed received underwent experienced be been being we it they there upon \
    throughout across despite rather then thus therefore con nei nel nella";

const FRONTED: &str = "in at during after before of for among by on with within to when because as although though \
    while whereas under from over following compared between using if since without despite given \
    based unlike like through via per throughout";

const EMPTY: &str = "reason reasons expectation there it this they these we i he she those results result finding findings study studies data \
    analysis analyses trial trials report reports authors author paper article approach evidence \
    observation observations no none which who what that present latter former conclusion review \
    case cases one two three four five others some most many all each neither half nothing caution \
    purpose aim";

const DIFFERENCES: &str = "difference differences change changes association associations correlation correlations \
    relationship effect effects increase decrease reduction improvement rise fall interaction trend";

const PEOPLE: &str = "patients patient women men children adults subjects participants infants rats mice dogs cats \
    rabbits pigs cases individuals adolescents volunteers controls people students neonates newborns \
    cells pazienti donne uomini bambini soggetti cows horses sheep residents workers nurses girls \
    boys persons outpatients inpatients survivors mothers calves monkeys hamsters piglets lambs \
    veterans smokers athletes puppies kittens chickens guinea-pigs animals eyes pacientes niños mujeres hombres \
    patienten frauen kinder enfants femmes";
