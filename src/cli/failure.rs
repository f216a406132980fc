use std::io;
use std::process::ExitCode;

use thiserror::Error;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

/// Why a command did not do what it was asked.
#[derive(Debug, Error)]
pub enum Failure {
    /// The command line contradicts itself. Exit 2.
    #[error("{0}")]
    Usage(String),
    #[error("{0}")]
    Failed(String),
    #[error("{}", spelled_out(.0))]
    Call(Box<Status>),
    #[error(transparent)]
    Io(#[from] io::Error),
    /// What failed has been said on stderr.
    #[error("failed")]
    Said,
}

impl From<Status> for Failure {
    fn from(status: Status) -> Self {
        Failure::Call(Box::new(status))
    }
}

impl Failure {
    /// With what was being done.
    pub fn failed(doing: impl std::fmt::Display, error: impl std::fmt::Display) -> Self {
        Failure::Failed(format!("{doing}: {error}"))
    }
}

/// Says what failed and gives the process its code. Whoever reads our output and goes (`| head`) is no failure.
pub fn exit(result: Result<(), Failure>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Failure::Said) => ExitCode::from(1),
        Err(failure) => {
            eprintln!("ibid: {failure}");
            ExitCode::from(if matches!(failure, Failure::Usage(_)) { 2 } else { 1 })
        }
    }
}

/// A status for people: message, code and reason, then every wrong field on a line of its own.
fn spelled_out(status: &Status) -> String {
    // The transport of this side calls its own timeout CANCELLED.
    if status.code() == Code::Cancelled && status.message() == "Timeout expired" {
        return "the deadline has passed (--timeout)".to_owned();
    }
    let details = status.get_error_details();
    let reason = details.error_info().map(|info| info.reason.clone());
    let code = format!("{:?}", status.code());
    let mut text = status.message().to_owned();
    if text.is_empty() {
        status.code().description().clone_into(&mut text);
    }
    text.push_str(&format!(" [{}]", reason.unwrap_or(code)));
    for violation in details.bad_request().iter().flat_map(|bad| &bad.field_violations) {
        let line = format!("{}: {}", violation.field, violation.description);
        // A single violation is the message itself.
        if line != status.message() {
            text.push_str(&format!("\n  {line}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use tonic_types::{ErrorDetails, FieldViolation};

    #[test]
    fn a_status_shows_its_reason_and_every_field() {
        let mut details = ErrorDetails::new();
        details.set_error_info(
            "INVALID_FIELD",
            "ibid.v1",
            std::collections::HashMap::<String, String>::new(),
        );
        details.set_bad_request(vec![
            FieldViolation::new("page_size", "must not be negative"),
            FieldViolation::new("filter", "no field `yeer`"),
        ]);
        let status = Status::with_error_details(Code::InvalidArgument, "2 fields are wrong", details);
        let expected = "2 fields are wrong [INVALID_FIELD]\n  page_size: must not be negative\n  filter: no field `yeer`";
        assert_eq!(Failure::from(status).to_string(), expected);
        let single = ErrorDetails::with_bad_request_violation("query", "a word is missing");
        let single = Status::with_error_details(Code::InvalidArgument, "query: a word is missing", single);
        assert_eq!(Failure::from(single).to_string(), "query: a word is missing [InvalidArgument]");
        assert_eq!(Failure::from(Status::aborted("again")).to_string(), "again [Aborted]");
    }
}
