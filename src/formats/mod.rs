//! Files of other programs: reading them into records and writing records for them.

pub mod read;
mod scheme;
mod standing;
pub mod write;
