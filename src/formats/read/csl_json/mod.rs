use super::*;
use std::io::BufRead;
pub fn reader(_input: Box<dyn BufRead + Send>) -> Box<dyn Reader> {
    Box::new(Refused)
}
