use std::fmt;
use std::io::{BufWriter, IsTerminal as _, Stdout, Write, stdout};

use prost::Message;

use super::Failure;
use crate::contract::to_json;

/// How results are written.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct OutputArgs {
    /// One proto3-JSON message a line instead of text for reading
    #[arg(long, global = true)]
    pub json: bool,
}

impl OutputArgs {
    /// Opens stdout.
    pub fn open(self) -> Output {
        let colour = stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty());
        Output { json: self.json, colour, out: BufWriter::new(stdout()) }
    }
}

/// Stdout: lines for reading, or JSON.
#[derive(Debug)]
pub struct Output {
    pub json: bool,
    colour: bool,
    out: BufWriter<Stdout>,
}

/// How a piece of text is set on a terminal.
#[derive(Debug, Clone, Copy)]
pub enum Style {
    Bold,
    Dim,
    Match,
    Warning,
}

impl Output {
    /// A line of text.
    pub fn line(&mut self, text: impl fmt::Display) -> Result<(), Failure> {
        Ok(writeln!(self.out, "{text}")?)
    }

    /// A message as JSON on a line; `name` is the message's name in the contract.
    pub fn message(&mut self, name: &str, message: &impl Message) -> Result<(), Failure> {
        let json = to_json(name, message).map_err(|error| Failure::failed("cannot write JSON", error))?;
        self.line(json)
    }

    /// Bytes as they are.
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        Ok(self.out.write_all(bytes)?)
    }

    /// Text in a style, where stdout is a terminal that wants colour.
    pub fn styled(&self, style: Style, text: &str) -> String {
        if !self.colour {
            return text.to_owned();
        }
        let code = match style {
            Style::Bold => "1",
            Style::Dim => "2",
            Style::Match => "1;33",
            Style::Warning => "1;31",
        };
        format!("\x1b[{code}m{text}\x1b[0m")
    }

    /// Hands everything over to whoever reads.
    pub fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }

    /// The last flush.
    pub fn finish(mut self) -> Result<(), Failure> {
        self.flush()
    }
}
