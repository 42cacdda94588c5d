//! Misbehaviours written as text, for the command line: `status=503,at=/api/v1,times=2`.

use std::str::FromStr;
use std::time::Duration;

use crate::error::RegisterError;
use crate::misbehaviour::{Challenge, CountLie, Fault, Misbehaviour, RetryAfter};

impl FromStr for Misbehaviour {
    type Err = RegisterError;

    /// Reads comma-separated words. One names the fault: `status=CODE` (with `retry-after=3` for
    /// seconds, `retry-after=date` for an HTTP date three seconds away), `challenge`,
    /// `challenge=redirect`, `html`, `delay=MS`, `stall`, `drip=BYTES` (with `every=MS`),
    /// `truncate=BYTES`, `endless`, `gzip-bomb=BYTES`, `wrong=NUMBER`, `count=N`, `count=+N`,
    /// `count=-N`. The others: `at=TEXT` (part of the path and query), `after=N`, `times=N`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = |reason: String| RegisterError::Misbehaviour {
            text: text.to_owned(),
            reason,
        };
        let mut fault = None;
        let (mut at, mut after, mut times) = (None, None, None);
        let (mut retry_after, mut every) = (None, Duration::from_millis(100));
        for word in text
            .split(',')
            .map(str::trim)
            .filter(|word| !word.is_empty())
        {
            let (key, value) = word.split_once('=').unwrap_or((word, ""));
            let number = || {
                value
                    .parse::<u64>()
                    .map_err(|_| bad(format!("'{word}' needs a whole number")))
            };
            let size = || {
                number().and_then(|n| {
                    usize::try_from(n).map_err(|_| bad(format!("'{word}' is too large")))
                })
            };
            let named = match key {
                "at" => {
                    at = Some(value);
                    continue;
                }
                "after" => {
                    after = Some(number()?);
                    continue;
                }
                "times" => {
                    times = Some(number()?);
                    continue;
                }
                "every" => {
                    every = Duration::from_millis(number()?);
                    continue;
                }
                "retry-after" if value == "date" => {
                    retry_after = Some(RetryAfter::DateIn(Duration::from_secs(3)));
                    continue;
                }
                "retry-after" => {
                    retry_after = Some(RetryAfter::Seconds(number()?));
                    continue;
                }
                "status" => {
                    let code = number()?;
                    let code = u16::try_from(code)
                        .ok()
                        .filter(|code| (200..600).contains(code))
                        .ok_or_else(|| bad(format!("{code} is no HTTP status from 200 to 599")))?;
                    Fault::Status {
                        code,
                        retry_after: None,
                    }
                }
                "challenge" if value == "redirect" => Fault::Challenge(Challenge::Redirect),
                "challenge" => Fault::Challenge(Challenge::InPlace),
                "html" => Fault::Html,
                "delay" => Fault::Delay(Duration::from_millis(number()?)),
                "stall" => Fault::Stall,
                "drip" => Fault::Drip {
                    bytes: size()?,
                    every,
                },
                "truncate" => Fault::Truncate { after: size()? },
                "endless" => Fault::Endless,
                "gzip-bomb" => Fault::GzipBomb { bytes: size()? },
                "wrong" => Fault::WrongDocument(value.to_owned()),
                "count" if value.starts_with(['+', '-']) => {
                    let off = value
                        .parse()
                        .map_err(|_| bad(format!("'{word}' needs a whole number")))?;
                    Fault::Count(CountLie::Off(off))
                }
                "count" => Fault::Count(CountLie::Is(number()?)),
                _ => return Err(bad(format!("'{key}' is unknown"))),
            };
            if fault.replace(named).is_some() {
                return Err(bad("it names two faults; give two misbehaviours".to_owned()));
            }
        }
        let mut fault = fault.ok_or_else(|| bad("it names no fault".to_owned()))?;
        match &mut fault {
            Fault::Status {
                retry_after: slot, ..
            } => *slot = retry_after,
            Fault::Drip { every: slot, .. } => *slot = every,
            _ => {}
        }
        let mut rule = Misbehaviour::new(fault);
        if let Some(text) = at {
            rule = rule.at(text);
        }
        if let Some(after) = after {
            rule = rule.after(after);
        }
        if let Some(times) = times {
            rule = rule.times(times);
        }
        Ok(rule)
    }
}
