//! Words of subject, predicate and title by what they say of the kind.

use std::sync::LazyLock;

use crate::finding::dictionary::Dictionary;
use crate::finding::reading::Reading;
use crate::finding::verb::Word;

/// What is observed and never given.
pub const TRAIT: u64 = 1;
/// What finds out what someone has, or how much of it.
pub const TOOL: u64 = 1 << 1;
/// What a tool is worth.
pub const WORTH: u64 = 1 << 2;
/// That something is recognised.
pub const DIAG: u64 = 1 << 3;
/// That something is seen.
pub const SEEN: u64 = 1 << 4;
/// Who was studied and what was done with them.
pub const CAME: u64 = 1 << 5;
/// That something happened.
pub const BECAME: u64 = 1 << 6;
/// Parts of cells and molecules.
pub const PART: u64 = 1 << 7;
/// Those studied.
pub const PEOPLE: u64 = 1 << 8;
/// Groups of them.
pub const GROUPS: u64 = 1 << 9;
/// Animals, cells.
pub const ANIMAL: u64 = 1 << 10;
/// How something is given.
pub const DOSE: u64 = 1 << 11;
/// What troubles those treated.
pub const SICK: u64 = 1 << 12;
/// How frequent something is.
pub const OFTEN: u64 = 1 << 13;
/// What is needed.
pub const NEEDED: u64 = 1 << 14;
/// What may come of it.
pub const MAYUSE: u64 = 1 << 15;
/// What a later outcome depends on.
pub const FACTOR: u64 = 1 << 16;
/// That two things are related.
pub const LINK: u64 = 1 << 17;
/// Course and survival.
pub const SURV: u64 = 1 << 18;
/// That something works or fails.
pub const WORKS: u64 = 1 << 19;
/// That two things are compared.
pub const COMPARE: u64 = 1 << 20;
/// That something was given or done.
pub const GAVE: u64 = 1 << 21;
/// What an act does.
pub const OFEFFECT: u64 = 1 << 22;
/// That something is not known.
pub const UNSURE: u64 = 1 << 23;
/// What people say of themselves.
pub const SURVEY: u64 = 1 << 24;

