//! A heartbeat: an address that is asked after each pass, so that somebody notices when none comes.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::channel::{Failure, secret, told, webhook};
use crate::rules::{RuleError, wrong};

/// `[heartbeat]` of `fedreg.toml`: where to tell that passes are made. The addresses are secrets as
/// a rule, so that they can be named by environment variable or file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HeartbeatSettings {
    /// Asked after a pass that did its work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The environment variable that holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url_env: Option<String>,
    /// The file that holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url_file: Option<PathBuf>,
    /// Asked after a pass that failed; without it the other with `/fail` at its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_url: Option<String>,
    /// The environment variable that holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_url_env: Option<String>,
    /// The file that holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_url_file: Option<PathBuf>,
}

impl HeartbeatSettings {
    /// Checks that each address is given once.
    pub fn check(&self) -> Result<(), RuleError> {
        for (name, given) in [
            (
                "url",
                [
                    self.url.is_some(),
                    self.url_env.is_some(),
                    self.url_file.is_some(),
                ],
            ),
            (
                "failure_url",
                [
                    self.failure_url.is_some(),
                    self.failure_url_env.is_some(),
                    self.failure_url_file.is_some(),
                ],
            ),
        ] {
            if given.iter().filter(|given| **given).count() > 1 {
                return wrong(
                    format!("heartbeat.{name}"),
                    format!("more than one of {name}, {name}_env and {name}_file is given"),
                    "keep one of them",
                );
            }
        }
        Ok(())
    }

    /// Whether there is an address to ask.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn address(&self, succeeded: bool) -> Result<Option<Url>, Failure> {
        let read = |url: &Option<String>, env: &Option<String>, file: &Option<PathBuf>| {
            let text = match url {
                Some(url) => Some(url.clone()),
                None => {
                    secret(env.as_deref(), file.as_deref())?.map(|secret| secret.text().to_owned())
                }
            };
            text.map(|text| {
                Url::parse(&text)
                    .ok()
                    .filter(|url| matches!(url.scheme(), "http" | "https"))
                    .ok_or_else(|| Failure::new("the address is no http or https URL"))
            })
            .transpose()
        };
        if !succeeded {
            let failure = read(
                &self.failure_url,
                &self.failure_url_env,
                &self.failure_url_file,
            )?;
            if failure.is_some() {
                return Ok(failure);
            }
        }
        let mut url = read(&self.url, &self.url_env, &self.url_file)?;
        if let Some(url) = &mut url
            && !succeeded
            && let Ok(mut path) = url.path_segments_mut()
        {
            path.pop_if_empty().push("fail");
        }
        Ok(url)
    }

    /// Asks the address of success or failure, if there is one. Redirects are not followed, and the
    /// answer's body is not read. What is said of a failure does not name the address.
    pub async fn beat(&self, succeeded: bool, timeout: Duration) -> Result<(), Failure> {
        let Some(url) = self.address(succeeded)? else {
            return Ok(());
        };
        let request = async {
            let response = webhook::client(None)?
                .get(url)
                .send()
                .await
                .map_err(|error| Failure::new(told(&error.without_url())))?;
            let status = response.status();
            if status.is_success() {
                Ok(())
            } else {
                Err(Failure::new(format!("answered {status}")))
            }
        };
        tokio::time::timeout(timeout, request)
            .await
            .unwrap_or_else(|_| {
                Err(Failure::new(format!(
                    "no answer within {} s",
                    timeout.as_secs_f64()
                )))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_told_at_its_own_address_or_beside_the_other() {
        let settings = HeartbeatSettings {
            url: Some("https://beat.example/uuid?x=1".to_owned()),
            ..HeartbeatSettings::default()
        };
        let shown = |settings: &HeartbeatSettings, ok| {
            let url = settings.address(ok).expect("usable");
            url.map(|url| url.to_string()).unwrap_or_default()
        };
        assert_eq!(shown(&settings, true), "https://beat.example/uuid?x=1");
        assert_eq!(
            shown(&settings, false),
            "https://beat.example/uuid/fail?x=1"
        );
        let both = HeartbeatSettings {
            failure_url: Some("https://beat.example/other".to_owned()),
            ..settings.clone()
        };
        assert_eq!(shown(&both, false), "https://beat.example/other");
        assert_eq!(shown(&HeartbeatSettings::default(), false), "");
        let twice = HeartbeatSettings {
            url_env: Some("X".to_owned()),
            ..settings
        };
        let error = twice.check().expect_err("twice").to_string();
        assert!(error.contains("heartbeat.url"), "{error}");
    }
}
