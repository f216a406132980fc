use crate::contract::v1::{DateKind, DatedEvent, PartialDate, PublicationStatus};
use crate::record::date::parse_partial;

/// Words of a publication status by their beginning, in the languages of a portal as far as they are known.
const STATUS: [(PublicationStatus, &[&str]); 6] = [
    (
        PublicationStatus::AheadOfPrint,
        &[
            "e-pub",
            "epub",
            "elektronische veröffentlichung",
            "elektronisk udgivet før",
            "pubblicazione elettronica prima",
            "publicación electrónica previa",
            "online ahead",
        ],
    ),
    (
        PublicationStatus::InPress,
        &[
            "accepted",
            "in press",
            "angenommen",
            "akzeptiert",
            "accepteret",
            "aanvaard",
            "in stampa",
            "aceptada",
            "accepté",
            "accepterad",
        ],
    ),
    (
        PublicationStatus::Submitted,
        &["submitted", "eingereicht", "indsendt", "ingediend", "inviato", "enviada", "soumis"],
    ),
    (
        PublicationStatus::InPreparation,
        &["in preparation", "in vorbereitung", "under udarbejdelse", "in voorbereiding"],
    ),
    (
        PublicationStatus::Unpublished,
        &["unpublished", "unveröffentlicht", "ikke-udgivet", "niet gepubliceerd"],
    ),
    (
        PublicationStatus::Published,
        &[
            "published",
            "veröffentlicht",
            "udgivet",
            "gepubliceerd",
            "pubblicato",
            "publicada",
            "publié",
            "publicado",
            "publicerad",
            "julkaistu",
            "publisert",
            "opublikowano",
        ],
    ),
];

/// Status and date of "Published - 12 Mar 2009".
pub fn status(value: &str, pages: &[&str]) -> (Option<PublicationStatus>, Option<DatedEvent>) {
    let (words, date) = value.split_once(" - ").or_else(|| value.split_once(" – ")).unwrap_or((value, ""));
    let words = words.trim().to_lowercase();
    let status = STATUS
        .iter()
        .find(|(_, known)| known.iter().any(|known| words.starts_with(known)))
        .map(|(status, _)| *status);
    let kind = match status {
        Some(PublicationStatus::AheadOfPrint) => DateKind::Online,
        Some(PublicationStatus::InPress) => DateKind::Accepted,
        Some(PublicationStatus::Submitted) => DateKind::Submitted,
        Some(PublicationStatus::Published) => DateKind::Issued,
        _ => DateKind::Other,
    };
    let mut event = event(kind, date, pages);
    if let Some(event) = event.as_mut().filter(|_| kind == DateKind::Other) {
        event.label = words;
    }
    (status, event)
}

/// The date `text` as an event. `pages` are all dates of the page: one of them may show in which order the portal writes.
pub fn event(kind: DateKind, text: &str, pages: &[&str]) -> Option<DatedEvent> {
    let text = text.trim();
    let date = numeric(text, pages).or_else(|| parse_partial(text))?;
    let given = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).count();
    let kept = 1 + usize::from(date.month.is_some()) + usize::from(date.day.is_some());
    let verbatim = if given > kept { text.to_owned() } else { String::new() };
    Some(DatedEvent { kind: kind.into(), date: Some(date), verbatim, ..Default::default() })
}

/// `5/3/2009`, where the page shows elsewhere whether days or months come first.
fn numeric(text: &str, pages: &[&str]) -> Option<PartialDate> {
    let (a, b, year) = slashes(text)?;
    let days_first =
        pages.iter().filter_map(|other| slashes(other)).find_map(|(a, b, _)| match (a > 12, b > 12) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        })?;
    let (day, month) = if days_first { (a, b) } else { (b, a) };
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then(|| PartialDate {
        year,
        month: Some(month),
        day: Some(day),
        ..Default::default()
    })
}

fn slashes(text: &str) -> Option<(i32, i32, i32)> {
    let text = text.rsplit(" - ").next().unwrap_or(text).trim();
    let mut parts = text.split('/').map(|part| part.trim().parse::<i32>());
    let (a, b, c) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let year = c;
    (parts.next().is_none() && a > 0 && b > 0 && a <= 31 && year > 1000).then_some((a, b, year))
}
