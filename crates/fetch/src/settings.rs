//! How we talk to the Federal Register: address, identity, pace, patience and limits.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

/// The largest page that divides the API's 10,000 reachable results and that its documentation
/// promises. Other sizes make the last advertised page unreachable.
pub(crate) const DEFAULT_PER_PAGE: u32 = 1000;

/// The public API.
pub const OFFICIAL_BASE_URL: &str = "https://www.federalregister.gov/api/v1";

/// The settings of the Federal Register as a source. Every field has a documented default, so an
/// empty table is valid; unknown names are refused, so that a typo does not go unnoticed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ApiSettings {
    /// The API's root. Default: the public API, version 1. One without a path stands for `/api/v1`
    /// of its host (see [`api_root`]).
    pub base_url: Url,
    /// Where GPO's copies of the page text are, the last resort for a full text. Default:
    /// `https://www.govinfo.gov` if `base_url` is the public API, else not asked.
    pub govinfo_url: Option<Url>,
    /// More hosts that redirects and text addresses may lead to. Default: none.
    pub allowed_hosts: BTreeSet<String>,
    /// The pace, patience and identity.
    pub politeness: Politeness,
}

impl Default for ApiSettings {
    fn default() -> Self {
        Self {
            base_url: Url::parse(OFFICIAL_BASE_URL).expect("the constant is a URL"),
            govinfo_url: None,
            allowed_hosts: BTreeSet::new(),
            politeness: Politeness::default(),
        }
    }
}

/// The API's root at an address: a bare host has it at `/api/v1`, where the Register has it.
#[must_use]
pub fn api_root(mut url: Url) -> Url {
    if matches!(url.path(), "" | "/") {
        url.set_path("/api/v1");
    }
    url
}

/// Pace, patience and identity. Durations are in seconds unless the name says otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Politeness {
    /// Who to write to: an e-mail address or a page, sent in the User-Agent. Default: none; the
    /// Register's operators ask for one.
    pub contact: Option<String>,
    /// API requests per second at most. Default 4 (the operators name 5).
    pub api_requests_per_second: f64,
    /// Full-text requests per second at most. Default 1 (the operators name 1).
    pub text_requests_per_second: f64,
    /// API requests under way at once. Default 2.
    pub api_concurrency: usize,
    /// Full-text requests under way at once. Default 1.
    pub text_concurrency: usize,
    /// Seconds to wait for a connection. Default 10.
    pub connect_timeout: f64,
    /// Seconds to wait for the next bytes. Default 30.
    pub read_timeout: f64,
    /// Seconds that one answer may take in all. Default 120.
    pub total_timeout: f64,
    /// Bytes, after decompression, that one answer may have. Default 64 MiB.
    pub max_body_bytes: u64,
    /// How often a failed request is tried again. Default 5; a bot challenge at most twice, at
    /// most 5 seconds apart.
    ///
    /// A pass ends when a request to the API has used up its tries and the next one fails, too,
    /// with no good answer between. With the defaults that is less than 15 seconds for a bot
    /// challenge, about a minute for a server that always answers 503, and, for one that accepts
    /// connections and never answers, `retries` + 2 times `read_timeout` and a minute of backoff:
    /// less than 5 minutes.
    pub retries: u32,
    /// Seconds before the first retry; doubles each time, with jitter. Default 1.
    pub backoff: f64,
    /// Seconds between retries at most. Default 60.
    pub max_backoff: f64,
    /// The longest `Retry-After`, in seconds, that we wait for; beyond it the request fails and
    /// says so. Default 120.
    pub max_retry_after: f64,
    /// Seconds that a whole pass may take; 0 means no limit. Default 0.
    pub pass_deadline: f64,
    /// Results per page: a divisor of 10,000 between 2 and 1000. Default 1000.
    pub per_page: u32,
    /// How often a list that changes under our hands is read again. Default 5.
    pub max_readings: u32,
    /// Days before the last completed one that each pass reads again, for late corrections and
    /// late indexing. Default 10.
    pub overlap_days: u32,
    /// Days after today that a pass asks for: Monday's issue is listed on Saturday. Default 7.
    pub lookahead_days: u32,
    /// Full texts younger than this many days are fetched again even if held, since documents
    /// change on the day of publication. Default 3.
    pub recheck_days: u32,
    /// Bytes of answers kept in memory for conditional requests; only answers that carry an
    /// `ETag` or `Last-Modified` are kept. Default 16 MiB.
    pub revalidation_bytes: u64,
}

