//! The query and the filter language: text in, syntax tree out. No engine is known here.

pub mod ast;
