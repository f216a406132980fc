//! What a record is made of: identifiers, names, dates, text; and how several records of one work become one.

pub mod contributor;
pub mod date;
pub mod identifier;
pub mod language;
pub mod name;
pub mod pages;
pub mod text;
