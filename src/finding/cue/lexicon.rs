//! The cue lists: phrases separated by `|`, in ASCII lower case; `*` lets the word go on and `~` lets an adverb stand in. English, then Italian.

use super::*;

/// Adverbs that may stand for a `~`.
pub const ADVERBS: [&str; 9] =
    ["", "generally ", "usually ", "reasonably ", "safely ", "thus ", "therefore ", "also ", "probably "];

pub const LISTS: &[(Classes, &str)] = &[
    // certainty
    (
        PROBABLE,
        "suggest*|likely|probably|probable|seem*|appear|appears|appeared|can|support the|supports the|supported the|tend to|tended to|tends to|presumably|it is thought|is believed|are believed|is considered to|imply|implies|indicate that|indicates that|in favour of|it can ~be said|it may ~be said|it could ~be said|it is fair to say|points to|point to|suggerisc*|sembra*|probabil*|verosimil*|pu\u{f2}|possono|consistent with|supposed to|expected to|would be expected|to be expected|can be expected|thought to|presumed|believed to",
    ),
    (
        SPECULATIVE,
        "could not be excluded|cannot be excluded|could not be ruled out|cannot be ruled out|may|might|could be|could|possib*|potential|potentially|perhaps|hypothes*|speculate*|reason to believe|conceivabl*|plausib*|may be|may have|might be|promising|potrebbe|potrebbero|forse|possibil*|potenzial*|ipotizz*|pu\u{f2} forse",
    ),
    (
        REPORTED,
        "previous studies|previous reports|prior studies|earlier studies|have been reported|has been reported|have been described|has been described|have been shown|has been shown|reported in the literature|recent studies|other studies|several studies|some studies|have reported|has been known|have been known|it is known|studies have|authors have|has been suggested|have been suggested|\u{e8} stato riportato|sono stati riportati|in letteratura",
    ),
    (
        UNKNOWN,
        "remains to be|remain to be|is unknown|remains unknown|are unknown|remain unknown|remains unclear|remain unclear|remains controversial|remain controversial|controversial|is unclear|are unclear|unknown|not known|not clear|unclear|poorly understood|not well understood|debated|is uncertain|remains uncertain|uncertain|inconclusive|conflicting|insufficient evidence|not been established|not been elucidated|is lacking|controvers*|non \u{e8} chiar*|sconosciut*|non \u{e8} not*",
    ),
    (
        CONFLICT,
        "controversial|controversy|conflicting|inconclusive|insufficient evidence|inconsistent|remains unclear|remain unclear|is unclear|are unclear|debated|uncertain|remains uncertain|remains to be|remain to be|is unknown|remains unknown|are unknown|remain unknown|not clear|contradictory|controvers*|poorly understood|limited evidence|little evidence|not been established|lack of evidence",
    ),
    (
        GAP,
        "has not been reported|have not been reported|has not been studied|have not been studied|is being investigated|are being investigated|no studies have|few studies have|has not been investigated|under investigation|are lacking|little is known|have not been described|has not been described",
    ),
    (
        EXPECTATION,
        "reason to believe|is expected to|are expected to|expected to|hope|hoped|hopes|is anticipated|promise|promising|will become|expect that",
    ),
    // obligation
    (
        SHOULD,
        "should|need to|needs to|is needed|are needed|recommend|recommended|recommends|is advised|advise|advised|ought to|is warranted|are warranted|seems warranted|seem warranted|warrant|warrants|advocat*|is important to|are important to|keep in mind|kept in mind|bear in mind|borne in mind|we urge|is preferable|is indicated|advisable|is required|are required|requires|require|is necessary|are necessary|dovrebbe|dovrebbero|raccomanda*|consigli*|necessari*|we propose",
    ),
    (
        MUST,
        "must|always need to|always needs to|mandatory|imperative|is essential|are essential|has to be|have to be|should always|must be|is crucial|deve|devono|obbligatori*",
    ),
    (
        OPTION,
        "may be considered|can be considered|might be considered|could be considered|is an option|are an option|may be offered|can be recommended|pu\u{f2} essere considerat*",
    ),
    (
        SHOULD_NOT,
        "should not|must not|not recommended|not be recommended|should be avoided|not advised|is contraindicated|are contraindicated|should never|not indicated|not warranted|not be used|non dovrebbe|non deve|not necessary|no need|not be overlooked|not be ignored|not be neglected|not be given|not be performed",
    ),
    // denial
    (
        DENIAL,
        "could not|could not be|not possible|was not possible|were not possible|is not possible|not|no|no significant|no difference*|no significant difference*|no association|no change*|no effect*|no correlation*|no relationship|no statistically significant|neither|nor|failed to|no evidence|without significant|cannot|no improvement|no benefit|no increase|no reduction|no significant change*|no statistical difference*|never|non|nessun*|n\u{e9}|no interaction|no influence|no impact|lack of|no relation|no appreciable|no absolute|no major|no clear|no overall|no apparent|no detectable|no marked|no substantial|no measurable|no consistent|no advantage|no further|none of|no longer|no other",
    ),
    (
        SAME,
        "no difference*|no significant difference*|no significant|no change*|no significant change*|no statistically significant|comparable|similar|similarly|equivalent|equivalence|non-inferior*|noninferior*|unchanged|did not differ|not differ|not significantly different|as effective as|be as effective|was as effective|were as effective|is as effective|are as effective|as well as in|equal|equally|identical|no statistical difference*|did not change|not affected|unaffected|unaltered|no connection|the same|not change|not significantly|not significant|nonsignificant|non-significant|simil*|no effect*|remained stable|independent of|indistinguishable|insignificant|invariat*|no influence|no impact|did not affect|not affect|not influence|did not influence|not alter|did not alter|not improve|no evidence of a difference|no benefit|no improvement|no increase|no reduction|not increase|not decrease|not reduce|no advantage|not statistically significant|comparabil*",
    ),
    // direction
    (
        MORE,
        "surpass*|stronger|thicker|wider|twice as|times as|increas*|higher|more|greater|elevat*|rose|rise|rises|rising|risen|enhanc*|larger|longer|raised|up-regulat*|upregulat*|augment*|highest|stimulat*|potentiat*|prolong*|faster|induced|induces|induce|promot*|risk factor*|accelerat*|gain|gained|exceeded|exceed*|doubled|tripled|elevation|grew|induction|activat*|overexpress*|older|heavier|amplif*|aument*|maggior*|superior|superiore|pi\u{f9} elevat*|pi\u{f9} alt*",
    ),
    (
        LESS,
        "disappear*|weaker|thinner|narrower|decreas*|lower|reduc*|fewer|less|declin*|smaller|shorter|fell|fall|falls|fallen|diminish*|lowered|lowest|inhibit*|suppress*|down-regulat*|downregulat*|attenuat*|drop|dropped|drops|prevent|prevents|prevented|preventing|abolish*|block|blocked|blocks|slower|lessen*|minimi*|curtail*|depresses|depressed|impaired|loss of|lost|protective|protects|protected|protect|shorten*|younger|abrogat*|antagoni*|delayed|diminu*|ridu*|minor|minori|inferior*|calo",
    ),
    (
        BETTER,
        "improv*|outperform*|reliable|better|benefit*|effective|efficacious|superior|favourabl*|favorabl*|success*|useful|best|ameliorat*|alleviat*|safe|satisfactory|excellent|well tolerated|effectively|efficient|efficiently|preferable|well suited|well-suited|eradicat*|recover|recovered|recovery of|relief|reliev*|feasible|cured|valuable|advantage*|good|efficac*|migliora*|miglior*|benefic*|sicur*|vantagg*|utile|utili",
    ),
    (
        WORSE,
        "worse*|poor|poorer|poorly|deteriorat*|impair*|adverse|inferior|exacerbat*|unfavourabl*|unfavorabl*|detrimental|deleterious|suboptimal|unsatisfactory|aggravat*|harmful|damag*|toxic|ineffective|peggior*|dannos*|sfavorevol*|compromis*",
    ),
    (
        CHANGE,
        "chang*|differ|differs|differed|differen*|affect*|alter*|compared with|compared to|in comparison|versus|vs|than|modif*|influenc*|respetto a|confront*|modulat*|varied|varies|vary",
    ),
    // kind
    (
        RELATION,
        "no difference*|no significant difference*|no statistical difference*|no association|no correlation*|no relationship|no relation|associat*|correlat*|related|related to|relation|relations|relationship*|linked|link between|depend on|depends on|dependent on|depended on|dependence of|independent of|independently of|predict*|caused by|causes|cause|due to|contribut*|attributable|attributed|account for|accounts for|accounted for|parallel*|play a role|plays a role|role in|risk factor*|differ|differed|differs|difference*|interact*|responsible for|proportional|interagis*|correlaz*|associazion*|interazion*",
    ),
    (
        HARM,
        "well tolerated|adverse|side effect*|side-effect*|toxicit*|complication*|morbidity|mortality|safe|safety|tolerat*|tolerab*|well-tolerated|hepatotoxic*|nephrotoxic*|poisoning|intoxication|anaphyla*|allergic reaction*|drug reaction*|harm|harms|perioperative death*|serious event*|discontinu*|toxic|nontoxic|complicanz*|mortalit*|effetti collaterali|eventi avversi|tossicit*|sicurezza",
    ),
    (
        FREQUENCY,
        "prevalence|prevalent|incidence|frequent|frequently|uncommon|common|rare|rarely|proportion of|occurred in|occur in|occurs in|affects|of cases|most common|most commonly|commonest|seroprevalence|percentage of|infrequent|infrequently|prevalenza|incidenza|frequente|frequenti|rara|raro|frecuente|frecuencia|prevalencia|incidencia|fréquent*",
    ),
    (
        COURSE,
        "survival|survived|surviv*|living|alive|prognos*|predict*|relapse*|recurrence*|progression|follow-up|remission|died of|mortality rate|outcome at|life expectancy|hazard ratio|disease-free|time to progression|sopravviv*|prognos*|recidiv*|long-term outcome*|natural history|full recovery|complete recovery|uneventful|recovery was|doing well|doing very well|follow up|symptom-free|clinical course|functional course|postoperative course|course was|recur|recurs|recurred|relapsed|ceased|subside*",
    ),
    (
        TEST,
        "sensitivities|specificities|sensitivity|specificity|accuracy|diagnostic|predictive value*|auc|roc|area under the curve|area under the receiver*|kappa|agreement|detection limit|false positive*|false-positive*|false negative*|likelihood ratio*|reproducib*|sensibilit\u{e0}|specificit\u{e0}|accuratezza|reliability|cronbach*|validity|limit of detection|cut-off|cutoff|screening test|interobserver|inter-observer|calibration",
    ),
    (
        TREATMENT,
        "treat*|therap*|drug*|administ*|intervention*|surg*|resection*|vaccin*|dose*|dosage*|placebo|chemotherap*|radiotherap*|inject*|infusion*|supplement*|transplant*|procedure*|implant*|medication*|training|program|programme|exposure to|incubat*|inhibitor*|agonist*|antagonist*|antibiotic*|operation|operations|stent*|catheter*|ablation|diet|diets|exercise|managed|management|drainage|exposed to|electrical stimulation|irradiat*|transfect*|anesthesia|anaesthesia|trattament*|terapi*|chirurg*|farmac*|chemioterap*|knockdown|overexpression|deletion of|immuniz*|immunis*|acupuncture|repair|graft*|statin*|aspirin|cisplatin",
    ),
    (
        EFFECT,
        "inhibit*|stimulat*|induc*|block|blocks|blocked|blocking|abolish*|suppress*|enhanc*|potentiat*|antagoni*|prevent|prevents|prevented|preventing|protects|protected|attenuat*|elicit*|evok*|activat*|inactivat*|permits|permitted|restored|restores|reversed|reverses|effect|effects|effective|ineffective|efficacy|efficacious|resulted in|results in|produced|produces|cured|cure|allows|allowed|limits|counteract*|abrogat*|response to|responded to|responses to|caused no|influence of|action of|actions of|efficac*|effetto|effetti|responded|responds|respond|resolved|resolves|healed|regressed|resolution of|was successful|were successful",
    ),
    (
        COMPARISON,
        "no difference*|no significant difference*|no statistical difference*|did not differ|not differ|not significantly different|as effective as|than|compared with|compared to|as compared|in comparison|versus|vs|relative to|differ|differed|differs|differen*|similar|similarly|comparable|identical|equal|equally|whereas|rispetto a|compared",
    ),
    (
        DETECTION,
        "diagnos*|detect|detected|detecting|detection|identif*|localization|localisation|locali*|marker|markers|screening|distinguish*|discriminat*|differentiat*|evaluation of patients|predicting|visuali*|imaging|venography|angiography|ultrasound|ultrasonography|tomography|radiograph*|scintigraph*",
    ),
    (DEATH, "died|dead|death|deaths|mortality|fatal|fatalities|mortalit\u{e0}|lethal|mortalities|mortalidad"),
    (
        TROUBLE,
        "hypoglycemia|hypoglycaemia|injur*|infection rate|nausea|vomiting|pruritus|sedation|hypotension|bradycardia|headache*|rash|infection|infections|haemorrhage|hemorrhage|bleeding|thrombosis|leak*|dehiscence|reoperation*|recurrence of symptoms|fever|diarrhea|diarrhoea|dizziness|neutropenia|anemia|anaemia|hepatotox*|nephrotox*|arrhythmia*|tachycardia|displaced|teratogen*|malformation*|blood pressure|heart rate|respiratory rate|oxygen saturation",
    ),
    (
        GIVEN,
        "randomi*|placebo|treated with|treatment with|treatment of|administration|administered|injected|injection|injections|were given|was given|received|receiving|mg/kg|doses of|a dose|dose of|dosage|incubated with|exposed to|exposure to|infusion|infused|supplement*|therapy|vaccin*|underwent|operated|ligation|transplant*|in the presence of|addition of|added to|pretreat*|fed|diets|immuniz*|immunis*|transfect*|grafted|operation|surgery|surgical|resection|drainage|antibiotics|electrical stimulation|stimulation of|irradiat*|denervat*|deprivation|castrat*|ovariectom*|hypophysectom*|adrenalectom*|thyroidectom*|contraceptive*|intrauterine device*|before and after|were treated|was treated|were exposed|feeding|effect of|effects of|trattamento|terapia",
    ),
    (
        ARM,
        "group|groups|arm|arms|placebo|treated|untreated|control group|controls|treatment group*|regimen*|gruppo|gruppi|grupo",
    ),
    (USE, "useful|valuable|reliable|accurate|of value|helpful|reproducible|specific|sensitive|utile"),
    (
        FRAME,
        "financial or proprietary|conflict of interest|conflicts of interest|all rights reserved|copyright|competing interests|trial registration|funded by|question arises|this review will|this paper will|attempt has been made|attempt is made|we discuss|we describe|we review|this article reviews|this review discusses|this paper discusses|this paper describes|this paper presents|this article describes|this article discusses|the purpose is|the objective is|the aim is|the goal is|the purpose of|attention is given|emphasis is given|particular emphasis|question addressed|key words|in the process of|further study|further investigation is|results are discussed|findings are discussed",
    ),
    (RELATES, "associat*|correlat*|related to|relationship*|linked"),
    (FORESIGHT, "predict*|prognos*"),
    (CHANCE, "risk|risks|odds|likelihood|prevalence|risk factor*"),
    (
        SURE_HARM,
        "well tolerated|adverse|side effect*|side-effect*|poisoning|intoxication|anaphyla*|drug reaction*|toxic|toxicit*|nontoxic|hepatotoxic*|nephrotoxic*|safe|safety|tolerat*|tolerab*|well-tolerated|complication*|harm|harms|morbidity|sicurezza|effetti collaterali|eventi avversi|tossicit*|complicanz*",
    ),
    (
        OTHER,
        "could be seen|could be demonstrated|could be detected|could be identified|could be established|could be observed|could be found|could be shown|could be obtained|could be determined|could be made|could be confirmed|could be evaluated|could identify|could demonstrate|cell death|cell deaths|neuronal death|death receptor*|death of cells|dead space|dead sea",
    ),
    // role
    (
        ROLE[0],
        "in recent years|is one of the|are one of the|is a common|is the most common|has been shown|have been shown|have been reported|has been reported|little is known|are known|is known|is unknown|remains unclear|is a major|is an important|are important|have been associated|has been associated|has become|have become|widely used|previous studies|recent studies|recently|not uncommon|in an attempt to|plays an important role|is characterized by|leading cause|is a rare|is considered|has been proposed|has not been|have not been|is being investigated|traditionally|increasingly|is defined as|has emerged|is thought|negli ultimi anni|\u{e8} una delle",
    ),
    (
        ROLE[1],
        "aim of|aims to|aim was|aimed to|aimed at|objective|objectives|purpose of|the purpose|the goal|goal of|to determine whether|to investigate|to evaluate|to assess|to examine|to compare|we sought|we hypothesized|we hypothesised|this paper reviews|this review|this article|this paper|we tested the hypothesis|was to|were to|we aimed|designed to|we asked whether|the present study was|this study was undertaken|in this review|we review|this study examined|this study investigated|this study evaluated|scopo|obiettivo|lo scopo|to study|here we report|we report a case|we describe|attempts to|to explore|to identify",
    ),
    (
        ROLE[2],
        "were randomized|were randomised|were randomly|was performed|were performed|were collected|was measured|were measured|were included|were enrolled|were recruited|was used|were used|was carried out|were carried out|was conducted|were conducted|we assessed|we used|we measured|we conducted|we performed|we analyzed|we analysed|we examined|we investigated|we studied|we compared|we evaluated|we reviewed|were assessed|were evaluated|were studied|were examined|were analyzed|were analysed|was assessed|was evaluated|was analyzed|were treated|were divided|were assigned|retrospectively|using a|using the|were interviewed|by means of|were obtained|were determined|was determined|were investigated|was investigated|questionnaire|were selected|were followed|received|were given|was administered|was obtained|underwent|by using|pcr|elisa|cross-sectional|sono stati arruolati|sono stati valutati|were tested|were exposed|was assayed|were assayed|was recorded|were recorded|were subjected|randomized|consecutive|medline|pubmed|were searched",
    ),
    (
        ROLE[3],
        "we found|was found|were found|was observed|were observed|showed|significantly|was significantly|were significantly|there was|there were|p <|p<|p =|p=|increased|decreased|revealed|was higher|were higher|was lower|resulted in|compared with|respectively|was associated|were associated|was detected|were detected|results showed|our results|the results|demonstrated|was increased|was reduced|was seen|were seen|was noted|they suggest|they indicate|they show|they showed|they demonstrate|they imply|trials suggest|reports suggest|series suggest|had a|correlated|of the patients|occurred|exhibited|we observed|we detected|identified|were more|did not|was not|were not|caused|inhibited|induced|si \u{e8} osservat*|\u{e8} risultat*|was similar|were similar|reached",
    ),
    (
        ROLE[4],
        "we conclude|it is concluded|in conclusion|conclusion|conclusions|these results suggest|these findings|these data|our findings|our results suggest|our data|results suggest|results indicate|suggest that|suggests that|thus|therefore|may be|should be|should|can be used|is a useful|further studies|further research|future|is needed|are needed|in summary|taken together|it can ~be said|it may ~be said|it could ~be said|it is fair to say|we suggest|we recommend|we propose|support the|collectively|this study demonstrates|this study shows|is warranted|are warranted|might be|could be|implications|is an effective|is a safe|is feasible|these observations|highlight|in conclusione|si conclude|concludiamo|is discussed|are discussed|provides a|provide a|need to be|clinicians",
    ),
];