impl Default for Politeness {
    fn default() -> Self {
        Self {
            contact: None,
            api_requests_per_second: 4.0,
            text_requests_per_second: 1.0,
            api_concurrency: 2,
            text_concurrency: 1,
            connect_timeout: 10.0,
            read_timeout: 30.0,
            total_timeout: 120.0,
            max_body_bytes: 64 << 20,
            retries: 5,
            backoff: 1.0,
            max_backoff: 60.0,
            max_retry_after: 120.0,
            pass_deadline: 0.0,
            per_page: DEFAULT_PER_PAGE,
            max_readings: 5,
            overlap_days: 10,
            lookahead_days: 7,
            recheck_days: 3,
            revalidation_bytes: 16 << 20,
        }
    }
}

/// A setting that makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("setting `{name}` = {value}: {problem}")]
pub struct SettingsError {
    /// The setting.
    pub name: &'static str,
    /// Its value, as given.
    pub value: String,
    /// What is wrong, and what would be right.
    pub problem: &'static str,
}

fn check(
    good: bool,
    name: &'static str,
    value: impl std::fmt::Display + Copy,
    problem: &'static str,
) -> Result<(), SettingsError> {
    if good {
        Ok(())
    } else {
        Err(SettingsError {
            name,
            value: value.to_string(),
            problem,
        })
    }
}

impl ApiSettings {
    /// Checks every setting; the first that makes no sense is the error.
    pub fn validate(&self) -> Result<(), SettingsError> {
        for (name, url) in [
            ("base_url", Some(&self.base_url)),
            ("govinfo_url", self.govinfo_url.as_ref()),
        ] {
            let Some(url) = url else { continue };
            check(
                matches!(url.scheme(), "http" | "https") && url.host_str().is_some(),
                name,
                url,
                "must be an http or https address with a host",
            )?;
            check(
                url.query().is_none() && url.fragment().is_none(),
                name,
                url,
                "must have neither a query nor a fragment",
            )?;
            check(
                url.username().is_empty() && url.password().is_none(),
                name,
                url,
                "must hold no user name or password; the Register needs none",
            )?;
        }
        for host in &self.allowed_hosts {
            check(
                !host.is_empty() && !host.contains(['/', ':', ' ']),
                "allowed_hosts",
                host,
                "must be bare host names such as www.govinfo.gov",
            )?;
        }
        self.politeness.validate()
    }

    /// Whether the source is the public Federal Register rather than a mirror or a test.
    pub fn is_official(&self) -> bool {
        self.base_url.host_str() == Some("www.federalregister.gov")
    }
}

impl Politeness {
    /// Checks every setting; the first that makes no sense is the error.
    pub fn validate(&self) -> Result<(), SettingsError> {
        if let Some(contact) = &self.contact {
            check(
                !contact.trim().is_empty()
                    && contact.len() <= 200
                    && contact
                        .bytes()
                        .all(|b| (0x20..0x7f).contains(&b) && !b"()\\".contains(&b)),
                "contact",
                contact,
                "must be an e-mail address or a page, in ASCII without parentheses",
            )?;
        }
        for (name, rate) in [
            ("api_requests_per_second", self.api_requests_per_second),
            ("text_requests_per_second", self.text_requests_per_second),
        ] {
            let problem = "must be more than 0 and at most 10000 requests a second";
            check(rate > 0.0001 && rate <= 10_000.0, name, rate, problem)?;
        }
        for (name, number) in [
            ("api_concurrency", self.api_concurrency),
            ("text_concurrency", self.text_concurrency),
        ] {
            check(
                (1..=64).contains(&number),
                name,
                number,
                "must be between 1 and 64",
            )?;
        }
        for (name, seconds) in [
            ("connect_timeout", self.connect_timeout),
            ("read_timeout", self.read_timeout),
            ("total_timeout", self.total_timeout),
        ] {
            let problem = "must be more than 0 and at most 3600 seconds";
            check(seconds > 0.0 && seconds <= 3600.0, name, seconds, problem)?;
        }
        for (name, seconds) in [
            ("backoff", self.backoff),
            ("max_backoff", self.max_backoff),
            ("max_retry_after", self.max_retry_after),
        ] {
            let problem = "must be between 0 and 86400 seconds";
            check((0.0..=86_400.0).contains(&seconds), name, seconds, problem)?;
        }
        check(
            (0.0..=31_536_000.0).contains(&self.pass_deadline),
            "pass_deadline",
            self.pass_deadline,
            "must be between 0 (no limit) and a year of seconds",
        )?;
        check(
            self.max_backoff >= self.backoff,
            "max_backoff",
            self.max_backoff,
            "must be at least `backoff`",
        )?;
        check(
            self.retries <= 100,
            "retries",
            self.retries,
            "must be at most 100",
        )?;
        check(
            self.max_body_bytes >= 1 << 20,
            "max_body_bytes",
            self.max_body_bytes,
            "must be at least 1048576 (one page of results can have 4 MB)",
        )?;
        check(
            (2..=1000).contains(&self.per_page) && 10_000 % self.per_page == 0,
            "per_page",
            self.per_page,
            "must divide 10000 and lie between 2 and 1000; the API turns others into 20 or serves \
             page 1 again",
        )?;
        check(
            (2..=100).contains(&self.max_readings),
            "max_readings",
            self.max_readings,
            "must be between 2 and 100: two readings have to agree",
        )?;
        for (name, days) in [
            ("overlap_days", self.overlap_days),
            ("lookahead_days", self.lookahead_days),
            ("recheck_days", self.recheck_days),
        ] {
            check(days <= 3650, name, days, "must be at most 3650 days")?;
        }
        Ok(())
    }

