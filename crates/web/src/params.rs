//! Parameters of an address: declared once per route, bounded, and read into types.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use fedreg_model::Authorities;

use crate::problem::Problem;

/// The longest value of a parameter, in bytes.
pub(crate) const MAX_VALUE: usize = 200;
/// How often a parameter that may be repeated is.
pub(crate) const MAX_REPEATS: usize = 20;

/// What a parameter holds; also its schema in the OpenAPI document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Words.
    Text,
    /// A calendar date.
    Date,
    /// An instant, or a date for the end of that day.
    Instant,
    /// A number from 1 to this.
    Limit {
        /// Without it.
        default: usize,
        /// At most.
        max: usize,
    },
    /// Authorities; may be repeated.
    Authorities,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Yes (`1`, `true`) or no.
    Flag,
    /// A place to go on from, as an answer gave it.
    Cursor,
}

/// A parameter of a route.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Param {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it holds.
    pub(crate) holds: Holds,
    /// What it means.
    pub(crate) about: &'static str,
}

/// A parameter.
pub(crate) const fn param(name: &'static str, holds: Holds, about: &'static str) -> Param {
    Param { name, holds, about }
}

/// The parameters of a request: only declared ones, none too long or too often.
#[derive(Debug, Clone, Default)]
pub(crate) struct Params {
    pairs: Vec<(String, String)>,
    declared: &'static [Param],
}

impl Params {
    /// Reads a query string. Parameters without a value count as absent, as forms send them.
    pub(crate) fn read(query: Option<&str>, declared: &'static [Param]) -> Result<Self, Problem> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        for (name, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            let Some(known) = declared.iter().find(|param| param.name == name) else {
                let known: Vec<&str> = declared.iter().map(|param| param.name).collect();
                let why = if known.is_empty() {
                    "is not known; this address has none".to_owned()
                } else {
                    format!("is not known; the known ones are {}", known.join(", "))
                };
                return Err(Problem::parameter(&name, why));
            };
            if value.len() > MAX_VALUE {
                let why = format!("is longer than {MAX_VALUE} bytes");
                return Err(Problem::parameter(known.name, why));
            }
            if value.trim().is_empty() {
                continue;
            }
            if value.chars().any(char::is_control) {
                return Err(Problem::parameter(known.name, "holds control characters"));
            }
            let held = pairs.iter().filter(|(held, _)| *held == name).count();
            let most = if known.holds == Holds::Authorities {
                MAX_REPEATS
            } else {
                1
            };
            if held >= most {
                let why = format!("is given more than {most} times");
                return Err(Problem::parameter(known.name, why));
            }
            pairs.push((name.into_owned(), value.trim().to_owned()));
        }
        Ok(Self { pairs, declared })
    }

    /// The value as given.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        debug_assert!(self.declared.iter().any(|param| param.name == name));
        let found = self.pairs.iter().find(|(held, _)| held == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Every value as given.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs
            .iter()
            .filter(move |(held, _)| held == name)
            .map(|(_, value)| value.as_str())
    }

    /// A date.
    pub(crate) fn date(&self, name: &str) -> Result<Option<NaiveDate>, Problem> {
        self.text(name).map(|text| date(name, text)).transpose()
    }

    /// An instant; of a date its end, Eastern time.
    pub(crate) fn instant(&self, name: &str) -> Result<Option<DateTime<Utc>>, Problem> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
            return Ok(Some(instant.with_timezone(&Utc)));
        }
        let bad = || {
            Problem::parameter(
                name,
                "is no instant; write it as 2025-11-24T12:00:00Z, or a date as 2025-11-24",
            )
        };
        let day = date(name, text).map_err(|_| bad())?;
        let next = day.succ_opt().ok_or_else(bad)?;
        // Midnight exists on every day in New York.
        let midnight = next
            .and_time(NaiveTime::MIN)
            .and_local_timezone(chrono_tz::America::New_York);
        let end = midnight.earliest().ok_or_else(bad)?;
        Ok(Some(
            end.with_timezone(&Utc) - chrono::TimeDelta::milliseconds(1),
        ))
    }

    /// A word of a vocabulary.
    pub(crate) fn word<T: std::str::FromStr>(&self, name: &str) -> Result<Option<T>, Problem> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        let declared = self.declared.iter().find(|param| param.name == name);
        text.parse().map(Some).map_err(|_| {
            let words = match declared.map(|param| param.holds) {
                Some(Holds::OneOf(words)) => words.join(", "),
                _ => String::new(),
            };
            Problem::parameter(name, format!("is none of {words}"))
        })
    }

    /// One of the declared words.
    pub(crate) fn one_of(&self, name: &str) -> Result<Option<&str>, Problem> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        let declared = self.declared.iter().find(|param| param.name == name);
        match declared.map(|param| param.holds) {
            Some(Holds::OneOf(words)) if !words.contains(&text) => Err(Problem::parameter(
                name,
                format!("is none of {}", words.join(", ")),
            )),
            _ => Ok(Some(text)),
        }
    }

    /// Yes or no; no without it.
    pub(crate) fn flag(&self, name: &str) -> Result<bool, Problem> {
        match self.text(name) {
            None | Some("0" | "false") => Ok(false),
            Some("1" | "true" | "on") => Ok(true),
            Some(_) => Err(Problem::parameter(name, "is neither 1 nor 0")),
        }
    }

    /// How many at most.
    pub(crate) fn limit(&self, name: &str) -> Result<usize, Problem> {
        let declared = self.declared.iter().find(|param| param.name == name);
        let Some(Holds::Limit { default, max }) = declared.map(|param| param.holds) else {
            return Err(Problem::Fault);
        };
        let Some(text) = self.text(name) else {
            return Ok(default);
        };
        text.parse()
            .ok()
            .filter(|n| (1..=max).contains(n))
            .ok_or_else(|| Problem::parameter(name, format!("is no number from 1 to {max}")))
    }

    /// The codes of the authorities that the words mean.
    pub(crate) fn authorities(
        &self,
        name: &str,
        known: &Authorities,
    ) -> Result<Vec<String>, Problem> {
        let mut codes = std::collections::BTreeSet::new();
        for word in self.all(name) {
            let found = known.find(word);
            if found.is_empty() {
                return Err(Problem::parameter(
                    name,
                    "is no authority that fedreg knows; write a code such as INA-219",
                ));
            }
            codes.extend(found.iter().map(|authority| authority.code.clone()));
        }
        Ok(codes.into_iter().collect())
    }

    /// The address's query with `name` set to another value.
    pub(crate) fn with(&self, name: &str, value: &str) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (held, text) in self.pairs.iter().filter(|(held, _)| held != name) {
            query.append_pair(held, text);
        }
        query.append_pair(name, value);
        query.finish()
    }

    /// The address's query without these.
    pub(crate) fn without(&self, names: &[&str]) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (held, text) in &self.pairs {
            if !names.contains(&held.as_str()) {
                query.append_pair(held, text);
            }
        }
        query.finish()
    }

    /// Whether nothing was asked beside these.
    pub(crate) fn is_empty_but(&self, names: &[&str]) -> bool {
        self.pairs
            .iter()
            .all(|(held, _)| names.contains(&held.as_str()))
    }
}

