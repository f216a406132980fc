//! What stands around the records of a file.

use super::{Format, csv};

const XML_HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xml><records>\n";

/// Before the first record, or before the end of an empty file.
pub fn head(format: Format) -> &'static str {
    match format {
        Format::CslJson => "[\n",
        Format::EndnoteXml => XML_HEAD,
        Format::Csv => csv::HEADER,
        Format::Jsonl | Format::Ris | Format::Bibtex | Format::Biblatex | Format::Nbib => "",
    }
}

/// Between two records.
pub fn between(format: Format) -> &'static str {
    match format {
        Format::CslJson => ",\n",
        Format::Bibtex | Format::Biblatex | Format::Nbib | Format::Ris => "\n",
        Format::Jsonl | Format::EndnoteXml | Format::Csv => "",
    }
}

/// Behind the last record.
pub fn tail(format: Format) -> &'static str {
    match format {
        Format::CslJson => "\n]\n",
        Format::EndnoteXml => "</records></xml>\n",
        _ => "",
    }
}