const LISTS: [(u64, &str); 25] = [
    (
        TRAIT,
        "\
         absence age boys children concentration concentrations deficiency diabetes disease diseases \
         duration education fathers gender genotype genotypes girls height history hypertension \
         income infection infections injuries injury lack level levels loss men mothers mutation \
         mutations obesity parents polymorphism polymorphisms pregnancy presence race season severity \
         sex size smoking status symptoms type weight women",
    ),
    (
        TOOL,
        "\
         algorithm assay assays biomarker biomarkers biopsy criteria criterion ct cytology \
         determination elisa evaluation examination imaging index indices marker markers measurement \
         measurements method methods model models mri pcr pet questionnaire radiographs scale scales \
         scan scans score scores system technique techniques test tests tool tools ultrasound x-ray \
         x-rays",
    ),
    (
        WORTH,
        "\
         accuracy accurate accurately allowed allows complementary correctly definitive detected \
         detects differentiate discriminate distinguish enabled enables essential feasible helpful \
         inferior misleading outperform outperformed outperforms performance permits permitted \
         practical precise precisely precision predict predicts productive rapid recognition recovery \
         reliable reproducible sensitive simple specific superior unreliable useful valid valuable",
    ),
    (
        DIAG,
        "\
         diagnose diagnosed diagnoses diagnosis diagnostic misdiagnosed overlooked recognition \
         recognized",
    ),
    (
        SEEN,
        "\
         confirmed demonstrated detected disclosed displayed evident exhibited found identified noted \
         observed present revealed seen showed shown visible",
    ),
    (
        CAME,
        "\
         admitted analysed analyzed complained composed comprised comprises consisted consists \
         described enrolled evaluated examined followed given hospitalised hospitalized identified \
         included met operated performed presented received recruited referred reviewed screened \
         studied treated underwent",
    ),
    (
        BECAME,
        "\
         appeared arose became developed ensued experienced followed occurred showed suffered",
    ),
    (
        PART,
        "\
         acid acids band bands cell cells chain chains composed contained containing contains enzyme \
         fibers fibres fraction fractions gene genes located membrane membranes molecular molecule \
         molecules nucleus protein proteins sequence sequences structural structure structures \
         subunit subunits weight",
    ),
    (
        PEOPLE,
        "\
         adults boys brothers case cases children families girls individuals infants men mothers \
         participants patient patients people persons respondents sisters subjects volunteers women",
    ),
    (
        GROUPS,
        "\
         control controls group groups those",
    ),
    (
        ANIMAL,
        "\
         animals cats cells culture dog dogs mice monkeys mouse pigs rabbits rat rats strain strains \
         vitro vivo",
    ),
    (
        DOSE,
        "\
         administered dose doses infusion injection injections intravenous mg oral",
    ),
    (
        SICK,
        "\
         abscess bleeding complication complications damage death edema fever fistula haemorrhage \
         hemorrhage infection infections injuries injury leak nausea necrosis oedema pain pneumonia \
         pneumothorax rash reaction reactions thrombosis toxicity vomiting",
    ),
    (
        OFTEN,
        "\
         annual annually common commonly frequent frequently incidence majority occurrence often \
         predominated prevalence prevalent rare rarely seldom uncommon usual usually worldwide",
    ),
    (
        NEEDED,
        "\
         attention awareness essential further future important investigation mandatory must \
         necessary need needed needs priority propose recommend recommended require required requires \
         research should studies warranted",
    ),
    (
        MAYUSE,
        "\
         application applications could facilitate future guide help implementation improve inform \
         opportunities potential promise strategies target targets",
    ),
    (
        FACTOR,
        "\
         determinant determinants factor factors independent likelihood multivariate odds predictor \
         predictors ratio regression risk",
    ),
    (
        LINK,
        "\
         associated association associations attributable attributed cause caused causes correlated \
         correlates correlation correlations depend depended dependent depends determined determines \
         due explain explained function interaction interactions involved involvement linked mediate \
         mediated proportional reflect reflects related relation relationship relationships \
         responsible role",
    ),
    (
        SURV,
        "\
         alive ceased course dead death deaths died discharged fatal follow-up free lethal lived \
         mortality outcome outcomes overall prognosis prognostic progression recovered recovery \
         recurred recurrence recurrences relapse relapsed relapses remission survival survive \
         survived",
    ),
    (
        WORKS,
        "\
         benefit controlled cured disappeared effective effectively effectiveness efficacy failed \
         failure healed improved improvement improvements ineffective relieved resolved responded \
         response responses results satisfied success successful successfully therapy treated \
         treatment",
    ),
    (
        COMPARE,
        "\
         comparable compared comparison differ differed difference differences different equal fewer \
         greater higher identical indistinguishable lower similar similarly than versus vs whereas",
    ),
    (
        GAVE,
        "\
         added addition administration after deprivation exposed exposure feeding following incubated \
         incubation injected lesion lesions presence removal section sections stimulated stimulation \
         treated treatment",
    ),
    (
        OFEFFECT,
        "\
         abolished action actions activity blocked decreased decreases effect effects enhanced impact \
         increased increases induced influence inhibited inhibits prevented produced reduced reduces \
         stimulated",
    ),
    (
        UNSURE,
        "\
         conflicting controversial controversy debated insufficient lack lacking uncertain unclear \
         unknown",
    ),
    (
        SURVEY,
        "\
         agreed aware believed indicated interested knowledge questionnaire reported reporting \
         responded survey",
    ),
];

/// Ends of words that name a tool: "ultrasonography", "bronchoscopy".
const TOOLS: [&str; 5] = ["graphy", "scopy", "metry", "gram", "grams"];

static LEXICON: LazyLock<Dictionary<u64>> = LazyLock::new(|| Dictionary::new(&LISTS));

/// All that some words say.
pub fn classes(reading: &Reading<'_>, words: &[Word]) -> u64 {
    words.iter().fold(0, |all, word| {
        let word = reading.lower(word.extent);
        let tool = word.len() > 6 && TOOLS.iter().any(|end| word.ends_with(end));
        all | LEXICON.of(word) | if tool { TOOL } else { 0 }
    })
}
