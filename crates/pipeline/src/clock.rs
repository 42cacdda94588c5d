//! The only place that reads the wall clock.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::America::New_York;

/// Where instants come from: the system, or one pinned instant for tests and demonstrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Clock {
    /// The system's clock.
    #[default]
    System,
    /// Always this instant, UTC.
    Fixed(DateTime<Utc>),
}

/// A pinned instant that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{text}' is not an instant such as 2025-11-24T12:00:00Z ({reason})")]
pub struct ClockError {
    /// What was given.
    pub text: String,
    /// Why it is none.
    pub reason: String,
}

impl Clock {
    /// A clock pinned at an instant in RFC 3339.
    pub fn pinned(text: &str) -> Result<Self, ClockError> {
        DateTime::parse_from_rfc3339(text.trim())
            .map(|instant| Self::Fixed(instant.with_timezone(&Utc)))
            .map_err(|error| ClockError {
                text: text.to_owned(),
                reason: error.to_string(),
            })
    }

    /// Now, UTC, to the millisecond (which is what history keeps).
    pub fn now(self) -> DateTime<Utc> {
        match self {
            #[allow(
                clippy::disallowed_methods,
                reason = "this is the module the ban points to"
            )]
            Self::System => {
                let now = Utc::now();
                DateTime::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now)
            }
            Self::Fixed(instant) => instant,
        }
    }

    /// Today in Washington, whose calendar the Federal Register keeps.
    pub fn today(self) -> NaiveDate {
        eastern_day(self.now())
    }
}

/// The Eastern calendar day of an instant.
pub fn eastern_day(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&New_York).date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_washingtons() {
        for (instant, day) in [
            ("2025-11-24T04:59:59Z", "2025-11-23"),
            ("2025-11-24T05:00:00Z", "2025-11-24"),
            ("2025-07-01T03:59:59Z", "2025-06-30"),
            ("2025-07-01T04:00:00Z", "2025-07-01"),
        ] {
            assert_eq!(
                Clock::pinned(instant).unwrap().today().to_string(),
                day,
                "{instant}"
            );
        }
    }

    #[test]
    fn an_instant_that_is_none_is_named() {
        let error = Clock::pinned("noon").unwrap_err().to_string();
        assert!(error.contains("'noon'"), "{error}");
    }
}
