//! The words by which a verb is known, separated by spaces.

/// Auxiliaries, which are verbs wherever they stand.
pub const AUXILIARY: &str = "\
    is are has have may might can should must will would does do cannot shall";

/// Those of the past.
pub const PAST_AUXILIARY: &str = "\
    was were had did could";

/// Verbs that are seldom nouns.
pub const PRESENT: &str = "\
    shows exhibits displays proves reveals occurs remains becomes begins appears seems tends fails \
    leads differs correlates declines returns continues persists disappears dies survives responds \
    contains consists averages exceeds yields gives takes makes lies migrates behaves acts supports \
    confirms suggests indicates accumulates resembles precedes reflects accounts plays depends belongs \
    exists agrees favours favors needs demonstrates develops contributes loses gains feels goes comes \
    interacts binds dissociates emerges comprises constitutes represents possesses lacks retains \
    requires provides offers allows permits enables involves includes predicts explains helps suffices \
    coincides varies arises lasts ensues mimics serves underlies encodes catalyzes catalyses \
    hydrolyzes show exhibit display prove reveal occur remain become begin appear seem tend fail lead \
    differ correlate persist disappear die survive respond contain consist exceed yield lie migrate \
    behave support confirm suggest indicate accumulate resemble precede depend belong exist agree need \
    demonstrate develop contribute lose feel interact bind dissociate emerge comprise constitute \
    represent possess lack retain require provide offer allow permit enable predict explain help continue rests relies \
    suffice coincide vary arise play";

/// Verbs whose past seldom follows a noun as its participle.
pub const PAST: &str = "\
    sustained suffered manifested acquired replicated converted entered crossed resisted recurred left showed exhibited displayed proved revealed occurred remained became began fell rose appeared \
    seemed tended failed led resulted differed correlated declined returned continued persisted \
    disappeared died survived responded contained consisted ranged averaged exceeded yielded gave took \
    made lay migrated behaved acted functioned supported confirmed suggested indicated accumulated \
    doubled tripled resembled preceded reflected accounted played depended belonged existed agreed \
    favoured favored needed demonstrated developed contributed lost gained felt saw met kept held grew \
    went came ate drank slept ceased dropped peaked relapsed recovered progressed regressed worsened \
    deteriorated experienced presented reached completed achieved underwent arose sufficed varied \
    fluctuated coincided interacted bound dissociated emerged elapsed comprised constituted \
    represented possessed lacked retained expressed stained sedimented eluted tolerated complained \
    reported found received obtained cured healed helped stopped started predicted explained lasted";

/// Verbs of acting on something; before "by" they are participles.
pub const ACTING: &str = "\
    depresses limits inhibits induces produces affects enhances prevents stimulates blocks abolishes suppresses \
    augments potentiates lowers raises elevates alters influences elicits evokes accelerates delays \
    prolongs eliminates restores reverses impairs disrupts promotes facilitates activates triggers \
    modifies improves reduces decreases increases causes protects mediates modulates regulates \
    controls exacerbates aggravates alleviates relieves ameliorates outperforms generates";

/// Their past.
pub const ACTED: &str = "\
    increased decreased reduced improved caused inhibited induced produced affected enhanced prevented \
    stimulated blocked abolished suppressed augmented potentiated lowered raised elevated altered \
    influenced elicited evoked accelerated delayed prolonged eliminated restored reversed released \
    matched required provided offered allowed permitted enabled formed included involved shortened \
    diminished attenuated antagonized antagonised mimicked protected impaired disrupted promoted \
    facilitated activated inactivated triggered modified changed shifted halved minimized maximized \
    removed exacerbated aggravated alleviated relieved ameliorated controlled outperformed overcame \
    mediated modulated catalyzed catalysed hydrolyzed cleaved degraded encoded generated bore \
    lengthened strengthened weakened depressed limited";

/// After these comes a noun or what describes it, and no verb.
pub const BEFORE_NOUN: &str = "\
    the a an this these its their his her our your any each every of with by from in into on at to for \
    through via under without between among against upon during after before per than versus vs or \
    highly such several many few two three four other same different";

/// Words that end a subject.
pub const ENDING: &str = "\
    increased decreased reduced improved caused occurred fell rose needs need inhibited induced \
    appears seems led resulted produced affected enhanced prevented remains remained shows showed \
    increases decreases reduces improves causes always significantly not";

/// Words that open no noun phrase.
pub const NO_SUBJECT: &str = "\
    whether how what why which who that whose where to not then thus also with without including such or as by if when \
    because of but and because since rather even often still somewhat very never sometimes usually yet";

/// Words that open a clause which needs a verb of its own.
pub const SUBORDINATE: &str = "\
    when if whether because since that which who whose where although though while whereas unless \
    until";

/// Verbs of other languages than English, of the present and of auxiliaries.
pub const FOREIGN: &str = "\
    è sono ha hanno può possono deve devono risulta risultano mostra mostrano ist sind hat haben kann können \
    zeigt zeigen est sont ont peut peuvent montre montrent ha han puede pueden muestra muestran presenta \
    presentan é são tem têm pode podem mostra mostram";

/// Their past.
pub const FOREIGN_PAST: &str = "\
    era erano aveva avevano mostrava mostravano presentava presentavano risultava mostrò risultò war waren wurde \
    wurden hatte hatten konnte konnten zeigte zeigten fand fanden ergab betrug kam était étaient avait avaient \
    montrait présentait fut furent fue fueron eran había mostró mostraron presentó presentaron consistió \
    evolucionó creció disminuyó aumentó observó observaron observaba observaban encontró encontraron obtuvo \
    obtuvieron foi foram tinha mostrou mostraram apresentou apresentaram observou";

/// Verbs of acting as they stand after "did not" and "may".
pub const ACT: &str = "\
    increase decrease reduce improve cause inhibit induce produce affect enhance prevent stimulate block abolish \
    suppress augment potentiate lower raise elevate alter influence elicit evoke accelerate delay prolong \
    eliminate restore reverse release allow permit shorten diminish attenuate antagonize mimic protect impair \
    disrupt promote facilitate activate trigger modify change exacerbate aggravate alleviate relieve ameliorate \
    control modulate worsen depress limit";

/// Participles of what is done to study something.
pub const PROCEDURE: &str = "\
    performed carried conducted undertaken studied examined investigated evaluated assessed measured \
    determined analyzed analysed compared reviewed recorded collected selected chosen enrolled \
    recruited included randomized randomised divided assigned allocated administered given injected \
    infused incubated exposed fed placed kept maintained prepared used employed applied calculated \
    estimated monitored followed tested assayed treated operated interviewed asked subjected submitted \
    stained fixed cultured labelled labeled designed developed derived described presented searched \
    matched trained taken implanted surveyed sampled screened randomly computed categorized classified \
    scored instructed housed done immersed attempted cleaned separated written varied inserted stored weighed dried washed \
    dissected anesthetized anaesthetized sacrificed killed decapitated catheterized cannulated bled pooled coded";

/// Participles of what an article does with its subject.
pub const ANNOUNCING: &str = "\
    discussed described presented reviewed mentioned outlined summarized summarised emphasized \
    emphasised stressed considered illustrated given reported proposed analyzed analysed compared \
    evaluated made discutono discussi";
