//! How dates, instants and positions are written on the command line.

use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use fedreg_model::Sequence;
use fedreg_timeline::Cursor;

/// A calendar date, `YYYY-MM-DD`.
pub(super) fn date(text: &str) -> Result<NaiveDate, String> {
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d")
        .map_err(|_| "not a date of the calendar; write it as 2025-11-24".to_owned())
}

/// An instant in RFC 3339, or a date: the end of that day, Eastern.
pub(super) fn instant(text: &str) -> Result<DateTime<Utc>, String> {
    if let Ok(instant) = DateTime::parse_from_rfc3339(text.trim()) {
        return Ok(instant.with_timezone(&Utc));
    }
    let day = date(text).map_err(|_| {
        "not an instant; write it as 2025-11-24T12:00:00Z, or a date as 2025-11-24".to_owned()
    })?;
    let next = day.succ_opt().ok_or("a date out of range")?;
    // Midnight exists on every day in New York.
    let midnight = next
        .and_time(NaiveTime::MIN)
        .and_local_timezone(chrono_tz::America::New_York);
    let end = midnight.earliest().ok_or("a date out of range")?;
    Ok(end.with_timezone(&Utc) - chrono::TimeDelta::milliseconds(1))
}

/// The address of a site: `https://` or `http://`, a host, perhaps a path; nothing behind it.
pub(super) fn public_url(text: &str) -> Result<String, String> {
    let url = text.trim().trim_end_matches('/');
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let is_address = rest.is_some_and(|rest| {
        !rest.is_empty()
            && !rest.starts_with('/')
            && rest
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-._~:/[]%".contains(&b))
    });
    if is_address {
        Ok(url.to_owned())
    } else {
        Err("not the address of a site; write it as https://designations.example.org".to_owned())
    }
}

/// A stretch of time: a number with `s`, `m` or `h`; at least a second.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || "not a stretch of time; write it as 90s, 5m or 1h".to_owned();
    let text = text.trim();
    let (number, unit) = text.split_at(text.len() - text.chars().last().map_or(0, char::len_utf8));
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        _ => return Err(wrong()),
    };
    let number: u64 = number.parse().map_err(|_| wrong())?;
    match number.checked_mul(seconds) {
        Some(seconds) if (1..=7 * 86_400).contains(&seconds) => Ok(Duration::from_secs(seconds)),
        _ => Err("too short or too long; from 1s to 168h".to_owned()),
    }
}

/// From where on: after a sequence, after a run, or what the last run added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Since {
    /// After this position of the history.
    Sequence(Sequence),
    /// After this run ended.
    Run(i64),
    /// After the run before the last one.
    LastRun,
    /// After this place of the stream of changes.
    Cursor(Cursor),
}

impl FromStr for Since {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let number = |digits: &str| digits.parse().ok().filter(|n: &i64| *n >= 0);
        if text.contains('@') || text.starts_with("start") {
            return text
                .parse()
                .map(Self::Cursor)
                .map_err(|error: fedreg_timeline::CursorError| error.to_string());
        }
        if text == "last" {
            return Ok(Self::LastRun);
        }
        let run = text
            .strip_prefix("run")
            .map(|rest| rest.trim_start_matches(['-', ' ', ':', '#']));
        match run {
            Some(digits) => number(digits).map(Self::Run),
            None => number(text).map(Self::Sequence),
        }
        .ok_or_else(|| {
            "write a sequence (1200), a run (run-3), last, or a cursor of the stream (start)"
                .to_owned()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_iso_and_real() {
        assert!(date("2025-11-24").is_ok());
        for wrong in ["2025-02-30", "24.11.2025", "2025-11", "today", ""] {
            assert!(date(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_date_as_an_instant_is_its_end_in_eastern_time() {
        assert_eq!(
            instant("2025-11-24").unwrap().to_rfc3339(),
            "2025-11-25T04:59:59.999+00:00"
        );
        assert_eq!(
            instant("2025-07-01").unwrap().to_rfc3339(),
            "2025-07-02T03:59:59.999+00:00"
        );
        assert_eq!(
            instant("2025-11-24T07:00:00-05:00").unwrap().to_rfc3339(),
            "2025-11-24T12:00:00+00:00"
        );
        assert!(instant("noon").is_err());
    }

    #[test]
    fn the_address_of_a_site_has_a_host_and_no_query() {
        assert_eq!(
            public_url("https://a.example/x/").as_deref(),
            Ok("https://a.example/x")
        );
        for wrong in [
            "a.example",
            "https://",
            "https://a?b",
            "javascript:x",
            "https://a\" b",
        ] {
            assert!(public_url(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_stretch_of_time_has_a_unit() {
        for (text, seconds) in [("90s", 90), ("5m", 300), (" 1h ", 3600)] {
            assert_eq!(duration(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
        for wrong in ["", "5", "m", "0s", "-1s", "1.5h", "200h", "5 minutes", "5é"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn since_tells_sequences_from_runs() {
        assert_eq!("1200".parse(), Ok(Since::Sequence(1200)));
        assert_eq!("run-3".parse(), Ok(Since::Run(3)));
        assert_eq!("run 3".parse(), Ok(Since::Run(3)));
        assert_eq!("last".parse(), Ok(Since::LastRun));
        assert_eq!("start".parse(), Ok(Since::Cursor(Cursor::START)));
        let cursor = "1200@2025-11-24+2".parse::<Since>();
        assert!(matches!(cursor, Ok(Since::Cursor(_))));
        assert!("1200@soon".parse::<Since>().is_err());
        assert!("-4".parse::<Since>().is_err());
        assert!("run-x".parse::<Since>().is_err());
    }
}
