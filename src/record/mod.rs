//! What a record is made of: identifiers, names, dates, text; and how several records of one work become one.

pub mod check;
pub mod contributor;
pub mod date;
pub mod etag;
pub mod identifier;
pub mod language;
pub mod merge;
pub mod name;
pub mod pages;
pub mod source;
pub mod status;
pub mod text;
