use crate::contract::v1::CitationType;

/// Words before the colon of the type line, in the languages of a portal as far as they are known.
const PREFIXES: [&str; 22] = [
    "Research output",
    "Forschungsoutput",
    "Forschungsergebnisse",
    "Publikationen",
    "Publikation",
    "Veröffentlichung",
    "Onderzoeksoutput",
    "Forskningsoutput",
    "Forskningsresultat",
    "Tutkimustuotos",
    "Publikasjon",
    "Produção científica",
    "Resultado de pesquisa",
    "Producción científica",
    "Producció científica",
    "Résultats de recherche",
    "Risultato della ricerca",
    "Contributo di ricerca",
    "Wynik badań",
    "研究成果",
    "科研成果",
    "연구 산출물",
];

const PEER: [&str; 20] = [
    "peer-review",
    "peer-reviewed",
    "peer review",
    "peer reviewed",
    "begutachtung",
    "fagfællebedømt",
    "fagfellevurdert",
    "vertaisarvioitu",
    "referentgranskning",
    "revisión exhaustiva",
    "revisión por expertos",
    "revue par des pairs",
    "revisão de pares",
    "avaluat per experts",
    "revisione tra pari",
    "recenzja",
    "査読",
    "동료심사",
    "同行评审",
    "collegiale toetsing",
];

const NOT_PEER: [&str; 4] =
    ["not peer-reviewed", "non peer-reviewed", "not peer-review", "nicht begutachtet"];

/// What follows the words that open a type line, `None` when it is no type line.
pub fn after_prefix(line: &str) -> Option<&str> {
    let line = line.trim_start_matches(['#', '*', ' ', '\t']);
    PREFIXES.iter().find_map(|prefix| {
        let rest = line.strip_prefix(prefix)?.trim_start();
        rest.strip_prefix([':', '：']).map(str::trim)
    })
}

/// The parts of a type line, fused or separated: `Contribution to journalArticlepeer-review`.
pub fn path(text: &str) -> Vec<String> {
    let separators: &[char] = &['›', '>', '»', '→', '\t'];
    if text.contains(separators) {
        return text
            .split(separators)
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(String::from)
            .collect();
    }
    let (text, peer) = without_peer(text);
    let mut parts = split_fused(text);
    parts.extend(peer.map(String::from));
    parts
}

fn without_peer(text: &str) -> (&str, Option<&str>) {
    let lower = text.to_lowercase();
    let known = || NOT_PEER.iter().chain(PEER.iter());
    // bytes of the lower-cased text are those of the text for every word that is looked for, or nothing is cut
    let found = known().filter(|words| lower.ends_with(**words)).max_by_key(|words| words.len());
    match found.and_then(|words| text.len().checked_sub(words.len())) {
        Some(at) if at > 0 && text.is_char_boundary(at) => (text[..at].trim_end(), Some(&text[at..])),
        _ => (text, None),
    }
}

/// Cuts where a small letter meets a capital: `journalArticle`, but not `PhD`.
fn split_fused(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut parts = vec![String::new()];
    for (at, &c) in chars.iter().enumerate() {
        let joint = at > 0 && c.is_uppercase() && (chars[at - 1].is_lowercase() || chars[at - 1] == ')');
        let inside_a_word = at > 1 && chars[at - 1].is_lowercase() && chars[at - 2].is_uppercase();
        if joint && !inside_a_word {
            parts.push(String::new());
        }
        if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// What the page says about peer review; `None` when it is silent.
pub fn peer_reviewed(path: &[String]) -> Option<bool> {
    path.iter().find_map(|part| {
        let part = part.to_lowercase();
        if NOT_PEER.contains(&part.as_str()) {
            return Some(false);
        }
        PEER.contains(&part.as_str()).then_some(true)
    })
}

/// Beginnings or parts of the words of a type, the narrower first.
const TYPES: [(CitationType, &[&str]); 17] = [
    (CitationType::Preprint, &["preprint", "working paper", "arbeitspapier"]),
    (
        CitationType::Thesis,
        &[
            "thesis",
            "dissertation",
            "doctoral",
            "doktorarbeit",
            "phd",
            "ph.d.",
            "afhandling",
            "proefschrift",
            "tesis",
            "tesi",
        ],
    ),
    (CitationType::Dataset, &["data set", "dataset", "datensatz"]),
    (CitationType::Software, &["software"]),
    (CitationType::Patent, &["patent", "patente"]),
    (
        CitationType::Review,
        &["book/film/article review", "book review", "rezension", "anmeldelse", "boekbespreking"],
    ),
    (CitationType::ArticleMagazine, &["contribution to specialist publication", "contribution to popular"]),
    (CitationType::ArticleNewspaper, &["newspaper", "zeitung"]),
    (
        CitationType::PaperConference,
        &[
            "conference contribution",
            "conference paper",
            "konferenzbeitrag",
            "konferenz-beitrag",
            "konferencebidrag",
            "conferentiebijdrage",
            "konferensbidrag",
            "aufsatz in konferenzband",
            "contribución a la conferencia",
            "contribution to conference proceedings",
        ],
    ),
    (CitationType::EntryEncyclopedia, &["entry for encyclopedia", "encyclop", "lexikon"]),
    (
        CitationType::Chapter,
        &[
            "chapter",
            "kapitel",
            "hoofdstuk",
            "capítulo",
            "chapitre",
            "capitolo",
            "foreword",
            "beitrag in buch",
        ],
    ),
    (
        CitationType::ArticleJournal,
        &[
            "contribution to journal",
            "beitrag in fachzeitschrift",
            "beiträge in fachzeitschriften",
            "bidrag til tidsskrift",
            "bijdrage aan tijdschrift",
            "bidrag till tidskrift",
            "artikkeli",
            "contribución a una revista",
            "contributo su rivista",
            "contribution à un journal",
            "contribuição para a revista",
            "ジャーナルへの寄稿",
            "期刊稿件",
            "article",
            "artikel",
            "artículo",
        ],
    ),
    (CitationType::Speech, &["poster", "abstract", "speech", "vortrag", "presentation", "lecture"]),
    (
        CitationType::PaperConference,
        &["contribution to conference", "beitrag zu konferenz", "bidrag til konference", "paper"],
    ),
    (CitationType::Report, &["report", "bericht", "rapport", "informe"]),
    (CitationType::Collection, &["anthology", "sammelband", "scholarly edition", "special issue"]),
    (CitationType::Book, &["book", "buch", "boek", "bog", "bok", "libro", "livre", "monograph"]),
];

/// The kind of work: the narrow part of the path decides, except that whatever stands in a journal is an article.
pub fn citation_type(path: &[String]) -> CitationType {
    let lower: Vec<String> = path.iter().map(|part| part.to_lowercase()).collect();
    let of = |part: &str| TYPES.iter().find(|(_, words)| words.iter().any(|word| part.starts_with(word)));
    let outer = lower.first().and_then(|part| of(part)).map(|(kind, _)| *kind);
    let inner = lower.get(1).and_then(|part| of(part)).map(|(kind, _)| *kind);
    match (outer, inner) {
        (Some(CitationType::ArticleJournal), Some(inner @ CitationType::Review)) => inner,
        (
            Some(
                outer @ (CitationType::ArticleJournal | CitationType::ArticleMagazine | CitationType::Thesis),
            ),
            _,
        ) => outer,
        (_, Some(inner)) => inner,
        (outer, None) => outer.unwrap_or(CitationType::Unspecified),
    }
}
