//! Names of people and groups.

pub mod initials;
pub mod particle;
pub mod person;
