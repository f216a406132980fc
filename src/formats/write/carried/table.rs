use super::Loss;
use super::cuts::{self, always};
use crate::contract::v1::CitationType as T;
use crate::formats::write::Format::{self, Biblatex, Bibtex, CslJson, Csv, EndnoteXml, Nbib, Ris};

const TEXT: &[Format] = &[Ris, Bibtex, Biblatex, CslJson, Nbib, EndnoteXml, Csv];
const ALL: &[Format] = &Format::ALL;

/// What each format does not carry.
pub const LOSSES: &[Loss] = &[
    Loss {
        field: "name, etag, created, updated, sources",
        what: "",
        formats: ALL,
        why: "of this library and its imports",
        when: always,
        cut: |c, _| {
            c.name.clear();
            c.etag.clear();
            (c.created, c.updated) = (None, None);
            c.sources.clear();
        },
    },
    Loss {
        field: "editorial_status",
        what: "",
        formats: TEXT,
        why: "computed anew from publication types and links, which are carried",
        when: always,
        cut: |c, _| c.editorial_status = 0,
    },
    Loss {
        field: "type_path",
        what: "",
        formats: TEXT,
        why: "the words of one source; a file has its own",
        when: always,
        cut: |c, _| c.type_path.clear(),
    },
    Loss {
        field: "type",
        what: "kinds that the format has no type for",
        formats: TEXT,
        why: "it comes back as the nearest one",
        when: cuts::other_kind,
        cut: cuts::kind,
    },
    Loss {
        field: "titles",
        what: "subtitles, second translations, other scripts",
        formats: TEXT,
        why: "a subtitle stands in the title, or there is one place",
        when: always,
        cut: cuts::titles,
    },
    Loss {
        field: "titles.language",
        what: "",
        formats: TEXT,
        why: "the work's own language is taken for it",
        when: always,
        cut: cuts::title_languages,
    },
    Loss {
        field: "titles.formatting, abstracts.formatting",
        what: "",
        formats: &[Ris, Nbib, Csv],
        why: "plain text",
        when: always,
        cut: cuts::formatting,
    },
    Loss {
        field: "formatting",
        what: "formulas",
        formats: &[Bibtex, Biblatex, CslJson, EndnoteXml],
        why: "their text is kept, not their MathML",
        when: always,
        cut: cuts::formulas,
    },
    Loss {
        field: "formatting",
        what: "small capitals",
        formats: &[EndnoteXml],
        why: "no face for them",
        when: always,
        cut: cuts::small_capitals,
    },
    Loss {
        field: "contributors",
        what: "roles that the format has no list for",
        formats: TEXT,
        why: "no place",
        when: always,
        cut: cuts::roles,
    },
    Loss {
        field: "contributors",
        what: "whether a name of one part is a group's",
        formats: &[Ris, Bibtex, Biblatex, Csv, EndnoteXml, CslJson, Nbib],
        why: "written alike",
        when: always,
        cut: cuts::single_names,
    },
    Loss {
        field: "contributors.{initials,orcid,identifiers,equal_contribution,email}",
        what: "",
        formats: &[Ris, Bibtex, Biblatex, CslJson, EndnoteXml, Csv],
        why: "names alone",
        when: always,
        cut: cuts::person_details,
    },
    Loss {
        field: "contributors.affiliations",
        what: "",
        formats: &[Bibtex, Biblatex, CslJson, EndnoteXml, Csv],
        why: "no place beside a name",
        when: always,
        cut: cuts::affiliations,
    },
    Loss {
        field: "contributors.affiliations",
        what: "of one among several people",
        formats: &[Ris],
        why: "one address may be everybody's",
        when: |c, _| {
            c.contributors.len() > 1
                && c.contributors.iter().filter(|person| !person.affiliations.is_empty()).count() == 1
        },
        cut: cuts::affiliations,
    },
    Loss {
        field: "contributors.affiliations.identifiers",
        what: "",
        formats: TEXT,
        why: "addresses are text",
        when: always,
        cut: cuts::affiliation_ids,
    },
    Loss {
        field: "contributors.{initials,email,equal_contribution}",
        what: "",
        formats: &[Nbib],
        why: "initials are made of the given names",
        when: always,
        cut: |c, _| {
            for person in c.contributors.iter_mut().chain(&mut c.people_as_subject) {
                person.initials.clear();
                person.email.clear();
                person.equal_contribution = false;
            }
        },
    },
    Loss {
        field: "contributors_incomplete",
        what: "",
        formats: &[Ris, CslJson, Nbib, EndnoteXml, Csv],
        why: "no sign for it",
        when: always,
        cut: |c, _| c.contributors_incomplete = false,
    },
    Loss {
        field: "container.abbreviations",
        what: "whose form; more than the format takes",
        formats: &[Ris, Bibtex, Biblatex, CslJson, EndnoteXml, Csv],
        why: "one place",
        when: always,
        cut: cuts::abbreviations,
    },
    Loss {
        field: "container.issns.type",
        what: "",
        formats: &[Bibtex, Biblatex, CslJson, EndnoteXml, Csv],
        why: "numbers alone",
        when: always,
        cut: cuts::issn_types,
    },
    Loss {
        field: "container.{country,nlm_unique_id,language,other_titles,subtitle}",
        what: "",
        formats: TEXT,
        why: "no place, but country and identifier in NBIB and the subtitle in BibTeX",
        when: always,
        cut: cuts::container_details,
    },
    Loss {
        field: "publisher, container.publisher",
        what: "the one that the kind of work does not ask for",
        formats: &[Ris, Bibtex, Biblatex, CslJson, EndnoteXml, Csv],
        why: "one place",
        when: always,
        cut: cuts::other_publisher,
    },
    Loss {
        field: "publisher, container.publisher",
        what: "but of books",
        formats: &[Nbib],
        why: "journals are known by their id",
        when: |c, _| !matches!(c.r#type(), T::Book | T::Chapter),
        cut: cuts::publisher,
    },
    Loss {
        field: "pages.verbatim",
        what: "",
        formats: TEXT,
        why: "written as first and last page",
        when: always,
        cut: cuts::page_words,
    },
    Loss {
        field: "pages.count",
        what: "",
        formats: &[Ris, Nbib, EndnoteXml, Csv],
        why: "no place",
        when: always,
        cut: cuts::page_count,
    },
    Loss {
        field: "dates",
        what: "other than of publication and access; words, times; ranges, circa but in BibLaTeX and CSL-JSON",
        formats: &[Ris, Bibtex, Biblatex, CslJson, EndnoteXml, Csv],
        why: "no place; without a date of issue the first of print, online, accepted stands for it",
        when: always,
        cut: cuts::dates,
    },
    Loss {
        field: "languages",
        what: "after the first",
        formats: &[CslJson],
        why: "one place",
        when: always,
        cut: |c, _| c.languages.truncate(1),
    },
    Loss {
        field: "abstracts",
        what: "after the first; language, copyright, kind",
        formats: &[Ris, Bibtex, Biblatex, CslJson, EndnoteXml, Csv],
        why: "one text, in RIS several",
        when: always,
        cut: cuts::abstracts,
    },
    Loss {
        field: "abstracts.sections.nlm_category",
        what: "",
        formats: TEXT,
        why: "headings alone",
        when: always,
        cut: cuts::categories,
    },
    Loss {
        field: "subjects",
        what: "vocabularies and codes: keywords remain",
        formats: &[Ris, Bibtex, Biblatex, CslJson, EndnoteXml, Csv],
        why: "keywords alone; CSV has a column for MeSH",
        when: always,
        cut: cuts::subjects,
    },
    Loss {
        field: "subjects, substances",
        what: "codes, languages, types",
        formats: &[Nbib],
        why: "headings alone",
        when: always,
        cut: cuts::codes,
    },
    Loss {
        field: "publication_types",
        what: "",
        formats: &[Bibtex, Biblatex, CslJson, EndnoteXml],
        why: "no place; that a work is retracted is told in a note or a status",
        when: always,
        cut: |c, _| c.publication_types.clear(),
    },
    Loss {
        field: "publication_types.code",
        what: "",
        formats: &[Ris, Nbib, Csv],
        why: "names alone",
        when: always,
        cut: cuts::type_codes,
    },
    Loss {
        field: "identifiers",
        what: "schemes that the format has no place for, second ones of a scheme",
        formats: TEXT,
        why: "no place",
        when: always,
        cut: cuts::identifiers,
    },
    Loss {
        field: "identifiers",
        what: "their order",
        formats: TEXT,
        why: "each scheme has its place",
        when: always,
        cut: cuts::identifier_order,
    },
    Loss {
        field: "grants, registrations",
        what: "",
        formats: &[Ris, Bibtex, Biblatex, CslJson, EndnoteXml, Csv],
        why: "no place",
        when: always,
        cut: |c, _| {
            c.grants.clear();
            c.registrations.clear();
        },
    },
    Loss {
        field: "series",
        what: "number, ISSN",
        formats: TEXT,
        why: "no place; BibTeX, CSL-JSON and CSV have the number",
        when: always,
        cut: cuts::series,
    },
    Loss {
        field: "event",
        what: "",
        formats: TEXT,
        why: "RIS has the place, CSV name and place, BibTeX and CSL-JSON the dates too, NBIB and EndNote nothing",
        when: always,
        cut: cuts::event,
    },
    Loss {
        field: "institution",
        what: "",
        formats: &[Ris, EndnoteXml],
        why: "only of a thesis",
        when: |c, _| c.r#type() != T::Thesis,
        cut: |c, _| c.institution.clear(),
    },
    Loss {
        field: "institution, publisher",
        what: "both of one work",
        formats: &[CslJson],
        why: "one place",
        when: |c, _| {
            c.r#type() != T::Thesis && !c.institution.is_empty()
                || c.r#type() == T::Thesis && c.publisher.is_some()
        },
        cut: |c, _| {
            c.institution.clear();
            c.publisher = None;
        },
    },
    Loss {
        field: "publisher",
        what: "of a thesis; place of proceedings",
        formats: &[Ris, EndnoteXml],
        why: "the institution and the place of the conference stand there",
        when: always,
        cut: cuts::displaced_publisher,
    },
    Loss {
        field: "institution",
        what: "",
        formats: &[Nbib],
        why: "no place",
        when: always,
        cut: |c, _| c.institution.clear(),
    },
    Loss {
        field: "links",
        what: "references; notes and labels",
        formats: TEXT,
        why: "hundreds of them; the others stand in notes, or in NBIB's own fields",
        when: always,
        cut: cuts::links,
    },
    Loss {
        field: "links",
        what: "their order",
        formats: &[Bibtex, Biblatex],
        why: "what tells against a work stands in the note that is printed",
        when: always,
        cut: cuts::link_order,
    },
    Loss {
        field: "peer_reviewed, reference_count, record_status, substances, people_as_subject, conflict_of_interest",
        what: "",
        formats: &[Ris, Bibtex, Biblatex, CslJson, EndnoteXml, Csv],
        why: "no place",
        when: always,
        cut: |c, _| {
            (c.peer_reviewed, c.reference_count) = (None, None);
            c.record_status.clear();
            c.substances.clear();
            c.people_as_subject.clear();
            c.conflict_of_interest.clear();
        },
    },
    Loss {
        field: "archive",
        what: "",
        formats: &[Ris, Bibtex, Biblatex, EndnoteXml, Csv],
        why: "call number, provider, in RIS location",
        when: always,
        cut: cuts::archive,
    },
    Loss {
        field: "locations",
        what: "after the first, kinds, days",
        formats: TEXT,
        why: "addresses alone",
        when: always,
        cut: cuts::locations,
    },
    Loss {
        field: "physical_description",
        what: "but the number of volumes",
        formats: &[Ris, Bibtex, Biblatex, CslJson, EndnoteXml],
        why: "no place",
        when: always,
        cut: cuts::volumes,
    },
    Loss {
        field: "rights, legal, related_works",
        what: "",
        formats: &[Ris, EndnoteXml, Csv, Bibtex, Biblatex, CslJson],
        why: "no place",
        when: always,
        cut: |c, _| {
            c.rights.clear();
            c.legal = None;
            c.related_works.clear();
        },
    },
    Loss {
        field: "publication_status",
        what: "",
        formats: &[Ris, Bibtex, EndnoteXml, Csv],
        why: "no place",
        when: always,
        cut: |c, _| c.publication_status = 0,
    },
    Loss {
        field: "publication_status",
        what: "that it is published, or will not be",
        formats: &[Biblatex, CslJson],
        why: "said of what is not",
        when: always,
        cut: |c, _| c.publication_status = 0,
    },
    Loss {
        field: "peer_reviewed, archive, locations, physical_description, rights, legal, related_works, genre, short_title, section, version, number",
        what: "",
        formats: &[Nbib],
        why: "PubMed has none",
        when: always,
        cut: |c, _| {
            c.peer_reviewed = None;
            c.archive = None;
            c.locations.clear();
            c.physical_description.clear();
            c.rights.clear();
            c.legal = None;
            c.related_works.clear();
            c.genre.clear();
            c.short_title.clear();
            c.section.clear();
            c.version.clear();
            c.number.clear();
        },
    },
    Loss {
        field: "medium, version",
        what: "",
        formats: &[Ris, EndnoteXml],
        why: "no place",
        when: always,
        cut: |c, _| {
            c.medium.clear();
            c.version.clear();
        },
    },
    Loss {
        field: "medium",
        what: "",
        formats: &[Csv, Nbib],
        why: "no place",
        when: always,
        cut: |c, _| c.medium.clear(),
    },
];
