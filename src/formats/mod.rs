//! Files of other programs: reading them into records and writing records for them.

pub mod read;
pub mod write;
