use std::time::Duration;

use thiserror::Error;

/// Not a time.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("not a time such as 500ms, 10s, 5m or 1h")]
pub struct DurationError;

/// A time as people write it: a whole number and `ms`, `s`, `m` or `h`.
pub fn parse_duration(text: &str) -> Result<Duration, DurationError> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, unit) = text.split_at(end);
    let amount: u64 = digits.parse().map_err(|_| DurationError)?;
    let per_unit = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return Err(DurationError),
    };
    amount.checked_mul(per_unit).map(Duration::from_millis).ok_or(DurationError)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_as_people_write_them() {
        let check = |text: &str, ms: Option<u64>| {
            assert_eq!(parse_duration(text).ok(), ms.map(Duration::from_millis), "{text}");
        };
        check("500ms", Some(500));
        check("10s", Some(10_000));
        check("5m", Some(300_000));
        check("1h", Some(3_600_000));
        check("0s", Some(0));
        for wrong in ["", "s", "10", "-1s", "1.5s", "1 s", "18446744073709551615h", "1d"] {
            check(wrong, None);
        }
    }
}
