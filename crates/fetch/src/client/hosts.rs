//! Which hosts may be asked: redirects and addresses inside answers lead nowhere else.

use std::sync::Arc;

use reqwest::redirect::{Attempt, Policy};
use url::Url;

use crate::FetchError;
use crate::settings::ApiSettings;

/// The site whose addresses stand in every object; a mirror serves them under its own origin.
const OFFICIAL_HOST: &str = "www.federalregister.gov";

/// The site's host for images of printed pages.
const IMAGES_HOST: &str = "img.federalregister.gov";

/// More redirects than this are a loop.
const MAX_REDIRECTS: usize = 5;

/// The hosts that may be asked.
#[derive(Debug)]
pub(crate) struct Hosts {
    base: Url,
    govinfo: Option<Url>,
    more: std::collections::BTreeSet<String>,
    official: bool,
}

impl Hosts {
    pub(crate) fn new(settings: &ApiSettings) -> Self {
        let official = settings.is_official();
        let govinfo = settings.govinfo_url.clone().or_else(|| {
            // A test or a mirror must not make us ask the real site behind its back.
            official
                .then(|| Url::parse("https://www.govinfo.gov").ok())
                .flatten()
        });
        Self {
            base: settings.base_url.clone(),
            govinfo,
            more: settings.allowed_hosts.clone(),
            official,
        }
    }

    /// Where GPO's copies are, if they may be asked.
    pub(crate) fn govinfo(&self) -> Option<&Url> {
        self.govinfo.as_ref()
    }

    /// Whether the source is on this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        match self.base.host() {
            Some(url::Host::Domain(name)) => name == "localhost",
            Some(url::Host::Ipv4(address)) => address.is_loopback(),
            Some(url::Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }

    pub(crate) fn allows(&self, url: &Url) -> bool {
        let downgrade = self.base.scheme() == "https" && url.scheme() != "https";
        if downgrade || !matches!(url.scheme(), "http" | "https") {
            return false;
        }
        let same_origin = |known: &Url| {
            known.host_str() == url.host_str()
                && known.port_or_known_default() == url.port_or_known_default()
        };
        same_origin(&self.base)
            || self.govinfo.as_ref().is_some_and(same_origin)
            || url.host_str().is_some_and(|host| self.more.contains(host))
            || (self.official
                && url.port().is_none()
                && matches!(
                    url.host_str(),
                    Some("public-inspection.federalregister.gov" | "img.federalregister.gov")
                ))
    }

    /// Where an image of a document is, by its path on the host that keeps them.
    pub(crate) fn image(&self, path: &str) -> Result<Url, FetchError> {
        let own = self.official || self.more.contains(IMAGES_HOST);
        let text = if own {
            format!("https://{IMAGES_HOST}{path}")
        } else {
            let mut mirror = self.base.clone();
            mirror.set_path(&format!("/images{path}"));
            mirror.set_query(None);
            mirror.into()
        };
        self.resolve(&text)
    }

    /// An address found in an object, as one that may be asked: the public site's addresses are
    /// served by whatever base is configured.
    pub(crate) fn resolve(&self, text: &str) -> Result<Url, FetchError> {
        let bad = |detail: String| FetchError::BadUrl {
            url: text.to_owned(),
            detail,
        };
        let mut url = Url::parse(text).map_err(|error| bad(error.to_string()))?;
        if !self.official && url.host_str() == Some(OFFICIAL_HOST) {
            let mut moved = self.base.clone();
            moved.set_path(url.path());
            moved.set_query(url.query());
            url = moved;
        }
        if self.allows(&url) {
            Ok(url)
        } else {
            Err(FetchError::OffSite {
                url: text.to_owned(),
                target: origin(&url),
            })
        }
    }
}

pub(crate) fn origin(url: &Url) -> String {
    format!("{}://{}", url.scheme(), url.host_str().unwrap_or("?"))
}

/// Follows redirects within the allowed hosts and hands back any other, so that the caller can say
/// where it wanted to lead.
pub(crate) fn policy(hosts: &Arc<Hosts>) -> Policy {
    let hosts = Arc::clone(hosts);
    Policy::custom(move |attempt: Attempt<'_>| {
        if attempt.previous().len() > MAX_REDIRECTS || !hosts.allows(attempt.url()) {
            attempt.stop()
        } else {
            attempt.follow()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(base: &str) -> Hosts {
        let base_url = Url::parse(base).unwrap();
        Hosts::new(&ApiSettings {
            base_url,
            ..ApiSettings::default()
        })
    }

    #[test]
    fn only_the_configured_hosts_are_asked() {
        let official = hosts("https://www.federalregister.gov/api/v1");
        for (url, allowed) in [
            (
                "https://www.federalregister.gov/documents/full_text/xml/x.xml",
                true,
            ),
            ("https://www.govinfo.gov/content/pkg/x", true),
            ("https://public-inspection.federalregister.gov/x.pdf", true),
            ("http://www.federalregister.gov/documents", false),
            ("https://www.federalregister.gov:8443/documents", false),
            ("https://unblock.federalregister.gov/", false),
            ("https://www.federalregister.gov.example.org/", false),
            ("https://169.254.169.254/latest", false),
            ("file:///etc/passwd", false),
        ] {
            assert_eq!(official.allows(&Url::parse(url).unwrap()), allowed, "{url}");
        }
    }

    #[test]
    fn a_mirror_serves_the_public_addresses_and_govinfo_is_left_alone() {
        let mirror = hosts("http://127.0.0.1:8080/api/v1");
        let url = mirror
            .resolve("https://www.federalregister.gov/documents/a.txt?x=1")
            .unwrap();
        assert_eq!(url.as_str(), "http://127.0.0.1:8080/documents/a.txt?x=1");
        assert!(mirror.govinfo().is_none() && mirror.is_loopback());
        assert!(!hosts("https://www.federalregister.gov/api/v1").is_loopback());
        assert!(mirror.resolve("https://www.govinfo.gov/content/x").is_err());
        assert!(
            mirror
                .resolve("http://127.0.0.1:9/documents/a.txt")
                .is_err()
        );
        assert!(matches!(
            mirror.resolve("nonsense"),
            Err(FetchError::BadUrl { .. })
        ));
    }
}
