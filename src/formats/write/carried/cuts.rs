//! What the rows of the table take out of a record.

use crate::contract::v1::{
    Abstract, Citation, CitationType as T, Contributor, ContributorRole as Role, DateKind, Formatting,
    FormattingStyle, IdentifierScheme as Scheme, Subject, SubjectScheme, Title, TitleRole,
};
use crate::formats::read;
use crate::formats::write::{Format, bibtex, csl_json, dates, endnote_xml, lines, nbib, ris};

pub fn always(_: &Citation, _: Format) -> bool {
    true
}

/// Kinds of work that read back as another one.
pub fn other_kind(c: &Citation, format: Format) -> bool {
    let kind = c.r#type();
    let back = match format {
        Format::Ris => read::ris_types::citation_type(read::ris_types::of(kind)),
        Format::EndnoteXml => read::endnote_types::citation_type(endnote_xml::kinds::of(kind).0, ""),
        Format::CslJson | Format::Csv | Format::Bibtex | Format::Biblatex if kind != T::Unspecified => {
            Some(kind)
        }
        Format::CslJson | Format::Csv | Format::Bibtex | Format::Biblatex => Some(T::Document),
        Format::Nbib => nbib::reads_as(c),
        Format::Jsonl => Some(kind),
    };
    back != Some(kind)
}

pub fn kind(c: &mut Citation, _: Format) {
    c.set_type(T::Unspecified);
}

fn is_main(title: &Title) -> bool {
    !matches!(title.role(), TitleRole::Translated | TitleRole::Subtitle | TitleRole::Transliterated)
}

/// Main title, subtitle and translations as the format has them, in this order.
pub fn titles(c: &mut Citation, format: Format) {
    let all = std::mem::take(&mut c.titles);
    let main = all.iter().find(|title| is_main(title)).cloned();
    let mut translated = all.iter().filter(|title| title.role() == TitleRole::Translated).cloned();
    if let Some(mut main) = main {
        main.set_role(TitleRole::Original);
        let subtitles = all.iter().filter(|title| title.role() == TitleRole::Subtitle);
        match format {
            Format::Biblatex | Format::Csv => {
                c.titles.push(main);
                c.titles.extend(subtitles.take(1).cloned());
            }
            _ => {
                let most = if format == Format::Ris { usize::MAX } else { 1 };
                for subtitle in subtitles.take(most) {
                    main.text = format!("{}: {}", main.text, subtitle.text);
                    main.formatting.clear();
                }
                c.titles.push(main);
            }
        }
    }
    let most = match format {
        Format::Ris => usize::MAX,
        Format::CslJson if !c.titles.is_empty() => 0,
        _ => 1,
    };
    c.titles.extend(translated.by_ref().take(most));
}

/// Languages of titles that the reader cannot tell: it takes the work's own for the title, and none for a translation.
pub fn title_languages(c: &mut Citation, _: Format) {
    for title in &mut c.titles {
        title.language.clear();
    }
}

fn each_formatting(c: &mut Citation, cut: impl Fn(&mut Vec<Formatting>)) {
    c.titles.iter_mut().for_each(|title| cut(&mut title.formatting));
    c.abstracts.iter_mut().for_each(|text| cut(&mut text.formatting));
}

pub fn formatting(c: &mut Citation, _: Format) {
    each_formatting(c, Vec::clear);
}

pub fn formulas(c: &mut Citation, _: Format) {
    each_formatting(c, |marks| marks.retain(|mark| mark.style() != FormattingStyle::Mathml));
}

pub fn small_capitals(c: &mut Citation, _: Format) {
    each_formatting(c, |marks| marks.retain(|mark| mark.style() != FormattingStyle::SmallCaps));
}

