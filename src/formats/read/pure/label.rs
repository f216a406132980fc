use super::page::Block;

/// What a label of a Pure page stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    TranslatedTitle,
    Language,
    Pages,
    PageCount,
    Journal,
    Volume,
    Issue,
    ArticleNumber,
    Status,
    EarlyOnline,
    ExternallyPublished,
    HostTitle,
    HostSubtitle,
    Editors,
    Publisher,
    Place,
    Edition,
    Isbn,
    Issn,
    ElectronicIssn,
    Doi,
    Series,
    SeriesNumber,
    SeriesIssn,
    Event,
    EventCountry,
    EventCity,
    EventPeriod,
    AbbreviatedEvent,
    Supervisors,
    AwardDate,
    Qualification,
    Institution,
    Number,
}

/// Names of the labels: English, German, Danish, Dutch, Italian, Spanish, French, Portuguese, Swedish, Finnish, as far as they are
/// known. Longer names stand before their beginnings.
const NAMES: [(Label, &[&str]); 34] = [
    (
        Label::TranslatedTitle,
        &[
            "Translated title of the contribution",
            "Titel in Übersetzung",
            "Bidragets oversatte titel",
            "Vertaalde titel van de bijdrage",
            "Titolo tradotto del contributo",
            "Título traducido de la contribución",
            "Titre traduit de la contribution",
            "Título traduzido da contribuição",
            "Bidragets översatta titel",
            "Julkaisun otsikon käännös",
        ],
    ),
    (
        Label::Language,
        &[
            "Original language",
            "Originalsprache",
            "Originalsprog",
            "Originele taal-2",
            "Originele taal",
            "Lingua originale",
            "Idioma original",
            "langue originale",
            "Originalspråk",
            "Alkuperäiskieli",
        ],
    ),
    (
        Label::Pages,
        &[
            "Pages (from-to)",
            "Seiten (von - bis)",
            "Seiten (von-bis)",
            "Seiten",
            "Sider (fra-til)",
            "Pagina's (van-tot)",
            "pagine (da-a)",
            "Páginas (desde-hasta)",
            "Pages (de - à)",
            "Páginas (de-até)",
            "Sidor (från-till)",
            "Sivut",
            "Pages",
        ],
    ),
    (
        Label::PageCount,
        &[
            "Number of pages",
            "Seitenumfang",
            "Antal sider",
            "Aantal pagina's",
            "Numero di pagine",
            "Número de páginas",
            "Nombre de pages",
            "Antal sidor",
            "Sivumäärä",
        ],
    ),
    (
        Label::Journal,
        &[
            "Journal",
            "Fachzeitschrift",
            "Zeitschrift",
            "Tidsskrift",
            "Tijdschrift",
            "Rivista",
            "Publicación",
            "Revista",
            "Tidskrift",
            "Aikakauslehti",
            "Lehti",
        ],
    ),
    (Label::Volume, &["Volume", "Jahrgang", "Vol/bind", "Volumen", "Volym", "Vuosikerta", "Bind"]),
    (
        Label::Issue,
        &[
            "Issue number",
            "Ausgabenummer",
            "Udgave nummer",
            "Nummer van het tijdschrift",
            "Numero di pubblicazione",
            "N.º",
            "Numéro de publication",
            "Número de emissão",
            "Utgåva",
            "Numero",
        ],
    ),
    (
        Label::ArticleNumber,
        &[
            "Article number",
            "Aufsatznummer",
            "Artikelnummer",
            "Numero di articolo",
            "Número de artículo",
            "Numéro d'article",
        ],
    ),
    (
        Label::Status,
        &[
            "Publication status",
            "Publikationsstatus",
            "Status",
            "State",
            "Stato di pubblicazione",
            "Stato",
            "Estado",
            "État",
            "Tila",
        ],
    ),
    (
        Label::EarlyOnline,
        &[
            "Early online date",
            "Elektronische Veröffentlichung vor Drucklegung.",
            "Frühes Online-Datum",
            "Vroegere onlinedatum",
            "E-pub ahead of print date",
        ],
    ),
    (
        Label::ExternallyPublished,
        &[
            "Externally published",
            "Extern publiziert",
            "Udgivet eksternt",
            "Extern gepubliceerd",
            "Pubblicato esternamente",
            "Publicado de forma externa",
        ],
    ),
    (
        Label::HostTitle,
        &[
            "Title of host publication",
            "Titel",
            "Titel på værtspublikation",
            "Titolo della pubblicazione ospite",
            "Título de la publicación alojada",
            "titre",
            "Host publication title",
        ],
    ),
    (Label::HostSubtitle, &["Subtitle of host publication", "Untertitel"]),
    (
        Label::Editors,
        &[
            "Editors",
            "Redakteure/-innen",
            "Herausgeber (Verlag)",
            "Herausgeber",
            "Redaktører",
            "Redacteuren",
            "Editori",
            "Editores",
        ],
    ),
    (Label::Publisher, &["Publisher", "Verlag", "Forlag", "Uitgeverij", "Editore", "Editorial", "Editeur"]),
    (
        Label::Place,
        &[
            "Place of Publication",
            "Erscheinungsort",
            "Udgivelsessted",
            "Plaats van productie",
            "Luogo di pubblicazione",
            "Lugar de publicación",
        ],
    ),
    (Label::Edition, &["Edition", "Auflage", "Udgave", "Edición", "Edizione"]),
    (
        Label::Isbn,
        &[
            "ISBN (Electronic)",
            "ISBN (elektronisch)",
            "ISBN (Print)",
            "ISBN (Elektronisk)",
            "ISBN (Trykt)",
            "Electronic ISBNs",
            "Print ISBNs",
            "ISBN",
        ],
    ),
    (Label::ElectronicIssn, &["ISSN (Electronic)", "ISSN (elektronisch)"]),
    (Label::SeriesIssn, &["ISSN (Print)"]),
    (Label::Issn, &["ISSN"]),
    (Label::Doi, &["DOIs", "DOI"]),
    (Label::SeriesNumber, &["Series number"]),
    (Label::Series, &["Publication series", "Series", "Name", "Publikationsreihe"]),
    (Label::AbbreviatedEvent, &["Abbreviated title", "Kurztitel"]),
    (
        Label::Event,
        &[
            "Conference",
            "Konferenz",
            "Konference",
            "Congres",
            "Convegno",
            "Conferencia",
            "Konferens",
            "Workshop",
            "Event",
        ],
    ),
    (
        Label::EventCountry,
        &[
            "Country/Territory",
            "Land/Gebiet",
            "Land/Område",
            "País/Territorio",
            "Paese/Territorio",
            "Country",
        ],
    ),
    (Label::EventCity, &["City", "Ort", "By", "Stad", "Città", "Ciudad"]),
    (Label::EventPeriod, &["Period", "Zeitraum", "Periode", "Periodo", "Período"]),
    (Label::Supervisors, &["Supervisors/Advisors", "Betreuer/-in / Berater/-in", "Supervisors"]),
    (Label::AwardDate, &["Award date", "Datum der Bewilligung"]),
    (Label::Qualification, &["Qualification", "Qualifikation"]),
    (Label::Institution, &["Awarding Institution", "Gradverleihende Hochschule"]),
    (Label::Number, &["Patent number", "Report number", "Reference number"]),
];

