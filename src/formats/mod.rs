//! Files of other programs: reading them into records and writing records for them.

mod csl_people;
mod part;
pub mod read;
mod related;
mod scheme;
mod standing;
pub mod write;
