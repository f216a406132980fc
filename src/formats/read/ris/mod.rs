use std::io::BufRead;
use super::*;
pub fn reader(_input: Box<dyn BufRead + Send>) -> Box<dyn Reader> { Box::new(Refused) }
mod tags;
pub use tags::is_ris;