/// Labels that only a Pure page has, so that the block of fields begins with one.
const STRONG: [Label; 6] = [
    Label::TranslatedTitle,
    Label::Language,
    Label::PageCount,
    Label::HostTitle,
    Label::ExternallyPublished,
    Label::Pages,
];

/// Whether only a Pure page has this label, so that the block of fields may begin with it.
pub fn is_strong(label: Label) -> bool {
    STRONG.contains(&label)
}

/// The label with exactly this name, in any case.
pub fn named(name: &str) -> Option<Label> {
    let name = name.trim().trim_end_matches(':').trim_end();
    NAMES.iter().find(|(_, names)| names.iter().any(|known| same(known, name))).map(|(label, _)| *label)
}

fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b) || a.to_lowercase() == b.to_lowercase()
}

/// The label that `line` begins with and the value fused to it, or behind a colon or tab; the longest name counts. Inside the
/// block of fields any value does; outside (`strict`) the label must be one that only Pure has and its value look like one.
pub fn fused(line: &str, strict: bool) -> Option<(Label, &str)> {
    let mut best: Option<(Label, usize)> = None;
    for (label, names) in &NAMES {
        for name in names.iter().copied() {
            if line.starts_with(name) && best.is_none_or(|(_, length)| name.len() > length) {
                best = Some((*label, name.len()));
            }
        }
    }
    let (label, length) = best?;
    let rest = &line[length..];
    let value = rest.trim_start_matches([':', '\t', ' ', '|']).trim();
    let first = rest.chars().next()?;
    if strict {
        let plain_start = first.is_lowercase() || first == ' ';
        return (STRONG.contains(&label) && !plain_start && !value.is_empty()).then_some((label, value));
    }
    // "Journal of ..." inside the block is a value of its own, not the label
    (first != ' ' && !value.is_empty()).then_some((label, value))
}

/// The block that a heading opens.
pub fn heading(line: &str) -> Option<Block> {
    let name = line.trim().trim_start_matches('#').trim().trim_end_matches(':').trim().to_lowercase();
    Some(match name.as_str() {
        "abstract" | "abstrakt" | "zusammenfassung" | "resumé" | "resumen" | "résumé" | "samenvatting"
        | "resumo" | "sammanfattning" | "riassunto" | "tiivistelmä" => Block::Abstract,
        "asjc scopus subject areas"
        | "all science journal classification (asjc) codes"
        | "all science journal classification codes"
        | "asjc scopus sachgebiete"
        | "asjc scopus-sachgebiete"
        | "asjc scopus subject areas (asjc)"
        | "áreas temáticas de asjc scopus" => Block::Asjc,
        "keywords"
        | "schlagwörter"
        | "schlüsselwörter"
        | "emneord"
        | "trefwoorden"
        | "keywords (user defined)"
        | "palabras clave"
        | "mots-clés"
        | "nyckelord"
        | "parole chiave"
        | "free keywords"
        | "author keywords" => Block::Keywords,
        "fingerprint" | "fingeravtryck" | "fingeraftryk" | "vingerafdruk" | "huella"
        | "empreinte digitale" => Block::Fingerprint,
        "cite this" | "zitieren" | "dieses zitieren" | "citationsformater" | "zitationsweisen"
        | "citeer dit" | "citar esto" | "citer" | "cita questo" | "fielddownload" => Block::Cite,
        "access to document"
        | "zugriff auf dokument"
        | "adgang til dokumentet"
        | "toegang tot document"
        | "acceder al documento"
        | "other files and links"
        | "andere dateien und links"
        | "andre filer og links"
        | "links" => Block::Links,
        "bibliographical note"
        | "bibliographische notiz"
        | "funding"
        | "finanzierung"
        | "funding information" => Block::Note,
        "un sdgs"
        | "sustainable development goals"
        | "research areas"
        | "forschungsfelder"
        | "projects"
        | "projekte"
        | "related projects"
        | "equipment"
        | "press/media"
        | "datasets"
        | "profiles" => Block::Other,
        _ => return None,
    })
}