/// A calendar date between the first Federal Register and the end of four digits.
pub(crate) fn date(name: &str, text: &str) -> Result<NaiveDate, Problem> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .ok()
        .filter(|date| *date >= FIRST_DAY && text.len() == 10)
        .ok_or_else(|| {
            Problem::parameter(
                name,
                "is no date of the calendar since 1936; write it as 2025-11-24",
            )
        })
}

/// The first Federal Register came out in 1936.
const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(1936, 1, 1).expect("a day of January");

#[cfg(test)]
mod tests {
    use super::*;

    const DECLARED: &[Param] = &[
        param("q", Holds::Text, ""),
        param("day", Holds::Date, ""),
        param("known_at", Holds::Instant, ""),
        param(
            "limit",
            Holds::Limit {
                default: 50,
                max: 500,
            },
            "",
        ),
        param("authority", Holds::Authorities, ""),
        param("filed", Holds::Flag, ""),
        param("stage", Holds::OneOf(&["published"]), ""),
    ];

    fn read(query: &str) -> Result<Params, Problem> {
        Params::read(Some(query), DECLARED)
    }

    #[test]
    fn what_is_not_declared_too_long_or_twice_is_refused() {
        for (query, why) in [
            ("x=1", "is not known"),
            ("q=a&q=b", "more than 1 times"),
            ("q=a%00b", "control characters"),
        ] {
            let problem = read(query).unwrap_err();
            assert!(problem.to_string().contains(why), "{query}: {problem}");
            assert_eq!(problem.status(), 400);
        }
        assert!(read(&format!("q={}", "a".repeat(201))).is_err());
        let many = vec!["authority=INA-219"; 21].join("&");
        assert!(read(&many).is_err());
    }

    #[test]
    fn values_have_their_types_and_bounds() {
        let none = read("q=&day=&limit=").unwrap();
        assert_eq!(none.text("q"), None);
        assert_eq!(none.date("day").unwrap(), None);
        assert_eq!(none.limit("limit").unwrap(), 50);
        for (query, name) in [
            ("day=2025-02-30", "day"),
            ("day=0001-01-01", "day"),
            ("day=%2B2025-1-1", "day"),
        ] {
            assert!(read(query).unwrap().date(name).is_err(), "{query}");
        }
        for query in ["limit=0", "limit=501", "limit=-1", "limit=x"] {
            assert!(read(query).unwrap().limit("limit").is_err(), "{query}");
        }
        assert!(read("filed=perhaps").unwrap().flag("filed").is_err());
        assert!(read("filed=1").unwrap().flag("filed").unwrap());
        assert!(read("stage=other").unwrap().one_of("stage").is_err());
        let end = read("known_at=2025-11-24").unwrap();
        assert_eq!(
            end.instant("known_at").unwrap().unwrap().to_rfc3339(),
            "2025-11-25T04:59:59.999+00:00"
        );
    }

    #[test]
    fn an_address_goes_on_with_one_value_changed() {
        let params = read("q=a+b%26c&day=2025-11-24").unwrap();
        assert_eq!(params.with("day", "2025-11-25"), "q=a+b%26c&day=2025-11-25");
        assert_eq!(params.without(&["day"]), "q=a+b%26c");
    }
}
