use std::io::BufRead;
use super::*;
pub fn reader(_input: Box<dyn BufRead + Send>) -> Box<dyn Reader> { Box::new(Refused) }
