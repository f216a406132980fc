use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use serde_json::{Value, json};
use tonic::Status;
use tonic_types::StatusExt as _;

use crate::cli::input::Input;
use crate::cli::{Failure, show};
use crate::contract::v1::{ErrorReason, ImportOutcome};

/// The file that `--report` names: one JSON line per record that was rejected or warned about, and per file that broke off.
pub struct Report(Option<BufWriter<File>>);

impl Report {
    /// Creates it; without a path nothing is written.
    pub fn create(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else { return Ok(Self(None)) };
        let file = File::create(path).map_err(|error| Failure::failed(path.display(), error))?;
        Ok(Self(Some(BufWriter::new(file))))
    }

    /// Writes what became of a record, when there is something to say.
    pub fn outcome(&mut self, file: &Input, outcome: &ImportOutcome) -> Result<(), Failure> {
        let Some(line) = outcome_line(file, outcome) else { return Ok(()) };
        self.write(&line)
    }

    /// Writes why a file was not read to its end.
    pub fn file_failed(&mut self, file: &Input, status: &Status) -> Result<(), Failure> {
        let info = status.get_details_error_info();
        let code = info.as_ref().map(|info| info.reason.clone());
        let line = info.and_then(|info| info.metadata.get("line").and_then(|line| line.parse::<u64>().ok()));
        let reason = status.message();
        self.write(
            &json!({"file": file.shown(), "line": line, "record": null, "reason": reason, "code": code}),
        )
    }

    /// Everything is on its way to the disk after this.
    pub fn finish(&mut self) -> Result<(), Failure> {
        Ok(self.0.as_mut().map_or(Ok(()), BufWriter::flush)?)
    }

    fn write(&mut self, line: &Value) -> Result<(), Failure> {
        let Some(out) = &mut self.0 else { return Ok(()) };
        Ok(writeln!(out, "{line}")?)
    }
}

fn outcome_line(file: &Input, outcome: &ImportOutcome) -> Option<Value> {
    if outcome.error.is_none() && outcome.warnings.is_empty() {
        return None;
    }
    let code = outcome.error.as_ref().map(|error| {
        let reason = ErrorReason::try_from(error.reason).unwrap_or_default();
        show::short("ERROR_REASON_", reason.as_str_name())
    });
    let reason =
        outcome.error.as_ref().map_or_else(|| outcome.warnings.join("; "), |error| error.message.clone());
    Some(json!({
        "file": file.shown(),
        "line": (outcome.line > 0).then_some(outcome.line),
        "record": outcome.label,
        "reason": reason,
        "code": code,
        "action": show::short("IMPORT_ACTION_", outcome.action().as_str_name()),
        "number": outcome.record,
        "citation": outcome.citation,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::v1::{ImportAction, ItemError};

    #[test]
    fn only_what_is_wrong_is_reported() {
        assert_eq!(outcome_line(&Input::Stdin, &ImportOutcome::default()), None);
        let rejected = ImportOutcome {
            line: 7,
            label: "AU - Nobody".into(),
            action: ImportAction::Rejected.into(),
            error: Some(ItemError {
                reason: ErrorReason::RecordEmpty.into(),
                message: "no title and no identifier".into(),
                ..Default::default()
            }),
            ..Default::default()
        };
        let line = outcome_line(&Input::Stdin, &rejected).unwrap();
        assert_eq!(line["file"], "-");
        assert_eq!(line["line"], 7);
        assert_eq!(line["reason"], "no title and no identifier");
        assert_eq!(line["code"], "RECORD_EMPTY");
        let warned = ImportOutcome { warnings: vec!["a".into(), "b".into()], ..Default::default() };
        let line = outcome_line(&Input::Stdin, &warned).unwrap();
        assert_eq!(line["reason"], "a; b");
        assert_eq!(line["line"], Value::Null);
    }
}