/// People in roles that the format has a place for; grouped by role where it groups them.
pub fn roles(c: &mut Citation, format: Format) {
    let all = std::mem::take(&mut c.contributors);
    let place = |person: &Contributor| -> Option<usize> {
        let role = person.role();
        match format {
            Format::Ris => ris::tag_of(role, c).map(|_| 0),
            Format::Bibtex | Format::Biblatex => {
                let role =
                    if role == Role::Inventor && c.r#type() == T::Patent { Role::Author } else { role };
                bibtex::PEOPLE.iter().position(|(_, roles)| roles.contains(&role))
            }
            Format::CslJson => {
                let known = csl_json::PEOPLE.iter().position(|(_, known)| *known == role);
                let other = csl_json::OTHERS
                    .iter()
                    .position(|label| role == Role::Other && *label == person.role_label);
                known
                    .or_else(|| matches!(role, Role::Unspecified | Role::Inventor).then_some(0))
                    .or_else(|| other.map(|at| 100 + at))
            }
            Format::Nbib => {
                matches!(role, Role::Author | Role::Unspecified | Role::Editor | Role::Investigator)
                    .then_some(0)
            }
            Format::EndnoteXml => endnote_xml::list_of(role, c.r#type()).map(str::len),
            Format::Csv => [Role::Author, Role::Editor, Role::Translator]
                .iter()
                .position(|known| *known == role || role == Role::Unspecified && *known == Role::Author),
            Format::Jsonl => Some(0),
        }
    };
    let mut kept: Vec<(usize, Contributor)> =
        all.into_iter().filter_map(|person| place(&person).map(|at| (at, person))).collect();
    kept.sort_by_key(|(at, _)| *at);
    c.contributors = kept
        .into_iter()
        .map(|(_, mut person)| {
            if matches!(person.role(), Role::Unspecified | Role::Inventor) {
                person.set_role(Role::Author);
            }
            person
        })
        .collect();
}

/// A name of one part: nobody says whether it is a family's, a group's or a person's that cannot be split.
pub fn single_names(c: &mut Citation, _: Format) {
    for person in &mut c.contributors {
        if person.given.is_empty() {
            person.given.clone_from(&person.initials);
        }
        if person.given.is_empty() || person.family.is_empty() {
            let names = [&person.collective, &person.family, &person.literal, &person.given];
            let whole = names.into_iter().find(|name| !name.is_empty()).cloned().unwrap_or_default();
            *person = Contributor {
                collective: whole,
                role: person.role,
                affiliations: std::mem::take(&mut person.affiliations),
                ..Default::default()
            };
        }
        person.literal.clear();
    }
}

pub fn person_details(c: &mut Citation, _: Format) {
    for person in &mut c.contributors {
        person.initials.clear();
        person.orcid.clear();
        person.identifiers.clear();
        person.equal_contribution = false;
        person.email.clear();
        if person.role() != Role::Other {
            person.role_label.clear();
        }
    }
}

pub fn affiliations(c: &mut Citation, _: Format) {
    c.contributors.iter_mut().for_each(|person| person.affiliations.clear());
}

pub fn affiliation_ids(c: &mut Citation, _: Format) {
    c.contributors
        .iter_mut()
        .flat_map(|person| &mut person.affiliations)
        .for_each(|place| place.identifiers.clear());
}

/// The date of publication, as ISSUED, and those of `kinds`, one each.
pub fn dates(c: &mut Citation, format: Format) {
    let mut kept = Vec::new();
    if let Some(event) = dates::published(c).cloned() {
        let kind = event.kind();
        kept.push((kind, crate::contract::v1::DatedEvent { kind: DateKind::Issued.into(), ..event }));
    }
    let published = kept.first().map(|(kind, _)| *kind);
    let kinds: &[DateKind] = match format {
        Format::Ris | Format::EndnoteXml => &[DateKind::Accessed],
        Format::Bibtex | Format::Biblatex => &[DateKind::Accessed, DateKind::Original],
        Format::CslJson => &[DateKind::Online, DateKind::Submitted, DateKind::Accessed, DateKind::Original],
        Format::Csv => &[DateKind::Online, DateKind::Accessed],
        Format::Nbib | Format::Jsonl => &[],
    };
    for kind in kinds.iter().filter(|kind| published != Some(**kind)) {
        kept.extend(dates::of(c, *kind).cloned().map(|event| (*kind, event)));
    }
    c.dates = kept.into_iter().map(|(_, event)| event).collect();
    for event in &mut c.dates {
        event.label.clear();
        event.verbatim.clear();
        if !matches!(format, Format::Biblatex | Format::CslJson) {
            event.end = None;
        }
        for date in event.date.iter_mut().chain(&mut event.end) {
            (date.hour, date.minute) = (None, None);
            if date.month.is_some() {
                date.season = 0;
            }
            if !matches!(format, Format::Biblatex | Format::CslJson | Format::Ris) {
                date.approximate = false;
            }
        }
    }
    c.dates.retain(|event| event.date.is_some());
}

/// The first abstract, or all, without what only the contract and PubMed tell of one.
pub fn abstracts(c: &mut Citation, format: Format) {
    if format != Format::Ris {
        c.abstracts.truncate(1);
    }
    for text in &mut c.abstracts {
        let plain = Abstract {
            text: std::mem::take(&mut text.text),
            sections: std::mem::take(&mut text.sections),
            formatting: std::mem::take(&mut text.formatting),
            ..Default::default()
        };
        *text = plain;
    }
}

pub fn categories(c: &mut Citation, _: Format) {
    c.abstracts
        .iter_mut()
        .flat_map(|text| &mut text.sections)
        .for_each(|section| section.nlm_category.clear());
}

/// Keywords, as they are shown.
pub fn subjects(c: &mut Citation, format: Format) {
    let all = std::mem::take(&mut c.subjects);
    let shown = all.iter().filter(|subject| subject.scheme() != SubjectScheme::CitationSubset);
    let mut kept: Vec<Subject> = shown
        .map(|subject| {
            let mesh = format == Format::Csv && subject.scheme() == SubjectScheme::Mesh;
            let scheme = if mesh { SubjectScheme::Mesh } else { SubjectScheme::Keyword };
            Subject { scheme: scheme.into(), label: lines::heading(subject), ..Default::default() }
        })
        .collect();
    kept.sort_by_key(|subject| subject.scheme() == SubjectScheme::Mesh);
    c.subjects = kept;
}

/// Codes of headings and types, which these formats print without.
pub fn codes(c: &mut Citation, _: Format) {
    c.subjects.iter_mut().for_each(|subject| {
        subject.code.clear();
        subject.language.clear();
        subject.r#type.clear();
        subject.qualifiers.iter_mut().for_each(|qualifier| qualifier.code.clear());
    });
    c.substances.iter_mut().for_each(|substance| substance.code.clear());
}

pub fn type_codes(c: &mut Citation, _: Format) {
    c.publication_types.iter_mut().for_each(|kind| kind.code.clear());
}

/// Identifiers of schemes that the format has a place for, one each.
pub fn identifiers(c: &mut Citation, format: Format) {
    let schemes: &[Scheme] = match format {
        Format::Ris | Format::Jsonl => {
            return c.identifiers.retain(|id| !matches!(id.scheme(), Scheme::Other | Scheme::Unspecified));
        }
        Format::Bibtex | Format::Biblatex => &[
            Scheme::Doi,
            Scheme::Pmid,
            Scheme::Pmcid,
            Scheme::Pii,
            Scheme::Handle,
            Scheme::Wos,
            Scheme::Arxiv,
            Scheme::Isbn,
        ],
        Format::CslJson => &[Scheme::Doi, Scheme::Pmid, Scheme::Pmcid, Scheme::Isbn, Scheme::CitationKey],
        Format::Nbib => &[
            Scheme::Doi,
            Scheme::Pmid,
            Scheme::Pmcid,
            Scheme::Pii,
            Scheme::Mid,
            Scheme::Bookaccession,
            Scheme::Isbn,
        ],
        Format::EndnoteXml => {
            let accession = [Scheme::Pmid, Scheme::Wos, Scheme::Accession];
            let first =
                accession.into_iter().find(|scheme| c.identifiers.iter().any(|id| id.scheme() == *scheme));
            let schemes = [Some(Scheme::Doi), Some(Scheme::Pmcid), Some(Scheme::Isbn), first];
            return one_each(c, schemes.into_iter().flatten());
        }
        Format::Csv => &[Scheme::Doi, Scheme::Pmid, Scheme::Pmcid, Scheme::Isbn, Scheme::Accession],
    };
    one_each(c, schemes.iter().copied());
}

fn one_each(c: &mut Citation, schemes: impl Iterator<Item = Scheme>) {
    let first = |scheme: Scheme| c.identifiers.iter().find(|id| id.scheme() == scheme).cloned();
    c.identifiers = schemes.filter_map(first).collect();
}

/// Orders by scheme, where the format has a place of its own for each.
pub fn identifier_order(c: &mut Citation, _: Format) {
    c.identifiers.sort_by_key(|id| (id.scheme, id.value.clone()));
}

/// Abbreviations without whose form they are, and as many as the format takes.
pub fn abbreviations(c: &mut Citation, format: Format) {
    let most = if format == Format::Ris || format == Format::EndnoteXml { usize::MAX } else { 1 };
    if let Some(container) = &mut c.container {
        container.abbreviations.truncate(most);
        container.abbreviations.iter_mut().for_each(|short| short.authority = 0);
    }
    tidy(c);
}

pub fn issn_types(c: &mut Citation, format: Format) {
    for issn in c.container.iter_mut().flat_map(|container| &mut container.issns) {
        let electronic = issn.r#type() == crate::contract::v1::IssnType::Electronic;
        if !(electronic && matches!(format, Format::Bibtex | Format::Biblatex)) {
            issn.r#type = 0;
        }
    }
    // these write the electronic one behind the others
    if let Some(container) = &mut c.container {
        container.issns.sort_by_key(|issn| issn.r#type);
    }
}

/// Fields of the container that only PubMed has.
pub fn container_details(c: &mut Citation, format: Format) {
    if let Some(container) = &mut c.container {
        if format != Format::Nbib {
            container.country.clear();
            container.nlm_unique_id.clear();
        }
        if !matches!(format, Format::Bibtex | Format::Biblatex) {
            container.subtitle.clear();
        }
        container.language.clear();
        container.other_titles.clear();
    }
    tidy(c);
}

/// The publisher of what the work stands in, or of the work itself: the kind of work says which of them the one place is for.
pub fn other_publisher(c: &mut Citation, _: Format) {
    if ris::is_part(c.r#type()) {
        c.publisher = None;
    } else if let Some(container) = &mut c.container {
        container.publisher = None;
    }
    tidy(c);
}

pub fn publisher(c: &mut Citation, _: Format) {
    c.publisher = None;
    if let Some(container) = &mut c.container {
        container.publisher = None;
    }
    tidy(c);
}

pub fn displaced_publisher(c: &mut Citation, format: Format) {
    let conference = format == Format::Ris && matches!(c.r#type(), T::PaperConference | T::Collection);
    for publisher in
        c.container.iter_mut().filter_map(|container| container.publisher.as_mut()).chain(&mut c.publisher)
    {
        if conference {
            publisher.place.clear();
        }
        if c.r#type == i32::from(T::Thesis) {
            publisher.name.clear();
        }
    }
    tidy(c);
}

/// Leaves no message that says nothing: a reader makes none.
pub fn tidy(c: &mut Citation) {
    let empty = |publisher: &crate::contract::v1::Publisher| *publisher == Default::default();
    if let Some(container) = &mut c.container {
        container.publisher.take_if(|publisher| empty(publisher));
    }
    c.publisher.take_if(|publisher| empty(publisher));
    c.container.take_if(|container| *container == Default::default());
    c.pages.take_if(|pages| *pages == Default::default());
    c.series.take_if(|series| *series == Default::default());
    c.event.take_if(|event| *event == Default::default());
    c.archive.take_if(|archive| *archive == Default::default());
    c.legal.take_if(|legal| *legal == Default::default());
}

pub fn page_words(c: &mut Citation, _: Format) {
    if let Some(pages) = &mut c.pages {
        pages.verbatim.clear();
    }
    tidy(c);
}

pub fn page_count(c: &mut Citation, _: Format) {
    if let Some(pages) = &mut c.pages {
        pages.count = None;
    }
    tidy(c);
}

pub fn series(c: &mut Citation, format: Format) {
    if let Some(series) = &mut c.series {
        series.issns.clear();
        if matches!(format, Format::Ris | Format::EndnoteXml | Format::Nbib) {
            series.number.clear();
        }
    }
    tidy(c);
}

/// What of an event the format has a place for.
pub fn event(c: &mut Citation, format: Format) {
    let place = matches!(c.r#type(), T::PaperConference | T::Collection);
    match (format, &mut c.event) {
        (Format::Ris, Some(event)) if place => {
            *event =
                crate::contract::v1::Event { place: std::mem::take(&mut event.place), ..Default::default() }
        }
        (Format::Bibtex | Format::Biblatex | Format::CslJson, Some(event)) => {
            event.acronym.clear();
            event.dates_verbatim.clear();
        }
        (Format::Csv, Some(event)) => {
            (event.start, event.end) = (None, None);
            event.acronym.clear();
        }
        (_, event) => *event = None,
    }
    tidy(c);
}

/// Links to works other than references, without their notes.
pub fn links(c: &mut Citation, format: Format) {
    c.links.retain(|link| match format {
        Format::Nbib => nbib::tag_of(link).is_some(),
        _ => crate::formats::standing::link_note(link).is_some(),
    });
    for link in &mut c.links {
        link.note.clear();
        link.key.clear();
        link.label.clear();
        if format == Format::Nbib {
            link.targets.sort_by_key(|target| target.scheme);
            let doi = link.targets.iter().find(|target| target.scheme() == Scheme::Doi);
            let said = doi.map(|doi| format!("doi: {}", doi.value)).unwrap_or_default();
            link.reference = link.reference.strip_suffix(&said).unwrap_or(&link.reference).trim().to_owned();
        }
    }
}

/// Grave ones before the others: they stand in a field of their own.
pub fn link_order(c: &mut Citation, _: Format) {
    c.links.sort_by_key(|link| !crate::formats::standing::is_grave(link));
}

/// What of an archive the format has a place for.
pub fn archive(c: &mut Citation, format: Format) {
    if let Some(archive) = &mut c.archive {
        let old = std::mem::take(archive);
        let csl = format == Format::CslJson;
        if csl {
            *archive = old;
        } else {
            archive.call_number = old.call_number;
            if matches!(format, Format::Ris | Format::EndnoteXml | Format::Csv) {
                archive.data_provider = old.data_provider;
            }
            if format == Format::Ris {
                archive.location = old.location;
            }
        }
    }
    tidy(c);
}

pub fn locations(c: &mut Citation, format: Format) {
    let most =
        if matches!(format, Format::Bibtex | Format::Biblatex | Format::CslJson) { 1 } else { usize::MAX };
    c.locations.truncate(most);
    for location in &mut c.locations {
        let known: &[&str] = match format {
            Format::Ris => &["pdf", "fulltext", "related", "image"],
            Format::EndnoteXml => &["pdf"],
            _ => &[],
        };
        if !known.contains(&location.kind.as_str()) {
            location.kind.clear();
        }
        location.accessed = None;
        location.version.clear();
        location.access.clear();
    }
    if format == Format::EndnoteXml {
        c.locations.sort_by_key(|location| location.kind == "pdf");
    }
}

pub fn volumes(c: &mut Citation, _: Format) {
    c.physical_description.retain(|words| words.ends_with(" vols."));
    c.physical_description.truncate(1);
}
