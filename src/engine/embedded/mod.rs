//! The embedded engine.

pub mod index;
