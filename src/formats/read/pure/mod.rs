use std::io::BufRead;
use super::*;
pub fn reader(_input: Box<dyn BufRead + Send>) -> Box<dyn Reader> { Box::new(Refused) }
pub fn is_page_text(_: &str) -> bool { false }
pub fn is_page_html(_: &str) -> bool { false }