    /// The User-Agent: the program, its version, and whom to write to.
    pub fn user_agent(&self) -> String {
        let version = env!("CARGO_PKG_VERSION");
        match &self.contact {
            Some(contact) => format!("fedreg/{version} (+{})", contact.trim()),
            None => format!("fedreg/{version}"),
        }
    }
}

/// Seconds of a validated setting as a duration.
pub(crate) fn seconds(value: f64) -> Duration {
    Duration::try_from_secs_f64(value).unwrap_or(Duration::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_valid_and_polite() {
        let settings = ApiSettings::default();
        settings.validate().unwrap();
        assert!(settings.is_official());
        assert!(settings.politeness.api_requests_per_second <= 4.0);
        assert!(settings.politeness.text_requests_per_second <= 1.0);
    }

    #[test]
    fn a_bare_host_has_its_api_where_the_register_has_it() {
        for (given, root) in [
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080/api/v1"),
            ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/api/v1"),
            ("http://127.0.0.1:8080/fr", "http://127.0.0.1:8080/fr"),
            (OFFICIAL_BASE_URL, OFFICIAL_BASE_URL),
        ] {
            assert_eq!(api_root(Url::parse(given).unwrap()).as_str(), root);
        }
    }

    #[test]
    fn the_user_agent_carries_the_contact() {
        let mut politeness = Politeness::default();
        assert!(!politeness.user_agent().contains('('));
        politeness.contact = Some("records@example.org".into());
        let agent = politeness.user_agent();
        assert!(agent.starts_with("fedreg/") && agent.ends_with("(+records@example.org)"));
    }

    #[test]
    fn settings_are_read_from_toml_and_typos_are_refused() {
        let text = r#"
            base_url = "http://127.0.0.1:8080/api/v1"
            allowed_hosts = ["www.govinfo.gov"]
            [politeness]
            contact = "https://example.org/fedreg"
            api_requests_per_second = 2
        "#;
        let settings: ApiSettings = toml::from_str(text).unwrap();
        settings.validate().unwrap();
        assert!(!settings.is_official());
        let error = toml::from_str::<ApiSettings>("[politeness]\nretrys = 3").unwrap_err();
        assert!(error.to_string().contains("retrys"), "{error}");
    }

    #[test]
    fn nonsense_is_named() {
        type Change = fn(&mut ApiSettings);
        let cases: [(&str, Change); 14] = [
            ("base_url", |s| {
                s.base_url = Url::parse("ftp://example.org/").unwrap();
            }),
            ("base_url", |s| {
                s.base_url = Url::parse("http://u:p@example.org/").unwrap();
            }),
            ("allowed_hosts", |s| {
                s.allowed_hosts.insert("https://x".into());
            }),
            ("contact", |s| s.politeness.contact = Some("a\r\nb".into())),
            ("contact", |s| s.politeness.contact = Some(" ".into())),
            ("api_requests_per_second", |s| {
                s.politeness.api_requests_per_second = 0.0;
            }),
            ("text_requests_per_second", |s| {
                s.politeness.text_requests_per_second = f64::NAN;
            }),
            ("text_concurrency", |s| s.politeness.text_concurrency = 0),
            ("read_timeout", |s| s.politeness.read_timeout = -1.0),
            ("max_backoff", |s| s.politeness.max_backoff = 0.5),
            ("max_body_bytes", |s| s.politeness.max_body_bytes = 10),
            ("per_page", |s| s.politeness.per_page = 300),
            ("per_page", |s| s.politeness.per_page = 1),
            ("max_readings", |s| s.politeness.max_readings = 1),
        ];
        for (name, change) in cases {
            let mut settings = ApiSettings::default();
            change(&mut settings);
            assert_eq!(settings.validate().unwrap_err().name, name);
        }
    }
}
